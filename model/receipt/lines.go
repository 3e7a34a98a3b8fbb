package receipt

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Punctuation that may not begin a line, and that may not end one
// (GB/T 15834-2011, 5.1), with its ASCII twins; and spaces that hold what is on
// both sides together.
const (
	notFirst = "，。、；：？！）》〉」』】〕”’…％·—–,.;:?!)]%"
	notLast  = "（《〈「『【〔“‘(["
	glue     = "\u00a0\u2007\u202f"
)

// firstWide is where the scripts begin that are written without spaces, as far
// as the font has them: from the radicals on, every character is a word.
const firstWide = 0x2E80

// lines breaks text into lines of at most width, as measure sees them: at its
// line breaks, at spaces, and between Chinese characters where the punctuation
// allows it. A word that is longer than a line is cut where it must be. Spaces
// at the ends of lines are dropped; nothing else is lost or added.
func lines(text string, width float64, measure func(string) float64) []string {
	var out []string
	for _, par := range strings.Split(text, "\n") {
		line := ""
		for _, p := range pieces(par) {
			if measure(strings.TrimSpace(line+p)) > width {
				if full := strings.TrimSpace(line); full != "" {
					out = append(out, full)
				}
				line = ""
			}
			full, rest := cut(p, width, measure)
			out = append(out, full...)
			line += rest
		}
		out = append(out, strings.TrimSpace(line))
	}
	return out
}

// cut fills whole lines from a piece too long for one; rest fits.
func cut(piece string, width float64, measure func(string) float64) (full []string, rest string) {
	for measure(strings.TrimSpace(piece)) > width {
		piece = strings.TrimSpace(piece)
		at := 0
		for i, r := range piece {
			if end := i + utf8.RuneLen(r); at == 0 || measure(piece[:end]) <= width {
				at = end // at least one character, however narrow the line
				continue
			}
			break
		}
		if at == len(piece) {
			break
		}
		full, piece = append(full, strings.TrimSpace(piece[:at])), piece[at:]
	}
	return full, piece
}

// pieces cuts a paragraph wherever a line may end. Spaces stay with the word
// before them.
func pieces(par string) []string {
	var out []string
	start, last := 0, rune(0)
	for i, r := range par {
		if i > 0 && breaks(last, r) {
			out = append(out, par[start:i])
			start = i
		}
		if !unicode.IsSpace(r) || !strings.ContainsRune(notLast, last) {
			last = r // a space after an opening bracket changes nothing
		}
	}
	return append(out, par[start:])
}

// breaks reports whether a line may end after a when b follows.
func breaks(a, b rune) bool {
	switch {
	case strings.ContainsRune(notFirst+glue, b), strings.ContainsRune(notLast+glue, a), isSpace(b):
		return false
	case isSpace(a):
		return true
	}
	return a >= firstWide || b >= firstWide
}

// isSpace knows the spaces at which a line may end.
func isSpace(r rune) bool { return unicode.IsSpace(r) && !strings.ContainsRune(glue, r) }
