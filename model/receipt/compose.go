package receipt

import (
	"fmt"
	"regexp"
	"unicode/utf8"
)

// The page, in points of 1/72 inch from its upper left corner: ISO 216 A4.
const (
	pageWidth  = 595.28
	pageHeight = 841.89
	left       = 62.0
	right      = pageWidth - left
	top        = 52.0
	bottom     = pageHeight - 48.0
)

// largest is the side of one square of the QR code: 1.27 mm, so that a reference
// is 42 mm wide with its quiet zone. widest is how wide a code with more in it
// may be: the squares of a certificate's are 0.8 mm.
const (
	largest = 3.6
	widest  = 205.0
)

// module is the side of one square of a code.
func module(code [][]bool) float64 { return min(largest, widest/float64(len(code))) }

// An ink is a colour.
type ink struct{ r, g, b uint8 }

// The inks of the page. It must be as clear on a printer without colours.
var (
	black = ink{0, 0, 0}
	white = ink{255, 255, 255}
	dark  = ink{0x14, 0x20, 0x1E}
	grey  = ink{0x52, 0x5D, 0x5B}
	brand = ink{0x0B, 0x7A, 0x6B}
	tint  = ink{0xF0, 0xF5, 0xF4}
	rule  = ink{0xD3, 0xDB, 0xD9}
)

// A face is a weight of the font at a size in points.
type face struct {
	size float64
	bold bool
}

// A style is how a text is set; lead is the height of its lines in points.
type style struct {
	face
	lead float64
	ink  ink
}

var (
	productStyle = style{face{11, true}, 16, brand}
	noticeStyle  = style{face{10.5, true}, 15, dark}
	titleStyle   = style{face{27, true}, 36, dark}
	leadStyle    = style{face{12.5, false}, 20, dark}
	labelStyle   = style{face{10.5, false}, 15, grey}
	keyStyle     = style{face{23, true}, 32, black}
	nameStyle    = style{face{11.5, false}, 18, grey}
	valueStyle   = style{face{11.5, true}, 18, dark}
	wordStyle    = style{face{15, true}, 22, black}
	headStyle    = style{face{14, true}, 22, dark}
	textStyle    = style{face{11.5, false}, 18.5, dark}
	footStyle    = style{face{9, false}, 13.5, grey}
)

// times is st, k times as large.
func (st style) times(k float64) style {
	st.size *= k
	st.lead *= k
	return st
}

// A run is a line of text on the page; x, y is where its baseline begins.
type run struct {
	x, y float64
	face
	ink  ink
	text string
}

// A box is a filled rectangle; x, y is its upper left corner.
type box struct {
	x, y, w, h float64
	ink        ink
}

// A page is what will be drawn: boxes first, then text, each in order.
type page struct {
	boxes []box
	runs  []run
}

// A pen writes a page from top to bottom.
type pen struct {
	page
	y     float64 // where the next thing goes
	k     float64 // all texts and spaces between them are this large
	width func(string, face) float64
}

// compose lays the sheet out, a little smaller where it does not fit. code is
// the QR code with its quiet zone, true for black.
func compose(s Sheet, code [][]bool, width func(string, face) float64) (page, error) {
	for _, k := range []float64{1, 0.9, 0.8, 0.7} {
		p := pen{y: top, k: k, width: width}
		p.head(s)
		p.words(s.Words)
		p.panel(s, code)
		p.facts(s.Facts)
		p.next(s)
		if foot := p.foot(s.Foot); p.y <= foot {
			return p.page, nil
		}
	}
	return page{}, errNoRoom
}

var errNoRoom = usage("the texts do not fit on the page")

// head writes what stands above the reference.
func (p *pen) head(s Sheet) {
	p.notice(s.Notice)
	if s.Product != "" {
		p.mark()
		p.text(s.Product, productStyle, left+21, right)
		p.gap(26)
	}
	p.text(s.Title, titleStyle, left, right)
	p.gap(4)
	p.text(s.Lead, leadStyle, left, right)
	p.gap(18)
}

