package idcard

import (
	"strings"
	"unicode/utf8"
)

// MaskNumber hides the middle of a number for display (GB/T 35273 7.2): of 12
// and more characters the first three and last four remain, of 6 to 11 the
// first and the last two, of fewer none. The length stays.
func MaskNumber(v string) string {
	switch n := utf8.RuneCountInString(v); {
	case n >= 12:
		return mask(v, 3, 4)
	case n >= 6:
		return mask(v, 1, 2)
	}
	return mask(v, 0, 0)
}

// MaskName hides all of a name but the last character; a name of one character
// is hidden whole.
func MaskName(v string) string {
	if utf8.RuneCountInString(v) < 2 {
		return mask(v, 0, 0)
	}
	return mask(v, 0, 1)
}

// mask keeps head and tail characters; there are at least as many.
func mask(v string, head, tail int) string {
	r := []rune(v)
	end := len(r) - tail
	return string(r[:head]) + strings.Repeat("*", end-head) + string(r[end:])
}

// Group sets a number of 18 characters in groups of 6, 8 and 4, as on the card
// one reads it: "110101 19900307 123X". Others stay as they are.
func Group(v string) string {
	if len(v) != 18 || utf8.RuneCountInString(v) != 18 {
		return v
	}
	return v[:6] + " " + v[6:14] + " " + v[14:]
}
