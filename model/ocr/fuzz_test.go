package ocr

import (
	"regexp"
	"strings"
	"testing"

	"truename/model"
)

// arbitrary makes lines of text: one for each line, of which the first five
// characters say where it stands, how large it is and how it leans.
func arbitrary(s string) (out []Line) {
	for _, part := range strings.Split(s, "\n") {
		r := []rune(part)
		if len(r) < 6 || len(out) == mostLines {
			continue
		}
		at := func(i int) float64 { return float64(r[i]%97) / 96 }
		l := written(at(0)*cardWide, at(1)*cardHigh, 10+at(2)*60, string(r[5:min(len(r), 60)]))
		l.Box.H *= 0.5 + at(3)
		l.Box.Angle = (at(4) - 0.5) * 1.5
		for i := range l.Chars {
			l.Chars[i].Sure = 0.3 + 0.7*float64(r[(i+5)%len(r)]%11)/10
		}
		if len(l.Chars) > 0 {
			out = append(out, l)
		}
	}
	return out
}

// placed is a line for arbitrary at x, y in parts of the card.
func placed(x, y float64, s string) string {
	return string([]rune{rune(97*100 + int(x*96)), rune(97*100 + int(y*96)), '\u0030', '\u0030', '\u0030'}) + s + "\n"
}

var shapes = map[string]*regexp.Regexp{
	model.ReadBirth: regexp.MustCompile(`^(\d{4}-\d\d-\d\d)?$`), model.ReadFrom: regexp.MustCompile(`^\d{4}-\d\d-\d\d$`),
	model.ReadUntil: regexp.MustCompile(`^(\d{4}-\d\d-\d\d|long-term)$`), model.ReadSex: regexp.MustCompile(`^[男女]$`),
}

// FuzzFields: whatever was read wherever, the fields of a card have the shape
// that they must have, and a number is valid or has no text.
func FuzzFields(f *testing.F) {
	f.Add("")
	f.Add(placed(0.06, 0.13, "姓名") + placed(0.18, 0.13, "王五") + placed(0.36, 0.85, "11010519491231002X"))
	f.Add(placed(0.06, 0.38, "出生1990年1月5日") + placed(0.3, 0.25, "民族维吾尔") + placed(0.18, 0.5, "某路SPECIMEN1号"))
	f.Add(placed(0.2, 0.74, "签发机关某市公安局样本") + placed(0.2, 0.87, "有效期限2020.01.02-长期"))
	f.Add(placed(0.1, 0.1, "永久居留") + placed(0.3, 0.2, "姓名/Name") + placed(0.3, 0.25, "SMITH,JOHN") + placed(0.3, 0.6, "证件号码/ID No."))
	f.Fuzz(func(t *testing.T, s string) {
		lines := arbitrary(s)
		r := wordsOnly()
		for _, side := range []model.Side{model.Front, model.Back} {
			c := cardWith(side, lines...)
			birth, date := c.birth()
			got := c.back()
			got[model.ReadBirth], got[model.ReadNumber], got[model.ReadName] = birth, r.number(c, date), named0(r, c)
			checkFields(t, got, Valid)
			c.foreign()
			checkFields(t, c.Reading, func(s string) bool { return foreignNumber.MatchString(s) || Valid(s) })
		}
	})
}

// named0 is the name, held against no other character: drawing those takes long.
func named0(r *Reader, c *Card) model.ReadField {
	for i := range c.glyphs {
		if g := &c.glyphs[i]; g.Sure >= 0.5 {
			g.Sure = 1
		}
	}
	return r.name(c)
}

func checkFields(t *testing.T, got model.Reading, valid func(string) bool) {
	t.Helper()
	for name, f := range got {
		if f.Confidence < 0 || f.Confidence > 1 {
			t.Errorf("%s: confidence %v", name, f.Confidence)
		}
		if len(f.Chars) == 0 && f.Text != "" {
			t.Errorf("%s: %q of no characters", name, f.Text)
		}
		if s := shapes[name]; s != nil && !s.MatchString(f.Text) {
			t.Errorf("%s: %q", name, f.Text)
		}
		if name == model.ReadNumber && f.Text != "" && !valid(f.Text) {
			t.Errorf("the number %q", f.Text)
		}
		if name == model.ReadName && f.Text != "" && len([]rune(f.Text)) != len(f.Chars) && !strings.Contains(f.Text, ",") {
			t.Errorf("the name %q has %d places", f.Text, len(f.Chars))
		}
	}
}

// FuzzRegions: whatever the finder gives, boxes are of some size and lie about
// the picture.
func FuzzRegions(f *testing.F) {
	f.Add([]byte{200, 200, 10, 220, 255, 0, 0, 90})
	f.Add([]byte(strings.Repeat("\xff", 64*32)))
	f.Fuzz(func(t *testing.T, b []byte) {
		const w, h = 64, 32
		p := make([]float32, w*h)
		for i := range p {
			if len(b) > 0 {
				p[i] = float32(b[i%len(b)]) / 255
			}
		}
		for _, k := range regions(p, w, h) {
			if !(k.W > 0 && k.H > 0 && k.Sure >= sureShare-1e-6 && k.Sure <= 1+1e-6) || k.X < 0 || k.Y < 0 || k.X > w || k.Y > h {
				t.Errorf("%+v", k)
			}
		}
	})
}
