package desk

import (
	"fmt"

	"truename/model"
	"truename/model/idcard"
	"truename/model/workday"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

func (s *Screen) queuePage() fyne.CanvasObject {
	b := s.b
	tools := kit.Buttons()
	if s.p.Figures != nil {
		tools.Add(kit.Link(b.T("desk.figures"), func() { s.toNumbers(periods[1]) }))
	}
	if s.p.Log != nil && s.role().Supervises() {
		tools.Add(kit.Link(b.T("desk.log"), s.toLog))
	}
	if s.p.Holders != nil {
		tools.Add(kit.Link(b.T("desk.holders"), s.toHolders))
	}
	tools.Add(kit.Secondary(b.T("desk.lock"), s.lock).With("lock"))
	rows := append([]fyne.CanvasObject{kit.Beside(kit.Heading(b.T("desk.waiting", "n", s.count())), tools)}, s.alert()...)
	rows = append(rows, s.pendingBox())
	rows = append(rows, s.dueLines()...)
	rows = append(rows, s.reviewLines()...)
	if s.busy {
		rows = append(rows, kit.Muted(b.T("desk.opening")))
	}
	if len(s.heads) == 0 && s.only == (model.Sieve{}) {
		s.list = nil
		return kit.Page("", "", append(rows, kit.Card(kit.Tick(b.T("desk.empty"))))...)
	}
	rows = append(rows, s.escalated()...)
	rows = append(rows, s.sieve()...)
	if len(s.heads) == 0 {
		s.list = nil
		return kit.Page("", "", append(rows, kit.Muted(b.T("desk.none")))...)
	}
	list := kit.Backdrop(kit.ColorCard, s.queueList())
	return kit.Framed(kit.FrameOf(deskWidth, kit.Column(rows...)), nil,
		kit.Centred(deskWidth, layout.NewCustomPaddedLayout(0, 16, kit.Margin, kit.Margin), list))
}

// escalated says how much is overdue by so much that somebody above the desk
// has to look. What is due first stands first, so those are among the heads.
func (s *Screen) escalated() []fyne.CanvasObject {
	n, today := 0, s.b.Rules().Today
	for _, h := range s.heads {
		if u, _ := s.p.Calendar.Urgency(h.Due, today); u == workday.Escalated {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	most := fmt.Sprint(n)
	if n == len(s.heads) && s.next != "" {
		most += "+"
	}
	return []fyne.CanvasObject{kit.Alert(s.b.T("desk.escalated", "n", most))}
}

// shortQueue is a queue that needs no narrowing: all of it is in sight.
const shortQueue = 8

// sieve is what the queue can be narrowed to.
func (s *Screen) sieve() []fyne.CanvasObject {
	if len(s.heads) <= shortQueue && s.only == (model.Sieve{}) {
		return nil
	}
	find := kit.NewEntry(s.b)
	find.Label, find.Text = s.b.T("desk.find"), s.only.Tag
	find.SetPlaceHolder(s.b.T("desk.find"))
	find.OnChanged = func(typed string) { s.sift(func(only *model.Sieve) { only.Tag = typed }) }
	today := s.b.Rules().Today
	var ticks []fyne.CanvasObject
	for _, tick := range []struct {
		key string
		on  bool
		set func(only *model.Sieve, on bool)
	}{
		{"desk.only.overdue", !s.only.DueBefore.IsZero(), func(only *model.Sieve, on bool) {
			if only.DueBefore = (idcard.Date{}); on {
				only.DueBefore = today
			}
		}},
		{"desk.only.corrected", s.only.Corrected, func(only *model.Sieve, on bool) { only.Corrected = on }},
		{"desk.only.requests", s.only.Requests, func(only *model.Sieve, on bool) { only.Requests = on }},
		{"desk.only.flagged", s.only.Flagged, func(only *model.Sieve, on bool) { only.Flagged = on }},
	} {
		ticks = append(ticks, kit.NewChoice(s.b.T(tick.key), tick.on, func(on bool) {
			s.sift(func(only *model.Sieve) { tick.set(only, on) })
		}))
	}
	return []fyne.CanvasObject{find, kit.Tiles(150, ticks...)}
}

// sift narrows or widens the queue, from its beginning.
func (s *Screen) sift(change func(*model.Sieve)) {
	s.watch()
	change(&s.only)
	s.heads, s.next = s.heads[:0], ""
	s.Reload()
}

func (s *Screen) count() string {
	if s.next != "" {
		return fmt.Sprintf("%d+", len(s.heads))
	}
	return fmt.Sprint(len(s.heads))
}

// queueList draws only the rows in sight, however long the queue is. It stands
// where the former list stood.
func (s *Screen) queueList() fyne.CanvasObject {
	list := kit.NewList(s.b.T("desk.list"), func() int { return len(s.heads) },
		func() fyne.CanvasObject { return newRow() },
		func(i widget.ListItemID, o fyne.CanvasObject) {
			if i >= len(s.heads) { // the queue became shorter while the list was drawn
				return
			}
			o.(*row).set(s.b, s.p.Calendar, s.heads[i])
			if h := s.heads[i]; h.Seconding() && s.mine(h) {
				o.(*row).more.SetText(s.b.T("desk.second.yours"))
			}
			if i == len(s.heads)-1 && s.next != "" {
				s.more()
			}
		})
	list.OnSelected = func(i widget.ListItemID) {
		if i < len(s.heads) && !s.busy {
			s.pick(s.heads[i].Case)
		}
	}
	if s.list != nil {
		offset := s.list.GetScrollOffset()
		list.Resize(s.list.Size())
		list.ScrollToOffset(offset)
	}
	s.list = list
	return list
}

// A row is one waiting case.
type row struct {
	widget.BaseWidget
	tag, due, more, weight *kit.Text
	layout                 rowLayout
}

func newRow() *row {
	muted := kit.Style{Color: theme.ColorNamePlaceHolder, Single: true}
	r := &row{
		tag: kit.NewText("", kit.Style{Bold: true, Single: true}), due: kit.NewText("", kit.Style{Single: true}),
		more: kit.NewText("", muted), weight: kit.NewText("", muted),
	}
	r.ExtendBaseWidget(r)
	return r
}

func (r *row) set(b *kit.Bench, c workday.Calendar, h model.Head) {
	due, more, weight := b.T("desk.due", "day", b.Words.Day(h.Due)), b.T("kind."+string(h.Kind)), ""
	u, days := c.Urgency(h.Due, b.Rules().Today)
	switch u {
	case workday.DueSoon:
		due = b.T(map[bool]string{true: "desk.due.today", false: "desk.due.next"}[days == 0])
	case workday.Overdue, workday.Escalated:
		due = b.T("desk.overdue", "n", days)
	}
	r.due.Color = map[workday.Urgency]fyne.ThemeColorName{
		workday.DueSoon: theme.ColorNameWarning, workday.Overdue: theme.ColorNameError, workday.Escalated: theme.ColorNameError,
	}[u]
	r.due.Bold = u == workday.Escalated
	if h.Revision > 1 {
		more = b.T("desk.corrected", "n", h.Revision)
	}
	if h.Seconding() {
		more = b.T("desk.second.waits")
	}
	if h.Weight > 0 && h.Kind == model.Binding {
		weight = b.T("desk.weight", "n", h.Weight)
	}
	for t, said := range map[*kit.Text]string{r.tag: h.Tag, r.due: due, r.more: more, r.weight: weight} {
		t.Text = said
		t.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (r *row) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(r.layout, r.tag, r.due, r.more, r.weight))
}

// rowLayout stands the texts of a row below those of the other rows. A request
// has no findings: its long name may reach into their column where text is large.
type rowLayout struct{ wide bool } // the first text needs more room than a tag

// lines is 2 where the text is so large that a row does not fit into one line.
func (rowLayout) lines() int {
	if theme.TextSize() > 18 {
		return 2
	}
	return 1
}

// MinSize implements fyne.Layout.
func (l rowLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(400, float32(l.lines())*o[0].MinSize().Height+2*theme.InnerPadding())
}

// Layout implements fyne.Layout.
func (l rowLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	high := o[0].MinSize().Height
	parts := []float32{0.12, 0.33, 0.39, 0.16}
	if l.lines() == 2 {
		parts = []float32{0.24, 0.76, 0.66, 0.34}
	}
	if l.wide && l.lines() == 2 {
		parts = []float32{0.4, 0.6, 0.66, 0.34}
	} else if l.wide {
		parts = []float32{0.15, 0.27, 0.42, 0.16}
	}
	if t, ok := o[3].(*kit.Text); ok && t.Text == "" && l.lines() == 2 {
		parts[2], parts[3] = 1, 0
	}
	for line := range l.lines() {
		x := float32(2 * kit.Gap)
		for i := line * 4 / l.lines(); i < (line+1)*4/l.lines(); i++ {
			width := (size.Width - 4*kit.Gap) * parts[i]
			o[i].Move(fyne.NewPos(x, theme.InnerPadding()+float32(line)*high))
			o[i].Resize(fyne.NewSize(width, high))
			x += width
		}
	}
}
