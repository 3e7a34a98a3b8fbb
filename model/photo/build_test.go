package photo

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

// exifBlock is a TIFF block with one directory: orientation and a pointer to
// GPS coordinates.
func exifBlock(order binary.AppendByteOrder, mark string, o uint16) []byte {
	b := []byte(mark)
	b = order.AppendUint16(b, 42)
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	b = order.AppendUint16(b, 0x0112)
	b = order.AppendUint16(b, 3)
	b = order.AppendUint32(b, 1)
	b = order.AppendUint16(b, o)
	b = order.AppendUint16(b, 0)
	b = order.AppendUint16(b, 0x8825)
	b = order.AppendUint16(b, 4)
	b = order.AppendUint32(b, 1)
	b = order.AppendUint32(b, 38)
	b = order.AppendUint32(b, 0)
	return append(b, "GPSLATITUDE 39.9042N"...)
}

// segment is one JPEG segment.
func segment(marker byte, body []byte) []byte {
	return append([]byte{0xff, marker, byte((len(body) + 2) >> 8), byte(len(body) + 2)}, body...)
}

// withSegments puts segments behind the start marker.
func withSegments(jpg []byte, segments ...[]byte) []byte {
	return bytes.Join([][]byte{jpg[:2], bytes.Join(segments, nil), jpg[2:]}, nil)
}

func withExif(jpg, tiff []byte) []byte {
	return withSegments(jpg, segment(0xe1, append([]byte("Exif\x00\x00"), tiff...)))
}

// patched is a JPEG whose frame header claims another size.
func patched(jpg []byte, w, h uint16) []byte {
	out := bytes.Clone(jpg)
	at := bytes.Index(out, []byte{0xff, 0xc0})
	binary.BigEndian.PutUint16(out[at+5:], h)
	binary.BigEndian.PutUint16(out[at+7:], w)
	return out
}

// pngClaiming is the beginning of a PNG of the given size: 48 bytes, no pixels.
func pngClaiming(w, h uint32, depth, kind byte) []byte {
	b := []byte("\x89PNG\r\n\x1a\n")
	head := binary.BigEndian.AppendUint32(nil, w)
	head = binary.BigEndian.AppendUint32(head, h)
	b = append(b, pngChunk("IHDR", append(head, depth, kind, 0, 0, 0))...)
	return append(b, pngChunk("IDAT", []byte("abc"))...)
}

func pngChunk(name string, body []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	b = append(append(b, name...), body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

func asPNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// lossless is a WebP of one colour: VP8L (RFC 9649) with five codes of one
// symbol each, so that every pixel takes no bits at all.
func lossless(w, h int, c color.NRGBA) []byte {
	var bits, n uint64
	var body []byte
	put := func(v uint64, width int) {
		for i := range width {
			bits |= (v >> i & 1) << n
			if n++; n == 8 {
				body, bits, n = append(body, byte(bits)), 0, 0
			}
		}
	}
	put(0x2f, 8)
	put(uint64(w-1), 14)
	put(uint64(h-1), 14)
	put(0, 1+3) // no alpha hint, version
	put(0, 3)   // no transform, no colour cache, one group of codes
	for _, symbol := range []uint8{c.G, c.R, c.B, c.A, 0} {
		put(1, 1) // simple code
		put(0, 1) // one symbol
		put(1, 1) // of 8 bits
		put(uint64(symbol), 8)
	}
	put(0, 8)
	return riff(webpChunk("VP8L", body))
}

func riff(chunks ...[]byte) []byte {
	body := append([]byte("WEBP"), bytes.Join(chunks, nil)...)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

func webpChunk(name string, body []byte) []byte {
	b := binary.LittleEndian.AppendUint32([]byte(name), uint32(len(body)))
	b = append(b, body...)
	if len(body)%2 == 1 {
		b = append(b, 0)
	}
	return b
}

// file writes data to a new file.
func file(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// corners is a picture with four coloured quarters: red and green above,
// blue and white below.
func corners(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	c := [2][2]color.RGBA{{{220, 20, 20, 255}, {20, 200, 20, 255}}, {{20, 20, 220, 255}, {255, 255, 255, 255}}}
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, c[2*y/h][2*x/w])
		}
	}
	return img
}
