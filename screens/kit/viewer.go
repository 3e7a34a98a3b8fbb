package kit

import (
	"image"
	"image/color"

	"truename/model"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A View is which part of a picture is seen; its owner keeps it while pages are
// drawn anew. The zero value is the whole picture.
type View struct {
	Zoom float64 // 1 or 0: whole; 2: half its width and height
	X, Y float64 // middle of what is seen, in parts of the picture
}

// maxZoom is how far one can go in.
const maxZoom = 6

// In and Out step nearer and farther.
func (v *View) In() { v.to(v.zoom() * 1.5) }

// Out steps back, to the whole picture at last.
func (v *View) Out() { v.to(v.zoom() / 1.5) }

func (v *View) zoom() float64 { return max(1, v.Zoom) }

func (v *View) to(zoom float64) {
	if v.Zoom <= 1 {
		v.X, v.Y = 0.5, 0.5
	}
	v.Zoom = min(max(1, zoom), maxZoom)
	v.clamp()
}

// Pan moves what is seen by parts of what is seen.
func (v *View) Pan(dx, dy float64) {
	v.X += dx / v.zoom()
	v.Y += dy / v.zoom()
	v.clamp()
}

func (v *View) clamp() {
	half := 0.5 / v.zoom()
	v.X = min(max(half, v.X), 1-half)
	v.Y = min(max(half, v.Y), 1-half)
}

// part is what is seen, in parts of the picture.
func (v *View) part() model.Place {
	if v.zoom() <= 1 {
		return model.Place{X1: 1, Y1: 1}
	}
	half := 0.5 / v.zoom()
	return model.Place{X0: v.X - half, Y0: v.Y - half, X1: v.X + half, Y1: v.Y + half}
}

// A Viewer shows a picture with the outline of the card found in it, and a frame
// around each place that somebody or some check points at. Plus, minus, 0 and the arrow keys look closer; so does
// dragging. The picture is already decoded: drawing it costs the UI goroutine
// nothing.
type Viewer struct {
	widget.BaseWidget
	Label    string // what a screen reader says
	Aspect   float32
	HighMost float32            // dp; 0 for any
	OnLook   func(zoomed bool)  // told when a person looks elsewhere, nearer or farther; may be nil
	OnPoint  func(x, y float64) // told where a person points, in parts of the picture; nil: nowhere
	Outline  *[4][2]float64     // corners of the card, in parts of the picture; nil if it was not found
	img      image.Image
	places   []model.Place
	view     *View
	focused  bool
}

// NewViewer shows img, whole or as view says.
func NewViewer(img image.Image, places []model.Place, view *View) *Viewer {
	v := &Viewer{img: img, places: places, view: view, Aspect: 1.5}
	v.ExtendBaseWidget(v)
	return v
}

// Drop lets go of the picture, for good: the toolkit keeps what was drawn for a
// minute after it left the window, and a picture is large and somebody's.
func (v *Viewer) Drop() {
	v.img, v.places, v.Outline = nil, nil, nil
	v.Refresh()
}

// AccessibilityLabel implements fyne.Accessible.
func (v *Viewer) AccessibilityLabel() string { return v.Label }

// AccessibilityRole implements fyne.Accessible: the toolkit has none for
// pictures.
func (v *Viewer) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// FocusGained implements fyne.Focusable.
func (v *Viewer) FocusGained() { v.focused = true; v.Refresh(); reveal(v) }

// FocusLost implements fyne.Focusable.
func (v *Viewer) FocusLost() { v.focused = false; v.Refresh() }

// TypedRune implements fyne.Focusable.
func (v *Viewer) TypedRune(r rune) {
	switch r {
	case '+', '=':
		v.view.In()
	case '-':
		v.view.Out()
	case '0':
		*v.view = View{}
	default:
		return
	}
	v.looked(true)
}

func (v *Viewer) looked(zoomed bool) {
	v.Refresh()
	if v.OnLook != nil {
		v.OnLook(zoomed)
	}
}

// TypedKey implements fyne.Focusable.
func (v *Viewer) TypedKey(k *fyne.KeyEvent) {
	steps := map[fyne.KeyName][2]float64{fyne.KeyLeft: {-0.2, 0}, fyne.KeyRight: {0.2, 0}, fyne.KeyUp: {0, -0.2}, fyne.KeyDown: {0, 0.2}}
	step, ok := steps[k.Name]
	if enter := k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter; enter && v.OnPoint != nil {
		part := v.view.part()
		v.OnPoint((part.X0+part.X1)/2, (part.Y0+part.Y1)/2)
		return
	}
	if !ok {
		passOn(v, k)
		return
	}
	v.view.Pan(step[0], step[1])
	v.looked(false)
}

// Dragged implements fyne.Draggable.
func (v *Viewer) Dragged(e *fyne.DragEvent) {
	size := v.Size()
	v.view.Pan(-float64(e.Dragged.DX/size.Width), -float64(e.Dragged.DY/size.Height))
	v.looked(false)
}

// DragEnd implements fyne.Draggable.
func (v *Viewer) DragEnd() {}

// Tapped implements fyne.Tappable: a tap beside the picture points nowhere.
func (v *Viewer) Tapped(e *fyne.PointEvent) {
	if v.OnPoint == nil {
		return
	}
	if v.img == nil {
		return
	}
	at, all := v.seen(v.Size())
	x, y := float64((e.Position.X-at.X)/all.Width), float64((e.Position.Y-at.Y)/all.Height)
	if x < 0 || x > 1 || y < 0 || y > 1 {
		return
	}
	part := v.view.part()
	v.OnPoint(part.X0+x*(part.X1-part.X0), part.Y0+y*(part.Y1-part.Y0))
}

// Cursor implements desktop.Cursorable.
func (v *Viewer) Cursor() desktop.Cursor {
	if v.view.zoom() > 1 {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// CreateRenderer implements fyne.Widget.
func (v *Viewer) CreateRenderer() fyne.WidgetRenderer {
	r := &viewerRenderer{v: v, back: canvas.NewRectangle(color.Transparent), img: canvas.NewImageFromImage(nil), card: newOutline(), ring: newRing()}
	r.img.FillMode, r.img.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
	r.back.CornerRadius = Radius
	for range v.places {
		frame := canvas.NewRectangle(color.Transparent)
		frame.StrokeWidth, frame.CornerRadius = 3, 6
		r.frames = append(r.frames, frame)
	}
	r.paint()
	return r
}

type viewerRenderer struct {
	v      *Viewer
	back   *canvas.Rectangle
	img    *canvas.Image
	card   *outline
	frames []*canvas.Rectangle
	ring   ring
	shown  model.Place
}

// MinSize is as high as its shape asks for at the present width.
func (r *viewerRenderer) MinSize() fyne.Size {
	h := max(r.v.Size().Width/r.v.Aspect, 120)
	if r.v.HighMost > 0 {
		h = min(h, max(120, r.v.HighMost))
	}
	return fyne.NewSize(160, h)
}

// Layout implements fyne.WidgetRenderer.
func (r *viewerRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.img.Resize(size)
	r.ring.around(size)
	if r.v.img == nil {
		return
	}
	at, all := r.v.seen(size)
	part := r.v.view.part()
	r.card.place(r.v.Outline, part, at, all)
	for i, p := range r.v.places {
		from, to := on(part, [2]float64{p.X0, p.Y0}, at, all), on(part, [2]float64{p.X1, p.Y1}, at, all)
		x0, x1 := max(0, from.X), min(size.Width, to.X)
		y0, y1 := max(0, from.Y), min(size.Height, to.Y)
		r.frames[i].Hidden = x1 <= x0 || y1 <= y0
		r.frames[i].Move(fyne.NewPos(x0, y0))
		r.frames[i].Resize(fyne.NewSize(x1-x0, y1-y0))
	}
}

// seen is where the picture, which keeps its shape, lies inside size.
func (v *Viewer) seen(size fyne.Size) (fyne.Position, fyne.Size) {
	b := v.img.Bounds()
	aspect := float32(b.Dx()) / float32(max(1, b.Dy()))
	w, h := size.Width, size.Width/aspect
	if h > size.Height {
		w, h = size.Height*aspect, size.Height
	}
	return fyne.NewPos((size.Width-w)/2, (size.Height-h)/2), fyne.NewSize(w, h)
}

func (r *viewerRenderer) paint() {
	r.back.FillColor = theme.Color(theme.ColorNameHeaderBackground)
	for _, f := range r.frames {
		ink := color.NRGBAModel.Convert(theme.Color(theme.ColorNameError)).(color.NRGBA)
		f.StrokeColor = ink
		ink.A = 0x38 // what lies below stays to be seen
		f.FillColor = ink
	}
	part := r.v.view.part()
	if r.v.img == nil {
		r.img.Image = nil
		return
	}
	if r.img.Image == nil || part != r.shown {
		r.img.Image, r.shown = cropped(r.v.img, part), part
	}
}

// cropped is a part of img; it shares its pixels.
func cropped(img image.Image, part model.Place) image.Image {
	sub, ok := img.(interface {
		SubImage(image.Rectangle) image.Image
	})
	if !ok || part == (model.Place{X1: 1, Y1: 1}) {
		return img
	}
	b := img.Bounds()
	w, h := float64(b.Dx()), float64(b.Dy())
	return sub.SubImage(image.Rect(b.Min.X+int(w*part.X0), b.Min.Y+int(h*part.Y0), b.Min.X+int(w*part.X1), b.Min.Y+int(h*part.Y1)))
}

// Refresh takes up what changed.
func (r *viewerRenderer) Refresh() {
	r.paint()
	r.ring.show(r.v.focused)
	r.Layout(r.v.Size())
	r.img.Refresh()
	canvas.Refresh(r.v)
}

// Objects implements fyne.WidgetRenderer.
func (r *viewerRenderer) Objects() []fyne.CanvasObject {
	all := append([]fyne.CanvasObject{r.back, r.img}, r.card.objects()...)
	for _, f := range r.frames {
		all = append(all, f)
	}
	return append(all, r.ring.Rectangle)
}

// Destroy implements fyne.WidgetRenderer.
func (r *viewerRenderer) Destroy() {}
