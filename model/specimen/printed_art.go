package specimen

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	xdraw "golang.org/x/image/draw"
)

// tints are pairs of colours between which a card's paper goes.
var tints = [][2]color.NRGBA{
	{{0xE4, 0xEF, 0xEC, 0xFF}, {0xEE, 0xE9, 0xDE, 0xFF}},
	{{0xDE, 0xE8, 0xF0, 0xFF}, {0xF0, 0xE6, 0xEA, 0xFF}},
	{{0xE9, 0xEE, 0xE2, 0xFF}, {0xE2, 0xE9, 0xF0, 0xFF}},
	{{0xF0, 0xEC, 0xE0, 0xFF}, {0xE0, 0xEC, 0xE8, 0xFF}},
	{{0xEC, 0xEC, 0xEE, 0xFF}, {0xF4, 0xF2, 0xF0, 0xFF}},
	{{0xD8, 0xE6, 0xE6, 0xFF}, {0xE8, 0xDC, 0xDE, 0xFF}},
}

// ground fills the card: a tint, a pattern of fine lines, the mark in large
// pale characters.
func (c *printed) ground() {
	d := c.d
	t := pick(d.Rand, tints...)
	pattern := newPattern(d, pick(d.Rand, c.t.pattern...))
	strength := d.within(0.6, 1.5)
	colours := [2][3]float64{{d.within(10, 40), d.within(4, 20), d.within(6, 26)}, {d.within(4, 20), d.within(8, 30), d.within(2, 16)}}
	angle := d.within(0, math.Pi)
	s, k := math.Sincos(angle)
	bands(c.m.Rect.Dy(), func(from, to int) {
		for y := from; y < to; y++ {
			row := c.m.Pix[y*c.m.Stride:]
			for x := range c.m.Rect.Dx() {
				u := min(max(0.5+(k*(float64(x)/1712-0.5)+s*(float64(y)/1080-0.5)), 0), 1)
				a, b := pattern(x, y)
				a, b = a*strength, b*strength
				row[4*x] = clamp(blend(t[0].R, t[1].R, u) - a*colours[0][0] - b*colours[1][0])
				row[4*x+1] = clamp(blend(t[0].G, t[1].G, u) - a*colours[0][1] - b*colours[1][1])
				row[4*x+2] = clamp(blend(t[0].B, t[1].B, u) - a*colours[0][2] - b*colours[1][2])
				row[4*x+3] = 0xFF
			}
		}
	})
	c.water()
}

func blend(a, b uint8, t float64) float64 { return float64(a) + (float64(b)-float64(a))*t }

// water prints the mark large and pale, weak enough not to disturb print.
func (c *printed) water() {
	k := press{size: c.d.within(8, 11) * dot, weight: 0.9, ink: faint(c.mark, c.d.within(0.05, 0.09))}
	y := c.d.within(20, 38)
	k.centred(c.m, c.d.within(0.45, 0.55)*cardW*dot, y*dot, Mark)
}

// newPattern is how strongly two families of lines cover a pixel, each 0 to 1.
func newPattern(d dice, name string) func(x, y int) (float64, float64) {
	switch name {
	case "rosettes":
		return rosettes(d)
	case "weave":
		return weave(d)
	case "dots":
		return raster(d)
	case "fans":
		return fans(d)
	}
	return waving(d)
}

// line is how much a line of half-width r covers at phase t (whole numbers are
// the lines' middles), step pixels apart.
func line(t, step, r float64) float64 {
	t -= math.Floor(t)
	return max(1-math.Abs(t-0.5)*step/r, 0)
}

// waveTable is one wave's height for every x.
func waveTable(d dice, n int, high float64) []float64 {
	out := make([]float64, n)
	a, b, f := d.within(0, 6), d.within(0, 6), d.within(1, 5)
	for i := range out {
		x := float64(i) / float64(n)
		out[i] = high * (math.Sin(a+2*math.Pi*f*x) + 0.4*math.Sin(b+2*math.Pi*2.7*f*x))
	}
	return out
}

func waving(d dice) func(x, y int) (float64, float64) {
	p, q := waveTable(d, 1712, d.within(20, 70)), waveTable(d, 1712, d.within(20, 90))
	sp, sq, rp := d.within(14, 26), d.within(16, 34), d.within(1.3, 2.4)
	return func(x, y int) (float64, float64) {
		return line((float64(y)+p[x])/sp, sp, rp), line((float64(y)+q[x])/sq, sq, rp)
	}
}

