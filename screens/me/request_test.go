package me

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// other is a second binding of this account.
func other(s model.Status) model.Mine {
	m := mine(s)
	m.Reference, m.Case, m.MaskedName = "9WDR-2222-3333-4444", second, "*文"
	return m
}

// bound is a world with one binding.
func bound() *world { return &world{mine: []model.Mine{mine(model.Approved)}} }

// write types into the field with this label.
func (r *rig) write(label, text string) {
	r.Helper()
	r.field(label).SetText(text)
}

func (r *rig) field(label string) *kit.Entry {
	r.Helper()
	for _, e := range kittest.Find[*kit.Entry](r.page()) {
		if e.Label == r.b.T(label) {
			return e
		}
	}
	r.Fatalf("no field %q among %q", r.b.T(label), kittest.Texts(r.page()))
	return nil
}

// ticked are the boxes that are.
func (r *rig) ticked() []string {
	var out []string
	for _, c := range kittest.Boxes(r.page()) {
		if c.Checked {
			out = append(out, c.Text)
		}
	}
	return out
}

// at is what on the page has the keyboard, as a screen reader calls it.
func (r *rig) at() string {
	for _, o := range kittest.Find[kittest.Focusable](r.page()) {
		if a, ok := o.(fyne.Accessible); ok && r.b.Window.Canvas().Focused() == fyne.Focusable(o) {
			return a.AccessibilityLabel()
		}
	}
	return ""
}

// TestAbout: what each kind can be about, by state.
func TestAbout(t *testing.T) {
	ended := with(mine(model.Approved), func(m *model.Mine) { m.Ended = true })
	one, two := mine(model.Approved), other(model.Refused)
	for name, c := range map[string]struct {
		page string
		mine []model.Mine
		says []string // who it can be about
		not  []string
	}{
		"unbind, nothing":      {"unbind", nil, []string{"request.nothing"}, []string{"request.send"}},
		"unbind, not yet":      {"unbind", []model.Mine{mine(model.Waiting)}, []string{"request.nothing"}, []string{"request.send"}},
		"unbind, ended":        {"unbind", []model.Mine{ended}, []string{"request.nothing"}, []string{"request.send"}},
		"unbind, one":          {"unbind", []model.Mine{one, two}, []string{"*新　994***********6743", "request.why"}, []string{"*文", "request.nothing"}},
		"export, nothing":      {"export", nil, []string{"request.nothing"}, []string{"request.send"}},
		"export, requests":     {"export", []model.Mine{request(model.Erase, model.Waiting)}, []string{"request.nothing"}, []string{"request.send"}},
		"export, refused only": {"export", []model.Mine{two}, []string{"*文", "request.send"}, []string{"request.why"}},
		"erase, nothing":       {"erase", nil, []string{"request.nothing"}, []string{"request.send"}},
		"erase, all there is":  {"erase", []model.Mine{one, two}, []string{"*新", "*文", "request.send"}, []string{"request.why"}},
	} {
		t.Run(name, func(t *testing.T) {
			onScreen(t, "zh", c.page, &world{mine: c.mine}, func(r *rig) {
				r.hear(append(c.says, "request."+c.page+".title", "request."+c.page+".lead")...)
				r.hearNot(c.not...)
				r.wellMade()
			})
		})
	}
}

// TestNothing: who has nothing to ask about is shown where to go instead, but
// not before it is known, and not when it cannot be.
func TestNothing(t *testing.T) {
	w := &world{err: model.ErrDamaged}
	onScreen(t, "zh", "erase", w, func(r *rig) {
		r.hear("error.damaged")
		r.hearNot("request.nothing")
		w.err = nil
		r.tap("common.retry")
		r.hear("request.nothing")
		r.tap("me.bind")
		r.tap("request.look")
		if want := []string{"bind", "status"}; !slices.Equal(r.went, want) {
			t.Errorf("went to %q, want %q", r.went, want)
		}
		s := New(r.b, r.parts())
		s.Enter("export")
		r.b.Window.SetContent(s.Content())
		r.hearNot("request.nothing")
	})
}

