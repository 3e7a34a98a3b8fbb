package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"truename/model"
	"truename/model/store"
	"truename/model/store/storetest"
)

func TestDiskFull(t *testing.T) {
	free := uint64(1 << 40)
	o := light
	o.FreeSpace = func(string) (uint64, error) { return free, nil }
	b := storetest.NewBench(t, func(dir string, p store.Options) (*store.Store, error) {
		p.FreeSpace = o.FreeSpace
		return store.Open(dir, p)
	})
	sub, head := b.Put()
	b.Claim1()
	free = 255 << 20
	for name, act := range map[string]func() error{
		"submit": func() error { _, err := b.Submit(t.Context(), storetest.New(t, b.Now, 10), nil); return err },
		"decide": func() error {
			_, err := b.Decide(t.Context(), model.Decision{Case: head.Case, Version: 1, Verb: model.Approve})
			return err
		},
		"withdraw": func() error { _, err := b.Withdraw(t.Context(), sub.Reference); return err },
		"file": func() error {
			_, err := b.File(t.Context(), storetest.Request(t, model.Erase, sub, b.Now), true)
			return err
		},
		"draft":   func() error { return b.SaveDraft(t.Context(), storetest.Draft(sub)) },
		"topics":  func() error { return b.KeepList(t.Context(), model.TopicList{Platform: "weibo"}) },
		"rebuild": func() error { return b.Rebuild(t.Context(), nil) },
	} {
		if err := act(); !errors.Is(err, model.ErrDiskFull) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if again := b.Submit1(sub); again != head { // received is received
		t.Errorf("the same again: %+v", again)
	}
	if _, err := b.OpenCase(t.Context(), head.Case); err != nil {
		t.Errorf("reading: %v", err)
	}
	free = 1 << 40
	b.Take(head, model.Approve)
}

// TestBallast: a little short of space, the ballast makes it up.
func TestBallast(t *testing.T) {
	dir := closed(t, nil)
	if size := list(t, dir)["ballast"]; size != 64<<20 {
		t.Skipf("ballast of %d bytes: this disk has no space to spare", size)
	}
	o := light
	o.FreeSpace = func(string) (uint64, error) {
		if list(t, dir)["ballast"] > 0 {
			return 200 << 20, nil
		}
		return 264 << 20, nil
	}
	s, err := store.Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
}

// TestEveryStepFails fails the n-th step of a commit, for every n: what is
// not acknowledged is absent or whole, nothing else is touched, and after
// opening again everything goes on.
func TestEveryStepFails(t *testing.T) {
	commits := map[string]commit{
		"submit": func(b *storetest.Bench, p prey) error {
			_, err := b.Submit(t.Context(), p.sub, nil)
			return err
		},
		"decide": func(b *storetest.Bench, p prey) error {
			_, err := b.Decide(t.Context(), model.Decision{Case: p.head.Case, Version: p.head.Version, Verb: model.Approve})
			return err
		},
		"file": func(b *storetest.Bench, p prey) error {
			_, err := b.File(t.Context(), p.request, true)
			return err
		},
	}
	for name, commit := range commits {
		t.Run(name, func(t *testing.T) {
			b := storetest.NewBench(t, store.Open)
			b.Claim1()
			for n := 1; failStep(t, b, n, commit); n++ {
				if n > 50 {
					t.Fatal("it never succeeds")
				}
			}
		})
	}
}

// A commit is what a step is to fail in.
type commit func(b *storetest.Bench, p prey) error

// A prey is what a commit can work on: a case that is there, one to submit,
// and a request about the first.
type prey struct {
	old     model.Submission
	head    model.Head
	sub     model.Submission
	request model.Submission
}

// light gives the three references keys that take no time to derive.
func (p prey) light(b *storetest.Bench) {
	lightKeys(b.Store, p.old.Reference, p.sub.Reference, p.request.Reference)
}

// again is what people do after a failure: they try once more.
func (p prey) again(t *testing.T, b *storetest.Bench) error {
	t.Helper()
	b.Submit1(p.sub)
	b.File1(p.request)
	for _, sub := range []model.Submission{p.sub, p.request} {
		if c, err := b.OpenCase(t.Context(), sub.Case); err != nil || !storetest.Same(c.Submission, sub) {
			return fmt.Errorf("%s: %w", sub.Kind, err)
		}
	}
	mine, err := b.Mine(t.Context())
	if !slices.ContainsFunc(mine, func(m model.Mine) bool { return m.Case == p.request.Case && m.About == p.head.Case }) {
		return fmt.Errorf("the request is none of this account's: %w", err)
	}
	return err
}

// failStep fails step n; it reports whether the commit came that far.
func failStep(t *testing.T, b *storetest.Bench, n int, do commit) (failed bool) {
	t.Helper()
	b.Now = b.Now.Add(31 * 24 * time.Hour) // the month's key is to be made
	var p prey
	p.old = storetest.New(t, b.Now, 5000)
	lightKeys(b.Store, p.old.Reference)
	p.head = b.Submit1(p.old)
	b.Now = b.Now.Add(31 * 24 * time.Hour)
	p.sub, p.request = storetest.New(t, b.Now, 500), storetest.Request(t, model.Unbind, p.old, b.Now)
	p.light(b)
	cause, step := []error{syscall.EIO, syscall.ENOSPC, syscall.EACCES}[n%3], ""
	at := 0
	store.FailSteps(b.Store, func(name string) error {
		if at++; at == n {
			step = name
			return cause
		}
		return nil
	})
	err := do(b, p)
	store.FailSteps(b.Store, nil)
	if (step != "") != (err != nil) {
		t.Errorf("step %d (%s) failed, and the commit says %v", n, step, err)
	}
	before, lerr := all(t, b.Store)
	b.Reopen()
	p.light(b)
	after, aerr := all(t, b.Store)
	if lerr != nil || aerr != nil {
		t.Fatal(lerr, aerr)
	}
	if err == nil && !slices.Equal(before, after) {
		t.Errorf("step %d: opening again changed what was acknowledged", n)
	}
	if flaws, err := b.Verify(t.Context(), nil); err != nil || len(flaws) != 0 {
		t.Errorf("step %d (%s): %v, %v", n, step, flaws, err)
	}
	if err := b.Unlock(t.Context(), []byte(storetest.Pass)); err != nil {
		t.Fatal(err)
	}
	if err := p.again(t, b); err != nil {
		t.Errorf("step %d (%s): after trying again: %v", n, step, err)
	}
	if got, err := b.Progress(t.Context(), p.old.Reference); err != nil || got.Head.Case != p.head.Case {
		t.Errorf("step %d: the case before: %v", n, err)
	}
	return step != ""
}

func all(t *testing.T, s *store.Store) ([]model.Head, error) {
	heads, _, err := s.List(t.Context(), "", "", 100)
	return heads, err
}

// TestAfterDoubt: an fsync that failed stops all writing until the store was
// opened again.
func TestAfterDoubt(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	_, head := b.Put()
	store.FailSteps(b.Store, func(step string) error {
		if step == "audit-sync" {
			return syscall.EIO
		}
		return nil
	})
	sub := storetest.New(t, b.Now, 100)
	if _, err := b.Submit(t.Context(), sub, nil); err == nil {
		t.Fatal("acknowledged without a sync")
	}
	store.FailSteps(b.Store, nil)
	if _, err := b.Submit(t.Context(), storetest.New(t, b.Now, 100), nil); !errors.Is(err, model.ErrReadOnly) {
		t.Errorf("the next write: %v", err)
	}
	if got, err := all(t, b.Store); err != nil || len(got) != 1 || got[0] != head {
		t.Errorf("reading: %v, %v", got, err)
	}
	b.Reopen()
	b.Submit1(sub)
	b.Put()
	if flaws, err := b.Verify(t.Context(), nil); err != nil || len(flaws) != 0 {
		t.Errorf("verify: %v, %v", flaws, err)
	}
}

// TestTogether: reviewers, submitters and readers at the same time.
func TestTogether(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	old, head := b.Put()
	sub, request := storetest.New(t, b.Now, 100), storetest.Request(t, model.Export, old, b.Now)
	var wg sync.WaitGroup
	won := make(chan model.Head, 8)
	for range 4 {
		wg.Go(func() {
			if h, err := b.Decide(t.Context(), model.Decision{Case: head.Case, Version: 1, Verb: model.Approve}); err == nil {
				won <- h
			} else if !errors.Is(err, model.ErrConflict) {
				t.Errorf("decide: %v", err)
			}
		})
		wg.Go(func() {
			if _, err := b.Submit(t.Context(), sub, nil); err != nil {
				t.Errorf("submit: %v", err)
			}
		})
		wg.Go(func() {
			if _, err := b.File(t.Context(), request, true); err != nil {
				t.Errorf("file: %v", err)
			}
			if _, err := b.OpenCase(t.Context(), head.Case); err != nil {
				t.Errorf("open: %v", err)
			}
			if all, err := b.Openings(t.Context(), old.Reference); err != nil || len(all) == 0 {
				t.Errorf("%d openings, %v", len(all), err)
			}
		})
		wg.Go(func() {
			if _, err := b.Verify(t.Context(), nil); err != nil {
				t.Errorf("verify: %v", err)
			}
			if _, _, err := b.Queue(t.Context(), model.Sieve{}, "", 0); err != nil {
				t.Errorf("queue: %v", err)
			}
		})
	}
	wg.Wait()
	if len(won) != 1 {
		t.Errorf("%d of the decisions were taken", len(won))
	}
	if got, err := all(t, b.Store); err != nil || len(got) != 3 {
		t.Errorf("%d cases, %v", len(got), err)
	}
}

func TestAfterClose(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	sub, head := b.Put()
	s := b.Store
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
	d := storetest.Draft(sub)
	request := storetest.Request(t, model.Export, sub, b.Now)
	for name, act := range map[string]func() error{
		"submit":   func() error { _, err := s.Submit(t.Context(), sub, nil); return err },
		"file":     func() error { _, err := s.File(t.Context(), request, true); return err },
		"openings": func() error { _, err := s.Openings(t.Context(), sub.Reference); return err },
		"kept":     func() error { _, err := s.Kept(t.Context()); return err },
		"list":     func() error { _, _, err := s.List(t.Context(), "", "", 0); return err },
		"progress": func() error { _, err := s.Progress(t.Context(), sub.Reference); return err },
		"verify":   func() error { _, err := s.Verify(t.Context(), nil); return err },
		"rebuild":  func() error { return s.Rebuild(t.Context(), nil) },
		"draft":    func() error { return s.SaveDraft(t.Context(), d) },
		"claim":    func() error { return s.Claim(t.Context(), []byte(storetest.Pass)) },
		"topics":   func() error { return s.KeepList(t.Context(), model.TopicList{Platform: "weibo"}) },
		"unlock":   func() error { return s.Unlock(t.Context(), []byte(storetest.Pass)) },
		"open":     func() error { _, err := s.OpenCase(t.Context(), head.Case); return err },
	} {
		if err := act(); err == nil {
			t.Errorf("%s works on a closed store", name)
		}
	}
}

func TestThrottleTable(t *testing.T) {
	for n, want := range []int{0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60} {
		if got := store.WaitAfter(n); got != time.Duration(want)*time.Second {
			t.Errorf("after %d failures: %v, want %d s", n, got, want)
		}
	}
	if got := store.WaitAfter(1 << 40); got != time.Minute {
		t.Errorf("after very many: %v", got)
	}
}
