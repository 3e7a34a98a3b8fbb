package photo

import (
	"cmp"
	"math"
	"slices"
)

// A line is x·cos + y·sin = rho on the reduced picture. Its prefix sums tell
// in no time how much of any stretch of it lies on edges.
type line struct {
	theta, rho, cos, sin float64
	frame                bool      // a border of the picture, not an edge in it
	start                float64   // parameter of the first sum
	sums                 []float64 // of hits, one a pixel of length
}

const (
	angles       = 180 // steps of the Hough transform over half a turn
	votesAround  = 5   // an edge pixel votes for lines at most so many steps off its own angle
	mostLines    = 60
	angleTaken   = 0.22 // radians an edge may differ from the line it supports
	frameSupport = 0.45 // what a border of the picture counts for a side
)

// lines are the strongest straight lines, and the four borders of the
// picture, which stand in for a side when the card leaves it. votes is what a
// line needs, of the shorter side of the picture.
func (e *edgeMap) lines(votes float64) []*line {
	w, h := float64(e.w), float64(e.h)
	out := e.hough(votes)
	for _, l := range [][2]float64{{0, 1}, {0, w - 2}, {math.Pi / 2, 1}, {math.Pi / 2, h - 2}} {
		out = append(out, &line{theta: l[0], rho: l[1], frame: true})
	}
	for _, l := range out {
		l.measure(e)
	}
	return out
}

// A houghPeak is a cell of the Hough transform.
type houghPeak struct {
	t, r  int
	votes float32
}

func (e *edgeMap) hough(needed float64) []*line {
	diag := int(math.Hypot(float64(e.w), float64(e.h))) + 2
	votes := e.votes(diag)
	var peaks []houghPeak
	least := float32(needed * float64(min(e.w, e.h)))
	n := 2*diag + 1
	for t := range angles {
		for r := 2; r < n-2; r++ {
			if v := votes[t*n+r]; v >= least && crest(votes, n, t, r) {
				peaks = append(peaks, houghPeak{t, r, v})
			}
		}
	}
	slices.SortFunc(peaks, func(a, b houghPeak) int { return cmp.Compare(b.votes, a.votes) })
	var out []*line
	for _, p := range peaks[:min(len(peaks), mostLines)] {
		out = append(out, &line{theta: float64(p.t) * math.Pi / angles, rho: float64(p.r - diag)})
	}
	return out
}

// votes lets each edge pixel vote for the lines through it that run about
// across its gradient (angles × (2·diag+1) cells).
func (e *edgeMap) votes(diag int) []float32 {
	n := 2*diag + 1
	acc := make([]float32, angles*n)
	var cos, sin [angles]float32
	for t := range angles {
		s, c := math.Sincos(float64(t) * math.Pi / angles)
		cos[t], sin[t] = float32(c), float32(s)
	}
	for o, m := range e.force {
		if m == 0 {
			continue
		}
		x, y := float32(o%e.w), float32(o/e.w)
		weight := 0.5 + min(m, 6)/6
		at := int(e.angle[o]*angles/math.Pi + 0.5)
		for d := -votesAround; d <= votesAround; d++ {
			t := (at + d + angles) % angles
			k := weight
			if d > 3 || d < -3 {
				k /= 2
			}
			acc[t*n+int(x*cos[t]+y*sin[t]+float32(diag)+0.5)] += k
		}
	}
	return acc
}

// crest reports whether no cell nearby has more votes. Half a turn on, the
// distance changes its sign.
func crest(votes []float32, n, t, r int) bool {
	v := votes[t*n+r]
	for dt := -2; dt <= 2; dt++ {
		tt, wrapped := (t+dt+angles)%angles, t+dt < 0 || t+dt >= angles
		for dr := -2; dr <= 2; dr++ {
			rr := r + dr
			if wrapped {
				rr = n - 1 - rr
			}
			if rr < 0 || rr >= n {
				continue
			}
			if u := votes[tt*n+rr]; u > v || u == v && (dt < 0 || dt == 0 && dr < 0) {
				return false
			}
		}
	}
	return true
}

// measure works out the sums.
func (l *line) measure(e *edgeMap) {
	l.sin, l.cos = math.Sincos(l.theta)
	reach := int(math.Hypot(float64(e.w), float64(e.h))) + 2
	l.start = -float64(reach)
	l.sums = make([]float64, 2*reach+2)
	for i := range 2*reach + 1 {
		t := l.start + float64(i)
		x, y := l.rho*l.cos-t*l.sin, l.rho*l.sin+t*l.cos
		l.sums[i+1] = l.sums[i]
		if x < 0 || y < 0 || x >= float64(e.w) || y >= float64(e.h) {
			continue
		}
		if l.frame {
			l.sums[i+1] += frameSupport
		} else if e.near(x, y, l) {
			l.sums[i+1]++
		}
	}
}

// near reports whether an edge along l lies within two pixels of (x, y).
func (e *edgeMap) near(x, y float64, l *line) bool {
	for d := -2.0; d <= 2; d++ {
		xx, yy := int(x+d*l.cos+0.5), int(y+d*l.sin+0.5)
		if xx < 0 || yy < 0 || xx >= e.w || yy >= e.h {
			continue
		}
		if o := yy*e.w + xx; e.force[o] > 0 && turnBetween(float64(e.angle[o]), l.theta) < angleTaken {
			return true
		}
	}
	return false
}

// along is the parameter of the point of l nearest to p.
func (l *line) along(p [2]float64) float64 { return p[1]*l.cos - p[0]*l.sin }

// share is how much of the stretch from a to b lies on edges, 0 … 1.
func (l *line) share(a, b float64) float64 {
	if a > b {
		a, b = b, a
	}
	i, j := max(int(a-l.start), 0), min(int(b-l.start), len(l.sums)-1)
	if j <= i {
		return 0
	}
	return (l.sums[j] - l.sums[i]) / float64(j-i)
}

// meet is where two lines cross; lines that do not are far away.
func (l *line) meet(k *line) [2]float64 {
	d := l.cos*k.sin - l.sin*k.cos
	if math.Abs(d) < 1e-6 {
		return [2]float64{math.MaxFloat32, math.MaxFloat32}
	}
	return [2]float64{(l.rho*k.sin - k.rho*l.sin) / d, (k.rho*l.cos - l.rho*k.cos) / d}
}

// turnBetween is the angle between two lines, 0 … π/2.
func turnBetween(a, b float64) float64 {
	d := math.Abs(a - b)
	if d > math.Pi/2 {
		d = math.Pi - d
	}
	return d
}
