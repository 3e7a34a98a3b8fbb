package ocr

import (
	"image"
	"math"
	"regexp"
	"strings"
	"unicode"

	"truename/model"
)

// A glyph is one character that was read, at its place on the card.
type glyph struct {
	Char
	place model.Place
	line  int
}

func (g glyph) x() float64 { return (g.place.X0 + g.place.X1) / 2 }
func (g glyph) y() float64 { return (g.place.Y0 + g.place.Y1) / 2 }

// glyphsOf lays the characters of lines out on a w × h picture of the card. A
// character reaches to the middle between it and its neighbours, but no
// further than three quarters of the line's height.
func glyphsOf(lines []Line, w, h float64) (out []glyph) {
	for n, l := range lines {
		half := 0.72 * l.Box.H / l.Box.W / 2 // of a wide character, in parts of the line
		for i, c := range l.Chars {
			mid := (c.From + c.To) / 2
			from, to := mid-half, mid+half
			if i > 0 {
				p := l.Chars[i-1]
				from = max(from, (mid+(p.From+p.To)/2)/2)
			}
			if i+1 < len(l.Chars) {
				p := l.Chars[i+1]
				to = min(to, (mid+(p.From+p.To)/2)/2)
			}
			out = append(out, glyph{c, l.Box.part(from, to).Place(w, h), n})
		}
	}
	return out
}

// A label is print that every card of a side has, and where: its middle.
type label struct {
	text string
	x, y float64
	need int // characters that must be found
}

var frontLabels = []label{
	{"姓名", 0.105, 0.130, 2}, {"性别", 0.105, 0.257, 2}, {"民族", 0.340, 0.257, 2},
	{"出生", 0.105, 0.382, 2}, {"住址", 0.105, 0.510, 2}, {"公民身份号码", 0.175, 0.855, 4},
}

var backLabels = []label{
	{"中华人民共和国", 0.57, 0.168, 5}, {"居民身份证", 0.58, 0.347, 4}, {"居民居住证", 0.58, 0.347, 4},
	{"签发机关", 0.275, 0.746, 3}, {"有效期限", 0.275, 0.870, 3},
}

// permitLabels are those of the back of a residence permit. Its rows are near
// each other: what the title says is not told by its place.
var permitLabels = []label{{"签发机关", 0.275, 0.640, 3}, {"有效期限", 0.275, 0.722, 3}, {"通行证号码", 0.290, 0.805, 4}}

// labelSlack is how far a label may be from its place.
const labelSlack = 0.075

// A found label and how far down of its place it is.
type anchor struct {
	label
	at model.Place
}

// anchors are the labels among lines that stand about where they should.
func anchors(glyphs []glyph, labels []label) (out []anchor) {
	for _, l := range labels {
		var run []glyph
		best := 0
		for i := range glyphs {
			r := labelRun(glyphs[i:], l)
			if len(r) > best && len(r) >= l.need {
				best, run = len(r), r
			}
		}
		if run != nil {
			out = append(out, anchor{l, span(run)})
		}
	}
	return out
}

// labelRun is the beginning of glyphs as far as its characters are those of
// the label, in order (one may be missing), at the label's place.
func labelRun(glyphs []glyph, l label) (run []glyph) {
	want := []rune(l.text)
	for _, g := range glyphs {
		i := indexRune(want, g.Text)
		if i < 0 || g.line != glyphs[0].line {
			break
		}
		run, want = append(run, g), want[i+1:]
	}
	if len(run) == 0 {
		return nil
	}
	at := span(run)
	if math.Abs((at.Y0+at.Y1)/2-l.y) > labelSlack || math.Abs((at.X0+at.X1)/2-l.x) > 1.6*labelSlack {
		return nil
	}
	return run
}

// indexRune is where s stands among the first two of want, or -1.
func indexRune(want []rune, s string) int {
	for i, r := range want[:min(2, len(want))] {
		if string(r) == s {
			return i
		}
	}
	return -1
}

