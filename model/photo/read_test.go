package photo

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"truename/model"
)

func TestRefused(t *testing.T) {
	jpg := encoded(t, corners(64, 48), 90)
	many := append(bytes.Clone(jpg[:len(jpg)-2]), bytes.Repeat(segment(0xda, make([]byte, 10)), 3000)...)
	many = append(many, 0xff, 0xd9)
	for name, c := range map[string]struct {
		data []byte
		code model.Code
	}{
		"empty":               {nil, model.CodeNotAPicture},
		"text":                {[]byte("not a picture at all, whatever the name says"), model.CodeNotAPicture},
		"one byte":            {[]byte{0xff}, model.CodeNotAPicture},
		"GIF":                 {[]byte("GIF89a\x01\x00\x01\x00"), model.CodeNotAPicture},
		"BMP":                 {[]byte("BM\x00\x00\x00\x00"), model.CodeNotAPicture},
		"TIFF":                {[]byte("II*\x00\x08\x00\x00\x00"), model.CodeNotAPicture},
		"HEIC":                {[]byte("\x00\x00\x00\x18ftypheic\x00\x00"), model.CodeNotAPicture},
		"AVIF":                {[]byte("\x00\x00\x00\x18ftypavif\x00\x00"), model.CodeNotAPicture},
		"PDF":                 {[]byte("%PDF-1.7\n"), model.CodeNotAPicture},
		"SVG":                 {[]byte(`<?xml version="1.0"?><svg xmlns="x"/>`), model.CodeNotAPicture},
		"ZIP before a JPEG":   {append([]byte("PK\x03\x04"), jpg...), model.CodeNotAPicture},
		"moving WebP":         {riff(webpChunk("VP8X", []byte{2, 0, 0, 0, 9, 0, 0, 9, 0, 0}), webpChunk("ANIM", make([]byte, 6))), model.CodeNotAPicture},
		"PNG bomb":            {pngClaiming(20000, 20000, 16, 6), model.CodeTooLarge},
		"PNG bomb in limits":  {pngClaiming(7000, 7000, 8, 6), model.CodeUnreadable},
		"PNG deep":            {pngClaiming(6000, 6000, 16, 6), model.CodeTooLarge},
		"PNG 0 wide":          {pngClaiming(0, 10, 8, 6), model.CodeUnreadable},
		"PNG 0 high":          {pngClaiming(10, 0, 8, 6), model.CodeUnreadable},
		"PNG 2^31-1":          {pngClaiming(1<<31-1, 1<<31-1, 8, 6), model.CodeUnreadable},
		"PNG 1 x 12001":       {pngClaiming(1, 12001, 8, 6), model.CodeTooLarge},
		"PNG over 50 MP":      {pngClaiming(8000, 6251, 8, 0), model.CodeTooLarge},
		"JPEG bomb":           {patched(jpg, 40000, 40000), model.CodeTooLarge},
		"JPEG bomb in limits": {patched(jpg, 7000, 7000), model.CodeUnreadable},
		"JPEG 0 wide":         {patched(jpg, 0, 40), model.CodeUnreadable},
		"JPEG of many scans":  {many, model.CodeTooLarge},
		"JPEG without a scan": {[]byte("\xff\xd8\xff\xd9"), model.CodeUnreadable},
		"WebP bomb":           {lossless(16383, 16383, color.NRGBA{}), model.CodeTooLarge},
		"WebP hidden bomb": {riff(webpChunk("VP8X", []byte{0, 0, 0, 0, 9, 0, 0, 9, 0, 0}),
			webpChunk("VP8L", lossless(16383, 16383, color.NRGBA{})[20:])), model.CodeUnreadable},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Decode(t.Context(), bytes.NewReader(c.data))
			if model.CodeOf(err) != c.code {
				t.Errorf("Decode: %v, want code %s", err, c.code)
			}
			_, err = Open(t.Context(), file(t, "private.jpg", c.data))
			if model.CodeOf(err) != c.code {
				t.Errorf("Open: %v, want code %s", err, c.code)
			}
			if err != nil && strings.Contains(err.Error(), "private") {
				t.Errorf("the error names the file: %v", err)
			}
		})
	}
}

func TestProgressiveLimits(t *testing.T) {
	head := func(w, h uint16, scans int) []byte {
		sof := []byte{8, byte(h >> 8), byte(h), byte(w >> 8), byte(w), 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0}
		b := append([]byte("\xff\xd8"), segment(0xc2, sof)...)
		for range scans {
			b = append(append(b, segment(0xda, make([]byte, 10))...), make([]byte, 100_000)...)
		}
		return append(b, 0xff, 0xd9)
	}
	for name, c := range map[string]struct {
		data []byte
		code model.Code
	}{
		"coefficients over the limit": {head(6000, 6000, 1), model.CodeTooLarge},
		"scans × pixels":              {head(5000, 4000, 60), model.CodeTooLarge},
		"within":                      {head(4000, 3000, 10), ""},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := formatOf(c.data)
			if err != nil {
				t.Fatal(err)
			}
			if _, err = check(f, c.data); model.CodeOf(err) != c.code {
				t.Errorf("check: %v, want code %q", err, c.code)
			}
		})
	}
}

