package ocr

import (
	"math"
	"testing"

	"truename/model"
)

// backLines are the rows of a 国徽面.
func backLines() []Line {
	return []Line{
		written(385, 136, 95, "中华人民共和国"), written(385, 280, 134, "居民身份证"),
		written(250, 603, 44, "签发机关"), written(492, 603, 46, "某市公安局某区分局"),
		written(250, 703, 44, "有效期限"), written(492, 703, 46, "2020.01.02-2040.01.02"),
	}
}

func fullFront() []Line {
	return frontLines("张三丰", "男", "汉", "某省某市某区某街道一百二十\n三号", "990000199001011234")
}

// turned are boxes on a card that lies the other way up.
func turned(boxes []Box) (out []Box) {
	for _, b := range boxes {
		out = append(out, b.HalfTurn(cardWide, cardHigh))
	}
	return out
}

// moved are boxes shifted, in parts of the card, and turned a little.
func moved(boxes []Box, dx, dy, angle float64) (out []Box) {
	sin, cos := math.Sincos(angle)
	for _, b := range boxes {
		x, y := b.X-cardWide/2, b.Y-cardHigh/2
		b.X, b.Y = cardWide/2+x*cos-y*sin+dx*cardWide, cardHigh/2+x*sin+y*cos+dy*cardHigh
		b.Angle += angle
		out = append(out, b)
	}
	return out
}

// page is print as on a page that is larger than the outline: long lines at an
// even distance.
func page() (out []Box) {
	for y := 30.0; y < 800; y += 50 {
		out = append(out, Box{X: 640, Y: y, W: 1400, H: 30})
	}
	return out
}