// notice writes text in a frame.
func (p *pen) notice(text string) {
	if text == "" {
		return
	}
	at, pad := p.y, 7*p.k
	p.y += pad
	p.text(text, noticeStyle, left+12, right-12)
	p.y += pad
	p.frame(box{left, at, right - left, p.y - at, dark}, 1)
	p.gap(18)
}

// mark draws the mark of the program, beside the line that follows.
func (p *pen) mark() {
	side := 13 * p.k
	y := p.y + (productStyle.lead*p.k-side)/2
	p.fill(box{left, y, side, side, brand})
	for i, long := range []float64{1, 0.72, 1} {
		p.fill(box{left + side*0.24, y + side*(0.28+0.18*float64(i)), side * 0.52 * long, side * 0.09, white})
	}
}

// words writes numbered words in columns, to be read down.
func (p *pen) words(words []string) {
	const columns = 3
	rows := (len(words) + columns - 1) / columns
	at := p.y
	for i, word := range words {
		x := left + (right-left)/columns*float64(i/rows)
		p.y = at + float64(i%rows)*(wordStyle.lead+4)*p.k
		y := p.y
		p.text(fmt.Sprintf("%d.", i+1), nameStyle, x, x+30)
		p.y = y
		p.text(word, wordStyle, x+30, right)
	}
	if len(words) > 0 {
		p.y = at + float64(rows)*(wordStyle.lead+4)*p.k
		p.gap(16)
	}
}

// panel writes the reference with its QR code at the right.
func (p *pen) panel(s Sheet, code [][]bool) {
	const pad = 14.0
	side := module(code) * float64(len(code))
	at, edge := p.y, right-pad-side
	tall := pen{k: p.k, width: p.width} // written once to see how high it is
	tall.reference(s, edge)
	height := max(side, tall.y) + 2*pad
	p.fill(box{left, at, right - left, height, tint})
	p.fill(box{left, at, 3, height, brand})
	p.fill(box{edge, at + (height-side)/2, side, side, white})
	p.squares(code, edge, at+(height-side)/2)
	p.y = at + (height-tall.y)/2
	p.reference(s, edge)
	p.y = at + height
	p.gap(16)
}

// reference writes what stands left of the QR code. The reference is in one
// line, so that it can be selected in one piece.
func (p *pen) reference(s Sheet, edge float64) {
	from, to := left+18, edge-14
	p.text(s.ReferenceName, labelStyle, from, to)
	if s.Reference == "" {
		p.text(s.ReferenceNote, textStyle, from, to)
		return
	}
	st := keyStyle.times(p.k)
	if w := p.width(s.Reference, st.face); w > to-from {
		st = st.times((to - from) / w)
	}
	p.line(s.Reference, st, from, p.y)
	p.y += st.lead
	if s.ReferenceNote != "" {
		p.gap(3)
		p.text(s.ReferenceNote, labelStyle, from, to)
	}
}

// squares draws the QR code: its runs along both directions, so that no hair
// of white shows between two squares on a screen.
func (p *pen) squares(code [][]bool, x, y float64) {
	module := module(code)
	for i := range code {
		for j, n := range spans(len(code), func(j int) bool { return code[i][j] }) {
			p.fill(box{x + module*float64(j), y + module*float64(i), module * float64(n), module, black})
		}
		for j, n := range spans(len(code), func(j int) bool { return code[j][i] }) {
			if n > 1 {
				p.fill(box{x + module*float64(i), y + module*float64(j), module, module * float64(n), black})
			}
		}
	}
}

// spans calls yield with the start and length of every run of true in n
// values.
func spans(n int, on func(int) bool) func(yield func(start, length int) bool) {
	return func(yield func(start, length int) bool) {
		start := -1
		for i := range n + 1 {
			switch now := i < n && on(i); {
			case now && start < 0:
				start = i
			case !now && start >= 0:
				if !yield(start, i-start) {
					return
				}
				start = -1
			}
		}
	}
}

