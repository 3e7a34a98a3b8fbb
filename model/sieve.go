package model

import (
	"strings"

	"truename/model/idcard"
)

// A Sieve says which of the waiting cases to list, and in which order; the zero
// value lets all through, due first. What stands in clear it tells from heads
// alone; the last two need an open desk, which has read what the cases hold.
type Sieve struct {
	Tag       string      // the beginning of a reference, as typed; only the first four characters are in clear
	DueBefore idcard.Date // the last day promised lies before it; zero: whenever
	Corrected bool        // sent again after a return
	Requests  bool        // no bindings
	Flagged   bool        // the automatic checks found something
	Concern   Concern     // they found something of this kind, or another case is alike; "": whatever
	ByRisk    bool        // the heaviest first: see Risk.Weight
}

// Sealed reports whether s asks for what only an open desk knows.
func (s Sieve) Sealed() bool { return s.Concern != "" || s.ByRisk }

// Clear is what s asks of heads.
func (s Sieve) Clear() Sieve {
	s.Concern, s.ByRisk = "", false
	return s
}

// Lets reports whether h is among those asked for, by what stands in clear.
func (s Sieve) Lets(h Head) bool {
	switch {
	case s.Tag != "" && !strings.HasPrefix(h.Tag, Tag(strings.ToUpper(strings.TrimSpace(s.Tag)))):
		return false
	case !s.DueBefore.IsZero() && (h.Due.IsZero() || !h.Due.Before(s.DueBefore)):
		return false
	}
	return (!s.Corrected || h.Revision > 1) && (!s.Requests || h.Kind.IsRequest()) && (!s.Flagged || h.Weight > 0)
}
