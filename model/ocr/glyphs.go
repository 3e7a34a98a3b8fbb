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

// face draws characters large enough to be made small again.
var face = sync.OnceValue(func() font.Face {
	f, err := opentype.Parse(assets.FontRegular)
	if err == nil {
		var out font.Face
		if out, err = opentype.NewFace(f, &opentype.FaceOptions{Size: 56, DPI: 72}); err == nil {
			return out
		}
	}
	panic(err) // a build without its font
})

var drawing sync.Mutex // a face has one buffer

// drawn is the shape of a character in our font; ok is false if the font does
// not have it.
func drawn(r rune) (s *shape, ok bool) {
	if !assets.HasGlyph(r) {
		return nil, false
	}
	drawing.Lock()
	defer drawing.Unlock()
	img := image.NewGray(image.Rect(0, 0, 96, 96))
	d := font.Drawer{Dst: img, Src: image.White, Face: face(), Dot: fixed.P(16, 68)}
	d.DrawString(string(r))
	return shapeOf(func(x, y int) float32 { return float32(img.Pix[y*img.Stride+x]) }, 96, 96), true
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
	const n = 3
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

// A rare character is one that the reader does not know and our font draws.
type rare struct {
	r rune
	s *shape
}

// rares are the shapes of all of them, made at first use.
func (r *Reader) rares() []rare {
	r.once.Do(func() {
		for c := rune(0x3400); c < 0x2FA20; c++ {
			if c == 0xA000 {
				c = 0x20000 // no Han between
			}
			if isHan(c) && !r.Knows(c) {
				if s, ok := drawn(c); ok {
					r.strange = append(r.strange, rare{c, s})
				}
			}
		}
	})
	return r.strange
}

// closest is the rare character that looks most like s.
func (r *Reader) closest(s *shape) (c rune, like float32) {
	for _, k := range r.rares() {
		if v := k.s.like(s); v > like {
			c, like = k.r, v
		}
	}
	return c, like
}
