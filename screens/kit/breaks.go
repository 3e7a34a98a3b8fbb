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

// A ruler measures a line of text, in dp.
type ruler func(string) float32

// breakText breaks text into lines of at most width: Chinese between
// characters, but so that no line begins with a comma or ends with an opening
// quote; other text at its spaces, and inside a word only if the word alone is
// wider than a line. Every character of text is in one of the lines.
func breakText(text string, width float32, measure ruler) []string {
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		if measure(line) <= width {
			lines = append(lines, line)
			continue
		}
		lines = append(lines, breakLine(line, width, measure)...)
	}
	return lines
}

// breakLine breaks a line that is too wide.
func breakLine(line string, width float32, measure ruler) (lines []string) {
	var now strings.Builder
	var x float32
	for _, p := range pieces(line) {
		if x > 0 && x+measure(strings.TrimRight(p, " 　")) > width-1 {
			lines = append(lines, now.String())
			now.Reset()
			x = 0
		}
		w := measure(p)
		for x == 0 && measure(strings.TrimRight(p, " 　")) > width && len([]rune(p)) > 1 {
			head := fitting(p, width, measure)
			lines = append(lines, head)
			p = p[len(head):]
			w = measure(p)
		}
		now.WriteString(p)
		x += w
	}
	return append(lines, now.String())
}

// fitting is as much of a word as fits into width, one character at least.
func fitting(word string, width float32, measure ruler) string {
	end := 0
	for i, r := range word {
		next := i + len(string(r))
		if i > 0 && measure(word[:next]) > width {
			break
		}
		end = next
	}
	return word[:end]
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
	return unicode.Is(unicode.Han, r) || r > 0x2E7F || strings.ContainsRune(notFirst+notLast, r) && r > 0x7F
}