func TestTruncated(t *testing.T) {
	for name, whole := range map[string][]byte{
		"JPEG": withExif(encoded(t, desk(160, 120, 1), 80), exifBlock(binary.BigEndian, "MM", 6)),
		"PNG":  asPNG(t, corners(40, 30)),
		"WebP": lossless(40, 30, color.NRGBA{9, 9, 9, 255}),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Decode(t.Context(), bytes.NewReader(whole)); err != nil {
				t.Fatal(err)
			}
			for n := range len(whole) {
				_, err := Decode(t.Context(), bytes.NewReader(whole[:n]))
				// The last bytes of a PNG and the padding of a WebP say nothing.
				if err == nil && (name == "JPEG" || n < len(whole)-12) {
					t.Errorf("%d of %d bytes were taken for a picture", n, len(whole))
				}
			}
		})
	}
}

// TestFlipped turns bits over at random: whatever comes out, it is a picture
// within the limits or an error with a code.
func TestFlipped(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 5))
	for _, whole := range [][]byte{
		withExif(encoded(t, corners(64, 48), 80), exifBlock(binary.LittleEndian, "II", 5)),
		asPNG(t, corners(40, 30)), lossless(40, 30, color.NRGBA{1, 2, 3, 255}),
	} {
		for range 300 {
			bad := bytes.Clone(whole)
			for range 3 {
				bad[rnd.IntN(len(bad))] ^= 1 << rnd.IntN(8)
			}
			checkDecode(t, bad)
		}
	}
}

func checkDecode(t *testing.T, data []byte) {
	src, err := Decode(t.Context(), bytes.NewReader(data))
	if err != nil {
		if model.CodeOf(err) == "" {
			t.Fatalf("an error without a code: %v", err)
		}
		return
	}
	w, h := src.Size()
	if w < 1 || h < 1 || w > MaxSide || h > MaxSide || w*h > MaxPixels {
		t.Fatalf("%d x %d", w, h)
	}
	if b := src.Preview().Rect; b.Dx() > MaxPreview || b.Dy() > MaxPreview || b.Empty() {
		t.Fatalf("preview %v", b)
	}
}

func TestAccepted(t *testing.T) {
	grey := image.NewGray16(image.Rect(0, 0, 30, 20))
	for name, data := range map[string][]byte{
		"JPEG":                      encoded(t, corners(64, 48), 90),
		"grey JPEG":                 encoded(t, desk(64, 48, 1), 90),
		"JPEG and something behind": append(encoded(t, corners(64, 48), 90), "PK\x03\x04"...),
		"PNG":                       asPNG(t, corners(64, 48)),
		"16-bit PNG":                asPNG(t, grey),
		"paletted PNG":              asPNG(t, image.NewPaletted(image.Rect(0, 0, 9, 9), color.Palette{color.White, color.Black})),
		"1 x 1 PNG":                 asPNG(t, corners(1, 1)),
		"1 x 3000 PNG":              asPNG(t, corners(1, 3000)),
		"WebP":                      lossless(30, 20, color.NRGBA{200, 100, 50, 255}),
	} {
		t.Run(name, func(t *testing.T) {
			// The name says nothing.
			src, err := Open(t.Context(), file(t, "notes.txt", data))
			if err != nil {
				t.Fatal(err)
			}
			kept, err := src.Photo(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			again, err := DecodePreview(t.Context(), kept.JPEG, 0)
			if err != nil {
				t.Fatal(err)
			}
			if again.Rect.Dx() != min(kept.Width, MaxPreview) || kept.Width < 1 || kept.Height < 1 {
				t.Errorf("kept %d x %d, shown again %v", kept.Width, kept.Height, again.Rect)
			}
		})
	}
}

func TestTransparentIsWhite(t *testing.T) {
	clear := image.NewNRGBA(image.Rect(0, 0, 20, 20)) // black, if alpha is ignored
	for name, data := range map[string][]byte{
		"PNG":  asPNG(t, clear),
		"WebP": lossless(20, 20, color.NRGBA{0, 0, 0, 0}),
	} {
		t.Run(name, func(t *testing.T) {
			src, err := Decode(t.Context(), bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			if c := src.Preview().RGBAAt(10, 10); c != (color.RGBA{255, 255, 255, 255}) {
				t.Errorf("got %v", c)
			}
		})
	}
}

func TestNotAFile(t *testing.T) {
	dir := t.TempDir()
	loop := filepath.Join(dir, "loop.jpg")
	if err := os.Symlink(loop, loop); err != nil {
		t.Skip("no symbolic links here")
	}
	for name, c := range map[string]struct {
		path string
		code model.Code
	}{
		"folder":       {dir, model.CodeNotAPicture},
		"missing":      {filepath.Join(dir, "none.jpg"), model.CodeUnreadable},
		"link loop":    {loop, model.CodeUnreadable},
		"NUL in name":  {"a\x00b.jpg", model.CodeUnreadable},
		"no name":      {"", model.CodeUnreadable},
		"long name":    {filepath.Join(dir, strings.Repeat("x", 300)), model.CodeUnreadable},
		"file as path": {filepath.Join(file(t, "a", []byte("b")), "c.jpg"), model.CodeUnreadable},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Open(t.Context(), c.path)
			if model.CodeOf(err) != c.code {
				t.Errorf("%v, want code %s", err, c.code)
			}
			if err != nil && strings.Contains(err.Error(), dir) {
				t.Errorf("the error holds the path: %v", err)
			}
		})
	}
}

