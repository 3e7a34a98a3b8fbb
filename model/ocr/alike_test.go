package ocr

import (
	"cmp"
	"encoding/binary"
	"os"
	"runtime"
	"slices"
	"sync"
	"testing"

	"truename/assets"
)

// known are the Han characters of the dictionary that the font has, and their
// shapes.
func known(t *testing.T) (runes []rune, shapes []*shape) {
	r, err := New(assets.Models)
	if err != nil {
		t.Fatal(err)
	}
	d := newDrawer()
	for c := rune(0x3400); c < 0x2FA20; c++ {
		if isHan(c) && r.Knows(c) && assets.HasGlyph(c) {
			runes, shapes = append(runes, c), append(shapes, d.draw(c))
		}
	}
	return runes, shapes
}

// mostLike are the places of the shapes most like that at i, the most alike first.
func mostLike(shapes []*shape, i int) (near []int) {
	like := map[int]float32{}
	for k, s := range shapes {
		if v := s.like(shapes[i]); k != i && v >= leastAlike {
			like[k] = v
			near = append(near, k)
		}
	}
	slices.SortFunc(near, func(a, b int) int { return cmp.Or(cmp.Compare(like[b], like[a]), a-b) })
	return near[:min(len(near), mostAlike)]
}

// The neighbours are those of the font's drawings.
func TestNeighbours(t *testing.T) {
	runes, shapes := known(t)
	if *update {
		found := make([][]int, len(runes))
		var wg sync.WaitGroup
		for w := range runtime.NumCPU() {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for i := w; i < len(runes); i += runtime.NumCPU() {
					found[i] = mostLike(shapes, i)
				}
			}()
		}
		wg.Wait()
		var b []byte
		for i, near := range found {
			b = binary.LittleEndian.AppendUint32(append(b, byte(len(near))), uint32(runes[i]))
			for _, k := range near {
				b = binary.LittleEndian.AppendUint32(b, uint32(runes[k]))
			}
		}
		if err := os.WriteFile("alike.bin", b, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if len(alike()) != len(runes) {
		t.Fatalf("%d characters have neighbours, of %d: go test ./model/ocr -run Neighbours -update", len(alike()), len(runes))
	}
	for i := 0; i < len(runes); i += 61 {
		for _, k := range mostLike(shapes, i) {
			// The last ones may change places: processors round differently.
			if shapes[k].like(shapes[i]) > 0.8 && !slices.Contains(neighbours(runes[i]), runes[k]) {
				t.Errorf("%c is not among the neighbours of %c", runes[k], runes[i])
			}
		}
	}
	for a, b := range map[rune]rune{'未': '末', '土': '士', '给': '绐', '萱': '营', '戊': '戌'} {
		if !slices.Contains(neighbours(a), b) {
			t.Errorf("%c does not look like %c: %c", a, b, neighbours(a))
		}
	}
}
