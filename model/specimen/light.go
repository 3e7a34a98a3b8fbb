package specimen

import "math"

// A light is how bright the picture is, where, and of what colour.
type light struct {
	level   float64
	white   [3]float64
	slope   [2]float64 // change across half the picture
	corners float64    // how much darker the corners are
	shadows []veil
}

// A veil is the soft shadow of a telephone, a hand or a window bar: what lies
// beyond the line at a distance (parts of the picture's width) along dir is
// darker, up to deep parts farther on.
type veil struct{ dir, from, soft, deep, dark float64 }

// fall lights rows of the canvas.
func (l *light) fall(p *photo, c *canvas, from, to int) {
	w, h := float64(c.w), float64(c.h)
	for y := from; y < to; y++ {
		v := 2*float64(y)/h - 1
		row := c.pix[3*y*c.w : 3*(y+1)*c.w]
		for x := range c.w {
			u := 2*float64(x)/w - 1
			k := l.level * (1 + l.slope[0]*u + l.slope[1]*v) * (1 - l.corners*(u*u+v*v)/2)
			for i := range l.shadows {
				k *= l.shadows[i].at(u, v*h/w)
			}
			q := row[3*x : 3*x+3]
			q[0] *= float32(k * l.white[0])
			q[1] *= float32(k * l.white[1])
			q[2] *= float32(k * l.white[2])
		}
	}
}

func (s *veil) at(u, v float64) float64 {
	k, c := math.Sincos(s.dir)
	t := c*u + k*v - s.from
	return 1 - s.dark*smooth(t/s.soft+0.5)*(1-smooth((t-s.deep)/s.soft+0.5))
}

// usualLight is the light of a room.
func usualLight(d dice, level float64) light {
	l := light{level: level, slope: [2]float64{d.within(-0.18, 0.18), d.within(-0.15, 0.15)}, corners: d.within(0, 0.25)}
	warm := d.within(-0.09, 0.09)
	l.white = [3]float64{1 + warm, 1 + d.within(-0.025, 0.025), 1 - 1.1*warm}
	for d.chance(0.4) && len(l.shadows) < 2 {
		l.shadows = append(l.shadows, veil{dir: d.within(0, 2*math.Pi), from: d.within(-0.6, 0.8), soft: d.within(0.05, 0.5), deep: d.within(0.2, 2), dark: d.within(0.1, 0.4)})
	}
	return l
}

// A finger is a round-ended stroke over the table from its root to its tip, in
// millimetres, of so many millimetres radius.
type finger struct {
	root, tip [2]float64
	radius    float64
	skin      [3]float64 // linear light
	nail      bool
}

var fingerSkins = [][3]float64{{0.62, 0.38, 0.27}, {0.52, 0.30, 0.20}, {0.70, 0.46, 0.35}, {0.40, 0.22, 0.14}}

// along is where (x, y) is on the finger: 0 at the root, 1 at the tip, and how
// far from its middle line in radii.
func (f *finger) along(x, y float64) (t, away float64) {
	dx, dy := f.tip[0]-f.root[0], f.tip[1]-f.root[1]
	t = ((x-f.root[0])*dx + (y-f.root[1])*dy) / (dx*dx + dy*dy)
	k := min(max(t, 0), 1)
	r := f.radius * (1 - 0.14*k + 0.05*math.Sin(7*k+1)) // joints
	return t, math.Hypot(x-f.root[0]-k*dx, y-f.root[1]-k*dy) / r
}

// draw lays the finger and its shadow over the canvas.
func (f *finger) draw(p *photo, c *canvas) {
	x0, y0, x1, y1 := spread(f.root, f.tip)
	m := 2.4 * f.radius
	box := p.within(placed{x: (x0 + x1) / 2, y: (y0 + y1) / 2}, x1-x0+2*m, y1-y0+2*m)
	s := p.scale()
	for y := box.Min.Y; y < box.Max.Y; y++ {
		row := c.pix[3*y*c.w:]
		for x := box.Min.X; x < box.Max.X; x++ {
			u, v := p.cam.table((float64(x)+0.5)*s, (float64(y)+0.5)*s)
			f.pixel(p, row[3*x:3*x+3], u, v)
		}
	}
}

func (f *finger) pixel(p *photo, out []float32, x, y float64) {
	t, away := f.along(x, y)
	if away >= 1 {
		_, shadow := f.along(x-2.5*p.shadow.x, y-2.5*p.shadow.y)
		k := float32(1 - 0.5*p.shadow.dark*(1-smooth((min(away, shadow)-0.8)/0.7)) - 0.2*math.Exp(-6*(away-1)))
		out[0], out[1], out[2] = out[0]*k, out[1]*k, out[2]*k
		return
	}
	round := math.Sqrt(1 - away*away)
	lit := 0.45 + 0.55*round
	crease := 1 - 0.12*math.Exp(-900*(t-0.62)*(t-0.62)) - 0.08*math.Exp(-900*(t-0.66)*(t-0.66))
	grain := 1 + 0.05*(lattice(99, x*2.5, y*2.5)-0.5) + 0.06*(lattice(7, x*0.5, y*0.5)-0.5)
	k := lit * crease * grain
	colour := [3]float64{f.skin[0], f.skin[1] * (0.92 + 0.08*round), f.skin[2] * (0.88 + 0.12*round)}
	if f.nail {
		colour, k = f.polish(colour, k, t, away)
	}
	cover := min((1-away)*12, 1)
	for i := range colour {
		out[i] += (float32(colour[i]*k) - out[i]) * float32(cover)
	}
}

// polish turns the skin near the tip into a nail: paler, with a bright streak.
func (f *finger) polish(skin [3]float64, k, t, away float64) ([3]float64, float64) {
	u := (t - 0.94) / 0.11
	v := away / 0.72
	d := u*u*u*u + v*v*v*v
	if d > 1.15 {
		return skin, k
	}
	part := 1 - smooth((d-0.9)/0.25)
	for i, n := range [3]float64{0.82, 0.58, 0.52} {
		skin[i] += (n - skin[i]) * part * 0.7
	}
	return skin, k * (1 + part*0.25*math.Exp(-20*(away-0.25)*(away-0.25)))
}
