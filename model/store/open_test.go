package store_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"truename/model"
	"truename/model/store"
	"truename/model/store/storetest"
)

var light = store.Options{Work: 10}

// closed makes a store, lets fill use it, and closes it.
func closed(t *testing.T, fill func(*storetest.Bench)) string {
	t.Helper()
	b := storetest.NewBench(t, store.Open)
	if fill != nil {
		fill(b)
	}
	if err := b.Store.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Dir
}

func TestOpenRefuses(t *testing.T) {
	write := func(path, text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	demo := light
	demo.Demo = true
	full := light
	full.FreeSpace = func(string) (uint64, error) { return 255 << 20, nil }
	for name, c := range map[string]struct {
		dir  func() string
		o    store.Options
		want *model.Error
	}{
		"a file":           {func() string { p := filepath.Join(t.TempDir(), "x"); write(p, "x"); return p }, light, model.ErrNotAStore},
		"something else":   {func() string { d := t.TempDir(); write(filepath.Join(d, "letter.txt"), "x"); return d }, light, model.ErrNotAStore},
		"a real one":       {func() string { return closed(t, nil) }, demo, model.ErrWrongKind},
		"a full disk":      {func() string { return filepath.Join(t.TempDir(), "new") }, full, model.ErrDiskFull},
		"a full disk, old": {func() string { return closed(t, nil) }, full, model.ErrDiskFull},
		"a newer one": {func() string {
			d := closed(t, nil)
			lose(d, "store.json")
			write(filepath.Join(d, "store.json"), `{"format":2,"kind":"real"}`)
			return d
		}, light, model.ErrNewer},
		"a broken one": {func() string {
			d := closed(t, nil)
			lose(d, "store.json")
			write(filepath.Join(d, "store.json"), `{"format`)
			return d
		}, light, model.ErrDamaged},
		"no store.json": {func() string { d := closed(t, nil); os.Remove(filepath.Join(d, "store.json")); return d }, light, model.ErrDamaged},
		"no cases":      {func() string { d := closed(t, nil); os.RemoveAll(filepath.Join(d, "cases")); return d }, light, model.ErrDamaged},
		"no keys":       {func() string { d := closed(t, nil); os.RemoveAll(filepath.Join(d, "keys")); return d }, light, model.ErrDamaged},
		"no audit log":  {func() string { d := closed(t, nil); os.RemoveAll(filepath.Join(d, "audit")); return d }, light, model.ErrDamaged},
		"no device key": {func() string { d := closed(t, nil); lose(d, "keys/device.key"); return d }, light, model.ErrDamaged},
		"no local key":  {func() string { d := closed(t, nil); lose(d, "keys/local.key"); return d }, light, model.ErrDamaged},
		"no reviewers":  {func() string { d := closed(t, nil); lose(d, "keys/reviewers"); return d }, light, model.ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			dir := c.dir()
			before := list(t, dir)
			s, err := store.Open(dir, c.o)
			if err == nil {
				s.Close()
			}
			if !errors.Is(err, c.want) {
				t.Fatalf("%v, want %s", err, c.want.Code)
			}
			if strings.Contains(err.Error(), dir) {
				t.Errorf("the error names the folder: %v", err)
			}
			after := list(t, dir)
			delete(after, "lock")
			delete(after, "ballast") // given back for space
			delete(before, "lock")
			delete(before, "ballast")
			if fmt.Sprint(after) != fmt.Sprint(before) {
				t.Errorf("it changed the folder:\n%v\n%v", before, after)
			}
		})
	}
}

// list is every file in dir with its size.
func list(t *testing.T, dir string) map[string]int64 {
	t.Helper()
	all := map[string]int64{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil
		}
		info, err := d.Info()
		rel, rerr := filepath.Rel(dir, path)
		all[filepath.ToSlash(rel)] = info.Size()
		return errors.Join(err, rerr)
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestForeignFolderGetsNoLock(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "letter.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(dir, light); !errors.Is(err, model.ErrNotAStore) {
		t.Fatal(err)
	}
	if got := list(t, dir); len(got) != 1 {
		t.Errorf("files: %v", got)
	}
}

