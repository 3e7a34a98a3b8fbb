package ocr

import (
	"testing"

	"truename/model"
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
		if got := text(under(cardWith(model.Front, l, c.value).strips(), "姓名", "Name")); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
	two := cardWith(model.Front, written(430, 245, 40, "乙"), l, written(430, 222, 20, "甲"))
	if got := text(under(two.strips(), "Name")); got != "甲" {
		t.Errorf("the nearer of two is %q", got)
	}
	if got := under(nil, "Name"); got != nil {
		t.Errorf("%v", got)
	}
}

// Only what says so is such a card.
func TestIsForeign(t *testing.T) {
	for s, want := range map[string]bool{
		"中华人民共和国外国人永久居留身份证": true, "FOREIGN PERMANENT RESIDENT ID CARD": true, "永久 居留": true,
		"居民身份证": false, "RESIDENT": false, "": false,
	} {
		if got := isForeign([]Line{{Text: "x"}, {Text: s}}); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}
