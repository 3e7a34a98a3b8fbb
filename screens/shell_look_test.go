package screens

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// TestShellTopics: hot topics stand beside Me in a wide window, and in the rail,
// unless text is larger or they are switched off.
func TestShellTopics(t *testing.T) {
	for name, c := range map[string]struct {
		place      string
		width      float32
		scale      kit.Scale
		off        bool
		dock, rail bool
	}{
		"wide":              {"me", 1401, kit.ScaleStandard, false, true, true},
		"very wide":         {"me", 1920, "", false, true, true},
		"not wide enough":   {"me", 1400, kit.ScaleStandard, false, false, true},
		"narrow":            {"me", 1024, kit.ScaleStandard, false, false, true},
		"a page of Me":      {"me/services", 1920, kit.ScaleStandard, false, false, true},
		"binding":           {"bind", 1920, kit.ScaleStandard, false, false, true},
		"elsewhere":         {"status", 1920, kit.ScaleStandard, false, false, true},
		"larger":            {"me", 1920, kit.ScaleCare, false, false, false},
		"twice as large":    {"me", 1920, kit.ScaleDouble, false, false, false},
		"off":               {"me", 1920, kit.ScaleStandard, true, false, false},
		"off, but asked":    {"topics", 1920, kit.ScaleStandard, true, false, true},
		"larger, but asked": {"topics", 1920, kit.ScaleCare, false, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t, t.TempDir(), "zh", func(p *Parts) { p.HotTopics = !c.off })
			r.bench.Window.Resize(fyne.NewSize(c.width, 900))
			r.shell.Restyle(kit.Look{Scale: c.scale})
			r.shell.Go("topics")
			r.hear("某明星官宣恋情")
			r.shell.Go(c.place)
			if got := r.docked(); got != c.dock {
				t.Errorf("topics beside it: %v", got)
			}
			if got := kittest.Button(r.content(), r.bench.T("nav.topics")) != nil; got != c.rail {
				t.Errorf("topics in the rail: %v", got)
			}
		})
	}
}

// docked reports whether topics are shown beside a place.
func (r *rig) docked() bool { return r.shell.place != "topics" && r.button("topics.all") != nil }

// TestShellDocks: topics come and go with the width of the window, and lead to
// all of them.
func TestShellDocks(t *testing.T) {
	r := start(t, t.TempDir(), "en", func(p *Parts) { p.HotTopics = true })
	r.bench.Window.Resize(fyne.NewSize(1500, 900))
	r.until("topics beside Me", func() bool { return r.docked() })
	r.bench.Window.Resize(fyne.NewSize(1300, 900))
	if r.docked() {
		t.Error("topics are shown in a narrow window")
	}
	r.bench.Window.Resize(fyne.NewSize(1500, 900))
	r.tap("topics.all")
	r.hear(r.bench.T("topics.how"))
	if r.shell.place != "topics" {
		t.Errorf("at %s", r.shell.place)
	}
}

// TestShellUpdate: what the feed says stands in the line at the foot and, if
// there is something newer, on Me. It is asked once.
func TestShellUpdate(t *testing.T) {
	newer := model.Release{Version: "9.9.9", Where: "https://example.org/truename"}
	for name, c := range map[string]struct {
		release model.Release
		newer   bool
		err     error
		line    string
		me      bool
		button  bool
	}{
		"newer":              {newer, true, nil, "shell.version.newer", true, true},
		"newer, but nowhere": {model.Release{Version: "9.9.9"}, true, nil, "shell.version.newer", true, false},
		"current":            {model.Release{Version: "0.0.1"}, false, nil, "shell.version.current", false, false},
		"failing":            {model.Release{}, false, model.Fail(model.CodeUnreadable, errors.New("no network")), "shell.version", false, false},
	} {
		t.Run(name, func(t *testing.T) {
			var asked atomic.Int32
			r := start(t, t.TempDir(), "en", func(p *Parts) {
				p.Update = func(context.Context) (model.Release, bool, error) {
					asked.Add(1)
					return c.release, c.newer, c.err
				}
			})
			r.hear(r.bench.T("me.claim"))
			line := r.bench.T(c.line, "version", "test", "newer", "9.9.9")
			if !r.soon(func() bool {
				return slices.Contains(kittest.Texts(r.shell.line), r.bench.T("shell.offline")+"　·　"+line)
			}) {
				t.Errorf("the line says %q, want %q", kittest.Texts(r.shell.line), line)
			}
			if got := r.says(r.bench.T("me.newer", "version", "9.9.9")); got != c.me {
				t.Errorf("Me speaks of a newer version: %v", got)
			}
			if b := r.button("me.newer.get"); (b != nil) != c.button {
				t.Errorf("a way to the newer version: %v", b != nil)
			} else if b != nil {
				b.Tapped(nil)
				if !slices.Equal(r.went, []string{newer.Where}) {
					t.Errorf("it leads to %q", r.went)
				}
			}
			r.shell.Speak("zh")
			r.shell.Go("status")
			r.shell.Go("me")
			r.settle()
			if !r.soon(func() bool { return asked.Load() > 0 }) || asked.Load() != 1 {
				t.Errorf("the feed was asked %d times", asked.Load())
			}
		})
	}
}

