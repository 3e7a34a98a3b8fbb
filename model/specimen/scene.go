package specimen

import (
	"image"
	"math"
)

// A thing is something flat on the table: a card, a sheet of paper, a sleeve.
type thing struct {
	placed
	tex    *canvas // what is printed on it; nil for clear foil
	w, h   float64 // millimetres
	corner float64 // radius of its corners, mm
	thick  float64 // mm; 0 for what is printed on what lies under it
	bow    [2]float64
	sheen  []sheen
	grid   float64 // mm between the cells of a screen, 0 if it is none
	tint   [3]float32
}

// A sheen is light thrown back by a glossy thing: its middle in the thing's
// own millimetres, half lengths along and across, turn, strength (1 washes a
// middle grey out), and whether it has the sharp outline of a window.
type sheen struct {
	x, y, a, b, turn, power float64
	window                  bool
}

// at is how much light it adds at a place.
func (s *sheen) at(x, y float64) float64 {
	k, c := math.Sincos(s.turn)
	u, v := (c*(x-s.x)+k*(y-s.y))/s.a, (c*(y-s.y)-k*(x-s.x))/s.b
	if s.window {
		edge := max(math.Abs(u), math.Abs(v))
		return s.power * (1 - smooth((edge-0.85)/0.3))
	}
	if r := u*u + v*v; r < 8 {
		return s.power * math.Exp(-1.2*r)
	}
	return 0
}

// A photo is everything that a picture shows before it is developed.
type photo struct {
	cam    *camera
	ground *canvas
	spread placed     // how the ground lies
	origin [2]float64 // millimetres of its first pixel, in its own directions
	fine   float64    // pixels of ground a millimetre
	things []thing
	hands  []finger
	shadow cast
	light  light
	w, h   int // of the canvas
}

// A cast is how shadows fall: towards (x, y) on the table, soft over so many
// millimetres, dark by so much.
type cast struct{ x, y, soft, dark float64 }

// scale is how many pixels of the picture make one of the canvas.
func (p *photo) scale() float64 { return p.cam.w / float64(p.w) }

// render makes the canvas.
func (p *photo) render() *canvas {
	c := newCanvas(p.w, p.h)
	bands(p.h, func(from, to int) { p.lay(c, from, to) })
	for i := range p.things {
		p.things[i].draw(p, c)
	}
	for i := range p.hands {
		p.hands[i].draw(p, c)
	}
	bands(p.h, func(from, to int) { p.light.fall(p, c, from, to) })
	return c
}

// lay fills rows with the ground.
func (p *photo) lay(c *canvas, from, to int) {
	s, k := math.Sincos(p.spread.turn)
	f := p.scale()
	for y := from; y < to; y++ {
		row := c.pix[3*y*c.w:]
		for x := range c.w {
			u, v := p.cam.table((float64(x)+0.5)*f, (float64(y)+0.5)*f)
			gx, gy := k*u+s*v-p.origin[0], k*v-s*u-p.origin[1]
			row[3*x], row[3*x+1], row[3*x+2] = p.ground.at(folded(gx*p.fine, p.ground.w), folded(gy*p.fine, p.ground.h))
		}
	}
}

// folded brings a place on the ground back into its drawing, mirrored.
func folded(x float64, size int) float32 {
	n := float64(size)
	if x >= 0 && x < n {
		return float32(x)
	}
	x = math.Mod(math.Abs(x), 2*n)
	return float32(min(x, 2*n-x))
}

// within is the part of the canvas that a rectangle of a thing's own
// millimetres can reach.
func (p *photo) within(o placed, w, h float64) image.Rectangle {
	f := p.scale()
	q := p.cam.corners(o, w, h)
	x0, y0, x1, y1 := spread(q[:]...)
	return image.Rect(int(x0/f)-2, int(y0/f)-2, int(x1/f)+3, int(y1/f)+3).Intersect(image.Rect(0, 0, p.w, p.h))
}

// draw lays the thing and its shadow over the canvas.
func (t *thing) draw(p *photo, c *canvas) {
	reach := 1 + t.bow[0] + t.bow[1]
	if t.thick > 0 {
		reach += p.shadow.soft + math.Hypot(p.shadow.x, p.shadow.y)
	}
	box := p.within(t.placed, t.w+2*reach, t.h+2*reach)
	f := p.scale()
	s, k := math.Sincos(t.turn)
	one := float32(f / p.perMM(t.placed)) // a pixel of canvas in mm
	bands(box.Dy(), func(from, to int) {
		for y := box.Min.Y + from; y < box.Min.Y+to; y++ {
			row := c.pix[3*y*c.w:]
			for x := box.Min.X; x < box.Max.X; x++ {
				u, v := p.cam.table((float64(x)+0.5)*f, (float64(y)+0.5)*f)
				u, v = u-t.x, v-t.y
				t.pixel(p, row[3*x:3*x+3], k*u+s*v, k*v-s*u, one)
			}
		}
	})
}

