package camera

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"slices"
)

var errShort = errors.New("a frame is cut short")

// fromJPEG decodes a frame of Motion JPEG. Cameras leave out the tables that
// all of them use (Huffman, ITU-T T.81, K.3): they are put in.
func fromJPEG(b []byte) (image.Image, error) {
	head, ok := bytes.CutPrefix(b, []byte{0xff, 0xd8})
	if !ok {
		return nil, errShort
	}
	cfg, err := jpeg.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	if cfg.Width > 2*mostWidth || cfg.Height > 2*mostHeight {
		return nil, errors.New("a frame of a size that was not asked for")
	}
	if scan := bytes.Index(head, []byte{0xff, 0xda}); !bytes.Contains(head[:max(scan, 0)], []byte{0xff, 0xc4}) {
		b = slices.Concat([]byte{0xff, 0xd8}, usualTables, head)
	}
	return jpeg.Decode(bytes.NewReader(b))
}

// fromYUYV takes a frame of packed 4:2:2 apart, stride bytes a row.
func fromYUYV(b []byte, w, h, stride int) (image.Image, error) {
	if w < 2 || h < 1 || stride < 2*w || len(b) < stride*(h-1)+2*w {
		return nil, errShort
	}
	m := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio422)
	for y := range h {
		row := b[y*stride:][:2*w]
		luma, cb, cr := m.Y[y*m.YStride:], m.Cb[y*m.CStride:], m.Cr[y*m.CStride:]
		for x := range w / 2 {
			p := row[4*x : 4*x+4 : 4*x+4]
			luma[2*x], luma[2*x+1], cb[x], cr[x] = p[0], p[2], p[1], p[3]
		}
	}
	return m, nil
}

// fromNV12 takes a frame of luma and halved, interleaved chroma apart, stride
// bytes a row.
func fromNV12(b []byte, w, h, stride int) (image.Image, error) {
	if w < 2 || h < 2 || w%2+h%2 > 0 || stride < w || len(b) < stride*h*3/2 {
		return nil, errShort
	}
	m := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	for y := range h {
		copy(m.Y[y*m.YStride:][:w], b[y*stride:])
	}
	for y := range h / 2 {
		row := b[stride*h+y*stride:][:w]
		cb, cr := m.Cb[y*m.CStride:], m.Cr[y*m.CStride:]
		for x := range w / 2 {
			cb[x], cr[x] = row[2*x], row[2*x+1]
		}
	}
	return m, nil
}
