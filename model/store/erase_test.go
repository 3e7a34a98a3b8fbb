package store_test

import (
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

// left lists the files in the folder that name or hold a case's id, besides
// its tombstone and the audit log.
func left(t *testing.T, dir, id string) (names []string) {
	t.Helper()
	for name := range list(t, dir) {
		if strings.Contains(name, id) && !strings.HasSuffix(name, "erased") {
			names = append(names, name)
		}
	}
	return names
}

func TestErase(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	sub, head := b.Keep()
	_, other := b.Put()
	if _, err := b.Erase(t.Context(), sub.Reference); !errors.Is(err, model.ErrLocked) {
		t.Errorf("nobody unlocked: %v", err)
	}
	b.Claim1()
	b.Take(head, model.Return, "front-blur")
	old := filepath.Join(b.Dir, "quarantine", "index-1")
	if err := os.Mkdir(old, 0o700); err != nil {
		t.Fatal(err)
	}
	e, err := b.Erase(t.Context(), sub.Reference)
	if err != nil || e.Case != head.Case || e.Tag != sub.Reference[:4] {
		t.Fatalf("%+v, %v", e, err)
	}
	for range 2 {
		if l := left(t, b.Dir, head.Case.String()); len(l) > 0 {
			t.Errorf("left: %v", l)
		}
		inOrder(t, b)
		if heads, _ := all(t, b.Store); len(heads) != 1 || heads[0].Case != other.Case {
			t.Errorf("%+v", heads)
		}
		if mine, _ := b.Mine(t.Context()); len(mine) != 0 {
			t.Errorf("%+v", mine)
		}
		if _, err := b.Progress(t.Context(), sub.Reference); !errors.Is(err, model.ErrNotFound) {
			t.Errorf("by its reference: %v", err)
		}
		if _, err := b.Submit(t.Context(), sub, nil); !errors.Is(err, model.ErrErased) {
			t.Errorf("submitted again: %v", err)
		}
		b.Reopen()
		if err := b.Rebuild(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(old); err == nil {
		t.Error("an old index with its sealed fields stays")
	}
	b.Reopen()
	unlocked(t, b, storetest.Pass)
	if _, err := b.Erase(t.Context(), sub.Reference); !errors.Is(err, model.ErrNotFound) {
		t.Errorf("once more: %v", err)
	}
}

// TestEraseAnswersRequest: by the reference of the request.
func TestEraseAnswersRequest(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	sub, head := b.Keep()
	request := storetest.Request(t, model.Erase, sub, b.Now)
	b.File1(request)
	b.Claim1()
	b.Take(head, model.Approve)
	if e, err := b.Erase(t.Context(), request.Reference); err != nil || e.Case != head.Case {
		t.Fatalf("%+v, %v", e, err)
	}
	if p, err := b.Progress(t.Context(), request.Reference); err != nil || p.Head.Status != model.Approved {
		t.Errorf("the request: %+v, %v", p.Head, err)
	}
	inOrder(t, b)
}

// TestErasedStaysErased: no backup from before brings it back.
func TestErasedStaysErased(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	sub, head := b.Put()
	b.Put()
	b.Claim1()
	before := backedUp(t, b)
	if _, err := b.Erase(t.Context(), sub.Reference); err != nil {
		t.Fatal(err)
	}
	after := backedUp(t, b)
	b.Store.Close()
	r, err := restoreTo(t, b, b.Dir, store.Restoring{File: before, Replace: true})
	if err != nil || len(r.Flaws) > 0 {
		t.Fatalf("%+v, %v", r.Flaws, err)
	}
	if heads, _ := all(t, opened(t, b, b.Dir)); len(heads) != 1 || heads[0].Case == head.Case {
		t.Errorf("%+v", heads)
	}
	dir := filepath.Join(t.TempDir(), "new")
	if r, err := restoreTo(t, b, dir, store.Restoring{File: after}); err != nil || len(r.Flaws) > 0 {
		t.Fatalf("%+v, %v", r.Flaws, err)
	}
	if l := left(t, dir, head.Case.String()); len(l) > 0 {
		t.Errorf("a backup made later holds it: %v", l)
	}
}

// TestEraseStepsFail: with a tombstone the rest goes at the next opening, and
// without one nothing has gone.
func TestEraseStepsFail(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	for n := 1; ; n++ {
		sub := storetest.New(t, b.Now, 100)
		lightKeys(b.Store, sub.Reference)
		head := b.Submit1(sub)
		at, step := 0, ""
		store.FailSteps(b.Store, func(name string) error {
			if at++; at == n {
				step = name
				return syscall.EIO
			}
			return nil
		})
		_, err := b.Erase(t.Context(), sub.Reference)
		store.FailSteps(b.Store, nil)
		if (err != nil) != (step != "") {
			t.Errorf("step %d (%s): %v", n, step, err)
		}
		b.Reopen()
		inOrder(t, b)
		heads, _ := all(t, b.Store)
		if l := left(t, b.Dir, head.Case.String()); (len(l) > 0) != (len(heads) > 0) {
			t.Errorf("step %d (%s): in the index %d, files %v", n, step, len(heads), l)
		}
		unlocked(t, b, storetest.Pass)
		lightKeys(b.Store, sub.Reference)
		if _, err := b.Erase(t.Context(), sub.Reference); err != nil && !errors.Is(err, model.ErrNotFound) {
			t.Errorf("once more: %v", err)
		}
		if step == "" {
			return
		}
	}
}

func TestEraseDue(t *testing.T) {
	keep := model.Retention{Refused: 30}
	b := storetest.NewBench(t, func(dir string, o store.Options) (*store.Store, error) {
		o.Retention = keep
		return store.Open(dir, o)
	})
	b.Claim1()
	_, refused := b.Put()
	_, approved := b.Put()
	b.Put() // waits
	b.Take(refused, model.Refuse, "not-a-card")
	b.Take(approved, model.Approve)
	due := func(want int) {
		t.Helper()
		if n, err := b.EraseDue(t.Context(), false); n.Cases != want || err != nil {
			t.Errorf("%s: %d erased, want %d, %v", b.Now.Format("2006-01-02"), n, want, err)
		}
	}
	b.Now = b.Now.AddDate(0, 0, 29)
	due(0)
	b.Now = b.Now.AddDate(10, 0, 0) // a clock that jumps
	if n, err := b.EraseDue(t.Context(), false); n.Cases != 0 || !errors.Is(err, model.ErrNotAllowed) {
		t.Errorf("ten years later: %d, %v", n, err)
	}
	unlocked(t, b, storetest.Pass) // stands in the log under the wrong clock, and makes it no better
	b.Reopen()
	if n, err := b.EraseDue(t.Context(), false); n.Cases != 0 || !errors.Is(err, model.ErrNotAllowed) {
		t.Errorf("ten years later, after somebody was there: %d, %v", n, err)
	}
	b.Now = b.Now.AddDate(-10, 0, 2)
	due(1)
	due(0)
	if heads, _ := all(t, b.Store); len(heads) != 2 {
		t.Errorf("%+v", heads)
	}
	inOrder(t, b)
	b.Now = b.Now.Add(90 * 24 * time.Hour)
	if _, err := b.EraseDue(t.Context(), true); err != nil {
		t.Errorf("somebody is sure of the clock: %v", err)
	}
}

// TestNotHandedOverIsKept: whatever the time, a machine that only submits erases
// nothing that the desk has not signed for.
func TestNotHandedOverIsKept(t *testing.T) {
	p := newPair(t)
	sub, _ := p.kiosk.Put()
	if _, err := p.kiosk.Withdraw(t.Context(), sub.Reference); err != nil {
		t.Fatal(err)
	}
	p.kiosk.Store.Close()
	o := p.kiosk.Options()
	o.Retention = model.Retention{Withdrawn: 30}
	var err error
	if p.kiosk.Store, err = store.Open(p.kiosk.Dir, o); err != nil {
		t.Fatal(err)
	}
	p.kiosk.Now = p.kiosk.Now.AddDate(0, 0, 31)
	p.desk.Now = p.kiosk.Now
	due := func(want int) {
		t.Helper()
		if n, err := p.kiosk.EraseDue(t.Context(), false); n.Cases != want || err != nil {
			t.Errorf("%+v, want %d, %v", n, want, err)
		}
	}
	due(0)
	p.export(t, p.kiosk)
	due(0)
	p.take(t, p.desk)
	p.take(t, p.kiosk)
	due(1)
	inOrder(t, p.kiosk)
}

// TestDraftsEnd: a draft that nobody changed goes, and is not missed.
func TestDraftsEnd(t *testing.T) {
	b := storetest.NewBench(t, func(dir string, o store.Options) (*store.Store, error) {
		o.Retention = model.Retention{Drafts: 30}
		return store.Open(dir, o)
	})
	sub, _ := b.Put()
	d := storetest.Draft(sub)
	if err := b.SaveDraft(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(b.Dir, "mine", d.ID.String()+".draft")
	for days, want := range map[int]int{29: 0, 30: 1} {
		if err := b.SaveDraft(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		saved := b.Now.AddDate(0, 0, -days)
		if err := os.Chtimes(file, saved, saved); err != nil {
			t.Fatal(err)
		}
		k, err := b.Kept(t.Context())
		if end := saved.AddDate(0, 0, 30); err != nil || !k.Until.Equal(end.Truncate(time.Microsecond)) && !k.Until.Equal(end) {
			t.Errorf("kept until %v, want %v, %v", k.Until, end, err)
		}
		if n, err := b.EraseDue(t.Context(), false); n != (model.Ended{Drafts: want}) || err != nil {
			t.Errorf("after %d days: %+v, %v", days, n, err)
		}
		if _, is, err := b.Draft(t.Context()); is != (want == 0) || err != nil {
			t.Errorf("after %d days: %v, %v", days, is, err)
		}
	}
	inOrder(t, b)
}

// TestImportOfErased: a medium does not bring it back, and the machine it came
// from stops sending it.
func TestImportOfErased(t *testing.T) {
	p := newPair(t)
	sub, _ := p.kiosk.Put()
	p.export(t, p.kiosk)
	p.take(t, p.desk)
	unlocked(t, p.desk, storetest.Pass)
	if _, err := p.desk.Erase(t.Context(), sub.Reference); err != nil {
		t.Fatal(err)
	}
	p.medium = t.TempDir() // the receipt is lost with the old one
	p.export(t, p.kiosk)
	in, err := p.desk.Import(t.Context(), p.medium)
	if err != nil || len(in.Refused) != 1 || in.Refused[0].Code != model.CodeErased || in.Stored != 0 {
		t.Errorf("%+v, %v", in, err)
	}
	p.take(t, p.kiosk)
	if out := p.export(t, p.kiosk); out.Packets != 0 {
		t.Errorf("sent once more: %+v", out)
	}
	inOrder(t, p.desk)
}