// TestFile: each kind files what was typed, once, and shows the receipt.
func TestFile(t *testing.T) {
	for name, c := range map[string]struct {
		kind model.Kind
		fill func(r *rig)
		want model.Request
	}{
		"unbind": {model.Unbind, func(r *rig) {
			kittest.Tick(r, r.page(), r.b.T("request.reason.lost-card"))
			kittest.Tick(r, r.page(), r.b.T("request.reason.new-card"))
			r.write("field.text", "上周换的")
			r.write("field.contact", "138 0000 0000")
		}, model.Request{About: caseID, AboutReference: reference, Reason: "new-card", Text: "上周换的", Contact: "138 0000 0000"}},
		"export": {model.Export, func(*rig) {}, model.Request{About: caseID, AboutReference: reference}},
		"erase, of the other one": {model.Erase, func(r *rig) {
			kittest.Tick(r, r.page(), "*文　994***********6743　9WDR-2222-3333-4444")
			r.write("field.text", "不用了")
		}, model.Request{About: second, AboutReference: "9WDR-2222-3333-4444", Text: "不用了"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := &world{mine: []model.Mine{mine(model.Approved), other(model.Refused)}}
			onScreen(t, "zh", string(c.kind), w, func(r *rig) {
				c.fill(r)
				r.wellMade()
				r.tap("request.send")
				if len(w.filed) != 1 || w.drawn != 1 {
					t.Fatalf("filed %d, drawn %d", len(w.filed), w.drawn)
				}
				got := w.filed[0]
				c.want.ID, c.want.Case, c.want.Reference, c.want.Kind = got.ID, got.Case, "P3QX-2222-3333-4444", c.kind
				if got != c.want {
					t.Errorf("filed %+v, want %+v", got, c.want)
				}
				r.hear("request.filed", "P3QX-2222-3333-4444", "request.next", "11月24日（周二） – 11月26日（周四）", "11月23日（周一） 14:02")
				r.hearNot("request.send")
				r.tap("me.status")
				if want := []string{"status/P3QX-2222-3333-4444"}; !slices.Equal(r.went, want) {
					t.Errorf("went to %q, want %q", r.went, want)
				}
			})
		})
	}
}

// TestWhich: of several bindings one is chosen, and that of the same card twice
// can be told apart.
func TestWhich(t *testing.T) {
	twin := other(model.Approved)
	twin.MaskedName = "*新"
	onScreen(t, "zh", "unbind", &world{mine: []model.Mine{mine(model.Approved), twin}}, func(r *rig) {
		first, last := "*新　994***********6743　"+reference, "*新　994***********6743　9WDR-2222-3333-4444"
		if got := r.ticked(); !slices.Equal(got, []string{first}) {
			t.Errorf("ticked %q at first", got)
		}
		kittest.Tick(t, r.page(), last)
		if got := r.ticked(); !slices.Equal(got, []string{last}) {
			t.Errorf("ticked %q", got)
		}
		kittest.Tick(t, r.page(), last) // a second tap does not take it away
		if got := r.ticked(); !slices.Equal(got, []string{last}) {
			t.Errorf("ticked %q after a second tap", got)
		}
		r.wellMade()
	})
}

