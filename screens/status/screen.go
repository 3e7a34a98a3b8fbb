// Package status shows how far a submission is: this account's own, and any
// other by its reference.
package status

import (
	"context"
	"image"
	"strings"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/google/uuid"
)

// Cases is what the screen needs of the store.
type Cases interface {
	// Mine lists this account's cases, newest first.
	Mine(ctx context.Context) ([]model.Mine, error)
	// Progress is the same ErrNotFound for every wrong reference.
	Progress(ctx context.Context, reference string) (model.Progress, error)
	// Expect is when an answer is to be expected to what was received then: not
	// before what was promised, and later if the desk is slow at present.
	Expect(ctx context.Context, received time.Time) (from, until idcard.Date, err error)
	// Withdraw ends a case that is waiting or returned.
	Withdraw(ctx context.Context, reference string) (model.Head, error)
	// Own is this account's copy of what was submitted for a case.
	Own(ctx context.Context, caseID uuid.UUID) (model.Draft, error)
}

// Thumb decodes a stored photograph, long side at most max pixels.
type Thumb func(jpeg []byte, max int) (image.Image, error)

// A Screen is the status page.
type Screen struct {
	b      *kit.Bench
	cases  Cases
	thumb  Thumb
	parts  kit.SlipParts
	root   *fyne.Container
	typed  string // what stands in the reference field
	asked  string // the reference that is shown or being looked up
	mine   []model.Mine
	found  *model.Progress
	until  idcard.Date                // when an answer is to be expected; zero if nothing says so
	shots  map[model.Side]image.Image // of a returned case: what the reasons are about
	views  map[model.Side]*kit.View
	err    error
	busy   bool
	asking bool       // whether to withdraw
	paper  *kit.Paper // of the certificate that is shown; nil until there is one
	stop   func()
}

// New makes the screen; parts are for certificates.
func New(b *kit.Bench, cases Cases, thumb Thumb, parts kit.SlipParts) *Screen {
	return &Screen{b: b, cases: cases, thumb: thumb, parts: parts, root: container.NewStack(), stop: func() {}}
}

// Where implements kit.Placed: questions do not tell one case from another.
func (s *Screen) Where() string { return "" }

// Here is the reference that is shown or was asked for.
func (s *Screen) Here() string { return s.asked }

// Enter looks up part, a reference, or lists this account's cases for "".
func (s *Screen) Enter(part string) {
	s.forget()
	s.asked = part
	if part != "" && part != s.typed {
		s.typed = ""
	}
	s.Reload()
}

// Leave lets go of the pictures.
func (s *Screen) Leave() {
	s.stop()
	s.shots = nil
}

// forget drops what was found.
func (s *Screen) forget() {
	s.asked, s.found, s.err, s.shots, s.views, s.asking, s.paper = "", nil, nil, nil, nil, false, nil
}

// Content implements kit.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	s.build()
	return s.root
}

type news struct {
	mine  []model.Mine
	found *model.Progress
	until idcard.Date
	shots map[model.Side]image.Image
}

// Reload fetches again what is shown; the store's changes call it.
func (s *Screen) Reload() {
	s.stop()
	asked := s.asked
	s.busy = asked != ""
	cases, thumb := s.cases, s.thumb
	s.stop = kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (n news, err error) {
		if n.mine, err = cases.Mine(ctx); err != nil || asked == "" {
			return n, err
		}
		p, err := cases.Progress(ctx, asked)
		if err != nil {
			return n, err
		}
		n.found = &p
		if p.Head.Status == model.Waiting {
			_, n.until, _ = cases.Expect(ctx, p.Head.Updated) // without it there is the promise
		}
		n.shots = shots(ctx, cases, thumb, p)
		return n, nil
	}, nil, func(n news, err error) {
		s.busy, s.err = false, err
		s.mine = n.mine
		if err == nil {
			s.found, s.until, s.shots = n.found, n.until, n.shots
		}
		s.build()
	})
	s.build()
}

func (s *Screen) build() {
	kit.Swap(s.b.Window, s.root, s.page())
}

func (s *Screen) page() fyne.CanvasObject {
	if s.found != nil {
		return s.timeline(*s.found)
	}
	var body []fyne.CanvasObject
	if s.err != nil {
		var again []fyne.CanvasObject
		if model.CodeOf(s.err) != model.CodeNotFound { // a wrong reference stays wrong
			again = append(again, kit.Buttons(kit.Secondary(s.b.T("common.retry"), s.Reload)))
		}
		body = append(body, kit.Alert(s.b.Words.Say(s.err), again...))
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
	body = append(body, kit.Beside(kit.Muted(s.b.T("status.lost")), kit.Link(s.b.T("status.lost.how"), func() { s.b.Go("questions/lost-receipt") })))
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
		typed := s.typed
		s.forget()
		s.asked = typed
		s.Reload()
	}
	entry.OnSubmitted = func(string) { look() }
	entry.Label, entry.Keys = s.b.T("status.reference"), kit.PadCode
	field := kit.Field(s.b.T("status.reference"), s.b.T("status.reference.hint"), "", entry)
	return kit.Column(field, kit.Buttons(kit.Primary(s.b.T("status.look"), look)))
}

