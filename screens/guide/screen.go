// Package guide tells how to bind a card, step by step, and which steps are
// done.
package guide

import (
	"context"
	"fmt"
	"slices"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// Cases is what the screen needs of the store.
type Cases interface {
	// Mine lists this account's cases, newest first.
	Mine(ctx context.Context) ([]model.Mine, error)
	// Draft is the unfinished draft, if there is one.
	Draft(ctx context.Context) (d model.Draft, ok bool, err error)
}

// A Screen is the guide.
type Screen struct {
	b     *kit.Bench
	cases Cases
	text  func(lang string) (model.Guide, error)
	root  *fyne.Container
	done  int // how many steps are behind the person
	stop  func()
}

// New makes the screen; text gives the guide in one language.
func New(b *kit.Bench, cases Cases, text func(lang string) (model.Guide, error)) *Screen {
	return &Screen{b: b, cases: cases, text: text, root: container.NewStack(), stop: func() {}}
}

// Enter finds out where the person is.
func (s *Screen) Enter(string) {
	s.stop()
	cases := s.cases
	s.stop = kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (int, error) {
		return behind(ctx, cases)
	}, nil, func(done int, err error) {
		if err == nil { // without it the guide is still a guide
			s.done = done
			s.show()
		}
	})
}

// Steps of the guide after which one is further, counted from 1: to have come
// here is to have the app and to have opened it.
const (
	stepsHere      = 2
	stepsBegun     = 5 // a draft: the way to Real-name authentication is behind
	stepsFilled    = 6 // on the check page
	stepsSubmitted = 7 // bound
)

// behind is how many steps the person has done.
func behind(ctx context.Context, cases Cases) (int, error) {
	mine, err := cases.Mine(ctx)
	if err != nil {
		return 0, err
	}
	d, ok, err := cases.Draft(ctx)
	bindings := slices.DeleteFunc(mine, func(m model.Mine) bool { // what came to nothing is no step
		return m.Kind != model.Binding || m.Ended || !m.Head.Open() && m.Head.Status != model.Approved
	})
	switch {
	case err != nil:
		return 0, err
	case len(bindings) > 0 && bindings[0].Head.Status == model.Approved:
		return stepsSubmitted, nil
	case len(bindings) > 0 && bindings[0].Head.Status == model.Waiting, ok && d.Page == model.PageCheck:
		return stepsFilled, nil
	case ok, len(bindings) > 0 && bindings[0].Head.Status == model.Returned:
		return stepsBegun, nil
	}
	return stepsHere, nil
}

// Leave implements kit.Screen.
func (s *Screen) Leave() { s.stop() }

// Content implements kit.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	s.show()
	return s.root
}

func (s *Screen) show() { kit.Swap(s.b.Window, s.root, s.page()) }

func (s *Screen) page() fyne.CanvasObject {
	g, err := s.text(s.b.Words.Lang)
	if err != nil {
		return kit.Page(s.b.T("guide.title"), "", kit.Alert(s.b.Words.Say(err)))
	}
	var body []fyne.CanvasObject
	if s.done >= len(g.Steps) {
		body = append(body, kit.Card(kit.Tick(s.b.T("guide.all-done"))))
	}
	for i, step := range g.Steps {
		body = append(body, s.step(i+1, step))
	}
	body = append(body, s.part(s.b.T("guide.notes"), g.Notes)...)
	body = append(body, s.part(s.b.T("guide.why"), g.Why)...)
	body = append(body, kit.Card(kit.Strong(s.b.T("guide.summary")), kit.Body(g.Summary)))
	return kit.Page(s.b.T("guide.title"), g.Intro, body...)
}

// step is one of the seven: done, the next one, or to come.
func (s *Screen) step(n int, step model.Step) fyne.CanvasObject {
	title := fmt.Sprintf("%d　%s", n, step.Title)
	var head fyne.CanvasObject = kit.Strong(title)
	switch {
	case n <= s.done:
		head = kit.Marked("tick", theme.ColorNameSuccess, kit.NewText(title, kit.Style{Color: theme.ColorNamePlaceHolder, Bold: true}))
	case n == s.done+1:
		head = kit.Marked("forward", theme.ColorNameHyperlink, kit.NewText(title, kit.Style{Color: theme.ColorNameHyperlink, Bold: true}))
	}
	text := kit.Column(head, kit.Body(step.Body))
	if step.Goto == "" {
		return kit.Card(text)
	}
	take := kit.Secondary(s.b.T("guide.take"), func() { s.b.Go(step.Goto) })
	if n == s.done+1 {
		take.Rank = kit.Main
	}
	take.Label = s.b.T("guide.take") + " " + step.Title
	return kit.Card(kit.Beside(text, take))
}

func (s *Screen) part(title string, steps []model.Step) []fyne.CanvasObject {
	var cards []fyne.CanvasObject
	for _, step := range steps {
		cards = append(cards, kit.Card(kit.Strong(step.Title), kit.Body(step.Body)))
	}
	return []fyne.CanvasObject{kit.Sub(title), kit.Tiles(210, cards...)}
}
