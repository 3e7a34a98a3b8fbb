package guide

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"truename/assets"
	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// places are where the steps lead; a step may lead nowhere.
var places = []string{"me", "me", "me/services", "me/more", "bind", "bind/start", "status"}

// text is a guide of seven steps.
func text(lang string) (model.Guide, error) {
	word := map[string]string{"zh": "中文", "en": "English"}[lang]
	g := model.Guide{
		Intro:   word + " intro",
		Notes:   []model.Step{{Title: word + " note", Body: "be careful"}},
		Why:     []model.Step{{Title: word + " why", Body: "because"}},
		Summary: word + " summary",
	}
	for i, place := range places {
		g.Steps = append(g.Steps, model.Step{Title: fmt.Sprintf("%s step %c", word, 'A'+i), Body: fmt.Sprint("do ", i+1), Goto: place})
	}
	return g, nil
}

// A world is what the store holds.
type world struct {
	mine  []model.Mine
	draft *model.Draft
	err   error
	slow  time.Duration
}

func (w *world) Mine(context.Context) ([]model.Mine, error) {
	time.Sleep(w.slow)
	return slices.Clone(w.mine), w.err
}

func (w *world) Draft(context.Context) (model.Draft, bool, error) {
	if w.draft == nil {
		return model.Draft{}, false, w.err
	}
	return *w.draft, true, w.err
}

// A rig is the screen on a window.
type rig struct {
	*testing.T
	b    *kit.Bench
	s    *Screen
	loop *kittest.Loop
	went []string
}

// onScreen runs f with the guide shown, as wide as beside the rail.
func onScreen(t *testing.T, lang string, w *world, f func(r *rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := &rig{T: t, loop: kittest.NewLoop()}
		r.b = kittest.NewBench(t, lang, r.loop.Post, &r.went)
		r.s = New(r.b, w, text)
		r.s.Enter("")
		r.draw()
		r.loop.Settle()
		f(r)
	})
}

// draw shows the screen, as the shell does.
func (r *rig) draw() {
	r.b.Window.SetContent(r.s.Content())
	r.b.Window.Resize(fyne.NewSize(814, 700))
	r.b.Window.Resize(fyne.NewSize(815, 700))
}

func (r *rig) page() fyne.CanvasObject { return r.b.Window.Content() }

// speak changes the language.
func (r *rig) speak(lang string) {
	r.Helper()
	words, err := kit.LoadWords(assets.Text, lang)
	if err != nil {
		r.Fatal(err)
	}
	r.b.Words = words
	r.draw()
}

func (r *rig) takes() []*kit.Button { return kittest.Buttons(r.page(), r.b.T("guide.take")) }

// wellMade looks at what every page owes who works without a mouse.
func (r *rig) wellMade() {
	r.Helper()
	kittest.WellMade(r, r.b, r.page, r.speak, r.s.show, 1)
}

func TestGuide(t *testing.T) {
	for lang, says := range map[string][]string{
		"zh": {"怎样绑定身份证", "中文 intro", "1　中文 step A", "7　中文 step G", "注意事项", "中文 note", "为什么要绑定", "总结", "中文 summary"},
		"en": {"How to bind your card", "English intro", "2　English step B", "do 3", "Things to note", "English note", "be careful", "English why", "because", "In short"},
	} {
		onScreen(t, lang, &world{}, func(r *rig) {
			kittest.Hear(t, r.page(), says...)
			r.s.Leave()
		})
	}
}

// binding is this account's, in a status.
func binding(s model.Status) model.Mine {
	return model.Mine{Kind: model.Binding, Head: model.Head{Kind: model.Binding, Status: s}}
}

// TestSteps: which are done in each state, and that the next one alone has the
// main button.
func TestSteps(t *testing.T) {
	ended := binding(model.Approved)
	ended.Ended = true
	request := model.Mine{Kind: model.Export, Head: model.Head{Kind: model.Export, Status: model.Approved}}
	for name, c := range map[string]struct {
		world world
		done  int
	}{
		"nothing":                  {world{}, 2},
		"a draft":                  {world{draft: &model.Draft{Page: model.PageFront}}, 5},
		"on the check page":        {world{draft: &model.Draft{Page: model.PageCheck}}, 6},
		"waiting":                  {world{mine: []model.Mine{binding(model.Waiting)}}, 6},
		"returned":                 {world{mine: []model.Mine{binding(model.Returned)}}, 5},
		"returned, being fixed":    {world{mine: []model.Mine{binding(model.Returned)}, draft: &model.Draft{Page: model.PageBack}}, 5},
		"returned, fixed":          {world{mine: []model.Mine{binding(model.Returned)}, draft: &model.Draft{Page: model.PageCheck}}, 6},
		"refused":                  {world{mine: []model.Mine{binding(model.Refused)}}, 2},
		"refused, begun anew":      {world{mine: []model.Mine{binding(model.Refused)}, draft: &model.Draft{}}, 5},
		"withdrawn":                {world{mine: []model.Mine{binding(model.Withdrawn)}}, 2},
		"bound":                    {world{mine: []model.Mine{binding(model.Approved)}}, 7},
		"bound, another one begun": {world{mine: []model.Mine{binding(model.Approved)}, draft: &model.Draft{}}, 7},
		"bound, another refused":   {world{mine: []model.Mine{binding(model.Refused), binding(model.Approved)}}, 7},
		"bound, another waits":     {world{mine: []model.Mine{binding(model.Waiting), binding(model.Approved)}}, 6},
		"bound, then a request":    {world{mine: []model.Mine{request, binding(model.Approved)}}, 7},
		"a request alone":          {world{mine: []model.Mine{request}}, 2},
		"ended":                    {world{mine: []model.Mine{ended}}, 2},
		"ended, begun anew":        {world{mine: []model.Mine{ended}, draft: &model.Draft{}}, 5},
	} {
		t.Run(name, func(t *testing.T) {
			onScreen(t, "zh", &c.world, func(r *rig) {
				if ticks := r.signs("tick"); c.done < 7 && len(ticks) != c.done || c.done == 7 && len(ticks) != 8 {
					t.Errorf("done are %q", ticks)
				}
				var want []string
				if c.done < 7 {
					want = []string{fmt.Sprintf("%d　中文 step %c", c.done+1, 'A'+c.done)}
				}
				if next := r.signs("forward"); !slices.Equal(next, want) {
					t.Errorf("the next is %q, want %q", next, want)
				}
				var loud []string
				for _, b := range kittest.Find[*kit.Button](r.page()) {
					if b.Rank == kit.Main || b.Rank == kit.Onto {
						loud = append(loud, b.Label)
					}
				}
				for i, title := range want {
					_, name, _ := strings.Cut(title, "　")
					want[i] = r.b.T("guide.take") + " " + name
				}
				if !slices.Equal(loud, want) {
					t.Errorf("the main button is %q, want %q", loud, want)
				}
				if all := kittest.Says(r.page(), r.b.T("guide.all-done")); all != (c.done == 7) {
					t.Errorf("all done: %v", all)
				}
				r.wellMade()
			})
		})
	}
}

