package photo

import (
	"bytes"
	"context"
	"encoding/binary"
	"image/color"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"truename/model"
)

// quickly holds what f takes against 50 ms; a busy machine has a few tries.
func quickly(t *testing.T, f func()) {
	t.Helper()
	best := time.Hour
	for range 5 {
		start := time.Now()
		f()
		if best = min(best, time.Since(start)); best <= 50*time.Millisecond {
			return
		}
	}
	t.Errorf("took %v", best)
}

// TestRefusedAtOnce: what is refused by its first bytes and its structure is
// refused before anything is decoded.
func TestRefusedAtOnce(t *testing.T) {
	jpg := encoded(t, corners(64, 48), 90)
	png := asPNG(t, corners(64, 48))
	wrongSum := bytes.Clone(png)
	wrongSum[30] ^= 1
	noHuffman := bytes.Replace(jpg, []byte{0xff, 0xc4}, []byte{0xff, 0xef}, 4)
	overfull := bytes.Clone(jpg)
	overfull[bytes.Index(jpg, []byte{0xff, 0xc4})+5] += 200
	junk := slices.Concat([]byte("\xff\xd8\xff\x00"), make([]byte, MaxFile-len(jpg)-4), jpg[2:])
	none := segment(0xc4, make([]byte, 17))
	cmyk := testdata(t, "cmyk.jpg")
	for name, c := range map[string]struct {
		data []byte
		code model.Code
	}{
		"TIFF, big endian":          {[]byte("MM\x00*\x00\x00\x00\x08"), model.CodeNotAPicture},
		"JPEG XL":                   {[]byte("\xff\x0a\xfa\x7f\x01"), model.CodeNotAPicture},
		"PSD":                       {[]byte("8BPS\x00\x01"), model.CodeNotAPicture},
		"icon":                      {[]byte("\x00\x00\x01\x00\x01\x00"), model.CodeNotAPicture},
		"program":                   {[]byte("MZ\x90\x00"), model.CodeNotAPicture},
		"page":                      {[]byte("<!DOCTYPE html><img src=x>"), model.CodeNotAPicture},
		"SVG with a mark":           {[]byte("\xef\xbb\xbf<svg/>"), model.CodeNotAPicture},
		"PDF around a JPEG":         {append([]byte("%PDF-1.4\n"), jpg...), model.CodeNotAPicture},
		"GIF around a JPEG":         {append([]byte("GIF89a;"), jpg...), model.CodeNotAPicture},
		"PNG without its first bit": {append([]byte{0x09}, png[1:]...), model.CodeNotAPicture},
		"PNG with a wrong sum":      {wrongSum, model.CodeUnreadable},
		"PNG without pixels":        {slices.Concat(png[:33], png[len(png)-12:]), model.CodeUnreadable},
		"JPEG without codes":        {noHuffman, model.CodeUnreadable},
		"JPEG of too many codes":    {overfull, model.CodeUnreadable},
		"JPEG of no codes":          {withSegments(jpg, none), model.CodeUnreadable},
		"CMYK that says nothing":    {bytes.Replace(cmyk, []byte("Adobe"), []byte("adobE"), 1), model.CodeUnreadable},
		"arithmetic JPEG":           {bytes.Replace(jpg, []byte{0xff, 0xc0}, []byte{0xff, 0xc9}, 1), model.CodeUnreadable},
		"12-bit JPEG":               {bytes.Replace(jpg, []byte{0xff, 0xc0, 0, 17, 8}, []byte{0xff, 0xc1, 0, 17, 12}, 1), model.CodeUnreadable},
		"WebP of no chunks":         {riff(), model.CodeUnreadable},
		"20 MB of zeros":            {make([]byte, MaxFile), model.CodeNotAPicture},
		"20 MB before the header":   {junk, model.CodeUnreadable},
		"20 MB of fill bytes":       {append([]byte("\xff\xd8"), bytes.Repeat([]byte{0xff}, MaxFile-2)...), model.CodeUnreadable},
		"20 MB of empty boxes":      {append(heifBox("ftyp", []byte("heic\x00\x00\x00\x00mif1heic")), bytes.Repeat([]byte("\x00\x00\x00\x08free"), 2<<20)...), model.CodeUnreadable},
		"HEIC of endless lists":     {endlessHEIC(), model.CodeUnreadable},
	} {
		t.Run(name, func(t *testing.T) {
			quickly(t, func() {
				if _, err := decode(t.Context(), c.data); model.CodeOf(err) != c.code {
					t.Fatalf("%v, want code %s", err, c.code)
				}
			})
		})
	}
}

