package ocr

import (
	"image"
	"math"
	"sync"

	"truename/assets"
	"truename/model"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// A shape is how a character looks: shapeSide × shapeSide, of mean 0 and
// length 1, so that the product of two is how alike they are.
type shape [shapeSide * shapeSide]float32

const shapeSide = 28

func (s *shape) like(t *shape) (sum float32) {
	for i, v := range s {
		sum += v * t[i]
	}
	return sum
}

// normalise makes mean 0 and length 1; a blank stays blank.
func (s *shape) normalise() {
	var sum, square float32
	for _, v := range s {
		sum += v
	}
	for i := range s {
		s[i] -= sum / float32(len(s))
		square += s[i] * s[i]
	}
	if square > 0 {
		k := 1 / float32(math.Sqrt(float64(square)))
		for i := range s {
			s[i] *= k
		}
	}
}

// The size of the type that characters are drawn in before they are made
// small, and of the canvas, in pixels.
const (
	typeSize = 40
	canvas   = 64
)

// A drawer draws characters; it may be used by one goroutine at a time.
type drawer struct {
	face font.Face
	img  *image.Gray
}

func newDrawer() drawer {
	f, err := opentype.Parse(assets.FontRegular)
	if err == nil {
		var face font.Face
		if face, err = opentype.NewFace(f, &opentype.FaceOptions{Size: typeSize, DPI: 72}); err == nil {
			return drawer{face, image.NewGray(image.Rect(0, 0, canvas, canvas))}
		}
	}
	panic(err) // a build without its font
}

// draw is the shape of a character in our font.
func (d drawer) draw(r rune) *shape {
	clear(d.img.Pix)
	to := font.Drawer{Dst: d.img, Src: image.White, Face: d.face, Dot: fixed.P(10, 46)}
	to.DrawString(string(r))
	return shapeOf(func(x, y int) float32 { return float32(d.img.Pix[y*d.img.Stride+x]) }, canvas, canvas)
}

var (
	drawing sync.Mutex
	single  = sync.OnceValue(newDrawer)
)

// drawn is the shape of a character in our font; ok is false if the font does
// not have it.
func drawn(r rune) (s *shape, ok bool) {
	if !assets.HasGlyph(r) {
		return nil, false
	}
	drawing.Lock()
	defer drawing.Unlock()
	return single().draw(r), true
}

// shapeOf is the shape of what has weight in a w × h picture, its bounds made
// square. Strokes are softened a little, so that weight and the last pixel do
// not matter.
func shapeOf(at func(x, y int) float32, w, h int) *shape {
	x0, y0, x1, y1 := w, h, -1, -1
	for y := range h {
		for x := range w {
			if at(x, y) > 96 {
				x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
			}
		}
	}
	s := &shape{}
	if x1 < x0 {
		return s
	}
	side := float64(max(x1-x0, y1-y0) + 1)
	cx, cy := float64(x0+x1+1)/2, float64(y0+y1+1)/2
	const n = 2
	for i := range s {
		u, v := i%shapeSide, i/shapeSide
		for k := range n * n {
			fx := cx + ((float64(u)+(float64(k%n)+0.5)/n)/shapeSide-0.5)*side*1.08
			fy := cy + ((float64(v)+(float64(k/n)+0.5)/n)/shapeSide-0.5)*side*1.08
			if x, y := int(fx), int(fy); x >= 0 && y >= 0 && x < w && y < h {
				s[i] += at(x, y)
			}
		}
	}
	s.soften()
	s.normalise()
	return s
}

// soften takes the mean of three both ways.
func (s *shape) soften() {
	for _, step := range [2]int{1, shapeSide} {
		was := *s
		for i := range s {
			a, b := max(i-step, 0), min(i+step, len(s)-1)
			s[i] = (was[a] + 2*was[i] + was[b]) / 4
		}
	}
}

// seenShape is the shape of what is printed in a place of the card.
func (c *Card) seenShape(p model.Place) *shape {
	img := c.Picture
	x0, x1 := max(int(p.X0*cardWide), 0), min(int(math.Ceil(p.X1*cardWide)), img.Rect.Dx())
	y0, y1 := max(int(p.Y0*cardHigh), 0), min(int(math.Ceil(p.Y1*cardHigh)), img.Rect.Dy())
	w, h := x1-x0, y1-y0
	if w < 4 || h < 4 {
		return &shape{}
	}
	var hist [256]int
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			hist[img.Pix[img.PixOffset(x, y)]]++
		}
	}
	dark, light := level(&hist, w*h, 0.02), level(&hist, w*h, 0.75)
	k := 255 / float32(max(light-dark, 20))
	return shapeOf(func(x, y int) float32 {
		return min(max((float32(light)-float32(img.Pix[img.PixOffset(x0+x, y0+y)]))*k, 0), 255)
	}, w, h)
}
