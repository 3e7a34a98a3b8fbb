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
	first, second := widget.NewPasswordEntry(), widget.NewPasswordEntry()
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
	pass := widget.NewPasswordEntry()
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
		return struct{}{}, turn(ctx, []byte(pass))
	}, nil, func(_ struct{}, err error) {
		s.busy, s.err = false, err
		if err == nil {
			s.watch()
			s.fetch("", nil)
		}
		s.show()
	})
	s.show()
}

func (s *Screen) queuePage() fyne.CanvasObject {
	b := s.b
	rows := []fyne.CanvasObject{container.NewBorder(nil, nil, nil, kit.Link(b.T("desk.lock"), s.lock),
		kit.Heading(b.T("desk.waiting", "n", s.count())))}
	rows = append(rows, s.alert()...)
	if s.said != "" {
		rows = append(rows, kit.Tick(s.said))
	}
	if s.busy {
		rows = append(rows, kit.Muted(b.T("desk.opening")))
	}
	top := container.New(layout.NewCustomPaddedLayout(8, 8, 24, 24), container.NewVBox(rows...))
	if len(s.heads) == 0 {
		return container.NewBorder(top, nil, nil, nil, container.NewCenter(&widget.Label{Text: b.T("desk.empty")}))
	}
	return container.NewBorder(top, nil, nil, nil, container.New(layout.NewCustomPaddedLayout(0, 16, 24, 24), s.queueList()))
}

func (s *Screen) count() string {
	if s.next != "" {
		return fmt.Sprintf("%d+", len(s.heads))
	}
	return fmt.Sprint(len(s.heads))
}

// queueList draws only the rows in sight, however long the queue is.
func (s *Screen) queueList() fyne.CanvasObject {
	s.list = widget.NewList(func() int { return len(s.heads) },
		func() fyne.CanvasObject { return newRow() },
		func(i widget.ListItemID, o fyne.CanvasObject) {
			if i >= len(s.heads) { // the queue became shorter while the list was drawn
				return
			}
			o.(*row).set(s.b, s.heads[i])
			if i == len(s.heads)-1 && s.next != "" {
				after := s.next
				s.next = ""
				s.fetch(after, s.heads)
			}
		})
	s.list.OnSelected = func(i widget.ListItemID) {
		if i < len(s.heads) {
			s.pick(s.heads[i].Case)
		}
	}
	return s.list
}

// A row is one waiting case.
type row struct {
	widget.BaseWidget
	tag, due, more *widget.Label
}

func newRow() *row {
	r := &row{
		tag:  &widget.Label{TextStyle: fyne.TextStyle{Bold: true}},
		due:  &widget.Label{},
		more: &widget.Label{Importance: widget.LowImportance, Truncation: fyne.TextTruncateEllipsis},
	}
	r.ExtendBaseWidget(r)
	return r
}

func (r *row) set(b *kit.Bench, h model.Head) {
	r.tag.SetText(h.Tag)
	r.due.Importance = widget.MediumImportance
	text := b.T("desk.due", "day", b.Words.Day(h.Due))
	if h.Due.Before(b.Rules().Today) {
		r.due.Importance = widget.DangerImportance
		text = b.T("desk.overdue", "day", b.Words.Day(h.Due))
	}
	r.due.SetText(text)
	more := b.T("kind." + string(h.Kind))
	if h.Revision > 1 {
		more = b.T("desk.corrected", "n", h.Revision)
	}
	if h.Weight > 0 {
		more += "　" + b.T("desk.weight", "n", h.Weight)
	}
	r.more.SetText(more)
}

// CreateRenderer implements fyne.Widget.
func (r *row) CreateRenderer() fyne.WidgetRenderer {
	left := container.NewHBox(r.tag, r.due)
	return widget.NewSimpleRenderer(container.NewBorder(nil, nil, left, nil, r.more))
}
