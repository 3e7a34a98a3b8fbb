package ocr

import (
	"context"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"truename/model"
)

// The foreign permanent resident's identity card (外国人永久居留身份证, 2017 and
// 2023) has its labels in two languages above the values, and its validity on
// the side of the portrait.

// foreignTitle are parts of what such a card says about itself.
var foreignTitle = []string{"永久居留", "PERMANENTRESIDENT"}

// A bilingual label, in both its languages. Passports and visas have some of
// them too: its own are only those of this card.
type bilingual struct {
	han, latin string
	own        bool
}

// The labels of the front, by field, and that of the back.
var (
	foreignFront = map[string]bilingual{
		model.ReadName: {"姓名", "Name", false}, model.ReadSex: {"性别", "Sex", false}, model.ReadBirth: {"出生", "Birth", false},
		"nationality": {"国籍", "Nationality", false}, model.ReadFrom: {"有效期", "PeriodofV", true}, model.ReadNumber: {"证件号", "IDNo", true},
	}
	foreignBack = bilingual{"签发机关", "Issuing", false}
)

// in is the first of strips that says the label, in either language, or -1.
func (b bilingual) in(strips []strip) int {
	return slices.IndexFunc(strips, func(s strip) bool { return strings.Contains(s.said, b.han) || strings.Contains(s.said, b.latin) })
}

// leastBilingual is how many of its labels tell such a card without its title.
const leastBilingual = 3