// endlessHEIC says that each of many items has 65535 pieces that take no room
// in the list.
func endlessHEIC() []byte {
	places := slices.Concat(u32(0), u16(0), u16(40000), bytes.Repeat([]byte{0, 1, 0, 0, 0xff, 0xff}, 40000))
	infe := heifBox("infe", []byte{2, 0, 0, 0, 0, 1, 0, 0}, []byte("hvc1\x00"))
	return slices.Concat(heifBox("ftyp", []byte("heic\x00\x00\x00\x00mif1heic")),
		heifBox("meta", u32(0), heifBox("pitm", u32(0), u16(1)), heifBox("iinf", u32(0), u16(1), infe), heifBox("iloc", places)))
}

// TestReadWithinLimits: oddities that real files have, or that cost nothing,
// do not keep a picture from being read.
func TestReadWithinLimits(t *testing.T) {
	jpg := encoded(t, corners(64, 48), 90)
	png := asPNG(t, corners(64, 48))
	many := make([][]byte, 250)
	for i := range many {
		many[i] = segment(0xe0|byte(i%16), make([]byte, 65000))
	}
	many[14], many[30] = nil, nil // no Adobe, which would tell colours
	mpf := segment(0xe2, append([]byte("MPF\x00"), exifBlock(binary.LittleEndian, "II", 1)...))
	chunk := func(name string, n int) []byte { return pngChunk(name, make([]byte, n)) }
	for name, data := range map[string][]byte{
		"MPF, second picture behind": append(withSegments(jpg, mpf), jpg...),
		"thumbnail in EXIF":          withExif(jpg, append(exifBlock(binary.BigEndian, "MM", 1), jpg...)),
		"16 MB of segments":          withSegments(jpg, many...),
		"moving PNG":                 slices.Concat(png[:33], chunk("acTL", 8), chunk("fcTL", 26), png[33:len(png)-12], chunk("fdAT", 90), png[len(png)-12:]),
		"PNG with a profile":         slices.Concat(png[:33], pngChunk("iCCP", []byte("x\x00\x00bomb")), png[33:]),
		"PNG and a page":             append(slices.Clone(png), "<script>alert(1)</script>"...),
		"JPEG and a PDF":             append(slices.Clone(jpg), "%PDF-1.4"...),
		"fill bytes":                 bytes.Replace(jpg, []byte{0xff, 0xda}, []byte{0xff, 0xff, 0xff, 0xda}, 1),
	} {
		t.Run(name, func(t *testing.T) {
			quickly(t, func() {
				src, err := decode(t.Context(), data)
				if err != nil {
					t.Fatal(err)
				}
				if got := quarters(src.Preview()); got != "RGBW" {
					t.Fatal(got)
				}
			})
		})
	}
}

// TestRestartMarkers exchanges, repeats and removes them: image/jpeg decides,
// and nothing worse than an error comes of it.
func TestRestartMarkers(t *testing.T) {
	whole := testdata(t, "restart.jpg")
	for i := 0; i+1 < len(whole); i++ {
		if whole[i] != 0xff || whole[i+1] < 0xd0 || whole[i+1] > 0xd7 {
			continue
		}
		for _, m := range []byte{0xd0, 0xd3, 0xd7, 0x00, 0xd9, 0xda, 0xfe} {
			bad := bytes.Clone(whole)
			bad[i+1] = m
			checkDecode(t, bad)
			sameAsStandard(t, bad)
		}
		checkDecode(t, slices.Concat(whole[:i], whole[i+2:]))
		checkDecode(t, slices.Concat(whole[:i], whole[i:i+2], whole[i:]))
	}
}

