package desk

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"testing"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"github.com/google/uuid"
)

// TestRevision: what changed stands beside what was before, the old photograph
// with the place that was marked on it.
func TestRevision(t *testing.T) {
	var other bytes.Buffer
	if err := jpeg.Encode(&other, image.NewRGBA(image.Rect(0, 0, 60, 40)), nil); err != nil {
		t.Fatal(err)
	}
	onDesk(t, "en", 1, func(r *rig) {
		r.heads[0].Revision = 2
		before := submission()
		before.Fields.Name = "林心"
		before.Front.JPEG = other.Bytes()
		r.cases.open = func(context.Context, uuid.UUID) (model.Case, error) {
			pin := model.Place{X0: 0.2, Y0: 0.2, X1: 0.4, Y1: 0.4}
			return model.Case{Head: r.heads[0], Submission: submission(), Before: &before, Timeline: []model.Event{
				{At: now, What: "received"}, {At: now, What: "returned", Reasons: []model.Reason{{Code: "front-glare", Field: "front", Place: &pin}, {Code: "name-differs", Field: "name"}}},
				{At: now, What: "received"},
			}}, nil
		}
		r.openFirst()
		r.has("林新", "before: 林心", "994758 19920507 6743")
		r.hasNot("before: 994758 19920507 6743", "desk.before.hide", "desk.before.lost")
		links := 0
		for _, b := range kittest.Find[*kit.Button](r.content()) {
			if b.Text == r.b.T("desk.before.show") {
				links++
			}
		}
		if links != 1 {
			t.Fatalf("%d sides have another photograph, want the front alone", links)
		}
		if got := r.s.pinned(model.Front); len(got) != 1 || got[0].X0 != 0.2 || len(r.s.pinned(model.Back)) != 0 {
			t.Errorf("marked was %v and %v", got, r.s.pinned(model.Back))
		}
		r.tap("desk.before.show")
		r.has("Before: Portrait side")
		r.tap("desk.before.hide")
		r.hasNot("Before: Portrait side")
	})
	onDesk(t, "en", 1, func(r *rig) { // the one before cannot be opened any more
		r.heads[0].Revision = 2
		r.cases.open = func(context.Context, uuid.UUID) (model.Case, error) {
			return model.Case{Head: r.heads[0], Submission: submission(), BeforeLost: true}, nil
		}
		r.openFirst()
		r.has("林新", "desk.before.lost")
		r.hasNot("desk.before.show", "before:")
	})
}
