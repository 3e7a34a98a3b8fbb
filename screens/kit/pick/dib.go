package pick

import (
	"bytes"
	"encoding/binary"
	"image/png"
	"slices"

	"golang.org/x/image/bmp"
)

// A picture on the clipboard of Windows is a device-independent bitmap, which is
// a BMP file without the file's header: https://learn.microsoft.com/windows/win32/gdi/bitmap-header-types
const (
	fileHeader = 14 // bytes
	infoHeader = 40 // bytes; newer headers are longer and begin alike
	maskBytes  = 12 // of the colour masks between the header and the pixels

	plainPixels = 0 // compression: none
	maskPixels  = 3 // compression: none, and masks say where the colours are

	maxPixels = 50_000_000
	maxDIB    = 4*maxPixels + 1<<10 // bytes
)

// usual are the masks of 32 bits a pixel that plain pixels have too: red, green
// and blue, little-endian.
var usual = []byte{0, 0, 0xff, 0, 0, 0xff, 0, 0, 0xff, 0, 0, 0}

// pngOf is the bitmap as a PNG file. Transparency is lost, on purpose: most
// programs leave zeros where it would be, which would hide the whole picture.
// It returns ErrNoImage for what it does not understand, ErrTooLarge for over
// maxPixels.
func pngOf(dib []byte) ([]byte, error) {
	file, err := bmpOf(dib)
	if err != nil {
		return nil, err
	}
	size, err := bmp.DecodeConfig(bytes.NewReader(file))
	switch {
	case err != nil:
		return nil, ErrNoImage
	case size.Width > maxPixels || size.Height > maxPixels || size.Width*size.Height > maxPixels:
		return nil, ErrTooLarge
	}
	img, err := bmp.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, ErrNoImage
	}
	var out bytes.Buffer
	quick := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := quick.Encode(&out, img); err != nil {
		return nil, ErrNoImage
	}
	return out.Bytes(), nil
}

// bmpOf is the bitmap as a BMP file with the oldest header, the only one whose
// transparency everybody ignores.
func bmpOf(dib []byte) ([]byte, error) {
	if len(dib) < infoHeader {
		return nil, ErrNoImage
	}
	le := binary.LittleEndian
	info := bytes.Clone(dib[:infoHeader])
	header := int64(le.Uint32(dib))
	if header < infoHeader || header > int64(len(dib)) {
		return nil, ErrNoImage
	}
	rest := dib[header:]
	switch le.Uint32(info[16:]) {
	case plainPixels:
	case maskPixels:
		masks := dib[infoHeader:] // the same place, inside a newer header or after an old one
		if len(masks) < maskBytes || !bytes.Equal(masks[:maskBytes], usual) {
			return nil, ErrNoImage
		}
		if header == infoHeader {
			rest = rest[maskBytes:]
		}
	default:
		return nil, ErrNoImage
	}
	le.PutUint32(info, infoHeader)
	le.PutUint32(info[16:], plainPixels)
	return slices.Concat(bmpHeader(info, len(rest)), info, rest), nil
}

// bmpHeader is the header of the file that goes before info. It tells where the
// pixels begin: after info, and a palette for up to 8 bits a pixel.
func bmpHeader(info []byte, rest int) []byte {
	le := binary.LittleEndian
	var palette uint32
	if bits := le.Uint16(info[14:]); bits <= 8 {
		if palette = le.Uint32(info[32:]); palette == 0 {
			palette = 1 << bits
		}
	}
	h := append([]byte("BM"), make([]byte, fileHeader-2)...)
	le.PutUint32(h[2:], uint32(fileHeader+infoHeader+rest))
	le.PutUint32(h[10:], fileHeader+infoHeader+4*palette)
	return h
}
