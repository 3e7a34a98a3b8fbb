package specimen

import (
	"image"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
)

// dice are a seeded source of choices.
type dice struct{ *rand.Rand }

func throw(seed, salt uint64) dice { return dice{rand.New(rand.NewPCG(seed, salt))} }

func (d dice) within(lo, hi float64) float64 { return lo + (hi-lo)*d.Float64() }
func (d dice) chance(p float64) bool         { return d.Float64() < p }

// between takes a value between two, rolling always once.
func (d dice) between(r [2]float64) float64 { return d.within(r[0], r[1]) }

// A canvas is a picture in linear light: red, green and blue of every pixel,
// row by row, 1 for white paper in full light.
type canvas struct {
	w, h int
	pix  []float32
}

func newCanvas(w, h int) *canvas { return &canvas{w, h, make([]float32, 3*w*h)} }

// linear is the light of the 256 levels of a picture (IEC 61966-2-1).
var linear = sync.OnceValue(func() (t [256]float32) {
	for i := range t {
		if v := float64(i) / 255; v <= 0.04045 {
			t[i] = float32(v / 12.92)
		} else {
			t[i] = float32(math.Pow((v+0.055)/1.055, 2.4))
		}
	}
	return t
})

// lightOf makes a canvas of a drawing.
func lightOf(m *image.RGBA) *canvas {
	c, t := newCanvas(m.Rect.Dx(), m.Rect.Dy()), linear()
	for i := range c.w * c.h {
		p := m.Pix[4*i:]
		c.pix[3*i], c.pix[3*i+1], c.pix[3*i+2] = t[p[0]], t[p[1]], t[p[2]]
	}
	return c
}

// shrunk is c at w pixels wide, each the mean of what it covers; c itself if
// it is no wider.
func (c *canvas) shrunk(w int) *canvas {
	if w >= c.w {
		return c
	}
	across := newCanvas(w, c.h)
	for y := range c.h {
		squeeze(across.pix[3*y*w:], c.pix[3*y*c.w:3*(y+1)*c.w], w, c.w)
	}
	h := max(c.h*w/c.w, 2)
	out := newCanvas(w, h)
	k := float64(c.h) / float64(h)
	for y := range h {
		lo, hi := float64(y)*k, float64(y+1)*k
		row := out.pix[3*y*w : 3*(y+1)*w]
		for j := int(lo); j < c.h && float64(j) < hi; j++ {
			part := float32((min(hi, float64(j+1)) - max(lo, float64(j))) / k)
			for x, v := range across.pix[3*j*w : 3*(j+1)*w] {
				row[x] += part * v
			}
		}
	}
	return out
}

// squeeze averages the n pixels of a row into m.
func squeeze(dst, src []float32, m, n int) {
	k := float64(n) / float64(m)
	for i := range m {
		lo, hi := float64(i)*k, float64(i+1)*k
		var r, g, b float32
		for j := int(lo); j < n && float64(j) < hi; j++ {
			part := float32((min(hi, float64(j+1)) - max(lo, float64(j))) / k)
			p := src[3*j : 3*j+3]
			r, g, b = r+part*p[0], g+part*p[1], b+part*p[2]
		}
		dst[3*i], dst[3*i+1], dst[3*i+2] = r, g, b
	}
}

// at reads between four pixels; (0, 0) is the corner of the first. Beyond its
// edges the picture goes on as its last pixel.
func (c *canvas) at(x, y float32) (r, g, b float32) {
	x, y = min(max(x-0.5, 0), float32(c.w)-1.002), min(max(y-0.5, 0), float32(c.h)-1.002)
	i, j := int(x), int(y)
	s, t := x-float32(i), y-float32(j)
	p := c.pix[3*(j*c.w+i):]
	q := c.pix[3*((j+1)*c.w+i):]
	p, q = p[:6], q[:6]
	k0, k1, k2, k3 := (1-s)*(1-t), s*(1-t), (1-s)*t, s*t
	return k0*p[0] + k1*p[3] + k2*q[0] + k3*q[3], k0*p[1] + k1*p[4] + k2*q[1] + k3*q[4], k0*p[2] + k1*p[5] + k2*q[2] + k3*q[5]
}

// bands runs f over rows 0 to n, on all cores; f must not care how rows are
// grouped.
func bands(n int, f func(from, to int)) {
	k := min(runtime.GOMAXPROCS(0), n)
	var wait sync.WaitGroup
	for i := range k {
		wait.Go(func() { f(n*i/k, n*(i+1)/k) })
	}
	wait.Wait()
}

// A cloud is smooth noise from 0 to 1 with a knot every (sx, sy) pixels.
type cloud struct {
	grid   []float32
	gw, gh int
	sx, sy float64
}

func newCloud(d dice, w, h int, sx, sy float64) *cloud {
	c := &cloud{gw: int(float64(w)/sx) + 3, gh: int(float64(h)/sy) + 3, sx: sx, sy: sy}
	c.grid = make([]float32, c.gw*c.gh)
	for i := range c.grid {
		c.grid[i] = d.Float32()
	}
	return c
}

func (c *cloud) at(x, y float64) float64 {
	u, v := max(x/c.sx, 0), max(y/c.sy, 0)
	i, j := min(int(u), c.gw-2), min(int(v), c.gh-2)
	s, t := float32(smooth(u-float64(i))), float32(smooth(v-float64(j)))
	p, q := c.grid[j*c.gw+i:], c.grid[(j+1)*c.gw+i:]
	top, low := p[0]+s*(p[1]-p[0]), q[0]+s*(q[1]-q[0])
	return float64(top + t*(low-top))
}