// facts writes a table of two columns.
func (p *pen) facts(facts []Fact) {
	const column = left + 148
	for i, f := range facts {
		if i > 0 {
			p.fill(box{left, p.y, right - left, 0.5, rule})
		}
		p.gap(6)
		at := p.y
		p.text(f.Name, nameStyle, left, column-12)
		below := p.y
		p.y = at
		p.text(f.Value, valueStyle, column, right)
		p.y = max(p.y, below)
		p.gap(6)
	}
	if len(facts) > 0 {
		p.gap(16)
	}
}

// numbered is an item that brings its number.
var numbered = regexp.MustCompile(`^(\d{1,2}\.)\s+`)

// numberOf is the number of item i, and the item without it.
func numberOf(i int, item string) (number, rest string) {
	if m := numbered.FindStringSubmatch(item); m != nil {
		return m[1], item[len(m[0]):]
	}
	return fmt.Sprintf("%d.", i+1), item
}

// next writes the numbered list of what will happen.
func (p *pen) next(s Sheet) {
	const indent = left + 20
	if s.NextTitle != "" {
		p.text(s.NextTitle, headStyle, left, right)
		p.gap(5)
	}
	for i, item := range s.Next {
		number, item := numberOf(i, item)
		at := p.y
		p.text(number, textStyle, left, indent)
		below := p.y
		p.y = at
		p.text(item, textStyle, indent, right)
		p.y = max(p.y, below)
		p.gap(4)
	}
}

// foot writes text at the bottom and returns where it begins.
func (p *pen) foot(text string) float64 {
	st := footStyle.times(p.k)
	rows := p.lines(text, st, right-left)
	from := bottom - st.lead*float64(len(rows))
	if len(rows) == 0 {
		return from
	}
	for i, row := range rows {
		p.line(row, st, left, from+st.lead*float64(i))
	}
	p.fill(box{left, from - 8, right - left, 0.5, rule})
	return from - 20
}

// text writes text between two edges, in as many lines as it takes.
func (p *pen) text(text string, st style, from, to float64) {
	st = st.times(p.k)
	for _, row := range p.lines(text, st, to-from) {
		p.line(row, st, from, p.y)
		p.y += st.lead
	}
}

// lines breaks text as even does.
func (p *pen) lines(text string, st style, width float64) []string {
	if text == "" {
		return nil
	}
	return even(text, width, st.size, func(s string) float64 { return p.width(s, st.face) })
}

// even breaks text into lines, a little earlier where one or two characters of
// this size would be left for the last line.
func even(text string, width, size float64, measure func(string) float64) []string {
	rows := lines(text, width, measure)
	if last := rows[len(rows)-1]; len(rows) > 1 && utf8.RuneCountInString(last) <= 2 {
		if again := lines(text, width-2*size, measure); len(again) == len(rows) {
			return again
		}
	}
	return rows
}

// line writes one line below y. A Chinese character stands from 0.88 of its
// size above the baseline to 0.12 below it, and in the middle of its line.
func (p *pen) line(text string, st style, x, y float64) {
	y += (st.lead-st.size)/2 + 0.88*st.size
	p.runs = append(p.runs, run{x, y, st.face, st.ink, text})
}

func (p *pen) fill(b box) { p.boxes = append(p.boxes, b) }

// frame draws the inner edge of b, this thick.
func (p *pen) frame(b box, thick float64) {
	p.fill(box{b.x, b.y, b.w, thick, b.ink})
	p.fill(box{b.x, b.y + b.h - thick, b.w, thick, b.ink})
	p.fill(box{b.x, b.y, thick, b.h, b.ink})
	p.fill(box{b.x + b.w - thick, b.y, thick, b.h, b.ink})
}

// gap leaves space.
func (p *pen) gap(h float64) { p.y += h * p.k }
