package idcard

import (
	"strings"
	"time"
)

// otherShape recognises numbers that are not of 18 characters and fills n in:
// they are errors that name themselves. It reports whether it knew one.
func otherShape(n *Number, r Rules) bool {
	v := strings.ToUpper(n.Value)
	switch {
	case len(v) == 15 && digits(v):
		return firstGeneration(n, r)
	case len(v) == 15 && letters(v[:3]) && digits(v[3:]):
		*n = Number{Value: v, Kind: Foreign2017, Codes: append(n.Codes, ELegacyFPR)}
		return true
	case (len(v) == 9 || len(v) == 11) && (v[0] == 'H' || v[0] == 'M') && digits(v[1:]):
		*n = Number{Value: v, Kind: HomeReturn, Codes: append(n.Codes, EOtherDoc)}
		return true
	}
	return false
}

func letters(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < 'A' || r > 'Z' }) < 0
}

// firstGeneration knows a number of the cards that are void since 2013: region,
// yymmdd and sequence. If there is no such day or province it is rather an
// unfinished number of 18. The sequences 996 to 999 were kept for people born
// before 1900, so nothing is offered for them.
func firstGeneration(n *Number, r Rules) bool {
	v := n.Value
	birth, ok := compactDate("19" + v[6:12])
	if !ok || !province(v[0], v[1]) || !r.Today.IsZero() && birth.After(r.Today) {
		return false
	}
	n.Kind, n.Sex = Resident15, sexOf(v[14])
	n.Region, _ = RegionOf(v[:6])
	n.add(ELegacy15)
	if v[12:] >= "996" {
		n.add(WCentenary)
		return true
	}
	n.Birth = birth
	body := v[:6] + "19" + v[6:]
	n.Offer = body + string(Check(body))
	return true
}

// month is 0 for a number that is no month.
func month(n int) time.Month {
	if n < 1 || n > 12 {
		return 0
	}
	return time.Month(n)
}

// daysIn is the length of d's month.
func daysIn(d Date) int {
	switch d.Month {
	case time.April, time.June, time.September, time.November:
		return 30
	case time.February:
		if d.Year%4 == 0 && (d.Year%100 != 0 || d.Year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}
