package photo

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"testing"
)

// desk draws a card with lines of character-like strokes on a table, w wide,
// as a camera would see it.
func desk(w, h int, seed uint64) *image.Gray {
	rnd := rand.New(rand.NewPCG(seed, 1))
	img := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Pix[y*w+x] = uint8(60 + 30*math.Sin(float64(x+y)*2/float64(w)))
		}
	}
	cw := w * 7 / 10
	ch := cw * 54 / 86
	card := image.Rect((w-cw)/2, (h-ch)/2, (w+cw)/2, (h+ch)/2)
	box(img, card, 215)
	box(img, image.Rect(card.Max.X-cw*3/10, card.Min.Y+ch/6, card.Max.X-cw/20, card.Min.Y+ch*2/3), 120)
	em := max(cw/24, 3)
	for line := range 5 {
		for col := range 12 {
			glyph(img, image.Pt(card.Min.X+cw/12+col*em*5/4, card.Min.Y+ch/8+line*em*2), em, rnd)
		}
	}
	return img
}

// glyph draws a handful of strokes into a square of em.
func glyph(img *image.Gray, at image.Point, em int, rnd *rand.Rand) {
	s := max(1, em/10)
	for range 4 {
		y := at.Y + rnd.IntN(em-s)
		box(img, image.Rect(at.X, y, at.X+em, y+s), 50)
		x := at.X + rnd.IntN(em-s)
		box(img, image.Rect(x, at.Y, x+s, at.Y+em), 50)
	}
}

func box(img *image.Gray, r image.Rectangle, v uint8) {
	r = r.Intersect(img.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			img.SetGray(x, y, color.Gray{Y: v})
		}
	}
}

// blurred is img blurred by a Gaussian of sx across and sy down, in pixels.
func blurred(img *image.Gray, sx, sy float64) *image.Gray {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	mid, out := image.NewGray(img.Rect), image.NewGray(img.Rect)
	convolve(img.Pix, mid.Pix, sx, w, h, 1, w)
	convolve(mid.Pix, out.Pix, sy, h, w, w, 1)
	return out
}

func convolve(src, dst []byte, sigma float64, n, lines, step, stride int) {
	k := gauss(sigma)
	r := len(k) / 2
	for l := range lines {
		for i := range n {
			var t float64
			for j, wgt := range k {
				t += wgt * float64(src[l*stride+min(max(i+j-r, 0), n-1)*step])
			}
			dst[l*stride+i*step] = uint8(t + .5)
		}
	}
}

func gauss(sigma float64) []float64 {
	if sigma <= 0 {
		return []float64{1}
	}
	r := int(3*sigma + 1)
	k := make([]float64, 2*r+1)
	var sum float64
	for i := range k {
		k[i] = math.Exp(-float64((i-r)*(i-r)) / (2 * sigma * sigma))
		sum += k[i]
	}
	for i := range k {
		k[i] /= sum
	}
	return k
}

// noisy adds Gaussian noise.
func noisy(img *image.Gray, sigma float64, seed uint64) *image.Gray {
	rnd := rand.New(rand.NewPCG(seed, 2))
	out := image.NewGray(img.Rect)
	for i, v := range img.Pix {
		out.Pix[i] = uint8(min(max(float64(v)+rnd.NormFloat64()*sigma+.5, 0), 255))
	}
	return out
}

// lit scales and shifts the luma.
func lit(img *image.Gray, gain, offset float64) *image.Gray {
	out := image.NewGray(img.Rect)
	for i, v := range img.Pix {
		out.Pix[i] = uint8(min(max(float64(v)*gain+offset, 0), 255))
	}
	return out
}

func encoded(t testing.TB, img image.Image, q int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: q}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
