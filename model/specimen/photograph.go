package specimen

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"math/rand/v2"
)

// Photograph is a picture of a card lying on something, 1600 × 1200 pixels.
// See PhotographAt.
func Photograph(card image.Image, seed uint64) image.Image {
	return PhotographAt(card, seed, 1600, 1200)
}

// PhotographAt is a picture of a card, w × h pixels (4000 × 3000 is a usual
// telephone's): a little turned and tilted, on wood, cloth or a desk, with a
// soft shadow, light from one side and mild noise. The card is seen whole and
// upright. Quad tells where.
func PhotographAt(card image.Image, seed uint64, w, h int) image.Image {
	s := newScene(seed, w, h)
	src := flat(card)
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	bands(h, func(from, to int) {
		for y := from; y < to; y++ {
			row := m.Pix[y*m.Stride : y*m.Stride+4*w]
			for x := range w {
				s.pixel(row[4*x:4*x+4], src, float64(x)+0.5, float64(y)+0.5)
			}
		}
	})
	return m
}

// Quad is where PhotographAt puts the card's corners for the same seed and
// size, in pixels: top left, top right, bottom right, bottom left of the card.
// The corners are the ones of the rectangle; the card's own are rounded.
func Quad(seed uint64, w, h int) [4][2]float64 { return newScene(seed, w, h).quad }

// A scene is everything in a photograph but the card's print.
type scene struct {
	w, h       float64
	quad       [4][2]float64
	inverse    [9]float64 // photograph → card, both sides 0 … 1
	ground     [3]float64 // mean colour of what lies under
	grain      [2]float64 // how fine the texture is along and across
	depth      float64    // how strong it is, 0 … 1
	light      [2]float64 // change of brightness across the picture
	shadow     [2]float64 // shift of the shadow, in card widths
	noise      float64    // levels, peak
	seed       uint64
	whiteness  [3]float64 // colour of the light
	brightness float64
}

// grounds are a warm wood, a dark cloth, a blue-grey desk and a green mat:
// colour, grain, depth.
var grounds = []struct {
	colour [3]float64
	grain  [2]float64
	depth  float64
}{
	{[3]float64{150, 104, 66}, [2]float64{5, 120}, 0.34},
	{[3]float64{58, 60, 68}, [2]float64{260, 260}, 0.40},
	{[3]float64{112, 122, 134}, [2]float64{40, 40}, 0.10},
	{[3]float64{66, 98, 84}, [2]float64{90, 90}, 0.22},
}

func newScene(seed uint64, w, h int) scene {
	r := rand.New(rand.NewPCG(seed, 0x70686f746f))
	g := pick(r, grounds...)
	s := scene{w: float64(w), h: float64(h), ground: g.colour, grain: g.grain, depth: g.depth, seed: mix(seed), noise: 3}
	within := func(lo, hi float64) float64 { return lo + (hi-lo)*r.Float64() }
	s.light = [2]float64{within(-0.16, 0.16), within(-0.14, 0.14)}
	s.shadow = [2]float64{within(-0.014, 0.014), within(0.008, 0.018)}
	s.whiteness = [3]float64{within(0.97, 1.03), 1, within(0.95, 1.03)}
	s.brightness = within(0.88, 0.97)
	p := pose{turn: within(-0.10, 0.10), tilt: within(-0.16, 0.16), lean: within(-0.16, 0.16)}
	p.size = within(0.64, 0.74) * min(s.w, s.h*1.4)
	p.x, p.y = s.w*within(0.48, 0.52), s.h*within(0.47, 0.53)
	s.quad = p.corners()
	s.inverse = invert(squareTo(s.quad))
	return s
}

// A pose is how a card lies before the camera: turned in the picture, tilted
// about its upright and leaned about its level axis (radians); its width and
// middle in pixels.
type pose struct{ turn, tilt, lean, size, x, y float64 }

// corners are the card's corners seen from two and a half card widths away.
func (p pose) corners() (quad [4][2]float64) {
	sinT, cosT := math.Sincos(p.turn)
	for i, c := range [4][2]float64{{-0.5, -0.5}, {0.5, -0.5}, {0.5, 0.5}, {-0.5, 0.5}} {
		x, y := c[0], c[1]*Height/Width
		depth := 1 + (x*math.Sin(p.tilt)+y*math.Sin(p.lean))/2.5
		x, y = x*math.Cos(p.tilt)/depth, y*math.Cos(p.lean)/depth
		quad[i] = [2]float64{p.x + p.size*(x*cosT-y*sinT), p.y + p.size*(x*sinT+y*cosT)}
	}
	return quad
}

// squareTo is the projective map of the unit square onto a quadrilateral
// (Heckbert, Fundamentals of Texture Mapping, 1989, 2.2.3), rows first.
func squareTo(q [4][2]float64) [9]float64 {
	dx1, dx2, sx := q[1][0]-q[2][0], q[3][0]-q[2][0], q[0][0]-q[1][0]+q[2][0]-q[3][0]
	dy1, dy2, sy := q[1][1]-q[2][1], q[3][1]-q[2][1], q[0][1]-q[1][1]+q[2][1]-q[3][1]
	det := dx1*dy2 - dx2*dy1
	g, h := (sx*dy2-dx2*sy)/det, (dx1*sy-sx*dy1)/det
	return [9]float64{
		q[1][0] - q[0][0] + g*q[1][0], q[3][0] - q[0][0] + h*q[3][0], q[0][0],
		q[1][1] - q[0][1] + g*q[1][1], q[3][1] - q[0][1] + h*q[3][1], q[0][1],
		g, h, 1,
	}
}

