package ocr

import (
	"math"
	"slices"
	"testing"
)

// steps are logits for the classes named one after another, each with about
// the given probability; the rest is shared among the others.
func steps(r *Reader, sure float64, classes ...int) []float32 {
	n := len(r.keys)
	out := make([]float32, n*len(classes))
	high := float32(math.Log(sure / (1 - sure) * float64(n-1)))
	for t, c := range classes {
		out[t*n+c] = high
	}
	return out
}

// few is a reader with a small dictionary: blank, three characters, space.
func few() *Reader { return &Reader{keys: []string{"", "甲", "乙", "1", " "}} }

// Repetitions are one character, unless a blank stands between them.
func TestDecode(t *testing.T) {
	for name, c := range map[string]struct {
		classes []int
		want    string
	}{
		"nothing":             {[]int{0, 0, 0}, ""},
		"one":                 {[]int{0, 1, 0, 0}, "甲"},
		"held":                {[]int{1, 1, 1, 1}, "甲"},
		"two alike":           {[]int{1, 0, 1}, "甲甲"},
		"two side by side":    {[]int{1, 2}, "甲乙"},
		"with a space":        {[]int{1, 1, 4, 2, 0}, "甲 乙"},
		"digits, some held":   {[]int{3, 3, 0, 3, 0, 0, 3, 3, 3}, "111"},
		"blanks at both ends": {[]int{0, 0, 2, 3, 0}, "乙1"},
	} {
		got := ""
		for _, k := range few().decode(steps(few(), 0.9, c.classes...), 1) {
			got += k.Text
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// A character lies where its steps are, as sure as the surest of them; what
// else it may be is told, the likeliest first.
func TestDecodePlaces(t *testing.T) {
	r := few()
	logits := append(steps(r, 0.6, 0, 1, 1), append(steps(r, 0.95, 1), steps(r, 0.6, 0, 2, 0, 0)...)...)
	logits[5*len(r.keys)+3] = 1 // the second one may be a 1
	got := r.decode(logits, 2)  // the line takes half of the steps
	if len(got) != 2 {
		t.Fatalf("%+v", got)
	}
	if a := got[0]; !nearly(a.From, 0.25, 1e-9) || !nearly(a.To, 1, 1e-9) || !nearly(a.Sure, 0.95, 1e-3) {
		t.Errorf("%+v", a)
	}
	b := got[1]
	if len(b.Also) != others || b.Also[0].Class != 2 || b.Also[1].Class != 3 || !nearly(float64(b.Also[0].Prob), b.Sure, 1e-6) {
		t.Errorf("%+v", b)
	}
	if got := (&Reader{keys: r.keys}).decode(nil, 1); len(got) != 0 {
		t.Errorf("no steps: %+v", got)
	}
}

// A line is as sure as its least certain character, and not at all when empty.
func TestLineSure(t *testing.T) {
	if got := (Line{Chars: []Char{{Sure: 0.9}, {Sure: 0.4}, {Sure: 1}}}).Sure(); got != 0.4 {
		t.Errorf("%v", got)
	}
	if got := (Line{}).Sure(); got != 0 {
		t.Errorf("empty: %v", got)
	}
}

// The longest lines are read first.
func TestByLength(t *testing.T) {
	boxes := []Box{{W: 10, H: 5}, {W: 90, H: 30}, {W: 80, H: 10}}
	if got := byLength(boxes); !slices.Equal(got, []int{2, 1, 0}) {
		t.Errorf("%v", got)
	}
}

// Characters are laid out along their line, none over its neighbour.
func TestGlyphsOf(t *testing.T) {
	l := written(200, 300, 40, "住址甲1乙")
	g := glyphsOf([]Line{written(10, 10, 20, "一"), l}, cardWide, cardHigh)
	if len(g) != 6 || g[0].line != 0 || g[1].line != 1 {
		t.Fatalf("%+v", g)
	}
	for i, k := range g[1:] {
		want := (200 + []float64{20, 60, 100, 130, 160}[i]) / cardWide
		if !nearly(k.x(), want, 6/cardWide) || !nearly(k.y(), 300/cardHigh, 1e-9) {
			t.Errorf("%s is at %.4f, %.4f", k.Text, k.x(), k.y())
		}
		if i > 0 && k.place.X0 < g[i].place.X1-1e-9 {
			t.Errorf("%s lies over %s", k.Text, g[i].Text)
		}
	}
}
