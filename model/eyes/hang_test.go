package eyes

import (
	"math"
	"strings"
	"testing"

	"truename/model"
	"truename/model/idcard"
	"truename/model/ocr"
	"truename/model/photo"
	"truename/model/specimen"
)

// labelled are the lines of a card's labels, seen through a map of parts of the
// card to a picture: what pins go by.
func labelled(seen func(u, v float64) [2]float64, which ...string) (out []ocr.Line) {
	for _, m := range marks {
		if m.from == m.to || len(which) > 0 && !strings.Contains(strings.Join(which, " "), m.text) {
			continue
		}
		a, b := seen(m.from, m.y), seen(m.to, m.y)
		n := float64(len([]rune(m.text)))
		long := math.Hypot(b[0]-a[0], b[1]-a[1]) * n / (n - 1)
		l := ocr.Line{Text: m.text, Box: ocr.Box{
			X: (a[0] + b[0]) / 2, Y: (a[1] + b[1]) / 2, W: long, H: long / n, Angle: math.Atan2(b[1]-a[1], b[0]-a[0]),
		}}
		for i, r := range []rune(m.text) {
			l.Chars = append(l.Chars, ocr.Char{Text: string(r), Sure: 1, From: float64(i) / n, To: float64(i+1) / n})
		}
		out = append(out, l)
	}
	return out
}

// numbered is the line of a card's number.
func numbered(seen func(u, v float64) [2]float64, number string) []ocr.Line {
	a, b := seen(firstDigit, numberRow), seen(lastDigit, numberRow)
	const n = 18.0
	long := (b[0] - a[0]) * n / (n - 1)
	l := ocr.Line{Text: number, Box: ocr.Box{X: (a[0] + b[0]) / 2, Y: a[1], W: long, H: long / n}}
	for i, r := range number {
		l.Chars = append(l.Chars, ocr.Char{Text: string(r), Sure: 1, From: float64(i) / n, To: float64(i+1) / n})
	}
	return []ocr.Line{l}
}

// card is a map of parts of a card to a picture: its length in pixels, turned
// and slanted, at a place.
func card(long, turn, slant float64) func(u, v float64) [2]float64 {
	sin, cos := math.Sincos(turn)
	return func(u, v float64) [2]float64 {
		x, y := u*long+slant*v*long, v*long*photo.CardHeight/photo.CardWidth
		return [2]float64{700 + x*cos - y*sin, 500 + x*sin + y*cos}
	}
}

// A card hangs on its labels where it lies, turned and slanted as it is; on two
// of one row it hangs as a card that is only turned.
func TestHungOnLabels(t *testing.T) {
	for name, c := range map[string]struct {
		seen  func(u, v float64) [2]float64
		which []string
	}{
		"all":                {card(800, 0.2, 0), nil},
		"slanted":            {card(800, -0.3, 0.08), nil},
		"upside down":        {card(500, math.Pi, 0), nil},
		"front":              {card(800, 0.1, 0.03), []string{"公民身份号码", "姓名", "性别", "民族", "出生", "住址"}},
		"back":               {card(800, 0.1, 0), []string{"签发机关", "有效期限"}},
		"the number alone":   {card(800, 0.4, 0), []string{"公民身份号码"}},
		"going up, sideways": {card(800, -math.Pi/2, 0), nil},
	} {
		q, ok := hung(firm(pins(labelled(c.seen, c.which...))))
		if !ok {
			t.Errorf("%s: does not hang", name)
			continue
		}
		for i, p := range [4][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}} {
			if want := c.seen(p[0], p[1]); math.Hypot(q[i][0]-want[0], q[i][1]-want[1]) > 3 {
				t.Errorf("%s: corner %d is at %v, want %v", name, i, q[i], want)
			}
		}
	}
}

// Labels that contradict each other hold nothing, nor does one point or none.
func TestHungOnNothing(t *testing.T) {
	seen := card(800, 0, 0)
	lines := labelled(seen, "姓名", "住址", "公民身份号码")
	lines[1].Box.Y += 300
	for name, p := range map[string][]pin{
		"contradiction": pins(lines), "none": nil, "one": {{card: [2]float64{0.1, 0.1}, seen: [2]float64{5, 5}}},
		"no labels": pins([]ocr.Line{{Text: "甲乙丙"}, {Text: ""}}),
	} {
		if q, ok := hung(p); ok {
			t.Errorf("%s: hangs at %v", name, q)
		}
	}
}

// Labels of a card that goes on beyond the picture say that it is cut off; those
// of one that lies in it do not, nor do those that contradict each other.
func TestBeyond(t *testing.T) {
	src := opened(t, specimen.JPEG(plain(1200, 900), 95))
	within, out := card(700, 0.1, 0), card(900, 0, 0)
	astray := labelled(within, "姓名", "住址", "公民身份号码")
	astray[1].Box.Y += 300
	number := "99000019900101123"
	number += string(idcard.Check(number))
	for name, c := range map[string]struct {
		lines []ocr.Line
		cut   bool
	}{"within": {labelled(card(480, 0, 0)), false}, "a number": {numbered(out, number), true}, "misread": {numbered(out, "9"+number[:17]), false}, "hardly": {numbered(card(530, 0, 0), number), false}, "beyond": {labelled(out), true}, "contradiction": {astray, false}, "nothing": {nil, false}} {
		l := &look{src: src, lines: c.lines}
		if f, ok := l.beyond(); ok != c.cut || ok && (f.Code != model.FindingCut || f.Value < farBeyond || f.Weight != model.Fault) {
			t.Errorf("%s: %+v, %v", name, f, ok)
		}
	}
}