// fans are waves that draw together towards one side.
func fans(d dice) func(x, y int) (float64, float64) {
	p, q := waveTable(d, 1712, d.within(15, 40)), waveTable(d, 1712, d.within(15, 40))
	sp, k := d.within(16, 24), d.within(0.4, 0.9)
	return func(x, y int) (float64, float64) {
		u := float64(y) - 540
		f := 1 + k*float64(x)/1712
		return line((u*f+p[x])/sp, sp, 1.7), line((u*(2.6-f)+q[x])/sp+0.5, sp, 1.7)
	}
}

func rosettes(d dice) func(x, y int) (float64, float64) {
	cx, cy := d.within(400, 1300), d.within(300, 800)
	ex, ey := d.within(200, 1500), d.within(200, 900)
	n, m := float64(6+d.IntN(10)), float64(8+d.IntN(14))
	a, step := d.within(8, 26), d.within(17, 30)
	return func(x, y int) (float64, float64) {
		ux, uy := float64(x)-cx, float64(y)-cy
		vx, vy := float64(x)-ex, float64(y)-ey
		s, t := math.Atan2(uy, ux), math.Atan2(vy, vx)
		return line((math.Sqrt(ux*ux+uy*uy)+a*math.Sin(n*s))/step, step, 1.8), line((math.Sqrt(vx*vx+vy*vy)+a*math.Sin(m*t))/step, step, 1.8)
	}
}

func weave(d dice) func(x, y int) (float64, float64) {
	p, q := waveTable(d, 1712, d.within(10, 40)), waveTable(d, 1080, d.within(10, 40))
	sp, sq, k := d.within(12, 24), d.within(12, 24), d.within(-0.6, 0.6)
	return func(x, y int) (float64, float64) {
		return line((float64(y)+k*float64(x)+p[x])/sp, sp, 1.5), line((float64(x)-k*float64(y)+q[y])/sq, sq, 1.5)
	}
}

func raster(d dice) func(x, y int) (float64, float64) {
	p := waveTable(d, 1712, d.within(30, 120))
	step := d.within(11, 17)
	return func(x, y int) (float64, float64) {
		u, v := float64(x)/step, (float64(y)+p[x])/step
		r := 0.28 + 0.14*math.Sin(float64(x)/140+float64(y)/90)
		a := math.Hypot(u-math.Floor(u)-0.5, v-math.Floor(v)-0.5)
		return min(max((r-a)*step/2, 0), 1) * 0.7, 0
	}
}

// portrait draws the face of p into a box of millimetres, as a small print of
// its own: softer, tinted, sometimes with glasses.
func (c *printed) portrait(p Person, box [4]float64) {
	big := image.NewRGBA(image.Rect(0, 0, Width, Height))
	portrait(big, p)
	if c.d.chance(0.3) {
		glasses(big)
	}
	from := image.Rect(827, 80, 1193, 570)
	to := image.Rect(int((box[0]+c.dx)*dot), int((box[1]+c.dy)*dot), int((box[2]+c.dx)*dot), int((box[3]+c.dy)*dot))
	face := image.NewRGBA(image.Rect(0, 0, to.Dx(), to.Dy()))
	xdraw.BiLinear.Scale(face, face.Rect, big, from, draw.Src, nil)
	soften(face, 2+c.d.IntN(4))
	c.tone(face)
	draw.Draw(c.m, to, face, image.Point{}, draw.Src)
	c.face = [4]float64{box[0] + c.dx, box[1] + c.dy, box[2] + c.dx, box[3] + c.dy}
}

// tone shades a portrait as printers do: light from one side, grain, and part
// of the paper's tint on its white ground.
func (c *printed) tone(m *image.RGBA) {
	side, grey, grain := c.d.within(-0.25, 0.25), c.d.within(0, 0.6), c.d.within(2, 9)
	paper := c.m.RGBAAt(c.m.Rect.Dx()/2, c.m.Rect.Dy()-8)
	k := c.d.within(0.3, 1)
	w := float64(m.Rect.Dx())
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			p := m.Pix[m.PixOffset(x, y):]
			lit := 1 + side*(float64(x)/w-0.5)
			mean := (float64(p[0]) + float64(p[1]) + float64(p[2])) / 3
			n := grain * (c.d.Float64() - 0.5)
			for i, tint := range [3]uint8{paper.R, paper.G, paper.B} {
				v := (float64(p[i])*(1-grey) + mean*grey) * lit
				p[i] = clamp(v*(1-k+k*float64(tint)/250) + n)
			}
		}
	}
}

