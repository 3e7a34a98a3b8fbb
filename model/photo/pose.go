package photo

import "math"

// Tilt is how far from upright the card in q was looked at, in degrees: the
// card's true shape, drawn together one way (the ratio of the singular values
// of the affine map that is nearest).
func Tilt(q Quad) float64 {
	ux, uy := (q[1][0]-q[0][0]+q[2][0]-q[3][0])/2/cardShape, (q[1][1]-q[0][1]+q[2][1]-q[3][1])/2/cardShape
	vx, vy := (q[3][0]-q[0][0]+q[2][0]-q[1][0])/2, (q[3][1]-q[0][1]+q[2][1]-q[1][1])/2
	sum, det := ux*ux+uy*uy+vx*vx+vy*vy, math.Abs(ux*vy-uy*vx)
	root := math.Sqrt(max(sum*sum-4*det*det, 0))
	if sum+root == 0 {
		return 0
	}
	return math.Acos(min(math.Sqrt(max(sum-root, 0)/(sum+root)), 1)) * 180 / math.Pi
}

// lenses are how far the lenses of telephones are from their pictures, in parts
// of the picture's long side, from wide to long.
var lenses = []float64{0.75, 1, 1.4}

// asTilted is q or q turned by a quarter: a card that is seen flatly may look
// longer where it is short.
func (p pixels) asTilted(q Quad) Quad {
	turned := Quad{q[1], q[2], q[3], q[0]}
	if p.strain(turned) < p.strain(q) {
		return turned
	}
	return q
}

// bent is what strain takes from the score of an outline that is seen from
// above; those that are seen flatly are strained by the least error.
func (p pixels) bent(q Quad) float64 { return 1.5 * min(max(p.strain(q)-0.03, 0), 0.2) }

// strain is how far the sides of the card, as they lie in space, are from
// having its shape and from being at right angles (Zhang, 2000: the first two
// columns of a plane's projection), through the lens that suits best. It is a
// few hundredths for a card, and a tenth if one corner of four is wrong.
func (p pixels) strain(q Quad) float64 {
	w, h := float64(p.y.w), float64(p.y.h)
	least := math.Inf(1)
	for _, lens := range lenses {
		f := lens * max(w, h)
		var seen Quad
		for i, c := range q {
			seen[i] = [2]float64{(c[0] - w/2) / f, (c[1] - h/2) / f}
		}
		m := project(cardShape, 1, seen)
		a, b := math.Hypot(math.Hypot(m[0], m[3]), m[6]), math.Hypot(math.Hypot(m[1], m[4]), m[7])
		least = min(least, math.Abs(math.Log(a/b))+math.Abs(m[0]*m[1]+m[3]*m[4]+m[6]*m[7])/(a*b))
	}
	return least
}

// Length is the length of the card in q, in pixels.
func Length(q Quad) float64 { return (distance(q[0], q[1]) + distance(q[3], q[2])) / 2 }

// Apart reports whether the middle of one lies well outside of the other.
func Apart(a, b Quad) bool {
	ax, ay := middle(a)
	bx, by := middle(b)
	return math.Hypot(ax-bx, ay-by) > 0.5*min(Length(a), Length(b))
}

func middle(q Quad) (x, y float64) {
	for _, c := range q {
		x, y = x+c[0]/4, y+c[1]/4
	}
	return x, y
}

// Outside is the share of q that lies outside the picture.
func (s *Source) Outside(q Quad) float64 {
	all := math.Abs(areaOf(q))
	poly := q[:]
	w, h := float64(s.pixels.y.w), float64(s.pixels.y.h)
	for _, edge := range [4]struct {
		axis        int
		limit, sign float64
	}{{0, 0, 1}, {0, w, -1}, {1, 0, 1}, {1, h, -1}} {
		poly = cutAt(poly, edge.axis, edge.limit, edge.sign)
	}
	if all == 0 || len(poly) < 3 {
		return 1
	}
	return max(1-polygonArea(poly)/all, 0)
}

// cutAt is the part of a polygon on one side of a line (Sutherland and Hodgman,
// 1974).
func cutAt(poly [][2]float64, axis int, limit, sign float64) (out [][2]float64) {
	for i, a := range poly {
		b := poly[(i+1)%len(poly)]
		da, db := (a[axis]-limit)*sign, (b[axis]-limit)*sign
		if da >= 0 {
			out = append(out, a)
		}
		if da >= 0 != (db >= 0) {
			t := da / (da - db)
			out = append(out, [2]float64{a[0] + (b[0]-a[0])*t, a[1] + (b[1]-a[1])*t})
		}
	}
	return out
}

func polygonArea(p [][2]float64) (a float64) {
	for i, c := range p {
		d := p[(i+1)%len(p)]
		a += c[0]*d[1] - d[0]*c[1]
	}
	return math.Abs(a) / 2
}
