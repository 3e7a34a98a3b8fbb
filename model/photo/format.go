package photo

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"io"

	"golang.org/x/image/webp"
)

// A format is one kind of picture that is read.
type format struct {
	name   string
	magic  func([]byte) bool
	config func(data []byte) (image.Config, error)
	decode func(ctx context.Context, data []byte) (image.Image, error)
	// check looks at the structure before anything is decoded and finds
	// how the picture is to be turned.
	check func(data []byte, cfg image.Config) (orientation, error)
}

var formats = []format{
	{"JPEG", startsWith("\xff\xd8\xff"), configJPEG, decodeJPEG, checkJPEG},
	{"PNG", startsWith("\x89PNG\r\n\x1a\n"), headOf(png.DecodeConfig), reading(png.Decode), checkPNG},
	{"WebP", at(0, "RIFF", 8, "WEBP"), headOf(webp.DecodeConfig), reading(decodeWebP), checkWebP},
	{"HEIC", isHEIC, heicConfig, decodeHEIC, checkHEIC},
}

// Kinds that people try, named in the log. Whatever is in no list is refused
// as well.
var refused = []struct {
	name  string
	magic func([]byte) bool
}{
	{"GIF", startsWith("GIF8")},
	{"BMP", startsWith("BM")},
	{"TIFF", startsWith("II*\x00")},
	{"TIFF", startsWith("MM\x00*")},
	{"AVIF", isAVIF},
	{"a film", at(4, "ftyp", 4, "")},
	{"PDF", startsWith("%PDF")},
	{"ZIP", startsWith("PK\x03\x04")},
	{"SVG", func(b []byte) bool { return bytes.Contains(b[:min(len(b), 1024)], []byte("<svg")) }},
}

// formatOf tells the format by the first bytes.
func formatOf(data []byte) (format, error) {
	for _, f := range formats {
		if f.magic(data) {
			return f, nil
		}
	}
	for _, r := range refused {
		if r.magic(data) {
			return format{}, notAPicture(r.name + " is not read")
		}
	}
	return format{}, notAPicture("neither JPEG nor PNG nor WebP nor HEIC")
}

// headOf makes a reader of headers of one that reads.
func headOf(config func(io.Reader) (image.Config, error)) func([]byte) (image.Config, error) {
	return func(data []byte) (image.Config, error) { return config(bytes.NewReader(data)) }
}

// reading makes a decoder of one that reads; it is stopped by what it reads
// from.
func reading(decode func(io.Reader) (image.Image, error)) func(context.Context, []byte) (image.Image, error) {
	return func(ctx context.Context, data []byte) (image.Image, error) {
		return decode(&stopReader{ctx, bytes.NewReader(data)})
	}
}

func startsWith(magic string) func([]byte) bool { return at(0, magic, 0, "") }

// at matches two pieces at their offsets.
func at(i int, a string, j int, b string) func([]byte) bool {
	return func(data []byte) bool { return holds(data, i, a) && holds(data, j, b) }
}

func holds(data []byte, i int, s string) bool {
	return len(data) >= i+len(s) && string(data[i:i+len(s)]) == s
}
