package ocr

import (
	"testing"

	"truename/model"
)

func readBack(authority, term string) model.Reading {
	lines := []Line{
		written(385, 136, 95, "中华人民共和国"), written(385, 280, 134, "居民身份证"),
		written(250, 603, 44, "签发机关"), written(250, 703, 44, "有效期限"),
	}
	if authority != "" {
		lines = append(lines, written(492, 603, 46, authority))
	}
	if term != "" {
		lines = append(lines, written(492, 703, 46, term))
	}
	return cardWith(model.Back, lines...).back()
}

// The validity is read with the dots between or without, as two days or for
// good, and is left out where a day is none.
func TestTerm(t *testing.T) {
	for print, want := range map[string][2]string{
		"2020.01.02-2040.01.02": {"2020-01-02", "2040-01-02"}, "2020.01.02-长期": {"2020-01-02", "long-term"},
		"20200102-20400102": {"2020-01-02", "2040-01-02"}, "2020.0102-204001.02": {"2020-01-02", "2040-01-02"},
		"2020.01.02 2040.01.02": {"2020-01-02", "2040-01-02"}, "2020,01,02一2040。01。02": {"2020-01-02", "2040-01-02"},
		"2020.01.0220400102": {"2020-01-02", "2040-01-02"}, "2020.12.31-2030.12.31": {"2020-12-31", "2030-12-31"},
		"2020.01.02-": {"2020-01-02", ""}, "2020.01.02-长": {"2020-01-02", ""}, "2020.01.02-期期期": {"2020-01-02", ""},
		"2020.13.02-2040.01.02": {}, "2020.01.32-2040.01.02": {}, "长期": {}, "": {},
		"2020.01.02-2040.13.02": {"2020-01-02", ""},
		// A digit that is missing or too many makes no other day.
		"020.01.02-2040.01.02": {}, "2020.1.02-2040.01.02": {}, "2020010-2040.01.02": {},
		"2020.01.02-20400.01.02": {"2020-01-02", ""},
	} {
		got := readBack("某市公安局", print)
		if got[model.ReadFrom].Text != want[0] || got[model.ReadUntil].Text != want[1] {
			t.Errorf("%s is read as %q to %q", print, got[model.ReadFrom].Text, got[model.ReadUntil].Text)
		}
	}
}

// A stain before the days, a row below that reaches into theirs, or days in
// lines of their own leave them as they are.
func TestTermAmongOthers(t *testing.T) {
	labels := []Line{written(250, 603, 44, "签发机关"), written(250, 703, 44, "有效期限")}
	for name, lines := range map[string][]Line{
		"one line": {written(492, 703, 46, "2020.01.02-2040.03.04")},
		"a stain":  {written(440, 703, 14, "296"), written(492, 703, 46, "2020.01.02-2040.03.04")},
		"a row":    {written(492, 703, 46, "2020.01.02-2040.03.04"), written(1120, 715, 46, "01")},
		"apart":    {written(492, 703, 46, "2020.01.02-"), written(780, 703, 46, "2040.03.04")},
	} {
		got := cardWith(model.Back, append(labels, lines...)...).back()
		if got[model.ReadFrom].Text != "2020-01-02" || got[model.ReadUntil].Text != "2040-03-04" {
			t.Errorf("%s: %q to %q", name, got[model.ReadFrom].Text, got[model.ReadUntil].Text)
		}
	}
	alone := cardWith(model.Back, append(labels, written(492, 703, 46, "2020.01.02-"), written(1120, 703, 46, "01"))...).back()
	if alone[model.ReadFrom].Text != "2020-01-02" || alone[model.ReadUntil].Text != "" {
		t.Errorf("without an end: %q to %q", alone[model.ReadFrom].Text, alone[model.ReadUntil].Text)
	}
}

// What was taken for one side by its layout is the other if its labels are
// those, and stays where they are none's.
func TestReverse(t *testing.T) {
	back := []Line{written(250, 603, 44, "签发机关"), written(250, 703, 44, "有效期限"), written(492, 703, 46, "2020.01.02-2040.03.04")}
	for name, c := range map[string]struct {
		as    model.Side
		lines []Line
		want  model.Side
	}{
		"a back":    {model.Front, back, model.Back},
		"a front":   {model.Back, []Line{written(78, 105, 42, "姓名"), written(78, 412, 42, "住址")}, model.Front},
		"nothing":   {model.Front, []Line{written(492, 703, 46, "2020.01.02-2040.03.04")}, model.Front},
		"one label": {model.Front, back[1:], model.Front},
	} {
		card := cardWith(c.as, c.lines...)
		card.reverse()
		if card.Side != c.want {
			t.Errorf("%s: taken for %s", name, card.Side)
		}
	}
}

