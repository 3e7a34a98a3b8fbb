// Package guide tells how to bind a card, step by step.
package guide

import (
	"fmt"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
)

// A Screen is the guide.
type Screen struct {
	b    *kit.Bench
	text func(lang string) (model.Guide, error)
}

// New makes the screen; text gives the guide in one language.
func New(b *kit.Bench, text func(lang string) (model.Guide, error)) *Screen {
	return &Screen{b: b, text: text}
}

// Enter implements kit.Screen.
func (s *Screen) Enter(string) {}

// Leave implements kit.Screen.
func (s *Screen) Leave() {}

// Content implements kit.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	g, err := s.text(s.b.Words.Lang)
	if err != nil {
		return kit.Page(s.b.T("guide.title"), "", kit.Alert(s.b.Words.Say(err)))
	}
	var body []fyne.CanvasObject
	for i, step := range g.Steps {
		body = append(body, s.step(i+1, step))
	}
	body = append(body, s.part(s.b.T("guide.notes"), g.Notes)...)
	body = append(body, s.part(s.b.T("guide.why"), g.Why)...)
	body = append(body, kit.Column(kit.Sub(s.b.T("guide.summary")), kit.Body(g.Summary)))
	return kit.Page(s.b.T("guide.title"), g.Intro, body...)
}

func (s *Screen) step(n int, step model.Step) fyne.CanvasObject {
	text := kit.Column(kit.Strong(fmt.Sprintf("%d　%s", n, step.Title)), kit.Body(step.Body))
	if step.Goto == "" {
		return kit.Card(text)
	}
	take := kit.Secondary(s.b.T("guide.take"), func() { s.b.Go(step.Goto) })
	return kit.Card(kit.Beside(text, kit.Buttons(take)))
}

func (s *Screen) part(title string, steps []model.Step) []fyne.CanvasObject {
	out := []fyne.CanvasObject{kit.Sub(title)}
	for _, step := range steps {
		out = append(out, kit.Column(kit.Strong(step.Title), kit.Body(step.Body)))
	}
	return out
}
