package desk

import (
	"strings"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"
)

// casePage keeps the decisions in view, whatever the page has to show.
func (s *Screen) casePage() fyne.CanvasObject {
	c := s.open
	rows := append(s.alert(), s.contestCard()...)
	rows = append(rows, s.proposal()...)
	if len(c.photos) > 0 {
		rows = append(rows, s.pictures())
	}
	rows = append(rows, s.table())
	if c.BeforeLost {
		rows = append(rows, kit.Notice(s.b.T("desk.before.lost")))
	}
	rows = append(rows, s.others()...)
	rows = append(rows, s.findings()...)
	rows = append(rows, s.history()...)
	body := kit.Centred(deskWidth, layout.NewCustomPaddedLayout(0, 16, kit.Margin, kit.Margin), kit.Column(rows...))
	title, verbs := s.title(), kit.FrameOf(deskWidth, kit.Column(s.pendingBox(), s.verbs()))
	if s.b.Scale == kit.ScaleDouble { // bars that stay would leave no room for the case
		return kit.Scrolling(kit.Column(title, body, verbs))
	}
	return kit.Framed(title, verbs, kit.Scrolling(body))
}

// deskWidth is how wide a case may grow, in dp: two photographs side by side.
const deskWidth = 1280

// returns reports whether the open case can be returned: a request has nothing
// to put right.
func (s *Screen) returns() bool { return len(model.ReasonsFor(s.open.Head.Kind, model.Return)) > 0 }

// decides reports whether the open case can be decided: one that was found as a
// duplicate may be decided already.
func (s *Screen) decides() bool { return s.open.Head.Status == model.Waiting }

// verbs are what can be decided.
func (s *Screen) verbs() fyne.CanvasObject {
	if !s.decides() {
		h := s.open.Head
		return kit.Muted(s.b.T("desk.decided.already", "status", s.b.Words.Status(h.Kind, h.Status), "day", s.b.Words.Date(idcard.Today(h.Updated))) + s.proposer(h))
	}
	if s.open.Head.Seconding() {
		return s.secondVerbs()
	}
	buttons := []fyne.CanvasObject{s.primary("A　"+s.approveText(s.open.Head.Kind), s.approve)}
	if s.returns() {
		buttons = append(buttons, kit.Secondary("R　"+s.b.T("desk.return"), func() { s.begin(model.Return) }))
	}
	return kit.Buttons(append(buttons, kit.Secondary("F　"+s.verbText(s.open.Head.Kind, s.refusal()), func() { s.begin(s.refusal()) }))...)
}

// title is the reference with the way back and the lock beside it.
func (s *Screen) title() fyne.CanvasObject {
	c := s.open
	text := s.b.T("kind."+string(c.Head.Kind)) + "　" + s.b.Words.Moment(c.Head.Received)
	if c.Head.Revision > 1 {
		text += "　" + s.b.T("desk.corrected", "n", c.Head.Revision)
	}
	buttons := kit.Buttons(kit.Secondary(s.b.T("desk.back"), s.backToQueue), kit.Secondary(s.b.T("desk.lock"), s.lock).With("lock"))
	return kit.FrameOf(deskWidth, kit.Beside(kit.Column(kit.Strong(c.Submission.Reference), kit.Caption(text)), buttons))
}

func (s *Screen) backToQueue() {
	s.close()
	s.err = nil
	s.refetch()
	s.show()
}

// findings lists faults first, then notices; what passed is not worth a line.
func (s *Screen) findings() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, weight := range []model.Weight{model.Fault, model.Notice} {
		for _, f := range s.open.Submission.Fields.Findings {
			if f.Weight != weight {
				continue
			}
			text := s.b.Words.Finding(f)
			if f.Side != "" {
				text = s.b.T("side."+string(f.Side)) + s.b.T("status.colon") + text
			}
			if weight == model.Fault {
				out = append(out, kit.Warn(text))
				continue
			}
			out = append(out, kit.Notice(text))
		}
	}
	if len(out) == 0 && s.open.Head.Kind == model.Binding {
		out = append(out, kit.Tick(s.b.T("desk.no-findings")))
	}
	return out
}

func (s *Screen) history() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, e := range s.open.Timeline {
		line := s.b.Words.Moment(e.At) + "　" + s.b.T("status.event."+e.What)
		var reasons []string
		for _, r := range e.Reasons {
			reasons = append(reasons, s.b.Words.Reason(r))
		}
		if e.Note != "" {
			reasons = append(reasons, e.Note)
		}
		out = append(out, kit.Muted(kit.Show(strings.Join(append([]string{line}, reasons...), "　"))))
	}
	for _, n := range s.open.DeskNotes {
		out = append(out, kit.Body(s.b.T("desk.note")+s.b.T("status.colon")+kit.Show(n)))
	}
	return out
}
