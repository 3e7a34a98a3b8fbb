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

// press presses a key as the window does: what has the keyboard gets it, or
// else the screen.
func (r *rig) press(name fyne.KeyName) {
	var to interface {
		kit.Keyed
		kit.Backer
	} = r.s
	canvas := r.b.Window.Canvas()
	canvas.SetOnTypedKey(func(e *fyne.KeyEvent) {
		if e.Name == fyne.KeyEscape {
			to.Back()
			return
		}
		to.Key(e.Name)
	})
	if focused := canvas.Focused(); focused != nil {
		focused.TypedKey(&fyne.KeyEvent{Name: name})
	} else {
		canvas.OnTypedKey()(&fyne.KeyEvent{Name: name})
	}
	r.loop.Settle()
}

// hand gives the keyboard to what a screen reader calls label.
func (r *rig) hand(label string) {
	r.Helper()
	r.content()
	for _, o := range r.focusables() {
		if spoken(o) == label {
			r.b.Window.Canvas().Focus(o)
			return
		}
	}
	r.Fatalf("nothing is called %q among %q", label, kittest.Texts(r.content()))
}

// decided collects the verbs of what is decided from now on.
func (r *rig) decided() *[]model.Verb {
	var verbs []model.Verb
	r.cases.decide = func(ctx context.Context, d model.Decision) (model.Head, error) {
		verbs = append(verbs, d.Verb)
		return r.decide(ctx, d)
	}
	return &verbs
}

// TestKeysDecide: A decides at once, R and F ask for reasons; it is the same
// with the keyboard on a button or a picture.
func TestKeysDecide(t *testing.T) {
	cases := map[string]struct {
		at   string // what has the keyboard, by its name
		key  fyne.KeyName
		says string
		sent []model.Verb
	}{
		"A":            {"", fyne.KeyA, "已绑定", []model.Verb{model.Approve}},
		"R":            {"", fyne.KeyR, "desk.return.title", nil},
		"F":            {"", fyne.KeyF, "desk.refuse.title", nil},
		"A, on button": {"desk.lock", fyne.KeyA, "已绑定", []model.Verb{model.Approve}},
		"F, on button": {"desk.back", fyne.KeyF, "desk.refuse.title", nil},
		"R, on a side": {"side.back", fyne.KeyR, "desk.return.title", nil},
		"another key":  {"", fyne.KeyB, "desk.approve", nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			onDesk(t, "zh", 2, func(r *rig) {
				sent := r.decided()
				r.openFirst()
				if c.at != "" {
					r.hand(r.b.T(c.at))
				}
				r.press(c.key)
				r.sleep(UndoTime + time.Second)
				r.has(c.says)
				if !slices.Equal(*sent, c.sent) {
					t.Errorf("sent %q, want %q", *sent, c.sent)
				}
				if asks := c.key == fyne.KeyR || c.key == fyne.KeyF; (r.s.form != nil) != asks {
					t.Errorf("asks for reasons: %v", r.s.form != nil)
				}
			})
		})
	}
}

// TestKeysThatDecideNothing: with no case in sight, or while something is
// typed or under way, the keys are letters.
func TestKeysThatDecideNothing(t *testing.T) {
	cases := map[string]func(r *rig){
		"in the queue":  (*rig).enter,
		"with the form": func(r *rig) { r.openFirst(); r.tap("desk.return") },
		"while typing": func(r *rig) {
			r.openFirst()
			r.tap("desk.refuse")
			r.hand(r.b.T("desk.note.person"))
		},
		"on a box": func(r *rig) {
			r.openFirst()
			r.tap("desk.refuse")
			r.hand(r.b.T("reason.not-own-card"))
		},
		"locked": func(r *rig) { r.openFirst(); kittest.Press(r.b, fyne.KeyL) },
		"locked elsewhere": func(r *rig) {
			r.openFirst()
			r.lock.Lock()
			r.draw()
		},
		"typing the passphrase": func(r *rig) {
			r.lock.open = false
			r.enter()
			r.hand(r.b.T("desk.unlock.pass"))
		},
		"unclaimed": func(r *rig) {
			r.lock.claimed, r.lock.open = false, false
			r.enter()
		},
		"opening": func(r *rig) {
			r.cases.open = func(ctx context.Context, _ uuid.UUID) (model.Case, error) {
				<-ctx.Done()
				return model.Case{}, ctx.Err()
			}
			r.openFirst()
		},
		"after leaving": func(r *rig) { r.openFirst(); r.s.Leave() },
	}
	for name, lead := range cases {
		t.Run(name, func(t *testing.T) {
			onDesk(t, "zh", 2, func(r *rig) {
				sent := r.decided()
				lead(r)
				form := r.s.form
				for _, key := range []fyne.KeyName{fyne.KeyA, fyne.KeyR, fyne.KeyF} {
					r.press(key)
				}
				if len(*sent) > 0 || r.s.form != form {
					t.Errorf("sent %q, another form: %v", *sent, r.s.form != form)
				}
			})
		})
	}
}

