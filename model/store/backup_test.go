package store_test

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"truename/model"
	"truename/model/seal"
	"truename/model/store"
	"truename/model/store/storetest"
)

// backedUp backs a store up and gives the file.
func backedUp(t *testing.T, b *storetest.Bench) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "backup")
	got, err := b.Backup(t.Context(), file)
	if err != nil || len(got.Flaws) > 0 {
		t.Fatalf("backup: %+v, %v", got.Flaws, err)
	}
	return file
}

// restoreTo restores into dir with the bench's clock.
func restoreTo(t *testing.T, b *storetest.Bench, dir string, r store.Restoring) (store.Restored, error) {
	t.Helper()
	return store.Restore(t.Context(), dir, r, b.Options())
}

// opened opens dir as a bench would, until the test ends.
func opened(t *testing.T, b *storetest.Bench, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(dir, b.Options())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if flaws, err := s.Verify(t.Context(), nil); err != nil || len(flaws) > 0 {
		t.Errorf("verify: %v, %v", flaws, err)
	}
	return s
}

func TestBackupIntoNewFolder(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	sub, head := b.Put()
	b.Claim1()
	b.Take(head, model.Return, "front-blur")
	kept, _ := b.Keep()
	file := backedUp(t, b)
	b.Put() // after it: not in it
	dir := filepath.Join(t.TempDir(), "new")
	r, err := restoreTo(t, b, dir, store.Restoring{File: file})
	if err != nil || len(r.Newer)+len(r.Flaws) > 0 || r.Kept != "" || r.Local {
		t.Fatalf("%+v, %v", r, err)
	}
	s := opened(t, b, dir)
	if heads, err := all(t, s); err != nil || len(heads) != 2 {
		t.Errorf("%v, %v", heads, err)
	}
	if err := s.Unlock(t.Context(), []byte(storetest.Pass)); err != nil {
		t.Fatal(err)
	}
	if c, err := s.OpenCase(t.Context(), head.Case); err != nil || !storetest.Same(c.Submission, sub) || c.Head.Status != model.Returned {
		t.Errorf("%v", err)
	}
	if own, err := s.Own(t.Context(), kept.Case); err != nil || own.Name != kept.Fields.Name {
		t.Errorf("this account's own copy: %v", err)
	}
	if entries, _ := filepath.Glob(filepath.Join(dir, "truename-restore*")); len(entries) > 0 {
		t.Errorf("left behind: %v", entries)
	}
}

