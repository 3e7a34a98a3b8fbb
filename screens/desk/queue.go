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
	title := b.T("desk.waiting", "n", s.count())
	if s.found != nil {
		title = b.T("desk.found", "n", s.found.Total)
	}
	rows := append([]fyne.CanvasObject{kit.Beside(kit.Heading(title), tools)}, s.alert()...)
	rows = append(rows, s.pendingBox())
	rows = append(rows, s.dueLines()...)
	rows = append(rows, s.reviewLines()...)
	if s.busy {
		rows = append(rows, kit.Muted(b.T("desk.opening")))
	}
	if s.found == nil {
		rows = append(rows, s.escalated()...)
		rows = append(rows, s.contestLines()...)
	}
	rows = append(rows, s.sieve()...)
	if len(s.heads) == 0 {
		s.list = nil
		switch {
		case s.found != nil: // it was said
		case s.only == (model.Sieve{}):
			rows = append(rows, kit.Card(kit.Tick(b.T("desk.empty"))))
		case s.p.Finder != nil && s.only.Tag != "":
			rows = append(rows, kit.Muted(b.T("desk.none.tag")))
		default:
			rows = append(rows, kit.Muted(b.T("desk.none")))
		}
		return kit.PageOf(deskWidth, "", "", rows...)
	}
	list := kit.Backdrop(kit.ColorCard, s.queueList())
	return kit.Framed(kit.FrameOf(deskWidth, kit.Column(rows...)), nil,
		kit.Centred(deskWidth, layout.NewCustomPaddedLayout(0, 16, kit.Margin, kit.Margin), list))
}

// escalated says how much is overdue by so much that somebody above the desk
// has to look. What is due first stands first, so those are among the first heads;
// by risk there may be more.
func (s *Screen) escalated() []fyne.CanvasObject {
	if s.rows.base == 0 { // else it is as it was when the first were fetched
		s.late = s.escalatedHeads()
	}
	if s.late == "" {
		return nil
	}
	return []fyne.CanvasObject{kit.Alert(s.b.T("desk.escalated", "n", s.late))}
}

func (s *Screen) escalatedHeads() string {
	n, today := 0, s.b.Rules().Today
	for _, h := range s.heads {
		if u, _ := s.p.Calendar.Urgency(h.Due, today); u == workday.Escalated {
			n++
		}
	}
	switch {
	case n == 0:
		return ""
	case s.next != "" && (n == len(s.heads) || s.only.ByRisk):
		return fmt.Sprintf("%d+", n)
	}
	return fmt.Sprint(n)
}

// shortQueue is a queue that needs no narrowing: all of it is in sight.
const shortQueue = 8

// sieve is what can be looked for, and what the queue can be narrowed to.
func (s *Screen) sieve() []fyne.CanvasObject {
	short := len(s.heads) <= shortQueue && s.only == (model.Sieve{})
	switch {
	case s.found != nil:
		back := kit.Buttons(kit.Link(s.b.T("desk.found.back"), s.unseek))
		return append([]fyne.CanvasObject{s.search(), back}, s.foundLines()...)
	case short && s.p.Finder == nil:
		return nil
	case short:
		return []fyne.CanvasObject{s.search()}
	}
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
		{"desk.only.flagged", s.flagged(), func(only *model.Sieve, on bool) { only.Flagged, only.Concern = on, "" }},
		{"desk.by-risk", s.only.ByRisk, func(only *model.Sieve, on bool) { only.ByRisk = on }},
	} {
		if tick.key == "desk.by-risk" && s.p.Finder == nil {
			continue
		}
		ticks = append(ticks, kit.NewChoice(s.b.T(tick.key), tick.on, func(on bool) {
			s.sift(func(only *model.Sieve) { tick.set(only, on) })
		}))
	}
	lines := append([]fyne.CanvasObject{s.search(), kit.Tiles(130, ticks...)}, s.concerns()...)
	if s.left > 0 && s.only.Sealed() {
		lines = append(lines, kit.Notice(s.b.T("desk.found.left", "n", s.left)))
	}
	return lines
}

// sift narrows or widens the queue, from its beginning.
func (s *Screen) sift(change func(*model.Sieve)) {
	s.watch()
	change(&s.only)
	s.forgetRows()
	s.refetch()
}

