package desk

import (
	"testing"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// focusables are what screens put there for Tab to stop at, in order.
func (r *rig) focusables() []kittest.Focusable {
	var out []kittest.Focusable
	kit.Each(r.holder, func(o fyne.CanvasObject) bool {
		if f, ok := o.(kittest.Focusable); ok {
			out = append(out, f)
		}
		return false
	})
	return out
}

// spoken is what a screen reader says of o.
func spoken(o any) string {
	if a, ok := o.(fyne.Accessible); ok {
		return a.AccessibilityLabel()
	}
	return ""
}

// states are the faces of the desk, by name, with two cases waiting.
var states = map[string]func(r *rig){
	"claim": func(r *rig) {
		r.lock.claimed, r.lock.open = false, false
		r.enter()
	},
	"claim, not the same": func(r *rig) {
		r.lock.claimed, r.lock.open = false, false
		r.enter()
		r.types("one", "two")
		r.tap("desk.claim.do")
	},
	"unlock": func(r *rig) {
		r.lock.open = false
		r.enter()
	},
	"queue": (*rig).enter,
	"empty": func(r *rig) {
		r.heads = nil
		r.enter()
	},
	"holders": func(r *rig) { r.holders() },
	"paper": func(r *rig) {
		r.holders()
		r.tap("desk.recovery.make")
	},
	"remove": func(r *rig) {
		r.holders()
		r.tap("desk.holders.remove")
	},
	"change": func(r *rig) {
		r.holders()
		r.tap("desk.change.do")
	},
	"case": (*rig).openFirst,
	"read": func(r *rig) { r.read(grey) },
	"large": func(r *rig) {
		r.openFirst()
		r.tap("desk.larger")
	},
	"field": func(r *rig) {
		r.straightened()
		r.press(fyne.Key2)
	},
	"return": func(r *rig) {
		r.openFirst()
		r.tap("desk.return")
	},
	"refuse, no reason": func(r *rig) {
		r.openFirst()
		r.tap("desk.refuse")
		r.tap("desk.refuse.title")
	},
	"request": func(r *rig) {
		r.asks(model.Erase)
		r.openFirst()
	},
	"request, refuse": func(r *rig) {
		r.asks(model.Erase)
		r.openFirst()
		r.tap("desk.refuse")
	},
}

// TestNames: what Tab stops at says what it is, in every state and both
// languages, and no two things say the same.
func TestNames(t *testing.T) {
	for name, lead := range states {
		for _, lang := range []string{"zh", "en"} {
			t.Run(name+"/"+lang, func(t *testing.T) {
				onDesk(t, lang, 2, func(r *rig) {
					lead(r)
					r.content()
					seen := map[string]bool{}
					for i, o := range r.focusables() {
						label := spoken(o)
						if _, list := o.(*widget.List); list { // the toolkit's has no name
							continue
						}
						if label == "" || seen[label] {
							t.Errorf("the %d-th, a %T, is called %q, as another or nothing", i, o, label)
						}
						seen[label] = true
					}
					if len(seen) == 0 && name != "empty" {
						t.Error("nothing can be done")
					}
				})
			})
		}
	}
}

// TestKeyboardStays: what has the keyboard keeps it while the page is drawn
// anew.
func TestKeyboardStays(t *testing.T) {
	cases := map[string]struct {
		state, at string
		do        func(r *rig)
		then      string
	}{
		"queue, news":     {"queue", "desk.lock", func(r *rig) { r.s.Reload(); r.loop.Settle() }, "desk.lock"},
		"case, language":  {"case", "side.back", func(r *rig) { r.speak("en") }, "side.back"},
		"form, language":  {"return", "desk.note.desk", func(r *rig) { r.speak("en") }, "desk.note.desk"},
		"no reason":       {"return", "desk.return.title", func(r *rig) { r.press(fyne.KeyReturn) }, "desk.return.title"},
		"claim, language": {"claim", "desk.claim.second", func(r *rig) { r.speak("en") }, "desk.claim.second"},
		"not the same": {"claim", "desk.claim.second", func(r *rig) {
			r.types("one", "two")
			r.press(fyne.KeyReturn)
		}, "desk.claim.second"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			onDesk(t, "zh", 2, func(r *rig) {
				states[c.state](r)
				r.hand(r.b.T(c.at))
				c.do(r)
				focused := r.b.Window.Canvas().Focused()
				for _, o := range r.focusables() {
					if fyne.Focusable(o) == focused && spoken(o) == r.b.T(c.then) {
						return
					}
				}
				t.Errorf("the keyboard is at %T %q, want %q on the page", focused, spoken(focused), r.b.T(c.then))
			})
		})
	}
}

// drawn are the states with a picture in testdata, and their language.
var drawn = map[string]string{"claim": "zh", "queue": "zh", "case": "en", "return": "zh", "request": "en", "read": "zh", "large": "en", "field": "zh", "holders": "en", "paper": "zh"}

func TestDrawn(t *testing.T) {
	for name, lang := range drawn {
		t.Run(name, func(t *testing.T) {
			onDesk(t, lang, 2, func(r *rig) {
				r.b.Window.Resize(fyne.NewSize(815, 700)) // beside the rail, in a window of 1024×700
				states[name](r)
				test.AssertRendersToMarkup(r.T, name+".xml", r.b.Window.Canvas())
			})
		})
	}
}
