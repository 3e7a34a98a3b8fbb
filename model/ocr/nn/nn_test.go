package nn

import (
	"context"
	"io/fs"
	"testing"

	"truename/assets"
)

func model(t testing.TB, name string) []byte {
	t.Helper()
	b, err := fs.ReadFile(assets.Models, name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func net(t testing.TB, name string) *Net {
	t.Helper()
	n, err := Load(model(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func noise(n int) []float32 {
	out, s := make([]float32, n), uint32(1)
	for i := range out {
		s = s*1664525 + 1013904223
		out[i] = float32(s>>8)/(1<<23) - 1
	}
	return out
}

func bench(b *testing.B, name string, h, w int) {
	n, in := net(b, name), noise(3*h*w)
	for _, threads := range []int{1, 2} {
		b.Run(map[int]string{1: "one", 2: "two"}[threads], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := n.Run(context.Background(), in, h, w, threads); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDet(b *testing.B)    { bench(b, "det.bin", 320, 512) }
func BenchmarkRec320(b *testing.B) { bench(b, "rec.bin", 48, 320) }
func BenchmarkRec640(b *testing.B) { bench(b, "rec.bin", 48, 640) }
func BenchmarkCls(b *testing.B)    { bench(b, "cls.bin", 48, 192) }

func BenchmarkLoad(b *testing.B) {
	var files [][]byte
	for _, name := range []string{"det.bin", "rec.bin", "cls.bin"} {
		files = append(files, model(b, name))
	}
	for b.Loop() {
		for _, f := range files {
			if _, err := Load(f); err != nil {
				b.Fatal(err)
			}
		}
	}
}
