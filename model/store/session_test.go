package store_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"
	"time"

	"truename/model"
	"truename/model/seal"
	"truename/model/store"
	"truename/model/store/storetest"

	"github.com/google/uuid"
)

// sealed is sub as a session of a kiosk seals it: under the terms of the store,
// without the store.
func sealed(t *testing.T, b *storetest.Bench, sub model.Submission, previous uuid.UUID) seal.Sealed {
	t.Helper()
	terms, err := b.Terms(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	sub.Due = terms.Due
	p, err := seal.SealPacket(seal.PacketInput{
		Submission: sub, Month: terms.Month, Keys: seal.DeriveRef(sub.Reference),
		Header: seal.Header{Machine: terms.Machine, Demo: terms.Demo, Previous: previous},
	})
	if err != nil {
		t.Fatal(err)
	}
	return wired(t, p)
}

// wired is p after it went through a pipe.
func wired(t *testing.T, p seal.Sealed) (q seal.Sealed) {
	t.Helper()
	b, err := json.Marshal(p)
	if err == nil {
		err = json.Unmarshal(b, &q)
	}
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// TestSession: what a session seals is accepted once, can be decided, corrected
// and followed by its reference, and its trail says what the store says.
func TestSession(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	sub := storetest.New(t, b.Now, 20_000)
	p := sealed(t, b, sub, uuid.Nil)
	head, err := b.Accept(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := b.Accept(t.Context(), p); err != nil || again != head {
		t.Errorf("a second time: %+v, %v; want %+v", again, err, head)
	}
	head = b.Take(head, model.Return, "front-blur")
	same(t, b, sub.Reference)
	next := storetest.Next(t, sub, b.Now)
	if _, err := b.Accept(t.Context(), sealed(t, b, next, uuid.Must(uuid.NewV7()))); !errors.Is(err, model.ErrConflict) {
		t.Errorf("a revision that names another predecessor: %v", err)
	}
	if head, err = b.Accept(t.Context(), sealed(t, b, next, head.ID)); err != nil || head.Revision != 2 || head.Status != model.Waiting {
		t.Fatalf("a revision: %+v, %v", head, err)
	}
	b.Take(head, model.Approve)
	same(t, b, sub.Reference)
	b.Reopen()
	same(t, b, sub.Reference)
	if found, err := b.Verify(t.Context(), nil); err != nil || len(found) > 0 {
		t.Errorf("verify: %v, %v", found, err)
	}
}

// same fails if a trail, opened with the reference alone, says anything else
// than the store.
func same(t *testing.T, b *storetest.Bench, reference string) {
	t.Helper()
	keys := seal.DeriveRef(reference)
	trail, err := b.Trail(t.Context(), keys.Lookup)
	if err != nil {
		t.Fatal(err)
	}
	trail.Until = trail.Head.Due
	got, err := trail.Open(reference, keys)
	want, failed := b.Progress(t.Context(), reference)
	if err = errors.Join(err, failed); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("the trail says %+v, the store %+v, %v", got, want, err)
	}
	keys.Capsule[0] ^= 1
	if len(trail.Steps[0].Decisions) > 0 {
		if _, err := trail.Open(reference, keys); err == nil {
			t.Error("a trail opens with another key")
		}
	}
}

// TestSessionRefused: what was not sealed under the terms is not accepted, and
// leaves nothing.
func TestSessionRefused(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	sub := storetest.New(t, b.Now, 20_000)
	whole := sealed(t, b, sub, uuid.Nil)
	for name, spoil := range map[string]func(p *seal.Sealed){
		"another machine": func(p *seal.Sealed) { p.Header.Machine = "elsewhere" },
		"the other kind":  func(p *seal.Sealed) { p.Header.Demo = !p.Header.Demo },
		"another key":     func(p *seal.Sealed) { p.Header.Month = "199912" },
		"another time":    func(p *seal.Sealed) { p.Header.Created = p.Header.Created.Add(-24 * time.Hour) },
		"another day":     func(p *seal.Sealed) { p.Header.Due = p.Header.Due.AddDays(1) },
		"a request":       func(p *seal.Sealed) { p.Header.Kind = model.Erase },
		"a flipped bit":   func(p *seal.Sealed) { p.Photos[100] ^= 1 },
		"a shorter part":  func(p *seal.Sealed) { p.Fields = p.Fields[:len(p.Fields)-1] },
		"no photographs":  func(p *seal.Sealed) { p.Photos, p.Header.PhotosLen = nil, 0 },
		"a later one":     func(p *seal.Sealed) { p.Header.Revision, p.Header.Previous = 2, uuid.Must(uuid.NewV7()) },
		"a heavy weight":  func(p *seal.Sealed) { p.Header.Weight = 10 },
	} {
		p := wired(t, whole)
		spoil(&p)
		if head, err := b.Accept(t.Context(), p); err == nil {
			t.Errorf("%s: accepted as %+v", name, head)
		}
	}
	if heads, _, err := b.List(t.Context(), "", "", 0); err != nil || len(heads) > 0 {
		t.Errorf("after refusals there are %d cases, %v", len(heads), err)
	}
	if _, err := b.Accept(t.Context(), whole); err != nil {
		t.Errorf("the whole one after that: %v", err)
	}
	if _, err := b.Trail(t.Context(), [16]byte{1}); !errors.Is(err, model.ErrNotFound) {
		t.Errorf("a wrong lookup key: %v", err)
	}
}
