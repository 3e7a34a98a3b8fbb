package desk

import (
	"context"
	"slices"
	"testing"
	"time"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"
)

// asks makes the first waiting case a request of this kind.
func (r *rig) asks(kind model.Kind) {
	r.heads[0].Kind = kind
	r.cases.open = func(context.Context, uuid.UUID) (model.Case, error) {
		return model.Case{Head: r.heads[0], Submission: model.Submission{Reference: "R7TM-4M2Q-9XWD-3H8A", Fields: model.Fields{
			Request: &model.RequestFields{AboutReference: "K7TM-4M2Q-9XWD-3H8A", MaskedName: "*新", Reason: "new-card", Text: "两句话。𱍐", Contact: "13800000000"},
		}}}, nil
	}
}

// TestRequestFacts: all that a request has to say is on the page, and what it
// does not say leaves no empty line.
func TestRequestFacts(t *testing.T) {
	for lang, says := range map[string][]string{
		"zh": {"申请：更换或解绑", "关于编号", "K7TM-4M2Q-9XWD-3H8A", "*新", "13800000000", "两句话。□(U+31350)", "request.reason.new-card", "同意解绑"},
		"en": {"Request: change or unbind", "About reference", "request.reason.new-card", "Unbind"},
	} {
		onDesk(t, lang, 1, func(r *rig) {
			r.asks(model.Unbind)
			r.openFirst()
			r.has(says...)
			r.hasNot("field.number", "field.birth", "field.term", "desk.no-findings")
			if kittest.Button(r.content(), r.b.T("desk.approve")) != nil {
				t.Error("a request can be approved as a card is")
			}
		})
	}
	onDesk(t, "zh", 1, func(r *rig) {
		r.asks(model.Export)
		open := r.cases.open
		r.cases.open = func(ctx context.Context, id uuid.UUID) (model.Case, error) {
			c, err := open(ctx, id)
			c.Submission.Fields.Request = &model.RequestFields{AboutReference: "K7TM-4M2Q-9XWD-3H8A"}
			return c, err
		}
		r.openFirst()
		r.has("K7TM-4M2Q-9XWD-3H8A")
		r.hasNot("field.phone", "field.text", "field.reason", "field.name")
	})
}

// TestRequestIsNotReturned: there is nothing to put right, and no way to ask
// for it.
func TestRequestIsNotReturned(t *testing.T) {
	for _, kind := range []model.Kind{model.Unbind, model.Export, model.Erase} {
		onDesk(t, "zh", 1, func(r *rig) {
			r.asks(kind)
			r.openFirst()
			if kittest.Button(r.content(), r.b.T("desk.return")) != nil {
				t.Errorf("%s: a button returns it", kind)
			}
			if r.press(fyne.KeyR); r.s.form != nil {
				t.Errorf("%s: the key returns it", kind)
			}
			if r.press(fyne.KeyF); r.s.form == nil {
				t.Errorf("%s: the key does not refuse it", kind)
			}
		})
	}
}

// TestRequestDecided: done, or refused for one of its own reasons.
func TestRequestDecided(t *testing.T) {
	onDesk(t, "zh", 2, func(r *rig) {
		sent := r.decided()
		r.asks(model.Export)
		r.openFirst()
		r.tap("desk.done.export")
		r.sleep(UndoTime + time.Second)
		r.has("R7TM-4M2Q-9XWD-3H8A：已办理")
		if !slices.Equal(*sent, []model.Verb{model.Approve}) {
			t.Errorf("sent %q", *sent)
		}
	})
	onDesk(t, "en", 2, func(r *rig) {
		var got model.Decision
		r.cases.decide = func(ctx context.Context, d model.Decision) (model.Head, error) {
			got = d
			return r.decide(ctx, d)
		}
		r.asks(model.Erase)
		r.openFirst()
		r.tap("desk.refuse")
		var offered []string
		for _, c := range kittest.Find[*kit.Choice](r.content()) {
			offered = append(offered, c.Text)
		}
		var want []string
		for _, reason := range model.RequestRefusalReasons {
			want = append(want, r.b.T("reason."+reason.Code))
		}
		slices.Sort(offered)
		slices.Sort(want)
		if !slices.Equal(offered, want) {
			t.Errorf("offered %q, want %q", offered, want)
		}
		kittest.Tick(t, r.content(), r.b.T("reason.not-yours"))
		r.tap("desk.refuse.title")
		r.sleep(UndoTime + time.Second)
		if got.Verb != model.Refuse || !slices.Equal(got.Reasons, []model.Reason{{Code: "not-yours"}}) {
			t.Errorf("decided %+v", got)
		}
	})
}
