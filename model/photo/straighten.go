package photo

import (
	"image"
	"math"

	"truename/model/memory"
)

// The size of a straightened card in pixels: 15 to the millimetre.
const (
	CardWidth  = 1280
	CardHeight = 808
)

// project is the map of a w × h rectangle onto q, rows first (Heckbert,
// Fundamentals of Texture Mapping, 1989, 2.2.3).
func project(w, h float64, q Quad) [9]float64 {
	dx1, dx2, sx := q[1][0]-q[2][0], q[3][0]-q[2][0], q[0][0]-q[1][0]+q[2][0]-q[3][0]
	dy1, dy2, sy := q[1][1]-q[2][1], q[3][1]-q[2][1], q[0][1]-q[1][1]+q[2][1]-q[3][1]
	det := dx1*dy2 - dx2*dy1
	g, k := (sx*dy2-dx2*sy)/det, (dx1*sy-sx*dy1)/det
	return [9]float64{
		(q[1][0] - q[0][0] + g*q[1][0]) / w, (q[3][0] - q[0][0] + k*q[3][0]) / h, q[0][0],
		(q[1][1] - q[0][1] + g*q[1][1]) / w, (q[3][1] - q[0][1] + k*q[3][1]) / h, q[0][1],
		g / w, k / h, 1,
	}
}

func apply(m *[9]float64, x, y float64) (float64, float64) {
	d := m[6]*x + m[7]*y + m[8]
	return (m[0]*x + m[1]*y + m[2]) / d, (m[3]*x + m[4]*y + m[5]) / d
}

// Straighten is what lies in q (pixels of the picture as it is kept, not
// turned), as w × h pixels seen from above. Where the picture is finer than
// that, up to 3 × 3 of its pixels make one; what lies outside the picture has
// the colour of its border.
func (s *Source) Straighten(q Quad, w, h int) *image.RGBA {
	t := warp{p: s.pixels, m: project(float64(w), float64(h), q), out: memory.RGBA(image.Rect(0, 0, w, h))}
	long := max(distance(q[0], q[1]), distance(q[3], q[2]))
	if s.pixels.y.w < 2 || s.pixels.y.h < 2 || !(long > 0) {
		return t.out // there is nothing to see
	}
	t.fine = min(max(int(math.Round(long/float64(w))), 1), 3)
	t.chromaX, t.chromaY = t.p.halvings()
	inParallel(h, 1, func(from, to int) {
		luma := make([]int32, w)
		for y := from; y < to; y++ {
			t.row(luma, y)
		}
	})
	return t.out
}

// halvings is how often the chroma planes are halved across and down.
func (p pixels) halvings() (x, y uint) {
	for p.cb.w > 0 && p.cb.w<<x < p.y.w && x < 2 {
		x++
	}
	for p.cb.h > 0 && p.cb.h<<y < p.y.h && y < 2 {
		y++
	}
	return x, y
}

// A warp fills a straightened picture.
type warp struct {
	p                pixels
	m                [9]float64
	out              *image.RGBA
	fine             int // samples across and down for each pixel
	chromaX, chromaY uint
}

// stride16 is how many pixels of a row are walked in equal steps between two
// exact points of the projection.
const stride16 = 16

func (t *warp) row(luma []int32, y int) {
	clear(luma)
	for k := range t.fine {
		at := float64(y) + (float64(k)+0.5)/float64(t.fine)
		for x := 0; x < len(luma); x += stride16 {
			t.lumaBlock(luma[x:min(x+stride16, len(luma))], x, at)
		}
	}
	t.colour(luma, y)
}

// lumaBlock adds the samples of one line to a stride16. Positions are in 65536ths
// of a pixel.
func (t *warp) lumaBlock(luma []int32, x int, y float64) {
	x0, y0 := apply(&t.m, float64(x), y)
	x1, y1 := apply(&t.m, float64(x+len(luma)), y)
	steps := float64(len(luma) * t.fine)
	dx, dy := int64((x1-x0)/steps*65536), int64((y1-y0)/steps*65536)
	fx, fy := int64((x0-0.5)*65536)+dx/2, int64((y0-0.5)*65536)+dy/2
	p := &t.p.y
	if t.fine == 1 {
		for i := range luma {
			luma[i] = p.fixed(fx, fy)
			fx, fy = fx+dx, fy+dy
		}
		return
	}
	lastX, lastY := int64(p.w-1), int64(p.h-1)
	for i := range luma {
		for range t.fine {
			px, py := (fx+32768)>>16, (fy+32768)>>16
			luma[i] += int32(p.pix[min(max(py, 0), lastY)*int64(p.stride)+min(max(px, 0), lastX)])
			fx, fy = fx+dx, fy+dy
		}
	}
}