// perMM is how many pixels of the picture a millimetre takes around a place.
func (p *photo) perMM(o placed) float64 {
	a, b := p.cam.see(o.x-1, o.y), p.cam.see(o.x+1, o.y)
	return max(math.Hypot(a[0]-b[0], a[1]-b[1])/2, 0.01)
}

// pixel draws one pixel of the thing at its own (x, y) millimetres, one pixel
// being so many millimetres.
func (t *thing) pixel(p *photo, out []float32, x, y float64, one float32) {
	nx, ny := 2*x/t.w, 2*y/t.h
	x, y = x-t.bow[0]*(1-ny*ny), y-t.bow[1]*(1-nx*nx)
	d := t.outside(x, y)
	cover := 0.5 - float32(d)/one
	if cover < 1 && t.thick > 0 {
		t.shade(p, out, x, y, d)
	}
	if cover <= 0 {
		return
	}
	r, g, b := t.look(p, out, x, y, d)
	cover = min(cover, 1)
	out[0] += (r - out[0]) * cover
	out[1] += (g - out[1]) * cover
	out[2] += (b - out[2]) * cover
}

// outside is how far (x, y) is beyond the outline, in millimetres; less than 0
// inside.
func (t *thing) outside(x, y float64) float64 {
	dx, dy := math.Abs(x)-t.w/2+t.corner, math.Abs(y)-t.h/2+t.corner
	if dx < 0 && dy < 0 {
		return max(dx, dy) - t.corner
	}
	return math.Hypot(max(dx, 0), max(dy, 0)) - t.corner
}

// shade darkens what lies under: close to the edge, and where the light is kept off.
func (t *thing) shade(p *photo, out []float32, x, y, d float64) {
	s, k := math.Sincos(t.turn)
	sx, sy := k*p.shadow.x+s*p.shadow.y, k*p.shadow.y-s*p.shadow.x
	far := t.outside(x-sx*t.thick, y-sy*t.thick)
	dark := p.shadow.dark * (1 - smooth((far+0.5*p.shadow.soft)/(1.2*p.shadow.soft)))
	near := 0.0
	if d < 2*t.thick {
		near = 0.45 * math.Exp(-max(d, 0)/(0.35*t.thick+0.05))
	}
	if t.tex == nil {
		dark, near = 0.3*dark, 0.3*near
	}
	m := float32((1 - dark) * (1 - near*p.shadow.dark*1.4))
	out[0], out[1], out[2] = out[0]*m, out[1]*m, out[2]*m
}

// look is the light that comes from the thing itself.
func (t *thing) look(p *photo, under []float32, x, y, d float64) (r, g, b float32) {
	if t.tex == nil {
		r, g, b = under[0]*t.tint[0]+0.012, under[1]*t.tint[1]+0.012, under[2]*t.tint[2]+0.012
	} else {
		fx, fy := float32(t.tex.w)/float32(t.w), float32(t.tex.h)/float32(t.h)
		r, g, b = t.tex.at((float32(x+t.w/2))*fx, (float32(y+t.h/2))*fy)
	}
	if t.thick > 0 && d > -0.5 {
		k := float32(t.rim(p, x, y, d))
		r, g, b = r*k, g*k, b*k
	}
	for i := range t.sheen {
		v := float32(t.sheen[i].at(x, y))
		r, g, b = r+v, g+v, b+v*0.97
	}
	if t.grid > 0 {
		r, g, b = cells(r, g, b, x/t.grid, y/t.grid)
	}
	return r, g, b
}

// rim brightens the edge that faces the light and darkens the other, over the
// last half millimetre.
func (t *thing) rim(p *photo, x, y, d float64) float64 {
	ux, uy := x/t.w, y/t.h
	if math.Abs(ux) > math.Abs(uy) {
		uy = 0
	} else {
		ux = 0
	}
	s, k := math.Sincos(t.turn)
	sx, sy := k*p.shadow.x+s*p.shadow.y, k*p.shadow.y-s*p.shadow.x
	facing := -(ux*sx + uy*sy) / (math.Hypot(ux, uy)*math.Hypot(sx, sy) + 1e-9)
	if t.tex == nil { // foil shows its edge on all sides
		return 1 + 0.5*math.Abs(facing)*(1+d/0.5) + 0.15
	}
	return 1 + 0.28*facing*(1+d/0.5)
}

// cells are the red, green and blue stripes of a screen.
func cells(r, g, b float32, x, y float64) (float32, float32, float32) {
	line := float32(0.72 + 0.28*math.Cos(2*math.Pi*y))
	k := func(shift float64) float32 { return line * float32(0.75+0.6*math.Cos(2*math.Pi*(x-shift))) }
	return r * k(0), g * k(0.33), b * k(0.67)
}
