package photo

import (
	"math"
	"slices"
)

// What is tried for each side of a card whose place is known roughly.
const (
	seekSteps = 15  // to both sides
	seekTurns = 4   // to both sides
	seekTurn  = 0.6 // degrees
	seekCuts  = 36  // across the side
)

// sought moves each side of a clockwise q by up to reach (pixels), and turns it
// a little, to where the tint changes for good and nothing is printed within:
// along its edge a card is empty, whatever lies beside it.
func (p pixels) sought(q Quad, reach float64) Quad {
	var sides [4][3]float64
	for i := range q {
		sides[i] = p.seekSide(q[i], q[(i+1)%4], reach)
	}
	var out Quad
	for i := range q {
		c, ok := cross(sides[(i+3)%4], sides[i])
		if !ok || distance(c, q[i]) > 4*reach {
			return q
		}
		out[i] = c
	}
	return out
}

// seekSide is the line that is best for the side from a to b.
func (p pixels) seekSide(a, b [2]float64, reach float64) (best [3]float64) {
	n := distance(a, b)
	out := [2]float64{(b[1] - a[1]) / n, -(b[0] - a[0]) / n}
	most := math.Inf(-1)
	for turn := -seekTurns; turn <= seekTurns; turn++ {
		lean := math.Tan(float64(turn)*seekTurn*math.Pi/180) * n / 2
		for step := -seekSteps; step <= seekSteps; step++ {
			d := reach * float64(step) / seekSteps
			from := [2]float64{a[0] + out[0]*(d-lean), a[1] + out[1]*(d-lean)}
			to := [2]float64{b[0] + out[0]*(d+lean), b[1] + out[1]*(d+lean)}
			if v := p.borderWorth(from, to, out, n) - 4*math.Abs(d)/reach - 0.4*math.Abs(float64(turn)); v > most {
				most = v
				dx, dy := to[1]-from[1], from[0]-to[0]
				m := math.Hypot(dx, dy)
				best = [3]float64{dx / m, dy / m, (dx*from[0] + dy*from[1]) / m}
			}
		}
	}
	return best
}

// borderWorth is how well the line from a to b parts a card from what lies
// outside: the middle change of tint across it, less what varies within.
func (p pixels) borderWorth(a, b, out [2]float64, long float64) float64 {
	var steps [3][seekCuts]float64
	var within [seekCuts]float64
	deep := max(0.012*long, 3)
	for k := range seekCuts {
		t := 0.07 + 0.86*float64(k)/(seekCuts-1)
		x, y := a[0]+(b[0]-a[0])*t, a[1]+(b[1]-a[1])*t
		for c, ch := range [3]plane{p.y, p.cb, p.cr} {
			if ch.w == 0 {
				continue
			}
			in, off := ch.near(x-2*out[0], y-2*out[1]), ch.near(x+2*out[0], y+2*out[1])
			steps[c][k] = off - in
			if c == 0 {
				further := ch.near(x-deep*out[0], y-deep*out[1])
				within[k] = math.Abs(in-further) + math.Abs(further-ch.near(x-2*deep*out[0], y-2*deep*out[1]))
			}
		}
	}
	worth, print := 0.0, 0.0
	for c := range steps {
		slices.Sort(steps[c][:])
		v := math.Abs(steps[c][seekCuts/2])
		if c > 0 {
			v *= chromaForce
		}
		worth += min(v, 30)
	}
	for _, v := range within {
		print += min(v, 40) / seekCuts
	}
	return worth - 0.7*print
}

// near is the value of the pixel nearest to (x, y).
func (p *plane) near(x, y float64) float64 {
	return float64(p.pix[min(max(int(y+0.5), 0), p.h-1)*p.stride+min(max(int(x+0.5), 0), p.w-1)])
}
