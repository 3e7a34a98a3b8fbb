package desk

import (
	"context"
	"testing"

	"truename/model"
	"truename/model/idcard"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/uuid"
)

// twins are what cases have in common, made of functions.
type twins struct {
	compared int
	compare  func(context.Context) error // nil: nothing is to be compared
	find     func(context.Context, uuid.UUID) ([]model.Duplicate, error)
}

func (t *twins) CompareCases(ctx context.Context) error {
	t.compared++
	if t.compare == nil {
		return nil
	}
	return t.compare(ctx)
}

func (t *twins) Duplicates(ctx context.Context, id uuid.UUID) ([]model.Duplicate, error) {
	return t.find(ctx, id)
}

// decided is head i, approved.
func decided(i int) model.Head {
	h := head(i)
	h.Status, h.Updated = model.Approved, now
	return h
}

// TestOthers: other cases with the same number or photograph are named as
// facts, and can be opened; what is decided already is shown and not decided
// once more.
func TestOthers(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		onDesk(t, lang, 2, func(r *rig) {
			r.heads = append(r.heads, decided(7))
			found := []model.Duplicate{{Head: decided(7), Number: true, Front: true}, {Head: head(1), Near: true}}
			tw := &twins{find: func(_ context.Context, id uuid.UUID) ([]model.Duplicate, error) {
				if id == head(0).Case {
					return found, nil
				}
				return nil, nil
			}}
			r.s.p.Duplicates = tw
			r.openFirst()
			if tw.compared != 1 {
				t.Errorf("compared %d times after entering", tw.compared)
			}
			for _, d := range found {
				r.has(r.s.other(d))
			}
			if lang == "zh" {
				test.AssertRendersToMarkup(t, "others.xml", r.b.Window.Canvas())
			}
			r.tap("desk.others.open")
			r.has("desk.others.none", r.b.T("desk.decided.already", "status", r.b.Words.Status(model.Binding, model.Approved), "day", r.b.Words.Date(idcard.Today(now))))
			r.hasNot("A　" + r.b.T("desk.approve"))
			if r.s.Key(fyne.KeyF) || r.s.form != nil {
				t.Error("a case that was decided can be refused")
			}
			r.s.Back()
			r.loop.Settle()
			r.has(r.b.T("desk.waiting", "n", 3))
		})
	}
}

// TestOthersFail: that cases were not compared is said, and why.
func TestOthersFail(t *testing.T) {
	onDesk(t, "en", 1, func(r *rig) {
		wait := make(chan struct{})
		r.s.p.Duplicates = &twins{find: func(context.Context, uuid.UUID) ([]model.Duplicate, error) {
			<-wait
			return nil, model.ErrDiskFull
		}}
		r.openFirst()
		r.has("desk.others.looking")
		close(wait)
		r.loop.Settle()
		r.has(r.b.T("desk.others.failed", "why", r.b.T("error.disk-full")))
	})
}

// TestManyOthers: five are named, the rest counted.
func TestManyOthers(t *testing.T) {
	onDesk(t, "en", 1, func(r *rig) {
		r.s.p.Duplicates = &twins{find: func(context.Context, uuid.UUID) (all []model.Duplicate, _ error) {
			for i := range 8 {
				all = append(all, model.Duplicate{Head: decided(i + 1), Number: true})
			}
			return all, nil
		}}
		r.openFirst()
		r.has(r.s.other(model.Duplicate{Head: decided(5), Number: true}), r.b.T("desk.others.more", "n", 3))
		r.hasNot(r.s.other(model.Duplicate{Head: decided(6), Number: true}))
	})
}
