package ocr

import (
	"cmp"
	_ "embed" // for known.bin
	"encoding/binary"
	"math"
	"slices"
	"sync"
)

// knownShapes are the Han characters that the reader knows and our font draws,
// each as its code point (4 bytes, little-endian) and its shape reduced, a
// signed byte for each value. To draw them takes half a second; a test draws
// them and compares.
//
//go:embed known.bin
var knownShapes []byte

// A known is one of them. Its shape is made to have length 1.
type known struct {
	r     rune
	shape coarse
}

var knowns = sync.OnceValue(func() (all []known) {
	for b := knownShapes; len(b) > 0; b = b[4+len(coarse{}):] {
		k := known{r: rune(binary.LittleEndian.Uint32(b))}
		var square float32
		for i, v := range b[4 : 4+len(k.shape)] {
			k.shape[i] = float32(int8(v))
			square += k.shape[i] * k.shape[i]
		}
		scale := 1 / float32(math.Sqrt(float64(square)))
		for i := range k.shape {
			k.shape[i] *= scale
		}
		all = append(all, k)
	}
	return all
})

// likest are the n characters known to the reader that look most like s, as far
// as reduced shapes tell.
func likest(s *shape, n int) (out []rune) {
	small, _ := s.coarsely()
	type scored struct {
		r    rune
		like float32
	}
	var best []scored
	all := knowns()
	for i := range all {
		k := &all[i]
		v := k.shape.like(&small)
		if len(best) == n && v <= best[n-1].like {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, v, func(b scored, v float32) int { return cmp.Compare(v, b.like) })
		best = slices.Insert(best, at, scored{k.r, v})
		best = best[:min(len(best), n)]
	}
	for _, b := range best {
		out = append(out, b.r)
	}
	return out
}
