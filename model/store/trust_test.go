package store_test

import (
	"errors"
	"testing"

	"truename/model"
	"truename/model/store"
	"truename/model/store/storetest"
)

// TestDistrust: nothing of a machine is taken in any more after trust in it was
// withdrawn, whatever a configuration says; what was taken in stays whole. Who
// names it once more deliberately trusts it again.
func TestDistrust(t *testing.T) {
	p := newPair(t)
	kiosk := p.kiosk.Machine()
	first, _ := p.kiosk.Put()
	p.carry(t, p.kiosk, p.desk)
	p.medium = t.TempDir()
	p.kiosk.Put()
	p.export(t, p.kiosk)

	p.desk.Lock()
	if err := p.desk.Distrust(t.Context(), kiosk); !errors.Is(err, model.ErrLocked) {
		t.Errorf("locked: %v", err)
	}
	unlocked(t, p.desk, storetest.Pass)
	if err := p.desk.Distrust(t.Context(), p.desk.Machine()); !errors.Is(err, model.ErrNotFound) {
		t.Errorf("the desk itself: %v", err)
	}
	for range 2 {
		if err := p.desk.Distrust(t.Context(), kiosk); err != nil {
			t.Fatal(err)
		}
	}
	refused := func(what string) {
		t.Helper()
		in, err := p.desk.Import(t.Context(), p.medium)
		if err != nil || in.Stored != 0 || len(in.Refused) != 1 || in.Refused[0].Code != model.CodeUntrusted || in.Refused[0].Public != publicOf(p.kiosk) {
			t.Errorf("%s: %+v, %v", what, in, err)
		}
	}
	refused("withdrawn")
	p.desk.Store.Close()
	o := p.desk.Options()
	o.Trust = []string{publicOf(p.kiosk)}
	var err error
	if p.desk.Store, err = store.Open(p.desk.Dir, o); err != nil {
		t.Fatal(err)
	}
	refused("named in the configuration")
	if got, err := p.desk.Progress(t.Context(), first.Reference); err != nil || got.Head.Machine != kiosk {
		t.Errorf("taken in before: %+v, %v", got, err)
	}
	inOrder(t, p.desk)
	if err := p.desk.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	inOrder(t, p.desk)
	if err := p.desk.Trust(t.Context(), publicOf(p.kiosk)); err != nil {
		t.Fatal(err)
	}
	if in := p.take(t, p.desk); in.Stored != 1 {
		t.Errorf("trusted again: %+v", in)
	}
}

// TestTrustConfigured: machines that a configuration names are trusted from the
// next opening on.
func TestTrustConfigured(t *testing.T) {
	desk := storetest.NewBench(t, store.Open)
	desk.Claim1()
	p := pair{submitOnly(t, desk), desk, t.TempDir()}
	p.kiosk.Put()
	p.export(t, p.kiosk)
	for range 2 {
		desk.Store.Close()
		o := desk.Options()
		o.Trust = []string{publicOf(p.kiosk)}
		var err error
		if desk.Store, err = store.Open(desk.Dir, o); err != nil {
			t.Fatal(err)
		}
	}
	if in := p.take(t, desk); in.Stored != 1 {
		t.Errorf("%+v", in)
	}
	inOrder(t, desk)
}
