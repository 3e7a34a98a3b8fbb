package bind

import (
	"fmt"
	"slices"
	"testing"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// focusables are what screens put there for Tab to stop at, in order.
func (r *rig) focusables() []focusable {
	var out []focusable
	kit.Each(r.root, func(o fyne.CanvasObject) bool {
		if f, ok := o.(focusable); ok {
			out = append(out, f)
		}
		return false
	})
	return out
}

// key presses a key on what has the keyboard, or else on the window.
func (r *rig) key(name fyne.KeyName) {
	r.t.Helper()
	focused := r.b.Window.Canvas().Focused()
	if focused == nil {
		r.t.Fatal("nothing has the keyboard")
	}
	focused.TypedKey(&fyne.KeyEvent{Name: name})
	r.loop.Settle()
}

// spoken is what a screen reader says of o.
func spoken(o any) string {
	if a, ok := o.(fyne.Accessible); ok {
		return a.AccessibilityLabel()
	}
	return ""
}

// hand gives the keyboard to the object with this label.
func (r *rig) hand(label string) {
	r.t.Helper()
	for _, o := range r.focusables() {
		if spoken(o) == label {
			r.b.Window.Canvas().Focus(o)
			return
		}
	}
	r.t.Fatalf("nothing is called %q on %q", label, r.page)
}

// has is what a screen reader says of what has the keyboard, if that is on the
// page.
func (r *rig) has() string {
	focused := r.b.Window.Canvas().Focused()
	for _, o := range r.focusables() {
		if fyne.Focusable(o) == focused {
			return spoken(o)
		}
	}
	return "nothing on the page"
}

// TestNames: what Tab stops at says what it is, in every state; and buttons
// that a screen reader calls the same do the same.
func TestNames(t *testing.T) {
	everywhere(t, func(t *testing.T, r *rig) {
		all := r.focusables()
		if len(all) == 0 {
			t.Error("nothing can be done")
		}
		for i, o := range all {
			if spoken(o) == "" {
				t.Errorf("the %d-th, a %T, has no name", i, o)
			}
		}
		places := map[string][]int{}
		for i, b := range kittest.Find[*kit.Button](r.root) {
			if !b.Disabled() {
				places[spoken(b)] = append(places[spoken(b)], i)
			}
		}
		for label, at := range places {
			if len(at) > 1 && !r.same(at) {
				t.Errorf("%d buttons are called %q and do different things", len(at), label)
			}
		}
	})
}

// same reports whether these buttons lead to the same place.
func (r *rig) same(buttons []int) bool {
	var does []string
	for _, i := range buttons {
		does = append(does, r.does(i))
	}
	return len(slices.Compact(does)) == 1
}

// does is where the i-th button of the page leads; the page is shown again
// afterwards.
func (r *rig) does(i int) string {
	kept, page, change, went := r.draft, r.draft.Page, r.change, len(r.went)
	test.Tap(kittest.Find[*kit.Button](r.root)[i])
	r.loop.Settle()
	did := fmt.Sprint(r.page, r.went[went:], r.draft.Number, r.draft.Name)
	r.draft = kept
	r.goTo(page)
	r.change = change
	r.loop.Settle()
	return did
}

// TestProblemsLeadToTheirField: each problem, tapped, gives the keyboard to
// what puts it right: on the page itself, and from the last look.
func TestProblemsLeadToTheirField(t *testing.T) {
	nothing := func(d *model.Draft) {
		child(d)
		d.Consent, d.PhotoConsent = model.Consent{}, model.Consent{}
		d.Front, d.Back = model.Photo{}, model.Photo{}
		d.Name, d.Phone, d.From, d.Until = "", "12", "", ""
	}
	retake := func(d *model.Draft) {
		d.Front.Report.Grade, d.Back.Report.Grade = model.Retake, model.Retake
	}
	cases := map[string]struct {
		page   string
		change func(*model.Draft)
		fields []string
	}{
		"consent":  {model.PageConsent, nothing, []string{model.FieldConsent, model.FieldPhotoConsent}},
		"name":     {model.PageName, nothing, []string{model.FieldName, model.FieldPhone}},
		"number":   {model.PageNumber, func(d *model.Draft) { d.Number = "12" }, []string{model.FieldNumber}},
		"guardian": {model.PageGuardian, child, []string{model.FieldGuardian, model.FieldGuardianConsent}},
		"term":     {model.PageTerm, nothing, []string{model.FieldFrom, model.FieldUntil}},
		"front":    {model.PageFront, retake, []string{model.FieldFront}},
		"back":     {model.PageBack, retake, []string{model.FieldBack}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			inside(t, "en", func(r *rig) {
				pressed(c.page, c.change)(r)
				if len(r.links()) != len(c.fields) {
					r.t.Fatalf("%d links, want %d", len(r.links()), len(c.fields))
				}
				for i, field := range c.fields {
					r.b.Window.Canvas().Unfocus()
					r.link(i)
					r.focused(field)
				}
			})
		})
		t.Run(name+", from the last look", func(t *testing.T) {
			inside(t, "en", func(r *rig) {
				at(model.PageCheck, func(d *model.Draft) {
					c.change(d)
					if c.page != model.PageConsent { // nobody gets past them
						agreed := filled().Consent
						d.Consent, d.PhotoConsent = agreed, agreed
					}
				})(r)
				for i, p := range r.draft.Problems(r.b.Rules()) {
					if p.Page != c.page {
						continue
					}
					r.link(i)
					r.on(c.page)
					r.focused(p.Field)
					r.draft.Page = model.PageCheck
					r.render()
				}
			})
		})
	}
}