func (s *Screen) count() string {
	if s.next != "" {
		return fmt.Sprintf("%d+", s.length())
	}
	return fmt.Sprint(s.length())
}

// queueList draws only the rows in sight, however long the queue is. It stands
// where the former list stood.
func (s *Screen) queueList() fyne.CanvasObject {
	list := kit.NewList(s.b.T("desk.list"), s.length,
		func() fyne.CanvasObject { return newRow() },
		func(i widget.ListItemID, o fyne.CanvasObject) {
			if h, ok := s.at(i); ok {
				o.(*row).set(s.b, s.p.Calendar, s.listed(h))
				if h.Seconding() && s.mine(h) {
					o.(*row).more.SetText(s.b.T("desk.second.yours"))
				}
			} else {
				o.(*row).say("", "", "", "")
			}
		})
	list.OnSelected = func(i widget.ListItemID) {
		if h, ok := s.at(i); ok && !s.busy {
			s.pick(h.Case)
		}
	}
	if s.list != nil {
		offset := s.list.GetScrollOffset()
		s.rows.still = true // it draws its first rows, which nobody sees
		list.Resize(s.list.Size())
		s.rows.still = false
		list.ScrollToOffset(offset)
	}
	s.list = list
	return list
}

// A listed is what a row shows.
type listed struct {
	model.Head
	risk *model.Risk // nil: not known
}

func (s *Screen) listed(h model.Head) listed {
	if r, ok := s.risks[h.Case]; ok {
		return listed{h, &r}
	}
	return listed{h, nil}
}

// A row is one case.
type row struct {
	widget.BaseWidget
	tag, due, more, weight *kit.Text
	layout                 *rowLayout
	box                    *fyne.Container
}

func newRow() *row {
	muted := kit.Style{Color: theme.ColorNamePlaceHolder, Single: true}
	r := &row{
		tag: kit.NewText("", kit.Style{Bold: true, Single: true}), due: kit.NewText("", kit.Style{Single: true}),
		more: kit.NewText("", muted), weight: kit.NewText("", muted), layout: &rowLayout{},
	}
	r.box = container.New(r.layout, r.tag, r.due, r.more, r.weight)
	r.ExtendBaseWidget(r)
	return r
}

func (r *row) set(b *kit.Bench, c workday.Calendar, h listed) {
	due, more, weight := b.T("desk.due", "day", b.Words.Day(h.Due)), b.T("kind."+string(h.Kind)), ""
	u, days := c.Urgency(h.Due, b.Rules().Today)
	if h.Status != model.Waiting {
		u = ""
	}
	switch {
	case h.Status != model.Waiting:
		due = b.Words.Status(h.Kind, h.Status)
	case u == workday.DueSoon:
		due = b.T(map[bool]string{true: "desk.due.today", false: "desk.due.next"}[days == 0])
	case u == workday.Overdue || u == workday.Escalated:
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
	r.weight.Color = theme.ColorNamePlaceHolder
	switch {
	case h.Kind != model.Binding:
	case h.risk != nil:
		weight = riskText(b, *h.risk)
		if h.risk.Level() == model.RiskGreat {
			r.weight.Color = theme.ColorNameWarning
		}
	case h.Weight > 0:
		weight = b.T("desk.weight", "n", h.Weight)
	}
	r.say(h.Tag, due, more, weight)
}

// say sets all texts. Where the last one comes or goes the others get other room.
func (r *row) say(tag, due, more, weight string) {
	moved := (weight == "") != (r.weight.Text == "")
	for t, said := range map[*kit.Text]string{r.tag: tag, r.due: due, r.more: more, r.weight: weight} {
		t.Text = said
		t.Refresh()
	}
	if moved {
		r.box.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (r *row) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(r.box)
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
	parts := []float32{0.1, 0.31, 0.21, 0.38}
	if l.lines() == 2 {
		parts = []float32{0.24, 0.76, 0.46, 0.54}
	}
	if l.wide && l.lines() == 2 {
		parts = []float32{0.4, 0.6, 0.66, 0.34}
	} else if l.wide {
		parts = []float32{0.15, 0.27, 0.42, 0.16}
	}
	if t, ok := o[3].(*kit.Text); ok && t.Text == "" {
		parts[2], parts[3] = parts[2]+parts[3], 0
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