// TestShellNoFeed: with no feed configured nothing is asked, and nothing is
// said about newer versions.
func TestShellNoFeed(t *testing.T) {
	r := start(t, t.TempDir(), "zh")
	r.hear(r.bench.T("me.claim"))
	r.settle()
	if got := kittest.Texts(r.shell.line); !slices.Equal(got, []string{r.bench.T("shell.offline") + "　·　" + r.bench.T("shell.version", "version", "test")}) {
		t.Errorf("the line says %q", got)
	}
	if r.shell.update != (update{}) {
		t.Errorf("the feed said %+v", r.shell.update)
	}
}

// TestShellLooks changes language, scale and tone on every place where
// something can be typed or ticked: nothing of that is lost, and every button
// and text takes up the new look.
func TestShellLooks(t *testing.T) {
	c := card(t)
	r := start(t, t.TempDir(), "en")
	r.bind(c)
	r.claim()
	r.openFirst()
	r.tap("desk.return")
	r.hear(r.bench.T("desk.reason.lead"))
	r.tick(2)
	r.typed("desk.reason.lead", "The lamp", "It blinks")
	r.tap("common.cancel")
	r.approve()
	r.tap("desk.lock")
	r.hear(r.bench.T("desk.unlock.lead"))
	r.typed("desk.unlock.lead", "half a passph")
	r.shell.Go("status")
	r.hear(r.bench.T("status.mine"))
	r.typed("status.lead", "K7TM-4M")
	r.shell.Go("questions")
	r.typed("questions.title", "how")
	r.shell.Go("me/unbind")
	r.hear(r.bench.T("request.why"))
	r.tick(1)
	r.typed("request.unbind.lead", "It is lost", "13800")
}

// typed fills the fields of the present page, which says the text of key, and
// then changes the look in every way.
func (r *rig) typed(key string, values ...string) {
	r.Helper()
	r.settle()
	for i, v := range values {
		r.fields()[i].SetText(v)
	}
	r.bench.Window.Canvas().Focus(r.fields()[0])
	ticked := ticks(r)
	for _, button := range []string{"中文", "A⁺", "浅色", "A⁺⁺", "深色", "EN", "A", "Contrast"} {
		kittest.Tap(r, r.content(), button)
		r.settle()
		if !r.says(r.bench.T(key)) || !slices.Equal(r.texts()[:len(values)], values) || !slices.Equal(ticks(r), ticked) {
			r.Errorf("after %s the fields of %s hold %q, ticked %v", button, key, r.texts(), ticks(r))
		}
		if wrong := r.unlike(); wrong != "" {
			r.Errorf("after %s at %s %s", button, key, wrong)
		}
	}
	if l := r.shell.look; l != (kit.Look{Tone: kit.ToneLight, Scale: kit.ScaleStandard}) || r.bench.Words.Lang != "en" {
		r.Errorf("at the end it looks %v in %s", l, r.bench.Words.Lang)
	}
}

// unlike says which text is not drawn as the present look asks for.
func (r *rig) unlike() (wrong string) {
	kittest.Walk(r.content(), func(o fyne.CanvasObject) bool {
		t, ok := o.(*kit.Text)
		if !ok {
			return false
		}
		size, ink := cmp.Or(t.SizeName, theme.SizeNameText), cmp.Or(t.Color, theme.ColorNameForeground)
		for _, line := range kittest.Children(t) {
			if l := line.(*canvas.Text); l.TextSize != theme.Size(size) || l.Color != theme.Color(ink) {
				wrong = fmt.Sprintf("“%s” is drawn with %v dp in %v", t.Text, l.TextSize, l.Color)
			}
		}
		return wrong != ""
	})
	return wrong
}

// TestShellSavesDrafts follows the line at the foot while somebody types: what
// is saved, what the disk refused, and what was saved in the end.
func TestShellSavesDrafts(t *testing.T) {
	r := start(t, t.TempDir(), "en")
	r.tap("me.bind")
	r.toName(card(t))
	now := time.Date(2026, 11, 23, 9, 5, 0, 0, idcard.China)
	r.bench.Now = func() time.Time { return now }
	says := func(part string) {
		t.Helper()
		r.until(part, func() bool { return kittest.Says(r.shell.line, part) })
	}
	r.write("bind.name.title", "欧")
	says(r.bench.T("shell.saved", "time", "09:05"))
	now = now.Add(time.Minute)
	r.full.Store(true)
	r.write("bind.name.title", "阳")
	says(r.bench.T("shell.save-failed"))
	if said := kittest.Find[*kit.Text](r.shell.line); len(said) != 1 || said[0].Color != theme.ColorNameError {
		t.Error("a failure is not in red")
	}
	r.shell.Speak("zh")
	says(r.bench.T("shell.save-failed"))
	r.full.Store(false)
	r.write("bind.name.title", "娜")
	says(r.bench.T("shell.saved", "time", "09:06"))
	if d, ok, err := r.store.Draft(t.Context()); err != nil || !ok || d.Name != "娜" {
		t.Errorf("saved is %q, %v, %v", d.Name, ok, err)
	}
}