// signs are the texts behind an icon of this name.
func (r *rig) signs(name string) []string {
	var out []string
	kittest.Walk(r.page(), func(o fyne.CanvasObject) bool {
		c, ok := o.(*fyne.Container)
		if ok && len(c.Objects) == 2 && strings.HasPrefix(iconOf(c.Objects[0]), name) {
			out = append(out, kittest.Texts(c.Objects[1])...)
		}
		return false
	})
	return out
}

// TestTakesThere: each step leads to the place that the text names.
func TestTakesThere(t *testing.T) {
	onScreen(t, "zh", &world{}, func(r *rig) {
		for _, b := range r.takes() {
			test.Tap(b)
		}
		if !slices.Equal(r.went, places) {
			t.Errorf("went to %q, want %q", r.went, places)
		}
	})
}

// TestNowhere: a step without a place has no button, the next one neither.
func TestNowhere(t *testing.T) {
	onScreen(t, "zh", &world{}, func(r *rig) {
		r.s.text = func(lang string) (model.Guide, error) {
			g, err := text(lang)
			g.Steps[2].Goto = ""
			return g, err
		}
		r.draw()
		for _, b := range r.takes() {
			test.Tap(b)
		}
		if want := slices.Delete(slices.Clone(places), 2, 3); !slices.Equal(r.went, want) {
			t.Errorf("went to %q, want %q", r.went, want)
		}
	})
}

func TestGuideFails(t *testing.T) {
	onScreen(t, "en", &world{}, func(r *rig) {
		r.s.text = func(string) (model.Guide, error) { return model.Guide{}, model.ErrUnreadable }
		r.draw()
		kittest.Hear(t, r.page(), "How to bind your card", r.b.T("error.unreadable"))
	})
}

// TestStoreFails: the guide does not need to know who reads it.
func TestStoreFails(t *testing.T) {
	onScreen(t, "en", &world{err: model.ErrDamaged}, func(r *rig) {
		kittest.Hear(t, r.page(), "English step A", "English summary")
		if kittest.Says(r.page(), r.b.T("error.damaged")) {
			t.Error("it speaks of the store")
		}
	})
}

// TestEnterAgain: who was away sees how far it is now; what comes after the
// screen was left is not drawn.
func TestEnterAgain(t *testing.T) {
	w := &world{slow: time.Second}
	onScreen(t, "zh", w, func(r *rig) {
		enter := func() {
			r.s.Enter("")
			time.Sleep(2 * time.Second)
			r.loop.Settle()
		}
		time.Sleep(2 * time.Second) // until nobody reads it
		r.loop.Settle()
		w.draft = &model.Draft{}
		enter()
		if ticks := r.signs("tick"); len(ticks) != 5 {
			t.Errorf("done are %q", ticks)
		}
		w.mine = []model.Mine{binding(model.Approved)}
		r.s.Enter("")
		r.s.Leave()
		time.Sleep(2 * time.Second)
		r.loop.Settle()
		if ticks := r.signs("tick"); len(ticks) != 5 {
			t.Errorf("after it was left, done are %q", ticks)
		}
		enter()
		kittest.Hear(t, r.page(), r.b.T("guide.all-done"))
	})
}

// TestLanguageChanges: the guide is that of the language of the moment.
func TestLanguageChanges(t *testing.T) {
	onScreen(t, "zh", &world{}, func(r *rig) {
		kittest.Hear(t, r.page(), "中文 summary")
		r.speak("en")
		kittest.Hear(t, r.page(), "English summary")
		if kittest.Says(r.page(), "中文") {
			t.Error("it says both")
		}
	})
}

// TestDrawn: the guide of somebody who has begun.
func TestDrawn(t *testing.T) {
	onScreen(t, "zh", &world{draft: &model.Draft{}}, func(r *rig) {
		test.AssertRendersToMarkup(t, "begun.xml", r.b.Window.Canvas())
	})
}

// iconOf is the name of the drawing that o is, or "".
func iconOf(o fyne.CanvasObject) string {
	if c, ok := o.(*canvas.Image); ok && c.Resource != nil {
		return c.Resource.Name()
	}
	return ""
}
