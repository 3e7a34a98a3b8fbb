package kit

import (
	"strings"
	"unicode"
)

// Punctuation that may not begin a line, and that may not end one.
const (
	notFirst = "，。、；：？！）》」』”’…％·—,.;:?!)%"
	notLast  = "（《「『“‘("
)

// breakText breaks text with Han characters into lines of at most width, as
// measured, so that no line begins with a comma or ends with an opening
// quote, and no Latin word is cut. Nothing but line breaks is added. Other text is returned as it is: the
// toolkit breaks it at its spaces.
func breakText(text string, width float32, measure func(string) float32) string {
	if strings.IndexFunc(text, isHan) < 0 {
		return text
	}
	var out strings.Builder
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			out.WriteByte('\n')
		}
		if measure(line) <= width {
			out.WriteString(line)
			continue
		}
		var x float32
		for _, p := range pieces(line) {
			w := measure(p)
			if x > 0 && x+measure(strings.TrimRight(p, " 　")) > width-1 {
				out.WriteByte('\n')
				x = 0
			}
			out.WriteString(p)
			x += w
		}
	}
	return out.String()
}

// pieces cuts a line where it may be broken.
func pieces(line string) []string {
	var out []string
	var piece strings.Builder
	var last rune
	for _, r := range line {
		if piece.Len() > 0 && breaks(last, r) {
			out = append(out, piece.String())
			piece.Reset()
		}
		piece.WriteRune(r)
		last = r
	}
	return append(out, piece.String())
}

// breaks reports whether a line may end after a when b follows.
func breaks(a, b rune) bool {
	switch {
	case strings.ContainsRune(notFirst, b), strings.ContainsRune(notLast, a), b == ' ', b == '　':
		return false
	case a == ' ', a == '　':
		return true
	}
	return wide(a) || wide(b)
}

// wide reports whether r stands for itself: everything Chinese, but not a
// letter or digit of a word.
func wide(r rune) bool {
	return isHan(r) || r > 0x2E7F || strings.ContainsRune(notFirst+notLast, r) && r > 0x7F
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }
