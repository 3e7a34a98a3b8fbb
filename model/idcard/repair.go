package idcard

import (
	"slices"
	"strings"
)

// A RepairHint is what is known of the person otherwise; zero values are
// unknown.
type RepairHint struct {
	Birth  Date
	Region string // the first two, four or six digits
}

// maxRepairs is how many repairs are worth showing.
const maxRepairs = 3

// Repairs suggests up to three numbers that input may have meant, best first:
// letters that look like digits, two neighbours swapped, and one wrong
// character if a single repair of that sort fits. All fit the rules, a known
// region, a plausible day of birth and the hint. There are none for a number
// that is right. They are for a person to choose from, never to be applied.
func Repairs(input string, r Rules, hint RepairHint) []string {
	v := normalize(input).Value
	if v == "" || len(v) != 18 || ParseNumber(v, r).OK() {
		return nil
	}
	var found []string
	offer := func(s string) {
		if len(found) < maxRepairs && s != v && !slices.Contains(found, s) && fits(s, r, hint) {
			found = append(found, s)
		}
	}
	lettersToDigits := looksLike.Replace(v)
	offer(lettersToDigits)
	for i := range len(v) - 1 {
		b := []byte(lettersToDigits)
		b[i], b[i+1] = b[i+1], b[i]
		offer(string(b))
	}
	if s := onlyReplacement(lettersToDigits, r, hint); s != "" {
		offer(s)
	}
	return found
}

// looksLike undoes the usual confusions of letters with digits.
var looksLike = strings.NewReplacer("O", "0", "o", "0", "I", "1", "l", "1", "B", "8", "S", "5", "s", "5", "Z", "2", "z", "2")

// fits is stricter than a verdict: no warning of region or age.
func fits(s string, r Rules, hint RepairHint) bool {
	n := ParseNumber(s, r)
	if n.Value != s || !n.OK() || slices.Contains(n.Codes, WRegion) || slices.Contains(n.Codes, WAge) {
		return false
	}
	return strings.HasPrefix(s, hint.Region) && (hint.Birth.IsZero() || hint.Birth == n.Birth)
}

// onlyReplacement is the one number that fits with a single other character,
// or "" if there are none or several.
func onlyReplacement(v string, r Rules, hint RepairHint) string {
	only := ""
	b := []byte(v)
	for i := range b {
		was := b[i]
		for _, c := range []byte("0123456789X") {
			if c == was || c == 'X' && i < len(b)-1 {
				continue
			}
			b[i] = c
			if !fits(string(b), r, hint) {
				continue
			}
			if only != "" {
				return ""
			}
			only = string(b)
		}
		b[i] = was
	}
	return only
}