// fixed is between in 65536ths of a pixel.
func (p *plane) fixed(fx, fy int64) int32 {
	x, y := fx>>16, fy>>16
	a, b := int32(fx&0xffff)>>8, int32(fy&0xffff)>>8
	if x < 0 || y < 0 || x >= int64(p.w-1) || y >= int64(p.h-1) {
		x, y, a, b = min(max(x, 0), int64(p.w-2)), min(max(y, 0), int64(p.h-2)), 0, 0
	}
	o := y*int64(p.stride) + x
	r, s := p.pix[o:o+2:o+2], p.pix[o+int64(p.stride):o+int64(p.stride)+2]
	top := int32(r[0])<<8 + (int32(r[1])-int32(r[0]))*a
	low := int32(s[0])<<8 + (int32(s[1])-int32(s[0]))*a
	return (top<<8 + (low-top)*b) >> 16
}

// colour writes a row from its luma sums and one chroma sample a pixel, by the
// JFIF formulas (JFIF 1.02, page 3).
func (t *warp) colour(luma []int32, y int) {
	row := t.out.Pix[y*t.out.Stride:][:4*len(luma)]
	scale := int32(65536 / (t.fine * t.fine))
	for x := 0; x < len(luma); x += stride16 {
		n := min(stride16, len(luma)-x)
		x0, y0 := apply(&t.m, float64(x), float64(y)+0.5)
		x1, y1 := apply(&t.m, float64(x+n), float64(y)+0.5)
		dx, dy := int64((x1-x0)/float64(n)*65536), int64((y1-y0)/float64(n)*65536)
		fx, fy := int64(x0*65536)+dx/2, int64(y0*65536)+dy/2
		for i := range n {
			cb, cr := t.chroma(fx>>16, fy>>16)
			l := luma[x+i]*scale + 1<<15
			o := row[4*(x+i) : 4*(x+i)+4 : 4*(x+i)+4]
			o[0] = clamp((l + 91881*cr) >> 16)
			o[1] = clamp((l - 22554*cb - 46802*cr) >> 16)
			o[2] = clamp((l + 116130*cb) >> 16)
			o[3] = 255
			fx, fy = fx+dx, fy+dy
		}
	}
}

// chroma is the sample for a pixel of luma; a grey picture has none.
func (t *warp) chroma(x, y int64) (cb, cr int32) {
	p := &t.p.cb
	if p.w == 0 {
		return 0, 0
	}
	x, y = min(max(x>>t.chromaX, 0), int64(p.w-1)), min(max(y>>t.chromaY, 0), int64(p.h-1))
	return int32(p.pix[y*int64(p.stride)+x]) - 128, int32(t.p.cr.pix[y*int64(t.p.cr.stride)+x]) - 128
}

// Flatten carries points of the picture (pixels as it is kept, not turned)
// onto the w × h rectangle that q becomes when it is straightened.
func Flatten(q Quad, w, h float64) func(p [2]float64) [2]float64 {
	m := inverse(project(w, h, q))
	return func(p [2]float64) [2]float64 {
		x, y := apply(&m, p[0], p[1])
		return [2]float64{x, y}
	}
}

// Lift is the reverse of Flatten.
func Lift(q Quad, w, h float64) func(p [2]float64) [2]float64 {
	m := project(w, h, q)
	return func(p [2]float64) [2]float64 {
		x, y := apply(&m, p[0], p[1])
		return [2]float64{x, y}
	}
}

// inverse is the adjugate, which is the inverse but for a factor that a
// projective map does not have.
func inverse(m [9]float64) [9]float64 {
	return [9]float64{
		m[4]*m[8] - m[5]*m[7], m[2]*m[7] - m[1]*m[8], m[1]*m[5] - m[2]*m[4],
		m[5]*m[6] - m[3]*m[8], m[0]*m[8] - m[2]*m[6], m[2]*m[3] - m[0]*m[5],
		m[3]*m[7] - m[4]*m[6], m[1]*m[6] - m[0]*m[7], m[0]*m[4] - m[1]*m[3],
	}
}