// TestBackupSaysItsKeys: with an end for every class each month has a day,
// unless something waits.
func TestBackupSaysItsKeys(t *testing.T) {
	keep := model.Retention{Approved: 10, Refused: 40}
	b := storetest.NewBench(t, func(dir string, o store.Options) (*store.Store, error) {
		o.Retention = keep
		return store.Open(dir, o)
	})
	b.Claim1()
	_, first := b.Put()
	_, second := b.Put()
	b.Take(first, model.Approve)
	get := func() store.Backup {
		t.Helper()
		got, err := b.Backup(t.Context(), filepath.Join(t.TempDir(), "backup"))
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if m := get().Head.Months; len(m) == 0 || !m[0].Dies.IsZero() {
		t.Errorf("one waits: %+v", m)
	}
	b.Take(second, model.Refuse, "not-a-card")
	got := get().Head
	if !slices.ContainsFunc(got.Months, func(m seal.BackupMonth) bool { return m.Dies.String() == "2027-01-02" }) {
		t.Errorf("%+v", got.Months)
	}
	if len(got.Holders) != 1 || got.Holders[0] != b.Desk().Reviewer || got.Unclaimed || got.Local != "file" {
		t.Errorf("%+v", got)
	}
}

func TestRestoreOverOlder(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	_, head := b.Put()
	b.Claim1()
	old := t.TempDir()
	b.Reopen()
	copyAll(t, b.Dir, old)
	unlocked(t, b, storetest.Pass)
	b.Take(head, model.Approve)
	file := backedUp(t, b)
	r, err := restoreTo(t, b, old, store.Restoring{File: file})
	if err != nil || len(r.Newer) > 0 || r.Kept != "" {
		t.Fatalf("%+v, %v", r, err)
	}
	if heads, _ := all(t, opened(t, b, old)); len(heads) != 1 || heads[0].Status != model.Approved {
		t.Errorf("%+v", heads)
	}
}

// copyAll copies a data folder without its lock.
func copyAll(t *testing.T, from, to string) {
	t.Helper()
	for name := range list(t, from) {
		b, err := os.ReadFile(filepath.Join(from, name))
		if err == nil {
			err = os.MkdirAll(filepath.Dir(filepath.Join(to, name)), 0o700)
		}
		if err == nil && filepath.Base(name) != "LOCK" && name != "lock" {
			err = os.WriteFile(filepath.Join(to, name), b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestRestoreKeepsNewer: what the store has and the backup has not is never
// overwritten without -replace, and then it is set aside; a month that was
// destroyed since does not come back.
func TestRestoreKeepsNewer(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	_, head := b.Put()
	b.Claim1()
	b.Take(head, model.Approve)
	dead := month(t, b, head)
	file := backedUp(t, b)
	_, later := b.Put()
	if err := b.DestroyMonth(t.Context(), dead); err != nil {
		t.Fatal(err)
	}
	before := list(t, filepath.Join(b.Dir, "cases"))
	if _, err := restoreTo(t, b, b.Dir, store.Restoring{File: file}); !errors.Is(err, model.ErrInUse) {
		t.Errorf("while it is open: %v", err)
	}
	b.Store.Close()
	r, err := restoreTo(t, b, b.Dir, store.Restoring{File: file})
	names := func(f model.Flaw) bool { return strings.Contains(f.Path, later.Case.String()) && f.What == "newer" }
	if !errors.Is(err, model.ErrConflict) || !slices.ContainsFunc(r.Newer, names) ||
		!slices.ContainsFunc(r.Newer, func(f model.Flaw) bool { return f.What == "destroy" }) {
		t.Errorf("%+v, %v", r.Newer, err)
	}
	if now := list(t, filepath.Join(b.Dir, "cases")); len(now) != len(before) {
		t.Error("the store was changed")
	}
	r, err = restoreTo(t, b, b.Dir, store.Restoring{File: file, Replace: true})
	if err != nil || r.Kept == "" || len(r.Flaws) > 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	if n := len(list(t, filepath.Join(b.Dir, r.Kept, "cases"))); n != len(before) {
		t.Errorf("%d files set aside, not %d", n, len(before))
	}
	s := opened(t, b, b.Dir)
	if heads, _ := all(t, s); len(heads) != 1 {
		t.Errorf("%+v", heads)
	}
	if w := wraps(t, b.Dir, dead); len(w) > 0 {
		t.Errorf("a destroyed month is back: %v", w)
	}
}

func TestRestoreRefuses(t *testing.T) {
	b, other := storetest.NewBench(t, store.Open), storetest.NewBench(t, store.Open)
	b.Put()
	file, place := backedUp(t, b), filepath.Join(t.TempDir(), "x")
	demo := b.Options()
	demo.Demo = true
	if _, err := store.Restore(t.Context(), place, store.Restoring{File: file}, demo); !errors.Is(err, model.ErrWrongKind) {
		t.Errorf("as a demonstration: %v", err)
	}
	other.Store.Close()
	if _, err := restoreTo(t, b, other.Dir, store.Restoring{File: file, Replace: true}); !errors.Is(err, model.ErrUntrusted) {
		t.Errorf("over another machine's store: %v", err)
	}
	if _, err := restoreTo(t, b, place, store.Restoring{File: file + "x"}); !errors.Is(err, model.ErrUnreadable) {
		t.Errorf("no file: %v", err)
	}
	if _, err := b.Backup(t.Context(), file); model.CodeOf(err) != model.CodeNotSaved {
		t.Errorf("over another backup: %v", err)
	}
}

// TestHostileBackups: nothing outside of the stage is written, the old store
// stays as it is, and what is wrong is damage.
func TestHostileBackups(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Put()
	good, err := os.ReadFile(backedUp(t, b))
	if err != nil {
		t.Fatal(err)
	}
	b.Store.Close()
	before := list(t, b.Dir)
	cases := map[string][]byte{"empty": nil, "no archive": bytes.Repeat([]byte("x"), 2000)}
	for n := 1; n < len(good)-1500; n += len(good)/20 + 1 {
		cases["cut"] = good[:n]
	}
	for name, spoil := range map[string]func(*tar.Header, []byte) []byte{
		"out of the folder": func(h *tar.Header, b []byte) []byte { h.Name = "../../evil"; return b },
		"an absolute path":  func(h *tar.Header, b []byte) []byte { h.Name = "/tmp/truename-evil"; return b },
		"out by the middle": func(h *tar.Header, b []byte) []byte { h.Name = "keys/../../x.key"; return b },
		"a link": func(h *tar.Header, b []byte) []byte {
			h.Typeflag, h.Linkname, h.Size = tar.TypeSymlink, "/etc/passwd", 0
			return nil
		},
		"something else": func(h *tar.Header, b []byte) []byte { h.Name = "index/MANIFEST"; return b },
		"another sum":    func(h *tar.Header, b []byte) []byte { return append(bytes.Clone(b[:len(b)-1]), b[len(b)-1]^1) },
		"huge":           func(h *tar.Header, b []byte) []byte { h.Size = 4 << 30; return nil },
	} {
		cases[name] = respoil(t, good, spoil)
	}
	for name, bad := range cases {
		file := filepath.Join(t.TempDir(), "bad")
		if err := os.WriteFile(file, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := restoreTo(t, b, b.Dir, store.Restoring{File: file, Replace: true})
		if !errors.Is(err, model.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
		if now := list(t, b.Dir); len(now) != len(before) {
			t.Errorf("%s: the store was changed", name)
		}
	}
	for n := 0; n < len(good); n += 997 { // one bit: refused, or in a byte that says nothing
		bad := bytes.Clone(good)
		bad[n] ^= 4
		if err := store.CheckBackup(t, bad, good); err != nil {
			t.Errorf("byte %d: %v", n, err)
		}
	}
}

// respoil writes a backup anew with its fourth file changed.
func respoil(t *testing.T, good []byte, spoil func(*tar.Header, []byte) []byte) []byte {
	t.Helper()
	in, out := tar.NewReader(bytes.NewReader(good)), &bytes.Buffer{}
	w := tar.NewWriter(out)
	for n := 1; ; n++ {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			w.Close()
			return out.Bytes()
		}
		b, rerr := io.ReadAll(in)
		if err != nil || rerr != nil {
			t.Fatal(err, rerr)
		}
		if n == 4 {
			b = spoil(h, b)
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		w.Write(b)
		if h.Size > int64(len(b)) {
			return out.Bytes() // of more bytes than there are
		}
	}
}

// TestBackupStepsFail: nothing half is left, and the next try works.
func TestBackupStepsFail(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Put()
	dir := t.TempDir()
	for n := 1; ; n++ {
		file := filepath.Join(dir, "backup")
		step, at := "", 0
		store.FailSteps(b.Store, func(name string) error {
			if at++; at == n {
				step = name
				return syscall.ENOSPC
			}
			return nil
		})
		_, err := b.Backup(t.Context(), file)
		store.FailSteps(b.Store, nil)
		if (err != nil) != (step != "") {
			t.Errorf("step %d (%s): %v", n, step, err)
		}
		if step == "" {
			break
		}
		if left, _ := os.ReadDir(dir); len(left) > 0 && step != "syncdir" {
			t.Errorf("step %d (%s) leaves %s", n, step, left[0].Name())
		}
		os.Remove(file)
		b.Reopen()
		inOrder(t, b)
	}
}

// TestRestoreStepsFail: at every step the folder holds the old store or the
// restored one, whole.
func TestRestoreStepsFail(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Put()
	file := backedUp(t, b)
	_, later := b.Put()
	b.Store.Close()
	total := restoreFailing(t, b, failing{file, later, 1 << 30})
	steps := []int{1, total / 3, total / 2}
	for n := total - 40; n <= total; n += 5 { // the exchange
		steps = append(steps, n)
	}
	for _, n := range steps {
		restoreFailing(t, b, failing{file, later, n})
	}
}

// A failing is a restore of file, which lacks case later, with step n failing.
type failing struct {
	file  string
	later model.Head
	n     int
}

// restoreFailing restores over a copy of the bench's store and gives how many
// steps there were.
func restoreFailing(t *testing.T, b *storetest.Bench, f failing) (at int) {
	t.Helper()
	dir, step := t.TempDir(), ""
	copyAll(t, b.Dir, dir)
	o := store.WithSteps(b.Options(), func(name string) error {
		if at++; at == f.n {
			step = name
			return syscall.EIO
		}
		return nil
	})
	_, err := store.Restore(t.Context(), dir, store.Restoring{File: f.file, Replace: true}, o)
	if err != nil && step == "" {
		t.Errorf("nothing failed: %v", err)
	}
	s := opened(t, b, dir)
	defer s.Close()
	heads, _ := all(t, s)
	has := slices.ContainsFunc(heads, func(h model.Head) bool { return h.Case == f.later.Case })
	if len(heads) != 1 && len(heads) != 2 || has != (len(heads) == 2) || err == nil && has {
		t.Errorf("step %d (%s), %v: %d cases", f.n, step, err, len(heads))
	}
	return at
}

// TestBackupWhileSubmitting: what is in it stands at one moment.
func TestBackupWhileSubmitting(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	stop, done := make(chan bool), make(chan bool)
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			default:
				sub := storetest.New(quiet{t}, b.Now, 300)
				lightKeys(b.Store, sub.Reference)
				b.Submit(t.Context(), sub, nil)
			}
		}
	}()
	time.Sleep(100 * time.Millisecond)
	for range 3 {
		file := backedUp(t, b)
		dir := filepath.Join(t.TempDir(), "new")
		if r, err := restoreTo(t, b, dir, store.Restoring{File: file}); err != nil || len(r.Flaws) > 0 {
			t.Errorf("%v, %v", r.Flaws, err)
		}
	}
	close(stop)
	<-done
}
