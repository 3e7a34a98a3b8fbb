package eyes

import (
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"truename/model"
	"truename/model/ocr"
	"truename/model/photo"
)

// plain is a picture of one grey.
func plain(w, h int) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 150
	}
	return img
}

func TestLimits(t *testing.T) {
	low, high := limit{60, 40}, limit{0.2, 0.5}
	for name, c := range map[string]struct {
		f      model.Finding
		weight model.Weight
		limit  float64
	}{
		"enough":      {low.atLeast("x", 60), model.Passed, 60},
		"little":      {low.atLeast("x", 59), model.Notice, 60},
		"still":       {low.atLeast("x", 40), model.Notice, 60},
		"too little":  {low.atLeast("x", 39), model.Fault, 40},
		"not much":    {high.atMost("x", 0.2), model.Passed, 0.2},
		"much":        {high.atMost("x", 0.3), model.Notice, 0.2},
		"too much":    {high.atMost("x", 0.6), model.Fault, 0.5},
		"none at all": {high.atMost("x", 0), model.Passed, 0.2},
	} {
		if c.f.Weight != c.weight || c.f.Limit != c.limit || c.f.Code != "x" {
			t.Errorf("%s: %+v", name, c.f)
		}
	}
}

// A fault outweighs notices, before and after.
func TestGrades(t *testing.T) {
	for name, c := range map[string]struct {
		weights []model.Weight
		want    model.Grade
	}{
		"nothing": {nil, model.Good}, "passed": {[]model.Weight{model.Passed, model.Passed}, model.Good},
		"a notice": {[]model.Weight{model.Notice, model.Passed}, model.Flagged},
		"a fault":  {[]model.Weight{model.Notice, model.Fault, model.Notice}, model.Retake},
	} {
		l := &look{side: model.Back, report: model.Report{Grade: model.Good}}
		for i, w := range c.weights {
			l.tell(model.Finding{Code: fmt.Sprint(i), Weight: w})
		}
		if l.report.Grade != c.want || len(l.report.Findings) != len(c.weights) {
			t.Errorf("%s: %s", name, l.report.Grade)
		}
		for _, f := range l.report.Findings {
			if f.Side != model.Back {
				t.Errorf("%s: of side %q", name, f.Side)
			}
		}
	}
}

// What a check passed on the whole card and a field shows to be a fault is told
// as the fault alone.
func TestFaultTakesThePlaceOfThePassedCheck(t *testing.T) {
	l := &look{report: model.Report{Grade: model.Good}}
	for _, w := range []model.Weight{model.Passed, model.Fault, model.Fault} {
		l.tell(model.Finding{Code: model.FindingFar, Weight: w})
	}
	if got := l.report.Findings; len(got) != 2 || got[0].Weight != model.Fault || got[1].Weight != model.Fault {
		t.Errorf("%+v", got)
	}
}

// Words that other cards have name them; a card for residents is none of these.
func TestOtherCards(t *testing.T) {
	for s, want := range map[string]string{
		"社会保障卡": model.FindingInsurance, "中华人民共和国机动车驾驶证": model.FindingDriving, "准驾车型 C1": model.FindingDriving,
		"某某银行": model.FindingBank, "VALID THRU 09/31": model.FindingBank, "PASSPORT": model.FindingTravel, "往来港澳通行证": model.FindingTravel,
		"某某大学学生证": model.FindingOther, "某有限公司": model.FindingOther, "中华人民共和国居民身份证": model.FindingNoCard, "": model.FindingNoCard,
	} {
		f := other([]ocr.Line{{Text: "甲"}, {Text: s}}, 0.3)
		if f.Code != want || f.Weight != model.Fault || f.Value != 0.3 {
			t.Errorf("%q: %+v", s, f)
		}
	}
	if f := other([]ocr.Line{{Text: "学生"}, {Text: "证"}}, 0); f.Code != model.FindingNoCard {
		t.Errorf("a word over two lines: %+v", f)
	}
}

