// Package topics shows the table of hot topics.
package topics

import (
	"context"
	"fmt"
	"strings"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Table fetches the table as the store keeps it.
type Table func(ctx context.Context) (model.TopicTable, error)

// A Screen is the table of hot topics.
type Screen struct {
	b     *kit.Bench
	fetch Table
	table model.TopicTable
	err   error
	root  *fyne.Container
	stop  func()
}

// New makes the screen.
func New(b *kit.Bench, fetch Table) *Screen {
	return &Screen{b: b, fetch: fetch, root: container.NewStack(), stop: func() {}}
}

// Enter fetches the table.
func (s *Screen) Enter(string) {
	s.stop()
	s.stop = kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (model.TopicTable, error) {
		return s.fetch(ctx)
	}, nil, func(t model.TopicTable, err error) {
		s.table, s.err = t, err
		s.Content()
	})
}

// Leave implements kit.Screen.
func (s *Screen) Leave() { s.stop() }

// Content implements kit.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	var body []fyne.CanvasObject
	if s.err != nil {
		body = append(body, kit.Alert(s.b.Words.Say(s.err)))
	}
	for _, t := range s.table.Topics {
		body = append(body, s.row(t))
	}
	lead := ""
	if !s.table.Date.IsZero() {
		lead = s.b.T("topics.date", "day", s.b.Words.Date(s.table.Date))
	}
	s.root.Objects = []fyne.CanvasObject{kit.Page(s.b.T("topics.title"), lead, body...)}
	s.root.Refresh()
	return s.root
}

func (s *Screen) row(t model.Topic) fyne.CanvasObject {
	lang := s.b.Words.Lang
	names := make([]string, len(t.Platforms))
	for i, p := range t.Platforms {
		names[i] = p.In(lang)
	}
	rank := &widget.Label{Text: fmt.Sprint(t.Rank), SizeName: kit.SizeSub, TextStyle: fyne.TextStyle{Bold: true}}
	heat := &widget.Label{Text: fmt.Sprintf("%.1f", t.Heat), SizeName: kit.SizeSub, TextStyle: fyne.TextStyle{Bold: true}}
	title := &widget.Label{Text: t.Title.In(lang), TextStyle: fyne.TextStyle{Bold: true}, Wrapping: fyne.TextWrapWord}
	middle := container.NewVBox(title, kit.Muted(strings.Join(names, " · ")), newBar(t.Heat/10))
	return kit.Card(container.NewBorder(nil, nil, rank, heat, middle))
}

// A bar shows a part of 1 as a filled line.
type bar struct {
	widget.BaseWidget
	part float64
}

func newBar(part float64) *bar {
	b := &bar{part: part}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *bar) CreateRenderer() fyne.WidgetRenderer {
	back, front := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	back.CornerRadius, front.CornerRadius = 3, 3
	r := &barRenderer{bar: b, back: back, front: front}
	r.paint()
	return r
}

type barRenderer struct {
	bar         *bar
	back, front *canvas.Rectangle
}

func (r *barRenderer) paint() {
	r.back.FillColor = theme.Color(theme.ColorNameSeparator)
	r.front.FillColor = theme.Color(theme.ColorNamePrimary)
}

// Layout implements fyne.WidgetRenderer.
func (r *barRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.front.Resize(fyne.NewSize(size.Width*float32(r.bar.part), size.Height))
}

// MinSize implements fyne.WidgetRenderer.
func (r *barRenderer) MinSize() fyne.Size { return fyne.NewSize(60, 6) }

// Refresh takes up a changed theme.
func (r *barRenderer) Refresh() {
	r.paint()
	r.back.Refresh()
	r.front.Refresh()
}

// Objects implements fyne.WidgetRenderer.
func (r *barRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.back, r.front} }

// Destroy implements fyne.WidgetRenderer.
func (r *barRenderer) Destroy() {}
