package desk

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"truename/model"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"
)

func TestClaim(t *testing.T) {
	for name, c := range map[string]struct {
		lang, first, second string
		err                 error
		says                string
		claimed             bool
	}{
		"good":         {"zh", "four words are enough", "four words are enough", nil, "待审核：0", true},
		"good, en":     {"en", "four words are enough", "four words are enough", nil, "Waiting: 0", true},
		"not the same": {"zh", "four words are enough", "four words", nil, "desk.claim.differ", false},
		"weak":         {"zh", "12345", "12345", model.ErrWeak, "error.weak", false},
		"disk is full": {"en", "four words are enough", "four words are enough", model.ErrDiskFull, "error.disk-full", false},
	} {
		t.Run(name, func(t *testing.T) {
			onDesk(t, c.lang, 0, func(r *rig) {
				r.lock.claimed, r.lock.open = false, false
				var got string
				r.lock.claim = func(_ context.Context, pass []byte) error { got = string(pass); return c.err }
				r.enter()
				r.has("desk.claim.title")
				r.types(c.first, c.second)
				r.tap("desk.claim.do")
				r.has(c.says)
				if r.lock.claimed != c.claimed || c.first == c.second && got != c.first || c.first != c.second && got != "" {
					t.Errorf("claimed %v with %q", r.lock.claimed, got)
				}
			})
		})
	}
}

func TestUnlock(t *testing.T) {
	for name, c := range map[string]struct {
		lang string
		err  error
		says string
	}{
		"right":     {"zh", nil, "待审核：2"},
		"right, en": {"en", nil, "Waiting: 2"},
		"wrong":     {"zh", model.ErrWrongKey, "error.wrong-key"},
		"too often": {"zh", &model.Error{Code: model.CodeThrottled, Wait: 30 * time.Second}, "等 30 秒再试"},
		"unclaimed": {"en", model.ErrUnclaimed, "error.unclaimed"},
		"unknown":   {"en", errors.New("the cause"), "number"},
	} {
		t.Run(name, func(t *testing.T) {
			onDesk(t, c.lang, 2, func(r *rig) {
				r.lock.open = false
				r.lock.unlock = func(context.Context, []byte) error { return c.err }
				r.enter()
				r.has("desk.unlock.title")
				r.types("a passphrase")
				r.tap("desk.unlock.do")
				r.has(c.says)
				r.hasNot("the cause", "a passphrase")
			})
		})
	}
}

// slow is a lock that takes a second, as the real one does.
func slow(err error) func(context.Context, []byte) error {
	return func(context.Context, []byte) error { time.Sleep(time.Second); return err }
}

// TestUnlockOnce: while one attempt runs there is no second one, and Enter in
// the field does what the button does.
func TestUnlockOnce(t *testing.T) {
	onDesk(t, "zh", 0, func(r *rig) {
		r.lock.open = false
		n := 0
		r.lock.unlock = func(context.Context, []byte) error { n++; time.Sleep(time.Second); return model.ErrWrongKey }
		r.enter()
		r.types("wrong")
		submit(r)
		r.has("desk.busy")
		submit(r)
		r.sleep(2 * time.Second)
		r.has("error.wrong-key", "desk.unlock.do")
		if n != 1 {
			t.Errorf("tried %d times", n)
		}
	})
}

// submit presses Enter in the last field.
func submit(r *rig) {
	r.Helper()
	fields := fields(r)
	fields[len(fields)-1].TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	r.loop.Settle()
}

// TestLeaveWhileUnlocking: nobody is there when the lock opens, so it is
// closed again; and whoever comes back can unlock anew.
func TestLeaveWhileUnlocking(t *testing.T) {
	onDesk(t, "zh", 0, func(r *rig) {
		r.lock.open = false
		r.lock.unlock = slow(nil)
		r.enter()
		r.types("right")
		r.tap("desk.unlock.do")
		r.s.Leave()
		r.sleep(2 * time.Second)
		if r.lock.open {
			t.Fatal("the desk stands open")
		}
		r.enter()
		r.has("desk.unlock.do")
		r.types("right")
		r.tap("desk.unlock.do")
		r.sleep(2 * time.Second)
		r.has("desk.empty")
	})
}

func (r *rig) sleep(d time.Duration) {
	time.Sleep(d)
	r.loop.Settle()
}

