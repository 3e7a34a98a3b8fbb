package store_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"truename/model"
	"truename/model/store"
	"truename/model/store/storetest"

	"github.com/google/uuid"
)

// Names of the two sound stores.
const (
	orderly = "orderly"
	killed  = "killed"
)

// makeSound makes a store with a bit of everything, as it is after an orderly
// stop and as it is after a kill.
func makeSound(t *testing.T, dir string) {
	t.Helper()
	b := storetest.NewBench(t, store.Open)
	first := easy(b, storetest.New(t, b.Now, 1000))
	keep(t, b, first)
	b.Claim1()
	b.Now = b.Now.Add(31 * 24 * time.Hour)
	var heads []model.Head
	for range 4 {
		_, head := b.Put()
		heads = append(heads, head)
	}
	sub := easy(b, storetest.New(t, b.Now, 1000))
	head := b.Take(keep(t, b, sub), model.Return, "front-cut")
	b.Submit1(storetest.Next(t, sub, b.Now))
	b.Take(heads[1], model.Approve)
	b.Take(heads[2], model.Refuse, "not-a-card")
	b.File1(easy(b, storetest.Request(t, model.Unbind, first, b.Now)))
	gone, _ := b.Put()
	if _, err := b.Erase(t.Context(), gone.Reference); err != nil {
		t.Fatal(err)
	}
	if _, err := b.AddReviewer(t.Context(), model.Supervisor, []byte("nine boats under a paper moon")); err != nil {
		t.Fatal(err)
	}
	if _, err := b.MakeRecovery(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	if _, err := b.OpenCase(t.Context(), head.Case); err != nil {
		t.Fatal(err)
	}
	if err := b.SaveDraft(t.Context(), storetest.Draft(storetest.New(t, b.Now, 3000))); err != nil {
		t.Fatal(err)
	}
	copyStore(t, filepath.Join(dir, killed), b.Dir)
	if err := b.Store.Close(); err != nil {
		t.Fatal(err)
	}
	copyStore(t, filepath.Join(dir, orderly), b.Dir)
}

// easy gives the reference of a submission keys that cost nothing.
func easy(b *storetest.Bench, sub model.Submission) model.Submission {
	lightKeys(b.Store, sub.Reference)
	return sub
}

// keep submits with an own copy.
func keep(t *testing.T, b *storetest.Bench, sub model.Submission) model.Head {
	t.Helper()
	draft := storetest.Draft(sub)
	head, err := b.Submit(t.Context(), sub, &draft)
	if err != nil {
		t.Fatal(err)
	}
	return head
}

// A sound is a store in memory, and what is shown of it.
type sound struct {
	name  string
	files []string // sorted, with slashes
	bytes map[string][]byte
	size  map[string]int64 // with the zeros at the end, of which Badger makes many
	shown map[string]string
	refs  []string
}

// torture is the process that is given blows and says what came of them.
func torture(dir string) error {
	sounds := map[bool]*sound{}
	for _, name := range []string{orderly, killed} {
		s, err := readSound(dir, name)
		if err != nil {
			return err
		}
		sounds[name == killed] = s
	}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var b blow
		if err := json.Unmarshal(lines.Bytes(), &b); err != nil {
			return err
		}
		work := filepath.Join(dir, fmt.Sprintf("work-%d", os.Getpid()))
		w, err := sounds[b.Killed].suffer(work, b)
		if err != nil {
			return err
		}
		line, err := json.Marshal(w)
		if err != nil {
			return err
		}
		fmt.Printf("%s\n", line)
		if err := os.RemoveAll(work); err != nil {
			return err
		}
	}
	return lines.Err()
}