// TestProblems: what is missing or wrong stands on top as links, and beside its
// field; the keyboard goes to the first, and to the one whose link is pressed.
// Nothing is filed.
func TestProblems(t *testing.T) {
	for name, c := range map[string]struct {
		fill     func(r *rig)
		problems []string // sentences
		at       []string // where each link leads
	}{
		"no reason": {func(*rig) {}, []string{"problem.reason.missing"}, []string{"request.reason.new-card"}},
		"phone": {func(r *rig) {
			kittest.Tick(r, r.page(), r.b.T("request.reason.other"))
			r.write("field.contact", "12")
		}, []string{"problem.phone"}, []string{"field.contact"}},
		"too long": {func(r *rig) {
			kittest.Tick(r, r.page(), r.b.T("request.reason.other"))
			r.write("field.text", strings.Repeat("字", model.MaxRequestText+1))
		}, []string{"problem.too-long"}, []string{"field.text"}},
		"turned": {func(r *rig) {
			kittest.Tick(r, r.page(), r.b.T("request.reason.other"))
			r.write("field.text", "a\u202eb")
		}, []string{"problem.control"}, []string{"field.text"}},
		"all": {func(r *rig) {
			r.write("field.text", strings.Repeat("字", model.MaxRequestText+1))
			r.write("field.contact", "phone")
		}, []string{"problem.reason.missing", "problem.too-long", "problem.phone"}, []string{"request.reason.new-card", "field.text", "field.contact"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := bound()
			onScreen(t, "zh", "unbind", w, func(r *rig) {
				c.fill(r)
				r.tap("request.send")
				r.hear("bind.problems")
				if got, want := r.at(), r.b.T(c.at[0]); got != want {
					t.Errorf("the keyboard is at %q, want %q", got, want)
				}
				for i, sentence := range c.problems {
					r.b.Window.Canvas().Focus(nil)
					r.tap(sentence)
					if got, want := r.at(), r.b.T(c.at[i]); got != want {
						t.Errorf("%s leads to %q, want %q", sentence, got, want)
					}
					beside := 0
					for _, text := range kittest.Texts(r.page()) {
						if text == r.b.T(sentence) {
							beside++
						}
					}
					if beside != 2 {
						t.Errorf("%s is said %d times", sentence, beside)
					}
				}
				if len(w.filed)+w.drawn > 0 {
					t.Errorf("filed %d, drawn %d", len(w.filed), w.drawn)
				}
				r.wellMade()
			})
		})
	}
}

// TestMended: what was wrong is no longer said once it is right.
func TestMended(t *testing.T) {
	w := bound()
	onScreen(t, "zh", "unbind", w, func(r *rig) {
		r.tap("request.send")
		r.hear("problem.reason.missing")
		kittest.Tick(t, r.page(), r.b.T("request.reason.other"))
		r.tap("request.send")
		r.hear("request.filed")
		if len(w.filed) != 1 {
			t.Errorf("filed %d", len(w.filed))
		}
	})
}

// fillIn types into all fields of the form.
func (r *rig) fillIn() {
	r.Helper()
	kittest.Tick(r, r.page(), r.b.T("request.reason.wrong-card"))
	r.write("field.text", "写了一半")
	r.write("field.contact", "139 0000 0000")
}

// holds fails unless the form is as fillIn left it.
func (r *rig) holds() {
	r.Helper()
	if got := r.field("field.text").Text; got != "写了一半" {
		r.Errorf("the text is %q", got)
	}
	if got := r.field("field.contact").Text; got != "139 0000 0000" {
		r.Errorf("the phone is %q", got)
	}
	if got := r.ticked(); !slices.Equal(got, []string{r.b.T("request.reason.wrong-card")}) {
		r.Errorf("ticked %q", got)
	}
}

// TestNothingLost: what was typed stays through another language, news of the
// store, and going away and coming back; another kind, and giving up, begin
// anew.
func TestNothingLost(t *testing.T) {
	w := bound()
	onScreen(t, "zh", "unbind", w, func(r *rig) {
		r.fillIn()
		r.b.Window.Canvas().Focus(r.field("field.contact"))
		r.speak("en")
		r.holds()
		r.s.Reload()
		r.loop.Settle()
		r.holds()
		r.s.Leave()
		r.enter("unbind")
		r.holds()
		for _, page := range []string{"export", "more"} {
			r.fillInAgain("unbind")
			r.enter(page)
			r.enter("unbind")
			if got := r.field("field.text").Text + strings.Join(r.ticked(), ""); got != "" {
				t.Errorf("after %s there is %q", page, got)
			}
		}
	})
}

func (r *rig) fillInAgain(page string) {
	r.Helper()
	r.enter(page)
	r.fillIn()
}

// TestCursorStays: who types hears of no news of the store.
func TestCursorStays(t *testing.T) {
	onScreen(t, "zh", "unbind", bound(), func(r *rig) {
		r.write("field.text", "写了一半")
		field := r.field("field.text")
		r.b.Window.Canvas().Focus(field)
		field.CursorColumn = 2
		r.s.Reload()
		r.loop.Settle()
		now := r.field("field.text")
		if r.b.Window.Canvas().Focused() != fyne.Focusable(now) || now.CursorColumn != 2 {
			t.Errorf("the keyboard is at %q, in column %d", r.at(), now.CursorColumn)
		}
	})
}