func TestLinkToPicture(t *testing.T) {
	link := filepath.Join(t.TempDir(), "照片 \u202egpj.txt")
	if err := os.Symlink(file(t, "a.jpg", encoded(t, corners(20, 20), 90)), link); err != nil {
		t.Skip("no symbolic links here")
	}
	if _, err := Open(t.Context(), link); err != nil {
		t.Error(err)
	}
}

// A spring is a reader without an end; it counts what was taken.
type spring struct{ taken int }

func (s *spring) Read(p []byte) (int, error) { s.taken += len(p); return len(p), nil }

func TestTooLongIsNotReadToTheEnd(t *testing.T) {
	s := &spring{}
	if _, err := Decode(t.Context(), s); !errors.Is(err, model.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
	if s.taken > MaxFile+1 {
		t.Errorf("%d bytes were read", s.taken)
	}
	huge := file(t, "sparse.jpg", []byte("\xff\xd8\xff"))
	if err := os.Truncate(huge, 1<<40); err != nil {
		t.Skip("no sparse files here")
	}
	if _, err := Open(t.Context(), huge); !errors.Is(err, model.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}

func TestStopped(t *testing.T) {
	jpg := encoded(t, desk(640, 480, 1), 90)
	src, err := Decode(t.Context(), bytes.NewReader(jpg))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	// Stopped while reading: the reader pulls the plug.
	_, err = Decode(ctx, io.MultiReader(bytes.NewReader(jpg[:500]), readFunc(func([]byte) (int, error) {
		cancel()
		return 0, nil
	})))
	if err != context.Canceled {
		t.Errorf("Decode: %v", err)
	}
	if _, err := Open(ctx, file(t, "a.jpg", jpg)); err != context.Canceled {
		t.Errorf("Open: %v", err)
	}
	if _, err := src.Photo(ctx); err != context.Canceled {
		t.Errorf("Photo: %v", err)
	}
	if _, _, err := decodeImage(ctx, jpg); err != context.Canceled {
		t.Errorf("decodeImage: %v", err)
	}
	if _, err := src.Candidates(ctx); err != context.Canceled {
		t.Errorf("Candidates: %v", err)
	}
}

type readFunc func([]byte) (int, error)

func (f readFunc) Read(p []byte) (int, error) { return f(p) }

func TestDecoderPanicIsAnError(t *testing.T) {
	old := formats[0].decode
	defer func() { formats[0].decode = old }()
	formats[0].decode = func(context.Context, []byte) (image.Image, error) { panic("damaged") }
	_, err := Decode(t.Context(), bytes.NewReader(encoded(t, corners(20, 20), 90)))
	if !errors.Is(err, model.ErrUnreadable) {
		t.Errorf("got %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	jpg := encoded(f, corners(32, 24), 80)
	for _, seed := range [][]byte{
		jpg, withExif(jpg, exifBlock(binary.BigEndian, "MM", 6)), patched(jpg, 40000, 40000),
		asPNG(f, corners(16, 12)), testdata(f, "progressive.jpg"), testdata(f, "alpha.webp"), testdata(f, "cmyk.jpg"), pngClaiming(20000, 20000, 16, 6), lossless(16, 12, color.NRGBA{1, 2, 3, 4}),
	} {
		f.Add(seed)
	}
	f.Fuzz(checkDecode)
}

func testdata(t testing.TB, name string) []byte {
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
