// Package status shows how far a submission is: this account's own, and any
// other by its reference.
package status

import (
	"context"
	"strings"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
)

// Cases is what the screen needs of the store.
type Cases interface {
	// Mine lists this account's cases, newest first.
	Mine(ctx context.Context) ([]model.Mine, error)
	// Progress is the same ErrNotFound for every wrong reference.
	Progress(ctx context.Context, reference string) (model.Progress, error)
	// Withdraw ends a case that is waiting or returned.
	Withdraw(ctx context.Context, reference string) (model.Head, error)
}

// A Screen is the status page.
type Screen struct {
	b     *kit.Bench
	cases Cases
	root  *fyne.Container
	typed string // what stands in the reference field
	asked string // the reference that is shown or being looked up
	mine  []model.Mine
	found *model.Progress
	err   error
	busy  bool
	stop  func()
}

// New makes the screen.
func New(b *kit.Bench, cases Cases) *Screen {
	return &Screen{b: b, cases: cases, root: container.NewStack(), stop: func() {}}
}

// Enter looks up part, a reference, or lists this account's cases for "".
func (s *Screen) Enter(part string) {
	s.asked, s.found, s.err = part, nil, nil
	if part != "" {
		s.typed = ""
	}
	s.Reload()
}

// Leave implements kit.Screen.
func (s *Screen) Leave() { s.stop() }

// Content implements kit.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	s.build()
	return s.root
}

type news struct {
	mine  []model.Mine
	found *model.Progress
}

// Reload fetches again what is shown; the store's changes call it.
func (s *Screen) Reload() {
	s.stop()
	asked := s.asked
	s.busy = asked != ""
	s.stop = kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (news, error) {
		mine, err := s.cases.Mine(ctx)
		if err != nil || asked == "" {
			return news{mine: mine}, err
		}
		p, err := s.cases.Progress(ctx, asked)
		return news{mine, &p}, err
	}, nil, func(n news, err error) {
		s.busy, s.err = false, err
		s.mine = n.mine
		if err == nil {
			s.found = n.found
		}
		s.build()
	})
	s.build()
}

func (s *Screen) build() {
	s.root.Objects = []fyne.CanvasObject{s.page()}
	s.root.Refresh()
}

func (s *Screen) page() fyne.CanvasObject {
	if s.found != nil {
		return s.timeline(*s.found)
	}
	var body []fyne.CanvasObject
	if s.err != nil {
		body = append(body, kit.Alert(s.b.Words.Say(s.err)))
	}
	if s.busy {
		body = append(body, kit.Muted(s.b.T("status.looking")))
	}
	body = append(body, s.lookup())
	if len(s.mine) > 0 {
		body = append(body, kit.Sub(s.b.T("status.mine")))
	}
	for _, m := range s.mine {
		body = append(body, s.row(m))
	}
	return kit.Page(s.b.T("status.title"), s.b.T("status.lead"), body...)
}

func (s *Screen) lookup() fyne.CanvasObject {
	entry := kit.NewEntry(s.b)
	entry.SetText(s.typed)
	entry.SetPlaceHolder("K7TM-4M2Q-9XWD-3H8A")
	entry.OnChanged = func(t string) { s.typed = t }
	look := func() {
		if strings.TrimSpace(s.typed) == "" {
			return
		}
		s.asked, s.found, s.err = s.typed, nil, nil
		s.Reload()
	}
	entry.OnSubmitted = func(string) { look() }
	field := kit.Field(s.b.T("status.reference"), s.b.T("status.reference.hint"), "", entry)
	return kit.Column(field, kit.Buttons(kit.Primary(s.b.T("status.look"), look)))
}

func (s *Screen) row(m model.Mine) fyne.CanvasObject {
	line := s.b.T("status."+string(m.Head.Status)) + "　" + s.b.T("kind."+string(m.Kind)) + "　" + kit.Show(m.MaskedName)
	show := kit.Buttons(kit.Secondary(s.b.T("status.show"), func() { s.Enter(m.Reference) }))
	text := kit.Column(kit.Strong(m.Reference), kit.Muted(line))
	if m.Head.Status == model.Returned {
		text = kit.Column(kit.Strong(m.Reference), kit.Notice(line))
	}
	return kit.Card(kit.Beside(text, show))
}