// Numbers and days are legible wholly or not at all; text for the most part.
func TestLegible(t *testing.T) {
	chars := func(sure ...float64) (f model.ReadField) {
		for _, s := range sure {
			text := "字"
			if s == 0 {
				text = ""
			}
			f.Chars = append(f.Chars, model.ReadChar{Text: text, Confidence: s})
		}
		return f
	}
	for name, c := range map[string]struct {
		f     model.ReadField
		field string
		want  bool
	}{
		"a number":                 {model.ReadField{Text: "1"}, model.ReadNumber, true},
		"a number in part":         {chars(0.9, 0.9), model.ReadNumber, false},
		"a day":                    {model.ReadField{Text: "2020-01-02"}, model.ReadUntil, true},
		"no day":                   {chars(1, 1), model.ReadFrom, false},
		"a name":                   {chars(0.9, 0.8), model.ReadName, true},
		"a name, one rare":         {chars(0.9, 0, 0.9), model.ReadName, true},
		"a name of rare ones":      {chars(0, 0), model.ReadName, false},
		"a name, guessed":          {chars(0.4, 0.5), model.ReadName, false},
		"an address with a stain":  {chars(0.9, 0.2, 0.9, 0.9), model.ReadAddress, true},
		"nothing":                  {model.ReadField{}, model.ReadAddress, false},
		"an authority half a blur": {chars(0.9, 0.2), model.ReadAuthority, false},
	} {
		if got := legible(c.f, c.field); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// Of the number it is told from which to which digit it is hidden.
func TestHiddenDigits(t *testing.T) {
	under := func(from, to float64) func(model.Place) float64 {
		return func(p model.Place) float64 {
			return max(min(p.X1, to)-max(p.X0, from), 0) / (p.X1 - p.X0)
		}
	}
	for name, c := range map[string]struct {
		from, to float64
		want     [2]int
	}{
		"all": {0, 1, [2]int{1, 18}}, "the first": {0.3, 0.37, [2]int{1, 1}}, "the last": {0.91, 1, [2]int{18, 18}},
		"the middle": {0.62, 0.66, [2]int{9, 10}}, "none": {0, 0.2, [2]int{}},
	} {
		got := hiddenDigits(under(c.from, c.to))
		if got == nil {
			got = &[2]int{}
		}
		if *got != c.want {
			t.Errorf("%s: %v, want %v", name, *got, c.want)
		}
	}
}

// Boxes carried onto a card and back are where they were.
func TestCarriedThereAndBack(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 3))
	q := photo.Quad{{100, 80}, {900, 120}, {860, 610}, {80, 560}}
	for range 30 {
		b := ocr.Box{X: 300 + rnd.Float64()*300, Y: 200 + rnd.Float64()*200, W: 60, H: 12, Angle: rnd.Float64() - 0.5, Sure: 0.7}
		back := lifted(flat([]ocr.Box{b}, q), q)
		if len(back) != 1 {
			t.Fatal(back)
		}
		if c := back[0]; math.Hypot(c.X-b.X, c.Y-b.Y) > 1e-6 || math.Abs(c.W-b.W) > 3 || math.Abs(c.Angle-b.Angle) > 0.02 || c.Sure != b.Sure {
			t.Errorf("%+v comes back as %+v", b, c)
		}
	}
}

// Two outlines are two cards if they lie apart and are of about one size.
func TestApart(t *testing.T) {
	at := func(x, long float64) photo.Quad {
		return photo.Quad{{x, 0}, {x + long, 0}, {x + long, long * 0.63}, {x, long * 0.63}}
	}
	for name, c := range map[string]struct {
		a, b           photo.Quad
		apart, similar bool
	}{
		"side by side": {at(0, 100), at(110, 100), true, true}, "the same": {at(0, 100), at(2, 100), false, true},
		"a stamp beside": {at(0, 100), at(150, 30), true, false},
	} {
		if photo.Apart(c.a, c.b) != c.apart || photo.Apart(c.b, c.a) != c.apart {
			t.Errorf("%s: apart %v", name, !c.apart)
		}
		if similarSize(c.a, c.b) != c.similar || similarSize(c.b, c.a) != c.similar {
			t.Errorf("%s: similar %v", name, !c.similar)
		}
	}
}

// A card that seems to be shortened lacks a part only where its outline ends at
// the border of the picture.
func TestLacking(t *testing.T) {
	for name, c := range map[string]struct {
		frame bool
		tilt  float64
		lacks float64
	}{"at the border": {true, 60, 0.5}, "within": {false, 60, 0}, "whole, at the border": {true, 10, 0}} {
		v := &view{s: &sight{place: photo.Candidate{Frame: c.frame}}, tilt: c.tilt}
		if got := v.lacking(); math.Abs(got-c.lacks) > 1e-9 {
			t.Errorf("%s: %.3f, want %.3f", name, got, c.lacks)
		}
	}
}