// TestLocks: by key and button, with the case that was open gone.
func TestLocks(t *testing.T) {
	for name, act := range map[string]func(r *rig){
		"button": func(r *rig) { r.tap("desk.lock") },
		"Ctrl+L": func(r *rig) { kittest.Press(r.b, fyne.KeyL) },
		"Ctrl+L while writing": func(r *rig) {
			r.tap("desk.return")
			r.b.Window.Canvas().Focus(fields(r)[0])
			kittest.Press(r.b, fyne.KeyL)
		},
		"after five minutes": func(r *rig) { r.sleep(IdleLimit + time.Second) },
		"five minutes after leaving": func(r *rig) {
			r.s.Leave()
			r.sleep(IdleLimit + time.Second)
		},
	} {
		t.Run(name, func(t *testing.T) {
			onDesk(t, "zh", 2, func(r *rig) {
				r.openFirst()
				r.has("林新")
				act(r)
				r.has("desk.unlock.title")
				r.hasNot("林新", "K7TM")
				if r.lock.open || r.lock.locked == 0 || r.s.open != nil || r.s.form != nil || r.s.heads != nil {
					t.Errorf("open %v, locked %d times, case %v, form %v, %d heads", r.lock.open, r.lock.locked, r.s.open, r.s.form, len(r.s.heads))
				}
			})
		})
	}
}

// TestWorkKeepsOpen: who does something every four minutes is not locked out.
func TestWorkKeepsOpen(t *testing.T) {
	onDesk(t, "zh", 2, func(r *rig) {
		r.openFirst()
		r.sleep(4 * time.Minute)
		r.tap("desk.larger")
		r.sleep(4 * time.Minute)
		r.tap("desk.smaller")
		r.sleep(4 * time.Minute)
		r.tap("desk.return")
		r.sleep(4 * time.Minute)
		kittest.Tick(t, r.content(), r.b.T("reason.front-blur"))
		r.sleep(4 * time.Minute)
		r.types("还在写")
		r.sleep(4 * time.Minute)
		r.has("desk.return.title")
		if r.lock.locked != 0 {
			t.Errorf("locked %d times", r.lock.locked)
		}
		r.sleep(2 * time.Minute)
		r.has("desk.unlock.title")
	})
}

// TestLockedByTheStore: a case that cannot be opened because the desk was
// locked elsewhere leads to the lock, which says why.
func TestLockedByTheStore(t *testing.T) {
	onDesk(t, "zh", 2, func(r *rig) {
		r.cases.open = func(context.Context, uuid.UUID) (model.Case, error) {
			r.lock.Lock()
			return model.Case{}, model.ErrLocked
		}
		r.openFirst()
		r.has("error.locked", "desk.unlock.do")
	})
}

// TestNothingPostedLate: no job of the desk outlives its screen.
func TestNothingPostedLate(t *testing.T) {
	onDesk(t, "zh", 2, func(r *rig) {
		r.openFirst()
		r.s.Leave()
		go r.b.Jobs.Close()
		r.loop.Settle()
		synctest.Wait()
	})
}

// typed are what stands in the fields for passphrases.
func typed(r *rig) []string {
	var out []string
	for _, e := range fields(r) {
		out = append(out, e.Text)
	}
	return out
}

// TestPassphraseStaysOverLanguages: what is half typed is not lost by a switch,
// and not shown.
func TestPassphraseStaysOverLanguages(t *testing.T) {
	for claimed, want := range map[bool][]string{false: {"four words are", "four wo"}, true: {"four words are"}} {
		onDesk(t, "zh", 0, func(r *rig) {
			r.lock.claimed, r.lock.open = claimed, false
			r.enter()
			r.types(want...)
			for _, lang := range []string{"en", "zh"} {
				r.speak(lang)
				if got := typed(r); !slices.Equal(got, want) {
					t.Errorf("%s: %q stands there, want %q", lang, got, want)
				}
				r.hasNot("four w")
				for _, e := range fields(r) {
					if !e.Password {
						t.Error("a passphrase can be read")
					}
				}
			}
		})
	}
}

// TestPassphraseGoes: who comes next finds the fields empty.
func TestPassphraseGoes(t *testing.T) {
	for name, act := range map[string]func(r *rig){
		"leaving": func(r *rig) { r.s.Leave(); r.enter() },
		"locking": func(r *rig) { kittest.Press(r.b, fyne.KeyL) },
		"locking, from the field": func(r *rig) {
			r.b.Window.Canvas().Focus(fields(r)[0])
			kittest.Press(r.b, fyne.KeyL)
		},
		"a wrong one": func(r *rig) { submit(r) },
		"the right one, then locking": func(r *rig) {
			r.lock.unlock = func(context.Context, []byte) error { return nil }
			submit(r)
			r.tap("desk.lock")
		},
	} {
		t.Run(name, func(t *testing.T) {
			onDesk(t, "zh", 0, func(r *rig) {
				r.lock.open = false
				r.lock.unlock = func(context.Context, []byte) error { return model.ErrWrongKey }
				r.enter()
				r.types("four words are enough")
				act(r)
				r.has("desk.unlock.title")
				if got := typed(r); !slices.Equal(got, []string{""}) || r.s.typed != [3]string{} {
					t.Errorf("%q still stands there, %q is kept", got, r.s.typed)
				}
			})
		})
	}
}
