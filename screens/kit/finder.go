package kit

import (
	"image"
	"image/color"

	"truename/model"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A Finder shows what a camera sees, with the outline of the card found in it, a
// line that grows while all is well, and white for a moment when the photograph
// is taken. What it is given changes what is drawn and nothing around it: a
// frame must not lay the page out anew.
type Finder struct {
	widget.BaseWidget
	Label    string  // what a screen reader says
	Aspect   float32 // of the place for it; the picture keeps its own
	HighMost float32 // dp; 0 for any
	img      *image.RGBA
	quad     *[4][2]float64
	held     float32
	flash    bool
	drawn    *finderRenderer
}

// NewFinder makes one that shows nothing yet.
func NewFinder(label string) *Finder {
	f := &Finder{Label: label, Aspect: 16.0 / 9}
	f.ExtendBaseWidget(f)
	return f
}

// Pixels is how wide its place is, in pixels of the screen: a frame need not be
// wider. At least 320.
func (f *Finder) Pixels() int { return max(320, int(f.Size().Width*pixels)) }

// Frame shows the next frame, which must not change any more and has no room
// between its rows.
func (f *Finder) Frame(img *image.RGBA) {
	before := f.img
	f.img = img
	if f.drawn == nil || img == nil {
		return
	}
	f.drawn.img.Image, f.drawn.img.Hidden = img, false
	if before == nil || before.Rect != img.Rect {
		f.drawn.Layout(f.Size())
	}
	f.drawn.img.Refresh()
}

// Point outlines the card, whose corners are parts of the frame (nil: none), and
// tells how much of the time it has to be well is over, 0 … 1.
func (f *Finder) Point(quad *[4][2]float64, held float64) {
	f.quad, f.held = quad, float32(held)
	if f.drawn != nil {
		f.drawn.point()
	}
}

// Flash makes it white, or shows the picture again.
func (f *Finder) Flash(on bool) {
	f.flash = on
	if f.drawn != nil {
		f.drawn.flash.Hidden = !on
		f.drawn.flash.Refresh()
	}
}

// Drop lets go of the picture: see Viewer.Drop.
func (f *Finder) Drop() {
	f.img, f.quad, f.held = nil, nil, 0
	if f.drawn != nil {
		f.drawn.img.Image, f.drawn.img.Hidden = nil, true
		f.drawn.img.Refresh()
		f.drawn.point()
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (f *Finder) AccessibilityLabel() string { return f.Label }

// AccessibilityRole implements fyne.Accessible: the toolkit has none for
// pictures.
func (f *Finder) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer implements fyne.Widget.
func (f *Finder) CreateRenderer() fyne.WidgetRenderer {
	r := &finderRenderer{
		f: f, back: canvas.NewRectangle(color.Black), img: canvas.NewImageFromImage(nil), card: newOutline(),
		bar: canvas.NewRectangle(dark[theme.ColorNamePrimary]), flash: canvas.NewRectangle(color.White),
	}
	r.back.CornerRadius = Radius
	r.img.FillMode, r.img.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleFastest
	r.flash.Hidden = !f.flash
	if r.img.Hidden = f.img == nil; f.img != nil {
		r.img.Image = f.img
	}
	f.drawn = r
	r.point()
	return r
}

// barHeight is that of the line that grows, in dp.
const barHeight = 8

type finderRenderer struct {
	f          *Finder
	back       *canvas.Rectangle
	img        *canvas.Image
	card       *outline
	bar, flash *canvas.Rectangle
	at         fyne.Position // where the picture lies
	seen       fyne.Size
}

// MinSize is as high as its shape asks for at the present width.
func (r *finderRenderer) MinSize() fyne.Size {
	return shaped(r.f.Size().Width, r.f.Aspect, r.f.HighMost)
}

// Layout implements fyne.WidgetRenderer.
func (r *finderRenderer) Layout(size fyne.Size) {
	aspect := r.f.Aspect
	if r.f.img != nil {
		aspect = float32(r.f.img.Rect.Dx()) / float32(max(1, r.f.img.Rect.Dy()))
	}
	r.seen = fyne.NewSize(size.Width, size.Width/aspect)
	if r.seen.Height > size.Height {
		r.seen = fyne.NewSize(size.Height*aspect, size.Height)
	}
	r.at = fyne.NewPos((size.Width-r.seen.Width)/2, (size.Height-r.seen.Height)/2)
	for _, o := range []fyne.CanvasObject{r.back, r.img, r.flash} {
		o.Move(r.at)
		o.Resize(r.seen)
	}
	r.point()
}

// point draws what is known about the frame.
func (r *finderRenderer) point() {
	r.card.place(r.f.quad, model.Place{X1: 1, Y1: 1}, r.at, r.seen)
	for _, o := range r.card.objects() {
		o.Refresh()
	}
	r.bar.Hidden = r.f.held <= 0
	r.bar.Move(r.at.AddXY(0, r.seen.Height-barHeight))
	r.bar.Resize(fyne.NewSize(r.seen.Width*min(r.f.held, 1), barHeight))
	r.bar.Refresh()
}

// Refresh takes up what changed.
func (r *finderRenderer) Refresh() {
	r.Layout(r.f.Size())
	canvas.Refresh(r.f)
}

// Objects implements fyne.WidgetRenderer.
func (r *finderRenderer) Objects() []fyne.CanvasObject {
	return append(append([]fyne.CanvasObject{r.back, r.img}, r.card.objects()...), r.bar, r.flash)
}

// Destroy implements fyne.WidgetRenderer.
func (r *finderRenderer) Destroy() {}