// readSound reads a sound store and looks at all it shows.
func readSound(dir, name string) (*sound, error) {
	s := &sound{name: name, bytes: map[string][]byte{}, size: map[string]int64{}}
	from := filepath.Join(dir, name)
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "lock" || d.Name() == "LOCK" {
			return err
		}
		b, err := os.ReadFile(path)
		rel, rerr := filepath.Rel(from, path)
		rel = filepath.ToSlash(rel)
		s.size[rel] = int64(len(b))
		s.bytes[rel] = bytes.Clone(bytes.TrimRight(b, "\x00"))
		s.files = append(s.files, rel)
		return errors.Join(err, rerr)
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(s.files)
	work := filepath.Join(dir, fmt.Sprintf("sound-%d", os.Getpid()))
	defer os.RemoveAll(work)
	if err := s.write(work, "", nil); err != nil {
		return nil, err
	}
	st, err := store.Open(work, tortured())
	if err != nil {
		return nil, err
	}
	mine, err := st.Mine(context.Background())
	for _, m := range mine {
		s.refs = append(s.refs, m.Reference)
	}
	s.shown = s.look(st)
	flaws, verr := st.Verify(context.Background(), nil)
	if len(flaws) > 0 || len(s.shown) < 20 {
		err = errors.Join(err, fmt.Errorf("the store is not sound: %v, %v", flaws, s.shown))
	}
	return s, errors.Join(err, verr, st.Close())
}

// tortured are the options of a damaged store: as in the product, with a probe
// in another process, and too little space for a ballast.
func tortured() store.Options {
	o := light
	o.Now = func() time.Time { return time.Date(2026, 12, 25, 8, 0, 0, 0, time.UTC) }
	o.FreeSpace = func(string) (uint64, error) { return 300 << 20, nil }
	o.Probe = func(dir string) error {
		exe, err := os.Executable()
		if err != nil {
			return err
		}
		cmd := exec.Command(exe)
		cmd.Env = append(os.Environ(), probeEnv+"="+dir)
		return cmd.Run()
	}
	return o
}

// write writes the store to dir, with another content of one file.
func (s *sound) write(dir, hit string, other []byte) error {
	for _, name := range s.files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		b, size := s.bytes[name], s.size[name]
		if name == hit {
			b, size = other, int64(len(other))
		}
		if err := errors.Join(os.WriteFile(path, b, 0o600), os.Truncate(path, size)); err != nil {
			return err
		}
	}
	for _, name := range []string{"cases", "audit", "keys"} { // there in every store, though empty
		if err := os.MkdirAll(filepath.Join(dir, name), 0o700); err != nil {
			return err
		}
	}
	return nil
}

// suffer deals one blow to a copy of the store.
func (s *sound) suffer(work string, b blow) (w wound, err error) {
	r := rand.New(rand.NewPCG(b.Seed, 5))
	w.Blow = b
	w.File = s.pick(r)
	whole := append(bytes.Clone(s.bytes[w.File]), make([]byte, s.size[w.File]-int64(len(s.bytes[w.File])))...)
	most := len(whole)
	if n := len(s.bytes[w.File]); n > 0 && r.IntN(8) > 0 {
		most = n // mostly not in the zeros at the end
	}
	at := r.IntN(max(1, most))
	w.At = int64(at)
	switch {
	case b.Cut:
		whole = whole[:at]
	case len(whole) > 0:
		whole[at] ^= 1 << r.IntN(8)
	}
	if err := s.write(work, w.File, whole); err != nil {
		return w, err
	}
	if b.Blind {
		if err := fitMarks(work); err != nil {
			return w, err
		}
	}
	fmt.Println(w.File)
	s.compare(work, &w)
	return w, nil
}

// compare opens a damaged store twice and notes what is shown otherwise.
func (s *sound) compare(work string, w *wound) {
	wrong, gone := map[string]bool{}, map[string]bool{}
	for i := range 2 {
		st, err := store.Open(work, tortured())
		if err != nil {
			w.Opens[i] = string(model.CodeOf(err)) + ": " + err.Error()
			continue
		}
		now := s.look(st)
		for what, was := range s.shown {
			if is, ok := now[what]; !ok {
				gone[what] = true
			} else if is != was {
				wrong[what] = true
			}
		}
		for what := range now {
			if _, ok := s.shown[what]; !ok {
				wrong[what] = true
			}
		}
		flaws, err := st.Verify(context.Background(), nil)
		if err != nil {
			w.Opens[i] = "verify: " + err.Error()
		}
		for _, f := range flaws {
			if i == 0 {
				w.Named = append(w.Named, f.Path)
			}
		}
		if err := st.Close(); err != nil {
			w.Opens[i] = "close: " + err.Error()
		}
	}
	w.Wrong, w.Gone = slices.Sorted(maps.Keys(wrong)), slices.Sorted(maps.Keys(gone))
}

