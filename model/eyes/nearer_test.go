package eyes

import (
	"math"
	"testing"

	"truename/model/ocr"
	"truename/model/photo"
)

// lineOf is a line of print from one point of a card to another, seen through a map of parts of the
// card to a picture.
func lineOf(text string, seen func(u, v float64) [2]float64, from, to, y float64) ocr.Line {
	a, b := seen(from, y), seen(to, y)
	n := float64(len([]rune(text)))
	long := math.Hypot(b[0]-a[0], b[1]-a[1]) * n / (n - 1)
	l := ocr.Line{Text: text, Box: ocr.Box{X: (a[0] + b[0]) / 2, Y: (a[1] + b[1]) / 2, W: long, H: long / n, Angle: math.Atan2(b[1]-a[1], b[0]-a[0])}}
	for i, r := range []rune(text) {
		l.Chars = append(l.Chars, ocr.Char{Text: string(r), Sure: 1, From: float64(i) / n, To: float64(i+1) / n})
	}
	return l
}

// One line that only a card has tells about where it lies, however it is
// turned; others tell nothing.
func TestOneLineTells(t *testing.T) {
	for name, seen := range map[string]func(u, v float64) [2]float64{"level": card(800, 0, 0), "turned": card(500, 2.4, 0), "up": card(800, -math.Pi/2, 0)} {
		for _, l := range []ocr.Line{
			lineOf("11010519491231002X", seen, firstDigit, lastDigit, numberRow),
			lineOf("2020.01.02-2040.03.04", seen, 0.39, 0.81, 0.870),
			lineOf("2020.01.02-长期", seen, 0.39, 0.66, 0.870),
			lineOf("居民身份证", seen, 0.38, 0.76, 0.347),
			lineOf("港澳居民居住证", seen, 0.36, 0.80, 0.340),
			lineOf("中华人民共和国", seen, 0.35, 0.75, 0.168),
		} {
			q, ok := told(l)
			if !ok {
				t.Errorf("%s: %s tells nothing", name, l.Text)
				continue
			}
			for i, c := range [4][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}} {
				want := seen(c[0], c[1])
				if off := math.Hypot(q[i][0]-want[0], q[i][1]-want[1]); off > 0.1*photo.Length(q) {
					t.Errorf("%s: %s puts corner %d off by %.0f of %.0f pixels", name, l.Text, i, off, photo.Length(q))
				}
			}
		}
		for _, text := range []string{"110105194912310021", "居民身份证号码", "2020.01.02", "中华人民共和国居民身份证法", "姓名", "长", ""} {
			if _, ok := told(lineOf(text, seen, 0.2, 0.8, 0.5)); ok {
				t.Errorf("%s: %q tells where a card lies", name, text)
			}
		}
	}
}

// Of the same words in two places, the pins of the card agree, and the others
// are left out; where none do, it hangs nowhere.
func TestHungOnWhatAgrees(t *testing.T) {
	seen := card(800, 0.3, 0.04)
	own := firm(pins(labelled(seen, "姓名", "性别", "出生", "住址", "公民身份号码")))
	for name, astray := range map[string][]pin{
		"nothing":    nil,
		"one label":  firm(pins(labelled(card(800, 0.5, 0), "出生"))),
		"two labels": firm(pins(labelled(card(700, 0.1, 0), "姓名", "出生"))),
	} {
		q, ok := agreeing(append(astray, own...))
		want := seen(1, 1)
		if !ok || math.Hypot(q[2][0]-want[0], q[2][1]-want[1]) > 20 {
			t.Errorf("with %s astray: %v, %v; its last corner is at %v", name, q, ok, want)
		}
	}
	if _, ok := agreeing(own[:2]); ok {
		t.Error("hangs on one row")
	}
	q, _ := hung(own)
	if got := expected(append(own, firm(pins(labelled(card(800, 2, 0), "出生")))...), q); len(got) != len(own) {
		t.Errorf("%d of %d pins are where they are on the card", len(got), len(own))
	}
}

// The labels of a residence permit's back stand in other rows.
func TestPinsOfPermits(t *testing.T) {
	seen := card(800, 0.2, 0)
	lines := []ocr.Line{
		lineOf("港澳居民居住证", seen, 0.36, 0.80, 0.340), lineOf("签发机关", seen, 0.222, 0.328, 0.640),
		lineOf("有效期限", seen, 0.222, 0.328, 0.722), lineOf("通行证号码", seen, 0.222, 0.363, 0.805),
	}
	q, ok := hung(firm(pins(lines)))
	if want := seen(0, 0); !ok || math.Hypot(q[0][0]-want[0], q[0][1]-want[1]) > 8 {
		t.Errorf("%v, %v; the first corner is at %v", q, ok, want)
	}
	if exactly(lines) != nil {
		t.Error("three rows near each other tell exactly where a card lies")
	}
}
