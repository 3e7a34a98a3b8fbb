package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"truename/model"
	"truename/model/seal"
	"truename/model/store"
	"truename/model/store/storetest"
)

const (
	pass2 = "twelve grey herons by the mill"
	pass3 = "a wooden bridge in late snow"
)

// wraps lists who holds a month.
func wraps(t *testing.T, dir, month string) (ids []string) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "keys", "months", month, "*.wrap"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		ids = append(ids, strings.TrimSuffix(filepath.Base(f), ".wrap"))
	}
	return ids
}

// inOrder fails unless Verify finds nothing.
func inOrder(t *testing.T, b *storetest.Bench) {
	t.Helper()
	if flaws, err := b.Verify(t.Context(), nil); err != nil || len(flaws) != 0 {
		t.Errorf("verify: %v, %v", flaws, err)
	}
}

// unlocked opens the desk and gives the reviewer.
func unlocked(t *testing.T, b *storetest.Bench, pass string) string {
	t.Helper()
	if err := b.Unlock(t.Context(), []byte(pass)); err != nil {
		t.Fatalf("unlock: %v", err)
	}
	return b.Desk().Reviewer
}

// month is the key that a case's first packet is sealed to.
func month(t *testing.T, b *storetest.Bench, head model.Head) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(b.Dir, "cases", "*", head.Case.String(), "1.packet"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	p, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	h, err := seal.ParseHeader(p)
	if err != nil {
		t.Fatal(err)
	}
	return h.Month
}

