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
	leastPale  = 5   // how much paler a spot is at least, in levels,
	leastTint  = 2   // and of how different a tint
	spotPiece  = 240 // side of the square in which its outline is looked for
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
	for _, long := range spotLong {
		larger := s.memo.larger(s)
		if long < spotLong[0] {
			larger = larger.reduced(placed * long / spotLong[0])
		}
		small := larger.reduced(long)
		k := float64(larger.y.w) / float64(small.y.w)
		for _, p := range small.outstanding() {
			if ctx.Err() != nil {
				return nil
			}
			if c, ok := larger.around(int(float64(p.x)*k), int(float64(p.y)*k), p.tint); ok {
				c.Quad = s.asSeen(scaledQuad(c.Quad, larger, s.pixels))
				found = append(found, c)
			}
		}
	}
	byScore(found)
	return found
}

// around is the best outline in a piece around a point; print is wiped away
// where the piece stands out by its tint and there is none with it.
func (p pixels) around(x, y int, tint bool) (c Candidate, ok bool) {
	w, h := min(spotPiece, p.y.w), min(spotPiece, p.y.h)
	x, y = min(max(x-w/2, 0), p.y.w-w), min(max(y-h/2, 0), p.y.h-h)
	piece := p.part(x, y, w, h)
	if c, ok = edgesOf(piece).first(piece); !ok && tint {
		plain := piece
		plain.y = piece.y.closed(strokes)
		c, ok = edgesOf(plain).first(piece)
	}
	for n := range c.Quad {
		c.Quad[n] = [2]float64{c.Quad[n][0] + float64(x), c.Quad[n][1] + float64(y)}
	}
	return c, ok
}

// first is the best outline that ends within the picture and may be a card's.
func (e *edgeMap) first(tints pixels) (c Candidate, ok bool) {
	for _, c := range e.quads(tints) {
		if !c.Frame && c.Score >= farScore {
			return c, true
		}
	}
	return c, false
}

// A spot stands out from what is around it on all sides; tint says that it does
// by its tint alone.
type spot struct {
	x, y int
	tint bool
}

// outstanding are the spots that stand out as a small card does: they are paler,
// which is lighter and of less colour, or of another tint, as on a page full of
// print.
func (p pixels) outstanding() (out []spot) {
	w, h := p.y.w, p.y.h
	y, cb, cr := p.y.means(spotSize), p.cb.means(spotSize), p.cr.means(spotSize)
	if p.cb.w == 0 { // a grey picture
		cb, cr = make([]float64, w*h), make([]float64, w*h)
	}
	colour := func(o int) float64 { return math.Abs(cb[o]-neutral) + math.Abs(cr[o]-neutral) }
	out = alone(w, h, leastPale, func(a, b int) float64 { return y[a] - y[b] - chromaForce*(colour(a)-colour(b)) })
	for _, p := range alone(w, h, leastTint, func(a, b int) float64 { return math.Abs(cb[a]-cb[b]) + math.Abs(cr[a]-cr[b]) }) {
		same := func(k spot) bool { return max(k.x-p.x, p.x-k.x, k.y-p.y, p.y-k.y) < 2*spotSize }
		if i := slices.IndexFunc(out, same); i >= 0 {
			out[i].tint = true
			continue
		}
		p.tint = true
		out = append(out, p)
	}
	return out
}

// alone are the spots that differ most from those around them on all sides: by
// at least so much, and by a quarter of what the first does.
func alone(w, h int, least float64, differs func(a, b int) float64) (out []spot) {
	force := make([]float64, w*h)
	for o := range force {
		force[o] = math.Inf(-1)
	}
	for y := spotAround; y < h-spotAround; y++ {
		for x := spotAround; x < w-spotAround; x++ {
			o := y*w + x
			force[o] = math.Inf(1)
			for _, d := range spotSides {
				force[o] = min(force[o], differs(o, o+d[1]*w+d[0]))
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
		if force[best] < least {
			return out
		}
		least = max(least, force[best]/4)
		x, y := best%w, best/w
		out = append(out, spot{x: x, y: y})
		for yy := y - spotAround; yy < y+spotAround; yy++ {
			for xx := x - spotAround; xx < x+spotAround; xx++ {
				force[yy*w+xx] = math.Inf(-1)
			}
		}
	}
	return out
}

// spotSides are the steps to what is around a spot.
var spotSides = func() (d [8][2]int) {
	for k := range d {
		sin, cos := math.Sincos(float64(k) * math.Pi / 4)
		d[k] = [2]int{int(math.Round(spotAround * cos)), int(math.Round(spotAround * sin))}
	}
	return d
}()

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
