package specimen

import "math"

// bell blurs with a standard deviation in pixels: three boxes are near enough
// to a bell.
func (c *canvas) bell(sigma float64) {
	r := (math.Sqrt(4*sigma*sigma+1) - 1) / 2
	for i := range 3 {
		n := int(r)
		if float64(i) < 3*(r-math.Floor(r)) {
			n++
		}
		boxRows(c.pix, 3*c.w, c.h, 3, n)
		boxColumns(c.pix, 3*c.w, c.h, n)
	}
}

// disc blurs with a disc of a radius in pixels: the mean of what lies within,
// taken along rows whose lengths follow the circle.
// A large one is made at half the size, where nothing is lost.
func (c *canvas) disc(radius float64) {
	if radius > 6 {
		half := c.shrunk(c.w / 2)
		half.disc(radius / 2)
		c.enlarged(half)
		return
	}
	n := int(math.Ceil(radius))
	src := &canvas{c.w, c.h, append([]float32(nil), c.pix...)}
	half := make([]int, 2*n+1)
	area := float32(0)
	for i := range half {
		y := float64(i - n)
		half[i] = int(math.Sqrt(max(radius*radius-y*y, 0)) + 0.5)
		area += float32(2*half[i] + 1)
	}
	bands(c.h, func(from, to int) {
		sums := newSums(c.w)
		for y := from; y < to; y++ {
			row := c.pix[3*y*c.w : 3*(y+1)*c.w]
			clear(row)
			for i, r := range half {
				sums.add(src, min(max(y+i-n, 0), c.h-1), r, row)
			}
			for i := range row {
				row[i] /= area
			}
		}
	})
}

// sums are running sums of a row.
type sums struct{ total []float32 }

func newSums(w int) *sums { return &sums{make([]float32, 3*(w+1))} }

// add adds to every pixel of out the sum of the 2r+1 around it in row y.
func (s *sums) add(c *canvas, y, r int, out []float32) {
	src := c.pix[3*y*c.w : 3*(y+1)*c.w]
	var t [3]float32
	for x := -r; x <= r; x++ {
		p := src[3*min(max(x, 0), c.w-1):]
		t[0], t[1], t[2] = t[0]+p[0], t[1]+p[1], t[2]+p[2]
	}
	for x := range c.w {
		o := out[3*x : 3*x+3]
		o[0], o[1], o[2] = o[0]+t[0], o[1]+t[1], o[2]+t[2]
		in, gone := src[3*min(x+r+1, c.w-1):], src[3*max(x-r, 0):]
		t[0] += in[0] - gone[0]
		t[1] += in[1] - gone[1]
		t[2] += in[2] - gone[2]
	}
}

// boxRows replaces every value by the mean of r to every side along rows of w
// values, of which step belong to a pixel.
func boxRows(pix []float32, w, h, step, r int) {
	if r < 1 {
		return
	}
	bands(h, func(from, to int) {
		line := make([]float32, w)
		for y := from; y < to; y++ {
			row := pix[y*w : (y+1)*w]
			copy(line, row)
			for c := range step {
				boxLine(row[c:], line[c:], w/step, step, r)
			}
		}
	})
}

func boxLine(out, in []float32, n, step, r int) {
	k := 1 / float32(2*r+1)
	sum := float32(0)
	for i := -r; i <= r; i++ {
		sum += in[step*min(max(i, 0), n-1)]
	}
	for i := range n {
		out[i*step] = sum * k
		sum += in[step*min(i+r+1, n-1)] - in[step*max(i-r, 0)]
	}
}

// boxColumns does the same along columns. The ring keeps the last r rows as
// they were.
func boxColumns(pix []float32, w, h, r int) {
	if r < 1 {
		return
	}
	bands(w, func(from, to int) {
		n := to - from
		sum, ring := make([]float32, n), make([]float32, n*(r+1))
		k := 1 / float32(2*r+1)
		row := func(y int) []float32 { y = min(max(y, 0), h-1); return pix[y*w+from : y*w+to] }
		for i := -r; i <= r; i++ {
			for x, v := range row(i) {
				sum[x] += v
			}
		}
		first := append([]float32(nil), row(0)...)
		for y := range h {
			now := row(y)
			keep := ring[n*(y%(r+1)) : n*(y%(r+1))+n]
			old := first
			if y > r {
				old = ring[n*((y-r)%(r+1)):]
			}
			next := row(y + r + 1)
			copy(keep, now)
			for x := range now {
				s := sum[x]
				now[x] = s * k
				sum[x] = s + next[x] - old[x]
			}
		}
	})
}

// enlarged fills c from a smaller canvas.
func (c *canvas) enlarged(from *canvas) {
	kx, ky := float32(from.w)/float32(c.w), float32(from.h)/float32(c.h)
	bands(c.h, func(top, end int) {
		for y := top; y < end; y++ {
			row := c.pix[3*y*c.w:]
			for x := range c.w {
				row[3*x], row[3*x+1], row[3*x+2] = from.at((float32(x)+0.5)*kx, (float32(y)+0.5)*ky)
			}
		}
	})
}

// dragged is c moved along (dx, dy) pixels while it was taken.
func (c *canvas) dragged(dx, dy float64) *canvas {
	out := newCanvas(c.w, c.h)
	if math.Hypot(dx, dy) > 16 {
		out.enlarged(c.shrunk(c.w/2).dragged(dx/2, dy/2))
		return out
	}
	n := max(int(math.Hypot(dx, dy)+1), 2)
	k := 1 / float32(n)
	bands(c.h, func(from, to int) {
		for i := range n {
			t := float64(i)/float64(n-1) - 0.5
			ox, oy := int(math.Round(dx*t)), int(math.Round(dy*t))
			for y := from; y < to; y++ {
				src := c.pix[3*min(max(y+oy, 0), c.h-1)*c.w:]
				c.shifted(out.pix[3*y*c.w:3*(y+1)*c.w], src, ox, k)
			}
		}
	})
	return out
}

func (c *canvas) shifted(dst, src []float32, ox int, k float32) {
	lo, hi := min(max(-ox, 0), c.w), max(min(c.w-ox, c.w), 0)
	for x := 0; x < lo; x++ {
		dst[3*x], dst[3*x+1], dst[3*x+2] = dst[3*x]+k*src[0], dst[3*x+1]+k*src[1], dst[3*x+2]+k*src[2]
	}
	if hi > lo {
		a, b := dst[3*lo:3*hi], src[3*(lo+ox):3*(hi+ox)]
		for i, v := range b {
			a[i] += k * v
		}
	}
	e := src[3*(c.w-1):]
	for x := max(hi, lo); x < c.w; x++ {
		dst[3*x], dst[3*x+1], dst[3*x+2] = dst[3*x]+k*e[0], dst[3*x+1]+k*e[1], dst[3*x+2]+k*e[2]
	}
}
