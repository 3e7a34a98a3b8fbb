package ocr

import (
	"image"
	"strings"
	"testing"

	"truename/model"
	"truename/model/ocr/nn"
)

// readFront reads the fields of a front without looking at the picture again.
func readFront(t *testing.T, c *Card) model.Reading {
	t.Helper()
	got, err := wordsOnly().front(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// A whole front gives all six fields, each where it stands.
func TestFrontFields(t *testing.T) {
	lines := append(frontLines("张三丰", "男", "汉", "某省某市某区一百二十\n三号", "11010519491231002X"),
		written(232, 309, 46, "1949"), written(366, 309, 46, "年12月31日"))
	got := readFront(t, cardWith(model.Front, lines...))
	want := map[string]string{
		model.ReadName: "张三丰", model.ReadSex: "男", model.ReadEthnicity: "汉", model.ReadBirth: "1949-12-31",
		model.ReadAddress: "某省某市某区一百二十三号", model.ReadNumber: "11010519491231002X",
	}
	for field, text := range want {
		f := got[field]
		if f.Text != text || f.Place == nil || f.Confidence < 0.9 {
			t.Errorf("%s: %+v, want %q", field, f, text)
			continue
		}
		x, y := (f.Place.X0+f.Place.X1)/2, (f.Place.Y0+f.Place.Y1)/2
		if z := Where(field); x < z.X0 || x > z.X1 || y < z.Y0 || y > z.Y1 {
			t.Errorf("%s stands at %+v, not in %+v", field, *f.Place, z)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d fields: %v", len(got), got)
	}
}

// A date of birth is read as cards print it: with the characters between, with
// one of them missing, on one line or several; and never made up.
func TestBirth(t *testing.T) {
	for print, want := range map[string]string{
		"1990年1月5日": "1990-01-05", "1990年12月31日": "1990-12-31", "1990 年 1 月 5 日": "1990-01-05",
		"2008年10月9日": "2008-10-09", "1990年1月5": "1990-01-05", "19901月5日": "1990-01-05",
		"1990年13月5日": "", "1990年0月5日": "", "1990年1月0日": "", "1990年1月32日": "", "990年1月5日": "", "年月日": "", "1990年": "",
		// One number is not made into two.
		"1990年月25日": "", "1990年12月日": "", "1990年12月": "",
	} {
		f, date := cardWith(model.Front, written(78, 309, 42, "出生"), written(232, 309, 46, print)).birth()
		if f.Text != want || date != strings.ReplaceAll(want, "-", "") {
			t.Errorf("%s is read as %q, %q", print, f.Text, date)
		}
	}
}

// Without the label 出生 its place counts alone, and the label itself is none
// of the field.
func TestBirthWithoutItsLabel(t *testing.T) {
	f, _ := cardWith(model.Front, written(232, 309, 46, "1990年1月5日")).birth()
	if f.Text != "1990-01-05" {
		t.Errorf("%+v", f)
	}
	f, _ = cardWith(model.Front, written(78, 309, 46, "出生1990年1月5日")).birth()
	if f.Text != "1990-01-05" {
		t.Errorf("on one line with it: %+v", f)
	}
}

// All 56 of China and the two others are read, with the 族 of the label or
// without; nothing else is.
func TestEthnicities(t *testing.T) {
	if len(ethnicities) != 58 {
		t.Errorf("%d in the list", len(ethnicities))
	}
	seen := map[string]bool{}
	for _, e := range ethnicities {
		if seen[e] {
			t.Errorf("%s is in the list twice", e)
		}
		seen[e] = true
		for _, print := range []string{e, e + "族", "民族" + e, "族" + e} {
			g := glyphsOf([]Line{written(520, 208, 40, print)}, cardWide, cardHigh)
			if got := strings.TrimSuffix(text(listed(g)), "族"); got != e {
				t.Errorf("%s is read as %q", print, got)
			}
		}
	}
	for _, print := range []string{"", "民族", "汉汉", "汗", "维吾", "吾尔", "某", "1", "HAN"} {
		if got := listed(glyphsOf([]Line{written(520, 208, 40, print+" ")}, cardWide, cardHigh)); got != nil {
			t.Errorf("%q is read as %q", print, text(got))
		}
	}
}

// The dot in a name is one and the same however it was read; signs are none of
// a name.
func TestNames(t *testing.T) {
	for print, want := range map[string]string{
		"王五": "王五", "阿依古丽·买买提": "阿依古丽·买买提", "阿依古丽•买买提": "阿依古丽·买买提",
		"阿依古丽・买买提": "阿依古丽·买买提", "王,五": "王五", "欧阳小明": "欧阳小明",
	} {
		f := wordsOnly().name(cardWith(model.Front, written(78, 105, 42, "姓名"), written(232, 105, 46, print)))
		if f.Text != want || len(f.Chars) != len([]rune(want)) {
			t.Errorf("%s is read as %q (%d)", print, f.Text, len(f.Chars))
		}
	}
}

// A character that was hardly recognised leaves the name without text, but not
// the place without the others.
func TestNameWithADoubtfulCharacter(t *testing.T) {
	l := written(232, 105, 54, "王五六")
	l.Chars[1].Sure = 0.3
	f := wordsOnly().name(cardWith(model.Front, written(78, 105, 42, "姓名"), l))
	if f.Text != "" || len(f.Chars) != 3 || f.Chars[0].Text != "王" || f.Chars[1].Text != "" || f.Chars[2].Text != "六" || f.Confidence != 0.3 {
		t.Errorf("%+v", f)
	}
}

// A name that begins right behind its label, or without one further to the left
// than names do, lacks its first character.
func TestNameWithoutItsFirstCharacter(t *testing.T) {
	label := written(78, 105, 42, "姓名")
	for name, c := range map[string]struct {
		lines []Line
		want  string
	}{
		"as printed": {[]Line{label, written(232, 105, 46, "王五")}, "王五"}, "right behind": {[]Line{label, written(166, 105, 46, "迟若")}, ""},
		"no label": {[]Line{written(232, 105, 46, "王五")}, "王五"}, "no label, too far left": {[]Line{written(188, 105, 46, "迟若")}, ""},
	} {
		f := wordsOnly().name(cardWith(model.Front, c.lines...))
		if f.Text != c.want || c.want == "" && (len(f.Chars) == 0 || f.Chars[0].Text != "") {
			t.Errorf("%s: %q, %+v", name, f.Text, f.Chars)
		}
	}
}

// A character of which the reader is almost sure must look like what is printed;
// one of which it is sure need not, unless something else does; one of which it
// has no doubt is believed.
func TestNameThatDoesNotLookLikeIt(t *testing.T) {
	squares, nothing := whiteCard(), whiteCard()
	l := printed(squares, "王五六") // some rare character looks more like a black square
	for _, c := range []struct {
		img  *image.RGBA
		sure float64
		want string
	}{
		{squares, 0.9, ""}, {squares, 0.98, ""}, {squares, 0.999, ""}, {squares, 0.9999, "王五六"},
		{nothing, 0.9, ""}, {nothing, 0.98, ""}, {nothing, 0.999, "王五六"}, {nothing, 0.9999, "王五六"},
	} {
		l.Chars[1].Sure = c.sure
		if f := wordsOnly().name(cardOn(c.img, model.Front, written(78, 105, 42, "姓名"), l)); f.Text != c.want {
			t.Errorf("%v, sure by %.4f: %q", c.img == squares, c.sure, f.Text)
		}
	}
}

// What is printed is read where the reader took it for something that looks
// like it and thought of the right one; where it did not think of it, nothing is
// read.
func TestNameIsWhatIsPrinted(t *testing.T) {
	r := wordsOnly()
	for _, c := range []struct {
		printed, read string
		sure          float64
		also          string
		want          string
	}{
		{"彧", "或", 0.96, "或彧惑", "彧"}, {"彧", "或", 0.9958, "或彧", "彧"}, {"或", "或", 0.6, "或彧", "或"},
		{"宕", "岩", 0.55, "岩宕", "宕"}, {"珣", "珣", 0.35, "珣瑜", "珣"}, {"给", "给", 0.67, "给治", "给"},
		{"绐", "给", 0.94, "给治", ""}, {"梏", "桔", 0.57, "桔格", ""}, {"赟", "赞", 0.85, "赞赛", ""}, {"旻", "晏", 0.96, "晏宴", ""},
	} {
		img, _ := named(c.printed, "_", 0)
		l := written(232, 105, 56, c.read)
		l.Chars[0].Sure = c.sure
		for i, k := range []rune(c.also) {
			p := float32(c.sure)
			if string(k) != c.read {
				p = (1 - p) / float32(i+1)
			}
			l.Chars[0].Also = append(l.Chars[0].Also, nn.Candidate{Class: r.class[k], Prob: p})
		}
		f := r.name(cardOn(img, model.Front, written(78, 105, 42, "姓名"), l))
		if f.Text != c.want {
			t.Errorf("%s, taken for %s by %.3f, is read as %q", c.printed, c.read, c.sure, f.Text)
		}
		if c.want != "" && c.want != c.read && f.Confidence > 1-c.sure {
			t.Errorf("%s: what the reader only thought of has confidence %.3f", c.printed, f.Confidence)
		}
	}
}

// 男 and 女 are a sex, alone.
func TestSex(t *testing.T) {
	for print, want := range map[string]string{"男": "男", "女": "女", "男女": ""} {
		f, err := wordsOnly().sex(t.Context(), cardWith(model.Front, written(78, 208, 42, "性别"), written(232, 208, 46, print)))
		if err != nil || f.Text != want {
			t.Errorf("%s is read as %q, %v", print, f.Text, err)
		}
	}
}

// An address is its lines together, to the last one, without the marks of
// cards for show.
func TestAddress(t *testing.T) {
	for name, c := range map[string]struct{ print, want string }{
		"one line":               {"某省某市某路1号", "某省某市某路1号"},
		"two lines":              {"某省某市某区某街道某路\n12号院3单元", "某省某市某区某街道某路12号院3单元"},
		"three lines":            {"某省某市某区某街道某路\n某小区十二号院三单元\n四楼", "某省某市某区某街道某路某小区十二号院三单元四楼"},
		"a last line of one":     {"某省某市某区某街道某路\n号", "某省某市某区某街道某路号"},
		"signs that belong":      {"某路1-2号(东)3#", "某路1-2号(东)3#"},
		"signs that do not":      {"某路1,2号*", "某路12号"},
		"a letter of a block":    {"某路B座1号", "某路B座1号"},
		"SPECIMEN in the middle": {"某路SPECIMEN1号", "某路1号"},
		"SPECIMEN at the end":    {"某路1号\nSPECIMEN", "某路1号"},
		"a piece of it":          {"某路CIMEN1号", "某路1号"},
	} {
		card := cardWith(model.Front, frontLines("", "", "", c.print, "")...)
		f, err := wordsOnly().address(t.Context(), card)
		if err != nil || f.Text != c.want {
			t.Errorf("%s: %q, %v; want %q", name, f.Text, err, c.want)
		}
	}
}

// Red print is no print of the card: it is left out before fields are read.
// Black, blue and pale print stays.
func TestInkedLeavesRedOut(t *testing.T) {
	img := whiteCard()
	cards := map[string]struct {
		r, g, b uint8
		stays   bool
	}{
		"black": {30, 28, 30, true}, "blue": {42, 111, 158, true}, "grey": {150, 150, 150, true},
		"red": {194, 43, 43, false}, "dull red": {176, 58, 78, false}, "pale red": {230, 180, 175, false},
	}
	y := 100
	for name, c := range cards {
		ink(img, 300, y, 312, y+40, c.r, c.g, c.b)
		ink(img, 324, y, 336, y+40, c.r, c.g, c.b)
		l := written(290, float64(y)+20, 54, "甲")
		if got := len(inked(img, glyphsOf([]Line{l}, cardWide, cardHigh))); got != 0 != c.stays {
			t.Errorf("%s: %d characters stay", name, got)
		}
		y += 90
	}
	if got := inked(img, glyphsOf([]Line{written(2000, 300, 40, "甲")}, cardWide, cardHigh)); len(got) != 1 {
		t.Errorf("beyond the card: %d", len(got))
	}
}

// Where something dark stands tells whether a line may go on.
func TestInkedZone(t *testing.T) {
	img := whiteCard()
	ink(img, 240, 520, 280, 560, 30, 30, 30)
	c := &Card{Picture: img}
	for want, z := range map[bool]zone{true: {0.165, 0.62, 0.30, 0.72}, false: {0.165, 0.10, 0.30, 0.20}} {
		if got := c.inked(z); got != want {
			t.Errorf("%+v: %v", z, got)
		}
	}
}

// Half a turn puts the last pixel first, and two of them change nothing.
func TestHalfTurned(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 5, 3))
	for i := range img.Pix {
		img.Pix[i] = uint8(i)
	}
	down := halfTurned(img)
	if down.RGBAAt(0, 0) != img.RGBAAt(4, 2) || down.RGBAAt(1, 2) != img.RGBAAt(3, 0) {
		t.Errorf("%v", down.Pix)
	}
	if string(halfTurned(down).Pix) != string(img.Pix) {
		t.Error("two half turns are not none")
	}
}

// Not more is read than a card has: labels and fields first.
func TestWantedIsBounded(t *testing.T) {
	var many []Box
	for i := range 200 {
		many = append(many, Box{X: float64(30 + 5*i), Y: float64(20 + 4*i%780), W: 100 + float64(i), H: 30})
	}
	for _, side := range []model.Side{model.Front, model.Back} {
		some, rest := wanted(many, Fit{Side: side}, cardWide, cardHigh)
		if len(some) > mostLines || len(rest) > mostLines {
			t.Errorf("%s: %d and %d", side, len(some), len(rest))
		}
	}
	front := boxesOf(fullFront())
	if some, _ := wanted(front, Fit{Side: model.Front}, cardWide, cardHigh); len(some) != len(front) {
		t.Errorf("%d of %d boxes of a front", len(some), len(front))
	}
}
