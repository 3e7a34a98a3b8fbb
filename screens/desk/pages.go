package desk

import (
	"context"
	"fmt"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

func (s *Screen) claimPage() fyne.CanvasObject {
	first, second := kit.NewPassword(s.b), kit.NewPassword(s.b)
	claim := func() {
		if first.Text != second.Text {
			s.err = nil
			s.said = s.b.T("desk.claim.differ")
			s.show()
			return
		}
		s.said = ""
		s.key(first.Text, s.p.Lock.Claim)
	}
	second.OnSubmitted = func(string) { claim() }
	body := s.alert()
	if s.said != "" {
		body = append(body, kit.Alert(s.said))
	}
	body = append(body,
		kit.Field(s.b.T("desk.claim.first"), s.b.T("desk.claim.hint"), "", first),
		kit.Field(s.b.T("desk.claim.second"), "", "", second),
		kit.Buttons(s.primary(s.b.T("desk.claim.do"), claim)))
	return kit.Page(s.b.T("desk.claim.title"), s.b.T("desk.claim.lead"), body...)
}

func (s *Screen) unlockPage() fyne.CanvasObject {
	pass := kit.NewPassword(s.b)
	unlock := func() { s.key(pass.Text, s.p.Lock.Unlock) }
	pass.OnSubmitted = func(string) { unlock() }
	body := append(s.alert(),
		kit.Field(s.b.T("desk.unlock.pass"), "", "", pass),
		kit.Buttons(s.primary(s.b.T("desk.unlock.do"), unlock)))
	return kit.Page(s.b.T("desk.unlock.title"), s.b.T("desk.unlock.lead"), body...)
}

// primary is the main button, out of use while something is under way.
func (s *Screen) primary(text string, tapped func()) *widget.Button {
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
		if err == nil {
			s.watch()
			s.Reload()
		}
		s.show()
	})
	s.show()
}

func (s *Screen) queuePage() fyne.CanvasObject {
	b := s.b
	title := container.NewBorder(nil, nil, nil, kit.Buttons(kit.Secondary(b.T("desk.lock"), s.lock)),
		kit.Column(kit.Heading(b.T("desk.waiting", "n", s.count()))))
	rows := append([]fyne.CanvasObject{title}, s.alert()...)
	if s.said != "" {
		rows = append(rows, kit.Tick(s.said))
	}
	if s.busy {
		rows = append(rows, kit.Muted(b.T("desk.opening")))
	}
	top := kit.Frame(kit.Column(rows...))
	if len(s.heads) == 0 {
		s.list = nil
		return container.NewBorder(top, nil, nil, nil, container.NewCenter(&widget.Label{Text: b.T("desk.empty")}))
	}
	list := container.NewStack(kit.Backdrop(kit.ColorCard, s.queueList()))
	return container.NewBorder(top, nil, nil, nil, container.New(layout.NewCustomPaddedLayout(0, 16, kit.Margin, kit.Margin), list))
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
	list := widget.NewList(func() int { return len(s.heads) },
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
	tag, due, more, weight *widget.Label
}

func newRow() *row {
	r := &row{
		tag:    &widget.Label{TextStyle: fyne.TextStyle{Bold: true}},
		due:    &widget.Label{},
		more:   &widget.Label{Importance: widget.LowImportance},
		weight: &widget.Label{Importance: widget.LowImportance},
	}
	r.ExtendBaseWidget(r)
	return r
}

func (r *row) set(b *kit.Bench, h model.Head) {
	r.due.Importance = widget.MediumImportance
	due, more, weight := b.T("desk.due", "day", b.Words.Day(h.Due)), "", ""
	if h.Due.Before(b.Rules().Today) {
		r.due.Importance = widget.DangerImportance
		due = b.T("desk.overdue", "day", b.Words.Day(h.Due))
	}
	switch {
	case h.Kind != model.Binding:
		more = b.T("kind." + string(h.Kind))
	case h.Revision > 1:
		more = b.T("desk.corrected", "n", h.Revision)
	}
	if h.Weight > 0 && h.Kind == model.Binding {
		weight = b.T("desk.weight", "n", h.Weight)
	}
	r.tag.SetText(h.Tag)
	r.due.SetText(due)
	r.more.SetText(more)
	r.weight.SetText(weight)
}

// CreateRenderer implements fyne.Widget. A request has no findings: its long
// name may reach into their column.
func (r *row) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(rowLayout{}, r.tag, r.due, r.more, r.weight))
}

// rowLayout stands the texts of a row below those of the other rows.
type rowLayout struct{}

// MinSize implements fyne.Layout.
func (rowLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(400, o[0].MinSize().Height)
}

// Layout implements fyne.Layout.
func (rowLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	for i, part := range []float32{0.13, 0.40, 0.33, 0.14} {
		o[i].Move(fyne.NewPos(x, 0))
		o[i].Resize(fyne.NewSize(size.Width*part, size.Height))
		x += size.Width * part
	}
}