// span is the rectangle around glyphs.
func span(g []glyph) model.Place {
	p := g[0].place
	for _, c := range g[1:] {
		p.X0, p.Y0 = min(p.X0, c.place.X0), min(p.Y0, c.place.Y0)
		p.X1, p.Y1 = max(p.X1, c.place.X1), max(p.Y1, c.place.Y1)
	}
	return p
}

// settle moves y onto the card's own scale by the anchors: where the labels
// are is where the rows are. One anchor gives a shift, several a line.
func settle(found []anchor) func(y float64) float64 {
	var n, sy, st, syy, syt float64
	for _, a := range found {
		y, t := (a.at.Y0+a.at.Y1)/2, a.y
		n, sy, st, syy, syt = n+1, sy+y, st+t, syy+y*y, syt+y*t
	}
	if n == 0 {
		return func(y float64) float64 { return y }
	}
	scale, mean, to := 1.0, sy/n, st/n
	if spread := syy - sy*sy/n; spread > 0.05 {
		scale = min(max((syt-sy*st/n)/spread, 0.9), 1.1)
	}
	return func(y float64) float64 { return to + (y-mean)*scale }
}

// A zone is where the characters of a field stand, in parts of the card.
type zone struct{ x0, y0, x1, y1 float64 }

var (
	zoneName      = zone{0.160, 0.050, 0.66, 0.196}
	zoneSex       = zone{0.160, 0.196, 0.285, 0.320}
	zoneEthnicity = zone{0.392, 0.196, 0.66, 0.320}
	zoneBirth     = zone{0.160, 0.320, 0.66, 0.447}
	zoneAddress   = zone{0.160, 0.447, 0.645, 0.785}
	zoneNumber    = zone{0.315, 0.785, 1.00, 0.925}
	zoneAuthority = zone{0.365, 0.640, 0.99, 0.812}
	zoneTerm      = zone{0.365, 0.812, 0.99, 0.925}

	permitAuthority = zone{0.365, 0.590, 0.99, 0.681}
	permitTerm      = zone{0.365, 0.681, 0.99, 0.764}
)

// in are the glyphs in z, row by row.
func in(glyphs []glyph, z zone, level func(float64) float64) (out []glyph) {
	for _, g := range glyphs {
		if y := level(g.y()); g.x() >= z.x0 && g.x() < z.x1 && y >= z.y0 && y < z.y1 {
			out = append(out, g)
		}
	}
	return byRow(out)
}

// byRow sorts glyphs as they are read: rows from the top, each from the left.
// What is less than half a line lower is the same row.
func byRow(g []glyph) []glyph {
	sortBy(g, func(g glyph) float64 { return g.y() })
	for i := 0; i < len(g); {
		high := g[i].place.Y1 - g[i].place.Y0
		k := i + 1
		for k < len(g) && g[k].y()-g[k-1].y() < 0.4*high && g[k].y()-g[i].y() < 0.8*high {
			k++
		}
		sortBy(g[i:k], func(g glyph) float64 { return g.x() })
		i = k
	}
	return once(g)
}

// once drops what was read twice, from two boxes around the same print: the
// less certain of two characters in one place.
func once(g []glyph) (out []glyph) {
	for _, c := range g {
		if n := len(out); n > 0 && out[n-1].line != c.line && overlap(out[n-1].place, c.place) > 0.5 {
			if c.Sure > out[n-1].Sure {
				out[n-1] = c
			}
			continue
		}
		out = append(out, c)
	}
	return out
}

// overlap is the share of the smaller place that both have.
func overlap(a, b model.Place) float64 {
	w, h := min(a.X1, b.X1)-max(a.X0, b.X0), min(a.Y1, b.Y1)-max(a.Y0, b.Y0)
	least := min((a.X1-a.X0)*(a.Y1-a.Y0), (b.X1-b.X0)*(b.Y1-b.Y0))
	if w <= 0 || h <= 0 || least <= 0 {
		return 0
	}
	return w * h / least
}

func text(g []glyph) string {
	var s strings.Builder
	for _, c := range g {
		s.WriteString(c.Text)
	}
	return s.String()
}

