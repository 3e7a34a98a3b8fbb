package specimen

import "math"

// A camera sees the plane of the table (millimetres, the middle of the card at
// 0, 0, its upright along y) in a picture of w × h pixels.
type camera struct {
	w, h    float64
	to, fro [9]float64 // table → picture without the lens, and back
	bend    float64    // of the lens: barrel below 0, pincushion above
}

// An aim is how the card is to be seen: its length in pixels, turn in the
// picture, tilt away from the camera towards the direction lean (radians),
// focal length in pixels, middle in pixels.
type aim struct{ length, turn, tilt, lean, focus, x, y float64 }

// cardW and cardH are a card's size in millimetres (ISO/IEC 7810 ID-1).
const cardW, cardH = 85.6, 54.0

func newCamera(w, h, bend float64, a aim) *camera {
	c := &camera{w: w, h: h, bend: bend, to: a.homography()}
	c.fro = invert(c.to)
	return c
}

// homography is the map of the table into the picture: turn in the plane,
// then tilt about the axis across lean, then the projection.
func (a aim) homography() [9]float64 {
	st, ct := math.Sincos(a.turn)
	sl, cl := math.Sincos(a.lean)
	s, c := math.Sincos(a.tilt)
	// (X, Y) turned, then split along and across lean; along shrinks by c and
	// recedes by s.
	xx, xy, yx, yy := ct, -st, st, ct
	ax, ay := cl*xx+sl*yx, cl*xy+sl*yy   // along
	bx, by := -sl*xx+cl*yx, -sl*xy+cl*yy // across
	px, py := cl*c*ax-sl*bx, cl*c*ay-sl*by
	qx, qy := sl*c*ax+cl*bx, sl*c*ay+cl*by
	far := a.focus * cardW / a.length
	zx, zy := s*ax/far, s*ay/far
	f := a.focus / far
	return [9]float64{f*px + a.x*zx, f*py + a.x*zy, a.x, f*qx + a.y*zx, f*qy + a.y*zy, a.y, zx, zy, 1}
}

// lens moves a point of the picture to where it would be without the lens.
func (c *camera) lens(x, y float64) (float64, float64) {
	u, v := x-c.w/2, y-c.h/2
	k := 1 + c.bend*(u*u+v*v)/(c.w*c.w+c.h*c.h)*4
	return c.w/2 + u*k, c.h/2 + v*k
}

// table is what lies at a point of the picture, in millimetres.
func (c *camera) table(x, y float64) (float64, float64) {
	x, y = c.lens(x, y)
	m := &c.fro
	d := m[6]*x + m[7]*y + m[8]
	return (m[0]*x + m[1]*y + m[2]) / d, (m[3]*x + m[4]*y + m[5]) / d
}

// see is where a point of the table is seen, in pixels.
func (c *camera) see(x, y float64) [2]float64 {
	m := &c.to
	d := m[6]*x + m[7]*y + m[8]
	px, py := (m[0]*x+m[1]*y+m[2])/d, (m[3]*x+m[4]*y+m[5])/d
	u, v := px, py
	for range 12 { // lens is near enough to the identity for this to close in
		a, b := c.lens(u, v)
		u, v = u+px-a, v+py-b
	}
	return [2]float64{u, v}
}

// spread is the box around points: least x, least y, greatest x, greatest y.
func spread(points ...[2]float64) (x0, y0, x1, y1 float64) {
	x0, y0, x1, y1 = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, p := range points {
		x0, y0, x1, y1 = min(x0, p[0]), min(y0, p[1]), max(x1, p[0]), max(y1, p[1])
	}
	return x0, y0, x1, y1
}

// corners are those of a w × h millimetre rectangle, clockwise from its own
// top left, where the camera sees them.
func (c *camera) corners(o placed, w, h float64) (q [4][2]float64) {
	for i, p := range [4][2]float64{{-w / 2, -h / 2}, {w / 2, -h / 2}, {w / 2, h / 2}, {-w / 2, h / 2}} {
		q[i] = c.see(o.out(p[0], p[1]))
	}
	return q
}

// placed is where a thing lies on the table: its middle in millimetres and
// its turn in radians.
type placed struct{ x, y, turn float64 }

// out takes a thing's own millimetres (0, 0 its middle) to the table's.
func (p placed) out(x, y float64) (float64, float64) {
	s, c := math.Sincos(p.turn)
	return p.x + c*x - s*y, p.y + s*x + c*y
}

// aimAt finds the camera for a card or another body: as long as wanted if the picture holds
// it with a margin, in its middle or (drift up to 1) somewhere else.
func aimAt(d dice, w, h, bend float64, a aim, drift float64, of body) *camera {
	a.x, a.y = w/2, h/2
	var x0, y0, x1, y1 float64
	for i := 0; i < 4; i++ {
		c := newCamera(w, h, bend, a)
		q := c.corners(placed{}, of.w, of.h)
		x0, y0, x1, y1 = spread(q[:]...)
		k := max((x1-x0)/(0.955*w), (y1-y0)/(0.955*h))
		if !(k <= 2) { // so far outside that the lens has no answer, or none that is one
			k, i = 2, i-1
		}
		if k > 1 {
			a.length /= k * 1.005
		}
	}
	room := func(size, lo, hi float64) float64 { // how far the middle may move
		m := 0.018 * size
		return d.within(min(m-lo, 0), max(size-m-hi, 0)) * drift
	}
	a.x += room(w, x0, x1) + (1-drift)*(w-x0-x1)/2
	a.y += room(h, y0, y1) + (1-drift)*(h-y0-y1)/2
	c := newCamera(w, h, bend, a)
	return settle(c, a, of)
}

// settle moves a card that the lens pushed over the edge back into the picture.
func settle(c *camera, a aim, of body) *camera {
	for range 6 {
		q := c.corners(placed{}, of.w, of.h)
		x0, y0, x1, y1 := spread(q[:]...)
		m := 0.008 * min(c.w, c.h)
		dx := max(m-x0, 0) - max(x1-c.w+m, 0)
		dy := max(m-y0, 0) - max(y1-c.h+m, 0)
		if dx == 0 && dy == 0 {
			break
		}
		a.x, a.y = a.x+dx, a.y+dy
		c = newCamera(c.w, c.h, c.bend, a)
	}
	return c
}
