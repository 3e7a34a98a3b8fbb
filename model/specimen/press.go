package specimen

import (
	"image"
	"image/color"
	"math"
	"sync"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// An outline is one character in both weights of the font, 1000 units to the
// em. The two have the same segments, so that any weight lies between them.
type outline struct {
	segments [2][]sfnt.Segment
	advance  [2]float64
}

var outlines sync.Map // rune → *outline

// outlineOf is the outline of r, or nil where the font lacks it.
func outlineOf(r rune) *outline {
	if o, ok := outlines.Load(r); ok {
		return o.(*outline)
	}
	var o *outline
	if g := new(outline); g.load(r) {
		o = g
	}
	outlines.Store(r, o)
	return o
}

func (o *outline) load(r rune) bool {
	var buf sfnt.Buffer
	for i, f := range fonts() {
		g, err := f.GlyphIndex(&buf, r)
		if err != nil || g == 0 {
			return false
		}
		s, err := f.LoadGlyph(&buf, g, fixed.I(1000), nil)
		if err != nil {
			return false
		}
		o.segments[i] = append([]sfnt.Segment(nil), s...)
		a, _ := f.GlyphAdvance(&buf, g, fixed.I(1000), 0)
		o.advance[i] = float64(a) / 64
	}
	return len(o.segments[0]) == len(o.segments[1])
}

// drawable reports whether the font has every character of s.
func drawable(s string) bool {
	for _, r := range s {
		if outlineOf(r) == nil {
			return false
		}
	}
	return true
}

// A press prints characters: em size in pixels; weight from 0 (regular) to 1
// (bold), a little beyond on either side; contrast takes from level strokes
// what a book face lacks there; stretch widens; slant leans; gap is the space
// after each character in pixels.
type press struct {
	size, weight, contrast, stretch, slant, gap float64
	ink                                         color.NRGBA
}

// width is how far print goes, in pixels.
func (k press) width(s string) float64 {
	w := 0.0
	for _, r := range s {
		w += k.step(r)
	}
	return w
}

func (k press) step(r rune) float64 {
	o := outlineOf(r)
	if o == nil {
		return k.size + k.gap
	}
	a := o.advance[0] + k.weight*(o.advance[1]-o.advance[0])
	return a*k.size/1000*k.wide() + k.gap
}

func (k press) wide() float64 {
	if k.stretch == 0 {
		return 1
	}
	return k.stretch
}

// print puts s with its left edge at x and the middle of its characters at y,
// in pixels, and returns where it ends.
func (k press) print(m *image.RGBA, x, y float64, s string) float64 {
	var z vector.Rasterizer
	for _, r := range s {
		if o := outlineOf(r); o != nil {
			k.glyph(m, &z, o, x, y+0.38*k.size)
		}
		x += k.step(r)
	}
	return x
}

// centred prints s with its middle at x.
func (k press) centred(m *image.RGBA, x, y float64, s string) { k.print(m, x-k.width(s)/2, y, s) }

// wrap breaks s into lines no wider than w pixels, anywhere.
func (k press) wrap(s string, w float64) []string {
	var lines []string
	line, used := "", 0.0
	for _, r := range s {
		a := k.step(r)
		if used+a > w && line != "" {
			lines, line, used = append(lines, line), "", 0
		}
		line, used = line+string(r), used+a
	}
	return append(lines, line)
}

// glyph fills one outline with its origin at (x, y).
func (k press) glyph(m *image.RGBA, z *vector.Rasterizer, o *outline, x, y float64) {
	box := image.Rect(int(x-0.3*k.size), int(y-1.3*k.size), int(x+1.5*k.size*k.wide())+2, int(y+0.5*k.size)+2).Intersect(m.Rect)
	if box.Empty() {
		return
	}
	z.Reset(box.Dx(), box.Dy())
	at := func(i, j int) (float32, float32) {
		p, q := o.segments[0][i].Args[j], o.segments[1][i].Args[j]
		px, py := mixed(p.X, q.X, k.weight), mixed(p.Y, q.Y, k.weight-k.contrast)
		u := x + (px*k.wide()-py*k.slant)*k.size/1000 - float64(box.Min.X)
		v := y + py*k.size/1000 - float64(box.Min.Y)
		return float32(math.Min(math.Max(u, -1), float64(box.Dx())+1)), float32(math.Min(math.Max(v, -1), float64(box.Dy())+1))
	}
	trace(z, o.segments[0], at)
	mask := image.NewAlpha(image.Rect(0, 0, box.Dx(), box.Dy()))
	z.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	stain(m, box, mask, k.ink)
}

func mixed(a, b fixed.Int26_6, t float64) float64 {
	return (float64(a) + t*float64(b-a)) / 64
}

func trace(z *vector.Rasterizer, segments []sfnt.Segment, at func(i, j int) (float32, float32)) {
	for i, s := range segments {
		ax, ay := at(i, 0)
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if i > 0 {
				z.ClosePath()
			}
			z.MoveTo(ax, ay)
		case sfnt.SegmentOpLineTo:
			z.LineTo(ax, ay)
		case sfnt.SegmentOpQuadTo:
			bx, by := at(i, 1)
			z.QuadTo(ax, ay, bx, by)
		case sfnt.SegmentOpCubeTo:
			bx, by := at(i, 1)
			cx, cy := at(i, 2)
			z.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	z.ClosePath()
}

// stain lays ink over box where the mask says so.
func stain(m *image.RGBA, box image.Rectangle, mask *image.Alpha, ink color.NRGBA) {
	c := [3]int{int(ink.R), int(ink.G), int(ink.B)}
	for y := range box.Dy() {
		row := m.Pix[m.PixOffset(box.Min.X, box.Min.Y+y):]
		for x, a := range mask.Pix[y*mask.Stride : y*mask.Stride+box.Dx()] {
			if a == 0 {
				continue
			}
			t := int(a) * int(ink.A)
			for i, v := range c {
				p := &row[4*x+i]
				*p += uint8((v - int(*p)) * t / (255 * 255))
			}
		}
	}
}

// strokes are the digits and X drawn with one pen, as machines read them: the
// lines of each on a field of 6 by 10.
var strokes = map[rune][][][2]float64{
	'0': {{{1.2, 0}, {4.8, 0}, {6, 1.6}, {6, 8.4}, {4.8, 10}, {1.2, 10}, {0, 8.4}, {0, 1.6}, {1.2, 0}}},
	'1': {{{0.8, 2}, {3.2, 0}, {3.2, 10}}, {{0.8, 10}, {5.4, 10}}},
	'2': {{{0.2, 1}, {1.5, 0}, {4.5, 0}, {6, 1.4}, {6, 3.2}, {5.2, 4.6}, {0, 10}, {6, 10}}},
	'3': {{{0.2, 0}, {5.8, 0}, {2.6, 4}, {4.4, 4}, {6, 5.6}, {6, 8.2}, {4.4, 10}, {1.4, 10}, {0, 9.2}}},
	'4': {{{3.6, 0}, {0, 6.8}, {6, 6.8}}, {{4.4, 4.2}, {4.4, 10}}},
	'5': {{{5.4, 0}, {0.8, 0}, {0.6, 4.2}, {4, 4.2}, {6, 5.8}, {6, 8.2}, {4.4, 10}, {1.4, 10}, {0, 9.2}}},
	'6': {{{3.8, 0}, {0.8, 5}, {0, 7}, {0.4, 9}, {1.8, 10}, {4.2, 10}, {5.8, 8.8}, {6, 6.8}, {5, 5.2}, {3, 4.6}, {0.9, 5.4}}},
	'7': {{{0, 0}, {6, 0}, {2.4, 5.4}, {2.2, 10}}},
	'8': {{{3, 4.6}, {1, 3.6}, {0.7, 1.6}, {1.8, 0}, {4.2, 0}, {5.3, 1.6}, {5, 3.6}, {3, 4.6}, {0.6, 5.9}, {0, 7.8}, {1.2, 10}, {4.8, 10}, {6, 7.8}, {5.4, 5.9}, {3, 4.6}}},
	'9': {{{2.2, 10}, {5.2, 5}, {6, 3}, {5.6, 1}, {4.2, 0}, {1.8, 0}, {0.2, 1.2}, {0, 3.2}, {1, 4.8}, {3, 5.4}, {5.1, 4.6}}},
	'X': {{{0, 0}, {6, 10}}, {{6, 0}, {0, 10}}},
}

// stroke draws one digit or X with the pen, middle at (x, y), high pixels tall.
func stroke(m *image.RGBA, x, y, high, pen float64, r rune, ink color.NRGBA) {
	s := high / 10
	for _, line := range strokes[r] {
		for i := 1; i < len(line); i++ {
			a, b := line[i-1], line[i]
			thick(m, x+(a[0]-3)*s, y+(a[1]-5)*s, x+(b[0]-3)*s, y+(b[1]-5)*s, pen, ink)
		}
	}
}

// thick draws a line with round ends, pen pixels wide.
func thick(m *image.RGBA, x0, y0, x1, y1, pen float64, ink color.NRGBA) {
	r := pen/2 + 1
	box := image.Rect(int(min(x0, x1)-r), int(min(y0, y1)-r), int(max(x0, x1)+r)+1, int(max(y0, y1)+r)+1).Intersect(m.Rect)
	dx, dy := x1-x0, y1-y0
	length := max(dx*dx+dy*dy, 1e-9)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			px, py := float64(x)+0.5-x0, float64(y)+0.5-y0
			t := min(max((px*dx+py*dy)/length, 0), 1)
			if a := pen/2 + 0.5 - math.Hypot(px-t*dx, py-t*dy); a > 0 {
				over(m.Pix[m.PixOffset(x, y):], ink, min(a, 1))
			}
		}
	}
}

// over lays ink on one pixel, part of it covered.
func over(pix []uint8, ink color.NRGBA, part float64) {
	t := part * float64(ink.A) / 255
	for i, v := range [3]uint8{ink.R, ink.G, ink.B} {
		pix[i] = uint8(float64(pix[i]) + (float64(v)-float64(pix[i]))*t)
	}
}
