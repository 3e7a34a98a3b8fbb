package kit

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// A Cutout is a line cut out of a photograph, shown at the left of as much room
// as there is. It has its size before its picture comes: a field below it does
// not move while somebody types.
type Cutout struct {
	widget.BaseWidget
	Label  string // what a screen reader says
	aspect float32
	img    image.Image
}

// cutoutHeight is how high a cutout is where there is room, in dp at the
// standard scale.
const cutoutHeight = 46

// NewCutout makes one that is aspect times as wide as it is high, and empty.
func NewCutout(label string, aspect float32) *Cutout {
	c := &Cutout{Label: label, aspect: max(aspect, 0.1)}
	c.ExtendBaseWidget(c)
	return c
}

// Set shows img, which is decoded already.
func (c *Cutout) Set(img image.Image) {
	c.img = img
	c.Refresh()
}

// Shown reports whether there is something to see.
func (c *Cutout) Shown() bool { return c.img != nil }

// AccessibilityLabel implements fyne.Accessible.
func (c *Cutout) AccessibilityLabel() string { return c.Label }

// AccessibilityRole implements fyne.Accessible: the toolkit has none for
// pictures.
func (c *Cutout) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// box is how large it is drawn in a width; 0 is any.
func (c *Cutout) box(width float32) fyne.Size {
	h := scaledBy(cutoutHeight)
	if width > 0 {
		h = min(h, width/c.aspect)
	}
	return fyne.NewSize(h*c.aspect, h)
}

// CreateRenderer implements fyne.Widget.
func (c *Cutout) CreateRenderer() fyne.WidgetRenderer {
	r := &cutoutRenderer{c: c, back: newSheet(ColorCard, ColorEdge, 4), img: canvas.NewImageFromImage(c.img)}
	r.img.FillMode, r.img.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
	return r
}

type cutoutRenderer struct {
	c    *Cutout
	back *Sheet
	img  *canvas.Image
}

// MinSize is as high as it is drawn at the present width.
func (r *cutoutRenderer) MinSize() fyne.Size {
	return fyne.NewSize(80, r.c.box(r.c.Size().Width).Height)
}

// Layout implements fyne.WidgetRenderer.
func (r *cutoutRenderer) Layout(size fyne.Size) {
	box := r.c.box(size.Width)
	r.back.Resize(box)
	r.img.Resize(box)
}

// Refresh takes up a picture that has come.
func (r *cutoutRenderer) Refresh() {
	r.img.Image = r.c.img
	r.img.Hidden = r.c.img == nil
	r.back.Refresh()
	r.img.Refresh()
}

// Objects implements fyne.WidgetRenderer.
func (r *cutoutRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.back, r.img} }

// Destroy implements fyne.WidgetRenderer.
func (r *cutoutRenderer) Destroy() {}
