package screens

import (
	"slices"
	"testing"

	"truename/model"
	"truename/model/specimen"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// TestShellBack goes from place to place and back again, with Esc and with the
// button at the top.
func TestShellBack(t *testing.T) {
	for name, c := range map[string]struct{ ways, backs []string }{
		"places":               {[]string{"status", "guide", "topics"}, []string{"guide", "status", "me", "me"}},
		"the same again":       {[]string{"guide", "guide", "topics"}, []string{"guide", "me"}},
		"pages of Me":          {[]string{"me/services", "me/more", "me/data"}, []string{"me/more", "me/services", "me"}},
		"Me begins anew":       {[]string{"status", "guide", "me", "topics"}, []string{"me", "me"}},
		"out of the form":      {[]string{"me/services", "me/more", "bind"}, []string{"me", "me"}},
		"over the form":        {[]string{"me/more", "bind", "questions"}, []string{"bind", "me", "me"}},
		"a place that is none": {[]string{"guide", "fleet", "topics"}, []string{"me", "guide", "me"}},
	} {
		for _, way := range []string{"Esc", "button"} {
			t.Run(name+", "+way, func(t *testing.T) {
				r := start(t, t.TempDir(), "en")
				for _, place := range c.ways {
					r.shell.Go(place)
				}
				for _, want := range c.backs {
					if there := r.back(way); !there && r.shell.at != "me" {
						t.Errorf("no way back at %s", r.shell.at)
					}
					if at := r.shell.where(); at != want && r.shell.at != want {
						t.Errorf("back at %s, want %s", at, want)
					}
				}
			})
		}
	}
}

// back goes back, and reports whether there was a way to.
func (r *rig) back(way string) bool {
	if way == "Esc" {
		r.key(fyne.KeyEscape)
		return true
	}
	b := r.button("common.back")
	if b != nil {
		b.Tapped(nil)
	}
	return b != nil
}

// TestShellEscapesTheForm goes back page by page, with the keyboard in a field,
// and then to Me; everything that was filled in is still there.
func TestShellEscapesTheForm(t *testing.T) {
	c := card(t)
	r := start(t, t.TempDir(), "zh")
	r.tap("me.bind")
	r.toName(c)
	r.write("bind.name.title", c.Name)
	r.tap("common.continue")
	r.write("bind.number.title", "9901")
	if r.bench.Window.Canvas().Focused() == nil {
		t.Fatal("no field has the keyboard")
	}
	for _, want := range []string{"bind/name", "bind/back", "bind/front", "bind/consent", "bind/start", "me"} {
		r.key(fyne.KeyEscape)
		if at := r.shell.where(); at != want {
			t.Errorf("Esc leads to %s, want %s", at, want)
		}
	}
	r.shell.Go("bind/number")
	r.hear(r.bench.T("bind.number.title"))
	if got := r.texts(); !slices.Equal(got, []string{"9901"}) {
		t.Errorf("the field holds %q", got)
	}
}

// TestShellAsks presses F1 on every page: the questions are told which page it
// was, and Esc leads back to what was shown.
func TestShellAsks(t *testing.T) {
	c := card(t)
	var about string
	r := start(t, t.TempDir(), "en", func(p *Parts) {
		search := p.Questions
		p.Questions = func(lang, query, page string) ([]model.Question, error) {
			about = page
			return search(lang, query, page)
		}
	})
	r.pages(c, func(page string) {
		t.Helper()
		r.settle()
		before, typed := kittest.Texts(r.shell.holder), r.texts()
		r.key(fyne.KeyF1)
		if r.shell.place != "questions" || about != page {
			t.Errorf("F1 asks about %q on %s, want %q", about, r.shell.place, page)
		}
		r.key(fyne.KeyEscape)
		if !r.soon(func() bool {
			return slices.Equal(kittest.Texts(r.shell.holder), before) && slices.Equal(r.texts(), typed)
		}) {
			t.Errorf("back from the questions about %s the window says %q, not %q", page, kittest.Texts(r.shell.holder), before)
			r.shell.Go(page) // and on
		}
	})
}

// pages goes through pages of every kind and calls see on each with its name.
func (r *rig) pages(c specimen.Set, see func(page string)) {
	r.Helper()
	at := func(key, page string) {
		r.Helper()
		r.hear(r.bench.T(key))
		see(page)
	}
	r.shell.Go("guide")
	at("guide.summary", "guide")
	r.shell.Go("topics")
	at("topics.how", "topics")
	r.shell.Go("me/services")
	at("services.locked", "me/services")
	r.shell.Go("me/more")
	at("more.title", "me/more")
	r.shell.Go("me")
	at("me.claim", "me")
	r.tap("me.bind")
	at("bind.start.title", "bind/start")
	r.toName(c)
	r.write("bind.name.title", "欧阳", "13800000000")
	at("bind.name.title", "bind/name")
	r.key(fyne.KeyEscape)
	at("photo.larger", "bind/back")
	r.shell.Go("bind/name")
	r.fields()[0].SetText(c.Name)
	r.tap("common.continue")
	r.write("bind.number.title", c.Number)
	r.tap("common.continue")
	r.write("bind.term.title", c.From, c.Until)
	at("bind.term.title", "bind/term")
	r.tap("common.continue")
	at("bind.check.title", "bind/check")
	r.tap("bind.check.submit")
	reference := r.receipt()
	r.until("a printer", func() bool { return r.button("slip.print") != nil })
	at("bind.receipt.title", "bind/receipt")
	r.shell.Go("status/" + reference)
	at("status.withdraw", "status")
	r.shell.Go("status")
	r.write("status.title", reference)
	at("status.mine", "status")
	r.tap("status.look")
	at("status.withdraw", "status")
	r.shell.Go("me/export")
	r.hear(r.bench.T("request.send"))
	r.fields()[0].SetText("On paper")
	at("request.send", "me/export")
	r.tap("request.send")
	r.hear(r.bench.T("request.filed"))
	r.until("a printer", func() bool { return r.button("slip.print") != nil })
	at("request.filed", "me/export")
	r.shell.Go("desk")
	at("desk.claim.title", "desk")
}

// A probe is a place that notes what reaches it.
type probe struct {
	field  *kit.Entry
	button *kit.Button
	keys   []fyne.KeyName
	pasted int
}

func (p *probe) Content() fyne.CanvasObject { return container.NewVBox(p.field, p.button) }
func (p *probe) Enter(string)               {}
func (p *probe) Leave()                     {}
func (p *probe) Paste()                     { p.pasted++ }

func (p *probe) Key(k fyne.KeyName) bool {
	p.keys = append(p.keys, k)
	return true
}

// probed is a shell with a probe in place of the hot topics, which is shown.
func probed(t *testing.T) (*rig, *probe) {
	t.Helper()
	r := start(t, t.TempDir(), "en")
	p := &probe{field: kit.NewEntry(r.bench), button: kit.Secondary("Press", func() {})}
	r.shell.screens["topics"] = p
	r.shell.Go("topics")
	return r, p
}

// TestShellKeys: keys are the screen's while no field has the keyboard; those
// of the window are the window's even then.
func TestShellKeys(t *testing.T) {
	r, p := probed(t)
	canvas := r.bench.Window.Canvas()
	r.key(fyne.KeyA)
	canvas.Focus(p.button)
	r.key(fyne.KeyR)
	canvas.Focus(p.field)
	r.key(fyne.KeyF)
	if want := []fyne.KeyName{fyne.KeyA, fyne.KeyR}; !slices.Equal(p.keys, want) {
		t.Errorf("the screen got %q, want %q", p.keys, want)
	}
	r.key(fyne.KeyF1)
	if r.shell.place != "questions" {
		t.Errorf("F1 in a field leads to %s", r.shell.place)
	}
	r.key(fyne.KeyEscape)
	canvas.Focus(p.field)
	r.key(fyne.KeyEscape)
	if r.shell.place != "me" {
		t.Errorf("Esc in a field leads to %s", r.shell.place)
	}
	canvas.Unfocus()
	r.key(fyne.KeyA) // Me has no keys
	if len(p.keys) != 2 {
		t.Errorf("a screen that was left got %q", p.keys)
	}
}

// paste presses Ctrl+V, which goes the way of every shortcut.
func (r *rig) paste() {
	c := r.bench.Window.Canvas()
	s := &fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()}
	if focused, ok := c.Focused().(fyne.Shortcutable); ok {
		focused.TypedShortcut(s)
		return
	}
	c.(fyne.Shortcutable).TypedShortcut(s)
}

// TestShellPaste: what is pasted is the field's that has the keyboard, else the
// screen's, if that takes anything.
func TestShellPaste(t *testing.T) {
	r, p := probed(t)
	fyne.CurrentApp().Clipboard().SetContent("from elsewhere")
	canvas := r.bench.Window.Canvas()
	r.paste()
	canvas.Focus(p.button)
	r.paste()
	if p.pasted != 2 || p.field.Text != "" {
		t.Errorf("pasted %d times into the screen, and %q into the field", p.pasted, p.field.Text)
	}
	canvas.Focus(p.field)
	r.paste()
	if p.pasted != 2 || p.field.Text != "from elsewhere" {
		t.Errorf("pasted %d times into the screen, and %q into the field", p.pasted, p.field.Text)
	}
	for _, place := range places {
		if place == "topics" {
			continue
		}
		canvas.Unfocus()
		r.shell.Go(place)
		before := kittest.Texts(r.content())
		canvas.Unfocus()
		r.paste()
		if after := kittest.Texts(r.content()); p.pasted != 2 || !slices.Equal(before, after) {
			t.Errorf("pasting on %s changes it to %q", place, after)
		}
	}
}
