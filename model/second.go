package model

import (
	"errors"
	"slices"
)

// Verbs about a refusal that needs a second reviewer. They change nothing for
// the person: the case waits before and after.
const (
	Propose Verb = "propose" // to refuse; another reviewer confirms it with Refuse
	Decline Verb = "decline" // what was proposed: the case waits as it did
)

// Interim reports whether v is between reviewers alone: it decides nothing.
func (v Verb) Interim() bool { return v == Propose || v == Decline }

// A Second is a desk's policy: the verbs that need a second reviewer. The only
// one that can is Refuse.
type Second []Verb

// Asks reports whether v needs a second reviewer.
func (s Second) Asks(v Verb) bool { return slices.Contains(s, v) }

// Allows fails with ErrNotAllowed if v would decide a case that nobody
// proposed that for, and s asks for it.
func (s Second) Allows(h Head, v Verb) error {
	if s.Asks(v) && !h.Seconding() {
		return Fail(CodeNotAllowed, errors.New("this needs a second reviewer here"))
	}
	return nil
}

// Seconding reports whether a proposal to refuse h waits for a second reviewer.
func (h Head) Seconding() bool { return h.Status == Waiting && h.Proposed != "" }
