// Package pad holds the keys below a page: digits, codes, and pinyin for names.
// What is typed on a pad is nowhere but in it and in the field, and goes with
// them: nothing is learned and nothing is written down.
package pad

import (
	"image/color"

	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Options are what the place of a pad decides about it.
type Options struct {
	Next  func() // what its "done" key does; nil: it has none
	Fuzzy bool   // z is zh too, and so on: see pinyin.Options
	Close func() // hides the pad, at a desktop; nil: it has no key for that
}

// A Pad is what is pressed instead of a keyboard; what is pressed is typed into
// a field. Its keys never have the keyboard themselves.
type Pad struct {
	widget.BaseWidget
	b       *kit.Bench
	kind    kit.PadKind
	to      kit.Typist
	options Options

	parts   []part
	rows    int     // that it has room for
	width   float32 // that its keys take at most
	pressed *key    // being pressed; nil for none
	busy    bool    // it types into the field itself
	number  *number // of PadNumber
	name    *name   // of PadName
}

// A part is a board that is shown, and the rows it takes.
type part struct {
	o        fyne.CanvasObject
	at, rows int
}

// New is the pad of a kind; what is pressed is typed into to.
func New(b *kit.Bench, kind kit.PadKind, to kit.Typist, o Options) *Pad {
	p := &Pad{b: b, kind: kind, to: to, options: o, rows: 4, width: narrow}
	switch kind {
	case kit.PadNumber:
		p.number = newNumber(p)
		p.rows, p.parts = 5, []part{{p.number.places, 0, 1}, {p.number.board, 1, 4}}
	case kit.PadName:
		p.rows, p.width = 5, widest
		p.name = newName(p)
		p.name.turn(full)
	case kit.PadCode:
		p.width, p.parts = codeWidth, []part{{p.codeBoard(), 0, 4}}
	default:
		p.parts = []part{{p.digitBoard(p.types('-', sizeDigit).named(b.T("pad.dash"))), 0, 4}}
	}
	p.ExtendBaseWidget(p)
	p.Follow()
	return p
}

// Kind is which keys it has.
func (p *Pad) Kind() kit.PadKind { return p.kind }

// For is the field that is typed into.
func (p *Pad) For() kit.Typist { return p.to }

// Composing reports whether something was typed on it that is not in the field
// yet.
func (p *Pad) Composing() bool { return p.name != nil && p.name.typed != "" }

// To makes it type into another field of its kind, which took the place of the
// first when the page was drawn anew: what is being composed stays.
func (p *Pad) To(to kit.Typist) {
	p.to = to
	p.Follow()
}

// Follow takes up that the field has changed otherwise than by the pad.
func (p *Pad) Follow() {
	if p.number != nil {
		p.number.follow()
	}
}

// touched tells whoever wants to know that somebody is there.
func (p *Pad) touched() {
	if p.b.Touched != nil {
		p.b.Touched()
	}
}

// lift ends the press of a key.
func (p *Pad) lift() {
	if k := p.pressed; k != nil {
		p.pressed = nil
		k.press(false)
	}
}

// write types text into the field.
func (p *Pad) write(text string) {
	p.busy = true
	for _, r := range text {
		p.to.TypedRune(r)
	}
	p.busy = false
	p.Follow()
}

// press presses a key of the field n times.
func (p *Pad) press(name fyne.KeyName, n int) {
	p.busy = true
	for range n {
		p.to.TypedKey(&fyne.KeyEvent{Name: name})
	}
	p.busy = false
	p.Follow()
}

// back takes the character before the cursor away.
func (p *Pad) back() { p.press(fyne.KeyBackspace, 1) }

// empty takes away everything that stands in the field.
func (p *Pad) empty() {
	p.press(fyne.KeyEnd, 1)
	all, _ := p.to.Written()
	p.press(fyne.KeyBackspace, len([]rune(all)))
}

// backKey, clearKey, doneKey and closeKey are the same on every pad.
func (p *Pad) backKey(tapped func()) *key {
	k := p.word(p.b.T("pad.back"), tapped)
	k.icon = "backspace"
	return k
}

func (p *Pad) clearKey(tapped func()) *key { return p.word(p.b.T("pad.clear"), tapped) }

func (p *Pad) doneKey(tapped func()) *key {
	return p.key(p.b.T("pad.done"), loud, sizeWord, tapped)
}

func (p *Pad) closeKey() *key {
	return p.word(p.b.T("pad.close"), func() { p.options.Close() }).named(p.b.T("pad.close.label"))
}

// show has other boards.
func (p *Pad) show(parts ...part) {
	p.parts = parts
	p.Refresh()
}

// row is how high a row of keys is: all of the pad takes less than half of a
// window that is high enough.
func (p *Pad) row() float32 {
	const rows = 5 // all kinds have keys of the same height
	high := p.b.Window.Canvas().Size().Height*share - 2*margin - (rows-1)*gap
	return min(max(least, high/rows), most)
}

// CreateRenderer implements fyne.Widget.
func (p *Pad) CreateRenderer() fyne.WidgetRenderer {
	r := &padRenderer{p: p, back: canvas.NewRectangle(color.Transparent), edge: canvas.NewRectangle(color.Transparent)}
	r.paint()
	return r
}

type padRenderer struct {
	p          *Pad
	back, edge *canvas.Rectangle
}

func (r *padRenderer) paint() {
	r.back.FillColor, r.edge.FillColor = theme.Color(kit.ColorPad), theme.Color(kit.ColorEdge)
}

// MinSize implements fyne.WidgetRenderer.
func (r *padRenderer) MinSize() fyne.Size {
	n := float32(r.p.rows)
	return fyne.NewSize(least, n*(r.p.row()+gap)-gap+2*margin)
}

// Layout implements fyne.WidgetRenderer.
func (r *padRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.edge.Resize(fyne.NewSize(size.Width, 1))
	width := min(size.Width-4*margin, r.p.width)
	if size.Width < 700 { // every dp counts
		width = size.Width - 2*margin
	}
	high := (size.Height - 2*margin + gap) / float32(r.p.rows)
	for _, part := range r.p.parts {
		part.o.Move(fyne.NewPos((size.Width-width)/2, margin+float32(part.at)*high))
		part.o.Resize(fyne.NewSize(width, float32(part.rows)*high-gap))
	}
}

// Refresh takes up other boards, or a changed look.
func (r *padRenderer) Refresh() {
	r.paint()
	r.Layout(r.p.Size())
	for _, part := range r.p.parts {
		part.o.Refresh()
	}
	canvas.Refresh(r.p)
}

// Objects implements fyne.WidgetRenderer.
func (r *padRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.back, r.edge}
	for _, part := range r.p.parts {
		all = append(all, part.o)
	}
	return all
}

// Destroy implements fyne.WidgetRenderer.
func (r *padRenderer) Destroy() {}
