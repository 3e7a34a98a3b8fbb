package specimen

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"truename/assets"
)

// fonts are parsed once; faces are made for each drawing, as they may not be
// shared between goroutines.
var fonts = sync.OnceValue(func() [2]*opentype.Font {
	var out [2]*opentype.Font
	for i, b := range [][]byte{assets.FontRegular, assets.FontBold} {
		f, err := opentype.Parse(b)
		if err != nil {
			panic(err) // impossible: assets tests its fonts
		}
		out[i] = f
	}
	return out
})

// A hand is a way of writing: em size in pixels, weight, space after each
// character in pixels, ink.
type hand struct {
	size float64
	bold bool
	gap  float64
	ink  color.Color
}

func (h hand) face() font.Face {
	f := fonts()[0]
	if h.bold {
		f = fonts()[1]
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: h.size, DPI: 72})
	if err != nil {
		panic(err) // impossible: the options are constants
	}
	return face
}

// write puts s with its left edge at x and the middle of its characters at y,
// and returns where it ends.
func (h hand) write(m draw.Image, x, y float64, s string) float64 {
	d := font.Drawer{Dst: m, Src: image.NewUniform(h.ink), Face: h.face()}
	for _, r := range s {
		// The middle of a Chinese character lies 0.38 em over the baseline.
		d.Dot = fixed.Point26_6{X: fixed.Int26_6(x * 64), Y: fixed.Int26_6((y + 0.38*h.size) * 64)}
		d.DrawString(string(r))
		x = float64(d.Dot.X)/64 + h.gap
	}
	return x
}

// width is how far write would go.
func (h hand) width(s string) float64 {
	face, w := h.face(), 0.0
	for _, r := range s {
		a, _ := face.GlyphAdvance(r)
		w += float64(a)/64 + h.gap
	}
	return w
}

// wrap breaks s into lines no wider than w, anywhere, as printed cards do.
func (h hand) wrap(s string, w float64) []string {
	var lines []string
	line, used := "", 0.0
	for _, r := range s {
		a := h.width(string(r))
		if used+a > w && line != "" {
			lines, line, used = append(lines, line), "", 0
		}
		line, used = line+string(r), used+a
	}
	return append(lines, line)
}

// ellipse fills an ellipse with smooth edges.
func ellipse(m draw.Image, cx, cy, rx, ry float64, ink color.Color) {
	const n = 72
	points := make([][2]float64, n)
	for i := range points {
		s, c := math.Sincos(2 * math.Pi * float64(i) / n)
		points[i] = [2]float64{cx + rx*c, cy + ry*s}
	}
	polygon(m, ink, points...)
}

// polygon fills a polygon with smooth edges.
func polygon(m draw.Image, ink color.Color, points ...[2]float64) {
	box := image.Rectangle{Min: image.Pt(math.MaxInt32, math.MaxInt32), Max: image.Pt(math.MinInt32, math.MinInt32)}
	for _, p := range points {
		box.Min.X, box.Min.Y = min(box.Min.X, int(math.Floor(p[0]))), min(box.Min.Y, int(math.Floor(p[1])))
		box.Max.X, box.Max.Y = max(box.Max.X, int(math.Ceil(p[0]))), max(box.Max.Y, int(math.Ceil(p[1])))
	}
	z := vector.NewRasterizer(box.Dx(), box.Dy())
	for i, p := range points {
		x, y := float32(p[0]-float64(box.Min.X)), float32(p[1]-float64(box.Min.Y))
		if i == 0 {
			z.MoveTo(x, y)
		} else {
			z.LineTo(x, y)
		}
	}
	z.ClosePath()
	mask := image.NewAlpha(image.Rect(0, 0, box.Dx(), box.Dy())) // the rasterizer itself does not cut at m's edges
	z.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	draw.DrawMask(m, box, image.NewUniform(ink), image.Point{}, mask, image.Point{}, draw.Over)
}

// bar fills an upright rectangle.
func bar(m draw.Image, x0, y0, x1, y1 float64, ink color.Color) {
	polygon(m, ink, [2]float64{x0, y0}, [2]float64{x1, y0}, [2]float64{x1, y1}, [2]float64{x0, y1})
}

// frame draws the outline of a rectangle, width pixels wide, inwards.
func frame(m draw.Image, r image.Rectangle, width float64, ink color.Color) {
	x0, y0, x1, y1 := float64(r.Min.X), float64(r.Min.Y), float64(r.Max.X), float64(r.Max.Y)
	bar(m, x0, y0, x1, y0+width, ink)
	bar(m, x0, y1-width, x1, y1, ink)
	bar(m, x0, y0+width, x0+width, y1-width, ink)
	bar(m, x1-width, y0+width, x1, y1-width, ink)
}
