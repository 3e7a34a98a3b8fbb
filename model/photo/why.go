package photo

import (
	"context"
	"math"
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
	spotLong   = 200 // long side on which spots are looked for, in pixels
	spotAround = 24  // how far their surroundings reach
	spotSize   = 3   // half the size of a spot
	spots      = 4   // that are looked at
	neutral    = 128 // chroma of what has no colour
	farPiece   = 240 // pixels
	farScore   = 0.35
)

// Far are the places where a card may lie that is too small in the picture for
// Candidates, those that stand out most first.
func (s *Source) Far(ctx context.Context) (found []Candidate) {
	if s.narrow() {
		return nil
	}
	larger := s.memo.larger(s)
	small := larger.reduced(spotLong)
	k := float64(larger.y.w) / float64(small.y.w)
	for _, p := range small.outstanding() {
		if ctx.Err() != nil {
			return nil
		}
		w, h := min(farPiece, larger.y.w), min(farPiece, larger.y.h)
		x := min(max(int(float64(p[0])*k)-w/2, 0), larger.y.w-w)
		y := min(max(int(float64(p[1])*k)-h/2, 0), larger.y.h-h)
		piece := larger.part(x, y, w, h)
		for _, c := range edgesOf(piece).quads(piece) {
			if c.Frame || c.Score < farScore {
				continue
			}
			for n := range c.Quad {
				c.Quad[n] = [2]float64{c.Quad[n][0] + float64(x), c.Quad[n][1] + float64(y)}
			}
			c.Quad = s.asSeen(scaledQuad(c.Quad, larger, s.pixels))
			found = append(found, c)
			break
		}
	}
	return found
}

// outstanding are the spots that are paler than their surroundings: lighter and
// of less colour, as cards are.
func (p pixels) outstanding() (out [][2]int) {
	w, h := p.y.w, p.y.h
	force := make([]float64, w*h)
	for i, c := range []plane{p.y, p.cb, p.cr} {
		if c.w == 0 {
			continue
		}
		sums := c.sums()
		for y := range h {
			for x := range w {
				near, far := sums.mean(x, y, spotSize), sums.mean(x, y, spotAround)
				if i == 0 {
					force[y*w+x] += near - far
				} else {
					force[y*w+x] += chromaForce * (math.Abs(far-neutral) - math.Abs(near-neutral))
				}
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
		for yy := max(y-3*spotSize, 0); yy < min(y+3*spotSize, h); yy++ {
			clear(force[yy*w+max(x-3*spotSize, 0) : yy*w+min(x+3*spotSize, w)])
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
