package topics

import (
	"fmt"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// docked is how many topics the panel beside Me has room for.
const docked = 5

// Dock is the panel beside Me: the first topics. It fetches the board the first
// time.
func (s *Screen) Dock() fyne.CanvasObject {
	if s.dock == nil {
		s.dock = container.NewStack()
	}
	if len(s.board.Topics) == 0 && s.err == nil {
		s.Reload()
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
	if len(s.board.Topics) > 0 {
		all := kit.Link(s.b.T("topics.all"), func() { s.b.Go("topics") })
		s.dock.Objects = []fyne.CanvasObject{kit.Scrolling(kit.Column(Panel(s.b, s.board, all)))}
	}
	s.dock.Refresh()
}

// Panel is the first topics of a board, with what stands below them.
func Panel(b *kit.Bench, board model.Board, below ...fyne.CanvasObject) fyne.CanvasObject {
	above := []fyne.CanvasObject{kit.Sub(b.T("topics.title")), kit.Caption(state(b, board)), rows(b, board.Topics, docked)}
	return kit.Card(append(above, below...)...)
}

// rows are the first n topics, each with its whole title.
func rows(b *kit.Bench, topics []model.Topic, n int) fyne.CanvasObject {
	rows := kit.Column()
	for i, t := range topics[:min(n, len(topics))] {
		if i > 0 {
			rows.Add(widget.NewSeparator())
		}
		rank := kit.NewText(fmt.Sprint(t.Rank), kit.Style{SizeName: kit.SizeSub, Color: theme.ColorNameHyperlink, Bold: true, Wide: true})
		heat := kit.NewText(degrees(t.Heat), kit.Style{SizeName: kit.SizeSub, Bold: true, Wide: true, Align: fyne.TextAlignTrailing})
		middle := kit.Column(kit.Strong(kit.Show(t.Title.In(b.Words.Lang))), kit.Caption(platformsOf(b, t, mostNames)), kit.NewBar(t.Heat/10))
		rows.Add(container.New(&rowLayout{}, rank, middle, heat))
	}
	return rows
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
