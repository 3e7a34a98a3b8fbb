package pad

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A note is a line among the keys: what is being typed, underlined, or a word
// about what the keys are.
type note struct {
	widget.BaseWidget
	text   string
	size   float32
	ink    fyne.ThemeColorName
	under  bool // underlined
	middle bool // in the middle of its room, not at the left
}

func newNote(size float32, ink fyne.ThemeColorName) *note {
	n := &note{size: size, ink: ink}
	n.ExtendBaseWidget(n)
	return n
}

// say changes what it says; typed is what somebody types.
func (n *note) say(text string, typed bool) {
	ink := theme.ColorNamePlaceHolder
	if typed {
		ink = theme.ColorNameHyperlink
	}
	if n.text != text || n.ink != ink || n.under != typed {
		n.text, n.ink, n.under = text, ink, typed
		n.Refresh()
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (n *note) AccessibilityLabel() string { return n.text }

// AccessibilityRole implements fyne.Accessible.
func (n *note) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (n *note) CreateRenderer() fyne.WidgetRenderer {
	r := &noteRenderer{n: n, text: canvas.NewText("", nil), line: canvas.NewRectangle(color.Transparent)}
	r.paint()
	return r
}

type noteRenderer struct {
	n    *note
	text *canvas.Text
	line *canvas.Rectangle
}

func (r *noteRenderer) paint() {
	r.text.Text, r.text.Color = r.n.text, theme.Color(r.n.ink)
	r.line.FillColor, r.line.Hidden = theme.Color(theme.ColorNamePrimary), !r.n.under || r.n.text == ""
}

// MinSize implements fyne.WidgetRenderer.
func (r *noteRenderer) MinSize() fyne.Size { return fyne.NewSize(least, least/2) }

// Layout implements fyne.WidgetRenderer.
func (r *noteRenderer) Layout(size fyne.Size) {
	room := size
	if r.n.size < sizeLetter { // a line of words may fill the height of its room
		room.Height *= 1.3
	}
	words := fit(r.text, r.n.size, room)
	at := fyne.NewPos(0, (size.Height-words.Height)/2)
	if r.n.middle {
		at.X = (size.Width - words.Width) / 2
	}
	r.text.Move(at)
	r.text.Resize(words)
	r.line.Move(at.AddXY(0, words.Height))
	r.line.Resize(fyne.NewSize(words.Width, 3))
}

// Refresh takes up what changed, the look included.
func (r *noteRenderer) Refresh() {
	r.paint()
	r.Layout(r.n.Size())
	canvas.Refresh(r.n)
}

// Objects implements fyne.WidgetRenderer.
func (r *noteRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.text, r.line} }

// Destroy implements fyne.WidgetRenderer.
func (r *noteRenderer) Destroy() {}
