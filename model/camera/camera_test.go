package camera

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"truename/model"
)

// A fakeDevice gives the numbers 1, 2, 3 … as the widths of its pictures, one
// every 100 ms.
type fakeDevice struct {
	given  int
	until  int // is silent after it; 0: never
	fails  int // is unplugged at it; 0: never
	spoilt bool
	closed *bool
}

func (f *fakeDevice) shoot() (shot, error) {
	time.Sleep(100 * time.Millisecond)
	if f.given++; f.until > 0 && f.given > f.until {
		return nil, nil
	}
	if f.given == f.fails {
		return nil, gone("unplugged")
	}
	n, spoilt := f.given, f.spoilt
	return func() (image.Image, error) {
		if spoilt {
			return nil, errShort
		}
		return image.NewGray(image.Rect(0, 0, n, 1)), nil
	}, nil
}

func (f *fakeDevice) close() { *f.closed = true }

// filming runs f on a stream of d.
func filming(t *testing.T, d *fakeDevice, f func(t *testing.T, s Stream)) {
	t.Helper()
	d.closed = new(bool)
	synctest.Test(t, func(t *testing.T) {
		s, err := start(t.Context(), func() (device, error) { return d, nil })
		if err != nil {
			t.Fatal(err)
		}
		f(t, s)
		if err := s.Close(); err != nil || !*d.closed {
			t.Errorf("closed %v, %v", *d.closed, err)
		}
	})
}

func width(t *testing.T, s Stream) int {
	t.Helper()
	img, err := s.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return img.Bounds().Dx()
}

func TestOnlyTheLatestFrame(t *testing.T) {
	filming(t, &fakeDevice{}, func(t *testing.T, s Stream) {
		if got := width(t, s); got != 1 {
			t.Errorf("first frame %d", got)
		}
		time.Sleep(time.Second + time.Millisecond)
		if got := width(t, s); got != 11 {
			t.Errorf("frame %d after a second in which nobody asked, want the latest, 11", got)
		}
		if got := width(t, s); got != 12 {
			t.Errorf("then frame %d, want 12", got)
		}
	})
}

func TestUnplugged(t *testing.T) {
	filming(t, &fakeDevice{fails: 3}, func(t *testing.T, s Stream) {
		width(t, s)
		width(t, s)
		for range 2 {
			if _, err := s.Next(t.Context()); model.CodeOf(err) != model.CodeCameraGone {
				t.Errorf("unplugged: %v", err)
			}
		}
	})
}

func TestSilentCameraIsGone(t *testing.T) {
	filming(t, &fakeDevice{until: 2}, func(t *testing.T, s Stream) {
		width(t, s)
		width(t, s)
		asked := time.Now()
		_, err := s.Next(t.Context())
		if took := time.Since(asked); model.CodeOf(err) != model.CodeCameraGone || took < silence-time.Second || took > silence+time.Second {
			t.Errorf("%v after %v", err, took)
		}
	})
}

func TestSpoiltFramesEndIt(t *testing.T) {
	filming(t, &fakeDevice{spoilt: true}, func(t *testing.T, s Stream) {
		if _, err := s.Next(t.Context()); !errors.Is(err, errShort) || model.CodeOf(err) != model.CodeCameraGone {
			t.Errorf("%v", err)
		}
	})
}

func TestNextStopsWithItsContext(t *testing.T) {
	filming(t, &fakeDevice{until: -1}, func(t *testing.T, s Stream) {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if _, err := s.Next(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
	})
}

func TestGivenUpWhileOpening(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &fakeDevice{closed: new(bool)}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := start(ctx, func() (device, error) { // the system asks the person
			time.Sleep(3 * time.Second)
			return d, nil
		})
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if !*d.closed {
			t.Error("a camera that was opened too late stays open")
		}
	})
}

func TestNoSuchCamera(t *testing.T) {
	for _, id := range []string{"", "/dev/video4711", "/etc/passwd", "folder:" + filepath.Join(t.TempDir(), "none"), "folder:" + t.TempDir()} {
		if s, err := Open(t.Context(), id, true); model.CodeOf(err) != model.CodeNoCamera {
			t.Errorf("%q: %v, %v", id, s, err)
		}
	}
	if _, err := List(t.Context(), "", false); err != nil {
		t.Errorf("listing: %v", err)
	}
}

func pattern(w, h int) *image.YCbCr {
	m := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio422)
	for y := range h {
		for x := range w {
			m.Y[m.YOffset(x, y)] = uint8(40 + 12*x/8 + y)
			m.Cb[m.COffset(x, y)], m.Cr[m.COffset(x, y)] = uint8(100+x/2), uint8(140-y)
		}
	}
	return m
}

