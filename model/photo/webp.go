package photo

import (
	"image"
	"io"

	"golang.org/x/image/webp"
)

// decodeWebP is webp.Decode with what it leaves out: lossy WebP keeps luma in
// 16 … 235 and chroma in 16 … 240 (RFC 6386, 9.2: ITU-R BT.601), image.YCbCr
// means 0 … 255. Transparent parts become white.
func decodeWebP(r io.Reader) (image.Image, error) {
	img, err := webp.Decode(r)
	if err != nil {
		return nil, err
	}
	switch m := img.(type) {
	case *image.YCbCr:
		widen(m)
	case *image.NYCbCrA:
		widen(&m.YCbCr)
		flatten(m)
		return &m.YCbCr, nil
	}
	return img, nil
}

// widen stretches m to the full range.
func widen(m *image.YCbCr) {
	var luma, chroma [256]byte
	for i := range 256 {
		v := int32(i)
		luma[i] = clamp(((v-16)*255 + 109) / 219)
		chroma[i] = clamp((v-128)*255/224 + 128)
	}
	for i, v := range m.Y {
		m.Y[i] = luma[v]
	}
	for i := range m.Cb {
		m.Cb[i], m.Cr[i] = chroma[m.Cb[i]], chroma[m.Cr[i]]
	}
}

// flatten lays m on white.
func flatten(m *image.NYCbCrA) {
	b := m.Rect
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			a := int(m.A[m.AOffset(x, y)])
			i := m.YOffset(x, y)
			m.Y[i] = uint8((int(m.Y[i])*a + 255*(255-a) + 127) / 255)
			if (x-b.Min.X)%2 == 0 && (y-b.Min.Y)%2 == 0 { // lossy WebP is 4:2:0
				c := m.COffset(x, y)
				m.Cb[c] = uint8((int(m.Cb[c])*a + 128*(255-a) + 127) / 255)
				m.Cr[c] = uint8((int(m.Cr[c])*a + 128*(255-a) + 127) / 255)
			}
		}
	}
}
