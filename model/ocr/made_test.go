package ocr

import (
	"image"
	"io/fs"
	"math"
	"strings"
	"sync"
	"testing"

	"truename/assets"
	"truename/model"
)

// wordsOnly is a reader that knows the dictionary and has no nets: for all that
// comes after reading.
var wordsOnly = sync.OnceValue(func() *Reader {
	b, err := fs.ReadFile(assets.Models, "keys.txt")
	if err != nil {
		panic(err)
	}
	r := &Reader{class: map[rune]int{}}
	r.keys = append([]string{""}, strings.Split(strings.TrimRight(string(b), "\n"), "\n")...)
	r.keys = append(r.keys, " ")
	for i, k := range r.keys {
		for _, c := range k {
			r.class[c] = i
		}
	}
	return r
})

// blank is a white card, not to be drawn on.
var blank = sync.OnceValue(whiteCard)

func whiteCard() *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, cardWide, cardHigh))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	return img
}

// ink draws a rectangle in pixels.
func ink(img *image.RGBA, x0, y0, x1, y1 int, r, g, b uint8) {
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			copy(img.Pix[img.PixOffset(x, y):], []byte{r, g, b, 255})
		}
	}
}

// written is a line as it comes from the reader: s from x on, its middle at y,
// in characters of em (pixels of the card); what is no Han is half as wide, and
// spaces are seen by their gap alone, unless they are written as ␣.
func written(x, y, em float64, s string) Line {
	l := Line{Text: s}
	at := 0.0
	for _, r := range s {
		wide := em
		if r < 0x2E80 { // ␣ as well
			wide = em / 2
		}
		if r != ' ' {
			l.Chars = append(l.Chars, Char{Text: strings.ReplaceAll(string(r), "␣", " "), Sure: 0.999, From: at + 0.2*wide, To: at + 0.8*wide})
		}
		at += wide
	}
	for i := range l.Chars {
		l.Chars[i].From, l.Chars[i].To = l.Chars[i].From/at, l.Chars[i].To/at
	}
	l.Box = Box{X: x + at/2, Y: y, W: at, H: 1.35 * em, Sure: 0.9}
	return l
}

// cardWith is a card of which lines were read.
func cardWith(side model.Side, lines ...Line) *Card { return cardOn(blank(), side, lines...) }

func cardOn(img *image.RGBA, side model.Side, lines ...Line) *Card {
	c := &Card{Picture: img, Side: side, Kind: Resident}
	c.take(lines)
	return c
}

// frontLines are the labels of a 人像面 and what is given for its fields.
func frontLines(name, sex, ethnicity, address, number string) []Line {
	lines := []Line{
		written(78, 105, 42, "姓名"), written(78, 208, 42, "性别"), written(382, 208, 42, "民族"),
		written(78, 309, 42, "出生"), written(78, 412, 42, "住址"), written(78, 691, 42, "公民身份号码"),
	}
	add := func(x, y, em float64, s string) {
		if s != "" {
			lines = append(lines, written(x, y, em, s))
		}
	}
	add(232, 105, 54, name)
	add(232, 208, 46, sex)
	add(520, 208, 46, ethnicity)
	for i, part := range strings.Split(address, "\n") {
		add(232, 412+60*float64(i), 46, part)
	}
	add(460, 691, 79, number)
	return lines
}

// boxesOf are the boxes of lines.
func boxesOf(lines []Line) (out []Box) {
	for _, l := range lines {
		out = append(out, l.Box)
	}
	return out
}

// nearly reports whether two numbers are within slack.
func nearly(a, b, slack float64) bool { return math.Abs(a-b) <= slack }

func samePlace(a, b model.Place, slack float64) bool {
	return nearly(a.X0, b.X0, slack) && nearly(a.Y0, b.Y0, slack) && nearly(a.X1, b.X1, slack) && nearly(a.Y1, b.Y1, slack)
}

// The reader knows its dictionary, and nothing beyond it.
func TestKnows(t *testing.T) {
	r := wordsOnly()
	for c, want := range map[rune]bool{'王': true, '汉': true, '7': true, 'X': true, ' ': true, '䶮': false, '𠮷': false, 0: false} {
		if got := r.Knows(c); got != want {
			t.Errorf("%q: %v", c, got)
		}
	}
	for i, k := range r.keys[1:] {
		if len([]rune(k)) != 1 {
			t.Errorf("class %d is %q", i+1, k)
		}
	}
}