func encoded(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestMotionJPEG takes the tables out, as cameras do: what Go's encoder writes
// are the usual ones.
func TestMotionJPEG(t *testing.T) {
	whole := encoded(t, pattern(64, 48))
	at := bytes.Index(whole, []byte{0xff, 0xc4})
	n := int(whole[at+2])<<8 | int(whole[at+3])
	bare := append(bytes.Clone(whole[:at]), whole[at+2+n:]...)
	if _, err := jpeg.Decode(bytes.NewReader(bare)); err == nil {
		t.Fatal("the tables were not taken out")
	}
	want, _ := jpeg.Decode(bytes.NewReader(whole))
	for name, b := range map[string][]byte{"whole": whole, "without tables": bare} {
		got, err := fromJPEG(b)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !bytes.Equal(got.(*image.YCbCr).Y, want.(*image.YCbCr).Y) {
			t.Errorf("%s: another picture", name)
		}
	}
	huge := encoded(t, image.NewGray(image.Rect(0, 0, 8000, 8)))
	for name, b := range map[string][]byte{"nothing": nil, "half": whole[:len(whole)/8], "text": []byte("no picture"), "huge": huge} {
		if _, err := fromJPEG(b); err == nil {
			t.Errorf("%s was decoded", name)
		}
	}
}

func TestRawFrames(t *testing.T) {
	m := pattern(16, 8)
	packed, planar := make([]byte, 40*8), make([]byte, 24*12)
	for y := range 8 {
		for x := range 16 {
			packed[y*40+2*x] = m.Y[m.YOffset(x, y)]
			packed[y*40+2*x+1] = []byte{m.Cb[m.COffset(x, y)], m.Cr[m.COffset(x, y)]}[x%2]
			planar[y*24+x] = m.Y[m.YOffset(x, y)]
			planar[24*8+y/2*24+x] = []byte{m.Cb[m.COffset(x, y)], m.Cr[m.COffset(x, y)]}[x%2]
		}
	}
	yuyv, err := fromYUYV(packed, 16, 8, 40)
	if err != nil {
		t.Fatal(err)
	}
	nv12, err := fromNV12(planar, 16, 8, 24)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []image.Point{{0, 1}, {5, 3}, {15, 7}} {
		if got, want := yuyv.At(p.X, p.Y), m.At(p.X, p.Y); got != want {
			t.Errorf("YUYV %v: %v, want %v", p, got, want)
		}
		if got, want := nv12.At(p.X, p.Y), m.At(p.X, p.Y); got.(color.YCbCr).Y != want.(color.YCbCr).Y || got != m.At(p.X, p.Y|1) {
			t.Errorf("NV12 %v: %v, want %v", p, got, want)
		}
	}
	if _, err := fromYUYV(packed[:100], 16, 8, 40); err == nil {
		t.Error("a short frame was taken")
	}
	if _, err := fromNV12(planar[:200], 16, 8, 24); err == nil {
		t.Error("a short frame was taken")
	}
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	for name, w := range map[string]int{"a.jpg": 8, "b.JPEG": 16, "c.jpg": 24, "d.txt": 32} {
		if err := os.WriteFile(filepath.Join(dir, name), encoded(t, image.NewGray(image.Rect(0, 0, w, 8))), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	id := "folder:" + dir
	if !Playback(id) || Playback("/dev/video0") {
		t.Error("not told from a camera")
	}
	if _, err := Open(t.Context(), id, false); model.CodeOf(err) != model.CodeNoCamera {
		t.Errorf("outside a demonstration: %v", err)
	}
	for demo, n := range map[bool]int{true: 1, false: 0} {
		if all, err := List(t.Context(), id, demo); err != nil || len(all) != n {
			t.Errorf("demonstration %v: %v, %v", demo, all, err)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		s, err := Open(t.Context(), id, true)
		if err != nil {
			t.Fatal(err)
		}
		begun := time.Now()
		for _, want := range []int{8, 16, 24, 8} {
			if got := width(t, s); got != want {
				t.Errorf("width %d, want %d", got, want)
			}
		}
		if took := time.Since(begun); took != 3*playEvery {
			t.Errorf("four pictures took %v", took)
		}
		time.Sleep(11*playEvery + time.Millisecond) // at the 4th now: ten are left out
		if got := width(t, s); got != 24 {
			t.Errorf("width %d, want 24: pictures that nobody asked for are shown late", got)
		}
		s.Close()
		if _, err := s.Next(t.Context()); model.CodeOf(err) != model.CodeCameraGone {
			t.Errorf("closed: %v", err)
		}
	})
}
