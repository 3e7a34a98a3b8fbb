package model

import (
	"strings"

	"truename/model/idcard"
)

// A Sieve says which of the waiting cases to list; the zero value lets all
// through. It asks only for what stands in clear, so that nothing has to be
// unsealed for it.
type Sieve struct {
	Tag       string      // the beginning of a reference, as typed; only the first four characters are in clear
	DueBefore idcard.Date // the last day promised lies before it; zero: whenever
	Corrected bool        // sent again after a return
	Requests  bool        // no bindings
	Flagged   bool        // the automatic checks found something
}

// Lets reports whether h is among those asked for.
func (s Sieve) Lets(h Head) bool {
	switch {
	case s.Tag != "" && !strings.HasPrefix(h.Tag, Tag(strings.ToUpper(strings.TrimSpace(s.Tag)))):
		return false
	case !s.DueBefore.IsZero() && (h.Due.IsZero() || !h.Due.Before(s.DueBefore)):
		return false
	}
	return (!s.Corrected || h.Revision > 1) && (!s.Requests || h.Kind.IsRequest()) && (!s.Flagged || h.Weight > 0)
}
