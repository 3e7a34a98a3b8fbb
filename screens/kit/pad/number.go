package pad

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// narrow and codeWidth are how wide keys grow where there are few in a row.
const narrow, codeWidth = 760, 1080

// digitBoard has the digits as a telephone has them, and other at the left of 0.
func (p *Pad) digitBoard(other *key) *fyne.Container {
	d := newTray(4, 4)
	for i := range 9 {
		d.put(p.types(rune('1'+i), sizeDigit), float32(i%3), float32(i/3), 1, 1)
	}
	d.row(3, 0, 3, other, p.types('0', sizeDigit), p.backKey(p.back))
	p.side(d, 3, 1)
	return d.done()
}

// side has the keys that every pad has at its right, one below the other.
func (p *Pad) side(d *tray, x, y float32) {
	d.put(p.clearKey(p.empty), x, y-1, d.board.cols-x, 1)
	if p.options.Close != nil {
		d.put(p.closeKey(), x, y, d.board.cols-x, 1)
		y++
	}
	if p.options.Next != nil {
		d.put(p.doneKey(p.options.Next), x, y, d.board.cols-x, d.board.rows-y)
	}
}

// codeRows are the characters of references: the letters that are misread are
// not among them.
var codeRows = []string{"23456789", "QWERTYP", "ASDFGHJK", "ZXCVBNM"}

// codeBoard has the characters of references in the order of keyboards.
func (p *Pad) codeBoard() *fyne.Container {
	d := newTray(10, 4)
	for y, letters := range codeRows {
		var keys []*key
		for _, r := range letters {
			keys = append(keys, p.types(r, sizeLetter))
		}
		inset := float32(8-len(letters)) / 2
		d.row(float32(y), inset, 8-inset, keys...)
	}
	d.put(p.backKey(p.back), 8, 0, 2, 1)
	p.side(d, 8, 2)
	return d.done()
}

// places is how many characters the number of a card has.
const places = 18

// A number is the state of PadNumber: the number as far as it is written, large,
// above keys of which X waits for its place.
type number struct {
	pad    *Pad
	board  *fyne.Container
	places *numberLine
	x      *key
}

func newNumber(p *Pad) *number {
	n := &number{pad: p, places: newNumberLine()}
	n.x = p.types('X', sizeDigit)
	n.board = p.digitBoard(n.x)
	for _, o := range n.board.Objects {
		if k := o.(*key); k.role == plain {
			k.tapped = func() { n.typed([]rune(k.text)[0]) }
		}
	}
	return n
}

// counted is s without what groups it.
func counted(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == 'X' || r == 'x' {
			return r
		}
		return -1
	}, s)
}

// takes reports whether r can be typed now.
func (n *number) takes(r rune) bool {
	all, before := n.pad.to.Written()
	all, before = counted(all), counted(before)
	if r == 'X' || r == 'x' {
		return len(all) == places-1 && len(before) == places-1 && !strings.ContainsAny(all, "Xx")
	}
	return r >= '0' && r <= '9' && len(all) < places
}

// typed types r where it can stand.
func (n *number) typed(r rune) {
	if n.takes(r) {
		n.pad.write(strings.ToUpper(string(r)))
	}
}

// follow shows what is written.
func (n *number) follow() {
	all, _ := n.pad.to.Written()
	n.places.show(strings.ToUpper(counted(all)))
	n.x.enable(n.takes('X'))
}

// A numberLine shows a number in groups of 6, 8 and 4, with a mark at each place
// that is not written yet.
type numberLine struct {
	widget.BaseWidget
	text   string
	digits [places]*canvas.Text
	marks  [places]*canvas.Rectangle
}

func newNumberLine() *numberLine {
	l := &numberLine{}
	for i := range places {
		l.digits[i], l.marks[i] = canvas.NewText("", nil), canvas.NewRectangle(color.Transparent)
		l.digits[i].Alignment = fyne.TextAlignCenter
	}
	l.ExtendBaseWidget(l)
	return l
}

// AccessibilityLabel implements fyne.Accessible.
func (l *numberLine) AccessibilityLabel() string { return l.text }

// AccessibilityRole implements fyne.Accessible.
func (l *numberLine) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// show has another number.
func (l *numberLine) show(text string) {
	if text = text[:min(len(text), places)]; text != l.text {
		l.text = text
		l.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (l *numberLine) CreateRenderer() fyne.WidgetRenderer {
	r := &lineRenderer{l}
	r.paint()
	return r
}

type lineRenderer struct{ l *numberLine }

// MinSize implements fyne.WidgetRenderer.
func (r *lineRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(least) }

// paint writes the digits and colours the marks: the next place is marked in the
// colour of what has the keyboard.
func (r *lineRenderer) paint() {
	for i := range places {
		digit := ""
		if i < len(r.l.text) {
			digit = r.l.text[i : i+1]
		}
		ink := theme.ColorNameInputBorder
		if i == len(r.l.text) {
			ink = theme.ColorNamePrimary
		}
		r.l.digits[i].Text, r.l.digits[i].Color = digit, theme.Color(theme.ColorNameForeground)
		r.l.marks[i].FillColor, r.l.marks[i].Hidden = theme.Color(ink), digit != ""
	}
}

// Layout implements fyne.WidgetRenderer.
func (r *lineRenderer) Layout(size fyne.Size) {
	const between = 0.7 // of a place, between groups
	wide := min(size.Width/(places+2*between), 36)
	x := (size.Width - wide*(places+2*between)) / 2
	em := min(wide*1.1, size.Height*0.62)
	high := fyne.MeasureText("0", em, fyne.TextStyle{}).Height
	for i := range places {
		if i == 6 || i == 14 {
			x += wide * between
		}
		r.l.digits[i].TextSize = em
		r.l.digits[i].Move(fyne.NewPos(x, (size.Height-high)/2))
		r.l.digits[i].Resize(fyne.NewSize(wide, high))
		r.l.marks[i].Move(fyne.NewPos(x+wide*0.18, size.Height/2+em*0.36))
		r.l.marks[i].Resize(fyne.NewSize(wide*0.64, 2))
		x += wide
	}
}

// Refresh takes up another number, or a changed look.
func (r *lineRenderer) Refresh() {
	r.paint()
	canvas.Refresh(r.l)
}

// Objects implements fyne.WidgetRenderer.
func (r *lineRenderer) Objects() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for i := range places {
		all = append(all, r.l.marks[i], r.l.digits[i])
	}
	return all
}

// Destroy implements fyne.WidgetRenderer.
func (r *lineRenderer) Destroy() {}
