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

// A Viewer shows a picture with the outline of the card found in it, and a frame
// around each place that somebody or some check points at. Plus, minus, 0 and
// the arrow keys look closer; so does dragging. The picture is already decoded;
// a large one comes from Levels.
type Viewer struct {
	widget.BaseWidget
	Label    string // what a screen reader says
	Aspect   float32
	HighMost float32            // dp; 0 for any
	OnLook   func(zoomed bool)  // told when a person looks elsewhere, nearer or farther; may be nil
	OnPoint  func(x, y float64) // told where a person points, in parts of the picture; nil: nowhere
	Outline  *[4][2]float64     // corners of the card, in parts of the picture; nil if it was not found
	Field    *model.Place       // is outlined instead, and has no stamp on it; nil for none
	Stamp    string             // faint over the picture, again and again; "" for nothing
	img      image.Image
	places   []model.Place
	view     *View
	jobs     *Jobs // that turn and light it; nil: it is shown as it is
	focused  bool
}

// NewViewer shows img, whole or as view says.
func NewViewer(img image.Image, places []model.Place, view *View) *Viewer {
	v := &Viewer{img: img, places: places, view: view, Aspect: 1.5}
	v.ExtendBaseWidget(v)
	view.on = v
	return v
}

// Adjust lets the picture be turned and lit, by jobs.
func (v *Viewer) Adjust(jobs *Jobs) {
	v.jobs = jobs
	v.view.make(jobs, v.img)
}

// drawn is the picture as it can be drawn now, and by how many quarters it is
// turned.
func (v *Viewer) drawn() (img image.Image, quarters int) {
	if m := v.view.made; m.img != nil && m.of == v.img {
		return m.img, m.as.turn
	}
	return v.img, 0
}

// Drop lets go of the picture, for good: the toolkit keeps what was drawn for a
// minute after it left the window, and a picture is large and somebody's.
func (v *Viewer) Drop() {
	v.img, v.places, v.Outline, v.Field, v.Stamp = nil, nil, nil, nil, ""
	v.view.forget()
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

// keysOf are the keys that a rune is typed with.
var keysOf = map[rune]fyne.KeyName{'+': fyne.KeyPlus, '=': fyne.KeyPlus, '-': fyne.KeyMinus, '0': fyne.Key0}

// TypedRune implements fyne.Focusable. Which key has a plus depends on the
// keyboard.
func (v *Viewer) TypedRune(r rune) {
	if key, ok := keysOf[r]; ok {
		v.Key(key)
	}
}

// TypedKey implements fyne.Focusable.
func (v *Viewer) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyPlus, fyne.KeyEqual, fyne.KeyMinus, fyne.Key0: // comes as a rune, too
		return
	case fyne.KeyReturn, fyne.KeyEnter:
		if v.OnPoint != nil {
			part := v.view.part()
			v.OnPoint((part.X0+part.X1)/2, (part.Y0+part.Y1)/2)
			return
		}
	}
	if !v.Key(k.Name) {
		passOn(v, k)
	}
}

// steps are the keys that move what is seen, in parts of it.
var steps = map[fyne.KeyName][2]float64{fyne.KeyLeft: {-0.2, 0}, fyne.KeyRight: {0.2, 0}, fyne.KeyUp: {0, -0.2}, fyne.KeyDown: {0, 0.2}}

// Key looks as a key says, and reports whether it says anything: plus and minus
// look closer, the arrow keys elsewhere, 0 at the whole picture as it is. Where
// it can be adjusted E and Q turn it right and left, W and S make it brighter
// and darker, C strengthens the contrast step by step and takes it back.
func (v *Viewer) Key(key fyne.KeyName) bool {
	switch step, moves := steps[key]; {
	case moves:
		v.view.Pan(step[0], step[1])
	case key == fyne.KeyPlus, key == fyne.KeyEqual:
		v.view.In()
	case key == fyne.KeyMinus:
		v.view.Out()
	case key == fyne.Key0:
		v.view.reset()
	case v.jobs == nil || !v.view.tone.key(key):
		return false
	default:
		v.view.make(v.jobs, v.img)
	}
	_, moves := steps[key]
	v.looked(!moves)
	return true
}

func (v *Viewer) looked(zoomed bool) {
	v.Refresh()
	if v.OnLook != nil {
		v.OnLook(zoomed)
	}
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
	_, quarters := v.drawn()
	p, part := turned([2]float64{x, y}, (4-quarters)%4), v.view.part()
	v.OnPoint(part.X0+p[0]*(part.X1-part.X0), part.Y0+p[1]*(part.Y1-part.Y0))
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
	stamps stamps
	ring   ring
	of     image.Image // what img is a part of, and which
	shown  model.Place
	wide   float32 // in pixels
}

// MinSize is as high as its shape asks for at the present width.
func (r *viewerRenderer) MinSize() fyne.Size {
	return shaped(r.v.Size().Width, r.v.Aspect, r.v.HighMost)
}

// shaped is the least size of a picture that is as wide as there is room, and no
// higher than most if that is above 0.
func shaped(width, aspect, most float32) fyne.Size {
	const least = 120
	h := max(width/aspect, least)
	if most > 0 {
		h = min(h, max(least, most))
	}
	return fyne.NewSize(160, h)
}

// Layout implements fyne.WidgetRenderer.
func (r *viewerRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.img.Resize(size)
	r.ring.around(size)
	if r.v.img == nil {
		r.img.Image, r.of, r.stamps = nil, nil, stamps{}
		return
	}
	at, all := r.v.seen(size)
	_, quarters := r.v.drawn()
	part := turnedPlace(r.v.view.part(), quarters)
	r.draw(part, all.Width*pixels)
	quad, spare := turnedQuad(r.v.Outline, quarters), [2]fyne.Position{}
	if r.v.Field != nil {
		p := turnedPlace(*r.v.Field, quarters)
		quad = &[4][2]float64{{p.X0, p.Y0}, {p.X1, p.Y0}, {p.X1, p.Y1}, {p.X0, p.Y1}}
		spare = [2]fyne.Position{on(part, quad[0], at, all), on(part, quad[2], at, all)}
	}
	r.card.place(quad, part, at, all)
	r.stamps.over(r.v.Stamp, at, all, spare)
	for i, p := range r.v.places {
		p = turnedPlace(p, quarters)
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
	img, _ := v.drawn()
	b := img.Bounds()
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
}

// draw hands the toolkit a part of the picture, for so many pixels of width, if
// it is another than before: it would put the same one into the graphics memory
// again.
func (r *viewerRenderer) draw(part model.Place, wide float32) {
	img, _ := r.v.drawn()
	if r.img.Image != nil && img == r.of && part == r.shown && wide == r.wide {
		return
	}
	r.of, r.shown, r.wide = img, part, wide
	r.img.Image, r.img.ScaleMode = sized(img, part, wide)
	r.img.Refresh()
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
	canvas.Refresh(r.v)
}

// Objects implements fyne.WidgetRenderer.
func (r *viewerRenderer) Objects() []fyne.CanvasObject {
	all := append([]fyne.CanvasObject{r.back, r.img}, r.card.objects()...)
	for _, f := range r.frames {
		all = append(all, f)
	}
	for _, t := range r.stamps.drawn {
		all = append(all, t)
	}
	return append(all, r.ring.Rectangle)
}

// Destroy implements fyne.WidgetRenderer.
func (r *viewerRenderer) Destroy() {}