// TestSendTwice: while it is sent, pressing again does nothing.
func TestSendTwice(t *testing.T) {
	w := bound()
	w.slow = time.Second
	onScreen(t, "zh", "export", w, func(r *rig) {
		button := kittest.Button(r.page(), r.b.T("request.send"))
		r.b.Window.Canvas().Focus(button)
		enter := func() {
			r.b.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			r.loop.Settle()
		}
		enter()
		r.hear("request.sending")
		enter()
		test.Tap(button)
		r.tap("request.sending")
		time.Sleep(2 * time.Second)
		r.loop.Settle()
		r.hear("request.filed")
		if len(w.filed) != 1 || w.drawn != 1 {
			t.Errorf("filed %d, drawn %d", len(w.filed), w.drawn)
		}
	})
}

// TestFails: nothing is lost, what was typed meanwhile neither, the keyboard
// stays on the button, and pressing it again is the same request.
func TestFails(t *testing.T) {
	for name, fails := range map[string]func(w *world, err error){
		"file": func(w *world, err error) { w.fileErr = err },
		"draw": func(w *world, err error) { w.drawErr = err },
	} {
		t.Run(name, func(t *testing.T) {
			w := bound()
			onScreen(t, "zh", "unbind", w, func(r *rig) {
				fails(w, model.ErrDiskFull)
				r.fillIn()
				r.write("field.text", "写了")
				r.b.Window.Canvas().Focus(kittest.Button(r.page(), r.b.T("request.send")))
				press := func() { r.b.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace}) }
				press()
				r.write("field.text", "写了一半")
				r.loop.Settle()
				r.hear("error.disk-full", "request.kept")
				r.holds()
				if got := r.at(); got != r.b.T("request.send") {
					t.Errorf("the keyboard is at %q", got)
				}
				fails(w, nil)
				press()
				r.loop.Settle()
				r.hear("request.filed")
				if last := w.filed[len(w.filed)-1]; w.drawn != 1 || last.ID != w.filed[0].ID || last.Case != w.filed[0].Case || last.Text != "写了一半" {
					t.Errorf("drawn %d, filed %+v", w.drawn, w.filed)
				}
			})
		})
	}
}

// TestFailsThenOther: about another binding it is another request.
func TestFailsThenOther(t *testing.T) {
	w := &world{mine: []model.Mine{mine(model.Approved), other(model.Approved)}, fileErr: errors.New("no")}
	onScreen(t, "zh", "erase", w, func(r *rig) {
		r.tap("request.send")
		kittest.Tick(t, r.page(), "*文　994***********6743　9WDR-2222-3333-4444")
		w.fileErr = nil
		r.tap("request.send")
		if len(w.filed) != 2 || w.filed[0].ID == w.filed[1].ID || w.filed[1].About != second {
			t.Errorf("filed %+v", w.filed)
		}
	})
}

// TestCancel: giving up leads to where it began.
func TestCancel(t *testing.T) {
	onScreen(t, "zh", "erase", bound(), func(r *rig) {
		r.tap("common.cancel")
		if !slices.Equal(r.went, []string{"me/more"}) {
			t.Errorf("went to %q", r.went)
		}
	})
}

// TestReceipt: it stays through another language and news of the store, can be
// saved, and is gone when the page is entered again.
func TestReceipt(t *testing.T) {
	w := bound()
	onScreen(t, "en", "export", w, func(r *rig) {
		r.tap("request.send")
		r.wellMade()
		r.speak("zh")
		r.s.Reload()
		r.loop.Settle()
		r.hear("request.filed", "P3QX-2222-3333-4444", "slip.reference")
		r.tap("slip.save")
		r.hearNot("slip.saved")
		w.saveTo = "receipt.pdf"
		w.fileErr = model.Fail(model.CodeNotSaved, nil)
		r.tap("slip.save")
		r.hear("error.not-saved")
		w.fileErr = nil
		r.tap("slip.save")
		r.hear("slip.saved")
		r.hearNot("error.not-saved")
		if want := "receipt.pdf: zhP3QX-2222-3333-4444"; len(w.written) != 2 || w.written[1] != want {
			t.Errorf("wrote %q, want %q", w.written, want)
		}
		r.enter("export")
		r.hear("request.send")
		r.hearNot("request.filed")
	})
}
