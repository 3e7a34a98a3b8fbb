package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"truename/model"
	"truename/model/store"
	"truename/model/store/storetest"
)

// keepCarried reopens a machine that keeps what the desk has for 30 days.
func keepCarried(t *testing.T, b *storetest.Bench) {
	t.Helper()
	b.Store.Close()
	o := b.Options()
	o.Retention = model.Retention{Carried: 30}
	var err error
	if b.Store, err = store.Open(b.Dir, o); err != nil {
		t.Fatal(err)
	}
}

// packets are the sizes of what stands of the packets of a store.
func packets(t *testing.T, dir, end string) (sizes []int64) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "cases", "*", "*", "*"+end))
	for _, f := range found {
		info, serr := os.Stat(f)
		if err != nil || serr != nil {
			t.Fatal(err, serr)
		}
		sizes = append(sizes, info.Size())
	}
	return sizes
}

// TestDropBodies: what the desk has signed for is dropped after its time and
// never before it has; people see their status, and everything goes on.
func TestDropBodies(t *testing.T) {
	p := newPair(t)
	keepCarried(t, p.kiosk)
	sub, head := p.kiosk.Put()
	p.carry(t, p.kiosk, p.desk)
	late, _ := p.kiosk.Put()
	drop := func(want int) {
		t.Helper()
		if n, err := p.kiosk.EraseDue(t.Context(), true); n != (model.Ended{Carried: want}) || err != nil {
			t.Errorf("%+v, want %d, %v", n, want, err)
		}
		inOrder(t, p.kiosk)
	}
	drop(0)
	p.kiosk.Now = p.kiosk.Now.AddDate(0, 0, 31)
	p.desk.Now = p.kiosk.Now
	drop(1)
	drop(0)
	if whole, rest := packets(t, p.kiosk.Dir, ".packet"), packets(t, p.kiosk.Dir, ".header"); len(whole) != 1 || len(rest) != 1 || rest[0] != 1024 {
		t.Errorf("packets of %v bytes, headers of %v", whole, rest)
	}
	for _, do := range []func() error{
		func() error { p.kiosk.Reopen(); return nil },
		func() error { return p.kiosk.Rebuild(t.Context(), nil) },
	} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
		if got, err := p.kiosk.Progress(t.Context(), sub.Reference); err != nil || got.Head.Case != head.Case || got.Head.Status != model.Waiting {
			t.Errorf("%+v, %v", got, err)
		}
		inOrder(t, p.kiosk)
	}
	unlocked(t, p.desk, storetest.Pass)
	p.desk.Take(head, model.Return, "front-blur")
	p.carry(t, p.desk, p.kiosk)
	next := storetest.Next(t, sub, p.kiosk.Now)
	p.kiosk.Submit1(next)
	if out := p.export(t, p.kiosk); out.Packets != 2 { // and the late one
		t.Errorf("%+v", out)
	}
	p.take(t, p.desk)
	p.take(t, p.kiosk)
	if _, err := p.kiosk.Withdraw(t.Context(), late.Reference); err != nil {
		t.Error(err)
	}
	inOrder(t, p.kiosk)
	inOrder(t, p.desk)

	file := backedUp(t, p.kiosk)
	dir := filepath.Join(t.TempDir(), "restored")
	if r, err := restoreTo(t, p.kiosk, dir, store.Restoring{File: file}); err != nil || len(r.Flaws) != 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestDropStepsFail: whichever step fails, nothing is lost, and the next time
// goes on.
func TestDropStepsFail(t *testing.T) {
	for n := 1; n < 40; n++ {
		p := newPair(t)
		keepCarried(t, p.kiosk)
		sub, _ := p.kiosk.Put()
		p.carry(t, p.kiosk, p.desk)
		p.kiosk.Now = p.kiosk.Now.AddDate(0, 0, 31)
		step := failAt(t, p.kiosk, n, func() error { _, err := p.kiosk.EraseDue(t.Context(), true); return err })
		keepCarried(t, p.kiosk)
		inOrder(t, p.kiosk)
		if _, err := p.kiosk.Progress(t.Context(), sub.Reference); err != nil {
			t.Errorf("%s: %v", step, err)
		}
		if _, err := p.kiosk.EraseDue(t.Context(), true); err != nil {
			t.Errorf("%s, once more: %v", step, err)
		}
		if whole := packets(t, p.kiosk.Dir, ".packet"); len(whole) != 0 {
			t.Errorf("%s: not dropped", step)
		}
		inOrder(t, p.kiosk)
		if step == "" || t.Failed() {
			return
		}
	}
}
