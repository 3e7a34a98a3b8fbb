package pick

import (
	"bytes"
	"encoding/binary"
	"image/color"
	"image/png"
	"slices"
	"testing"
)

// dibHead is the header of a bitmap, size bytes long.
func dibHead(size, width, height int, bits, compression uint32) []byte {
	b := dwords(uint32(size), uint32(width), uint32(height), 1|bits<<16, compression)
	return append(b, make([]byte, size-len(b))...)
}

func dwords(values ...uint32) (b []byte) {
	for _, v := range values {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

// The pixels of a picture of 2 × 2, blue and green above red and white: as
// stored, from below, in 24 bits (each row filled up to four bytes) and 32.
var (
	rows24 = []byte{0, 0, 255, 255, 255, 255, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0}
	rows32 = []byte{0, 0, 255, 0, 255, 255, 255, 0, 255, 0, 0, 0, 0, 255, 0, 0}
	down32 = slices.Concat(rows32[8:], rows32[:8])
	seen   = [4]color.NRGBA{{0, 0, 255, 255}, {0, 255, 0, 255}, {255, 0, 0, 255}, {255, 255, 255, 255}}
)

// newHead is a header of 108 or 124 bytes, with masks and one of alpha.
func newHead(size int, alpha uint32) []byte {
	b := dibHead(size, 2, 2, 32, maskPixels)
	copy(b[infoHeader:], append(bytes.Clone(usual), dwords(alpha)...))
	return b
}

func TestPNGOf(t *testing.T) {
	palette := dwords(0xff, 0xff00, 0xff0000, 0xffffff) // B, G, R: blue, green, red, white
	for name, dib := range map[string][]byte{
		"24 bits":            append(dibHead(40, 2, 2, 24, plainPixels), rows24...),
		"32 bits":            append(dibHead(40, 2, 2, 32, plainPixels), rows32...),
		"32 bits from above": append(dibHead(40, 2, -2, 32, plainPixels), down32...),
		"masks after":        slices.Concat(dibHead(40, 2, 2, 32, maskPixels), usual, rows32),
		"masks inside":       append(newHead(108, 0), rows32...),
		"masks and alpha":    append(newHead(124, 0xff000000), rows32...),
		"8 bits":             slices.Concat(dibHead(40, 2, 2, 8, plainPixels), palette, make([]byte, 252*4), []byte{2, 3, 0, 0, 0, 1, 0, 0}),
		"4 bits":             slices.Concat(dibHead(40, 2, 2, 4, plainPixels), palette, make([]byte, 12*4), []byte{0x23, 0, 0, 0, 0x01, 0, 0, 0}),
		"more bytes than it": append(append(dibHead(40, 2, 2, 24, plainPixels), rows24...), make([]byte, 100)...),
	} {
		out, err := pngOf(dib)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		img, err := png.Decode(bytes.NewReader(out))
		if err != nil || img.Bounds().Dx() != 2 || img.Bounds().Dy() != 2 {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i, want := range seen {
			if got := color.NRGBAModel.Convert(img.At(i%2, i/2)); got != want {
				t.Errorf("%s: pixel %d is %v, want %v", name, i, got, want)
			}
		}
	}
}

func TestPNGOfRefuses(t *testing.T) {
	odd := slices.Concat(dibHead(40, 2, 2, 32, maskPixels), dwords(0xff, 0xff00, 0xff0000), rows32)
	for name, c := range map[string]struct {
		dib []byte
		err error
	}{
		"nothing":          {nil, ErrNoImage},
		"half a header":    {dibHead(40, 2, 2, 24, plainPixels)[:39], ErrNoImage},
		"an old header":    {dwords(12, 2|2<<16, 1|24<<16, 0, 0, 0, 0, 0, 0, 0, 0), ErrNoImage},
		"a false length":   {append(dwords(1<<31), make([]byte, 100)...), ErrNoImage},
		"no pixels":        {dibHead(40, 2, 2, 32, plainPixels), ErrNoImage},
		"half the pixels":  {append(dibHead(40, 2, 2, 32, plainPixels), rows32[:8]...), ErrNoImage},
		"16 bits":          {append(dibHead(40, 2, 2, 16, plainPixels), rows32...), ErrNoImage},
		"squeezed":         {append(dibHead(40, 2, 2, 8, 1), rows32...), ErrNoImage},
		"a JPEG inside":    {append(dibHead(40, 2, 2, 0, 4), rows32...), ErrNoImage},
		"no masks":         {dibHead(40, 2, 2, 32, maskPixels), ErrNoImage},
		"other masks":      {odd, ErrNoImage},
		"a negative width": {append(dibHead(40, -2, 2, 32, plainPixels), rows32...), ErrNoImage},
		"0 × 0":            {dibHead(40, 0, 0, 32, plainPixels), ErrNoImage},
		"large":            {append(dibHead(40, 10_000, 5_001, 32, plainPixels), rows32...), ErrTooLarge},
		"very wide":        {append(dibHead(40, 1<<31-1, 1, 32, plainPixels), rows32...), ErrTooLarge},
		"all of it":        {append(dibHead(40, 1<<31-1, 1<<31-1, 32, plainPixels), rows32...), ErrNoImage},
	} {
		if out, err := pngOf(c.dib); out != nil || err != c.err {
			t.Errorf("%s: %d bytes, %v, want %v", name, len(out), err, c.err)
		}
	}
}

// FuzzPNGOf: what comes out is a PNG of the size that the header said.
func FuzzPNGOf(f *testing.F) {
	f.Add(append(dibHead(40, 2, 2, 24, plainPixels), rows24...))
	f.Add(append(newHead(124, 0), rows32...))
	f.Add(slices.Concat(dibHead(40, 2, 2, 32, maskPixels), usual, rows32))
	f.Fuzz(func(t *testing.T, dib []byte) {
		out, err := pngOf(dib)
		if err != nil {
			return
		}
		c, err := png.DecodeConfig(bytes.NewReader(out))
		if err != nil || c.Width != int(binary.LittleEndian.Uint32(dib[4:])) {
			t.Fatalf("%d wide, %v", c.Width, err)
		}
	})
}