func TestSecondReviewer(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	sub, head := b.Put()
	if _, err := b.AddReviewer(t.Context(), model.Supervisor, []byte(pass2)); !errors.Is(err, model.ErrLocked) {
		t.Errorf("nobody unlocked: %v", err)
	}
	b.Claim1()
	first := b.Desk().Reviewer
	for bad, want := range map[string]error{"short": model.ErrWeak, storetest.Pass: model.ErrWeak} {
		if _, err := b.AddReviewer(t.Context(), model.Supervisor, []byte(bad)); !errors.Is(err, want) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	second, err := b.AddReviewer(t.Context(), model.Supervisor, []byte(pass2))
	if err != nil {
		t.Fatal(err)
	}
	b.Reopen()
	if got := unlocked(t, b, pass2); got != second || got == first {
		t.Errorf("unlocked as %s, want %s", got, second)
	}
	if c, err := b.OpenCase(t.Context(), head.Case); err != nil || !storetest.Same(c.Submission, sub) {
		t.Errorf("a case from before: %v", err)
	}
	b.Take(head, model.Approve)
	_, later := b.Put()
	b.Lock()
	unlocked(t, b, storetest.Pass)
	if _, err := b.OpenCase(t.Context(), later.Case); err != nil {
		t.Errorf("the first reviewer: %v", err)
	}
	inOrder(t, b)

	if err := b.RemoveReviewer(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	b.Reopen()
	inOrder(t, b) // what they decided still counts
	if err := b.Unlock(t.Context(), []byte(pass2)); !errors.Is(err, model.ErrWrongKey) {
		t.Errorf("removed: %v", err)
	}
	unlocked(t, b, storetest.Pass)
	_, after := b.Put()
	if before, now := month(t, b, later), month(t, b, after); before == now {
		t.Errorf("what comes later is sealed to %s, which the removed one held", now)
	}
	for _, m := range b.Keys() {
		if m.Kind == "month" && slices.Contains(wraps(t, b.Dir, m.ID), second) {
			t.Errorf("%s is still wrapped to the removed one", m.ID)
		}
	}
	if err := b.RemoveReviewer(t.Context(), first); !errors.Is(err, model.ErrNotAllowed) {
		t.Errorf("the last one: %v", err)
	}
	if err := b.RemoveReviewer(t.Context(), second); !errors.Is(err, model.ErrNotFound) {
		t.Errorf("once more: %v", err)
	}
}

func TestRemoveOneself(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Put()
	b.Claim1()
	first := b.Desk().Reviewer
	if _, err := b.AddReviewer(t.Context(), model.Supervisor, []byte(pass2)); err != nil {
		t.Fatal(err)
	}
	if err := b.RemoveReviewer(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	if b.Desk().Open {
		t.Error("the desk is still open to who was removed")
	}
}

// TestRemoveSpares: who alone holds a month stays.
func TestRemoveSpares(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	_, head := b.Put()
	b.Claim1()
	first := b.Desk().Reviewer
	second, err := b.AddReviewer(t.Context(), model.Supervisor, []byte(pass2))
	if err != nil {
		t.Fatal(err)
	}
	lose(b.Dir, "keys/months/"+month(t, b, head)+"/"+second+".wrap")
	if err := b.RemoveReviewer(t.Context(), first); !errors.Is(err, model.ErrNotAllowed) {
		t.Errorf("%v", err)
	}
	flaws, err := b.Verify(t.Context(), nil)
	if err != nil || len(flaws) != 1 || flaws[0].What != "key" || !strings.Contains(flaws[0].Path, second) {
		t.Errorf("verify: %v, %v", flaws, err)
	}
}

func TestChangePassphrase(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	_, head := b.Put()
	b.Claim1()
	b.Lock()
	change := func(old, pass string) error { return b.ChangePassphrase(t.Context(), []byte(old), []byte(pass)) }
	if err := change(pass2, pass3); !errors.Is(err, model.ErrWrongKey) {
		t.Errorf("a wrong one: %v", err)
	}
	if err := change(storetest.Pass, "short"); !errors.Is(err, model.ErrWeak) {
		t.Errorf("a weak one: %v", err)
	}
	if err := change(storetest.Pass, pass2); err != nil {
		t.Fatal(err)
	}
	b.Reopen()
	if err := b.Unlock(t.Context(), []byte(storetest.Pass)); !errors.Is(err, model.ErrWrongKey) {
		t.Errorf("the old one: %v", err)
	}
	unlocked(t, b, pass2)
	if _, err := b.OpenCase(t.Context(), head.Case); err != nil {
		t.Error(err)
	}
	inOrder(t, b)
}

func TestRecovery(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	sub, head := b.Put()
	if _, err := b.MakeRecovery(t.Context(), false); !errors.Is(err, model.ErrLocked) {
		t.Errorf("nobody unlocked: %v", err)
	}
	b.Claim1()
	secret, err := b.MakeRecovery(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.MakeRecovery(t.Context(), false); !errors.Is(err, model.ErrNotAllowed) {
		t.Errorf("made twice: %v", err)
	}
	b.Reopen()
	if _, err := b.Recover(t.Context(), strings.Repeat("abandon ", 23)+"art", []byte(pass2)); !errors.Is(err, model.ErrWrongKey) {
		t.Errorf("other words: %v", err)
	}
	id, err := b.Recover(t.Context(), secret.Words, []byte(pass2))
	if err != nil {
		t.Fatal(err)
	}
	if d := b.Desk(); !d.Open || d.Reviewer != id {
		t.Errorf("%+v", d)
	}
	if c, err := b.OpenCase(t.Context(), head.Case); err != nil || !storetest.Same(c.Submission, sub) {
		t.Errorf("a case from before: %v", err)
	}
	inOrder(t, b)

	next, err := b.MakeRecovery(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	b.Reopen()
	if _, err := b.Recover(t.Context(), secret.Identity, []byte(pass3)); !errors.Is(err, model.ErrWrongKey) {
		t.Errorf("the one that was replaced: %v", err)
	}
	if _, err := b.Recover(t.Context(), next.Identity, []byte(pass3)); err != nil {
		t.Errorf("the new one: %v", err)
	}
	inOrder(t, b)
	noSecrets(t, b.Dir, secret.Identity, secret.Words, next.Identity, next.Words)
}

// noSecrets looks for what must stand in no file.
func noSecrets(t *testing.T, dir string, secrets ...string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "ballast" {
			return err
		}
		b, err := os.ReadFile(path)
		for _, s := range secrets {
			if strings.Contains(string(b), s) {
				t.Errorf("%s holds a secret", filepath.Base(path))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDestroyMonth(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	sub, head := b.Put()
	id := month(t, b, head)
	secret, err := b.MakeRecovery(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.DestroyMonth(t.Context(), id); !errors.Is(err, model.ErrNotAllowed) {
		t.Fatalf("while a case waits: %v", err)
	}
	b.Take(head, model.Approve)
	if err := b.DestroyMonth(t.Context(), "199901"); !errors.Is(err, model.ErrNotFound) {
		t.Errorf("no such month: %v", err)
	}
	for range 2 {
		if err := b.DestroyMonth(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	for when := range 2 {
		if _, err := b.OpenCase(t.Context(), head.Case); !errors.Is(err, model.ErrDestroyed) {
			t.Errorf("%d: opening: %v", when, err)
		}
		if _, err := b.ExportMonth(t.Context(), id); !errors.Is(err, model.ErrDestroyed) {
			t.Errorf("%d: export: %v", when, err)
		}
		inOrder(t, b)
		b.Reopen()
		if _, err := b.Recover(t.Context(), secret.Words, []byte([]string{pass2, pass3}[when])); err != nil {
			t.Fatal(err)
		}
	}
	if held := wraps(t, b.Dir, id); len(held) != 0 {
		t.Errorf("still wrapped to %v", held)
	}
	if p, err := b.Progress(t.Context(), sub.Reference); err != nil || p.Head.Status != model.Approved {
		t.Errorf("what stands in clear: %+v, %v", p.Head, err)
	}
	if _, later := b.Put(); month(t, b, later) == id {
		t.Error("a new case is sealed to the destroyed key")
	}
}

// TestDestroyedNotRestored: a wrap that comes back, out of a copy, is named and
// goes at the next opening.
func TestDestroyedNotRestored(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	_, head := b.Put()
	b.Take(head, model.Approve)
	id := month(t, b, head)
	held := wraps(t, b.Dir, id)
	path := filepath.Join(b.Dir, "keys", "months", id, held[0]+".wrap")
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.DestroyMonth(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	if flaws, err := b.Verify(t.Context(), nil); err != nil || len(flaws) != 1 || flaws[0].What != "unexpected" {
		t.Errorf("verify: %v, %v", flaws, err)
	}
	b.Reopen()
	if len(wraps(t, b.Dir, id)) != 0 {
		t.Error("the wrap stays")
	}
}

// TestKeyChangesFail fails the n-th step of every change of keys, for every n:
// after opening again somebody still opens everything, nobody holds what they
// must not, and the change can be made.
func TestKeyChangesFail(t *testing.T) {
	for name, c := range map[string]struct {
		before func(*testing.T, *storetest.Bench) string
		do     func(t *testing.T, b *storetest.Bench, arg string) error
	}{
		"claim": {func(*testing.T, *storetest.Bench) string { return "" }, func(t *testing.T, b *storetest.Bench, _ string) error {
			return b.Claim(t.Context(), []byte(storetest.Pass))
		}},
		"add": {claimed, func(t *testing.T, b *storetest.Bench, _ string) error {
			_, err := b.AddReviewer(t.Context(), model.Supervisor, []byte(pass2))
			return err
		}},
		"remove": {func(t *testing.T, b *storetest.Bench) string {
			b.Claim1()
			id, err := b.AddReviewer(t.Context(), model.Supervisor, []byte(pass2))
			if err != nil {
				t.Fatal(err)
			}
			return id
		}, func(t *testing.T, b *storetest.Bench, id string) error { return b.RemoveReviewer(t.Context(), id) }},
		"recovery": {claimed, func(t *testing.T, b *storetest.Bench, _ string) error {
			_, err := b.MakeRecovery(t.Context(), true)
			return err
		}},
		"change": {claimed, func(t *testing.T, b *storetest.Bench, _ string) error {
			return b.ChangePassphrase(t.Context(), []byte(storetest.Pass), []byte(pass3))
		}},
	} {
		t.Run(name, func(t *testing.T) {
			for n := 1; ; n++ {
				b := storetest.NewBench(t, store.Open)
				sub := storetest.New(t, b.Now, 100)
				lightKeys(b.Store, sub.Reference)
				head := b.Submit1(sub)
				arg := c.before(t, b)
				if step := failAt(t, b, n, func() error { return c.do(t, b, arg) }); step == "" {
					return
				}
				again(t, b, head, func() error { return c.do(t, b, arg) })
				if n > 60 || t.Failed() {
					t.Fatalf("step %d", n)
				}
			}
		})
	}
}

func claimed(_ *testing.T, b *storetest.Bench) string {
	b.Claim1()
	return ""
}

// failAt fails step n of do and gives its name; "" if do did not come that far.
// Writing and syncing a temporary file are left out: they end as creating it
// does, and TestEveryStepFails has them.
func failAt(t *testing.T, b *storetest.Bench, n int, do func() error) (step string) {
	t.Helper()
	at := 0
	store.FailSteps(b.Store, func(name string) error {
		if name == "write" || name == "sync" {
			return nil
		}
		if at++; at == n {
			step = name
			return syscall.EIO
		}
		return nil
	})
	err := do()
	store.FailSteps(b.Store, nil)
	if (step != "") != (err != nil) {
		t.Errorf("step %d (%s) failed, and it says %v", n, step, err)
	}
	return step
}

// again opens the store again: it is in order, somebody opens what was there,
// and the change can be made if it was not.
func again(t *testing.T, b *storetest.Bench, head model.Head, do func() error) {
	t.Helper()
	b.Reopen()
	inOrder(t, b)
	err := model.ErrWrongKey
	for _, pass := range []string{storetest.Pass, pass3} {
		if uerr := b.Unlock(t.Context(), []byte(pass)); uerr == nil {
			err = nil
			break
		}
	}
	if err == nil {
		if _, err := b.OpenCase(t.Context(), head.Case); err != nil {
			t.Errorf("opening: %v", err)
		}
	} else if b.Desk().Claimed {
		t.Error("nobody opens the desk")
	}
	if err := do(); err != nil && !errors.Is(err, model.ErrNotAllowed) && !errors.Is(err, model.ErrNotFound) &&
		!errors.Is(err, model.ErrWeak) && !errors.Is(err, model.ErrWrongKey) {
		t.Errorf("once more: %v", err)
	}
	inOrder(t, b)
}
