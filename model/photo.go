package model

import (
	"math/bits"
	"slices"
)

// sameBits is how many of the 64 bits of two difference hashes may differ
// between photographs of one picture.
const sameBits = 6

// Distance is the number of bits in which the prints of p and q differ
// (0 … 64); ok is false if one of them has none.
func (p Photo) Distance(q Photo) (n int, ok bool) {
	if p.Print == 0 || q.Print == 0 {
		return 0, false
	}
	return bits.OnesCount64(p.Print ^ q.Print), true
}

// Same reports whether p and q are photographs of one picture.
func (p Photo) Same(q Photo) bool {
	n, ok := p.Distance(q)
	return ok && n <= sameBits
}

// faults counts the faults the checks found.
func (p Photo) faults() int {
	n := 0
	for _, f := range p.Report.Findings {
		if f.Weight == Fault {
			n++
		}
	}
	return n
}

// On is r after its photograph was moved to side: that it was on the wrong one
// no longer counts, if that is the side it shows.
func (r Report) On(side Side) Report {
	if r.Side != side {
		return r
	}
	r.Findings = slices.DeleteFunc(slices.Clone(r.Findings), func(f Finding) bool { return f.Code == FindingWrongSide })
	r.Grade = Good
	for i := range r.Findings {
		r.Findings[i].Side = side
		switch r.Findings[i].Weight {
		case Fault:
			r.Grade = Retake
		case Notice:
			if r.Grade == Good {
				r.Grade = Flagged
			}
		}
	}
	return r
}