// TestKeysOnce: a key pressed again before anybody has looked at the next case
// does nothing.
func TestKeysOnce(t *testing.T) {
	onDesk(t, "zh", 2, func(r *rig) {
		n := 0
		r.cases.decide = func(ctx context.Context, d model.Decision) (model.Head, error) {
			n++
			time.Sleep(time.Second)
			return r.decide(ctx, d)
		}
		r.openFirst()
		for _, key := range []fyne.KeyName{fyne.KeyA, fyne.KeyA, fyne.KeyR, fyne.KeyF} {
			r.press(key)
		}
		if r.s.form != nil {
			t.Error("a form is open for a case that nobody has seen")
		}
		r.sleep(UndoTime + time.Second)
		r.sleep(2 * time.Second)
		r.has("T001-4M2Q-9XWD-3H8A")
		if n != 1 {
			t.Errorf("decided %d times", n)
		}
	})
}

// TestBack: what is in front is closed first, then the desk is left.
func TestBack(t *testing.T) {
	onDesk(t, "en", 2, func(r *rig) {
		r.openFirst()
		r.tap("desk.return")
		r.types("not sent")
		r.press(fyne.KeyEscape)
		r.has("desk.approve", "林新")
		r.hasNot("desk.reason.lead")
		r.press(fyne.KeyR)
		r.hand(r.b.T("desk.note.person")) // from within a field too
		if got := fields(r)[0].Text; got != "" {
			t.Errorf("the form that was closed still says %q", got)
		}
		r.press(fyne.KeyEscape)
		r.has("desk.approve")
		r.press(fyne.KeyEscape)
		r.has("Waiting: 2", "T000")
		r.hasNot("林新")
		if len(r.went) > 0 {
			t.Fatalf("went %q before the desk was left", r.went)
		}
		r.press(fyne.KeyEscape)
		if !slices.Equal(r.went, []string{"me"}) {
			t.Errorf("went %q", r.went)
		}
	})
}

// TestBackFromTheLock: there is nothing to close.
func TestBackFromTheLock(t *testing.T) {
	for _, claimed := range []bool{true, false} {
		onDesk(t, "zh", 2, func(r *rig) {
			r.lock.claimed, r.lock.open = claimed, false
			r.enter()
			r.press(fyne.KeyEscape)
			if !slices.Equal(r.went, []string{"me"}) {
				t.Errorf("claimed %v: went %q", claimed, r.went)
			}
		})
	}
}

// TestQueueByKeys: a case is found and opened without a mouse.
func TestQueueByKeys(t *testing.T) {
	onDesk(t, "zh", 3, func(r *rig) {
		var opened []uuid.UUID
		r.cases.open = func(ctx context.Context, id uuid.UUID) (model.Case, error) {
			opened = append(opened, id)
			return r.open(ctx, id)
		}
		r.enter()
		r.b.Window.Canvas().Focus(r.s.list)
		for _, key := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeySpace} {
			r.press(key)
		}
		r.sleep(drawFirst)
		if !slices.Equal(opened, []uuid.UUID{head(1).Case, head(2).Case}) { // and the next one made ready
			t.Errorf("opened %v", opened)
		}
		r.has("T001-4M2Q-9XWD-3H8A")
	})
}
