package photo

import (
	"context"
	"math"
	"slices"
)

// flatScore is the least of an outline of a card that is seen flatly.
const flatScore = 0.35

// Flat are the places where a card may lie that is seen too flatly to be read,
// best first, its long sides first.
func (s *Source) Flat(ctx context.Context) []Candidate {
	if s.narrow() {
		return nil
	}
	small := s.memo.small(s)
	found := edgesOf(small).quadsOf(small, askew)
	if len(found) == 0 || ctx.Err() != nil {
		return nil
	}
	found = found[:min(len(found), mostPlaces)]
	for i, c := range found {
		found[i].Quad = small.asTilted(c.Quad)
	}
	found = s.place(found, small, askew)
	for i, c := range found {
		if c.Score < flatScore {
			return found[:i]
		}
	}
	return found
}

// Where a card that is too small in the picture is looked for: at spots that
// differ from what is around them, on pieces of a larger picture.
const (
	spotAround = 11  // how far away their surroundings are
	spotSize   = 2   // half the size of a spot
	spots      = 3   // of each kind that are looked at
	neutral    = 128 // chroma of what has no colour
	spotPiece  = 33  // side of the square in which the outline of a spot is looked for
	farScore   = 0.20
)

// spotLong are the long sides of the pictures on which spots are looked for, for
// smaller cards and for larger ones.
var spotLong = [2]int{200, 110}

// Far are the places where a card may lie that is too small in the picture for
// Candidates, best first.
func (s *Source) Far(ctx context.Context) (found []Candidate) {
	if s.narrow() {
		return nil
	}
	larger := s.memo.larger(s)
	for _, long := range spotLong {
		small := larger.reduced(long)
		k := float64(larger.y.w) / float64(small.y.w)
		for _, p := range small.outstanding() {
			if ctx.Err() != nil {
				return nil
			}
			if c, ok := larger.around(int(float64(p[0])*k), int(float64(p[1])*k), placed*spotPiece/long); ok {
				c.Quad = s.asSeen(scaledQuad(c.Quad, larger, s.pixels))
				found = append(found, c)
			}
		}
	}
	byScore(found)
	return found
}

// around is the best outline in a square of that size around a point; print is
// wiped away where there is none with it.
func (p pixels) around(x, y, size int) (c Candidate, ok bool) {
	w, h := min(size, p.y.w), min(size, p.y.h)
	x, y = min(max(x-w/2, 0), p.y.w-w), min(max(y-h/2, 0), p.y.h-h)
	piece := p.part(x, y, w, h)
	plain := piece
	for range 2 {
		for _, c := range edgesOf(plain).quads(piece) {
			if c.Frame || c.Score < farScore {
				continue
			}
			for n := range c.Quad {
				c.Quad[n] = [2]float64{c.Quad[n][0] + float64(x), c.Quad[n][1] + float64(y)}
			}
			return c, true
		}
		plain.y = piece.y.closed(strokes)
	}
	return c, false
}

// outstanding are the spots that differ from what is around them on all sides,
// as a small card does: they are paler, which is lighter and of less colour, or
// of another tint, as on a page full of print.
func (p pixels) outstanding() (out [][2]int) {
	w, h := p.y.w, p.y.h
	y, cb, cr := p.y.means(spotSize), p.cb.means(spotSize), p.cr.means(spotSize)
	tint := func(o int) float64 { return math.Abs(cb[o]-neutral) + math.Abs(cr[o]-neutral) }
	if p.cb.w == 0 { // a grey picture
		cb, cr = make([]float64, w*h), make([]float64, w*h)
	}
	for _, differs := range []func(a, b int) float64{
		func(a, b int) float64 { return y[a] - y[b] - chromaForce*(tint(a)-tint(b)) },
		func(a, b int) float64 { return math.Abs(cb[a]-cb[b]) + math.Abs(cr[a]-cr[b]) },
	} {
		for _, p := range alone(w, h, differs) {
			if !slices.ContainsFunc(out, func(k [2]int) bool { return max(k[0]-p[0], p[0]-k[0], k[1]-p[1], p[1]-k[1]) < 2*spotSize }) {
				out = append(out, p)
			}
		}
	}
	return out
}

// alone are the spots that differ most from those around them on all sides.
func alone(w, h int, differs func(a, b int) float64) (out [][2]int) {
	force := make([]float64, w*h)
	for o := range force {
		force[o] = math.Inf(1)
	}
	for k := range 8 {
		sin, cos := math.Sincos(float64(k) * math.Pi / 4)
		dx, dy := int(math.Round(spotAround*cos)), int(math.Round(spotAround*sin))
		for y := max(0, -dy); y < min(h, h-dy); y++ {
			for x := max(0, -dx); x < min(w, w-dx); x++ {
				o := y*w + x
				force[o] = min(force[o], differs(o, o+dy*w+dx))
			}
		}
	}
	for range spots {
		best := 0
		for o, v := range force {
			if v > force[best] {
				best = o
			}
		}
		x, y := best%w, best/w
		out = append(out, [2]int{x, y})
		for yy := max(y-spotAround, 0); yy < min(y+spotAround, h); yy++ {
			line := force[yy*w:]
			for xx := max(x-spotAround, 0); xx < min(x+spotAround, w); xx++ {
				line[xx] = math.Inf(-1)
			}
		}
	}
	return out
}

// areas are the sums of all pixels above and to the left of each.
type areas struct {
	w, h int
	sum  []int
}

func (p plane) sums() areas {
	a := areas{p.w, p.h, make([]int, (p.w+1)*(p.h+1))}
	for y := range p.h {
		row := 0
		for x, v := range p.row(y) {
			row += int(v)
			a.sum[(y+1)*(p.w+1)+x+1] = a.sum[y*(p.w+1)+x+1] + row
		}
	}
	return a
}

// mean is the mean of the square of half-width r around (x, y), as far as it
// lies in the picture.
func (a areas) mean(x, y, r int) float64 {
	x0, y0, x1, y1 := max(x-r, 0), max(y-r, 0), min(x+r+1, a.w), min(y+r+1, a.h)
	n := a.w + 1
	return float64(a.sum[y1*n+x1]-a.sum[y0*n+x1]-a.sum[y1*n+x0]+a.sum[y0*n+x0]) / float64((x1-x0)*(y1-y0))
}

// means are the means of the squares of half-width r around all pixels; nil for
// a plane that there is not.
func (p plane) means(r int) (out []float64) {
	sums := p.sums()
	for y := range p.h {
		for x := range p.w {
			out = append(out, sums.mean(x, y, r))
		}
	}
	return out
}

// part is a piece of a picture whose planes are of one size; it shares memory.
func (p pixels) part(x, y, w, h int) pixels {
	cut := func(c plane) plane {
		if c.w == 0 {
			return c
		}
		return plane{c.pix[y*c.stride+x:], c.stride, w, h}
	}
	return pixels{cut(p.y), cut(p.cb), cut(p.cr)}
}

// Gauge measures the whole photograph, where no card was found in it.
func (s *Source) Gauge() *Gauge { return NewGauge(s.Whole(CardWidth)) }