func (s *Screen) row(m model.Mine) fyne.CanvasObject {
	line := s.b.T("kind."+string(m.Kind)) + "　" + kit.Show(m.MaskedName)
	show := kit.Secondary(s.b.T("status.show"), func() { s.b.Go("status/" + m.Reference) })
	show.Label = s.b.T("status.show") + " " + m.Reference
	state := kit.Body(s.b.Words.Status(m.Kind, m.Head.Status))
	if m.Ended {
		state.Text = s.b.T("status.ended")
	}
	text := kit.Column(kit.Strong(m.Reference), kit.Muted(line), state)
	if m.Head.Status == model.Returned {
		text = kit.Column(kit.Strong(m.Reference), kit.Muted(line), kit.Notice(state.Text))
	}
	return kit.Card(kit.Beside(text, show))
}

func (s *Screen) fix(h model.Head) fyne.CanvasObject {
	return kit.Primary(s.b.T("status.fix"), func() { s.b.Go("bind/fix:" + h.Case.String()) })
}

// own reports whether the case can be corrected from here: this account holds its
// own copy of it, or this is a kiosk.
func (s *Screen) own(h model.Head) bool {
	if s.b.Kiosk { // everything is asked for again there
		return h.Kind == model.Binding
	}
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
	if p.Certificate != nil { // before how it came to that
		body = append(body, s.certificate(*p.Certificate))
	}
	body = append(body, kit.Card(s.stops(p)...), s.actions(p))
	if p.Head.Status == model.Returned && !s.own(p.Head) {
		body = append(body, kit.Notice(s.b.T("status.fix.elsewhere")))
	}
	if p.Head.Status == model.Refused {
		body = append(body, kit.Beside(kit.Muted(s.b.T("status.refused.how")), kit.Link(s.b.T("status.refused.ways"), func() { s.b.Go("questions/returned") })))
	}
	return kit.Page(s.b.Words.Status(p.Head.Kind, p.Head.Status), s.b.T("kind."+string(p.Head.Kind))+"　"+p.Reference, body...)
}

// actions are what can be done with the case that is shown.
func (s *Screen) actions(p model.Progress) fyne.CanvasObject {
	var buttons []fyne.CanvasObject
	if p.Head.Status == model.Returned && s.own(p.Head) {
		buttons = append(buttons, s.fix(p.Head))
	}
	buttons = append(buttons, kit.Secondary(s.all(), func() { s.b.Go("status") }))
	if p.Head.Open() {
		if s.asking {
			return kit.Column(kit.Buttons(buttons...), s.ask(p.Reference))
		}
		buttons = append(buttons, kit.Link(s.b.T("status.withdraw"), func() {
			s.asking = true
			s.build()
		}))
	}
	return kit.Buttons(buttons...)
}

// all is what leads back from a case.
func (s *Screen) all() string {
	if s.b.Kiosk {
		return s.b.T("status.another")
	}
	return s.b.T("status.all")
}

// expectation is until when an answer was promised and, where the desk takes
// longer at present, until when most are answered.
func (s *Screen) expectation(h model.Head) fyne.CanvasObject {
	day, today := s.b.Words.Day(h.Due), s.b.Rules().Today
	var promise fyne.CanvasObject = kit.Body(s.b.T("status.expected", "day", day))
	if h.Due.Before(today) {
		promise = kit.Notice(s.b.T("status.overdue", "day", day))
	}
	if !h.Due.Before(s.until) || s.until.Before(today) {
		return promise
	}
	return kit.Column(promise, kit.Body(s.b.T("status.slow", "day", s.b.Words.Day(s.until))))
}

// ask asks first: a withdrawn case cannot be taken up again.
func (s *Screen) ask(reference string) fyne.CanvasObject {
	answer := func(do func()) func() {
		return func() {
			s.asking = false
			do()
		}
	}
	return kit.Tinted(kit.ColorAmberBg, kit.Body(s.b.T("status.withdraw.ask")), kit.Buttons(
		kit.Danger(s.b.T("status.withdraw.do"), answer(func() { s.withdraw(reference) })),
		kit.Secondary(s.b.T("common.cancel"), answer(s.build))))
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
