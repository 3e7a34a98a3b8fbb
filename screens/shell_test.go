package screens

import (
	"errors"
	"slices"
	"testing"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
)

// key presses a key, which goes to what has the keyboard, or else to the
// window.
func (r *rig) key(name fyne.KeyName) {
	e := &fyne.KeyEvent{Name: name}
	if focused := r.bench.Window.Canvas().Focused(); focused != nil {
		focused.TypedKey(e)
		return
	}
	r.bench.Window.Canvas().OnTypedKey()(e)
}

// TestShellShortcuts goes from place to place, also while a field or a button
// has the keyboard.
func TestShellShortcuts(t *testing.T) {
	r := start(t, t.TempDir(), "en")
	for _, c := range []struct {
		key          fyne.KeyName
		place, title string
	}{
		{fyne.Key3, "status", "status.lead"}, {fyne.Key5, "questions", "questions.title"}, {fyne.Key2, "bind", "bind.start.title"},
		{fyne.Key7, "desk", "desk.claim.title"}, {fyne.Key4, "guide", "guide.title"}, {fyne.Key6, "topics", "topics.how"}, {fyne.Key1, "me", "me.kicker"},
	} {
		kittest.Press(r.bench, c.key)
		if r.shell.place != c.place {
			t.Errorf("Ctrl+%s leads to %s, want %s", c.key, r.shell.place, c.place)
		}
		r.hear(r.bench.T(c.title))
		if fields := r.fields(); len(fields) > 0 {
			r.bench.Window.Canvas().Focus(fields[0])
		} else {
			r.bench.Window.Canvas().FocusNext()
		}
		if r.bench.Window.Canvas().Focused() == nil {
			t.Errorf("nothing on %s takes the keyboard", c.place)
		}
	}
}

func TestShellPlaces(t *testing.T) {
	for name, c := range map[string]struct{ place, want, title string }{
		"a place":            {"guide", "guide", "guide.title"},
		"unknown":            {"fleet", "me", "me.kicker"},
		"unknown, with part": {"fleet/7", "me", "me.kicker"},
		"nothing":            {"", "me", "me.kicker"},
		"a page of the form": {"bind/front", "bind", "bind.start.title"},
		"unknown page of it": {"bind/retina", "bind", "bind.start.title"},
		"a case not here":    {"status/K7TM-4M2Q-9XWD-3H8A", "status", "error.not-found"},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t, t.TempDir(), "zh")
			r.shell.Go("topics")
			r.shell.Go(c.place)
			r.hear(r.bench.T(c.title))
			if r.shell.place != c.want {
				t.Errorf("at %s, want %s", r.shell.place, c.want)
			}
		})
	}
}

// TestShellRail presses every button of the rail, and sees which is marked.
func TestShellRail(t *testing.T) {
	r := start(t, t.TempDir(), "zh")
	for _, place := range places {
		r.tap("nav." + place)
		for _, other := range places {
			b := kittest.Button(r.content(), r.bench.T("nav."+other))
			if b.Chosen != (other == place) {
				t.Errorf("at %s the button of %s is marked: %v", place, other, b.Chosen)
			}
		}
	}
}

// TestShellQuestions asks for help from a page: what is related to the page
// comes first.
func TestShellQuestions(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		t.Run(lang, func(t *testing.T) {
			r := start(t, t.TempDir(), lang)
			first := map[string]string{}
			for _, place := range []string{"status", "desk", "bind"} {
				r.shell.Go(place)
				r.key(fyne.KeyF1)
				all, err := r.shell.parts.Questions(lang, "", place)
				if err != nil || len(all) < 5 || !slices.Contains(all[0].Pages, place) {
					t.Fatalf("%d questions about %s, %v", len(all), place, err)
				}
				for _, l := range kittest.Find[*kit.Text](r.shell.holder) {
					if l.Bold && l.Text != r.bench.T("questions.title") {
						first[place] = l.Text
						break
					}
				}
				if first[place] != all[0].Title {
					t.Errorf("%s: first is %q, want %q", place, first[place], all[0].Title)
				}
			}
			if first["status"] == first["bind"] {
				t.Error("the page does not matter")
			}
		})
	}
}

