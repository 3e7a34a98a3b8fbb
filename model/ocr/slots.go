package ocr

import (
	"math"
	"slices"

	"truename/model"
)

// The reader leaves out a character that it does not know, without a trace. The
// ink tells: where something is printed and nothing was read, there is a slot
// with no text.

// slots puts a glyph without text wherever the ink of z has room for one more
// character than was read.
func (c *Card) slots(g []glyph, z zone) []glyph {
	if len(g) == 0 {
		return g
	}
	if len(g) > shortName { // written in common characters, maybe on two lines: a dot may be missing
		return c.dots(g)
	}
	high := g[0].place.Y1 - g[0].place.Y0
	z.y0, z.y1 = g[0].place.Y0, g[0].place.Y1
	z.x0 = min(z.x0, g[0].place.X0)
	pitch := pitchOf(g, high)
	from, to, ok := c.ink(z, pitch)
	if !ok {
		return g
	}
	var out []glyph
	at := from - pitch/2 // middle of the character before the first
	for _, k := range g {
		least := apartInside
		if len(out) == 0 {
			least = apartAtEnd
		}
		out = append(out, between(k, at, k.x(), pitch, least)...)
		out = append(out, k)
		at = k.x()
	}
	return append(out, between(g[len(g)-1], at, to+pitch/2, pitch, apartAtEnd)...)
}

// shortName is the longest name whose ink is looked at.
const shortName = 6

// dots puts a glyph without text where two characters of a long name are so far
// apart that a dot should stand between them.
func (c *Card) dots(g []glyph) (out []glyph) {
	all := pitches(g, g[0].place.Y1-g[0].place.Y0)
	slices.Sort(all)
	pitch := all[len(all)/2] // the reader puts them a little before or behind
	for i, k := range g {
		if i > 0 && !isDot([]rune(k.Text)[0]) && !isDot([]rune(g[i-1].Text)[0]) && k.x()-g[i-1].x() > 1.4*pitch {
			p := k.place
			p.X0, p.X1 = g[i-1].place.X1, k.place.X0
			out = append(out, glyph{line: k.line, place: p})
		}
		out = append(out, k)
	}
	return out
}

// pitchOf is the distance from one character to the next, in parts of the
// card's width: the least of those read, since between others one may be
// missing, or what the height of the line makes likely.
func pitchOf(g []glyph, high float64) float64 { return slices.Min(pitches(g, high)) }

// pitches are the likely distances from one character to the next; a dot is
// narrower.
func pitches(g []glyph, high float64) []float64 {
	usual := 0.66 * high * cardHigh / cardWide
	var apart []float64
	for i := 1; i < len(g); i++ {
		dot := isDot([]rune(g[i].Text)[0]) || isDot([]rune(g[i-1].Text)[0])
		if d := g[i].x() - g[i-1].x(); !dot && d > 0.7*usual && d < 1.6*usual {
			apart = append(apart, d)
		}
	}
	if len(apart) == 0 {
		return []float64{usual}
	}
	return apart
}

const cardWide, cardHigh = 1280.0, 808.0

// How far apart the middles of two characters are at least if one is missing
// between them, in pitches: the reader is not exact, and where the ink begins or
// ends, that may be of a narrow one.
const (
	apartInside = 1.62
	apartAtEnd  = 1.5
)

// between are the slots between the middles of two characters.
func between(like glyph, from, to, pitch, least float64) (out []glyph) {
	n := int(math.Round((to-from)/pitch)) - 1
	if n < 1 || (to-from)/pitch < least {
		return nil
	}
	step := (to - from) / float64(n+1)
	for i := range n {
		x := from + step*float64(i+1)
		out = append(out, glyph{line: like.line, place: model.Place{X0: x - pitch/2, X1: x + pitch/2, Y0: like.place.Y0, Y1: like.place.Y1}})
	}
	return out
}

// ink is from where to where something dark is printed in z, as far as no gap
// is wider than a character and a half.
func (c *Card) ink(z zone, pitch float64) (from, to float64, ok bool) {
	columns := c.columns(z)
	first, last := -1, -1
	widest := int(1.5 * pitch * cardWide)
	for x, n := range columns {
		if n < 3 {
			continue
		}
		if first < 0 {
			first = x
		} else if x-last > widest {
			break
		}
		last = x
	}
	x0 := max(math.Floor(z.x0*cardWide), 0)
	return (x0 + float64(first)) / cardWide, (x0 + float64(last) + 1) / cardWide, first >= 0
}

// columns counts the dark pixels of each column of z: those nearer to the ink
// than to the ground. Red is no ink of a card's values.
func (c *Card) columns(z zone) []int {
	img := c.Picture
	x0, x1 := max(int(z.x0*cardWide), 0), min(int(z.x1*cardWide), img.Rect.Dx())
	y0, y1 := max(int(z.y0*cardHigh), 0), min(int(z.y1*cardHigh), img.Rect.Dy())
	var hist [256]int
	n := 0
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			hist[img.Pix[img.PixOffset(x, y)]]++ // red: stamps are light in it
			n++
		}
	}
	dark, light := level(&hist, n, 0.02), level(&hist, n, 0.7)
	limit := uint8((dark + light) / 2)
	out := make([]int, max(x1-x0, 0))
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			if img.Pix[img.PixOffset(x, y)] < limit {
				out[x-x0]++
			}
		}
	}
	return out
}

func level(hist *[256]int, n int, share float64) int {
	rest := int(share * float64(n))
	for v, k := range hist {
		if rest -= k; rest < 0 {
			return v
		}
	}
	return 255
}