func (s *Screen) fix(h model.Head) fyne.CanvasObject {
	return kit.Primary(s.b.T("status.fix"), func() { s.b.Go("bind/fix:" + h.Case.String()) })
}

// own reports whether this account holds its own copy of the case: only then
// can it be fixed from here.
func (s *Screen) own(h model.Head) bool {
	for _, m := range s.mine {
		if m.Case == h.Case {
			return true
		}
	}
	return false
}

func (s *Screen) timeline(p model.Progress) fyne.CanvasObject {
	var body []fyne.CanvasObject
	if s.err != nil {
		body = append(body, kit.Alert(s.b.Words.Say(s.err)))
	}
	if p.Head.Status == model.Waiting {
		body = append(body, s.expectation(p.Head))
	}
	events := make([]fyne.CanvasObject, len(p.Timeline))
	for i, e := range p.Timeline {
		events[i] = newStop(s.event(e), colour(e.What), i < len(p.Timeline)-1)
	}
	body = append(body, kit.Card(events...), s.actions(p))
	if p.Head.Status == model.Returned && !s.own(p.Head) {
		body = append(body, kit.Notice(s.b.T("status.fix.elsewhere")))
	}
	return kit.Page(s.b.T("status."+string(p.Head.Status)), p.Reference, body...)
}

// actions are what can be done with the case that is shown.
func (s *Screen) actions(p model.Progress) fyne.CanvasObject {
	var buttons []fyne.CanvasObject
	if p.Head.Status == model.Returned && s.own(p.Head) {
		buttons = append(buttons, s.fix(p.Head))
	}
	buttons = append(buttons, kit.Secondary(s.b.T("status.all"), func() { s.Enter("") }))
	if p.Head.Open() {
		buttons = append(buttons, kit.Link(s.b.T("status.withdraw"), func() { s.askWithdraw(p.Reference) }))
	}
	return kit.Buttons(buttons...)
}

func (s *Screen) expectation(h model.Head) fyne.CanvasObject {
	day := s.b.Words.Day(h.Due)
	if h.Due.Before(s.b.Rules().Today) {
		return kit.Notice(s.b.T("status.overdue", "day", day))
	}
	return kit.Body(s.b.T("status.expected", "day", day))
}

func (s *Screen) event(e model.Event) fyne.CanvasObject {
	rows := kit.Column(kit.Strong(s.b.T("status.event."+e.What)), kit.Muted(s.b.Words.Moment(e.At)))
	for _, r := range e.Reasons {
		text := s.b.Words.Reason(r)
		if r.Field != "" {
			text = s.b.T("field."+r.Field) + s.b.T("status.colon") + text
		}
		rows.Add(kit.Notice(kit.Show(text)))
	}
	if e.Note != "" {
		rows.Add(kit.Body(s.b.T("status.note") + s.b.T("status.colon") + kit.Show(e.Note)))
	}
	return rows
}

// askWithdraw asks first: a withdrawn case cannot be taken up again.
func (s *Screen) askWithdraw(reference string) {
	var ask *dialog.CustomDialog
	buttons := kit.Buttons(
		kit.Danger(s.b.T("status.withdraw.do"), func() {
			ask.Hide()
			s.withdraw(reference)
		}),
		kit.Secondary(s.b.T("common.cancel"), func() { ask.Hide() }))
	body := kit.Column(kit.Body(s.b.T("status.withdraw.ask")), buttons)
	ask = dialog.NewCustomWithoutButtons(s.b.T("status.withdraw"), body, s.b.Window)
	ask.Resize(fyne.NewSize(480, 0))
	ask.Show()
}

func (s *Screen) withdraw(reference string) {
	s.stop()
	s.stop = kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (model.Head, error) {
		// What was asked for is done, whatever page comes next.
		return s.cases.Withdraw(context.WithoutCancel(ctx), reference)
	}, nil, func(_ model.Head, err error) {
		if err != nil {
			s.err = err
			s.build()
			return
		}
		s.Reload()
	})
}
