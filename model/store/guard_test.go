package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"truename/model"
	"truename/model/store"
	"truename/model/store/storetest"
)

// TestEmptyValueIsDamage: what Badger cannot read it gives as an empty value,
// without an error. It is damage, never a case without anything in it, and the
// walk after the next opening has the index rebuilt.
func TestEmptyValueIsDamage(t *testing.T) {
	s := newStock(t)
	id := s.heads[0].Case
	if err := store.EmptyRecord(s.Store, id); err != nil {
		t.Fatal(err)
	}
	if c, err := s.OpenCase(t.Context(), id); !errors.Is(err, model.ErrDamaged) {
		t.Errorf("opened: %+v, %v", c.Head, err)
	}
	if p, err := s.Progress(t.Context(), s.sub.Reference); !errors.Is(err, model.ErrDamaged) {
		t.Errorf("progress: %+v, %v", p.Head, err)
	}
	if heads, _, err := s.List(t.Context(), "", "", 100); !errors.Is(err, model.ErrDamaged) {
		t.Errorf("%d in the list, %v", len(heads), err)
	}
	flaws, err := s.Verify(t.Context(), nil)
	if err != nil || len(flaws) != 1 || flaws[0].What != "index" || filepath.Base(flaws[0].Path) != id.String() {
		t.Errorf("verify: %v, %v", flaws, err)
	}
	s.Reopen()
	waitFor(t, func() bool { got, err := all(t, s.Store); return err == nil && len(got) == len(s.heads) })
	s.whole(t)
}

// TestOldIndex: an index from before, whole and with a manifest, does not hide
// what came after it, nor does one of another version.
func TestOldIndex(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Put()
	old := t.TempDir()
	copyStore(t, old, filepath.Join(b.Dir, "index"))
	_, second := b.Put()
	_, third := b.Put()
	s := &stock{Bench: b}
	s.killed(t)
	if err := os.RemoveAll(filepath.Join(s.Dir, "index")); err != nil {
		t.Fatal(err)
	}
	copyStore(t, filepath.Join(s.Dir, "index"), old)
	s.start(t)
	t.Cleanup(func() { s.Store.Close() })
	got, err := all(t, s.Store)
	if err != nil || len(got) != 3 {
		t.Fatalf("%d cases, %v", len(got), err)
	}
	for _, head := range []model.Head{second, third} {
		if c, err := s.Store.Counts(t.Context()); err != nil || c[head.Status] != 3 {
			t.Errorf("%v, %v", c, err)
		}
	}
	if flaws, err := s.Verify(t.Context(), nil); err != nil || len(flaws) != 0 {
		t.Errorf("verify: %v, %v", flaws, err)
	}
}

// TestUnfinishedIsSwept: what a commit left that was cut short goes with the
// next opening, after an orderly stop too.
func TestUnfinishedIsSwept(t *testing.T) {
	for _, unclean := range []bool{false, true} {
		s := newStock(t)
		if unclean {
			s.killed(t)
		} else {
			s.Store.Close()
		}
		half := filepath.Join(s.Dir, "cases", "202611", s.heads[0].Case.String(), "2.packet.tmp")
		fresh := filepath.Join(s.Dir, "cases", "202611", "0193571c-9d1a-7c3e-8000-000000000002", "1.packet.tmp")
		key := filepath.Join(s.Dir, "keys", "reviewers", "x.json.tmp")
		for _, path := range []string{half, fresh, key} {
			put(t, path, []byte("half"))
		}
		s.start(t)
		if flaws, err := s.Verify(t.Context(), nil); err != nil || len(flaws) != 0 { // waits for the walk
			t.Errorf("verify: %v, %v", flaws, err)
		}
		for _, path := range []string{half, fresh, key} {
			if _, err := os.Lstat(path); err == nil {
				t.Errorf("%s stays", path)
			}
		}
		s.whole(t)
	}
}
