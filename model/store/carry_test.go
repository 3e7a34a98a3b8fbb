package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"truename/model"
	"truename/model/store"
	"truename/model/store/storetest"
)

// A pair is a machine that submits, the desk it submits to, and a medium.
type pair struct {
	kiosk, desk *storetest.Bench
	medium      string
}

// newPair makes one, with a desk that trusts the machine.
func newPair(t *testing.T) pair {
	t.Helper()
	desk := storetest.NewBench(t, store.Open)
	desk.Claim1()
	p := pair{submitOnly(t, desk), desk, t.TempDir()}
	if err := desk.Trust(t.Context(), publicOf(p.kiosk)); err != nil {
		t.Fatal(err)
	}
	return p
}

// publicOf is the key with which a machine signs.
func publicOf(b *storetest.Bench) string { return b.Keys()[0].Public }

// copyDesk is a copy of the desk's folder, as if somebody had started it elsewhere.
// The desk is open again after it, the copy locked.
func (p pair) copyDesk(t *testing.T) *storetest.Bench {
	t.Helper()
	p.desk.Store.Close()
	copied := storetest.NewBenchOf(t, store.Open, func(dir string) {
		if err := os.CopyFS(dir, os.DirFS(p.desk.Dir)); err != nil {
			t.Fatal(err)
		}
	})
	p.desk.Reopen()
	unlocked(t, p.desk, storetest.Pass)
	return copied
}

// export writes to the medium what a machine has for the other side.
func (p pair) export(t *testing.T, b *storetest.Bench) store.Exported {
	t.Helper()
	out, err := b.Export(t.Context(), p.medium)
	if err != nil {
		t.Fatalf("export: %v", err)
	}
	return out
}

// take takes in the medium; nothing may be refused.
func (p pair) take(t *testing.T, b *storetest.Bench) store.Imported {
	t.Helper()
	in, err := b.Import(t.Context(), p.medium)
	if err != nil || len(in.Refused) != 0 {
		t.Fatalf("import: %+v, %v", in.Refused, err)
	}
	return in
}

// carry brings everything from one side to the other, and the receipt back.
func (p pair) carry(t *testing.T, from, to *storetest.Bench) {
	t.Helper()
	p.export(t, from)
	p.take(t, to)
	p.take(t, from)
}

func counted(in store.Imported) [3]int { return [3]int{in.Stored, in.Known, in.Receipts} }

// TestCarry: a case goes to the desk, comes back returned, goes again and is
// approved; the person sees it where they submitted.
func TestCarry(t *testing.T) {
	p := newPair(t)
	sub, head := p.kiosk.Put()
	for range 2 { // as long as no receipt came, it goes out again
		if out := p.export(t, p.kiosk); out.Packets != 1 || out.Decisions != 0 || out.Folder == "" {
			t.Fatalf("%+v", out)
		}
	}
	if in := p.take(t, p.desk); counted(in) != [3]int{1, 1, 0} {
		t.Errorf("the desk: %+v", in)
	}
	if in := p.take(t, p.desk); counted(in) != [3]int{0, 2, 0} {
		t.Errorf("the same medium again: %+v", in)
	}
	if in := p.take(t, p.kiosk); counted(in) != [3]int{0, 0, 2} {
		t.Errorf("receipts: %+v", in)
	}
	p.desk.Now = p.desk.Now.Add(time.Hour)
	p.take(t, p.desk)
	if in := p.take(t, p.kiosk); counted(in) != [3]int{0, 0, 0} {
		t.Errorf("receipts again: %+v", in)
	}
	if out := p.export(t, p.kiosk); out.Folder != "" {
		t.Errorf("what was acknowledged goes out again: %+v", out)
	}
	c, err := p.desk.OpenCase(t.Context(), head.Case)
	if err != nil || !storetest.Same(c.Submission, sub) {
		t.Fatalf("the desk opens it: %v", err)
	}
	p.desk.Take(c.Head, model.Return, "front-blur")
	p.carry(t, p.desk, p.kiosk)
	got, err := p.kiosk.Progress(t.Context(), sub.Reference)
	if err != nil || got.Head.Status != model.Returned || got.Timeline[1].Note != storetest.Note {
		t.Fatalf("the person sees %+v, %v", got, err)
	}
	p.kiosk.Now = p.kiosk.Now.Add(time.Hour)
	p.kiosk.Submit1(storetest.Next(t, sub, p.kiosk.Now))
	p.carry(t, p.kiosk, p.desk)
	if c, err = p.desk.OpenCase(t.Context(), head.Case); err != nil || c.Head.Revision != 2 {
		t.Fatalf("%+v, %v", c.Head, err)
	}
	p.desk.Take(c.Head, model.Approve)
	p.carry(t, p.desk, p.kiosk)
	if got, err = p.kiosk.Progress(t.Context(), sub.Reference); err != nil || got.Head.Status != model.Approved || got.Certificate == nil {
		t.Fatalf("the person sees %+v, %v", got.Head, err)
	}
	p.carry(t, p.desk, p.kiosk)
	atDesk, err := p.desk.Progress(t.Context(), sub.Reference)
	if again, kerr := p.kiosk.Progress(t.Context(), sub.Reference); err != nil || kerr != nil ||
		!bytes.Equal(again.Certificate.File, got.Certificate.File) || !bytes.Equal(atDesk.Certificate.File, got.Certificate.File) {
		t.Errorf("other certificates: %v, %v", err, kerr)
	}
	if out := p.export(t, p.desk); out.Folder != "" {
		t.Errorf("decisions go out again: %+v", out)
	}
	if opened, err := p.desk.Openings(t.Context(), sub.Reference); err != nil || len(opened) != 2 {
		t.Errorf("%d openings, %v", len(opened), err)
	}
	for _, b := range []*storetest.Bench{p.kiosk, p.desk} {
		inOrder(t, b)
		if err := b.Rebuild(t.Context(), nil); err != nil {
			t.Error(err)
		}
		b.Reopen()
		inOrder(t, b)
	}
}

