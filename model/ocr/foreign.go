package ocr

import (
	"math"
	"regexp"
	"strings"

	"truename/model"
)

// The foreign permanent resident's identity card (外国人永久居留身份证, 2017 and
// 2023) has its labels in two languages above the values, and its validity on
// the side of the portrait.

// foreignTitle are parts of what such a card says about itself.
var foreignTitle = []string{"永久居留", "PERMANENTRESIDENT"}

// isForeign reports whether a line says that this is one.
func isForeign(lines []Line) bool {
	for _, l := range lines {
		s := strings.ReplaceAll(l.Text, " ", "")
		for _, t := range foreignTitle {
			if strings.Contains(s, t) {
				return true
			}
		}
	}
	return false
}

// A strip is a line at its place on the card, with what it says, less spaces.
type strip struct {
	glyphs []glyph
	said   string
	place  model.Place
}

func (c *Card) strips() (out []strip) {
	for i := 0; i < len(c.glyphs); {
		k := i
		for k < len(c.glyphs) && c.glyphs[k].line == c.glyphs[i].line {
			k++
		}
		g := c.glyphs[i:k]
		out = append(out, strip{g, strings.ReplaceAll(text(g), " ", ""), span(g)})
		i = k
	}
	return out
}

// under is the line that begins below one which says any of labels; nil if
// there is none.
func under(strips []strip, labels ...string) []glyph {
	for _, l := range strips {
		for _, label := range labels {
			if !strings.Contains(l.said, label) {
				continue
			}
			high := l.place.Y1 - l.place.Y0
			var best []glyph
			near := 2.4 * high
			for _, v := range strips {
				down := v.place.Y0 - l.place.Y0
				if down > 0.3*high && down < near && math.Abs(v.place.X0-l.place.X0) < 0.07 {
					near, best = down, v.glyphs
				}
			}
			return best
		}
	}
	return nil
}

var (
	latinName     = regexp.MustCompile(`^[A-Z][A-Z ,.'-]+$`)
	foreignNumber = regexp.MustCompile(`^[A-Z]{3}[0-9]{12}$`)
	comma         = regexp.MustCompile(`\s*,\s*`)
)

// foreign reads such a card. Labels counts what was found, and Side follows.
func (c *Card) foreign() {
	c.Kind, c.Reading = Foreign, model.Reading{}
	s := c.strips()
	put := func(name string, g []glyph, value string) {
		if len(g) > 0 {
			c.Reading[name] = field(g, value)
			c.Labels++
		}
	}
	c.Labels = 0
	if g := under(s, "姓名", "Name"); len(g) > 0 {
		put(model.ReadName, g, foreignName(g))
	}
	if g := keep(under(s, "性别", "Sex"), func(r rune) bool { return r == '男' || r == '女' }); len(g) == 1 {
		put(model.ReadSex, g, g[0].Text)
	}
	if f, _ := dateAt(under(s, "出生", "Birth")); f.Text != "" {
		c.Reading[model.ReadBirth] = f
		c.Labels++
	}
	c.validity(under(s, "有效", "Validity"))
	if g := under(s, "证件号", "IDNo"); len(g) > 0 {
		put(model.ReadNumber, g, foreignID(g))
	}
	c.Side = model.Front
	if c.Labels < needed {
		c.Side, c.Labels = model.Back, 0
		if g := keep(under(s, "签发机关", "Issuing"), isHan); len(g) > 0 {
			put(model.ReadAuthority, g, text(g))
		}
		c.Labels *= needed
	}
}

func foreignName(g []glyph) string {
	name := strings.TrimSpace(comma.ReplaceAllString(text(g), ", "))
	for _, k := range g {
		if latin(k) && k.Sure < leastSure {
			return ""
		}
	}
	if !latinName.MatchString(name) {
		return ""
	}
	return name
}

// foreignID is the number of 2017 (three letters, twelve digits), or of 2023
// (18 digits, with a check character).
func foreignID(g []glyph) string {
	s := strings.ReplaceAll(text(g), " ", "")
	if foreignNumber.MatchString(s) || Valid(s) {
		return s
	}
	return ""
}

func (c *Card) validity(g []glyph) {
	from, rest := dateAt(g)
	if from.Text == "" {
		return
	}
	c.Reading[model.ReadFrom] = from
	if until, _ := dateAt(rest); until.Text != "" {
		c.Reading[model.ReadUntil] = until
	}
}
