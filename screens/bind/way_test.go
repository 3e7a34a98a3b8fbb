package bind

import (
	"slices"
	"testing"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"
)

// TestWay: on each page the bar says which step it is, the questions are told
// the page, and Back leads to the page before.
func TestWay(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		var to interface {
			kit.Backer
			kit.Barred
			kit.Placed
		} = r.Screen
		at(model.PageCheck, func(d *model.Draft) {
			child(d)
			d.Guardian = model.Guardian{Name: "张大", Consent: d.Consent}
		})(r)
		var steps []string
		for i := len(model.Pages) - 1; i >= 0; i-- {
			page := model.Pages[i]
			r.on(page)
			if to.Where() != page {
				t.Errorf("the questions hear of %q on %q", to.Where(), page)
			}
			steps = append(steps, kittest.Texts(r.bar)...)
			to.Back()
			r.loop.Settle()
		}
		var want []string
		for n := len(model.Pages); n > 0; n-- {
			want = append(want, r.b.T("bind.step", "n", n, "total", len(model.Pages)+1)) // the receipt is the last
		}
		if !slices.Equal(steps, want) {
			t.Errorf("the bar said %q", steps)
		}
		if !slices.Equal(r.went, []string{"me"}) {
			t.Errorf("from the first page Back went to %q", r.went)
		}
	})
}

// TestWayFromElsewhere: what is no page of the draft has no step, and Back
// leaves it for where it came from.
func TestWayFromElsewhere(t *testing.T) {
	cases := map[string]struct {
		page, where string
		back        string   // page after Back
		goes        []string // places
	}{
		"ways":        {"ways", model.PageConsent, model.PageConsent, nil},
		"clash":       {"clash", model.PageName, "clash", []string{"me"}},
		"broken":      {"broken", "", "broken", []string{"me"}},
		"fix, broken": {"broken", model.PageStart, "broken", []string{"me"}},
		"receipt":     {"receipt", "receipt", "receipt", []string{"me"}},
		"fix, front":  {model.PageFront, model.PageFront, model.PageFront, []string{"status/" + reference}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			inside(t, "en", func(r *rig) {
				states[name](r)
				r.on(c.page)
				if got := r.Where(); got != c.where {
					t.Errorf("the questions hear of %q, want %q", got, c.where)
				}
				if page := name == "fix, front"; (r.bar != nil) != page {
					t.Errorf("the bar shows %q", kittest.Texts(r.bar))
				}
				r.esc()
				r.on(c.back)
				if !slices.Equal(r.went, c.goes) {
					t.Errorf("Back went to %q, want %q", r.went, c.goes)
				}
			})
		})
	}
}

// TestBackWhileOpening: nothing is there yet, and nobody is kept waiting.
func TestBackWhileOpening(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		r.hold["draft"] = make(chan struct{})
		r.show()
		r.on("loading")
		if r.bar != nil || r.Where() != "" {
			t.Errorf("the bar shows %q at %q", kittest.Texts(r.bar), r.Where())
		}
		r.esc()
		if !slices.Equal(r.went, []string{"me"}) {
			t.Errorf("went %q", r.went)
		}
		close(r.hold["draft"])
		r.loop.Settle()
		r.on(model.PageStart)
		r.step("第 1 步，共 9 步")
	})
}

// TestBackFromChange: a page that one came to from the last look leads back
// there, and the step after it does not follow.
func TestBackFromChange(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		at(model.PageCheck, nil)(r)
		r.changePage(model.PageName)
		r.on(model.PageName)
		r.esc()
		r.on(model.PageCheck)
		r.esc()
		r.on(model.PageTerm)
	})
}

// TestOffice: the consents say who asks for them, if anybody said so.
func TestOffice(t *testing.T) {
	for lang, says := range map[string]string{"zh": "由 海边街道办，电话 0000-1 办理。", "en": "Run by 海边街道办，电话 0000-1."} {
		for office, shown := range map[string]bool{"海边街道办，电话 0000-1": true, "": false} {
			inside(t, lang, func(r *rig) {
				r.office = office
				at(model.PageConsent, nil)(r)
				if got := kittest.Says(r.root, says); got != shown {
					t.Errorf("%s, %q: said: %v", lang, office, got)
				}
				r.lacks("{office}")
				if !shown {
					r.lacks(r.b.T("bind.consent.office", "office", ""))
				}
				r.goTo(model.PageName)
				if kittest.Says(r.root, says) {
					t.Error("said on another page too")
				}
			})
		}
	}
}
