package specimen

import "testing"

func BenchmarkShot(b *testing.B) {
	seed := uint64(0)
	for b.Loop() {
		Shot(Standard, seed%40)
		seed++
	}
}
