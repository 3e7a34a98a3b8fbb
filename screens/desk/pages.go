package desk

import (
	"context"
	"fmt"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

func (s *Screen) claimPage() fyne.CanvasObject {
	first, second := s.secret(0, s.b.T("desk.claim.first")), s.secret(1, s.b.T("desk.claim.second"))
	claim := func() {
		if first.Text != second.Text {
			s.err = nil
			s.said = func() string { return s.b.T("desk.claim.differ") }
			s.show()
			return
		}
		s.said = nil
		s.key(first.Text, s.p.Lock.Claim)
	}
	second.OnSubmitted = func(string) { claim() }
	body := s.alert()
	if s.said != nil {
		body = append(body, kit.Alert(s.said()))
	}
	body = append(body,
		kit.Field(s.b.T("desk.claim.first"), s.b.T("desk.claim.hint"), "", first),
		kit.Field(s.b.T("desk.claim.second"), "", "", second),
		kit.Buttons(s.primary(s.b.T("desk.claim.do"), claim)))
	return kit.Page(s.b.T("desk.claim.title"), s.b.T("desk.claim.lead"), body...)
}

// secret is a field for a passphrase. What is typed there stays while the page
// is drawn anew, in another language too, and no longer.
func (s *Screen) secret(i int, label string) *kit.Entry {
	e := kit.NewPassword(s.b)
	e.Label, e.Text = label, s.typed[i]
	e.OnChanged = func(v string) { s.typed[i] = v }
	return e
}

func (s *Screen) unlockPage() fyne.CanvasObject {
	pass := s.secret(0, s.b.T("desk.unlock.pass"))
	unlock := func() { s.key(pass.Text, s.p.Lock.Unlock) }
	pass.OnSubmitted = func(string) { unlock() }
	body := append(append(s.alert(), s.pendingLines()...),
		kit.Field(s.b.T("desk.unlock.pass"), "", "", pass),
		kit.Buttons(s.primary(s.b.T("desk.unlock.do"), unlock)))
	return kit.Page(s.b.T("desk.unlock.title"), s.b.T("desk.unlock.lead"), body...)
}

// primary is the main button, out of use while something is under way.
func (s *Screen) primary(text string, tapped func()) *kit.Button {
	b := kit.Primary(text, tapped)
	if s.busy {
		b.Text = s.b.T("desk.busy")
		b.Disable()
	}
	return b
}

// key claims or unlocks: both take about a second, by intention.
func (s *Screen) key(pass string, turn func(context.Context, []byte) error) {
	if s.busy {
		return
	}
	s.busy, s.err = true, nil
	s.stop()
	s.stop = kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (struct{}, error) {
		err := turn(ctx, []byte(pass))
		if err == nil && ctx.Err() != nil {
			s.p.Lock.Lock() // nobody is at the desk any more
		}
		return struct{}{}, err
	}, nil, func(_ struct{}, err error) {
		s.busy, s.err = false, err
		s.typed = [3]string{}
		if err == nil {
			s.watch()
			s.compareCases()
			s.Reload()
		}
		s.show()
	})
	s.show()
}

func (s *Screen) queuePage() fyne.CanvasObject {
	b := s.b
	tools := kit.Buttons()
	if s.p.Holders != nil {
		tools.Add(kit.Link(b.T("desk.holders"), s.toHolders))
	}
	tools.Add(kit.Secondary(b.T("desk.lock"), s.lock).With("lock"))
	rows := append([]fyne.CanvasObject{kit.Beside(kit.Heading(b.T("desk.waiting", "n", s.count())), tools)}, s.alert()...)
	rows = append(rows, s.pendingBox())
	rows = append(rows, s.dueLines()...)
	if s.busy {
		rows = append(rows, kit.Muted(b.T("desk.opening")))
	}
	if len(s.heads) == 0 {
		s.list = nil
		return kit.Page("", "", append(rows, kit.Card(kit.Tick(b.T("desk.empty"))))...)
	}
	list := kit.Backdrop(kit.ColorCard, s.queueList())
	return kit.Framed(kit.FrameOf(deskWidth, kit.Column(rows...)), nil,
		kit.Centred(deskWidth, layout.NewCustomPaddedLayout(0, 16, kit.Margin, kit.Margin), list))
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
			o.(*row).set(s.b, s.heads[i])
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

func (r *row) set(b *kit.Bench, h model.Head) {
	r.due.Color = ""
	due, more, weight := b.T("desk.due", "day", b.Words.Day(h.Due)), b.T("kind."+string(h.Kind)), ""
	if h.Due.Before(b.Rules().Today) {
		r.due.Color = theme.ColorNameError
		due = b.T("desk.overdue", "day", b.Words.Day(h.Due))
	}
	if h.Revision > 1 {
		more = b.T("desk.corrected", "n", h.Revision)
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
	return widget.NewSimpleRenderer(container.New(rowLayout{}, r.tag, r.due, r.more, r.weight))
}

// rowLayout stands the texts of a row below those of the other rows. A request
// has no findings: its long name may reach into their column where text is large.
type rowLayout struct{}

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
