package photo

import (
	"cmp"
	"math"
	"slices"
)

// A Quad is four corners in pixels, clockwise as seen.
type Quad = [4][2]float64

// A Candidate is a place where a card may lie.
type Candidate struct {
	Quad  Quad    // in pixels of the picture as it is kept, not turned; side 0–1 is a long one
	Score float64 // of its outline; above 0.55 it is probably a card or a sheet
	Frame bool    // one side is the border of the picture
}

// What a quadrilateral must be to be looked at. A card is 1.585 times as long
// as wide (ISO/IEC 7810 ID-1: 85.60 mm × 53.98 mm), seen from the side less or
// more.
const (
	cardShape    = 85.60 / 53.98
	leastArea    = 0.012 // of the picture
	leastSupport = 0.28  // of each side on edges
	mostOutside  = 0.04  // of the picture's width, for a corner
	mostQuads    = 12
)

// A pair is two lines that may be opposite sides.
type pair struct{ a, b *line }

// judged is how many quadrilaterals are looked at more closely.
const judged = 120

// quads lists the best quadrilaterals of lines in p, best first, in its
// pixels. tints is p as it is, print and all.
func (e *edgeMap) quads(tints pixels) []Candidate { return e.quadsOf(tints, usual) }

// A bound is what a quadrilateral's shape must keep to; parallel and crossing
// are the most and the least angle between opposite and adjacent sides, in
// radians, votes what a side needs of the shorter side of the picture.
type bound struct{ leastShape, mostShape, taper, parallel, crossing, votes float64 }

// usual is a card seen from above or not far from it; askew one seen so flatly
// that it cannot be read, which is looked for to say so.
var (
	usual = bound{1.25, 2.05, 1.55, 0.42, 0.85, 0.10}
	askew = bound{0.40, 7.00, 3.00, 1.40, 0.35, 0.05}
)

// quadsOf is quads with other bounds.
func (e *edgeMap) quadsOf(tints pixels, b bound) []Candidate {
	pairs := e.pairs(e.lines(b.votes), b.parallel)
	var found []Candidate
	for i, p := range pairs {
		for _, q := range pairs[i+1:] {
			if c, ok := e.quad(p, q, b); ok {
				found = append(found, c)
			}
		}
	}
	byScore(found)
	apart := 0.015 * math.Hypot(float64(e.w), float64(e.h))
	keep := best(tints.judged(found[:min(len(found), judged)]), apart)
	if len(found) <= judged || b == askew {
		return keep
	}
	return append(keep, tints.judged(elsewhere(found[judged:], keep))...)
}

// judged adds to the scores what the surroundings say.
func (p pixels) judged(found []Candidate) []Candidate {
	for i, c := range found {
		c.Quad = ordered(c.Quad)
		margin, _ := p.margin(c.Quad)
		c.Score += margin
		found[i] = c
	}
	return found
}

func byScore(found []Candidate) {
	slices.SortStableFunc(found, func(a, b Candidate) int { return cmp.Compare(b.Score, a.Score) })
}

// mostElsewhere is how many places are named that have nothing to do with the
// first: a second card may lie there.
const mostElsewhere = 3

// elsewhere are the first of found, which is sorted, that lie apart from the
// first of keep and from each other.
func elsewhere(found, keep []Candidate) (out []Candidate) {
	if len(keep) == 0 {
		return nil
	}
	for _, c := range found {
		if len(out) == mostElsewhere {
			break
		}
		near := func(k Candidate) bool { return !Apart(k.Quad, c.Quad) }
		if !c.Frame && !near(keep[0]) && !slices.ContainsFunc(out, near) {
			out = append(out, c)
		}
	}
	return out
}

// pairs are the lines that run side by side, up to an angle of parallel, a
// tenth of the picture apart.
func (e *edgeMap) pairs(lines []*line, parallel float64) []pair {
	cx, cy := float64(e.w)/2, float64(e.h)/2
	least := 0.05 * math.Hypot(float64(e.w), float64(e.h))
	var out []pair
	for i, a := range lines {
		for _, b := range lines[i+1:] {
			if a.frame && b.frame || turnBetween(a.theta, b.theta) > parallel {
				continue
			}
			da, db := cx*a.cos+cy*a.sin-a.rho, cx*b.cos+cy*b.sin-b.rho
			if math.Abs(a.theta-b.theta) > math.Pi/2 {
				db = -db
			}
			if math.Abs(da-db) >= least {
				out = append(out, pair{a, b})
			}
		}
	}
	return out
}