// What has a clear outline is judged by itself: white as it is on a dark table,
// it is too bright, though the photograph as a whole is not.
func TestPoor(t *testing.T) {
	img := plain(1200, 900)
	for y := range 900 {
		for x := range 1200 {
			img.Pix[y*img.Stride+x] = uint8(60 + (x*7+y*13)%40)
			if x > 300 && x < 500 && y > 300 && y < 426 {
				img.Pix[y*img.Stride+x] = 255
			}
		}
	}
	l := &look{src: opened(t, specimen.JPEG(img, 98))}
	if f, ok := l.poor(); ok && f.Code == model.FindingBright {
		t.Errorf("as a whole: %+v", f)
	}
	l.places = []photo.Candidate{{Quad: photo.Quad{{301, 301}, {500, 301}, {500, 426}, {301, 426}}, Score: 1}}
	if f, ok := l.poor(); !ok || f.Code != model.FindingBright {
		t.Errorf("the card: %+v, %v", f, ok)
	}
}

// The 18 digits of a number are pins as well; of other lengths they are none.
func TestPinsOfTheNumber(t *testing.T) {
	for s, want := range map[string]int{
		"990000199001011234": 2, "99000019900101123X": 2, "公民身份号码990000199001011234": 4, "99000019900101123": 0,
		"9900001990010112345": 0, "X90000199001011234": 0, "": 0,
	} {
		l := ocr.Line{Text: s, Box: ocr.Box{X: 500, Y: 300, W: 400, H: 30}}
		n := float64(len([]rune(s)))
		for i, r := range []rune(s) {
			l.Chars = append(l.Chars, ocr.Char{Text: string(r), From: float64(i) / n, To: float64(i+1) / n})
		}
		if got := pins([]ocr.Line{l}); len(got) != want {
			t.Errorf("%q: %d pins", s, len(got))
		}
	}
}

// The title and the number of a foreign resident's card are pins; the title
// alone may be that of the back.
func TestPinsOfForeignCards(t *testing.T) {
	const title = "中华人民共和国外国人永久居留身份证"
	for name, c := range map[string]struct {
		said []string
		want int
	}{
		"2017":         {[]string{title, "XXX990000010112"}, 4},
		"2023":         {[]string{title, "990000199001011234"}, 4},
		"title alone":  {[]string{title}, 0},
		"no number":    {[]string{title, "1990.01.01", "签发机关"}, 0},
		"other labels": {[]string{title, "姓名/Name", "990000199001011234"}, 4},
	} {
		var lines []ocr.Line
		for i, s := range c.said {
			l := ocr.Line{Text: s, Box: ocr.Box{X: 500, Y: float64(80 + 100*i), W: 400, H: 30}}
			n := float64(len([]rune(s)))
			for i, r := range []rune(s) {
				l.Chars = append(l.Chars, ocr.Char{Text: string(r), From: float64(i) / n, To: float64(i+1) / n})
			}
			lines = append(lines, l)
		}
		if got := pins(lines); len(got) != c.want {
			t.Errorf("%s: %d pins, want %d", name, len(got), c.want)
		}
	}
}

// Three equations are solved exactly, or refused if they say too little.
func TestSolve3(t *testing.T) {
	a := [3][3]float64{{2, 1, -1}, {-3, -1, 2}, {-2, 1, 2}}
	if x, ok := solve3(a, [3]float64{8, -11, -3}); !ok || math.Abs(x[0]-2) > 1e-9 || math.Abs(x[1]-3) > 1e-9 || math.Abs(x[2]+1) > 1e-9 {
		t.Errorf("%v, %v", x, ok)
	}
	if _, ok := solve3([3][3]float64{{1, 2, 3}, {2, 4, 6}, {1, 0, 1}}, [3]float64{1, 2, 3}); ok {
		t.Error("two of three say the same")
	}
}

// An outline is near another also if it begins at the opposite corner.
func TestNear(t *testing.T) {
	q := photo.Quad{{100, 100}, {500, 110}, {495, 360}, {95, 350}}
	shifted := q
	for i := range shifted {
		shifted[i][0] += 10
	}
	far := q
	far[2][0] += 60
	for name, c := range map[string]struct {
		p    photo.Quad
		want bool
	}{"itself": {q, true}, "turned by half": {photo.HalfTurn(q), true}, "a little off": {photo.HalfTurn(shifted), true}, "one corner": {far, false}} {
		if got := near(c.p, q); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if turnedLike(photo.HalfTurn(q), q) != q {
		t.Error("not turned back")
	}
}
