package idcard

import (
	"strings"
	"unicode"
)

// Ages in full years, beyond which a date of birth is doubted or refused.
const (
	oldAge = 100
	maxAge = 120
)

// ParseNumber judges an identity number as it was typed or read: full-width
// characters, spaces, hyphens and a small x are put right and noted; nothing
// else is. A number of the right length is judged throughout, so Codes can
// hold several errors; a wrong length or character ends it. With a zero
// r.Today neither the future nor the age is judged.
func ParseNumber(input string, r Rules) Number {
	n := normalize(input)
	switch {
	case n.Value == "":
		return shapeless(n, EEmpty)
	case len(n.Value) != 18 && otherShape(&n, r):
		return n
	case !digits(n.Value[:len(n.Value)-1]) || !checkable(n.Value[len(n.Value)-1]):
		return shapeless(n, EChar)
	case len(n.Value) != 18:
		return shapeless(n, ELength)
	}
	n.judge(r)
	return n
}

// shapeless ends the judgement of what is no number at all: that it was
// normalised as well no longer matters.
func shapeless(n Number, c Code) Number {
	return Number{Value: n.Value, Codes: []Code{c}}
}

// normalize applies GB 11643's alphabet to input without guessing.
func normalize(input string) Number {
	if plain(input) {
		return Number{Value: input}
	}
	n := Number{Value: strings.TrimFunc(input, blank)}
	if v := strings.Map(narrow, n.Value); v != n.Value {
		n.Value, n.Codes = v, append(n.Codes, NFullwidth)
	}
	if v := strings.Map(dropBlank, n.Value); v != n.Value {
		n.Value, n.Codes = v, append(n.Codes, NSpaces)
	}
	if v, ok := strings.CutSuffix(n.Value, "x"); ok {
		n.Value, n.Codes = v+"X", append(n.Codes, NUpperX)
	}
	return n
}

// plain reports whether s can stay as it is; most do.
func plain(s string) bool {
	for i := range len(s) {
		if (s[i] < '0' || s[i] > '9') && s[i] != 'X' {
			return false
		}
	}
	return true
}

// blank reports whether r is a space or an invisible mark, such as the ones
// that come along when a number is pasted.
func blank(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }

// dropBlank removes blanks and everything that looks like a hyphen.
func dropBlank(r rune) rune {
	if blank(r) || unicode.Is(unicode.Pd, r) || r == '\u2212' {
		return -1
	}
	return r
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

func checkable(b byte) bool { return b >= '0' && b <= '9' || b == 'X' }

// judge fills in what follows from the 18 characters of n.Value.
func (n *Number) judge(r Rules) {
	v := n.Value
	n.Kind = kindOf(v)
	n.Sex = sexOf(v[16])
	if Check(v[:17]) != v[17] {
		n.add(ECheck)
	}
	n.judgeBirth(v[6:14], r.Today)
	n.judgeRegion(r)
	if v[14:17] == "000" {
		n.add(WSequence)
	}
}

func (n *Number) add(c Code) { n.Codes = append(n.Codes, c) }

// kindOf tells kinds apart by the first two digits; "" if none fits.
func kindOf(v string) Kind {
	switch {
	case province(v[0], v[1]):
		return Resident
	case v[:2] == "81":
		return HongKong
	case v[:2] == "82":
		return Macao
	case v[:2] == "83":
		return Taiwan
	case v[:2] == "99":
		return SpecimenKind
	case v[0] == '9':
		return Foreign2023
	}
	return ""
}

func sexOf(digit byte) Sex {
	if digit%2 == 1 {
		return Male
	}
	return Female
}

// weights are GB 11643's: 2 to the power of the place, counted from the right,
// modulo 11.
var weights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

// Check is the check character for the first 17 digits (ISO 7064 MOD 11-2, GB
// 11643-1999), or 0 if body is not 17 digits.
func Check(body string) byte {
	if len(body) != 17 {
		return 0
	}
	sum := 0
	for i := range len(body) {
		if body[i] < '0' || body[i] > '9' {
			return 0
		}
		sum += int(body[i]-'0') * weights[i]
	}
	return "10X98765432"[sum%11]
}

// judgeBirth reads yyyymmdd.
func (n *Number) judgeBirth(s string, today Date) {
	d, ok := compactDate(s)
	if !ok {
		n.add(EDate)
		return
	}
	n.Birth = d
	if today.IsZero() {
		return
	}
	switch age := d.AgeOn(today); {
	case d.After(today):
		n.add(EFuture)
	case age > maxAge:
		n.add(EAge)
	case age > oldAge:
		n.add(WAge)
	}
}

// compactDate reads eight digits and allocates nothing, unlike ParseDate.
func compactDate(s string) (Date, bool) {
	d := Date{Year: number(s[:4]), Day: number(s[6:])}
	d.Month = month(number(s[4:6]))
	return d, d.Year > 0 && d.Month != 0 && d.Day > 0 && d.Day <= daysIn(d)
}

func number(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// judgeRegion looks at the province first: only an unknown one is an error.
func (n *Number) judgeRegion(r Rules) {
	v := n.Value
	switch n.Kind {
	case Resident:
		n.judgeCounty()
		return
	case SpecimenKind:
		if !r.Specimens {
			n.add(ESpecimen)
		}
		return
	case Foreign2023: // 9, province, country …
		if !province(v[1], v[2]) {
			n.add(ERegion)
		}
		return
	case HongKong, Macao, Taiwan:
		if v[2:6] == "0000" {
			n.Region, _ = RegionOf(v[:6])
			return
		}
	}
	n.add(ERegion)
}

// judgeCounty compares the code with the table. A retired code is the likely
// reason for one that is also newer than the birth, so it alone is said.
func (n *Number) judgeCounty() {
	region, ok := RegionOf(n.Value[:6])
	n.Region = region
	switch {
	case !ok:
		n.add(WRegion)
	case region.To != 0:
		n.add(IRetired)
	case !n.Birth.IsZero() && n.Birth.Year < region.From:
		n.add(ILater)
	}
}
