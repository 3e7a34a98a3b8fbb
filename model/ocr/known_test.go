package ocr

import (
	"slices"
	"testing"
)

// The known characters are those of the dictionary that the font has, as it
// draws them.
func TestKnownShapes(t *testing.T) {
	keepShapes(t, "known.bin", knownShapes, true, func(s *shape) []byte {
		small, _ := s.coarsely()
		return signed(small[:])
	})
	if *update {
		return
	}
	if n := len(knowns()); n < 5500 {
		t.Errorf("%d known characters", n)
	}
}

// What looks most like a character is itself, and then what people take it for.
func TestLikest(t *testing.T) {
	for c, other := range map[rune]rune{'未': '末', '土': '士', '给': '绐', '萱': '营', '戊': '戌'} {
		s, ok := drawn(c)
		if !ok {
			t.Fatalf("the font has no %c", c)
		}
		got := likest(s, 12)
		if len(got) != 12 || got[0] != c || !slices.Contains(got, other) {
			t.Errorf("%c looks like %c", c, got)
		}
	}
}

func BenchmarkLikest(b *testing.B) {
	s, _ := drawn('张')
	likest(s, 4)
	for b.Loop() {
		likest(s, 4)
	}
}
