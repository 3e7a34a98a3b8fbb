package specimen

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"
)

// A process is how the light on the sensor becomes a file.
type process struct {
	blur     float64 // pixels of canvas, standard deviation
	disc     bool    // of an open lens, not a bell
	uneven   [3]float64
	motion   [2]float64 // pixels of canvas
	sharpen  float64
	halo     int
	fine     float64 // noise in levels, pixel by pixel
	blotch   float64 // in larger spots
	chroma   float64
	tone     float64
	quality  int
	first    int // quality of the first file when it was sent on; 0 if not
	grey     bool
	seed     uint64
	w, h     int // of the file
	shoulder float64
}

// develop makes the file.
func (s process) develop(c *canvas) []byte {
	s.defocus(c)
	if s.motion[0] != 0 || s.motion[1] != 0 {
		c = c.dragged(s.motion[0], s.motion[1])
	}
	y, cb, cr := s.planes(c)
	s.crisp(y, c.w, c.h)
	if s.first == 0 {
		return JPEG(s.scan(y, cb, cr, c.w, c.h, s.w, s.h), s.quality)
	}
	// A messenger makes the picture smaller and writes it a second time.
	once := JPEG(s.scan(y, cb, cr, c.w, c.h, c.w, c.h), s.first)
	m, err := jpeg.Decode(bytes.NewReader(once))
	if err != nil {
		panic(err) // impossible: it was encoded just now
	}
	return JPEG(smaller(m.(*image.YCbCr), s.w, s.h), s.quality)
}

// defocus blurs the canvas; where uneven has a direction, only away from a
// line across the picture.
func (s process) defocus(c *canvas) {
	if s.blur < 0.25 {
		return
	}
	var sharp []float32
	if s.uneven[2] != 0 {
		sharp = append([]float32(nil), c.pix...)
	}
	if s.disc {
		c.disc(s.blur * 2)
	} else {
		c.bell(s.blur)
	}
	if sharp == nil {
		return
	}
	bands(c.h, func(from, to int) {
		for y := from; y < to; y++ {
			for x := range c.w {
				u, v := float64(x)/float64(c.w)-0.5, float64(y)/float64(c.h)-0.5
				t := float32(s.unfocused(u, v))
				for i := 3 * (y*c.w + x); i < 3*(y*c.w+x)+3; i++ {
					c.pix[i] = sharp[i] + t*(c.pix[i]-sharp[i])
				}
			}
		}
	})
}

// unfocused is how much of the blur reaches a place, in parts of the picture
// from its middle.
func (s process) unfocused(u, v float64) float64 {
	if s.uneven[2] == 0 {
		return 1
	}
	return smooth(0.5 + s.uneven[2]*(u*s.uneven[0]+v*s.uneven[1]))
}

// curve is the tone curve: light 0 to 1.25 into levels 0 to 255, over 4096
// steps. Above the shoulder light is pressed together, as cameras do.
func (s process) curve() []float32 {
	t := make([]float32, 4096)
	for i := range t {
		v := float64(i) / 4095 * 1.6
		if k := s.shoulder; v > k {
			v = k + (1-k)*(1-math.Exp(-(v-k)/(1-k)))
		}
		g := 1.055*math.Pow(v, 1/2.4) - 0.055
		if v < 0.0031308 {
			g = 12.92 * v
		}
		g += s.tone * 0.5 * g * (1 - g) * (2*g - 1) // steeper in the middle
		t[i] = float32(min(max(g, 0), 1) * 255)
	}
	return t
}

// planes turns the canvas into luma and colour differences (ITU-T T.871),
// canvas size each.
func (s process) planes(c *canvas) (y, cb, cr []float32) {
	n := c.w * c.h
	y, cb, cr = make([]float32, n), make([]float32, n), make([]float32, n)
	table := s.curve()
	bands(c.h, func(from, to int) {
		for i := from * c.w; i < to*c.w; i++ {
			r, g, b := level(table, c.pix[3*i]), level(table, c.pix[3*i+1]), level(table, c.pix[3*i+2])
			l := 0.299*r + 0.587*g + 0.114*b
			y[i] = l
			if !s.grey {
				cb[i], cr[i] = 0.564*(b-l), 0.713*(r-l)
			}
		}
	})
	return y, cb, cr
}

func level(table []float32, v float32) float32 {
	return table[min(max(int(v*(4095/1.6)+0.5), 0), 4095)]
}

// crisp sharpens as telephones do: the difference from the neighbourhood is
// added, which leaves halos.
func (s process) crisp(y []float32, w, h int) {
	if s.sharpen < 0.05 {
		return
	}
	soft := append([]float32(nil), y...)
	for range 2 {
		boxRows(soft, w, h, 1, s.halo)
		boxColumns(soft, w, h, s.halo)
	}
	k := float32(s.sharpen)
	for i, v := range y {
		y[i] = v + k*(v-soft[i])
	}
}

