package kit

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A Rank is how much a button asks to be pressed.
type Rank int

// The ranks. A page has one Main button.
const (
	Plain  Rank = iota // looks like a link
	Side               // with an edge
	Main               // filled
	Grave              // filled with red: cannot be taken back
	Place              // in the rail: as wide as there is room, marked while Chosen
	Onto               // like Main, on a filled card
	Beyond             // like Side, on a filled card
)

// A Button is pressed with the mouse, a finger, Space or Enter. Its text may
// take several lines where there is no room for one.
type Button struct {
	widget.DisableableWidget
	Text     string
	Icon     string // name of an icon before the text; "" for none
	Rank     Rank
	Chosen   bool   // of several: this one holds
	Middle   bool   // the text stands in the middle where there is more room, also of what looks like a link
	Label    string // what a screen reader says, if not Text
	OnTapped func()

	hand
	limit float32 // width its text has to fit into; 0 for any
}

// NewButton makes a button.
func NewButton(text string, rank Rank, tapped func()) *Button {
	b := &Button{Text: text, Rank: rank, OnTapped: tapped}
	b.hand = hand{of: b, press: b.pressed}
	b.ExtendBaseWidget(b)
	return b
}

// With gives b an icon before its text.
func (b *Button) With(icon string) *Button {
	b.Icon = icon
	return b
}

// AccessibilityLabel implements fyne.Accessible.
func (b *Button) AccessibilityLabel() string {
	if b.Label != "" {
		return b.Label
	}
	return b.Text
}

// AccessibilityRole implements fyne.Accessible.
func (b *Button) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Fit makes b at most width dp wide; its text then takes more lines.
func (b *Button) Fit(width float32) {
	if width != b.limit {
		b.limit = width
		b.Refresh()
	}
}

// SetText changes what stands on it.
func (b *Button) SetText(text string) {
	b.Text = text
	b.Refresh()
}

// Tapped implements fyne.Tappable.
func (b *Button) Tapped(*fyne.PointEvent) {
	release(b, b.focused)
	b.pressed()
}

// release takes the keyboard from anything else when o is pressed: what was
// typed before is typed, keys that follow are not for that field.
func release(o fyne.CanvasObject, focused bool) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil && !focused {
		c.Focus(nil)
	}
}

func (b *Button) pressed() {
	if !b.Disabled() && b.OnTapped != nil {
		b.OnTapped()
	}
}

// passOn hands a key that an object has no use for to the window.
func passOn(o fyne.CanvasObject, k *fyne.KeyEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(k)
	}
}

