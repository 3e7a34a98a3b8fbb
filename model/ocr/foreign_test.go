package ocr

import (
	"strings"
	"testing"

	"truename/model"
	"truename/model/ocr/nn"
)

// foreignLines are those of a foreign permanent resident's card: a label in two
// languages, and its value below.
func foreignLines(name, sex, birth, term, number string) []Line {
	return []Line{
		written(200, 75, 50, "中华人民共和国外国人永久居留身份证"), written(200, 128, 30, "FOREIGN PERMANENT RESIDENT ID CARD"),
		written(430, 185, 30, "姓名/Name"), written(430, 230, 40, name),
		written(430, 282, 30, "性别/Sex"), written(430, 327, 40, sex),
		written(430, 379, 30, "出生日期/Date of Birth"), written(430, 424, 40, birth),
		written(430, 476, 30, "有效期限/Period of Validity"), written(430, 521, 40, term),
		written(430, 573, 30, "证件号码/ID No."), written(430, 618, 40, number),
	}
}

func readForeign(lines ...Line) *Card {
	c := cardWith(model.Front, lines...)
	c.foreign()
	return c
}

func TestForeignFront(t *testing.T) {
	c := readForeign(foreignLines("SMITH,␣JOHN␣PAUL", "男/M", "1980.02.03", "2019.06.01-2029.05.31", "USA110080020301")...)
	if c.Kind != Foreign || c.Side != model.Front || c.Labels < needed {
		t.Fatalf("%s, %s, %d labels", c.Kind, c.Side, c.Labels)
	}
	for field, want := range map[string]string{
		model.ReadName: "SMITH, JOHN PAUL", model.ReadSex: "男", model.ReadBirth: "1980-02-03",
		model.ReadFrom: "2019-06-01", model.ReadUntil: "2029-05-31", model.ReadNumber: "USA110080020301",
	} {
		if got := c.Reading[field]; got.Text != want || got.Place == nil {
			t.Errorf("%s is read as %q, want %q", field, got.Text, want)
		}
	}
}

func TestForeignBack(t *testing.T) {
	c := readForeign(written(100, 300, 40, "签发机关/Issuing Authority"), written(100, 360, 44, "国家移民管理局"))
	if c.Side != model.Back || c.Labels < needed || c.Reading[model.ReadAuthority].Text != "国家移民管理局" {
		t.Errorf("%s, %d labels, %v", c.Side, c.Labels, c.Reading)
	}
	if c = readForeign(written(100, 300, 40, "国家移民管理局")); c.Labels >= needed || len(c.Reading) != 0 {
		t.Errorf("without a label: %d, %v", c.Labels, c.Reading)
	}
}

// The number has one of two shapes, the longer one with its check character.
func TestForeignNumber(t *testing.T) {
	for print, want := range map[string]string{
		"USA110080020301": "USA110080020301", "GBR␣1100␣8002␣0301": "GBR110080020301", "11010519491231002X": "11010519491231002X",
		"110105194912310021": "", "USA11008002030": "", "USA1100800203011": "", "usa110080020301": "", "US1110080020301": "", "": "",
	} {
		c := readForeign(foreignLines("A B", "女/F", "1980.02.03", "2019.06.01-2029.05.31", print+" ")...)
		if got := c.Reading[model.ReadNumber].Text; got != want {
			t.Errorf("%q is read as %q", print, got)
		}
	}
}

// A name has Latin capitals, one comma apart, or no text.
func TestForeignName(t *testing.T) {
	for print, want := range map[string]string{
		"SMITH,JOHN": "SMITH, JOHN", "SMITH␣,␣␣JOHN␣PAUL": "SMITH, JOHN PAUL", "O'NEIL-BROWN, J.": "O'NEIL-BROWN, J.", "Smith": "", "张三": "", "S": "", "SM1TH": "",
	} {
		if got := foreignName(glyphsOf([]Line{written(430, 230, 40, print)}, cardWide, cardHigh)); got != want {
			t.Errorf("%s is read as %q", print, got)
		}
	}
	l := written(430, 230, 40, "SMITH")
	l.Chars[2].Sure = 0.5
	if got := foreignName(glyphsOf([]Line{l}, cardWide, cardHigh)); got != "" {
		t.Errorf("with a doubtful letter: %q", got)
	}
}