// TestCarryWithdrawn: who withdraws where they submitted is seen at the desk; if
// both acted, neither side is overwritten, and it is named.
func TestCarryWithdrawn(t *testing.T) {
	p := newPair(t)
	sub, head := p.kiosk.Put()
	both, bothHead := p.kiosk.Put()
	p.carry(t, p.kiosk, p.desk)
	for _, s := range []model.Submission{sub, both} {
		if _, err := p.kiosk.Withdraw(t.Context(), s.Reference); err != nil {
			t.Fatal(err)
		}
	}
	p.desk.Take(bothHead, model.Approve)
	p.export(t, p.kiosk)
	in, err := p.desk.Import(t.Context(), p.medium)
	if err != nil || in.Stored != 1 || len(in.Refused) != 1 || in.Refused[0].Code != model.CodeConflict {
		t.Errorf("%+v, %v", in, err)
	}
	if got, err := p.desk.Progress(t.Context(), sub.Reference); err != nil || got.Head.Status != model.Withdrawn {
		t.Errorf("%s at the desk, %v", got.Head.Status, err)
	}
	_, err = p.desk.Decide(t.Context(), model.Decision{Case: head.Case, Version: 2, Verb: model.Approve})
	if !errors.Is(err, model.ErrNotAllowed) {
		t.Errorf("deciding what was withdrawn: %v", err)
	}
	p.export(t, p.desk)
	if in, err = p.kiosk.Import(t.Context(), p.medium); err != nil || len(in.Refused) != 1 || in.Refused[0].Code != model.CodeConflict {
		t.Errorf("%+v, %v", in, err)
	}
	if got, err := p.kiosk.Progress(t.Context(), both.Reference); err != nil || got.Head.Status != model.Withdrawn {
		t.Errorf("%s at the machine, %v", got.Head.Status, err)
	}
	inOrder(t, p.desk)
	inOrder(t, p.kiosk)
}

// TestCarryInOrder: exports that gathered on a medium are taken in as they were
// made, whatever their names.
func TestCarryInOrder(t *testing.T) {
	p := newPair(t)
	sub, head := p.kiosk.Put()
	p.carry(t, p.kiosk, p.desk)
	p.medium = t.TempDir()
	p.desk.Take(head, model.Return, "front-blur")
	for range 5 {
		p.desk.Now = p.desk.Now.Add(time.Minute)
		p.export(t, p.desk)
	}
	p.take(t, p.kiosk)
	late := p.medium
	p.medium = t.TempDir()
	p.kiosk.Now = p.kiosk.Now.Add(time.Hour)
	p.kiosk.Submit1(storetest.Next(t, sub, p.kiosk.Now))
	p.carry(t, p.kiosk, p.desk)
	p.desk.Now = p.desk.Now.Add(time.Hour)
	c, err := p.desk.OpenCase(t.Context(), head.Case)
	if err != nil {
		t.Fatal(err)
	}
	p.desk.Take(c.Head, model.Approve)
	p.medium = late
	if out := p.export(t, p.desk); out.Decisions != 2 { // the receipts lie on this medium still
		t.Errorf("%+v", out)
	}
	if in := p.take(t, p.kiosk); in.Stored != 1 {
		t.Errorf("%+v", in)
	}
}