// The characters of a day are its digits, and each field has its place.
func TestTermPlaces(t *testing.T) {
	got := readBack("某市公安局", "2020.01.02-2040.03.04")
	from, until := got[model.ReadFrom], got[model.ReadUntil]
	if len(from.Chars) != 8 || len(until.Chars) != 8 || from.Place == nil || until.Place == nil || from.Place.X1 > until.Place.X0 {
		t.Errorf("%+v, %+v", from, until)
	}
}

// The authority is Han alone, without its label and the mark of cards for show.
func TestAuthority(t *testing.T) {
	for print, want := range map[string]string{
		"某市公安局某区分局": "某市公安局某区分局", "某市公安局.": "某市公安局", "某市公安局样本": "某市公安局", "": "",
	} {
		if got := readBack(print, "")[model.ReadAuthority].Text; got != want {
			t.Errorf("%s is read as %q", print, got)
		}
	}
}

// A day that is none, as the 30th of February, is for those who compare; here
// only what no calendar has is refused.
func TestDateAt(t *testing.T) {
	for print, want := range map[string]string{
		"2020.01.02": "2020-01-02", "x2020-01-02y": "2020-01-02", "2020.00.02": "", "2020.01.00": "", "2020": "", "": "",
	} {
		g := glyphsOf([]Line{written(100, 700, 40, print+" ")}, cardWide, cardHigh)
		if f, rest := dateAt(g); f.Text != want || want == "" && len(rest) != len(g) {
			t.Errorf("%q: %q, %d left", print, f.Text, len(rest))
		}
	}
}

// The back of a residence permit has a third row, and the other two stand
// higher: nothing of one row gets into another.
func TestPermitBack(t *testing.T) {
	c := cardWith(model.Back,
		written(250, 517, 44, "签发机关"), written(492, 517, 46, "某市公安局某区分局"),
		written(250, 583, 44, "有效期限"), written(492, 583, 46, "2021.04.15-2026.04.15"),
		written(250, 650, 44, "通行证号码"), written(492, 650, 46, "X99123456"), written(880, 650, 44, "签发次数"), written(1130, 650, 46, "01"))
	got := c.back()
	if c.Kind != Permit || got[model.ReadAuthority].Text != "某市公安局某区分局" || got[model.ReadFrom].Text != "2021-04-15" || got[model.ReadUntil].Text != "2026-04-15" {
		t.Errorf("%s: %+v", c.Kind, got)
	}
	if a, b := c.Where(model.ReadAuthority), c.Where(model.ReadFrom); a.Y1 > b.Y0 || b.Y0 < 0.6 || b.Y1 > Where(model.ReadFrom).Y0 {
		t.Errorf("the authority at %v, the validity at %v", a, b)
	}
}

// An authority ends with 局; what follows is not of the card, and a blot before
// it is none of its characters.
func TestOfficial(t *testing.T) {
	for _, c := range []struct {
		read string
		sure float64 // of the first
		want string
	}{
		{"永和市公安局白石分局", 0.99, "永和市公安局白石分局"},
		{"永和市公安局白石分局作出", 0.99, "永和市公安局白石分局"},
		{"永和市公安局", 0.99, "永和市公安局"},
		{"米永和市公安局", 0.2, "永和市公安局"},
		{"婺城区公安局", 0.6, "婺城区公安局"}, // a rare one is none
		{"永和市公安", 0.99, "永和市公安"},
	} {
		var g []glyph
		for i, r := range []rune(c.read) {
			sure := 0.99
			if i == 0 {
				sure = c.sure
			}
			g = append(g, glyph{Char: Char{Text: string(r), Sure: sure}})
		}
		if got := text(official(g)); got != c.want {
			t.Errorf("%s: %s, want %s", c.read, got, c.want)
		}
	}
}