// TestDirectoryLoops: EXIF directories that point at themselves, or say that
// they have 65535 entries.
func TestDirectoryLoops(t *testing.T) {
	loop := exifBlock(binary.LittleEndian, "II", 6)
	binary.LittleEndian.PutUint32(loop[len(loop)-len("GPSLATITUDE 39.9042N")-4:], 8) // the next directory is this one
	inward := bytes.Clone(loop)
	binary.LittleEndian.PutUint32(inward[30:], 8) // so is that of the coordinates
	long := exifBlock(binary.LittleEndian, "II", 6)
	binary.LittleEndian.PutUint16(long[8:], 65535)
	jpg := encoded(t, corners(64, 48), 90)
	for name, exif := range map[string][]byte{"next": loop, "inner": inward, "long": long} {
		src, err := decode(t.Context(), withExif(jpg, exif))
		if err != nil {
			t.Fatal(name, err)
		}
		if w, h := src.Size(); w != 48 || h != 64 {
			t.Errorf("%s: %d x %d", name, w, h)
		}
	}
}

// TestDamagedKinds cuts and flips the kinds that TestTruncated and TestFlipped
// leave out.
func TestDamagedKinds(t *testing.T) {
	grid := fourTiles(t, heifBox("irot", []byte{1}))
	for name, whole := range map[string][]byte{
		"progressive": testdata(t, "progressive.jpg"), "CMYK": testdata(t, "cmyk.jpg"),
		"restart": testdata(t, "restart.jpg"), "lossy WebP": testdata(t, "lossy.webp"),
		"interlaced": testdata(t, "interlaced.png"), "HEIC": testdata(t, "corners.heic"), "grid": grid,
	} {
		t.Run(name, func(t *testing.T) {
			step := max(1, len(whole)/60)
			for n := 0; n < len(whole); n += step {
				checkDecode(t, whole[:n])
				bad := bytes.Clone(whole)
				bad[n] ^= 1 << (n % 8)
				checkDecode(t, bad)
			}
		})
	}
}

func TestOddNames(t *testing.T) {
	jpg := encoded(t, corners(20, 20), 90)
	dir := t.TempDir()
	names := []string{"a\nb.jpg", "\u202egpj.exe", "照片.jpg", "x.jpg ", "x.", "-rf", "$(id).jpg", "%s%n.jpg", strings.Repeat("长", 80) + ".jpg", "\xff\xfe.jpg", "CON", "a:b"}
	for _, name := range names {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, jpg, 0o600); err != nil {
			if runtime.GOOS == "linux" {
				t.Error(err)
			}
			continue // not every system has such names
		}
		if _, err := Open(t.Context(), path); err != nil && runtime.GOOS == "linux" {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := Open(t.Context(), filepath.Join(dir, "..", filepath.Base(dir), "照片.jpg")); err != nil {
		t.Error(err)
	}
	folder := filepath.Join(dir, "folder.jpg")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), folder); model.CodeOf(err) != model.CodeNotAPicture {
		t.Errorf("a folder: %v", err)
	}
}

// TestGrowing opens a file that somebody writes to all the while.
func TestGrowing(t *testing.T) {
	path := file(t, "a.jpg", encoded(t, corners(200, 150), 90))
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for more := make([]byte, 64<<10); ; {
			select {
			case <-stop:
				f.Close()
				return
			default:
				f.Write(more)
				time.Sleep(time.Millisecond)
			}
		}
	}()
	for range 10 {
		if _, err := Open(t.Context(), path); err != nil && model.CodeOf(err) != model.CodeTooLarge {
			t.Error(err)
		}
	}
	close(stop)
	<-stopped
}

// TestStoppedAtOnce stops decoding of every kind in the middle.
func TestStoppedAtOnce(t *testing.T) {
	for name, data := range map[string][]byte{
		"JPEG": camera(), "PNG": asPNG(t, corners(4000, 3000)), "HEIC": gridOf(t, 5),
		"WebP": lossless(4000, 3000, color.NRGBA{9, 9, 9, 255}),
	} {
		t.Run(name, func(t *testing.T) {
			quickly(t, func() {
				ctx, cancel := context.WithTimeout(t.Context(), 15*time.Millisecond)
				defer cancel()
				if _, err := decode(ctx, data); err == nil {
					t.Fatal("done already")
				}
			})
		})
	}
}
