package nn

import (
	"fmt"
	"testing"
)

func bench(b *testing.B, name string, h, w int) {
	in := noise(3 * h * w)
	for _, k := range versions() {
		n := net(b, name, k)
		for threads := 1; threads <= 2; threads++ {
			b.Run(fmt.Sprintf("%s/threads=%d", k.name, threads), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					run(b, n, in, h, w, threads)
				}
			})
		}
	}
}

func BenchmarkDet(b *testing.B)    { bench(b, "det.bin", 320, 512) }
func BenchmarkRec320(b *testing.B) { bench(b, "rec.bin", 48, 320) }
func BenchmarkRec640(b *testing.B) { bench(b, "rec.bin", 48, 640) }
func BenchmarkCls(b *testing.B)    { bench(b, "cls.bin", 48, 192) }

// BenchmarkLoad is for all three nets together.
func BenchmarkLoad(b *testing.B) {
	var files [][]byte
	for _, name := range []string{"det.bin", "rec.bin", "cls.bin"} {
		files = append(files, model(b, name))
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, f := range files {
			if _, err := Load(f); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkPeaks is for a line of 80 steps.
func BenchmarkPeaks(b *testing.B) {
	x := noise(80 * 6625)
	for _, k := range versions() {
		b.Run(k.name, func(b *testing.B) {
			for b.Loop() {
				peaksWith(k, x, 6625)
			}
		})
	}
}
