package ocr

import (
	"encoding/binary"
	"flag"
	"math"
	"os"
	"testing"

	"truename/assets"
)

var update = flag.Bool("update", false, "draw the rare characters anew, after a change of the font or the dictionary")

// The rare characters are those that the dictionary lacks and the font has, as
// it draws them.
func TestRareShapes(t *testing.T) {
	keepShapes(t, "rare.bin", rareShapes, false, (*shape).bytes)
	if *update {
		return
	}
	if n := len(rares()); n < 2000 {
		t.Errorf("%d rare characters", n)
	}
}

// keepShapes compares a file of shapes with what the font draws, or writes it:
// of the characters that the dictionary has, or lacks.
func keepShapes(t *testing.T, name string, have []byte, known bool, bytes func(*shape) []byte) {
	t.Helper()
	r, err := New(assets.Models)
	if err != nil {
		t.Fatal(err)
	}
	var drawn []byte
	d := newDrawer()
	for c := rune(0x3400); c < 0x2FA20; c++ {
		if isHan(c) && r.Knows(c) == known && assets.HasGlyph(c) {
			drawn = append(binary.LittleEndian.AppendUint32(drawn, uint32(c)), bytes(d.draw(c))...)
		}
	}
	if *update {
		if err := os.WriteFile(name, drawn, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	same := len(drawn) == len(have)
	for i := 0; same && i < len(drawn); i++ {
		apart := int(int8(drawn[i])) - int(int8(have[i]))
		same = max(apart, -apart) <= 2 // processors round differently
	}
	if !same {
		t.Errorf("%s is not what the font draws: go test ./model/ocr -run Shapes -update", name)
	}
}

// bytes is a shape as rare.bin has it.
func (s *shape) bytes() []byte { return signed(s[:]) }

// signed are values as signed bytes, the largest as large as they go.
func signed(values []float32) []byte {
	var most float32
	for _, v := range values {
		most = max(most, v, -v)
	}
	b := make([]byte, len(values))
	for i, v := range values {
		b[i] = byte(int8(math.Round(float64(v / most * math.MaxInt8))))
	}
	return b
}

// closest compares few of the shapes wholly, and finds what comparing all does.
func TestClosest(t *testing.T) {
	for _, c := range "张王李欧阳司马尉迟丽一二龘口日囗㛃䶮燊犇垚" {
		s, ok := drawn(c)
		if !ok {
			t.Fatalf("the font has no %c", c)
		}
		var want rune
		var most float32
		for _, k := range rares() {
			if v := k.like(s); v > most {
				want, most = k.r, v
			}
		}
		if got, like := closest(s); got != want || like != most {
			t.Errorf("%c: %c looks like it by %.3f, %c does by %.3f", c, got, like, want, most)
		}
		if assets.HasGlyph(c) && isRare(c) && (want != c || most < 0.99) {
			t.Errorf("%c is taken for %c, by %.3f", c, want, most)
		}
	}
}

func isRare(c rune) bool {
	for _, k := range rares() {
		if k.r == c {
			return true
		}
	}
	return false
}

func BenchmarkClosest(b *testing.B) {
	s, _ := drawn('张')
	closest(s)
	for b.Loop() {
		closest(s)
	}
}
