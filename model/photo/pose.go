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

// Length is the length of the card in q, in pixels.
func Length(q Quad) float64 { return (distance(q[0], q[1]) + distance(q[3], q[2])) / 2 }

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