// field makes a field of glyphs. The text is value; its characters are those
// of the glyphs.
func field(g []glyph, value string) model.ReadField {
	f := model.ReadField{Text: value}
	if len(g) == 0 {
		return f
	}
	f.Confidence = 1
	for _, c := range g {
		f.Confidence = min(f.Confidence, c.Sure)
		f.Chars = append(f.Chars, model.ReadChar{Text: c.Text, Confidence: round(c.Sure), Place: rounded(c.place)})
	}
	f.Confidence = round(f.Confidence)
	p := rounded(span(g))
	f.Place = &p
	return f
}

// round keeps four digits: a reading is stored.
func round(v float64) float64 { return math.Round(v*1e4) / 1e4 }

func rounded(p model.Place) model.Place {
	return model.Place{X0: round(p.X0), Y0: round(p.Y0), X1: round(p.X1), Y1: round(p.Y1)}
}

// keep are the glyphs for which ok holds.
func keep(g []glyph, ok func(rune) bool) (out []glyph) {
	for _, c := range g {
		for _, r := range c.Text {
			if ok(r) {
				out = append(out, c)
			}
		}
	}
	return out
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

func isNameRune(r rune) bool { return isHan(r) || isDot(r) }

func isAddressRune(r rune) bool {
	return isHan(r) || unicode.IsDigit(r) || unicode.IsLetter(r) || strings.ContainsRune("-—·#()（）", r)
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

var (
	printedBirth = regexp.MustCompile(`^(\d{4})年?(\d{1,2})月(\d{1,2})日?$`)
	printedDate  = regexp.MustCompile(`^\D*(\d{4})\D{0,2}(\d{2})\D{0,2}(\d{2})(?:\D|$|\d{4})`)
)

// Where a field stands on a straightened card, in parts of it.
func Where(field string) model.Place {
	z := map[string]zone{
		model.ReadName: zoneName, model.ReadSex: zoneSex, model.ReadEthnicity: zoneEthnicity, model.ReadBirth: zoneBirth,
		model.ReadAddress: zoneAddress, model.ReadNumber: zoneNumber,
		model.ReadAuthority: zoneAuthority, model.ReadFrom: zoneTerm, model.ReadUntil: zoneTerm,
	}[field]
	return z.place()
}

func (z zone) place() model.Place { return model.Place{X0: z.x0, Y0: z.y0, X1: z.x1, Y1: z.y1} }

// inked are the glyphs but those of lines that are mostly red: marks and stamps,
// which are none of the card's print. One red character in a line of others is
// a stain, or the pattern that shines through. A dot, a comma or a space has too
// little ink to tell.
func inked(img *image.RGBA, g []glyph) (out []glyph) {
	for i := 0; i < len(g); {
		k, reds, tell := i, 0, 0
		for ; k < len(g) && g[k].line == g[i].line; k++ {
			if isDot([]rune(g[k].Text)[0]) || strings.ContainsAny(g[k].Text, "., -") {
				continue
			}
			tell++
			if red(img, g[k].place) {
				reds++
			}
		}
		if 2*reds <= tell {
			out = append(out, g[i:k]...)
		}
		i = k
	}
	return out
}

// red reports whether what is dark in a place, in green, is red: lighter in the
// red channel, against the ground around it.
func red(img *image.RGBA, p model.Place) bool {
	w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	r := image.Rect(int(p.X0*w), int(p.Y0*h), int(p.X1*w), int(p.Y1*h)).Intersect(img.Rect)
	var hist [256]int
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			hist[img.Pix[img.PixOffset(x, y)+1]]++
		}
	}
	n := r.Dx() * r.Dy()
	dark, light := level(&hist, n, 0.10), level(&hist, n, 0.60)
	ink, ground := meanRed(img, r, 0, dark), meanRed(img, r, light, 255)
	return n > 0 && light-dark > 6 && ink-ground > 0.4*float64(light-dark)
}

// meanRed is how much redder than green the pixels of r are whose green lies
// between two levels.
func meanRed(img *image.RGBA, r image.Rectangle, from, to int) float64 {
	sum, n := 0, 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			c := img.Pix[img.PixOffset(x, y):]
			if g := int(c[1]); g >= from && g <= to {
				sum, n = sum+int(c[0])-g, n+1
			}
		}
	}
	return float64(sum) / float64(max(n, 1))
}
