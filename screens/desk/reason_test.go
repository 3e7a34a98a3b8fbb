package desk

import (
	"context"
	"testing"
	"time"

	"truename/assets"
	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/uuid"
)

// TestPin: a tap on the photograph says where the fault is, another one moves
// it, a link takes it off; what is sent has the place and the side.
func TestPin(t *testing.T) {
	onDesk(t, "zh", 1, func(r *rig) {
		var got model.Decision
		r.cases.decide = func(ctx context.Context, d model.Decision) (model.Head, error) {
			got = d
			return r.decide(ctx, d)
		}
		r.openFirst()
		r.tap("desk.return")
		kittest.Tick(r, r.content(), r.b.T("reason.name-differs"))
		if n := len(kittest.Find[*kit.Viewer](r.content())); n != 0 {
			t.Errorf("%d photographs for a reason that is about none", n)
		}
		kittest.Tick(r, r.content(), r.b.T("reason.front-glare"))
		point := func(x, y float32) { // in parts of the viewer: the picture fills its middle
			v := kittest.Find[*kit.Viewer](r.content())[0]
			test.TapAt(v, fyne.NewPos(v.Size().Width*x, v.Size().Height*y))
			r.loop.Settle()
		}
		point(0.01, 0.5) // beside the picture
		if len(r.s.form.pins) > 0 {
			t.Fatalf("a pin beside the picture: %v", r.s.form.pins)
		}
		point(0.5, 0.9)
		point(0.5, 0.25)
		pin := r.s.form.pins["front-glare"]
		if x, y := (pin.X0+pin.X1)/2, (pin.Y0+pin.Y1)/2; x < 0.49 || x > 0.51 || y < 0.24 || y > 0.26 {
			t.Errorf("the pin is at %.2f, %.2f", x, y)
		}
		r.tap("desk.pin.off")
		r.hasNot("desk.pin.off")
		v := kittest.Find[*kit.Viewer](r.content())[0]
		v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) // without a mouse: the middle
		r.loop.Settle()
		r.tap("desk.return.title")
		r.sleep(UndoTime + time.Second)
		if len(got.Reasons) != 2 || got.Reasons[0].Place == nil || got.Reasons[1].Place != nil || got.Reasons[0].Text != "" {
			t.Fatalf("sent %+v", got.Reasons)
		}
		if p := *got.Reasons[0].Place; p.X0 < 0.42 || p.X1 > 0.58 || p.Y0 < 0.43 || p.Y1 > 0.57 {
			t.Errorf("the place is %v", p)
		}
	})
}

// TestSentenceInTheirLanguage: the person's language, not the desk's.
func TestSentenceInTheirLanguage(t *testing.T) {
	onDesk(t, "zh", 1, func(r *rig) {
		r.s.p.Words = func(lang string) *kit.Words {
			words, err := kit.LoadWords(assets.Text, lang)
			if err != nil {
				t.Fatal(err)
			}
			return words
		}
		open := r.cases.open
		r.cases.open = func(ctx context.Context, id uuid.UUID) (model.Case, error) {
			c, err := open(ctx, id)
			c.Submission.Language = "en"
			return c, err
		}
		r.openFirst()
		r.tap("desk.refuse")
		kittest.Tick(r, r.content(), r.b.T("reason.card-void"))
		words := r.s.p.Words("en")
		if got := fields(r)[0].Text; got != words.T("reason.card-void") {
			t.Errorf("the sentence is %q", got)
		}
	})
}
