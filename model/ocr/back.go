package ocr

import (
	"strings"

	"truename/model"
)

// back reads the fields of the 国徽面.
func (c *Card) back() model.Reading {
	out := model.Reading{}
	authority, term := zoneAuthority, zoneTerm
	if c.Kind == Permit {
		authority, term = permitAuthority, permitTerm
	}
	if g := keep(c.in(c.after("签发机关", authority)), isHan); len(g) > 0 {
		g = official(unstamped(without(g, "签发机关")))
		out[model.ReadAuthority] = field(g, text(g))
	}
	from, until := validity(c.in(c.after("有效期限", term)))
	if from.Text != "" {
		out[model.ReadFrom] = from
		if until.Text != "" {
			out[model.ReadUntil] = until
		}
	}
	return out
}

// validity is the first day and the last one, or long-term, among the glyphs of
// a row. What was found as a line of its own is read as one first: the row below
// may reach into it, and a stain may stand before it.
func validity(row []glyph) (from, until model.ReadField) {
	lines := byLine(row)
	for i, g := range append(lines, row) {
		first, rest := dateAt(g)
		if first.Text == "" {
			continue
		}
		from = first
		for _, g := range append([][]glyph{rest}, lines[min(i+1, len(lines)):]...) {
			if until = lastDay(g); until.Text != "" {
				return from, until
			}
		}
	}
	return from, until
}

// lastDay is the end of a validity among glyphs.
func lastDay(g []glyph) model.ReadField {
	if day, _ := dateAt(g); day.Text != "" {
		return day
	}
	if long := keep(g, func(r rune) bool { return r == '长' || r == '期' }); len(long) == 2 {
		return field(long, "long-term")
	}
	return model.ReadField{}
}

// byLine are glyphs line by line, in the order of the lines' first ones.
func byLine(g []glyph) (lines [][]glyph) {
	at := map[int]int{}
	for _, k := range g {
		i, ok := at[k.line]
		if !ok {
			i = len(lines)
			at[k.line], lines = i, append(lines, nil)
		}
		lines[i] = append(lines[i], k)
	}
	return lines
}

// without drops characters of a label at the beginning of g.
func without(g []glyph, label string) []glyph {
	for len(g) > 0 && strings.Contains(label, g[0].Text) && g[0].x() < 0.39 {
		g = g[1:]
	}
	return g
}

// official is g as an authority is called: its name ends with 局, and what the
// page below the card adds is not of it; nor is a blot before it, which is read
// as some character without being sure.
func official(g []glyph) []glyph {
	for i := len(g) - 1; i > 1; i-- {
		if g[i].Text == "局" {
			g = g[:i+1]
			break
		}
	}
	if len(g) > 4 && g[0].Sure < blot && g[1].Sure > legible {
		g = g[1:]
	}
	return g
}

// How sure the reader is of a blot at most, and of a character at least.
const (
	blot    = 0.35
	legible = 0.90
)

// dateAt is the first date among glyphs, and what stands after it: one on which
// a card may have been issued or runs out.
func dateAt(g []glyph) (f model.ReadField, rest []glyph) { return dateSince("1980", g) }

// dateSince is the first date among glyphs if it is none before that year, and
// what stands after it.
func dateSince(first string, g []glyph) (f model.ReadField, rest []glyph) {
	s := text(g)
	at := printedDate.FindStringSubmatchIndex(s)
	if at == nil {
		return f, g
	}
	year, month, day := s[at[2]:at[3]], s[at[4]:at[5]], s[at[6]:at[7]]
	if year < first || year > "2150" || month < "01" || month > "12" || day < "01" || day > "31" {
		return f, g
	}
	from, to := runeAt(g, at[2]), runeAt(g, at[7])
	return field(keep(g[from:to], isDigit), year+"-"+month+"-"+day), g[to:]
}

// runeAt is the glyph at a byte of text(g).
func runeAt(g []glyph, offset int) int {
	for i, c := range g {
		if offset <= 0 {
			return i
		}
		offset -= len(c.Text)
	}
	return len(g)
}

// unstamped is g without the mark 样本 of cards for show, before or after.
func unstamped(g []glyph) []glyph {
	if n := len(g); n > 2 && text(g[n-2:]) == "样本" {
		g = g[:n-2]
	}
	if len(g) > 2 && text(g[:2]) == "样本" {
		g = g[2:]
	}
	return g
}
