package specimen

import (
	"bytes"
	"image"
	"image/jpeg"
)

// A Fault is something that makes a photograph useless.
type Fault int

// The faults: out of focus, taken in the dark, washed out.
const (
	Blur Fault = iota
	Dark
	Bright
)

// Spoil is a copy of a photograph with a fault, so strong that the card cannot
// be read.
func Spoil(img image.Image, how Fault) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	copy(out.Pix, flat(img).Pix)
	switch how {
	case Blur:
		for range 3 { // three boxes are near enough to a bell
			soften(out, max(out.Rect.Dx()/160, 2))
		}
	case Dark:
		curve(out, func(v float64) float64 { return 0.07 * v })
	case Bright:
		curve(out, func(v float64) float64 { return 195 + v })
	}
	return out
}

func curve(m *image.RGBA, f func(float64) float64) {
	var table [256]uint8
	for v := range table {
		table[v] = clamp(f(float64(v)))
	}
	for i := range m.Pix {
		if i%4 != 3 {
			m.Pix[i] = table[m.Pix[i]]
		}
	}
}

// soften averages over radius pixels to every side, first along rows, then
// along columns.
func soften(m *image.RGBA, radius int) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	line := make([]uint8, max(w, h))
	for c := range 3 {
		for y := range h {
			boxes(m.Pix[y*m.Stride+c:], line[:w], 4, radius)
		}
		for x := range w {
			boxes(m.Pix[4*x+c:], line[:h], m.Stride, radius)
		}
	}
}

// boxes replaces len(line) values, step apart, by the mean of their
// neighbourhood; line is room to work in.
func boxes(pix, line []uint8, step, radius int) {
	for i := range line {
		line[i] = pix[i*step]
	}
	last := len(line) - 1
	at := func(i int) int { return int(line[min(max(i, 0), last)]) }
	sum := 0
	for i := -radius; i <= radius; i++ {
		sum += at(i)
	}
	for i := range line {
		pix[i*step] = uint8(sum / (2*radius + 1))
		sum += at(i+radius+1) - at(i-radius)
	}
}

// JPEG encodes a picture (quality 1 to 100) of at most 65,535 pixels a side.
func JPEG(img image.Image, quality int) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		panic(err) // impossible: a buffer takes everything, and nothing here draws that large
	}
	return b.Bytes()
}
