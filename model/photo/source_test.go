package photo

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// quarters names the colours of the four quarters, row by row.
func quarters(img image.Image) string {
	b := img.Bounds()
	out := ""
	for _, p := range [4][2]int{{1, 1}, {3, 1}, {1, 3}, {3, 3}} {
		c := color.RGBAModel.Convert(img.At(b.Min.X+b.Dx()*p[0]/4, b.Min.Y+b.Dy()*p[1]/4)).(color.RGBA)
		switch {
		case c.R > 180 && c.G > 180 && c.B > 180:
			out += "W"
		case c.R > 150 && c.G < 90:
			out += "R"
		case c.G > 150 && c.R < 90:
			out += "G"
		case c.B > 150 && c.R < 90:
			out += "B"
		default:
			out += "?"
		}
	}
	return out
}

func TestOrientation(t *testing.T) {
	jpg := encoded(t, corners(120, 80), 95)
	png := asPNG(t, corners(120, 80))
	webp := lossless(120, 80, color.NRGBA{220, 20, 20, 255})
	for o, want := range []string{1: "RGBW", "GRWB", "WBGR", "BWRG", "RBGW", "BRWG", "WGBR", "GWRB"} {
		if o == 0 {
			continue
		}
		wide := o < 5
		be, le := exifBlock(binary.BigEndian, "MM", uint16(o)), exifBlock(binary.LittleEndian, "II", uint16(o))
		eXIf := bytes.Join([][]byte{png[:33], pngChunk("eXIf", be), png[33:]}, nil)
		for name, data := range map[string][]byte{"big endian": withExif(jpg, be), "little endian": withExif(jpg, le), "PNG": eXIf} {
			src, err := Decode(t.Context(), bytes.NewReader(data))
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
			if w, h := src.Size(); (w > h) != wide || (kept.Width > kept.Height) != wide {
				t.Errorf("%d %s: %d x %d, kept %d x %d", o, name, w, h, kept.Width, kept.Height)
			}
			if got := quarters(src.Preview()); got != want || quarters(again) != want {
				t.Errorf("%d %s: preview %s, kept %s, want %s", o, name, got, quarters(again), want)
			}
		}
		src, err := Decode(t.Context(), bytes.NewReader(riff(webp[12:], webpChunk("EXIF", le))))
		if err != nil {
			t.Fatal(err)
		}
		if w, h := src.Size(); (w > h) != wide {
			t.Errorf("%d WebP: %d x %d", o, w, h)
		}
	}
}

func TestTurn(t *testing.T) {
	for o := upright; o <= quarterLeft; o++ {
		jpg := withExif(encoded(t, corners(96, 64), 95), exifBlock(binary.BigEndian, "MM", uint16(o)))
		src, err := Decode(t.Context(), bytes.NewReader(jpg))
		if err != nil {
			t.Fatal(err)
		}
		was := quarters(src.Preview())
		right := string([]byte{was[2], was[0], was[3], was[1]})
		for n, want := range map[int]string{0: was, 1: right, 4: was, -3: right, 5: right} {
			turned := src.Turn(n)
			w, h := turned.Size()
			if b := turned.Preview().Rect; quarters(turned.Preview()) != want || b.Dx() != w || b.Dy() != h {
				t.Errorf("orientation %d, %d quarters: %s %d x %d, want %s", o, n, quarters(turned.Preview()), w, h, want)
			}
		}
		if back := src.Turn(1).Turn(2).Turn(-3); quarters(back.Preview()) != was {
			t.Errorf("orientation %d: there and back again is %s", o, quarters(back.Preview()))
		}
	}
}

func TestOrientationDamaged(t *testing.T) {
	whole := exifBlock(binary.LittleEndian, "II", 6)
	for n := range len(whole) {
		if o := orientationOf(whole[:n]); n < 22 && o != upright {
			t.Errorf("%d bytes gave %d", n, o)
		}
	}
	for name, v := range map[string]uint16{"zero": 0, "nine": 9, "many": 65535} {
		if o := orientationOf(exifBlock(binary.BigEndian, "MM", v)); o != upright {
			t.Errorf("%s gave %d", name, o)
		}
	}
	far := bytes.Clone(whole)
	binary.LittleEndian.PutUint32(far[4:], 0xffffffff)
	if o := orientationOf(far); o != upright {
		t.Errorf("a directory outside gave %d", o)
	}
}

