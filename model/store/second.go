package store

import (
	"slices"

	"truename/model"
	"truename/model/seal"
)

// second fills in a decision that seconds what another reviewer proposed: the
// reasons and the note are theirs, so that both signed the same. The caller
// holds mu, and the desk is open.
func (s *Store) second(d *model.Decision, r record, key [32]byte) error {
	if d.Verb != model.Refuse || !r.Head.Seconding() || d.Reviewer == r.Head.Proposed {
		return nil // nothing to second, or Decide says that it cannot be
	}
	if !s.maySecond(r.Head) {
		return model.Fail(model.CodeRole, errString("one of the two has to be a supervisor"))
	}
	n := r.Head.Revision
	f, err := s.readDecision(r.decision(n, r.Decisions[n-1]))
	if err != nil {
		return err
	}
	c, err := openCapsule(f, key)
	d.Reasons, d.Note = c.Reasons, c.Note
	return err
}

// maySecond reports whether the reviewer at the desk may second what is proposed
// for a case. The caller holds mu, and the desk is open.
func (s *Store) maySecond(h model.Head) bool {
	return h.Seconding() && h.Proposed != s.desk.id && s.roleOf(s.desk.id).Seconds(s.roleOf(h.Proposed))
}

// decided is what a decision means for the head, from what stands in clear.
// ErrDamaged refuses a refusal in the name of two that do not follow one from
// the other.
func (r *record) decided(h seal.DecisionHead) error {
	if h.Verb == model.Refuse && h.Proposed != r.Head.Proposed {
		return model.Fail(model.CodeDamaged, errString("a refusal that does not fit what was proposed"))
	}
	r.Head.Status, r.Head.Version = h.Status, h.Version
	switch h.Verb {
	case model.Propose:
		r.Head.Proposed = h.Reviewer
	case model.Decline:
		r.Head.Proposed = ""
	default: // what is between reviewers changes nothing for the person
		r.Head.Proposed, r.Head.Updated = h.Proposed, h.At
	}
	r.history = append(r.history, stamp{verb: h.Verb, at: h.At, auto: h.Automatic})
	return nil
}

// paired reports whether those in whose names a decision was taken may take it
// together. A machine that only submits knows no roles: the desk has looked.
func (s *Store) paired(h seal.DecisionHead) bool {
	return h.Proposed == "" || s.submitOnly() || s.roleOf(h.Reviewer).Seconds(s.roleOf(h.Proposed))
}

// told are the events that the person may see: what reviewers propose to each
// other is not decided.
func told(events []model.Event) []model.Event {
	return slices.DeleteFunc(events, func(e model.Event) bool { return e.What == whatProposed || e.What == whatDeclined })
}

// What is said of a verb between reviewers in model.Event.
const (
	whatProposed = "proposed"
	whatDeclined = "declined"
)

// what is how an event tells of a decision.
func what(h seal.DecisionHead) string {
	switch h.Verb {
	case model.Propose:
		return whatProposed
	case model.Decline:
		return whatDeclined
	}
	return string(h.Status)
}
