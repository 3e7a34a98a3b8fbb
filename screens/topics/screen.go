// Package topics shows the table of hot topics.
package topics

import (
	"context"
	"fmt"
	"strings"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
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
	dock  *fyne.Container // the panel beside Me; nil until it is shown
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
		s.show()
	})
}

// Leave implements kit.Screen.
func (s *Screen) Leave() { s.stop() }

// Content implements kit.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	s.show()
	return s.root
}

func (s *Screen) show() {
	var body []fyne.CanvasObject
	if s.err != nil {
		again := kit.Buttons(kit.Secondary(s.b.T("common.retry"), func() { s.Enter("") }))
		body = append(body, kit.Alert(s.b.Words.Say(s.err), again))
	}
	if len(s.table.Topics) > 0 {
		body = append(body, kit.Card(s.rows(len(s.table.Topics))), kit.Caption(s.b.T("topics.how")))
	}
	kit.Swap(s.b.Window, s.root, kit.Page(s.b.T("topics.title"), s.date(), body...))
	s.fill()
}

// date is the day of the table.
func (s *Screen) date() string {
	if s.table.Date.IsZero() {
		return ""
	}
	return s.b.T("topics.date", "day", s.b.Words.Date(s.table.Date))
}

// docked is how many topics the panel beside Me has room for.
const docked = 5

// Dock is the panel beside Me: the first topics. It fetches the table the first
// time.
func (s *Screen) Dock() fyne.CanvasObject {
	if s.dock == nil {
		s.dock = container.NewStack()
	}
	if s.table.Date.IsZero() && s.err == nil {
		s.Enter("")
	}
	s.fill()
	return s.dock
}

// fill draws the panel.
func (s *Screen) fill() {
	if s.dock == nil {
		return
	}
	s.dock.Objects = nil
	if len(s.table.Topics) > 0 {
		all := kit.Link(s.b.T("topics.all"), func() { s.b.Go("topics") })
		panel := kit.Card(kit.Sub(s.b.T("topics.title")), kit.Caption(s.date()), s.rows(docked), all)
		s.dock.Objects = []fyne.CanvasObject{kit.Scrolling(kit.Column(panel))}
	}
	s.dock.Refresh()
}

// rows are the first n topics.
func (s *Screen) rows(n int) fyne.CanvasObject {
	rows := kit.Column()
	for i, t := range s.table.Topics[:min(n, len(s.table.Topics))] {
		if i > 0 {
			rows.Add(widget.NewSeparator())
		}
		rows.Add(s.row(t))
	}
	return rows
}

func (s *Screen) row(t model.Topic) fyne.CanvasObject {
	lang := s.b.Words.Lang
	names := make([]string, len(t.Platforms))
	for i, p := range t.Platforms {
		names[i] = p.In(lang)
	}
	rank := kit.NewText(fmt.Sprint(t.Rank), kit.Style{SizeName: kit.SizeSub, Color: theme.ColorNameHyperlink, Bold: true, Wide: true})
	heat := kit.NewText(fmt.Sprintf("%.1f", t.Heat), kit.Style{SizeName: kit.SizeSub, Bold: true, Wide: true, Align: fyne.TextAlignTrailing})
	middle := kit.Column(kit.Strong(kit.Show(t.Title.In(lang))), kit.Caption(kit.Show(strings.Join(names, " · "))), kit.NewBar(t.Heat/10))
	return container.New(&rowLayout{}, rank, middle, heat)
}

// rowLayout stands a topic between its rank and its heat, each in a column of
// its own width.
type rowLayout struct{}

// rooms are the widths of rank and heat.
func (*rowLayout) rooms() (rank, heat float32) { return theme.TextSize() * 2, theme.TextSize() * 3 }

// MinSize implements fyne.Layout.
func (l *rowLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	rank, heat := l.rooms()
	m := o[1].MinSize()
	return fyne.NewSize(rank+m.Width+heat, m.Height)
}

// Layout implements fyne.Layout.
func (l *rowLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	rank, heat := l.rooms()
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(rank, o[0].MinSize().Height))
	o[1].Move(fyne.NewPos(rank, 0))
	o[1].Resize(fyne.NewSize(size.Width-rank-heat, size.Height))
	o[2].Move(fyne.NewPos(size.Width-heat, 0))
	o[2].Resize(fyne.NewSize(heat, o[2].MinSize().Height))
}
