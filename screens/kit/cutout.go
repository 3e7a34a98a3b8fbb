package kit

import (
	"image"

	"truename/model"

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

// CutoutPixels is how high the picture of a Cutout that is cut out of the
// photograph should be: enough where text is twice as large.
const CutoutPixels = 120

const (
	cutoutHeight = 46          // where there is room, in dp at the standard scale
	cardAspect   = 85.6 / 54.0 // of a card (GB/T 14916: 85.6 × 54 mm)
	lineRoom     = 0.012       // left and right of a line, in parts of the card
)

// Line is where fields stand on the straightened card of a photograph, with a
// little room around them; ok is false if that is not known.
func Line(p model.Photo, reads ...string) (line model.Place, ok bool) {
	line = model.Place{X0: 1, Y0: 1}
	for _, read := range reads {
		if at := p.Reading[read].Place; at != nil {
			line = model.Place{X0: min(line.X0, at.X0), Y0: min(line.Y0, at.Y0), X1: max(line.X1, at.X1), Y1: max(line.Y1, at.Y1)}
		}
	}
	if p.Empty() || p.Report.Quad == nil || line.X1 <= line.X0 || line.Y1 <= line.Y0 {
		return model.Place{}, false
	}
	const above = lineRoom * cardAspect
	return model.Place{
		X0: max(0, line.X0-lineRoom), Y0: max(0, line.Y0-above), X1: min(1, line.X1+lineRoom), Y1: min(1, line.Y1+above),
	}, true
}

// Cut is a place of a picture; it shares its pixels.
func Cut(img image.Image, at model.Place) image.Image { return cropped(img, at) }

// NewCutout makes one for a place on the straightened card, and empty.
func NewCutout(label string, at model.Place) *Cutout {
	aspect := float32((at.X1 - at.X0) / (at.Y1 - at.Y0) * cardAspect)
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
