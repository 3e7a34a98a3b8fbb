package kit

import (
	"image"
	"image/draw"

	"truename/model"

	"fyne.io/fyne/v2/canvas"
)

// smallestLevel is how wide the smallest picture of levels is at least, in pixels.
const smallestLevel = 160

// levels is a picture in its own size, and half as large again and again.
type levels struct {
	*image.RGBA
	halves []*image.RGBA
}

// Levels is img made ready to be drawn in any size, for a job. Where a picture
// is larger than its place the toolkit scales it with a cubic filter on the
// window's goroutine, 50 ms for one of 1600 × 1067; of levels it is given the
// smallest that is large enough, which the graphics hardware scales.
func Levels(img image.Image) image.Image {
	l := &levels{RGBA: tight(img)}
	for of := l.RGBA; of.Rect.Dx() >= 2*smallestLevel && of.Rect.Dy() > 1; {
		of = halved(of)
		l.halves = append(l.halves, of)
	}
	return l
}

// LevelsOf is Levels of what decodes a picture.
func LevelsOf(img image.Image, err error) (image.Image, error) {
	if err != nil {
		return nil, err
	}
	return Levels(img), nil
}

// tight is img as pixels of its own size without room between rows, as textures
// are: img itself if it is that.
func tight(img image.Image) *image.RGBA {
	b := img.Bounds()
	if of, ok := img.(*image.RGBA); ok && of.Stride == 4*b.Dx() && len(of.Pix) == of.Stride*b.Dy() {
		return of
	}
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(out, out.Rect, img, b.Min, draw.Src)
	return out
}

// halved is img half as wide and high, each pixel the mean of four.
func halved(img *image.RGBA) *image.RGBA {
	w, h := img.Rect.Dx()/2, img.Rect.Dy()/2
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		up, low := img.Pix[2*y*img.Stride:], img.Pix[(2*y+1)*img.Stride:]
		row := out.Pix[y*out.Stride:][:4*w]
		for i := 0; i < 4*w; i += 4 {
			a, b := up[2*i:2*i+8:2*i+8], low[2*i:2*i+8:2*i+8]
			for c := range 4 {
				row[i+c] = uint8((uint(a[c]) + uint(a[c+4]) + uint(b[c]) + uint(b[c+4]) + 2) / 4)
			}
		}
	}
	return out
}

// sized is a part of img to be drawn in so many pixels of width, and how the
// toolkit is to scale it.
func sized(img image.Image, part model.Place, wide float32) (image.Image, canvas.ImageScale) {
	l, ok := img.(*levels)
	if !ok {
		return cropped(img, part), canvas.ImageScaleSmooth
	}
	best := l.RGBA
	for _, h := range l.halves {
		if float64(h.Rect.Dx())*(part.X1-part.X0) < float64(wide) {
			break
		}
		best = h
	}
	return tight(cropped(best, part)), canvas.ImageScaleFastest
}