// focused fails unless what puts a field right has the keyboard.
func (r *rig) focused(field string) {
	r.t.Helper()
	if got := r.b.Window.Canvas().Focused(); got == nil || got != fyne.Focusable(r.focus[field]) || r.has() != spoken(got) {
		r.t.Errorf("the keyboard is at %T %q, not at %q", got, r.has(), field)
	}
}

// TestKeyboardStays: what has the keyboard keeps it while the page is drawn
// anew.
func TestKeyboardStays(t *testing.T) {
	cases := map[string]struct {
		state string
		at    string // label
		do    func(r *rig)
		then  string // label
	}{
		"looking closer":    {"front, fault", "photo.larger", func(r *rig) { r.key(fyne.KeyReturn) }, "photo.larger"},
		"turning":           {"front, fault", "bind.photo.left", func(r *rig) { r.key(fyne.KeySpace); r.pass(fakeChecks) }, "bind.photo.left"},
		"the viewer":        {"front, fault", "side.front", (*rig).render, "side.front"},
		"checks come":       {"front", "bind.photo.paste", func(r *rig) { r.clip.picture = "good"; r.key(fyne.KeyReturn); r.pass(fakeChecks) }, "bind.photo.paste"},
		"number shown":      {"check", "bind.check.reveal", func(r *rig) { r.key(fyne.KeySpace) }, "bind.check.hide"},
		"for ever":          {"term", "bind.term.long", func(r *rig) { r.key(fyne.KeySpace) }, "bind.term.long"},
		"not for ever":      {"term, for ever", "bind.term.long", func(r *rig) { r.key(fyne.KeySpace) }, "bind.term.long"},
		"receipt saved":     {"receipt", "slip.save", func(r *rig) { r.paper.path = "a.pdf"; r.key(fyne.KeyReturn) }, "slip.save"},
		"sending fails":     {"check", "bind.check.submit", func(r *rig) { r.sendErr = model.ErrDiskFull; r.key(fyne.KeyReturn) }, "bind.check.submit"},
		"consent, language": {"consent", "bind.consent.photo.agree", func(r *rig) { r.speak("en") }, "bind.consent.photo.agree"},
		"name, language":    {"name", "field.phone", func(r *rig) { r.speak("en") }, "field.phone"},
		"number, language":  {"number, offers", "field.number", func(r *rig) { r.speak("en") }, "field.number"},
		"front, language":   {"front, fault", "photo.smaller", func(r *rig) { r.speak("en") }, "photo.smaller"},
		"receipt, language": {"receipt", "slip.print", func(r *rig) { r.speak("en") }, "slip.print"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			inside(t, "zh", func(r *rig) {
				states[c.state](r)
				if c.at == "photo.smaller" {
					r.tap(r.b.T("photo.larger"))
				}
				r.hand(r.b.T(c.at))
				c.do(r)
				if got := r.has(); got != r.b.T(c.then) {
					t.Errorf("the keyboard is at %q, want %q", got, r.b.T(c.then))
				}
			})
		})
	}
}

// TestCursorStays: a change of language leaves the cursor where it was.
func TestCursorStays(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		states["name"](r)
		r.write(model.FieldName, "张小三")
		r.key(fyne.KeyLeft)
		r.key(fyne.KeyLeft)
		r.speak("en")
		r.focused(model.FieldName)
		test.Type(r.focus[model.FieldName].(*kit.Entry), "大")
		if r.draft.Name != "张大小三" {
			t.Errorf("typed on, the name is %q", r.draft.Name)
		}
	})
}

// TestLanguageKeepsWhatWasTyped: on every page with fields, wrong or not.
func TestLanguageKeepsWhatWasTyped(t *testing.T) {
	cases := map[string]map[string]string{
		model.PageName:     {model.FieldName: "张 ・", model.FieldPhone: "12"},
		model.PageNumber:   {model.FieldNumber: "4403O"},
		model.PageGuardian: {model.FieldGuardian: "张"},
		model.PageTerm:     {model.FieldFrom: "2020.6", model.FieldUntil: "20"},
	}
	for page, typed := range cases {
		t.Run(page, func(t *testing.T) {
			inside(t, "zh", func(r *rig) {
				at(page, child)(r)
				for field, text := range typed {
					r.write(field, text)
				}
				r.speak("en")
				r.still(typed)
				r.tap(r.b.T("common.continue")) // with what is wrong said
				r.speak("zh")
				r.says(r.b.T("bind.problems"))
				r.still(typed)
			})
		})
	}
	inside(t, "zh", func(r *rig) {
		at(model.PageConsent, func(d *model.Draft) { d.Consent, d.PhotoConsent = model.Consent{}, model.Consent{} })(r)
		r.tick(model.FieldPhotoConsent)
		r.speak("en")
		if boxes := kittest.Boxes(r.root); boxes[0].Checked || !boxes[1].Checked {
			t.Errorf("ticked %v, %v", boxes[0].Checked, boxes[1].Checked)
		}
		if c := r.draft.PhotoConsent; c.Language != "zh" || r.draft.Consent.Given() {
			t.Errorf("agreed to the text in %q", c.Language)
		}
	})
}

// still fails unless the fields of the page still have these texts.
func (r *rig) still(typed map[string]string) {
	r.t.Helper()
	for field, text := range typed {
		var got string
		switch e := r.focus[field].(type) {
		case *kit.Entry:
			got = e.Text
		case *numberEntry:
			got = e.Text
		}
		if got != text {
			r.t.Errorf("%s has %q, want %q", field, got, text)
		}
	}
}
