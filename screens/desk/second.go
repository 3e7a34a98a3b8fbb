package desk

import (
	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
)

// refusal is the verb that refuses here: where a second reviewer is needed, one
// alone proposes it.
func (s *Screen) refusal() model.Verb {
	if s.p.Second.Asks(model.Refuse) {
		return model.Propose
	}
	return model.Refuse
}

// mine reports whether what is proposed for a case is of whoever is at the desk.
func (s *Screen) mine(h model.Head) bool { return s.p.Viewer != nil && s.p.Viewer() == h.Proposed }

// proposal says who proposes to refuse the open case, and why.
func (s *Screen) proposal() []fyne.CanvasObject {
	if !s.open.Head.Seconding() {
		return nil
	}
	var last model.Event
	for _, e := range s.open.Timeline {
		if e.What == "proposed" {
			last = e
		}
	}
	rows := kit.Column(kit.Strong(s.b.T("desk.second.title")),
		kit.Muted(s.b.T("desk.second.who", "id", short(s.open.Head.Proposed), "day", s.b.Words.Moment(last.At))))
	for _, r := range last.Reasons {
		rows.Add(kit.Notice(kit.Show(s.b.Words.Reason(r))))
	}
	if last.Note != "" {
		rows.Add(kit.Body(s.b.T("status.note") + s.b.T("status.colon") + kit.Show(last.Note)))
	}
	switch {
	case s.mine(s.open.Head):
		rows.Add(kit.Muted(s.b.T("desk.second.mine")))
	case !s.open.MaySecond:
		rows.Add(kit.Muted(s.b.T("desk.second.supervisor")))
	}
	return []fyne.CanvasObject{kit.Card(rows)}
}

// secondVerbs are what can be done with a proposal.
func (s *Screen) secondVerbs() fyne.CanvasObject {
	var buttons []fyne.CanvasObject
	if s.open.MaySecond {
		buttons = append(buttons, kit.Danger("F　"+s.b.T("desk.second.do"), s.confirm))
	}
	return kit.Buttons(append(buttons, kit.Secondary("D　"+s.b.T("desk.decline"), func() { s.begin(model.Decline) }))...)
}

// secondKey is verbKey for a case with a proposal.
func (s *Screen) secondKey(key fyne.KeyName) bool {
	switch {
	case key == fyne.KeyF && s.open.MaySecond:
		s.confirm()
	case key == fyne.KeyD:
		s.begin(model.Decline)
	default:
		return false
	}
	return true
}

// confirm seconds the refusal: its reasons and its note are those proposed.
func (s *Screen) confirm() { s.decide(model.Decision{Verb: model.Refuse}) }

// formTitle is what stands above the form.
func (s *Screen) formTitle() (title, lead string) {
	switch s.form.verb {
	case model.Refuse:
		return s.b.T("desk.refuse.title"), s.b.T("desk.reason.lead")
	case model.Propose:
		return s.b.T("desk.propose"), s.b.T("desk.propose.lead")
	case model.Decline:
		return s.b.T("desk.decline"), s.b.T("desk.decline.lead")
	}
	return s.b.T("desk.return.title"), s.b.T("desk.reason.lead")
}

// outcome is what became of a case by a verb.
func (s *Screen) outcome(v model.Verb, h model.Head) string {
	switch v {
	case model.Propose:
		return s.b.T("desk.propose.done")
	case model.Decline:
		return s.b.T("desk.decline.done")
	}
	return s.b.Words.Status(h.Kind, h.Status)
}

// proposer names who proposed what was decided by two.
func (s *Screen) proposer(h model.Head) string {
	if h.Proposed == "" {
		return ""
	}
	return s.b.T("desk.second.by", "id", short(h.Proposed))
}
