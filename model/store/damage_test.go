package store_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"truename/model"
	"truename/model/store"
	"truename/model/store/storetest"
)

// A stock is a store with cases in all statuses.
type stock struct {
	*storetest.Bench
	heads []model.Head
	sub   model.Submission // the first
}

// template is a stock that was made once, closed; tests work on copies.
var template = sync.OnceValues(makeStock)

func makeStock() (*stock, error) {
	dir, err := os.MkdirTemp("", "stock")
	return &stock{Bench: &storetest.Bench{Dir: dir}}, err
}

func newStock(t *testing.T) *stock {
	t.Helper()
	made, err := template()
	if err != nil {
		t.Fatal(err)
	}
	if made.heads == nil {
		made.fill(t)
	}
	s := &stock{Bench: storetest.NewBenchOf(t, store.Open, func(dir string) { copyStore(t, dir, made.Dir) }), heads: slices.Clone(made.heads), sub: made.sub}
	if err := s.Unlock(t.Context(), []byte(storetest.Pass)); err != nil {
		t.Fatal(err)
	}
	return s
}

// fill makes the cases of the template.
func (s *stock) fill(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	for range 6 {
		sub, head := b.Put()
		if s.sub.Revision == 0 {
			s.sub = sub
		}
		s.heads = append(s.heads, head)
	}
	s.heads[1] = b.Take(s.heads[1], model.Approve)
	s.heads[2] = b.Take(s.heads[2], model.Return, "front-cut")
	s.heads[3] = b.Take(s.heads[3], model.Refuse, "not-a-card")
	if err := b.Store.Close(); err != nil {
		t.Fatal(err)
	}
	copyStore(t, s.Dir, b.Dir)
}

// copyStore copies a data folder without its ballast.
func copyStore(t *testing.T, to, from string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() == "ballast" {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o700)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), b, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// whole fails the test unless all cases are there as they were.
func (s *stock) whole(t *testing.T) {
	t.Helper()
	got, _, err := s.List(t.Context(), "", "", 100)
	if err != nil {
		t.Fatal(err)
	}
	for i, h := range s.heads {
		if !slices.Contains(got, h) {
			t.Errorf("case %d (%s) is not as it was", i, h.Status)
		}
	}
	if len(got) != len(s.heads) {
		t.Errorf("%d cases, want %d", len(got), len(s.heads))
	}
	if p, err := s.Progress(t.Context(), s.sub.Reference); err != nil || p.Head != s.heads[0] {
		t.Errorf("progress: %v", err)
	}
}

// killed copies the data folder as it is while the store is open, which is
// what a kill leaves behind, and goes on with the copy.
func (s *stock) killed(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	copyStore(t, dir, s.Dir)
	if err := s.Store.Close(); err != nil {
		t.Fatal(err)
	}
	s.Dir, s.Store = dir, nil
}

// start opens the store after killed.
func (s *stock) start(t *testing.T) {
	t.Helper()
	var err error
	if s.Store, err = store.Open(s.Dir, s.Options()); err != nil {
		t.Fatal(err)
	}
}

// change rewrites the one file that pattern finds.
func change(t *testing.T, dir, pattern string, f func([]byte) []byte) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)))
	if err != nil || len(found) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(found), err)
	}
	b, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(found[0], f(b), 0o600); err != nil {
		t.Fatal(err)
	}
	rel, err := filepath.Rel(dir, found[0])
	if err != nil {
		t.Fatal(err)
	}
	return filepath.ToSlash(rel)
}

func flip(at int) func([]byte) []byte {
	return func(b []byte) []byte { b[at%len(b)] ^= 0x10; return b }
}

func cut(n int) func([]byte) []byte {
	return func(b []byte) []byte { return b[:max(0, len(b)-n)] }
}

func TestDamagedIndexIsRebuilt(t *testing.T) {
	garbage := func(b []byte) []byte { return bytes.Repeat([]byte("garbage"), len(b)/7+1)[:len(b)] }
	remove := func(pattern string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			found, err := filepath.Glob(filepath.Join(dir, "index", pattern))
			if err != nil || len(found) == 0 {
				t.Fatalf("%s: %d files, %v", pattern, len(found), err)
			}
			for _, path := range found {
				if err := os.RemoveAll(path); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	rewrite := func(pattern string, f func([]byte) []byte) func(*testing.T, string) {
		return func(t *testing.T, dir string) { change(t, dir, "index/"+pattern, f) }
	}
	damages := map[string]func(*testing.T, string){
		"table garbage":    rewrite("*.sst", garbage),
		"table bit":        rewrite("*.sst", flip(100)),
		"table cut":        rewrite("*.sst", cut(100)),
		"table gone":       remove("*.sst"),
		"manifest garbage": rewrite("MANIFEST", garbage),
		"manifest bit":     rewrite("MANIFEST", flip(20)),
		"manifest cut":     rewrite("MANIFEST", cut(3)),
		"manifest gone":    remove("MANIFEST"),
		"all gone":         func(t *testing.T, dir string) { os.RemoveAll(filepath.Join(dir, "index")) },
		"emptied":          remove("*"),
		"empty memtable": func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, "index", "00099.mem"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		},
	}
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			s := newStock(t)
			s.Store.Close()
			damage(t, s.Dir)
			s.Reopen()
			s.whole(t)
			if flaws, err := s.Verify(t.Context(), nil); err != nil || len(flaws) != 0 {
				t.Errorf("verify: %v, %v", flaws, err)
			}
		})
	}
}

