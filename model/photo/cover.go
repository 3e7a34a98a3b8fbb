package photo

import (
	"math"
	"slices"

	"truename/model"
)

// A Cover is what lies over a card, in cells of coverCell pixels: a finger, or
// whatever else has another colour than the card and comes in over its edge.
type Cover struct {
	w, h  int
	cells []bool
}

const (
	coverCell  = 16
	coverTint  = 16.0 // levels of chroma, both channels together, in good light
	coverDepth = 4    // cells that it must reach into the card
)

// Cover finds what covers the card. keep is where other colours belong: the
// portrait, or the emblem.
func (g *Gauge) Cover(keep model.Place) Cover {
	c := Cover{w: g.luma.w / coverCell, h: g.luma.h / coverCell}
	other := make([]bool, c.w*c.h)
	cb, cr := make([]float64, c.w*c.h), make([]float64, c.w*c.h)
	for i := range other {
		cb[i], cr[i] = g.cellTint(i%c.w, i/c.w)
	}
	mb, mr := median(cb), median(cr)
	limit := coverTint * min(g.Level(0.8)/200, 1)
	for i := range other {
		other[i] = math.Abs(cb[i]-mb)+math.Abs(cr[i]-mr) > limit && !c.inside(i, keep)
	}
	c.fromEdges(other)
	return c
}

func (c Cover) inside(i int, p model.Place) bool {
	x, y := (float64(i%c.w)+0.5)/float64(c.w), (float64(i/c.w)+0.5)/float64(c.h)
	return x > p.X0 && x < p.X1 && y > p.Y0 && y < p.Y1
}

// cellTint is the mean chroma of a cell.
func (g *Gauge) cellTint(cx, cy int) (cb, cr float64) {
	var r, b, l, n float64
	for y := cy * coverCell; y < (cy+1)*coverCell; y += 4 {
		for x := cx * coverCell; x < (cx+1)*coverCell; x += 4 {
			o := g.img.PixOffset(x, y)
			r, b = r+float64(g.img.Pix[o]), b+float64(g.img.Pix[o+2])
			l, n = l+float64(g.luma.row(y)[x]), n+1
		}
	}
	return 0.564 * (b - l) / n, 0.713 * (r - l) / n
}

// fromEdges keeps the pieces that reach from the edge of the card deep enough
// into it.
func (c *Cover) fromEdges(other []bool) {
	c.cells = make([]bool, len(other))
	seen := make([]bool, len(other))
	for i := range other {
		if !other[i] || seen[i] || c.toEdge(i) > 1 {
			continue
		}
		piece, deep := c.piece(other, seen, i)
		for _, k := range piece {
			c.cells[k] = deep >= coverDepth
		}
	}
}

// toEdge is how many cells lie between cell i and the nearest edge.
func (c *Cover) toEdge(i int) int {
	x, y := i%c.w, i/c.w
	return min(x, y, c.w-1-x, c.h-1-y)
}

// piece is what hangs together with cell i, and how deep it reaches.
func (c *Cover) piece(other, seen []bool, i int) (piece []int, deep int) {
	todo := []int{i}
	seen[i] = true
	for len(todo) > 0 {
		k := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		piece, deep = append(piece, k), max(deep, c.toEdge(k))
		for _, d := range [4][2]int{{1, 0}, {-1, 0}, {0, 1}, {0, -1}} {
			x, y := k%c.w+d[0], k/c.w+d[1]
			if n := y*c.w + x; x >= 0 && y >= 0 && x < c.w && y < c.h && other[n] && !seen[n] {
				seen[n] = true
				todo = append(todo, n)
			}
		}
	}
	return piece, deep
}

// Share is how much of a place is covered, 0 … 1.
func (c Cover) Share(p model.Place) float64 {
	n, all := 0, 0
	for i, v := range c.cells {
		if c.inside(i, p) {
			all++
			if v {
				n++
			}
		}
	}
	if all == 0 {
		return 0
	}
	return float64(n) / float64(all)
}

func median(s []float64) float64 {
	s = slices.Clone(s)
	slices.Sort(s)
	return s[len(s)/2]
}

// Bounds is the place around all that is covered.
func (c Cover) Bounds() model.Place {
	out := model.Place{X0: 1, Y0: 1}
	for i, v := range c.cells {
		if v {
			x, y := i%c.w, i/c.w
			out.X0, out.Y0 = min(out.X0, float64(x)/float64(c.w)), min(out.Y0, float64(y)/float64(c.h))
			out.X1, out.Y1 = max(out.X1, float64(x+1)/float64(c.w)), max(out.Y1, float64(y+1)/float64(c.h))
		}
	}
	return out
}