// A value stands right below its label, and begins about where that does.
func TestUnder(t *testing.T) {
	l := written(430, 185, 30, "姓名/Name")
	for name, c := range map[string]struct {
		value Line
		want  string
	}{
		"below":         {written(430, 230, 40, "甲"), "甲"},
		"on its line":   {written(430, 186, 40, "甲"), ""},
		"far below":     {written(430, 400, 40, "甲"), ""},
		"above":         {written(430, 140, 40, "甲"), ""},
		"further right": {written(700, 230, 40, "甲"), ""},
	} {
		if got := text(under(cardWith(model.Front, l, c.value).strips(), foreignFront[model.ReadName])); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
	two := cardWith(model.Front, written(430, 245, 40, "乙"), l, written(430, 222, 20, "甲"))
	if got := text(under(two.strips(), foreignFront[model.ReadName])); got != "甲" {
		t.Errorf("the nearer of two is %q", got)
	}
	if got := under(nil, foreignFront[model.ReadName]); got != nil {
		t.Errorf("%v", got)
	}
}

// Only what says so is such a card.
func TestIsForeign(t *testing.T) {
	for s, want := range map[string]bool{
		"中华人民共和国外国人永久居留身份证": true, "FOREIGN PERMANENT RESIDENT ID CARD": true, "永久 居留": true,
		"居民身份证": false, "RESIDENT": false, "": false,
	} {
		if got := IsForeign([]Line{{Text: "x"}, {Text: s}}); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

// foreignCard are the lines of a whole front, with the portrait left or right
// of the column that begins at x.
func foreignCard(x float64) []Line {
	return []Line{
		written(210, 75, 60, "中华人民共和国外国人永久居留身份证"), written(210, 128, 28, "FOREIGN␣PERMANENT␣RESIDENT␣ID␣CARD"),
		written(x, 185, 30, "姓名/Name"), written(x, 230, 40, "SMITH,␣JOHN"),
		written(x, 282, 30, "性别/Sex"), written(x, 327, 40, "男/M"),
		written(x+300, 282, 30, "出生日期/Date␣of␣Birth"), written(x+300, 327, 40, "1950.02.03"),
		written(x, 379, 30, "国籍/Nationality"), written(x, 424, 40, "某国/SOMEWHERE"),
		written(x, 476, 30, "有效期限/Period␣of␣Validity"), written(x, 521, 40, "2019.06.01-2029.05.31"),
		written(x, 635, 30, "证件号码/ID␣No."), written(x, 690, 70, "990000195002030011"),
	}
}

// The layout tells such a card, whichever way up and wherever its portrait is.
func TestJudgeForeign(t *testing.T) {
	for name, x := range map[string]float64{"portrait right": 75, "portrait left": 430} {
		boxes := boxesOf(foreignCard(x))
		if f := Judge(boxes, cardWide, cardHigh); f.Kind != Foreign || f.Side != model.Front || f.UpsideDown || f.Score < 0.9 {
			t.Errorf("%s: %+v", name, f)
		}
		if f := Judge(turned(boxes), cardWide, cardHigh); f.Kind != Foreign || !f.UpsideDown {
			t.Errorf("%s, on its head: %+v", name, f)
		}
	}
	for name, boxes := range map[string][]Box{"front": boxesOf(fullFront()), "back": boxesOf(backLines())} {
		if f := Judge(boxes, cardWide, cardHigh); f.Kind != Resident {
			t.Errorf("a resident's %s: %+v", name, f)
		}
	}
	if f := Judge(page(), cardWide, cardHigh); f.Score > 0.4 {
		t.Errorf("a page of print: %+v", f)
	}
}

// The labels tell the side, even where no value can be read, and without any
// of them it is none: never the wrong one.
func TestForeignSide(t *testing.T) {
	title := written(200, 75, 50, "外国人永久居留身份证")
	for name, c := range map[string]struct {
		lines []Line
		want  model.Side
	}{
		"labels of the front": {[]Line{title, written(430, 185, 30, "姓名/Name"), written(430, 379, 30, "Nationality")}, model.Front},
		"label of the back":   {[]Line{title, written(100, 540, 40, "签发机关/Issuing Authority")}, model.Back},
		"one of the front":    {[]Line{title, written(430, 185, 30, "姓名/Name")}, model.NoSide},
		"title alone":         {[]Line{title}, model.NoSide},
	} {
		if got := readForeign(c.lines...); got.Side != c.want {
			t.Errorf("%s: %q, want %q", name, got.Side, c.want)
		}
	}
}

// Its own labels tell such a card whose title is not seen; those that passports
// have too do not.
func TestIsForeignByItsLabels(t *testing.T) {
	for s, want := range map[string]bool{
		"姓名/Name 性别/Sex 有效期限/PeriodofValidity": true, "姓名/Name 国籍/Nationality 证件号码/IDNo.": true,
		"姓名/Name 国籍/Nationality 性别/Sex 出生日期/DateofBirth": false, "姓名/Name 证件号码/IDNo.": false, "姓名 国籍 证件号码": false,
	} {
		var lines []Line
		for _, l := range strings.Fields(s) {
			lines = append(lines, Line{Text: l})
		}
		if got := IsForeign(lines); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

// Who holds such a card may have been born long before the first was issued.
func TestForeignBirth(t *testing.T) {
	for print, want := range map[string]string{"1950.02.03": "1950-02-03", "2010.12.31": "2010-12-31", "1750.02.03": "", "1950.13.03": ""} {
		c := readForeign(foreignLines("A B", "女/F", print, "2019.06.01-2029.05.31", "")...)
		if got := c.Reading[model.ReadBirth].Text; got != want {
			t.Errorf("%q is read as %q", print, got)
		}
	}
}

// A name in two pieces is put together; what stands further away is none of it.
func TestAlong(t *testing.T) {
	label := written(430, 185, 30, "姓名/Name")
	for name, c := range map[string]struct {
		rest Line
		want string
	}{
		"goes on":      {written(560, 231, 40, "JOHN"), "SMITH,JOHN"},
		"further away": {written(760, 231, 40, "JOHN"), "SMITH,"},
		"lower":        {written(560, 262, 40, "JOHN"), "SMITH,"},
	} {
		s := cardWith(model.Front, label, c.rest, written(430, 230, 40, "SMITH,")).strips()
		if got := text(under(s, foreignFront[model.ReadName])); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// Two readings of a name agree but for small letters; else the second must be
// beyond doubt.
func TestAgreed(t *testing.T) {
	for name, c := range map[string]struct {
		first, second string
		sure          float64
		want          string
	}{
		"the same":           {"SMITH,JOHN", "SMITH, JOHN", 0.85, "SMITH, JOHN"},
		"small letters":      {"SmiTH,JOHn", "SMITH, JOHN", 0.85, "SMITH, JOHN"},
		"doubtful":           {"SMITH,JOHN", "SMITH, JOHN", 0.75, ""},
		"another":            {"SMITH,JOH", "SMITH, JOHN", 0.85, ""},
		"another, certainly": {"SMITH,JOH", "SMITH, JOHN", 0.99, "SMITH, JOHN"},
	} {
		l := written(430, 230, 40, c.second)
		for i := range l.Chars {
			l.Chars[i].Sure = c.sure
		}
		glyphs := func(l Line) []glyph { return glyphsOf([]Line{l}, cardWide, cardHigh) }
		if got := agreed(glyphs(written(430, 230, 40, c.first)), glyphs(l)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// What looks like a small letter counts for its capital, a stroke for I.
func TestRaise(t *testing.T) {
	r := wordsOnly()
	for small, capital := range map[rune]rune{'o': 'O', 'l': 'I', 'w': 'W'} {
		row := make([]float32, len(r.keys))
		row[r.class[small]], row[r.class['Q']] = 9, 5
		r.raise(row)
		if best, _ := nn.Peaks(row, len(r.keys)); r.keys[best[0]] != string(capital) {
			t.Errorf("%c is read as %s", small, r.keys[best[0]])
		}
	}
}

// A field that was not read is looked for below its label; the portrait is
// where the text is not.
func TestForeignPlaces(t *testing.T) {
	for name, x := range map[string]float64{"portrait right": 75, "portrait left": 430} {
		c := readForeign(foreignCard(x)...)
		read := c.Where(model.ReadName)
		delete(c.Reading, model.ReadName)
		if p := c.Where(model.ReadName); overlap(p, read) < 0.5 || p.X1 > 0.9 {
			t.Errorf("%s: %v, and read at %v", name, p, read)
		}
		p, ok := c.Portrait()
		if want := map[string]model.Place{"portrait right": portraitRight, "portrait left": portraitLeft}[name]; !ok || p != want {
			t.Errorf("%s at %v, %v", name, p, ok)
		}
		if got := c.Where(model.ReadAddress); got != foreignColumn {
			t.Errorf("%s: a field that there is not, at %v", name, got)
		}
	}
	c := &Card{Kind: Resident, Side: model.Front}
	if _, ok := c.Portrait(); ok || c.Where(model.ReadName) != Where(model.ReadName) {
		t.Error("a resident's card has the places of a foreign one")
	}
}