// scan enlarges the planes to the size of the sensor and adds its noise.
func (s process) scan(y, cb, cr []float32, w, h, tw, th int) *image.YCbCr {
	m := image.NewYCbCr(image.Rect(0, 0, tw, th), image.YCbCrSubsampleRatio420)
	spots := s.spots(w, h)
	bands(th, func(from, to int) {
		for j := from; j < to; j++ {
			s.luma(m.Y[j*m.YStride:j*m.YStride+tw], y, spots, w, h, j, th)
		}
	})
	cw, ch := (tw+1)/2, (th+1)/2
	bands(ch, func(from, to int) {
		for j := from; j < to; j++ {
			s.colour(m.Cb[j*m.CStride:j*m.CStride+cw], cb, w, h, j, ch, 1)
			s.colour(m.Cr[j*m.CStride:j*m.CStride+cw], cr, w, h, j, ch, 2)
		}
	})
	return m
}

// spots are noise that the denoiser left: smooth over a few pixels, levels.
func (s process) spots(w, h int) []float32 {
	if s.blotch < 0.1 {
		return nil
	}
	n := make([]float32, w*h)
	k := float32(s.blotch) * 3.2
	for y := range h {
		g := grains(mix(s.seed ^ uint64(y)<<20))
		for x := range w {
			n[y*w+x] = k * g.next()
		}
	}
	boxRows(n, w, h, 1, 1)
	boxColumns(n, w, h, 1)
	return n
}

// grains is a cheap source of noise of standard deviation about 1.
type grains uint64

func (g *grains) next() float32 {
	x := uint64(*g)
	x ^= x << 13
	x ^= x >> 7
	x ^= x << 17
	*g = grains(x)
	sum := (x & 0xFFFF) + (x >> 16 & 0xFFFF) + (x >> 32 & 0xFFFF) + x>>48
	return (float32(sum) - 131070) * (1 / 37837.0)
}

// luma makes row j of th from the plane: between its pixels, with noise that
// is stronger in the dark.
func (s process) luma(out []uint8, y, spots []float32, w, h, j, th int) {
	r0, r1, t := between(j, th, h)
	a, b := y[r0*w:r0*w+w], y[r1*w:r1*w+w]
	step := float32(w) / float32(len(out))
	g := grains(mix(s.seed+uint64(j)*7919) | 1)
	fine := float32(s.fine)
	for i := range out {
		x := min(max((float32(i)+0.5)*step-0.5, 0), float32(w)-1.001)
		k := int(x)
		u := x - float32(k)
		top, low := a[k]+u*(a[k+1]-a[k]), b[k]+u*(b[k+1]-b[k])
		v := top + t*(low-top)
		n := fine * g.next()
		if spots != nil {
			n += spots[r0*w+k]
		}
		v += n * (1.25 - v*0.0035)
		out[i] = uint8(min(max(v+0.5, 0), 255))
	}
}

// colour makes a row of a colour difference.
func (s process) colour(out []uint8, c []float32, w, h, j, th, salt int) {
	r0, r1, t := between(j, th, h)
	a, b := c[r0*w:r0*w+w], c[r1*w:r1*w+w]
	step := float32(w) / float32(len(out))
	g := grains(mix(s.seed+uint64(j)*7919+uint64(salt)<<40) | 1)
	k0 := float32(s.chroma)
	last := float32(0)
	for i := range out {
		x := min(max((float32(i)+0.5)*step-0.5, 0), float32(w)-1.001)
		k := int(x)
		u := x - float32(k)
		top, low := a[k]+u*(a[k+1]-a[k]), b[k]+u*(b[k+1]-b[k])
		last = 0.6*last + k0*g.next() // colour noise is coarse
		out[i] = uint8(min(max(128.5+top+t*(low-top)+last, 0), 255))
	}
}

// between is the two rows of n around the middle of row j of th, and the part
// of the second.
func between(j, th, n int) (r0, r1 int, t float32) {
	y := min(max((float32(j)+0.5)*float32(n)/float32(th)-0.5, 0), float32(n)-1.001)
	r0 = int(y)
	return r0, min(r0+1, n-1), y - float32(r0)
}

// smaller is m at w × h pixels, each the mean of what it covers.
func smaller(m *image.YCbCr, w, h int) *image.YCbCr {
	out := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	b := m.Rect
	mean(out.Y, out.YStride, w, h, m.Y, m.YStride, b.Dx(), b.Dy())
	cw, ch, sw, sh := (w+1)/2, (h+1)/2, (b.Dx()+1)/2, (b.Dy()+1)/2
	mean(out.Cb, out.CStride, cw, ch, m.Cb, m.CStride, sw, sh)
	mean(out.Cr, out.CStride, cw, ch, m.Cr, m.CStride, sw, sh)
	return out
}

func mean(dst []uint8, ds, w, h int, src []uint8, ss, sw, sh int) {
	kx, ky := float32(sw)/float32(w), float32(sh)/float32(h)
	for y := range h {
		y0, y1 := float32(y)*ky, float32(y+1)*ky
		for x := range w {
			x0, x1 := float32(x)*kx, float32(x+1)*kx
			var sum float32
			for j := int(y0); j < sh && float32(j) < y1; j++ {
				py := min(y1, float32(j+1)) - max(y0, float32(j))
				for i := int(x0); i < sw && float32(i) < x1; i++ {
					sum += py * (min(x1, float32(i+1)) - max(x0, float32(i))) * float32(src[j*ss+i])
				}
			}
			dst[y*ds+x] = uint8(sum/(kx*ky) + 0.5)
		}
	}
}
