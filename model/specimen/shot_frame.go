package specimen

import (
	"image"
	"math"
)

// frame chooses the size of the picture and where the camera stands.
func (s *stage) frame() {
	s.size()
	w, h := float64(s.truth.W), float64(s.truth.H)
	s.bend = s.d.between(s.taste.bend)
	a := s.aim(w, h)
	drift := s.d.Float64()
	if s.fault("cut") || len(s.beside) > 0 {
		drift = 0
	}
	s.photo.cam = aimAt(s.d, w, h, s.bend, a, drift, s.body)
	if s.fault("cut") {
		s.push()
	}
	if len(s.beside) > 0 {
		s.neighbour()
		s.centre()
	}
	s.scale()
	s.floor()
}

// size chooses the picture's pixels.
func (s *stage) size() {
	t, d := &s.truth, s.d
	t.W, t.H = 4032, 3024
	sent := map[Group]float64{Standard: 0.22, Hard: 0.5, Bad: 0.25, NoCard: 0.3}[t.Group]
	if t.Sent = d.chance(sent); t.Sent {
		t.W = pick(d.Rand, 1920, 1920, 1706, 1600, 1440)
		if t.Group != Standard && d.chance(0.4) {
			t.W = 1280
		}
		t.H = t.W * 3 / 4
		if d.chance(0.2) {
			t.H = t.W * 9 / 16
		}
	}
	if s.o.Large {
		t.W, t.H, t.Sent = 8064, 6048, false
	}
	if d.chance(0.35) {
		t.W, t.H = t.H, t.W
	}
}

// aim chooses how the card is seen.
func (s *stage) aim(w, h float64) aim {
	d := s.d
	a := aim{focus: max(w, h) * d.within(0.72, 1.35), lean: d.within(0, 2*math.Pi)}
	a.tilt = rad(pick(d.Rand, d.within(0, 6), d.within(0, 14), d.within(8, 22), d.within(18, 26)))
	if s.truth.Group == Hard {
		a.tilt = rad(pick(d.Rand, d.within(0, 15), d.within(15, 30), d.within(26, 38)))
	}
	a.turn = rad(pick(d.Rand, d.within(-4, 4), d.within(-12, 12), d.within(-25, 25), d.within(-180, 180)))
	if h > w && d.chance(0.4) {
		a.turn += math.Pi / 2 * pick(d.Rand, 1.0, -1)
	} else if d.chance(0.08) {
		a.turn += math.Pi
	}
	a.length = d.within(0.45, 0.92) * w
	if math.Abs(math.Sin(a.turn)) > 0.7 {
		a.length = d.within(0.45, 0.92) * h
	}
	least := 740.0
	if s.truth.Group == Standard {
		least = 860
	}
	a.length = max(a.length, least) // aimAt makes it fit
	s.spoilAim(&a, w)
	s.tilt, s.lean = a.tilt, a.lean
	return a
}

func rad(degrees float64) float64 { return degrees * math.Pi / 180 }

// spoilAim does what the faults of place ask for.
func (s *stage) spoilAim(a *aim, w float64) {
	switch s.truth.Fault {
	case "far":
		a.length = s.d.within(130, 260)
		if s.truth.Sent {
			a.length = s.d.within(110, 210)
		}
	case "oblique":
		a.tilt, a.length, a.focus = rad(s.d.within(62, 73)), 0.9*w, a.focus*1.6
	case "several", "both-sides":
		a.length, a.tilt = s.d.within(0.36, 0.43)*w, min(a.tilt, rad(10))
		if s.truth.H > s.truth.W {
			a.length = s.d.within(0.55, 0.75) * w
		}
		a.turn = rad(s.d.within(-6, 6))
	case "screen":
		a.turn = rad(s.d.within(-8, 8))
	}
}

// push moves a card over the edge of the picture by 6 to 25 parts of 100,
// until some of a needed field is lost.
func (s *stage) push() {
	whole := s.photo.cam
	for i := range 40 {
		q := whole.corners(placed{}, cardW, cardH)
		x0, y0, x1, y1 := spread(q[:]...)
		part := s.d.within(0.06, 0.25) + float64(i/20)*0.1
		dx, dy := 0.0, 0.0
		switch s.d.IntN(4) {
		case 0:
			dx = -x0 - part*(x1-x0)
		case 1:
			dx = whole.w - x1 + part*(x1-x0)
		case 2:
			dy = -y0 - part*(y1-y0)
		default:
			dy = whole.h - y1 + part*(y1-y0)
		}
		s.photo.cam = whole.moved(dx, dy)
		if lacks(s.losing(s.outside, 0.05)) {
			return
		}
	}
}

