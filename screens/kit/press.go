package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A Press makes a part of a page one thing that is pressed with the mouse, a
// finger, Space or Enter. It stands at the top of its place, which is high
// enough for a finger.
type Press struct {
	widget.BaseWidget
	Label    string // what a screen reader says
	OnTapped func()

	hand
	part fyne.CanvasObject
}

// NewPress makes part something to be pressed.
func NewPress(label string, part fyne.CanvasObject, tapped func()) *Press {
	p := &Press{Label: label, part: part, OnTapped: tapped}
	p.hand = hand{of: p, press: func() { p.OnTapped() }}
	p.ExtendBaseWidget(p)
	return p
}

// Inside is what is pressed.
func (p *Press) Inside() []fyne.CanvasObject { return []fyne.CanvasObject{p.part} }

// AccessibilityLabel implements fyne.Accessible.
func (p *Press) AccessibilityLabel() string { return p.Label }

// AccessibilityRole implements fyne.Accessible.
func (p *Press) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped implements fyne.Tappable.
func (p *Press) Tapped(*fyne.PointEvent) {
	release(p, p.focused)
	p.OnTapped()
}

// Cursor implements desktop.Cursorable.
func (p *Press) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer implements fyne.Widget.
func (p *Press) CreateRenderer() fyne.WidgetRenderer {
	r := &pressRenderer{p: p, over: canvas.NewRectangle(color.Transparent), ring: newRing()}
	r.over.CornerRadius = Radius
	r.over.Hide()
	return r
}

type pressRenderer struct {
	p    *Press
	over *canvas.Rectangle
	ring ring
}

// MinSize is that of the part, and as high as a button.
func (r *pressRenderer) MinSize() fyne.Size {
	least := NewText("", Style{}).measure("国").Height + 2*theme.InnerPadding()
	size := r.p.part.MinSize()
	return fyne.NewSize(size.Width, max(size.Height, least))
}

// Layout implements fyne.WidgetRenderer.
func (r *pressRenderer) Layout(size fyne.Size) {
	place(r.p.part, 0, 0, fyne.NewSize(size.Width, min(size.Height, heightAt(r.p.part, size.Width))))
	place(r.over, -Gap, 0, size.AddWidthHeight(2*Gap, 0))
	r.ring.around(size)
}

// Refresh takes up what changed.
func (r *pressRenderer) Refresh() {
	r.over.FillColor, r.over.Hidden = theme.Color(theme.ColorNameHover), !r.p.hovered
	r.ring.show(r.p.focused)
	r.Layout(r.p.Size())
	r.p.part.Refresh()
	canvas.Refresh(r.p)
}

// Objects implements fyne.WidgetRenderer.
func (r *pressRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.over, r.p.part, r.ring.Rectangle}
}

// Destroy implements fyne.WidgetRenderer.
func (r *pressRenderer) Destroy() {}