// IsForeign reports whether a line says that this is one, or its labels do.
func IsForeign(lines []Line) bool {
	seen, own := 0, false
	for _, l := range lines {
		s := strings.ReplaceAll(l.Text, " ", "")
		if slices.ContainsFunc(foreignTitle, func(t string) bool { return strings.Contains(s, t) }) {
			return true
		}
		for _, b := range foreignFront {
			if strings.Contains(s, b.han) && strings.Contains(s, b.latin) {
				seen, own = seen+1, own || b.own
			}
		}
	}
	return own && seen >= leastBilingual
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

// under is the line that begins below one which says the label, with what
// goes on to the right of it; nil if there is none.
func under(strips []strip, label bilingual) []glyph {
	at := label.in(strips)
	if at < 0 {
		return nil
	}
	l := strips[at].place
	high := l.Y1 - l.Y0
	best, near := -1, 2.4*high
	for i, v := range strips {
		down := v.place.Y0 - l.Y0
		if down > 0.3*high && down < near && math.Abs(v.place.X0-l.X0) < 0.07 {
			near, best = down, i
		}
	}
	if best < 0 {
		return nil
	}
	return along(strips, strips[best])
}

// along are the glyphs of a strip and of those that go on in its row, no more
// than a few spaces apart: a long name is easily found in pieces.
func along(strips []strip, s strip) []glyph {
	out := slices.Clone(s.glyphs)
	high, end := s.place.Y1-s.place.Y0, s.place.X1
	for range strips {
		next := slices.IndexFunc(strips, func(v strip) bool {
			gap := (v.place.X0 - end) * cardWide
			off := math.Abs(v.place.Y0 + v.place.Y1 - s.place.Y0 - s.place.Y1)
			return off < 0.6*high && gap > -0.5*high*cardHigh && gap < 1.2*high*cardHigh && v.place.X1 > end
		})
		if next < 0 {
			break
		}
		out, end = append(out, strips[next].glyphs...), strips[next].place.X1
	}
	return byRow(out)
}

var (
	latinName     = regexp.MustCompile(`^[A-Z][A-Z ,.'-]+$`)
	foreignNumber = regexp.MustCompile(`^[A-Z]{3}[0-9]{12}$`)
	comma         = regexp.MustCompile(`\s*,\s*`)
)

// foreign reads such a card. Its name is read once more, as what it is: print
// in capitals.
func (r *Reader) foreign(ctx context.Context, c *Card) error {
	c.foreign()
	if c.Side != model.Front {
		return nil
	}
	first := under(c.strips(), foreignFront[model.ReadName])
	var lines []Line
	for _, n := range linesOf(first) {
		l, err := r.Capitals(ctx, c.Picture, c.Lines[n].Box)
		if err != nil {
			return err
		}
		lines = append(lines, l)
	}
	w, h := float64(c.Picture.Rect.Dx()), float64(c.Picture.Rect.Dy())
	if g := c.spaced(byRow(inked(c.Picture, glyphsOf(lines, w, h)))); len(g) > 0 {
		c.Reading[model.ReadName] = field(g, agreed(first, g))
	}
	return nil
}

// agreed is the name that was read twice: "" if its letters differ and the
// second reading, which is the better one, is not beyond doubt.
func agreed(first, second []glyph) string {
	name := foreignName(second)
	if strings.EqualFold(letters(first), letters(second)) {
		return name
	}
	for _, k := range second {
		if latin(k) && k.Sure < almost {
			return ""
		}
	}
	return name
}

func letters(g []glyph) string { return text(keep(g, unicode.IsLetter)) }

// linesOf are the lines that glyphs are from.
func linesOf(glyphs []glyph) (out []int) {
	for _, g := range glyphs {
		if !slices.Contains(out, g.line) {
			out = append(out, g.line)
		}
	}
	return out
}

// foreign reads the card from the lines there are. Its labels tell the side:
// values may be missing.
func (c *Card) foreign() {
	c.Kind, c.Side, c.Labels, c.Reading = Foreign, model.Front, 0, model.Reading{}
	s := c.strips()
	for _, b := range foreignFront {
		if b.in(s) >= 0 {
			c.Labels++
		}
	}
	put := func(name string, g []glyph, value string) {
		if len(g) > 0 {
			c.Reading[name] = field(g, value)
		}
	}
	switch {
	case c.Labels >= needed:
		c.foreignFront(s, put)
	case foreignBack.in(s) >= 0:
		c.Side, c.Labels = model.Back, needed
		g := keep(under(s, foreignBack), isHan)
		put(model.ReadAuthority, g, text(g))
	default:
		c.Side = model.NoSide
	}
}

func (c *Card) foreignFront(s []strip, put func(name string, g []glyph, value string)) {
	of := func(name string) []glyph { return under(s, foreignFront[name]) }
	name, number := of(model.ReadName), of(model.ReadNumber)
	put(model.ReadName, name, foreignName(name))
	put(model.ReadNumber, number, foreignID(number))
	if g := keep(of(model.ReadSex), func(r rune) bool { return r == '男' || r == '女' }); len(g) == 1 {
		put(model.ReadSex, g, g[0].Text)
	}
	if f, _ := dateSince("1850", of(model.ReadBirth)); f.Text != "" {
		c.Reading[model.ReadBirth] = f
	}
	c.validity(of(model.ReadFrom))
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

// The places of a foreign resident's card: the column of text beside the
// portrait, and the portrait, which is left of it (2017) or right (2023).
var (
	foreignColumn = model.Place{X0: 0.04, Y0: 0.18, X1: 0.62, Y1: 0.92}
	portraitRight = model.Place{X0: 0.60, Y0: 0.16, X1: 0.97, Y1: 0.78}
	portraitLeft  = model.Place{X0: 0.03, Y0: 0.16, X1: 0.32, Y1: 0.78}
)

// Where a field stands on this card: on that of a foreign resident where it was
// read, below its label, or somewhere in the column of text.
func (c *Card) Where(name string) model.Place {
	switch {
	case c.Kind == Permit && name == model.ReadAuthority:
		return permitAuthority.place()
	case c.Kind == Permit && (name == model.ReadFrom || name == model.ReadUntil):
		return permitTerm.place()
	case c.Kind != Foreign:
		return Where(name)
	}
	if f := c.Reading[name]; f.Place != nil {
		return *f.Place
	}
	strips, label := c.strips(), foreignFront[name]
	if name == model.ReadUntil { // on the line of the other
		label = foreignFront[model.ReadFrom]
	}
	if label.han == "" {
		return foreignColumn
	}
	at := label.in(strips)
	if at < 0 {
		return foreignColumn
	}
	l := strips[at].place
	return model.Place{X0: l.X0, X1: min(l.X0+0.4, 1), Y0: l.Y1, Y1: min(l.Y1+1.3*(l.Y1-l.Y0), 1)}
}

// Portrait is where the portrait of a foreign resident's card is; ok is false on
// other cards, and on the back.
func (c *Card) Portrait() (p model.Place, ok bool) {
	if c.Kind != Foreign || c.Side != model.Front {
		return p, false
	}
	strips := c.strips()
	for _, name := range []string{model.ReadName, "nationality", model.ReadFrom, model.ReadNumber} {
		if at := foreignFront[name].in(strips); at >= 0 && strips[at].place.X0 > 0.2 {
			return portraitLeft, true
		}
	}
	return portraitRight, true
}