// TestCarryPastDamage: one damaged packet holds up no other.
func TestCarryPastDamage(t *testing.T) {
	p := newPair(t)
	_, bad := p.kiosk.Put()
	p.kiosk.Put()
	change(t, p.kiosk.Dir, "cases/202611/"+bad.Case.String()+"/1.packet", flip(100))
	if out := p.export(t, p.kiosk); out.Packets != 1 {
		t.Errorf("%+v", out)
	}
	if in := p.take(t, p.desk); in.Stored != 1 {
		t.Errorf("%+v", in)
	}
}

// TestCarryRequest: a request goes the same way.
func TestCarryRequest(t *testing.T) {
	p := newPair(t)
	sub, _ := p.kiosk.Put()
	request := storetest.Request(t, model.Erase, sub, p.kiosk.Now)
	p.kiosk.File1(request)
	p.carry(t, p.kiosk, p.desk)
	c, err := p.desk.OpenCase(t.Context(), request.Case)
	if err != nil || !storetest.Same(c.Submission, request) {
		t.Fatal(err)
	}
	p.desk.Take(c.Head, model.Approve)
	p.carry(t, p.desk, p.kiosk)
	if mine, err := p.kiosk.Mine(t.Context()); err != nil || len(mine) != 1 || mine[0].Head.Status != model.Approved {
		t.Errorf("%+v, %v", mine, err)
	}
}

