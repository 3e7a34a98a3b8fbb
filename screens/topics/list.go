package topics

import (
	"fmt"
	"strings"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// wide is how wide the list may grow, in dp: a row has more in it than a line of
// text.
const wide = 960

// large is the size of text from which there is no room for filters and columns,
// and plain how many topics are shown then.
const large, plain = 18, 50

// listPage is the list with what is said and chosen above it; in large text it is
// a page of topics and nothing else.
func (s *Screen) listPage() fyne.CanvasObject {
	if theme.TextSize() > large {
		s.head, s.list = nil, nil
		body := []fyne.CanvasObject{kit.Buttons(kit.Link(s.b.T("topics.how"), func() { s.b.Go("topics/" + partHow) }))}
		if s.err != nil {
			body = append(body, kit.Alert(s.b.Words.Say(s.err), kit.Buttons(kit.Secondary(s.b.T("common.retry"), s.Reload))))
		}
		if len(s.board.Topics) > 0 {
			body = append(body, kit.Card(rows(s.b, s.board.Topics, plain)))
		}
		return kit.Page(s.b.T("topics.title"), s.state(), body...)
	}
	s.sift()
	s.head = container.NewStack()
	s.drawHead()
	var offset float32
	if s.list != nil {
		offset = s.list.GetScrollOffset()
	}
	s.list = kit.NewList(s.b.T("topics.title"), func() int { return len(s.shown) },
		func() fyne.CanvasObject { return newRow() },
		func(i widget.ListItemID, o fyne.CanvasObject) {
			if i < len(s.shown) {
				o.(*row).set(s.b, s.board.Topics[s.shown[i]])
			}
		})
	s.list.OnSelected = func(i widget.ListItemID) {
		s.list.UnselectAll()
		if key := s.board.Topics[s.shown[i]].Key; key != "" {
			s.b.Go("topics/" + key)
		}
	}
	s.list.Resize(s.root.Size())
	s.list.ScrollToOffset(offset)
	return kit.Framed(kit.FrameOf(wide, s.head), nil, kit.Centred(wide, layout.NewCustomPaddedLayout(0, 8, kit.Margin, kit.Margin), s.list))
}

// drawHead draws what stands above the list.
func (s *Screen) drawHead() {
	if s.head == nil {
		return
	}
	b := s.b
	links := kit.Buttons()
	if s.p.Refresh != nil {
		ask := kit.Link(b.T("topics.refresh"), s.ask)
		if s.asking {
			ask = kit.Link(b.T("topics.asking", "percent", int(s.done*100)), func() {})
			ask.Disable()
		}
		links.Add(ask)
	}
	if len(s.board.Sources) > 0 {
		links.Add(kit.Link(b.T("topics.sources"), func() { b.Go("topics/" + partSources) }))
	}
	links.Add(kit.Link(b.T("topics.how"), func() { b.Go("topics/" + partHow) }))
	parts := []fyne.CanvasObject{kit.Heading(b.T("topics.title")), kit.Beside(kit.Caption(s.state()), links)}
	if s.err != nil {
		parts = append(parts, kit.Alert(b.Words.Say(s.err), kit.Buttons(kit.Secondary(b.T("common.retry"), s.Reload))))
	}
	if s.board.Fault != "" {
		parts = append(parts, kit.Warn(b.T("topics.collection")+" "+b.T("topics.fault."+string(s.board.Fault))))
	}
	parts = append(parts, s.filters())
	if len(s.shown) == 0 && len(s.board.Topics) > 0 {
		parts = append(parts, kit.Body(b.T("topics.none")))
	}
	back := kit.KeepFocus(b.Window, s.head)
	s.head.Objects = []fyne.CanvasObject{kit.Column(parts...)}
	s.head.Refresh()
	back()
}

// filters are the search and the platforms to choose from.
func (s *Screen) filters() fyne.CanvasObject {
	b := s.b
	entry := kit.NewEntry(b)
	entry.SetText(s.query)
	entry.SetPlaceHolder(b.T("topics.search"))
	entry.Label = b.T("topics.search")
	entry.OnChanged = func(q string) {
		s.query = q
		s.again()
	}
	row := kit.Buttons()
	if all := s.platforms(); len(all) > 1 {
		row.Add(s.platformLink(model.Text{}, b.T("topics.platforms")))
		for _, p := range all {
			row.Add(s.platformLink(p, kit.Show(p.In(b.Words.Lang))))
		}
	}
	return kit.Column(kit.AtMost(kit.FieldWidth, entry), row)
}

func (s *Screen) platformLink(p model.Text, name string) fyne.CanvasObject {
	link := kit.Link(name, func() {
		s.platform = p
		s.again()
		s.drawHead()
	})
	link.Chosen = s.platform == p
	return link
}

// again lists what is chosen now.
func (s *Screen) again() {
	none := len(s.shown) == 0
	s.sift()
	if none != (len(s.shown) == 0) {
		s.drawHead()
	}
	s.list.ScrollToTop()
	s.list.Refresh()
}

// A row is one topic.
type row struct {
	widget.BaseWidget
	rank, moved, title, where, heat *kit.Text
	bar                             *kit.Bar
	line                            *line
	said                            string
}

func newRow() *row {
	small := kit.Style{SizeName: kit.SizeCaption, Color: theme.ColorNamePlaceHolder, Single: true}
	r := &row{
		rank:  kit.NewText("", kit.Style{SizeName: kit.SizeSub, Color: theme.ColorNameHyperlink, Bold: true, Single: true}),
		moved: kit.NewText("", small), where: kit.NewText("", small),
		title: kit.NewText("", kit.Style{Bold: true, Single: true}),
		heat:  kit.NewText("", kit.Style{SizeName: kit.SizeSub, Bold: true, Single: true, Align: fyne.TextAlignTrailing}),
		bar:   kit.NewBar(0), line: newLine(),
	}
	r.ExtendBaseWidget(r)
	return r
}

// Inside is what stands in the row.
func (r *row) Inside() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.rank, r.moved, r.title, r.where, r.line, r.heat, r.bar}
}

