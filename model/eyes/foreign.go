package eyes

import (
	"strings"
	"unicode"

	"truename/model/ocr"
)

// The title of a foreign resident's card, and the numbers of 2017 and 2023: the
// portrait takes either side.
var (
	foreignTitle = mark{"外国人永久居留身份证", 0.497, 0.905, 0.093}
	number2017   = mark{from: 0.353, to: 0.762, y: 0.859}
	number2023   = mark{from: 0.073, to: 0.570, y: 0.859}
)

// foreignNumber tells where a line stands that is the number of such a card.
func foreignNumber(s []rune) (m mark, ok bool) {
	switch n := digitsAtEnd(s); {
	case len(s) == 18 && n == 18:
		return number2023, true
	case len(s) == 15 && n == 12 && unicode.IsUpper(s[0]) && unicode.IsUpper(s[1]) && unicode.IsUpper(s[2]):
		return number2017, true
	}
	return m, false
}

// foreignPins are the pins of the front of such a card. The back has much the
// same title in another place, so that without the number there are none.
func foreignPins(lines []ocr.Line) (out []pin) {
	front := false
	put := func(m mark, l ocr.Line, first, last int) {
		out = append(out, pin{card: [2]float64{m.from, m.y}, seen: seen(l, first)}, pin{card: [2]float64{m.to, m.y}, seen: seen(l, last)})
	}
	for _, l := range lines {
		s := []rune(l.Text)
		if before, _, ok := strings.Cut(l.Text, foreignTitle.text); ok {
			first := len([]rune(before))
			put(foreignTitle, l, first, first+len([]rune(foreignTitle.text))-1)
		} else if m, ok := foreignNumber(s); ok {
			front = true
			put(m, l, 0, len(s)-1)
		}
	}
	if !front {
		return nil
	}
	return out
}