// pick picks a file: first a part of the store, then one of it, so that the many
// small keys do not get nearly all blows.
func (s *sound) pick(r *rand.Rand) string {
	top := []string{"cases", "cases", "cases", "index", "index", "index", "audit", "audit", "keys", "keys", "mine", "mine", "spare", ""}[r.IntN(14)]
	var of []string
	for _, name := range s.files {
		if dir, _, in := strings.Cut(name, "/"); in && dir == top || !in && top == "" {
			of = append(of, name)
		}
	}
	return of[r.IntN(len(of))]
}

// fitMarks makes the sums of an orderly stop fit the index as it is.
func fitMarks(dir string) error {
	marks := map[string]map[string]int64{}
	entries, err := os.ReadDir(filepath.Join(dir, "index"))
	for _, e := range entries {
		b, rerr := os.ReadFile(filepath.Join(dir, "index", e.Name()))
		marks[e.Name()] = map[string]int64{"size": int64(len(b)), "crc32c": int64(crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)))}
		err = errors.Join(err, rerr)
	}
	b, merr := json.Marshal(marks)
	return errors.Join(err, merr, os.WriteFile(filepath.Join(dir, "clean"), b, 0o600))
}

// look is all that a store shows, by what it is: "<thing> <case>". What gives
// an error is not there.
func (s *sound) look(st *store.Store) map[string]string {
	ctx, shown := context.Background(), map[string]string{}
	put := func(what string, v any, err error) {
		if err == nil {
			b, err := json.Marshal(v)
			shown[what] = fmt.Sprintf("%s %v", b, err)
		}
	}
	lightKeys(st, s.refs...)
	for _, ref := range s.refs {
		p, err := st.Progress(ctx, ref)
		put("progress "+p.Head.Case.String(), p, err)
		all, err := st.Openings(ctx, ref)
		slices.SortFunc(all, func(a, b model.Opening) int { return a.At.Compare(b.At) })
		before := slices.DeleteFunc(all, func(o model.Opening) bool { return o.At.After(s.made()) })
		// By its reference: of a case that cannot be read no id is told.
		put("openings "+ref, append([]model.Opening{}, before...), err)
	}
	if mine, err := st.Mine(ctx); err == nil {
		for _, m := range mine {
			put("mine "+m.Case.String(), m, nil)
			own, err := st.Own(ctx, m.Case)
			put("own "+m.Case.String(), own, err)
		}
	}
	if d, ok, err := st.Draft(ctx); ok {
		put("draft "+d.Case.String(), d, err)
	}
	for i, k := range st.Keys() {
		put(fmt.Sprintf("key %d", i), k, nil)
	}
	s.atDesk(st, put)
	return shown
}

// made is after all that happened to the sound store.
func (s *sound) made() time.Time { return time.Date(2026, 12, 25, 7, 0, 0, 0, time.UTC) }

// atDesk adds what the lists and the open desk show.
func (s *sound) atDesk(st *store.Store, put func(string, any, error)) {
	ctx := context.Background()
	heads, _, err := st.List(ctx, "", "", 1000)
	if err != nil {
		return
	}
	st.Unlock(ctx, []byte(storetest.Pass))
	for _, h := range heads {
		put("head "+h.Case.String(), h, nil)
		c, err := st.OpenCase(ctx, h.Case)
		if err == nil && !c.BeforeLost {
			put("before "+h.Case.String(), c.Before, nil)
		}
		c.Before, c.BeforeLost = nil, false
		put("case "+h.Case.String(), struct {
			model.Case
			Front, Back []byte
		}{c, c.Submission.Front.JPEG, c.Submission.Back.JPEG}, err)
		f, err := st.Fields(ctx, []uuid.UUID{h.Case})
		if err == nil && len(f) == 0 {
			err = model.ErrNotFound
		}
		put("fields "+h.Case.String(), f, err)
	}
	st.Lock()
}