// TestShellHowToFix: what says how to fix something stands on top where it was
// asked for, and Back leads to where that was.
func TestShellHowToFix(t *testing.T) {
	r := start(t, t.TempDir(), "en")
	for from, id := range map[string]string{"status": "reason-front-glare", "bind": "fix-glare"} {
		r.shell.Go(from)
		r.shell.Go("questions/" + id)
		all, err := r.shell.parts.Questions("en", "", id)
		if err != nil || len(all) < 2 || all[0].ID != id {
			t.Fatalf("%s: %d questions, %v", id, len(all), err)
		}
		shown := slices.DeleteFunc(kittest.Find[*kit.Text](r.shell.holder), func(l *kit.Text) bool { return !l.Bold })
		if len(shown) < 3 || shown[1].Text != all[0].Title || shown[2].Text == all[0].Title { // the first is the heading
			t.Errorf("%s is not on top, or twice", id)
		}
		if r.shell.Back(); r.shell.place != from {
			t.Errorf("back from %s leads to %s", id, r.shell.place)
		}
	}
}

// TestShellSaved follows the line at the foot of the window.
func TestShellSaved(t *testing.T) {
	r := start(t, t.TempDir(), "en")
	version := r.bench.T("shell.version", "version", "test")
	for _, c := range []struct{ state, want string }{
		{"", r.bench.T("shell.offline")},
		{"saving", r.bench.T("shell.saving")},
		{"failed", r.bench.T("shell.save-failed")},
		{"saved", r.bench.T("shell.saved", "time", r.bench.Now().In(idcard.China).Format("15:04"))},
	} {
		if c.state != "" {
			r.shell.Saved(c.state)
		}
		if !r.says(c.want + "　·　" + version) {
			t.Errorf("%q: the window says %q", c.state, kittest.Texts(r.content()))
		}
	}
}

// TestShellDemo shows on every place that this is a demonstration.
func TestShellDemo(t *testing.T) {
	r := start(t, t.TempDir(), "en")
	for _, place := range places {
		r.shell.Go(place)
		if !r.says(r.bench.T("shell.demo")) {
			t.Errorf("nothing about it on %s", place)
		}
	}
	r.bench.Demo = false
	r.shell.Go("me")
	if r.says(r.bench.T("shell.demo")) {
		t.Error("a real store is called a demonstration")
	}
}

func TestShellFatal(t *testing.T) {
	const dir = "/somewhere/else"
	for name, c := range map[string]struct {
		err  error
		dir  string
		want string
	}{
		"open twice": {model.ErrInUse, dir, "error.in-use"},
		"read only":  {model.Fail(model.CodeReadOnly, errors.New("a path")), dir, "error.read-only"},
		"no folder":  {model.ErrDiskFull, "", "error.disk-full"},
	} {
		t.Run(name, func(t *testing.T) {
			b := kittest.NewBench(t, "en", func(func()) {}, nil)
			quits := 0
			Fatal(b, c.err, c.dir, func() { quits++ })
			texts := kittest.Texts(b.Window.Content())
			if !slices.Contains(texts, b.T(c.want)) || slices.Contains(texts, b.T("fatal.folder", "dir", dir)) != (c.dir != "") {
				t.Errorf("the window says %q", texts)
			}
			kittest.Tap(t, b.Window.Content(), b.T("fatal.quit"))
			if quits != 1 {
				t.Errorf("quit %d times", quits)
			}
		})
	}
}

// TestQuitBeforeTheStore quits while no store is open yet.
func TestQuitBeforeTheStore(t *testing.T) {
	posts := make(chan func(), 1)
	b := kittest.NewBench(t, "en", func(f func()) { posts <- f }, nil)
	ended := false
	Quit(b, nil, func(f func()) { posts <- f }, func() { ended = true }, func() {})
	for !ended {
		(<-posts)()
	}
	b.Jobs.Post(func() { t.Error("a post after the end ran") })
	if len(posts) != 0 {
		t.Error("something was posted after the end")
	}
}

// TestTourOff makes no tour unless one was asked for.
func TestTourOff(t *testing.T) {
	tour, err := NewTour("", nil)
	if tour != nil || err != nil {
		t.Fatal(tour, err)
	}
	tour.Run(nil, func(error) { t.Error("it ran") })
}
