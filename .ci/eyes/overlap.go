package main

import "math"

type quad = [4][2]float64

// overlap is the area that two convex quadrilaterals share, in parts of what
// they cover together.
func overlap(a, b quad) float64 {
	shared := area(clip(clockwise(a[:]), clockwise(b[:])))
	all := area(a[:]) + area(b[:]) - shared
	if all <= 0 {
		return 0
	}
	return shared / all
}

// signed is the area of a polygon, negative if it goes round the other way.
func signed(p [][2]float64) (sum float64) {
	for i, a := range p {
		b := p[(i+1)%len(p)]
		sum += a[0]*b[1] - b[0]*a[1]
	}
	return sum / 2
}

func area(p [][2]float64) float64 { return math.Abs(signed(p)) }

func clockwise(p [][2]float64) [][2]float64 {
	if signed(p) > 0 {
		return p
	}
	back := make([][2]float64, len(p))
	for i := range p {
		back[len(p)-1-i] = p[i]
	}
	return back
}

// clip is what of p lies in the convex polygon by, one side after another
// (Sutherland and Hodgman, 1974).
func clip(p, by [][2]float64) [][2]float64 {
	for i, a := range by {
		b := by[(i+1)%len(by)]
		within := func(c [2]float64) float64 { return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0]) }
		var kept [][2]float64
		for k, c := range p {
			d := p[(k+1)%len(p)]
			u, v := within(c), within(d)
			if u >= 0 {
				kept = append(kept, c)
			}
			if (u >= 0) != (v >= 0) {
				t := u / (u - v)
				kept = append(kept, [2]float64{c[0] + t*(d[0]-c[0]), c[1] + t*(d[1]-c[1])})
			}
		}
		p = kept
	}
	return p
}