func TestJudgeTellsTheSides(t *testing.T) {
	front, back := boxesOf(fullFront()), boxesOf(backLines())
	for name, c := range map[string]struct {
		boxes []Box
		side  model.Side
		down  bool
	}{
		"front": {front, model.Front, false}, "back": {back, model.Back, false},
		"front upside down": {turned(front), model.Front, true}, "back upside down": {turned(back), model.Back, true},
		"front, off": {moved(front, 0.01, -0.015, 0.01), model.Front, false},
		"back, off":  {moved(back, -0.01, 0.02, -0.01), model.Back, false},
	} {
		got := Judge(c.boxes, cardWide, cardHigh)
		if got.Side != c.side || got.UpsideDown != c.down || got.Score < 0.66 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// The better the rows stand, the less they are off.
func TestJudgeMeasuresTheDistance(t *testing.T) {
	exact := Judge(boxesOf(backLines()), cardWide, cardHigh)
	off := Judge(moved(boxesOf(backLines()), 0, 0.02, 0), cardWide, cardHigh)
	if exact.Off > 0.01 || !nearly(off.Off, 0.02, 0.008) || off.Off <= exact.Off {
		t.Errorf("exact %.4f, moved by 0.02 %.4f", exact.Off, off.Off)
	}
}

// What is no card fits badly.
func TestJudgeRefuses(t *testing.T) {
	front := boxesOf(fullFront())
	steepFront := moved(front, 0, 0, 0.5)
	for name, boxes := range map[string][]Box{
		"nothing": nil, "a page": page(), "a page at an angle": moved(page(), 0, 0, 0.3), "a card that lies askew": steepFront,
		"one long line": {{X: 640, Y: 400, W: 1100, H: 60}}, "beside it": moved(front, 1.5, 0, 0),
	} {
		if got := Judge(boxes, cardWide, cardHigh); got.Score > 0.40 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// Print that runs over the edge of a card, or across it, speaks against it.
func TestStrangers(t *testing.T) {
	front := boxesOf(fullFront())
	clean := Judge(front, cardWide, cardHigh).Score
	for name, b := range map[string]Box{
		"over the edge": {X: 1250, Y: 400, W: 300, H: 30}, "across": {X: 900, Y: 350, W: 300, H: 30, Angle: 0.6},
		"a long line elsewhere": {X: 640, Y: 20, W: 700, H: 30},
	} {
		all := append([]Box{b}, front...)
		got := Judge(all, cardWide, cardHigh).Score
		if got >= clean {
			t.Errorf("%s: %.3f, without %.3f", name, got, clean)
		}
		if down := Judge(turned(all), cardWide, cardHigh); !down.UpsideDown || !nearly(down.Score, got, 1e-9) {
			t.Errorf("%s, upside down: %+v, upright %.3f", name, down, got)
		}
	}
	beside := Judge(append([]Box{{X: 1900, Y: 400, W: 900, H: 30}}, front...), cardWide, cardHigh).Score
	if beside != clean {
		t.Errorf("print beside the card counts: %.3f, %.3f", beside, clean)
	}
}

// The labels are found in their places, one character missing or not, and not
// elsewhere.
func TestAnchors(t *testing.T) {
	find := func(labels []label, lines ...Line) (out []string) {
		for _, a := range anchors(glyphsOf(lines, cardWide, cardHigh), labels) {
			out = append(out, a.text)
		}
		return out
	}
	for name, c := range map[string]struct {
		line Line
		want string
	}{
		"姓名": {written(78, 105, 42, "姓名"), "姓名"}, "with the name on the line": {written(78, 105, 42, "姓名张三"), "姓名"},
		"one missing": {written(78, 105, 42, "名"), ""}, "too low": {written(78, 300, 42, "姓名"), ""},
		"too far right":     {written(700, 105, 42, "姓名"), ""},
		"公民身份号码":            {written(78, 691, 42, "公民身份号码"), "公民身份号码"},
		"one of six":        {written(78, 691, 42, "公民份号码"), "公民身份号码"},
		"three of six":      {written(78, 691, 42, "公民身"), ""},
		"the wrong order":   {written(78, 691, 42, "码号份身民公"), ""},
		"other characters":  {written(78, 105, 42, "性情"), ""},
		"with noise before": {written(36, 105, 42, "一姓名"), "姓名"},
	} {
		got := ""
		for _, s := range find(frontLabels, c.line) {
			got += s
		}
		if got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := find(frontLabels, fullFront()...); len(got) != 6 {
		t.Errorf("front: %q", got)
	}
	if got := find(backLabels, backLines()...); len(got) != 4 {
		t.Errorf("back: %q", got)
	}
	if got := find(backLabels, fullFront()...); len(got) != 0 {
		t.Errorf("labels of the back on the front: %q", got)
	}
}

// Rows are moved to where the labels say that they are.
func TestSettle(t *testing.T) {
	at := func(y, seen float64) anchor {
		return anchor{label{y: y}, model.Place{Y0: seen - 0.02, Y1: seen + 0.02}}
	}
	for name, c := range map[string]struct {
		found []anchor
		y     float64
		want  float64
	}{
		"none":                 {nil, 0.4, 0.4},
		"one, shifted":         {[]anchor{at(0.13, 0.16)}, 0.43, 0.40},
		"two, shifted":         {[]anchor{at(0.13, 0.16), at(0.855, 0.885)}, 0.43, 0.40},
		"drawn out":            {[]anchor{at(0.1, 0.1), at(0.5, 0.52), at(0.9, 0.94)}, 0.73, 0.7},
		"too much drawn out":   {[]anchor{at(0.3, 0.1), at(0.7, 0.9)}, 0.6, 0.59},
		"near one another":     {[]anchor{at(0.30, 0.31), at(0.34, 0.36)}, 0.5, 0.485},
		"at its place exactly": {[]anchor{at(0.13, 0.13), at(0.855, 0.855)}, 0.382, 0.382},
	} {
		if got := settle(c.found)(c.y); !nearly(got, c.want, 0.002) {
			t.Errorf("%s: %.4f, want %.4f", name, got, c.want)
		}
	}
}

// Fields are found when all of the print is off by a few hundredths.
func TestFieldsFollowTheLabels(t *testing.T) {
	for _, dy := range []float64{-0.045, 0, 0.045} {
		lines := fullFront()
		for i := range lines {
			lines[i].Box.Y += dy * cardHigh
		}
		c := cardWith(model.Front, lines...)
		for z, want := range map[zone]string{zoneName: "张三丰", zoneSex: "男", zoneEthnicity: "汉", zoneNumber: "990000199001011234"} {
			if got := text(c.in(z)); got != want {
				t.Errorf("moved by %.3f: %q, want %q", dy, got, want)
			}
		}
	}
}

// Rows are read from the top, each from the left, also where they rise a little.
func TestByRow(t *testing.T) {
	at := func(s string, x, y float64) glyph {
		return glyph{Char: Char{Text: s}, place: model.Place{X0: x, X1: x + 0.03, Y0: y, Y1: y + 0.06}}
	}
	g := []glyph{at("丁", 0.2, 0.20), at("乙", 0.3, 0.105), at("戊", 0.3, 0.19), at("甲", 0.2, 0.11), at("丙", 0.4, 0.10)}
	if got := text(byRow(g)); got != "甲乙丙丁戊" {
		t.Errorf("%q", got)
	}
	if got := byRow(nil); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

// What two boxes read of one character is one, the surer.
func TestOnce(t *testing.T) {
	at := func(s string, sure, x float64, line int) glyph {
		return glyph{Char: Char{Text: s, Sure: sure}, place: model.Place{X0: x, X1: x + 0.03, Y0: 0.1, Y1: 0.16}, line: line}
	}
	for want, g := range map[string][]glyph{
		"乙丙": {at("甲", 0.5, 0.2, 0), at("乙", 0.9, 0.205, 1), at("丙", 0.9, 0.3, 0)},
		"甲丙": {at("甲", 0.9, 0.2, 0), at("乙", 0.5, 0.205, 1), at("丙", 0.9, 0.3, 0)},
		"甲乙": {at("甲", 0.9, 0.2, 0), at("乙", 0.5, 0.205, 0)}, // of one line: both stand there
		"丁戊": {at("丁", 0.9, 0.2, 0), at("戊", 0.5, 0.225, 1)}, // side by side
	} {
		if got := text(once(g)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestOverlap(t *testing.T) {
	a := model.Place{X0: 0, Y0: 0, X1: 0.4, Y1: 0.2}
	for want, b := range map[float64]model.Place{
		1: {X0: 0.1, Y0: 0.05, X1: 0.2, Y1: 0.1}, 0.5: {X0: 0.3, Y0: 0, X1: 0.5, Y1: 0.2}, 0: {X0: 0.4, Y0: 0, X1: 0.5, Y1: 0.2},
	} {
		if got := overlap(a, b); !nearly(got, want, 1e-9) || !nearly(overlap(b, a), want, 1e-9) {
			t.Errorf("%v: %v, want %v", b, got, want)
		}
	}
	if got := overlap(a, model.Place{X0: 0.1, X1: 0.1, Y1: 0.2}); got != 0 {
		t.Errorf("nothing: %v", got)
	}
}
