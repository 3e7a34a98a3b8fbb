package ocr

import "testing"

// letters drawn as bars on a white card, gap pixels of paper between them.
func barred(s string, gaps ...int) (*Card, []glyph) {
	img := whiteCard()
	c := &Card{Picture: img}
	l := Line{Text: s, Box: Box{X: 640, Y: 230, W: 800, H: 50}}
	x := 260
	for i, r := range s {
		from := x
		x += 20
		if r != ',' {
			ink(img, from, 212, x, 248, 20, 20, 20)
		}
		l.Chars = append(l.Chars, Char{Text: string(r), Sure: 1, From: float64(from-240) / 800, To: float64(x-240) / 800})
		if i < len(gaps) {
			x += gaps[i]
		}
	}
	return c, glyphsOf([]Line{l}, cardWide, cardHigh)
}

// Wide paper is a space; what is only a little wider, or beside a comma, is none.
func TestSpaced(t *testing.T) {
	for name, c := range map[string]struct {
		said string
		gaps []int
		want string
	}{
		"two words":       {"ANNAMARIA", []int{7, 8, 7, 19, 8, 7, 8, 7}, "ANNA MARIA"},
		"one word":        {"ANNAMARIA", []int{7, 8, 4, 11, 8, 7, 10, 7}, "ANNAMARIA"},
		"widely set":      {"ANNAMARIA", []int{16, 17, 15, 18, 17, 16, 17, 16}, "ANNAMARIA"},
		"after a comma":   {"ANNA,MARIA", []int{7, 8, 7, 3, 24, 8, 7, 8, 7}, "ANNA,MARIA"},
		"too few to tell": {"ANN", []int{7, 25}, "ANN"},
		"one letter":      {"A", nil, "A"},
	} {
		card, g := barred(c.said, c.gaps...)
		if got := text(card.spaced(g)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