// quad judges the quadrilateral between two pairs.
func (e *edgeMap) quad(p, q pair, b bound) (c Candidate, ok bool) {
	frames := 0
	for _, l := range [4]*line{p.a, q.b, p.b, q.a} {
		if l.frame {
			frames++
		}
	}
	if frames > 1 || !crossing(p, q, b.crossing) {
		return c, false
	}
	c.Quad, c.Frame = Quad{p.a.meet(q.a), p.a.meet(q.b), p.b.meet(q.b), p.b.meet(q.a)}, frames == 1
	shape, ok := e.shape(c.Quad, c.Frame, b)
	if !ok {
		return c, false
	}
	sides := [4]*line{p.a, q.b, p.b, q.a}
	weakest, sum, beyond := 1.0, 0.0, 0.0
	for i, l := range sides {
		support, over := l.carry(c.Quad[i], c.Quad[(i+1)%4])
		weakest, sum = min(weakest, support), sum+support
		beyond += over
	}
	if weakest < leastSupport {
		return c, false
	}
	area := math.Abs(areaOf(c.Quad)) / float64(e.w*e.h)
	if b == askew {
		shape = 0 // any is as good
	}
	c.Score = 0.5*weakest + 0.125*sum + 0.10*math.Log(min(area, 0.3)/0.2) - 0.10*beyond - 0.35*shape
	if c.Frame {
		c.Score += 0.30*shape - 0.12 // its shape says nothing
	}
	return c, true
}

func crossing(p, q pair, least float64) bool {
	for _, a := range [2]*line{p.a, p.b} {
		for _, b := range [2]*line{q.a, q.b} {
			if turnBetween(a.theta, b.theta) < least {
				return false
			}
		}
	}
	return true
}

// shape is how far the sides are from a card's, as the logarithm of a ratio;
// ok is false for what cannot be one.
func (e *edgeMap) shape(q Quad, frame bool, bound bound) (off float64, ok bool) {
	w, h := float64(e.w), float64(e.h)
	for _, c := range q {
		if c[0] < -mostOutside*w || c[1] < -mostOutside*h || c[0] > (1+mostOutside)*w || c[1] > (1+mostOutside)*h {
			return 0, false
		}
	}
	if math.Abs(areaOf(q)) < leastArea*w*h {
		return 0, false
	}
	a, b, c, d := distance(q[0], q[1]), distance(q[1], q[2]), distance(q[2], q[3]), distance(q[3], q[0])
	if max(a, c) > bound.taper*min(a, c) || max(b, d) > bound.taper*min(b, d) {
		return 0, false
	}
	ratio := (a + c) / (b + d)
	if bound == usual {
		ratio = max(ratio, 1/ratio)
	}
	if !frame && (ratio < bound.leastShape || ratio > bound.mostShape) || ratio > max(2.4, bound.mostShape) {
		return 0, false
	}
	return math.Abs(math.Log(ratio / cardShape)), true
}

// carry is how much of the side lies on edges, without its rounded ends, and
// how much edge goes on past both corners, which speaks against a card.
func (l *line) carry(a, b [2]float64) (support, beyond float64) {
	from, to := l.along(a), l.along(b)
	if from > to {
		from, to = to, from
	}
	n := to - from
	support = l.share(from+0.06*n, to-0.06*n)
	if !l.frame {
		beyond = (l.share(from-0.3*n, from-0.05*n) + l.share(to+0.05*n, to+0.3*n)) / 2
	}
	return support, beyond
}

// best sorts candidates and drops those within apart of a better one; after
// mostQuads it names only what lies elsewhere.
func best(found []Candidate, apart float64) []Candidate {
	byScore(found)
	var keep []Candidate
	for i, c := range found {
		if !slices.ContainsFunc(keep, func(k Candidate) bool { return farthest(k.Quad, c.Quad) < apart }) {
			keep = append(keep, c)
		}
		if len(keep) == mostQuads {
			return append(keep, elsewhere(found[i+1:], keep)...)
		}
	}
	return keep
}

// ordered turns q clockwise, with a long side first, that nearest to the top
// or, upright, that going down.
func ordered(q Quad) Quad {
	if areaOf(q) < 0 {
		q[1], q[3] = q[3], q[1]
	}
	if distance(q[0], q[1])+distance(q[2], q[3]) < distance(q[1], q[2])+distance(q[3], q[0]) {
		q = Quad{q[1], q[2], q[3], q[0]}
	}
	dx, dy := q[1][0]-q[0][0], q[1][1]-q[0][1]
	if math.Abs(dx) >= math.Abs(dy) && dx < 0 || math.Abs(dx) < math.Abs(dy) && dy < 0 {
		q = HalfTurn(q)
	}
	return q
}

// HalfTurn is q for a card that lies upside down in it.
func HalfTurn(q Quad) Quad { return Quad{q[2], q[3], q[0], q[1]} }

func distance(a, b [2]float64) float64 { return math.Hypot(a[0]-b[0], a[1]-b[1]) }

// farthest is the largest distance between corresponding corners.
func farthest(a, b Quad) (d float64) {
	for i := range a {
		d = max(d, distance(a[i], b[i]))
	}
	return d
}

// areaOf is positive for corners that go clockwise as seen (y grows downwards).
func areaOf(q Quad) (a float64) {
	for i, c := range q {
		d := q[(i+1)%4]
		a += c[0]*d[1] - d[0]*c[1]
	}
	return a / 2
}
