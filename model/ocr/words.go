package ocr

import (
	"math"
	"slices"

	"truename/model"
)

// The reader often overlooks the space between two words of capitals; the paper
// between them shows it.

// A gap between two letters is that of words if it is so many times as wide as
// the usual one, and so wide in parts of the line's height.
const (
	wordGap  = 1.8
	wordLess = 0.25
)

// spaced is g with a space wherever the paper between two letters is as wide as
// between words.
func (c *Card) spaced(g []glyph) (out []glyph) {
	gaps := c.paper(g)
	var known []float64
	for _, w := range gaps {
		if w >= 0 {
			known = append(known, w)
		}
	}
	if len(known) < 4 { // too few to tell what is usual
		return g
	}
	slices.Sort(known)
	usual := known[len(known)/2]
	for i, k := range g {
		out = append(out, k)
		high := (k.place.Y1 - k.place.Y0) * cardHigh
		if i < len(gaps) && gaps[i] >= max(wordGap*usual, wordLess*high) {
			out = append(out, glyph{Char: Char{Text: " ", Sure: 1}, line: k.line, place: model.Place{X0: k.x(), X1: g[i+1].x(), Y0: k.place.Y0, Y1: k.place.Y1}})
		}
	}
	return out
}

// paper is, for each two neighbours of g that are letters, how wide the paper
// between them is, in pixels of the card; -1 where one is no letter.
func (c *Card) paper(g []glyph) (out []float64) {
	if len(g) < 2 {
		return nil
	}
	p := span(g)
	columns := c.columns(zone{p.X0, p.Y0, p.X1, p.Y1})
	from := max(math.Floor(p.X0*cardWide), 0)
	for i := range g[1:] {
		if !latin(g[i]) || !latin(g[i+1]) {
			out = append(out, -1)
			continue
		}
		out = append(out, float64(longestBlank(columns, g[i].x()*cardWide-from, g[i+1].x()*cardWide-from)))
	}
	return out
}

// longestBlank is the longest run of columns without ink between two places.
func longestBlank(columns []int, from, to float64) (most int) {
	run := 0
	for x := max(int(from), 0); x < min(int(to)+1, len(columns)); x++ {
		if run++; columns[x] > 1 {
			run = 0
		}
		most = max(most, run)
	}
	return most
}