func FuzzOrientation(f *testing.F) {
	f.Add(exifBlock(binary.LittleEndian, "II", 6))
	f.Add(exifBlock(binary.BigEndian, "MM", 8))
	f.Fuzz(func(t *testing.T, b []byte) {
		if o := orientationOf(b); o < 1 || o > 8 {
			t.Errorf("orientation %d", o)
		}
		jpg := append(append([]byte("\xff\xd8"), segment(0xe1, append([]byte("Exif\x00\x00"), b[:min(len(b), 60000)]...))...), 0xff, 0xd9)
		if f := walkJPEG(jpg); !f.ended || !bytes.Equal(f.exif, b[:min(len(b), 60000)]) {
			t.Errorf("the block was not found again")
		}
	})
}

func TestNothingButPixelsIsKept(t *testing.T) {
	jpg := encoded(t, corners(64, 48), 90)
	jpg = withSegments(jpg,
		segment(0xe1, append([]byte("Exif\x00\x00"), exifBlock(binary.BigEndian, "MM", 1)...)),
		segment(0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>secret</x:xmpmeta>")),
		segment(0xe2, []byte("ICC_PROFILE\x00secret")), segment(0xfe, []byte("camera serial secret")))
	jpg = append(jpg, "PK\x03\x04secret"...)
	src, err := Open(t.Context(), file(t, "gps.jpg", jpg))
	if err != nil {
		t.Fatal(err)
	}
	kept, err := src.Photo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"Exif", "GPS", "http", "xmp", "ICC", "secret", "PK\x03\x04"} {
		if !bytes.Contains(jpg, []byte(s)) || bytes.Contains(kept.JPEG, []byte(s)) {
			t.Errorf("%q is kept, or was not there", s)
		}
	}
	if _, at := nextMarker(kept.JPEG, 2); kept.JPEG[at-1] != 0xdb {
		t.Errorf("the first segment is %x, not the tables", kept.JPEG[at-1])
	}
}

