package bind

import (
	"slices"
	"testing"
	"time"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2/test"
)

// away leaves for the questions as the shell does, by the link that is there, and
// comes back.
func (r *rig) away(id string) {
	r.t.Helper()
	links := slices.DeleteFunc(kittest.Find[*kit.Button](r.root), func(b *kit.Button) bool { return b.Text != r.b.T("common.fix") })
	if len(links) != 1 {
		r.t.Fatalf("%d links to how to fix something", len(links))
	}
	here := ""
	r.b.Go = func(place string) {
		r.went = append(r.went, place)
		here = r.Here()
		r.Leave()
	}
	test.Tap(links[0])
	if got := r.went[len(r.went)-1]; got != "questions/"+id {
		r.t.Errorf("it leads to %s, want %s", got, id)
	}
	r.pass(time.Second)
	r.Enter(here)
	r.show()
	r.pass(time.Second)
}

// TestHowToFixAPhotograph: the fault leads to what says how to fix it, once it is
// settled, and who comes back finds the photograph as it was.
func TestHowToFixAPhotograph(t *testing.T) {
	for _, kiosk := range []bool{false, true} {
		inside(t, "zh", func(r *rig) {
			photographed(r, model.PageFront)
			r.next = append(r.next, "bad")
			r.tap("选择照片")
			for range 10 {
				if r.slots[model.Front].checking && kittest.Button(r.root, "怎么解决") != nil {
					t.Error("it is offered before the checks are done")
				}
				r.pass(100 * time.Millisecond)
			}
			r.b.Kiosk = kiosk
			picture := r.slots[model.Front].picture
			r.away("fix-blur")
			r.on(model.PageFront)
			r.says("照片模糊")
			if sl := r.slots[model.Front]; sl.picture != picture || sl.preview == nil || sl.tries != 1 {
				t.Errorf("the photograph is not as it was: %+v", sl)
			}
			r.Leave() // for something else
			if r.slots[model.Front].picture != nil {
				t.Error("the picture stays for ever")
			}
		})
	}
}

// TestHowToFixAField: a difference leads to it too, and the way back to the check
// page stays.
func TestHowToFixAField(t *testing.T) {
	inside(t, "en", func(r *rig) {
		photographed(r, model.PageFront)
		r.choose("card", "Choose a photo")
		r.goTo(model.PageNumber)
		r.loop.Settle()
		r.write(model.FieldNumber, childNumber)
		r.changePage(model.PageNumber)
		r.loop.Settle()
		r.away("fix-number-differs")
		r.on(model.PageNumber)
		r.says("The number is not the same as on the photo.")
		if r.draft.Number != childNumber {
			t.Errorf("the number is %s", r.draft.Number)
		}
		r.Back()
		r.loop.Settle()
		r.on(model.PageCheck)
	})
}