// TestOnlyTrusted: nobody's packets come in, no receipt and no decision counts,
// before their key was named.
func TestOnlyTrusted(t *testing.T) {
	desk := storetest.NewBench(t, store.Open)
	desk.Claim1()
	p := pair{submitOnly(t, desk), desk, t.TempDir()}
	p.kiosk.Put()
	p.export(t, p.kiosk)
	in, err := desk.Import(t.Context(), p.medium)
	if err != nil || in.Stored != 0 || len(in.Refused) != 1 || in.Refused[0].Public != publicOf(p.kiosk) {
		t.Fatalf("%+v, %v", in, err)
	}
	if found, _ := filepath.Glob(filepath.Join(p.medium, "*", "receipt-*")); len(found) != 0 {
		t.Error("a receipt was left for what was refused")
	}
	for _, bad := range []string{"", "zz", publicOf(p.kiosk)[2:]} {
		if err := desk.Trust(t.Context(), bad); !errors.Is(err, model.ErrUntrusted) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	for range 2 {
		if err := desk.Trust(t.Context(), publicOf(p.kiosk)); err != nil {
			t.Fatal(err)
		}
		desk.Reopen()
	}
	if in := p.take(t, desk); in.Stored != 1 {
		t.Errorf("%+v", in)
	}

	stranger := newPair(t) // another organisation's desk signs a receipt for the same export
	for _, b := range []*storetest.Bench{stranger.desk, stranger.kiosk} {
		in, err := b.Import(t.Context(), p.medium)
		if err != nil || in.Stored != 0 || len(in.Refused) != 1 || in.Refused[0].Code != model.CodeNoKeys {
			t.Errorf("%+v, %v", in, err)
		}
	}
}

// TestReceiptOfAStranger: nothing counts as handed over because somebody wrote
// a receipt.
func TestReceiptOfAStranger(t *testing.T) {
	p := newPair(t)
	p.kiosk.Put()
	out := p.export(t, p.kiosk)
	other := storetest.NewBench(t, store.Open)
	store.ForgeReceipt(t, other.Store, filepath.Join(p.medium, out.Folder))
	in, err := p.kiosk.Import(t.Context(), p.medium)
	if err != nil || in.Receipts != 0 || len(in.Refused) != 1 || in.Refused[0].Code != model.CodeUntrusted {
		t.Errorf("%+v, %v", in, err)
	}
	if again := p.export(t, p.kiosk); again.Packets != 1 {
		t.Errorf("%+v", again)
	}
}

// TestRemovedReviewer: what they decide after they were removed does not count;
// what they decided before does. The list comes with the decisions.
func TestRemovedReviewer(t *testing.T) {
	p := newPair(t)
	second, err := p.desk.AddReviewer(t.Context(), model.Supervisor, []byte(pass2))
	if err != nil {
		t.Fatal(err)
	}
	sub, head := p.kiosk.Put()
	p.carry(t, p.kiosk, p.desk)
	p.desk.Lock()
	unlocked(t, p.desk, pass2)
	p.desk.Take(head, model.Approve)
	p.desk.Lock()
	unlocked(t, p.desk, storetest.Pass)
	p.export(t, p.desk)
	if in, err := p.kiosk.Import(t.Context(), p.medium); err != nil || len(in.Refused) != 1 || in.Refused[0].Code != model.CodeUntrusted {
		t.Errorf("decided by a reviewer who is in no list: %+v, %v", in, err)
	}
	p.desk.Now = p.desk.Now.Add(time.Hour)
	if err := p.desk.RemoveReviewer(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	publicKeys(t, p.desk)
	p.export(t, p.desk)
	p.take(t, p.kiosk)
	if got, err := p.kiosk.Progress(t.Context(), sub.Reference); err != nil || got.Head.Status != model.Approved {
		t.Errorf("%+v, %v", got.Head, err)
	}
	_, later := p.kiosk.Put()
	if m := month(t, p.kiosk, later); m != "202611-2" {
		t.Errorf("sealed to %s, which the removed reviewer held", m)
	}
}

// TestRemovedReviewerLater: a copy of the desk made before a reviewer was
// removed still decides, with the desk's own signature. It does not count.
func TestRemovedReviewerLater(t *testing.T) {
	p := newPair(t)
	second, err := p.desk.AddReviewer(t.Context(), model.Supervisor, []byte(pass2))
	if err != nil {
		t.Fatal(err)
	}
	publicKeys(t, p.desk)
	_, head := p.kiosk.Put()
	p.carry(t, p.kiosk, p.desk)
	copied := p.copyDesk(t)
	if err := p.desk.RemoveReviewer(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	publicKeys(t, p.desk)
	list, err := os.ReadFile(filepath.Join(p.desk.Dir, "keys", "public.list"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.kiosk.ImportPublic(t.Context(), list, ""); err != nil {
		t.Fatal(err)
	}
	copied.Now = copied.Now.Add(time.Hour)
	unlocked(t, copied, pass2)
	copied.Take(head, model.Approve)
	p.export(t, copied)
	in, err := p.kiosk.Import(t.Context(), p.medium)
	if err != nil || in.Stored != 0 || len(in.Refused) != 1 || in.Refused[0].Code != model.CodeUntrusted {
		t.Errorf("%+v, %v", in, err)
	}
}

// TestCarryStepsFail fails the n-th step of an export and of an import, for
// every n: no receipt for what is not stored, nothing half on the medium, and a
// second try works.
func TestCarryStepsFail(t *testing.T) {
	for n := 1; ; n++ {
		p := newPair(t)
		p.kiosk.Put()
		step := failAt(t, p.kiosk, n, func() error { _, err := p.kiosk.Export(t.Context(), p.medium); return err })
		if found, _ := filepath.Glob(filepath.Join(p.medium, "*.tmp")); len(found) != 0 {
			t.Errorf("step %d (%s): half an export stays", n, step)
		}
		p.kiosk.Reopen()
		p.carry(t, p.kiosk, p.desk)
		if step == "" {
			break
		}
	}
	for n := 1; ; n++ {
		p := newPair(t)
		p.kiosk.Put()
		p.export(t, p.kiosk)
		var in store.Imported
		step := failTake(t, p, n, &in)
		p.desk.Reopen()
		inOrder(t, p.desk)
		cases, err := all(t, p.desk.Store)
		if err != nil {
			t.Fatal(err)
		}
		if back := p.take(t, p.kiosk); back.Receipts > len(cases) {
			t.Errorf("step %d (%s): a receipt, and %d cases", n, step, len(cases))
		}
		p.take(t, p.desk)
		p.take(t, p.kiosk)
		if out := p.export(t, p.kiosk); out.Folder != "" {
			t.Errorf("step %d (%s): %+v goes out again", n, step, out)
		}
		inOrder(t, p.desk)
		if step == "" {
			break
		}
	}
}

// failTake fails step n of an import. A receipt that cannot be written is
// refused, which stops nothing.
func failTake(t *testing.T, p pair, n int, in *store.Imported) string {
	t.Helper()
	return failAt(t, p.desk, n, func() error {
		got, err := p.desk.Import(t.Context(), p.medium)
		*in = got
		if err == nil && len(got.Refused) > 0 {
			err = model.ErrDamaged
		}
		return err
	})
}
