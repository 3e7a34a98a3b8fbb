package memory

import (
	"bytes"
	"errors"
	"image"
	"io/fs"
	"runtime/debug"
	"testing"
	"testing/fstest"
)

// What is made has its size, is 0 and can be written, small or large.
func TestMade(t *testing.T) {
	for _, n := range []int{0, 1, 4095, least - 1, least, least + large + 7} {
		b, f := Bytes(n), Floats(n)
		if len(b) != n || len(f) != n {
			t.Fatalf("%d bytes and %d numbers for %d", len(b), len(f), n)
		}
		for i := range n {
			if b[i] != 0 || f[i] != 0 {
				t.Fatalf("of %d, number %d is not 0", n, i)
			}
			b[i], f[i] = 1, 1
		}
	}
	if m := RGBA(image.Rect(3, 4, 1003, 904)); len(m.Pix) != 4*1000*900 || m.Bounds() != image.Rect(3, 4, 1003, 904) {
		t.Errorf("%d bytes for %v", len(m.Pix), m.Bounds())
	}
	for _, ratio := range []image.YCbCrSubsampleRatio{image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420, image.YCbCrSubsampleRatio440} {
		r := image.Rect(0, 0, 1501, 1203)
		m, want := YCbCr(r, ratio), image.NewYCbCr(r, ratio)
		if len(m.Y) != len(want.Y) || len(m.Cb) != len(want.Cb) || len(m.Cr) != len(want.Cr) || m.YStride != want.YStride || m.CStride != want.CStride || m.Rect != want.Rect || m.SubsampleRatio != want.SubsampleRatio {
			t.Errorf("%v: %d, %d and %d bytes", ratio, len(m.Y), len(m.Cb), len(m.Cr))
		}
	}
}

// A file is read wholly, one that is not there is an error.
func TestReadFile(t *testing.T) {
	files := fstest.MapFS{"net": {Data: bytes.Repeat([]byte{7}, least+5)}, "empty": {}}
	for name, f := range files {
		if b, err := ReadFile(files, name); err != nil || !bytes.Equal(b, f.Data) {
			t.Errorf("%s: %d bytes, %v", name, len(b), err)
		}
	}
	if _, err := ReadFile(files, "none"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

// What memory costs that the process did not have before, made here and as it
// comes: each to be run alone, since what was asked for once stays asked for.
func BenchmarkNew(b *testing.B) {
	const n = 64 << 20
	for name, make := range map[string]func() []byte{"large pages": func() []byte { return Bytes(n) }, "as it comes": func() []byte { return make([]byte, n) }} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(n)
			for b.Loop() {
				touch(make())
				b.StopTimer()
				debug.FreeOSMemory()
				b.StartTimer()
			}
		})
	}
}

func touch(b []byte) {
	for i := 0; i < len(b); i += 4096 {
		b[i] = 1
	}
}
