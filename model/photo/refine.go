package photo

import "math"

// refined moves each side of q onto the edge near it, to a fraction of a
// pixel of p. reach is how far to look, in pixels of p, to both sides. A side
// without a clear edge stays; so does q if a corner would jump.
// agreed is how much of the sides lies on a straight edge: the mean and twice
// the least of them, over three.
func refined(p pixels, q Quad, reach float64) (_ Quad, agreed float64) {
	var sides [4][3]float64 // a·x + b·y = c
	least := 1.0
	for i := range q {
		var share float64
		sides[i], share = p.fitSide(q[i], q[(i+1)%4], reach)
		agreed, least = agreed+share/12, min(least, share)
	}
	agreed += least * 2 / 3
	var out Quad
	for i := range q {
		c, ok := cross(sides[(i+3)%4], sides[i])
		if !ok || distance(c, q[i]) > 4*reach {
			return q, 0
		}
		out[i] = c
	}
	return out, agreed
}

func cross(l, k [3]float64) (p [2]float64, ok bool) {
	d := l[0]*k[1] - l[1]*k[0]
	if math.Abs(d) < 1e-9 {
		return p, false
	}
	return [2]float64{(l[2]*k[1] - k[2]*l[1]) / d, (k[2]*l[0] - l[2]*k[0]) / d}, true
}

// profiles is how many cuts are laid across a side, between its rounded ends.
const profiles = 64

// A hit is an edge on a cut: t along the side, d across it, both in pixels.
type hit struct{ t, d, weight float64 }

// fitSide is the line along the edge near a–b, and the share of the cuts that
// agree with it.
func (p pixels) fitSide(a, b [2]float64, reach float64) (l [3]float64, share float64) {
	n := distance(a, b)
	out := [2]float64{(b[1] - a[1]) / n, -(b[0] - a[0]) / n} // outwards, of a clockwise quad
	var hits []hit
	cut := newCut(reach)
	for k := range profiles {
		t := 0.07 + 0.86*float64(k)/(profiles-1)
		cut.sample(p, a[0]+(b[0]-a[0])*t, a[1]+(b[1]-a[1])*t, out)
		d, force := cut.strongest()
		if force > 4 {
			hits = append(hits, hit{t * n, d, min(force, 40)})
		}
	}
	slope, shift := fitLine(hits)
	from := [2]float64{a[0] + out[0]*shift, a[1] + out[1]*shift}
	to := [2]float64{b[0] + out[0]*(slope*n+shift), b[1] + out[1]*(slope*n+shift)}
	dx, dy := to[1]-from[1], from[0]-to[0]
	m := math.Hypot(dx, dy)
	for _, h := range hits {
		if math.Abs(h.d-slope*h.t-shift) < 1.2 {
			share += 1.0 / profiles
		}
	}
	return [3]float64{dx / m, dy / m, (dx*from[0] + dy*from[1]) / m}, share
}

// A cut is a line of samples across a side.
type cut struct {
	reach float64
	steps []float64 // change of colour at −reach, −reach+1 …
	line  []float64 // samples of one channel, two more at both ends
}

func newCut(reach float64) *cut {
	n := int(2*reach) + 1
	return &cut{reach, make([]float64, n), make([]float64, n+4)}
}

// sample fills steps for the cut through (x, y).
func (c *cut) sample(p pixels, x, y float64, out [2]float64) {
	clear(c.steps)
	for i, ch := range []plane{p.y, p.cb, p.cr} {
		if ch.w != p.y.w || ch.h != p.y.h {
			continue
		}
		for k := range c.line {
			d := float64(k-2) - c.reach
			c.line[k] = ch.between(x+out[0]*d, y+out[1]*d)
		}
		for k := range c.steps {
			v := math.Abs(c.line[k+3] + c.line[k+4] - c.line[k] - c.line[k+1])
			if i > 0 {
				v *= chromaForce
			}
			c.steps[k] = max(c.steps[k], v)
		}
	}
}

// strongest is where the colour changes most, near ones first, to a fraction
// of a pixel.
func (c *cut) strongest() (d, force float64) {
	at := 0
	for k, v := range c.steps {
		off := math.Abs(float64(k) - c.reach)
		if v *= 1 - 0.35*off/c.reach; v > force {
			force, at = v, k
		}
	}
	d = float64(at) - c.reach
	if at > 0 && at < len(c.steps)-1 {
		l, m, r := c.steps[at-1], c.steps[at], c.steps[at+1]
		if bend := l - 2*m + r; bend < 0 {
			d += (l - r) / (2 * bend)
		}
	}
	return d, force
}

// fitLine is the line d = slope·t + shift that most hits agree on. Fewer than
// twelve hits tell nothing.
func fitLine(hits []hit) (slope, shift float64) {
	if len(hits) < 12 {
		return 0, 0
	}
	most := 0.0
	for i := 0; i < len(hits); i += 2 {
		for j := i + len(hits)/4; j < len(hits); j += 3 {
			m := (hits[j].d - hits[i].d) / (hits[j].t - hits[i].t)
			if math.Abs(m) > 0.08 {
				continue
			}
			k := hits[i].d - m*hits[i].t
			if sum := agreeing(hits, m, k); sum > most {
				most, slope, shift = sum, m, k
			}
		}
	}
	return leastSquares(hits, slope, shift)
}

func agreeing(hits []hit, m, k float64) (sum float64) {
	for _, h := range hits {
		if math.Abs(h.d-m*h.t-k) < 1 {
			sum += h.weight
		}
	}
	return sum
}

// leastSquares fits the line again to the hits near it.
func leastSquares(hits []hit, m, k float64) (slope, shift float64) {
	var w, t, d, tt, td float64
	for _, h := range hits {
		if math.Abs(h.d-m*h.t-k) < 1.2 {
			w, t, d = w+h.weight, t+h.weight*h.t, d+h.weight*h.d
			tt, td = tt+h.weight*h.t*h.t, td+h.weight*h.t*h.d
		}
	}
	den := w*tt - t*t
	if w == 0 || den < 1e-6 {
		return m, k
	}
	slope = (w*td - t*d) / den
	return slope, (d - slope*t) / w
}

// between is the value at (x, y), pixel centres at whole numbers, mixed from
// four pixels; outside it is that of the border.
func (p plane) between(x, y float64) float64 {
	x, y = min(max(x, 0), float64(p.w-1)-0.001), min(max(y, 0), float64(p.h-1)-0.001)
	x0, y0 := int(x), int(y)
	a, b := x-float64(x0), y-float64(y0)
	o := y0*p.stride + x0
	top := float64(p.pix[o])*(1-a) + float64(p.pix[o+1])*a
	low := float64(p.pix[o+p.stride])*(1-a) + float64(p.pix[o+p.stride+1])*a
	return top*(1-b) + low*b
}