// invert is the adjugate, which is the inverse but for a factor that a
// projective map does not have.
func invert(m [9]float64) [9]float64 {
	return [9]float64{
		m[4]*m[8] - m[5]*m[7], m[2]*m[7] - m[1]*m[8], m[1]*m[5] - m[2]*m[4],
		m[5]*m[6] - m[3]*m[8], m[0]*m[8] - m[2]*m[6], m[2]*m[3] - m[0]*m[5],
		m[3]*m[7] - m[4]*m[6], m[1]*m[6] - m[0]*m[7], m[0]*m[4] - m[1]*m[3],
	}
}

// pixel works out what the camera sees at (x, y).
func (s *scene) pixel(out []uint8, card *image.RGBA, x, y float64) {
	m := &s.inverse
	d := m[6]*x + m[7]*y + m[8]
	u, v := (m[0]*x+m[1]*y+m[2])/d, (m[3]*x+m[4]*y+m[5])/d
	outside := edge(u, v)
	var c [3]float64
	if outside < 0.0012 {
		c = sample(card, u, v)
	}
	if outside > 0 {
		under := s.under(x, y)
		shade := 1 - 0.55*(1-smooth((edge(u-s.shadow[0], v-s.shadow[1])+0.008)/0.032))
		t := min(outside/0.0012, 1) // the edge itself is blurred
		for i := range c {
			c[i] = c[i]*(1-t) + under[i]*shade*t
		}
	}
	lit := s.brightness * (1 + s.light[0]*(2*x/s.w-1) + s.light[1]*(2*y/s.h-1))
	n := s.noise * (float64(mix(s.seed^uint64(y)<<32^uint64(x))&0xFF)/127.5 - 1)
	for i := range c {
		out[i] = clamp(c[i]*lit*s.whiteness[i] + n)
	}
	out[3] = 0xFF
}

// edge is how far (u, v) is outside the rounded card, in card widths; inside
// it is 0 or less.
func edge(u, v float64) float64 {
	const half, radius = 0.5 * Height / Width, 3.18 / 85.6 // ISO/IEC 7810: 3.18 mm
	dx := math.Abs(u-0.5) - 0.5 + radius
	dy := math.Abs(v-0.5)*Height/Width - half + radius
	if dx < 0 && dy < 0 {
		return max(dx, dy) - radius
	}
	return math.Hypot(max(dx, 0), max(dy, 0)) - radius
}

func smooth(t float64) float64 {
	t = min(max(t, 0), 1)
	return t * t * (3 - 2*t)
}

// under is what lies under the card.
func (s *scene) under(x, y float64) [3]float64 {
	u, v := x/s.w*s.grain[0], y/s.w*s.grain[1]
	n := 0.6*lattice(s.seed, u, v) + 0.4*lattice(s.seed+1, 3*u, 2.3*v)
	k := 1 + s.depth*(n-0.5)*2
	return [3]float64{s.ground[0] * k, s.ground[1] * k, s.ground[2] * k}
}

// lattice is smooth noise from 0 to 1, one knot at each whole u and v.
func lattice(seed uint64, u, v float64) float64 {
	u0, v0 := math.Floor(u), math.Floor(v)
	knot := func(i, j float64) float64 {
		return float64(mix(seed^uint64(int64(u0+i))<<32^uint64(int64(v0+j)))&0xFFFF) / 0xFFFF
	}
	a, b := smooth(u-u0), smooth(v-v0)
	top, bottom := knot(0, 0)*(1-a)+knot(1, 0)*a, knot(0, 1)*(1-a)+knot(1, 1)*a
	return top*(1-b) + bottom*b
}

// sample reads a picture at (u, v) in parts of its size, between four pixels.
func sample(m *image.RGBA, u, v float64) (out [3]float64) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	x := min(max(u*float64(w)-0.5, 0), float64(w)-1.001)
	y := min(max(v*float64(h)-0.5, 0), float64(h)-1.001)
	x0, y0 := int(x), int(y)
	a, b := x-float64(x0), y-float64(y0)
	p := m.Pix[y0*m.Stride+4*x0:]
	q := m.Pix[(y0+1)*m.Stride+4*x0:]
	for i := range out {
		top := float64(p[i])*(1-a) + float64(p[4+i])*a
		bottom := float64(q[i])*(1-a) + float64(q[4+i])*a
		out[i] = top*(1-b) + bottom*b
	}
	return out
}

// flat is m as an RGBA picture that begins at (0, 0); m itself if it is one.
func flat(m image.Image) *image.RGBA {
	if r, ok := m.(*image.RGBA); ok && r.Rect.Min == (image.Point{}) {
		return r
	}
	out := image.NewRGBA(image.Rect(0, 0, m.Bounds().Dx(), m.Bounds().Dy()))
	draw.Draw(out, out.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, m, m.Bounds().Min, draw.Over)
	return out
}

func clamp(v float64) uint8 { return uint8(min(max(v, 0), 255)) }