func TestSizes(t *testing.T) {
	for name, c := range map[string]struct{ w, h, keptW, keptH, shownW, shownH int }{
		"small stays":       {300, 200, 300, 200, 300, 200},
		"shown smaller":     {2001, 1001, 2001, 1001, 1600, 800},
		"kept smaller":      {4000, 3000, 3000, 2250, 1600, 1200},
		"high":              {1200, 3600, 1000, 3000, 533, 1600},
		"a line":            {3200, 1, 3000, 1, 1600, 1},
		"odd":               {33, 17, 33, 17, 33, 17},
		"one pixel":         {1, 1, 1, 1, 1, 1},
		"just over preview": {1601, 1601, 1601, 1601, 1600, 1600},
	} {
		t.Run(name, func(t *testing.T) {
			src, err := Decode(t.Context(), bytes.NewReader(encoded(t, corners(c.w, c.h), 80)))
			if err != nil {
				t.Fatal(err)
			}
			kept, err := src.Photo(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			shown := src.Preview().Rect
			if kept.Width != c.keptW || kept.Height != c.keptH || shown.Dx() != c.shownW || shown.Dy() != c.shownH {
				t.Errorf("kept %d x %d, shown %v", kept.Width, kept.Height, shown)
			}
			if cfg, err := formats[0].config(kept.JPEG); err != nil || cfg.Width != kept.Width || cfg.Height != kept.Height {
				t.Errorf("the JPEG is %d x %d (%v)", cfg.Width, cfg.Height, err)
			}
		})
	}
}

// TestScaledIsTheMean compares with a slow second version: every target
// pixel from the areas of all source pixels.
func TestScaledIsTheMean(t *testing.T) {
	src := noisy(image.NewGray(image.Rect(0, 0, 37, 23)), 90, 7)
	p := pixelsOf(src).y
	for _, size := range [][2]int{{37, 23}, {18, 11}, {9, 8}, {1, 1}, {36, 5}, {37, 1}, {74, 46}} {
		got := p.scaled(size[0], size[1])
		for y := range size[1] {
			for x := range size[0] {
				if want := slowMean(p, x, y, size); absInt(int(got.row(y)[x])-want) > 2 {
					t.Fatalf("%v at %d,%d: %d, want %d", size, x, y, got.row(y)[x], want)
				}
			}
		}
	}
}

func slowMean(p plane, x, y int, size [2]int) int {
	fx, fy := float64(p.w)/float64(size[0]), float64(p.h)/float64(size[1])
	var sum, area float64
	for sy := range p.h {
		for sx := range p.w {
			w := overlap(float64(x)*fx, float64(x+1)*fx, sx) * overlap(float64(y)*fy, float64(y+1)*fy, sy)
			sum, area = sum+w*float64(p.row(sy)[sx]), area+w
		}
	}
	return int(sum/area + .5)
}

func overlap(a, b float64, i int) float64 {
	return max(0, min(b, float64(i+1))-max(a, float64(i)))
}

func absInt(n int) int { return max(n, -n) }

// TestColours compares with image/color, for every subsampling there is.
func TestColours(t *testing.T) {
	for _, ratio := range []image.YCbCrSubsampleRatio{
		image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420,
		image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410,
	} {
		m := image.NewYCbCr(image.Rect(0, 0, 64, 64), ratio)
		for i := range m.Y {
			m.Y[i] = uint8(i * 4)
		}
		for i := range m.Cb {
			m.Cb[i], m.Cr[i] = 90, 200
		}
		got := pixelsOf(m).within(64).rgba()
		for y := range 64 {
			for x := range 64 {
				want := color.RGBAModel.Convert(m.At(x, y)).(color.RGBA)
				c := got.RGBAAt(x, y)
				if absInt(int(c.R)-int(want.R)) > 1 || absInt(int(c.G)-int(want.G)) > 1 || absInt(int(c.B)-int(want.B)) > 1 || c.A != 255 {
					t.Fatalf("%v at %d,%d: %v, want %v", ratio, x, y, c, want)
				}
			}
		}
	}
}

// TestWebPRange holds the stretched range against RFC 6386: luma 16 is black,
// 235 white.
func TestWebPRange(t *testing.T) {
	m := image.NewYCbCr(image.Rect(0, 0, 4, 2), image.YCbCrSubsampleRatio420)
	copy(m.Y, []byte{16, 235, 0, 255, 126, 125, 17, 234})
	copy(m.Cb, []byte{128, 240})
	copy(m.Cr, []byte{16, 128})
	widen(m)
	if !bytes.Equal(m.Y, []byte{0, 255, 0, 255, 128, 127, 1, 254}) ||
		!bytes.Equal(m.Cb, []byte{128, 255}) || !bytes.Equal(m.Cr, []byte{1, 128}) {
		t.Errorf("luma %v, chroma %v %v", m.Y, m.Cb, m.Cr)
	}
	a := &image.NYCbCrA{YCbCr: *m, A: make([]byte, 8), AStride: 4}
	a.A[1] = 255
	a.Y[1] = 77
	flatten(a)
	if a.Y[0] != 255 || a.Y[1] != 77 || a.Cb[1] != 128 {
		t.Errorf("flattened %v %v", a.Y, a.Cb)
	}
}

// TestFiles reads what other programs write (testdata, made with ImageMagick
// from corners: red, green, blue, white).
func TestFiles(t *testing.T) {
	for _, name := range []string{"progressive.jpg", "cmyk.jpg", "s440.jpg", "interlaced.png", "lossy.webp", "alpha.webp"} {
		t.Run(name, func(t *testing.T) {
			src, err := Open(t.Context(), filepath.Join("testdata", name))
			if err != nil {
				t.Fatal(err)
			}
			if w, h := src.Size(); w != 60 || h != 40 || quarters(src.Preview()) != "RGBW" {
				t.Errorf("%d x %d, %s", w, h, quarters(src.Preview()))
			}
			if c := src.Preview().RGBAAt(45, 30); c.R < 252 || c.G < 252 || c.B < 252 {
				t.Errorf("white is %v", c)
			}
		})
	}
}

func TestNoGoroutineStays(t *testing.T) {
	before := runtime.NumGoroutine()
	src, err := Decode(t.Context(), bytes.NewReader(encoded(t, corners(2000, 1500), 80)))
	if err != nil {
		t.Fatal(err)
	}
	src.Turn(1).Preview()
	if _, err := src.Photo(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 100 { // one that is done may take a moment to be gone
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}
