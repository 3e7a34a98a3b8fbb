package photo

import (
	"math"
	"slices"
)

// The grid of a screen is looked for in pixels of the picture as it is kept:
// patches of gridPatch, with periods from gridLeast to gridMost. Eight is left
// out: JPEG has blocks of that size.
const (
	gridPatch = 96
	gridLeast = 2
	gridMost  = 15
)

// Grid is how strongly what lies in q repeats itself every few pixels, both
// across and down, as the picture on a screen does: 0 … 1. It is the middle of
// several patches, so that print does not count.
func (s *Source) Grid(q Quad) float64 {
	if !(Length(q) > 1) {
		return 0
	}
	lift := Lift(q, 1, 1)
	var found []float64
	for _, p := range [][2]float64{{0.2, 0.1}, {0.5, 0.15}, {0.35, 0.5}, {0.5, 0.62}, {0.8, 0.9}, {0.15, 0.7}, {0.9, 0.5}, {0.6, 0.9}, {0.05, 0.4}} {
		c := lift(p)
		if v, ok := s.pixels.y.repeats(int(c[0])-gridPatch/2, int(c[1])-gridPatch/2); ok {
			found = append(found, v)
		}
	}
	if len(found) == 0 {
		return 0
	}
	slices.Sort(found)
	return found[len(found)/2]
}

// repeats is the strongest repetition in a patch, the weaker of both
// directions; ok is false outside the picture.
func (p plane) repeats(x0, y0 int) (v float64, ok bool) {
	if x0 < 1 || y0 < 1 || x0+gridPatch+gridMost+2 > p.w || y0+gridPatch+gridMost+2 > p.h {
		return 0, false
	}
	return min(p.along(x0, y0, 1, p.stride), p.along(x0, y0, p.stride, 1)), true
}

// along is the largest correlation of the second differences with themselves a
// period further, over gridPatch lines of the patch.
func (p plane) along(x0, y0, step, line int) float64 {
	var corr [gridMost + 1]float64
	power := 0.0
	d := make([]float64, gridPatch+gridMost)
	for k := range gridPatch {
		o := y0*p.stride + x0 + k*line
		for i := range d {
			a, b, c := p.pix[o+(i-1)*step], p.pix[o+i*step], p.pix[o+(i+1)*step]
			d[i] = min(max(2*float64(b)-float64(a)-float64(c), -24), 24)
		}
		for i := range gridPatch {
			power += d[i] * d[i]
			for lag := gridLeast; lag <= gridMost; lag++ {
				corr[lag] += d[i] * d[i+lag]
			}
		}
	}
	best := 0.0
	for lag := gridLeast + 1; lag < gridMost; lag++ {
		if lag == 8 || corr[lag] < corr[lag-1] || corr[lag] < corr[lag+1] {
			continue
		}
		best = max(best, corr[lag])
	}
	return math.Max(best/max(power, 1), 0)
}
