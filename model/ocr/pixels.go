package ocr

import (
	"image"
	"math"

	"truename/model/memory"
)

// resized is img at w × h, each pixel the mean of those under it, or mixed from
// four where there are fewer.
func resized(img *image.RGBA, w, h int) *image.RGBA {
	if img.Rect.Dx() == w && img.Rect.Dy() == h {
		return img
	}
	out := memory.RGBA(image.Rect(0, 0, w, h))
	b := Box{X: float64(img.Rect.Dx()) / 2, Y: float64(img.Rect.Dy()) / 2, W: float64(img.Rect.Dx()), H: float64(img.Rect.Dy())}
	b.sample(img, w, h, false, func(x, y int, c [3]int32) {
		o := out.Pix[y*out.Stride+4*x:]
		o[0], o[1], o[2], o[3] = uint8(c[0]), uint8(c[1]), uint8(c[2]), 255
	})
	return out
}

// crop is the line in the box as the nets want it: three planes, blue, green,
// red, h high and room wide, −1 … 1, of which the text takes width; the rest
// is 0. flip turns it by half a turn.
func (b Box) crop(img *image.RGBA, h, width, room int, flip bool) []float32 {
	out := memory.Floats(3 * h * room)
	b.sample(img, width, h, flip, func(x, y int, c [3]int32) {
		for i, v := range c {
			out[(2-i)*h*room+y*room+x] = float32(v)/127.5 - 1
		}
	})
	return out
}

// sample calls set with the mean colour of each of w × h cells of the box.
func (b Box) sample(img *image.RGBA, w, h int, flip bool, set func(x, y int, c [3]int32)) {
	sin, cos := math.Sincos(b.Angle)
	nx, ny := finer(b.W/float64(w)), finer(b.H/float64(h))
	stepX, stepY := b.W/float64(w*nx), b.H/float64(h*ny)
	if flip {
		stepX, stepY = -stepX, -stepY
	}
	startU, startV := -stepX*float64(w*nx-1)/2, -stepY*float64(h*ny-1)/2
	ux, uy, vx, vy := inFixed(stepX*cos), inFixed(stepX*sin), inFixed(-stepY*sin), inFixed(stepY*cos)
	x0 := inFixed(b.X - 0.5 + startU*cos - startV*sin)
	y0 := inFixed(b.Y - 0.5 + startU*sin + startV*cos)
	for y := range h {
		for x := range w {
			var c [3]int32
			for k := range ny {
				for i := range nx {
					u, v := int64(x*nx+i), int64(y*ny+k)
					addAt(img, x0+u*ux+v*vx, y0+u*uy+v*vy, &c)
				}
			}
			n := int32(nx * ny)
			c[0], c[1], c[2] = c[0]/n>>8, c[1]/n>>8, c[2]/n>>8
			set(x, y, c)
		}
	}
}

// finer is how many samples a cell of so many pixels needs.
func finer(pixels float64) int { return min(max(int(math.Round(pixels)), 1), 4) }

// inFixed is v in 65536ths.
func inFixed(v float64) int64 { return int64(math.Round(v * 65536)) }

// addAt adds the colour at (fx, fy), in 65536ths of a pixel, mixed from four
// pixels, in 256ths of a level.
func addAt(img *image.RGBA, fx, fy int64, c *[3]int32) {
	w, h := int64(img.Rect.Dx()), int64(img.Rect.Dy())
	fx, fy = min(max(fx, 0), (w-1)<<16-1), min(max(fy, 0), (h-1)<<16-1)
	a, b := int32(fx&0xffff)>>8, int32(fy&0xffff)>>8
	o := int(fy>>16)*img.Stride + 4*int(fx>>16)
	p, q := img.Pix[o:o+8:o+8], img.Pix[o+img.Stride:o+img.Stride+8:o+img.Stride+8]
	for i := range c {
		top := int32(p[i])*(256-a) + int32(p[4+i])*a
		low := int32(q[i])*(256-a) + int32(q[4+i])*a
		c[i] += (top*(256-b) + low*b) >> 8
	}
}