func TestDamagedIndexAfterCrash(t *testing.T) {
	for name, damage := range map[string]func(t *testing.T, dir string){
		"log bit":         func(t *testing.T, dir string) { change(t, dir, "index/*.mem", flip(40)) },
		"log garbage":     func(t *testing.T, dir string) { change(t, dir, "index/*.mem", func(b []byte) []byte { return b[:0] }) },
		"manifest cut":    func(t *testing.T, dir string) { change(t, dir, "index/MANIFEST", cut(3)) },
		"manifest gone":   func(t *testing.T, dir string) { os.Remove(filepath.Join(dir, "index", "MANIFEST")) },
		"empty log":       func(t *testing.T, dir string) { put(t, filepath.Join(dir, "index", "00099.mem"), nil) },
		"empty value log": func(t *testing.T, dir string) { put(t, filepath.Join(dir, "index", "000099.vlog"), nil) },
		"nothing":         func(*testing.T, string) {},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStock(t)
			s.killed(t)
			damage(t, s.Dir)
			s.start(t)
			s.whole(t)
		})
	}
}

func TestProbe(t *testing.T) {
	s := newStock(t)
	s.killed(t)
	asked := 0
	o := s.Options()
	o.Probe = func(dir string) error {
		asked++
		if err := store.Probe(dir); err != nil {
			t.Errorf("a sound index: %v", err)
		}
		return errors.New("the process died")
	}
	var err error
	if s.Store, err = store.Open(s.Dir, o); err != nil || asked != 1 {
		t.Fatalf("asked %d times, %v", asked, err)
	}
	s.whole(t)
	if got := list(t, filepath.Join(s.Dir, "quarantine")); len(got) == 0 {
		t.Error("the index that failed is not in quarantine")
	}
	s.Store.Close()
	if s.Store, err = store.Open(s.Dir, o); err != nil || asked != 1 {
		t.Errorf("asked after an orderly stop; %v", err)
	}
	change(t, s.Dir, "index/MANIFEST", flip(20))
	if err := store.Probe(s.Dir); !errors.Is(err, model.ErrDamaged) {
		t.Errorf("probe of a damaged index: %v", err)
	}
}

func TestIndexFailsInCommit(t *testing.T) {
	s := newStock(t)
	store.Settle(s.Store)
	if err := store.CloseIndex(s.Store); err != nil {
		t.Fatal(err)
	}
	sub := storetest.New(t, s.Now, 1000)
	if _, err := s.Submit(t.Context(), sub, nil); err == nil {
		t.Fatal("whether it was received before cannot be known, and it was accepted")
	}
	if err := s.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	s.whole(t)
	// Now it fails behind the rename.
	store.FailSteps(s.Store, func(step string) error {
		if step == "audit-sync" {
			return store.CloseIndex(s.Store)
		}
		return nil
	})
	head, err := s.Submit(t.Context(), sub, nil)
	if err != nil {
		t.Fatalf("it is received, and the store says: %v", err)
	}
	store.FailSteps(s.Store, nil)
	s.heads = append(s.heads, head)
	s.whole(t)
}

func TestDeletedAndForeignCases(t *testing.T) {
	s := newStock(t)
	s.Store.Close()
	gone := filepath.Join(s.Dir, "cases", "202611", s.heads[5].Case.String())
	if err := os.RemoveAll(gone); err != nil {
		t.Fatal(err)
	}
	s.Reopen()
	s.heads = s.heads[:5]
	waitFor(t, func() bool { n, err := s.Counts(t.Context()); return err == nil && n[model.Waiting] == 2 })
	s.whole(t)
	flaws, err := s.Verify(t.Context(), nil)
	if err != nil || len(flaws) != 1 || flaws[0].What != "missing" || !strings.Contains(flaws[0].Path, filepath.Base(gone)) {
		t.Errorf("verify: %v, %v", flaws, err)
	}
}

// waitFor waits for the walk after opening.
func waitFor(t *testing.T, ok func() bool) {
	t.Helper()
	for range 200 {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("it did not come")
}

func TestTornAuditTail(t *testing.T) {
	s := newStock(t)
	s.killed(t)
	change(t, s.Dir, "audit/*.log", func(b []byte) []byte { return append(b, `{"seq":99,"at":"2026`...) })
	s.start(t)
	s.whole(t)
	s.Put()
	if flaws, err := s.Verify(t.Context(), nil); err != nil || len(flaws) != 0 {
		t.Errorf("verify: %v, %v", flaws, err)
	}
}

func TestDamagedPacketLeavesTheOthers(t *testing.T) {
	s := newStock(t)
	s.Store.Close()
	bad := "cases/202611/" + s.heads[0].Case.String() + "/1.packet"
	change(t, s.Dir, bad, flip(100)) // the header: it cannot be indexed
	s.Reopen()
	if err := s.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	got, _, err := s.List(t.Context(), "", "", 100)
	if err != nil || len(got) != len(s.heads)-1 {
		t.Errorf("%d cases, %v", len(got), err)
	}
	change(t, s.Dir, bad, flip(100)) // mended
	if err := s.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	s.whole(t)
}

func TestDamagedPhotographIsNotShown(t *testing.T) {
	s := newStock(t)
	change(t, s.Dir, "cases/202611/"+s.heads[0].Case.String()+"/1.packet", flip(20_000))
	if c, err := s.OpenCase(t.Context(), s.heads[0].Case); !errors.Is(err, model.ErrDamaged) || !c.Submission.Front.Empty() {
		t.Errorf("a damaged packet opens: %v", err)
	}
	if _, err := s.OpenCase(t.Context(), s.heads[4].Case); err != nil {
		t.Errorf("another one: %v", err)
	}
}
