package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A Choice is a tick box with a text of any length; a tap on the text ticks it
// too, and so do Space and Enter.
type Choice struct {
	widget.DisableableWidget
	Text      string
	Checked   bool
	OnChanged func(bool) // told when a person changes it
	Round     bool       // one of several, of which one holds

	hand
}

// NewChoice makes a Choice, ticked if on; changed is called with its new state.
func NewChoice(text string, on bool, changed func(bool)) *Choice {
	c := &Choice{Text: text, Checked: on, OnChanged: changed}
	c.hand = hand{of: c, press: func() { c.SetChecked(!c.Checked) }}
	c.ExtendBaseWidget(c)
	return c
}

// SetChecked ticks or unticks the box as a person would.
func (c *Choice) SetChecked(on bool) {
	if on == c.Checked || c.Disabled() {
		return
	}
	c.Checked = on
	c.Refresh()
	if c.OnChanged != nil {
		c.OnChanged(on)
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (c *Choice) AccessibilityLabel() string { return c.Text }

// AccessibilityRole implements fyne.Accessible: the toolkit has none for boxes.
func (c *Choice) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped implements fyne.Tappable.
func (c *Choice) Tapped(*fyne.PointEvent) { c.SetChecked(!c.Checked) }

// CreateRenderer implements fyne.Widget.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer {
	r := &choiceRenderer{c: c, box: canvas.NewRectangle(color.Transparent), ring: newRing(), text: NewText(c.Text, Style{})}
	r.box.CornerRadius = 5
	r.paint()
	return r
}

type choiceRenderer struct {
	c    *Choice
	box  *canvas.Rectangle
	tick *canvas.Image
	text *Text
	ring ring
}

// side is how wide and high the box is.
func (r *choiceRenderer) side() float32 { return theme.TextSize() * 1.35 }

// room is what stands before the text.
func (r *choiceRenderer) room() float32 { return r.side() + 12 }

func (r *choiceRenderer) MinSize() fyne.Size {
	text := r.text.MinSize()
	y := theme.InnerPadding()
	return fyne.NewSize(r.room()+text.Width, max(r.side(), text.Height)+2*y)
}

func (r *choiceRenderer) Layout(size fyne.Size) {
	line := r.text.measure("国").Height
	y := theme.InnerPadding()
	at := fyne.NewPos(0, y+(line-r.side())/2)
	r.box.Move(at)
	r.box.Resize(fyne.NewSquareSize(r.side()))
	if r.tick != nil {
		r.tick.Move(at)
		r.tick.Resize(fyne.NewSquareSize(r.side()))
	}
	r.text.Move(fyne.NewPos(r.room(), y))
	r.text.Resize(fyne.NewSize(size.Width-r.room(), size.Height-2*y))
	r.ring.around(size)
}

func (r *choiceRenderer) paint() {
	c := r.c
	r.box.CornerRadius = 5
	if c.Round {
		r.box.CornerRadius = r.side() / 2
	}
	r.box.FillColor, r.box.StrokeColor, r.box.StrokeWidth = theme.Color(theme.ColorNameInputBackground), theme.Color(theme.ColorNameInputBorder), 2
	ink, fill := theme.ColorNameForegroundOnPrimary, theme.ColorNamePrimary
	if c.Disabled() {
		ink, fill = theme.ColorNameDisabled, theme.ColorNameDisabledButton
	}
	r.text.Color, r.text.Text = "", c.Text
	if c.Disabled() {
		r.text.Color = theme.ColorNameDisabled
	}
	r.tick = nil
	if c.Checked {
		r.box.FillColor = theme.Color(fill)
		r.tick = inked("tick", ink, r.side())
	}
	if c.hovered && !c.Disabled() {
		r.box.StrokeColor = theme.Color(theme.ColorNamePrimary)
	}
}

func (r *choiceRenderer) Refresh() {
	r.paint()
	r.text.Refresh()
	r.ring.show(r.c.focused)
	r.Layout(r.c.Size())
	canvas.Refresh(r.c)
}

func (r *choiceRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.box, r.text, r.ring.Rectangle}
	if r.tick != nil {
		all = append(all, r.tick)
	}
	return all
}

func (r *choiceRenderer) Destroy() {}
