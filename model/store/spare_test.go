package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"truename/model"
	"truename/model/store"
	"truename/model/store/storetest"
)

// lose removes a key, or a folder of keys, with the second copies.
func lose(dir, name string) {
	copies, _ := filepath.Glob(filepath.Join(dir, "spare", strings.ReplaceAll(name, "/", "+")+"*"))
	for _, path := range append(copies, filepath.Join(dir, filepath.FromSlash(name))) {
		os.RemoveAll(path)
	}
}

// copies lists the second copies whose names hold part.
func copies(t *testing.T, dir, part string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "spare", "*"+part+"*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestSpare: a key that is damaged or gone comes back from its copy, a damaged
// copy from the key, and both are named while the store is open.
func TestSpare(t *testing.T) {
	s := newStock(t)
	all, err := filepath.Glob(filepath.Join(s.Dir, "spare", "*"))
	if err != nil || len(all) < 8 {
		t.Fatalf("%d copies, %v", len(all), err)
	}
	for i, spare := range all {
		name := strings.ReplaceAll(filepath.Base(spare), "+", "/")
		path := filepath.Join(s.Dir, filepath.FromSlash(name))
		was, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for what, hurt := range map[string]func() error{
			"flipped":     func() error { return os.WriteFile(path, flip(17*i)(bytes.Clone(was)), 0o600) },
			"cut":         func() error { return os.Truncate(path, int64(len(was)/2)) },
			"gone":        func() error { return os.Remove(path) },
			"copy flip":   func() error { change(t, s.Dir, "spare/"+filepath.Base(spare), flip(13*i)); return nil },
			"copy cut":    func() error { return os.Truncate(spare, 70) },
			"copy hollow": func() error { return os.Truncate(spare, 0) },
		} {
			if name == "store.json" && what == "gone" {
				continue // then it passes for no store
			}
			if err := hurt(); err != nil {
				t.Fatal(err)
			}
			flaws, err := s.Verify(t.Context(), nil)
			if err != nil || len(flaws) == 0 || flaws[0].Path != name && flaws[0].Path != "spare/"+filepath.Base(spare) {
				t.Errorf("%s %s: verify: %v, %v", name, what, flaws, err)
			}
			s.Reopen()
			if b, err := os.ReadFile(path); err != nil || !bytes.Equal(b, was) {
				t.Errorf("%s %s: it is not what it was; %v", name, what, err)
			}
		}
	}
	s.whole(t)
	if flaws, err := s.Verify(t.Context(), nil); err != nil || len(flaws) != 0 {
		t.Errorf("verify: %v, %v", flaws, err)
	}
}

// TestSpareGoesFirst: what is destroyed has no copy left, and a copy never
// brings it back.
func TestSpareGoesFirst(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	_, head := b.Put()
	if len(copies(t, b.Dir, "unclaimed")) != 1 {
		t.Fatal("the unclaimed desk's passphrase has no copy")
	}
	b.Claim1()
	if left := copies(t, b.Dir, "unclaimed"); len(left) != 0 {
		t.Errorf("the unclaimed desk's passphrase stays: %v", left)
	}
	first := b.Desk().Reviewer
	if _, err := b.AddReviewer(t.Context(), model.Supervisor, []byte(pass2)); err != nil {
		t.Fatal(err)
	}
	b.Take(head, model.Approve)
	id := month(t, b, head)
	if len(copies(t, b.Dir, "months+"+id+"+")) != 3 {
		t.Errorf("copies of a month: %v", copies(t, b.Dir, "months+"+id+"+"))
	}
	if err := b.DestroyMonth(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if left := copies(t, b.Dir, "months+"+id+"+*.wrap"); len(left) != 0 {
		t.Errorf("the destroyed month stays: %v", left)
	}
	if err := b.RemoveReviewer(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	if left := append(copies(t, b.Dir, first+".wrap"), copies(t, b.Dir, first+".secret")...); len(left) != 0 {
		t.Errorf("the removed reviewer stays: %v", left)
	}
	b.Reopen()
	if left := append(copies(t, b.Dir, first+".wrap"), wraps(t, b.Dir, id)...); len(left) != 0 {
		t.Errorf("opening brought back %v", left)
	}
}

// TestSpareWriteCutShort: killed between copy and key, the next opening ends
// the write; failed between them, the copy is what the key is.
func TestSpareWriteCutShort(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	for n := 1; n < 60; n++ {
		at, name := 0, ""
		store.FailSteps(b.Store, func(step string) error {
			if at++; at == n {
				name = step
				return syscall.EIO
			}
			return nil
		})
		_, err := b.MakeRecovery(t.Context(), true)
		store.FailSteps(b.Store, nil)
		b.Reopen()
		if flaws, verr := b.Verify(t.Context(), nil); verr != nil || len(flaws) != 0 {
			t.Errorf("step %d (%s): %v, %v", n, name, flaws, verr)
		}
		if name == "" {
			if err != nil {
				t.Error(err)
			}
			return
		}
		b.Now = b.Now.Add(time.Minute)
		if err := b.Unlock(t.Context(), []byte(storetest.Pass)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestOldStoreGetsCopies: a store made before there were copies.
func TestOldStoreGetsCopies(t *testing.T) {
	s := newStock(t)
	s.Store.Close()
	if err := os.RemoveAll(filepath.Join(s.Dir, "spare")); err != nil {
		t.Fatal(err)
	}
	s.Reopen()
	if len(copies(t, s.Dir, "")) < 8 {
		t.Error("no copies were made")
	}
	s.whole(t)
	lose(s.Dir, "keys/device.key")
	s.Close()
	if st, err := store.Open(s.Dir, s.Options()); !errors.Is(err, model.ErrDamaged) {
		t.Errorf("without the device's key: %v", err)
		st.Close()
	}
}
