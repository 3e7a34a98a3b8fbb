package model

import (
	"testing"

	"truename/model/idcard"
)

func TestSieve(t *testing.T) {
	day := func(n int) idcard.Date { return idcard.Date{Year: 2026, Month: 11, Day: n} }
	binding := Head{Kind: Binding, Tag: "K7TM", Revision: 1, Due: day(25)}
	corrected, flagged, request, timeless := binding, binding, binding, binding
	corrected.Revision, flagged.Weight, request.Kind, timeless.Due = 2, 3, Erase, idcard.Date{}
	for _, c := range []struct {
		s    Sieve
		h    Head
		lets bool
	}{
		{Sieve{}, binding, true},
		{Sieve{Tag: "K7"}, binding, true},
		{Sieve{Tag: " k7tm-4m2q-9xwd-3h8a "}, binding, true},
		{Sieve{Tag: "7T"}, binding, false},
		{Sieve{Tag: "K7TN"}, binding, false},
		{Sieve{DueBefore: day(26)}, binding, true},
		{Sieve{DueBefore: day(25)}, binding, false},
		{Sieve{DueBefore: day(26)}, timeless, false},
		{Sieve{Corrected: true}, binding, false},
		{Sieve{Corrected: true}, corrected, true},
		{Sieve{Flagged: true}, binding, false},
		{Sieve{Flagged: true}, flagged, true},
		{Sieve{Requests: true}, binding, false},
		{Sieve{Requests: true}, request, true},
		{Sieve{Requests: true, Corrected: true}, request, false},
	} {
		if got := c.s.Lets(c.h); got != c.lets {
			t.Errorf("%+v lets %+v through: %v", c.s, c.h, got)
		}
	}
}
