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
	if len(s.table.Topics) > 0 {
		rows := kit.Column()
		for i, t := range s.table.Topics {
			if i > 0 {
				rows.Add(widget.NewSeparator())
			}
			rows.Add(s.row(t))
		}
		body = append(body, kit.Card(rows))
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
	rank := &widget.Label{Text: fmt.Sprint(t.Rank), SizeName: kit.SizeSub, Importance: widget.HighImportance, TextStyle: fyne.TextStyle{Bold: true}}
	heat := &widget.Label{Text: fmt.Sprintf("%.1f", t.Heat), SizeName: kit.SizeSub, TextStyle: fyne.TextStyle{Bold: true}}
	middle := kit.Column(kit.Strong(t.Title.In(lang)), kit.Muted(strings.Join(names, " · ")), newBar(t.Heat/10))
	return container.New(rowLayout{}, rank, middle, heat)
}

// rowLayout stands a topic between its rank and its heat, each in a column of
// its own width.
type rowLayout struct{}

const rankRoom, heatRoom = 40, 72

// MinSize implements fyne.Layout.
func (rowLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[1].MinSize()
	return fyne.NewSize(rankRoom+m.Width+heatRoom, m.Height)
}

// Layout implements fyne.Layout.
func (rowLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	p := theme.InnerPadding()
	o[0].Move(fyne.NewPos(-p, -p))
	o[0].Resize(o[0].MinSize())
	o[1].Move(fyne.NewPos(rankRoom, 0))
	o[1].Resize(fyne.NewSize(size.Width-rankRoom-heatRoom, size.Height))
	heat := o[2].MinSize()
	o[2].Resize(heat)
	o[2].Move(fyne.NewPos(size.Width-heat.Width+p, (size.Height-heat.Height)/2))
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
