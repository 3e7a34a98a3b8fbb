package photo

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"slices"
	"sync"
	"testing"
	"time"
)

// camera is a JPEG of 4000 × 3000 as a telephone writes it: colour, noise,
// 4:2:0.
var camera = sync.OnceValue(func() []byte {
	grey := noisy(blurred(desk(4000, 3000, 1), 1, 1), 3, 1)
	m := image.NewYCbCr(grey.Rect, image.YCbCrSubsampleRatio420)
	copy(m.Y, grey.Pix)
	for i := range m.Cb {
		m.Cb[i], m.Cr[i] = uint8(120+i%9), uint8(134+i%7)
	}
	return encoded(&testing.B{}, m, 90)
})

// timed runs step b.N times and reports the median and the 95th percentile.
func timed(b *testing.B, step func()) {
	var took []float64
	b.ReportAllocs()
	for b.Loop() {
		start := time.Now()
		step()
		took = append(took, float64(time.Since(start).Microseconds())/1000)
	}
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2], "p50-ms")
	b.ReportMetric(took[len(took)*95/100], "p95-ms")
}

func open(b *testing.B, path string) *Source {
	src, err := Open(context.Background(), path)
	if err != nil {
		b.Fatal(err)
	}
	return src
}

func BenchmarkPreview12MP(b *testing.B) {
	path := file(b, "a.jpg", camera())
	timed(b, func() { open(b, path).Preview() })
}

// BenchmarkHEIC12MP is a grid of 25 tiles; the first one of a process takes
// longer by what BenchmarkHEICReady takes.
func BenchmarkHEIC12MP(b *testing.B) {
	path := file(b, "a.heic", gridOf(b, 5))
	open(b, path)
	timed(b, func() { open(b, path).Preview() })
}

// BenchmarkHEICReady makes the decoder ready, which a process does once.
func BenchmarkHEICReady(b *testing.B) {
	timed(b, func() {
		e, err := newHEIF()
		if err != nil {
			b.Fatal(err)
		}
		e.runtime.Close(context.Background())
	})
}

func BenchmarkCandidates12MP(b *testing.B) {
	path := file(b, "a.jpg", camera())
	src := open(b, path)
	timed(b, func() {
		src.memo = &memo{} // as for a new photograph
		if _, err := src.Candidates(context.Background()); err != nil {
			b.Fatal(err)
		}
	})
}

func BenchmarkKept12MP(b *testing.B) {
	src := open(b, file(b, "a.jpg", camera()))
	timed(b, func() {
		if _, err := src.Photo(context.Background()); err != nil {
			b.Fatal(err)
		}
	})
}

func BenchmarkStoredPreview(b *testing.B) {
	kept, err := open(b, file(b, "a.jpg", camera())).Photo(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	timed(b, func() {
		if _, err := DecodePreview(context.Background(), kept.JPEG, 0); err != nil {
			b.Fatal(err)
		}
	})
}

// BenchmarkRefused is what the slowest refusals take: 20 MB to walk through,
// and headers that claim too much.
func BenchmarkRefused(b *testing.B) {
	long := append(bytes.Clone(camera()[:1<<20]), bytes.Repeat([]byte{0xff, 0}, 9<<20)...)
	for name, data := range map[string][]byte{
		"cut short": camera()[:len(camera())-100], "20 MB without an end": long,
		"PNG bomb": pngClaiming(20000, 20000, 16, 6), "text": []byte("text"),
		"WebP bomb": lossless(16383, 16383, color.NRGBA{}),
	} {
		path := file(b, "a.jpg", data)
		b.Run(name, func(b *testing.B) {
			timed(b, func() {
				if _, err := Open(context.Background(), path); err == nil {
					b.Fatal("taken")
				}
			})
		})
	}
}