func glasses(m *image.RGBA) {
	ink := nrgba(0x30, 0x28, 0x28)
	for _, x := range []float64{970, 1050} {
		for i := range 24 {
			s, c := math.Sincos(float64(i) / 24 * 2 * math.Pi)
			t, k := math.Sincos(float64(i+1) / 24 * 2 * math.Pi)
			thick(m, x+34*c, 288+24*s, x+34*k, 288+24*t, 4, ink)
		}
	}
	thick(m, 1004, 286, 1016, 286, 4, ink)
}

// frontMarks prints the mark twice or more where no value stands.
func (c *printed) frontMarks() {
	x, y := (c.face[0]+c.face[2])/2, c.face[3]
	places := [][2]float64{{x, y - 3}, {x, y + 2.6}, {x, c.face[1] + 3}}
	p := pick(c.d.Rand, places...)
	c.stamp(p[0], p[1], c.d.within(1.6, 2), c.face[2]-c.face[0]-1)
	c.footer()
}

func (c *printed) backMarks() {
	places := [][2]float64{{66, 28}, {60, 29}, {13, 25}, {45, 29}}
	p := pick(c.d.Rand, places...)
	c.stamp(p[0], p[1], c.d.within(1.8, 3), 30)
	c.footer()
}

// stamp prints the mark in a frame around (x, y), no wider than room.
func (c *printed) stamp(x, y, size, room float64) {
	k := press{size: size * dot, weight: 1, ink: faint(c.mark, c.d.within(0.75, 1))}
	for k.width(Mark) > room*dot {
		k.size *= 0.95
	}
	w := k.width(Mark)/dot + 1.2
	x = min(max(x, w/2+1), cardW-w/2-1)
	k.centred(c.m, x*dot, y*dot, Mark)
	if c.d.chance(0.7) {
		h := k.size / dot * 0.75
		frame(c.m, image.Rect(int((x-w/2)*dot), int((y-h)*dot), int((x+w/2)*dot), int((y+h)*dot)), 3, k.ink)
	}
}

// footer prints the mark along the lower or the upper edge.
func (c *printed) footer() {
	s := pick(c.d.Rand, Mark+" · 非有效证件 NOT A DOCUMENT · "+Mark, Mark+"  "+Mark+"  "+Mark, "NOT A DOCUMENT · "+Mark+" · 非有效证件")
	k := press{size: c.d.within(1.4, 1.7) * dot, weight: c.d.within(0, 0.8), ink: faint(c.mark, c.d.within(0.7, 1))}
	y := pick(c.d.Rand, 52.3, 52.3, 1.7)
	k.centred(c.m, cardW/2*dot+c.d.within(-60, 60), y*dot, s)
}

// seal prints the drawing that stands where the state's emblem would.
func (c *printed) seal(x, y, r float64) {
	small := image.NewRGBA(image.Rect(0, 0, 240, 240))
	seal(small, 120, 120)
	to := image.Rect(int((x-r)*dot), int((y-r)*dot), int((x+r)*dot), int((y+r)*dot))
	xdraw.BiLinear.Scale(c.m, to, small, small.Rect, draw.Over, nil)
}

// foil lays patches of rainbow over the card, as a hologram shows from one
// side, and a few scratches.
func (c *printed) foil(strength float64) {
	d := c.d
	cx, cy, r := d.within(0.2, 0.8)*1712, d.within(0.2, 0.8)*1080, d.within(150, 420)
	f, a := d.within(0.006, 0.03), d.within(0, 3)
	s, k := math.Sincos(a)
	for y := range c.m.Rect.Dy() {
		for x := range c.m.Rect.Dx() {
			u, v := float64(x)-cx, float64(y)-cy
			fall := 1 - (u*u+v*v)/(r*r)
			if fall <= 0 {
				continue
			}
			h := f * (u*k + v*s)
			p := c.m.Pix[c.m.PixOffset(x, y):]
			for i, shift := range [3]float64{0, 2.1, 4.2} {
				p[i] = clamp(float64(p[i]) * (1 + strength*fall*math.Sin(2*math.Pi*h+shift)))
			}
		}
	}
}

func (c *printed) scratches(n int) {
	for range n {
		x, y, a, l := c.d.within(0, 1712), c.d.within(0, 1080), c.d.within(0, 2*math.Pi), c.d.within(60, 500)
		s, k := math.Sincos(a)
		thick(c.m, x, y, x+l*k, y+l*s, c.d.within(0.8, 1.8), faint(nrgba(255, 255, 255), c.d.within(0.1, 0.35)))
	}
}
