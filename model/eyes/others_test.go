package eyes

import (
	"math"
	"testing"

	"truename/model"
	"truename/model/ocr"
	"truename/model/photo"
	"truename/model/specimen"
)

// Photographs whose fault is not where it is looked for first: the outline of a
// second card is lost on its ground, a finger hides the beginning of the
// address and nothing else, print is blurred because the card is seen flatly,
// a copy has hardly any colour.
func TestFaultsThatHide(t *testing.T) {
	unraced(t)
	for _, c := range []faulty{
		{"several", 530_007, model.FindingSeveral}, {"both-sides", 531_032, model.FindingBothSides}, {"both-sides", 531_041, model.FindingBothSides},
		{"covered", 532_005, model.FindingCovered}, {"oblique", 534_003, model.FindingOblique}, {"copy", 533_020, model.FindingCopy},
	} {
		report, _ := c.looked(t, specimen.Options{})
		if f, ok := report.Worst(); !ok || f.Code != c.code || f.Weight != model.Fault {
			t.Errorf("%s %d: %+v", c.fault, c.seed, report.Findings)
		}
	}
}

func TestTitled(t *testing.T) {
	const length = 1000
	for _, c := range []struct {
		text string
		wide float64
		want bool
	}{
		{"居民身份证", 400, true},
		{"居 民 身份证", 400, true},
		{"中华人民共和国居民身份证", 600, true},
		{"台湾居民居住证", 400, true},
		{"居民身份证", 90, false},            // a word on a page
		{"居民身份证", 900, false},           // a heading
		{"居民身份证申领登记表", 400, false},      // a form
		{"应当出示本人的港澳台居民居住证", 600, false}, // a sentence
		{"中华人民共和国", 400, false},         // other documents have it
		{"社会保障卡", 400, false},
	} {
		if got := titled(ocr.Line{Text: c.text, Box: ocr.Box{W: c.wide, H: 50}}, length); got != c.want {
			t.Errorf("%s, %v wide: %v", c.text, c.wide, got)
		}
	}
}

// What lies on the card, or is too large for one, is not beside it.
func TestBeside(t *testing.T) {
	card := photo.Quad{{100, 100}, {500, 100}, {500, 352}, {100, 352}}
	seen := []ocr.Box{
		{X: 300, Y: 200, W: 100, H: 20}, // on it
		{X: 700, Y: 200, W: 100, H: 20},
		{X: 300, Y: 500, W: 100, H: 20},
		{X: 300, Y: 600, W: 600, H: 20}, // too long
		{X: 700, Y: 600, W: 200, H: 90}, // too high
	}
	if got := beside(seen, card); len(got) != 2 || got[0].X != 700 || got[1].Y != 500 {
		t.Errorf("%v", got)
	}
}

// Characters may be missing before the first of a line, between two, and after
// the last.
func TestGaps(t *testing.T) {
	const high = 0.05
	at := func(x, y float64) model.ReadChar {
		return model.ReadChar{Place: model.Place{X0: x - 0.01, X1: x + 0.01, Y0: y, Y1: y + high}}
	}
	wide := 0.72 * high * photo.CardHeight / photo.CardWidth
	row := func(first float64, n int, y float64) (out []model.ReadChar) {
		for i := range n {
			out = append(out, at(first+float64(i)*wide, y))
		}
		return out
	}
	left, right := 0.2, 0.2+10*wide
	for _, c := range []struct {
		what  string
		chars []model.ReadChar
		want  []model.Place // X0 and Y0 alone
	}{
		{"full lines", append(row(left+wide/2, 10, 0.4), row(left+wide/2, 10, 0.5)...), nil},
		{"a finger over the beginning", row(left+4.5*wide, 6, 0.4), []model.Place{{X0: left, Y0: 0.4}}},
		{"of the second line", append(row(left+wide/2, 10, 0.4), row(left+4.5*wide, 6, 0.5)...), []model.Place{{X0: left, Y0: 0.5}}},
		{"between two", append(row(left+wide/2, 3, 0.4), row(left+6.5*wide, 4, 0.4)...), []model.Place{{X0: left + 3.1*wide, Y0: 0.4}}},
		{"after the last", row(left+wide/2, 4, 0.4), []model.Place{{X0: left + 4.1*wide, Y0: 0.4}}},
	} {
		got := gaps(c.chars, left, right)
		same := len(got) == len(c.want)
		for i := range got {
			same = same && math.Abs(got[i].X0-c.want[i].X0) < 1e-6 && got[i].Y0 == c.want[i].Y0
		}
		if !same {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
}