func TestSecondOpener(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	if _, err := store.Open(b.Dir, light); !errors.Is(err, model.ErrInUse) {
		t.Fatalf("second: %v", err)
	}
	link := filepath.Join(t.TempDir(), "link")
	if runtime.GOOS != "windows" {
		if err := os.Symlink(b.Dir, link); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(link, light); !errors.Is(err, model.ErrInUse) {
			t.Fatalf("through a link: %v", err)
		}
	}
	b.Put() // the first one is unharmed
	b.Reopen()
}

func TestFirstStartCutShort(t *testing.T) {
	for name, cut := range map[string]func(dir string) error{
		"nothing but the mark": func(dir string) error {
			for _, e := range []string{"cases", "audit", "keys", "spare", "mine", "index", "quarantine", "clean", "ballast", "lock"} {
				if err := os.RemoveAll(filepath.Join(dir, e)); err != nil {
					return err
				}
			}
			return nil
		},
		"half the keys": func(dir string) error {
			os.RemoveAll(filepath.Join(dir, "index"))
			os.Remove(filepath.Join(dir, "clean"))
			os.Remove(filepath.Join(dir, "ballast"))
			return os.Remove(filepath.Join(dir, "keys", "local.json"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := closed(t, nil)
			if err := os.Rename(filepath.Join(dir, "store.json"), filepath.Join(dir, "store.json.tmp")); err != nil {
				t.Fatal(err)
			}
			if err := cut(dir); err != nil {
				t.Fatal(err)
			}
			s, err := store.Open(dir, light)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if _, err := s.Submit(t.Context(), storetest.New(t, time.Now(), 100), nil); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestDemonstration(t *testing.T) {
	dir := t.TempDir()
	o := light
	o.Demo = true
	s, err := store.Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	head, err := s.Submit(t.Context(), storetest.New(t, time.Now(), 100), nil)
	if err != nil || !head.Demo || !s.Demo() {
		t.Errorf("head = %+v, %v", head, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(dir, light); !errors.Is(err, model.ErrWrongKind) {
		t.Errorf("opened as a real one: %v", err)
	}
}

// A ring is a keyring in memory: the operating system's is not there in
// tests.
type ring struct {
	name string
	keys map[string][]byte
	err  error
}

func (r *ring) Name() string { return r.name }
func (r *ring) Get(id string) ([]byte, error) {
	if key, ok := r.keys[id]; ok && r.err == nil {
		return key, nil
	}
	return nil, errors.New("not there")
}
func (r *ring) Set(id string, key []byte) error {
	if r.err == nil {
		r.keys[id] = bytes.Clone(key)
	}
	return r.err
}

func TestKeyring(t *testing.T) {
	dir := t.TempDir()
	r := &ring{name: "test ring", keys: map[string][]byte{}}
	open := func(k store.KeyKeeper) (*store.Store, error) {
		o := light
		o.LocalKey = k
		return store.Open(dir, o)
	}
	s, err := open(r)
	if err != nil || len(r.keys) != 1 {
		t.Fatalf("%d keys, %v", len(r.keys), err)
	}
	d := storetest.Draft(storetest.New(t, time.Now(), 100))
	if err := s.SaveDraft(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if _, err := os.Stat(filepath.Join(dir, "keys", "local.key")); err == nil {
		t.Error("the key is also in a file")
	}
	for name, k := range map[string]store.KeyKeeper{
		"none given": nil, "another one": &ring{name: "other", keys: r.keys},
		"unreachable": &ring{name: r.name, err: errors.New("locked")}, "emptied": &ring{name: r.name, keys: map[string][]byte{}},
	} {
		if _, err := open(k); !errors.Is(err, model.ErrKeyring) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if s, err = open(r); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if got, ok, err := s.Draft(t.Context()); err != nil || !ok || got.ID != d.ID {
		t.Errorf("draft: %v, %v", ok, err)
	}
}

func TestNoKeyringAtFirstStart(t *testing.T) {
	o := light
	o.LocalKey = &ring{name: "r", err: errors.New("no session")}
	dir := t.TempDir()
	for range 2 {
		s, err := store.Open(dir, o)
		if err != nil {
			t.Fatal(err)
		}
		if k := s.Keys()[1]; k.Public != "file" {
			t.Errorf("kept in %q", k.Public)
		}
		s.Close()
	}
}

func TestModes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no modes")
	}
	b := storetest.NewBench(t, store.Open)
	sub := storetest.New(t, b.Now, 100)
	d := storetest.Draft(sub)
	if _, err := b.Submit(t.Context(), sub, &d); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(b.Dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == b.Dir || strings.Contains(path, "/index/") {
			return err // Badger's own files lie in a folder nobody else enters
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", strings.TrimPrefix(path, b.Dir), info.Mode())
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestPlain(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want model.Code
	}{
		"read-only file system": {&fs.PathError{Op: "open", Path: "/home/zhangsan/x", Err: syscall.EROFS}, model.CodeReadOnly},
		"no permission":         {&fs.PathError{Op: "open", Path: "/home/zhangsan/x", Err: fs.ErrPermission}, model.CodeReadOnly},
		"full":                  {&os.LinkError{Op: "rename", Old: "/home/zhangsan/x", New: "y", Err: syscall.ENOSPC}, model.CodeDiskFull},
		"something else":        {&fs.PathError{Op: "sync", Path: "/home/zhangsan/x", Err: syscall.EIO}, ""},
	} {
		got := store.Plain(fmt.Errorf("at first: %w", c.err))
		if model.CodeOf(got) != c.want || strings.Contains(got.Error(), "zhangsan") {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestNothingInClear looks for what a person gave in every file and in the
// log.
func TestNothingInClear(t *testing.T) {
	dir := t.TempDir()
	var log bytes.Buffer
	o := light
	o.Log = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s, err := store.Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	secrets := fill(t, s)
	if err := s.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for name := range list(t, dir) {
		if name == "ballast" {
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		for what, secret := range secrets {
			if bytes.Contains(b, secret) || bytes.Contains([]byte(name), secret) {
				t.Errorf("%s stands in %s", what, name)
			}
		}
	}
	for what, secret := range secrets {
		if bytes.Contains(log.Bytes(), secret) {
			t.Errorf("%s stands in the log", what)
		}
	}
}

// fill takes a case through everything and gives what must stand nowhere.
func fill(t *testing.T, s *store.Store) map[string][]byte {
	t.Helper()
	sub := storetest.New(t, time.Now(), 20_000)
	d := storetest.Draft(sub)
	if err := s.SaveDraft(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	head, err := s.Submit(t.Context(), sub, &d)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Claim(t.Context(), []byte(storetest.Pass)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.OpenCase(t.Context(), head.Case); err != nil {
		t.Fatal(err)
	}
	dec := model.Decision{Case: head.Case, Version: 1, Verb: model.Return, Note: storetest.Note, DeskNote: storetest.Desk,
		Reasons: []model.Reason{{Code: "front-glare", Field: "front"}}}
	if _, err := s.Decide(t.Context(), dec); err != nil {
		t.Fatal(err)
	}
	request := storetest.Request(t, model.Unbind, sub, time.Now())
	if head, err = s.File(t.Context(), request, true); err != nil {
		t.Fatal(err)
	}
	if _, err := s.OpenCase(t.Context(), head.Case); err != nil {
		t.Fatal(err)
	}
	dec = model.Decision{Case: head.Case, Version: 1, Verb: model.Refuse, Reasons: []model.Reason{{Code: "at-counter"}}}
	if _, err := s.Decide(t.Context(), dec); err != nil {
		t.Fatal(err)
	}
	name, _ := json.Marshal(storetest.Name)
	return map[string][]byte{
		"the name": []byte(storetest.Name), "the name as JSON": bytes.Trim(name, `"`), "the number": []byte(storetest.Number),
		"the phone": []byte(storetest.Phone), "a photograph": storetest.JPEGStart, "the note": []byte(storetest.Note),
		"the desk's note": []byte(storetest.Desk), "a reason": []byte("front-glare"), "the reference": []byte(sub.Reference),
		"the passphrase": []byte(storetest.Pass), "a finding": []byte(`"blur"`),
		"own words": []byte(storetest.Words), "the contact": []byte(storetest.Contact), "the request's reason": []byte(`"new-card"`),
		"the request's reference": []byte(request.Reference), "why it was refused": []byte("at-counter"), "the masked name": []byte("*测"),
	}
}