// AccessibilityLabel implements fyne.Accessible.
func (r *row) AccessibilityLabel() string { return r.said }

// AccessibilityRole implements fyne.Accessible.
func (r *row) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// mostNames is how many platforms a row names.
const mostNames = 3

// set shows a topic.
func (r *row) set(b *kit.Bench, t model.Topic) {
	lang := b.Words.Lang
	where := platformsOf(b, t, mostNames)
	moved, ink := movement(b, t)
	r.moved.Color = ink
	for text, said := range map[*kit.Text]string{
		r.rank: fmt.Sprint(t.Rank), r.moved: moved, r.title: kit.Show(t.Title.In(lang)), r.where: where, r.heat: degrees(t.Heat),
	} {
		text.Text = said
		text.Refresh()
	}
	r.said = strings.Join([]string{fmt.Sprint(t.Rank), t.Title.In(lang), degrees(t.Heat), moved, where}, ", ")
	r.bar.Set(t.Heat / 10)
	r.line.set(t.Line)
	r.Refresh()
}

// platformsOf names the first platforms of a topic, and how many more there are.
func platformsOf(b *kit.Bench, t model.Topic, most int) string {
	var names []string
	for _, p := range t.Platforms[:min(most, len(t.Platforms))] {
		names = append(names, p.In(b.Words.Lang))
	}
	where := strings.Join(names, " · ")
	if more := len(t.Platforms) - most; more > 0 {
		where = b.T("topics.more", "platforms", where, "n", more)
	}
	return kit.Show(where)
}

func degrees(heat float64) string { return fmt.Sprintf("%.1f", heat) }

// movement says how a rank moved since yesterday.
func movement(b *kit.Bench, t model.Topic) (said string, ink fyne.ThemeColorName) {
	switch {
	case t.Key == "": // nobody followed it
		return "", theme.ColorNamePlaceHolder
	case t.Was == 0:
		return b.T("topics.new"), theme.ColorNameHyperlink
	case t.Was > t.Rank:
		return b.T("topics.up", "n", t.Was-t.Rank), theme.ColorNameSuccess
	case t.Was < t.Rank:
		return b.T("topics.down", "n", t.Rank-t.Was), theme.ColorNamePlaceHolder
	}
	return b.T("topics.still"), theme.ColorNamePlaceHolder
}

// CreateRenderer implements fyne.Widget.
func (r *row) CreateRenderer() fyne.WidgetRenderer { return &rowRenderer{r} }

type rowRenderer struct{ r *row }

// room is how wide the columns beside the title are, in dp.
func (w *rowRenderer) room() (rank, moved, line, heat float32) {
	em := theme.TextSize()
	if w.r.line.empty() { // of a table by hand
		return 2 * em, 0, 0, 4 * em
	}
	return 2.6 * em, 3 * em, 7 * em, 4 * em
}

// MinSize implements fyne.WidgetRenderer.
func (w *rowRenderer) MinSize() fyne.Size {
	rank, moved, line, heat := w.room()
	return fyne.NewSize(rank+moved+line+heat+8*theme.TextSize(), w.r.title.MinSize().Height+w.r.where.MinSize().Height+2*theme.InnerPadding())
}

// Layout implements fyne.WidgetRenderer.
func (w *rowRenderer) Layout(size fyne.Size) {
	rank, moved, line, heat := w.room()
	r, pad := w.r, theme.InnerPadding()
	size.Width -= pad + theme.ScrollBarSize() // which lies over the list
	stand := func(o fyne.CanvasObject, x, y, wide, high float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(wide, high))
	}
	high := r.title.MinSize().Height
	low := r.where.MinSize().Height
	middle := size.Width - rank - moved - line - heat
	big := r.rank.MinSize().Height
	stand(r.rank, 0, (size.Height-big)/2, rank, big)
	stand(r.moved, rank, (size.Height-low)/2, moved, low)
	stand(r.title, rank+moved, pad, middle-pad, high)
	stand(r.where, rank+moved, pad+high, middle-pad, low)
	stand(r.line, rank+moved+middle, pad, max(0, line-2*pad), size.Height-2*pad)
	bar := r.bar.MinSize().Height
	top := (size.Height - big - bar - 4) / 2
	stand(r.heat, size.Width-heat, top, heat, big)
	stand(r.bar, size.Width-heat, top+big+4, heat, bar)
	visible(r.moved, moved > 0)
	visible(r.line, line > 0)
}

func visible(o fyne.CanvasObject, is bool) {
	if is {
		o.Show()
	} else {
		o.Hide()
	}
}

// Refresh implements fyne.WidgetRenderer.
func (w *rowRenderer) Refresh() {
	w.Layout(w.r.Size())
	w.r.bar.Refresh()
	w.r.line.Refresh()
}

// Objects implements fyne.WidgetRenderer.
func (w *rowRenderer) Objects() []fyne.CanvasObject { return w.r.Inside() }

// Destroy implements fyne.WidgetRenderer.
func (w *rowRenderer) Destroy() {}