// Cursor implements desktop.Cursorable.
func (b *Button) Cursor() desktop.Cursor {
	if b.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// colours are the names of fill, edge and text; "" for none.
func (b *Button) colours() (fill, edge, ink fyne.ThemeColorName) {
	if b.Disabled() {
		if b.Rank == Plain || b.Rank == Place {
			return "", "", theme.ColorNameDisabled
		}
		return theme.ColorNameDisabledButton, theme.ColorNameInputBorder, theme.ColorNameDisabled
	}
	switch b.Rank {
	case Main:
		return theme.ColorNamePrimary, "", theme.ColorNameForegroundOnPrimary
	case Grave:
		return theme.ColorNameError, "", theme.ColorNameForegroundOnError
	case Onto:
		return ColorOnHero, "", ColorHero
	case Beyond:
		return "", ColorOnHero, ColorOnHero
	case Side:
		return ColorCard, ColorOutline, theme.ColorNameHyperlink
	case Place:
		if b.Chosen {
			return theme.ColorNameButton, "", theme.ColorNameHyperlink
		}
		return "", "", theme.ColorNameForeground
	}
	if b.Chosen {
		return theme.ColorNameButton, "", theme.ColorNameHyperlink
	}
	return "", "", theme.ColorNameHyperlink
}

// pads are the empty space beside and above the text.
func (b *Button) pads() (x, y float32) {
	y = theme.InnerPadding()
	switch b.Rank {
	case Plain:
		return Gap, y
	case Place:
		return 14, y
	}
	return 22, y
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{b: b, back: canvas.NewRectangle(color.Transparent), over: canvas.NewRectangle(color.Transparent), ring: newRing()}
	r.back.CornerRadius, r.over.CornerRadius = Radius, Radius
	r.text = NewText(b.Text, Style{Bold: true})
	r.over.Hide()
	r.paint()
	return r
}

type buttonRenderer struct {
	b          *Button
	back, over *canvas.Rectangle
	icon       *canvas.Image
	text       *Text
	ring       ring
	drawn      string // the icon and its colour
}

// iconRoom is what an icon and the gap behind it take.
func (r *buttonRenderer) iconRoom() float32 {
	switch {
	case r.b.Icon == "":
		return 0
	case r.b.Text == "":
		return theme.IconInlineSize()
	}
	return theme.IconInlineSize() + 10
}

// words is the size of the text in the lines it takes.
func (r *buttonRenderer) words() fyne.Size {
	if r.b.Text == "" {
		return fyne.NewSize(0, r.text.measure("国").Height)
	}
	one := r.text.measure(r.b.Text)
	x, _ := r.b.pads()
	room := r.b.limit - 2*x - r.iconRoom()
	if r.b.limit <= 0 || one.Width+0.5 <= room {
		return fyne.NewSize(one.Width+1, one.Height)
	}
	lines := breakText(r.b.Text, room, func(s string) float32 { return r.text.measure(s).Width })
	return fyne.NewSize(max(room, 1), one.Height*float32(len(lines)))
}

// MinSize implements fyne.WidgetRenderer.
func (r *buttonRenderer) MinSize() fyne.Size {
	x, y := r.b.pads()
	words := r.words()
	size := fyne.NewSize(words.Width+2*x+r.iconRoom(), words.Height+2*y)
	switch {
	case r.b.Text == "":
		size.Width = max(size.Width, size.Height)
	case r.b.Rank != Plain && r.b.Rank != Place:
		size.Width = max(size.Width, leastButton)
	}
	return size
}

// leastButton is how narrow a button with an edge may be, in dp.
const leastButton = 96

// Layout implements fyne.WidgetRenderer.
func (r *buttonRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.over.Resize(size)
	r.ring.around(size)
	pad, _ := r.b.pads()
	words := r.words()
	words.Width = min(words.Width, size.Width-2*pad-r.iconRoom()+1)
	x := pad
	if r.b.Rank != Plain && r.b.Rank != Place || r.b.Middle || r.b.Text == "" {
		x = max(pad, (size.Width-words.Width-r.iconRoom())/2)
	}
	if r.icon != nil {
		side := theme.IconInlineSize()
		r.icon.Move(fyne.NewPos(x, (size.Height-side)/2))
		r.icon.Resize(fyne.NewSquareSize(side))
	}
	r.text.Move(fyne.NewPos(x+r.iconRoom(), (size.Height-words.Height)/2))
	r.text.Resize(words)
}

// paint takes colours and text from the button.
func (r *buttonRenderer) paint() {
	fill, edge, ink := r.b.colours()
	r.back.FillColor, r.back.StrokeColor, r.back.StrokeWidth = color.Transparent, color.Transparent, 0
	if fill != "" {
		r.back.FillColor = theme.Color(fill)
	}
	if edge != "" {
		r.back.StrokeColor, r.back.StrokeWidth = theme.Color(edge), 1.5
	}
	r.over.FillColor = theme.Color(theme.ColorNameHover)
	r.over.Hidden = !r.b.hovered || r.b.Disabled()
	r.text.Color = ink
	r.text.Bold = r.b.Rank != Place || r.b.Chosen
	r.text.Text = r.b.Text
	r.paintIcon(ink)
}

func (r *buttonRenderer) paintIcon(ink fyne.ThemeColorName) {
	want := fmt.Sprint(r.b.Icon, theme.Color(ink))
	switch {
	case r.b.Icon == "":
		r.icon = nil
	case r.icon == nil || want != r.drawn:
		r.icon = inked(r.b.Icon, ink, theme.IconInlineSize())
	}
	r.drawn = want
}

// Refresh takes up what changed, the look included.
func (r *buttonRenderer) Refresh() {
	r.paint()
	r.text.Refresh()
	r.ring.show(r.b.focused)
	r.Layout(r.b.Size())
	canvas.Refresh(r.b)
}

// Objects implements fyne.WidgetRenderer.
func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.back, r.over, r.text, r.ring.Rectangle}
	if r.icon != nil {
		all = append(all, r.icon)
	}
	return all
}

// Destroy implements fyne.WidgetRenderer.
func (r *buttonRenderer) Destroy() {}