// outside reports whether a place of the card, in millimetres from its middle,
// is not in the picture.
func (s *stage) outside(x, y float64) bool {
	c := s.photo.cam
	p := c.see(x, y)
	return p[0] < 0 || p[1] < 0 || p[0] > c.w || p[1] > c.h
}

// centre moves the camera so that two cards are seen about the middle.
func (s *stage) centre() {
	c := s.photo.cam
	o := s.beside[0].placed
	a, b := c.corners(placed{}, cardW, cardH), c.corners(o, cardW, cardH)
	x0, y0, x1, y1 := spread(append(a[:], b[:]...)...)
	s.photo.cam = c.moved((c.w-x0-x1)/2, (c.h-y0-y1)/2)
}

// moved is the camera with all of the picture moved.
func (c *camera) moved(dx, dy float64) *camera {
	out := &camera{w: c.w, h: c.h, bend: c.bend, to: c.to}
	for i := range 3 {
		out.to[i] += dx * c.to[6+i]
		out.to[3+i] += dy * c.to[6+i]
	}
	out.fro = invert(out.to)
	return out
}

// scale chooses the canvas: fine enough for the card, no finer.
func (s *stage) scale() {
	t, cam := &s.truth, s.photo.cam
	q := cam.corners(placed{}, s.body.w, s.body.h)
	length := (math.Hypot(q[1][0]-q[0][0], q[1][1]-q[0][1]) + math.Hypot(q[2][0]-q[3][0], q[2][1]-q[3][1])) / 2
	if s.card != nil {
		t.Quad, t.CardLength = q, length
		t.Angle = math.Atan2(q[1][1]-q[0][1], q[1][0]-q[0][0]) * 180 / math.Pi
		t.Tilt = s.tilt * 180 / math.Pi
	}
	f := min(max(length/1350, 1.45), 2.6)
	if s.o.Large {
		f *= 1.6
	}
	if t.Sent {
		f = 0.8
	}
	s.photo.w, s.photo.h = int(float64(t.W)/f+0.5), int(float64(t.H)/f+0.5)
	s.unit = length / 1000 * float64(s.photo.w) / float64(t.W)
	s.body.tex = s.body.tex.shrunk(int(length/float64(t.W)*float64(s.photo.w)*1.15) + 8)
}

// floor chooses the ground and how it lies.
func (s *stage) floor() {
	s.truth.Ground = pick(s.d.Rand, s.taste.grounds...)
	if s.o.Ground != "" {
		s.truth.Ground = s.o.Ground
	}
	s.photo.spread = placed{turn: pick(s.d.Rand, s.d.within(-0.1, 0.1), s.d.within(-0.6, 0.6), s.d.within(-3.2, 3.2))}
}

// pixelsOf is how large a ground is drawn: what has no fine detail, small.
func pixelsOf(ground string) float64 {
	switch ground {
	case "room":
		return 600
	case "gradient":
		return 900
	case "plain", "dark", "weak", "glasstable":
		return 1300
	}
	return 2000
}

// lie draws the ground, large enough for all that the camera sees.
func (s *stage) lie() {
	p, d := &s.photo, throw(s.truth.Seed, 0x67726f756e64)
	x0, y0, x1, y1 := s.seen()
	p.origin = [2]float64{x0, y0}
	wide := max(x1-x0, y1-y0)
	p.fine = min(pixelsOf(s.truth.Ground)/wide, 14)
	coarse := max(wide/500, 1) // from far away there are floors, not tables
	b := &bed{m: image.NewRGBA(image.Rect(0, 0, int((x1-x0)*p.fine)+2, int((y1-y0)*p.fine)+2)), d: d, style: s.o.Style, fine: p.fine * coarse}
	groundsOf[s.truth.Ground](b)
	p.ground = lightOf(b.m)
}

// seen is the box of the table that the picture shows, in the ground's own
// directions; of one that leans no more than a quarter of a metre to every side.
func (s *stage) seen() (x0, y0, x1, y1 float64) {
	c := s.photo.cam
	k, m := math.Cos(s.photo.spread.turn), math.Sin(s.photo.spread.turn)
	most := 260.0
	if s.fault("far") {
		most = 3000
	}
	var all [][2]float64
	for i := range 9 {
		t := float64(i) / 8
		for _, q := range [4][2]float64{{t, 0}, {t, 1}, {0, t}, {1, t}} {
			x, y := c.table(q[0]*c.w, q[1]*c.h)
			x, y = min(max(x, -most), most), min(max(y, -most), most)
			all = append(all, [2]float64{k*x + m*y, k*y - m*x})
		}
	}
	return spread(all...)
}
