package kit

import (
	"context"
	"image"
	"math"

	"truename/model"

	"fyne.io/fyne/v2"
)

// A View is which part of a picture is seen, and how; its owner keeps it while
// pages are drawn anew. The zero value is the whole picture as it is.
type View struct {
	Zoom float64 // 1 or 0: whole; 2: half its width and height
	X, Y float64 // middle of what is seen, in parts of the picture as it is, not as it is turned
	tone tone

	made made    // the picture turned and lit as tone was
	on   *Viewer // that shows it now
	stop func()  // the making of another; nil if none was made
}

// A tone is how a picture is shown otherwise than it is. The picture itself is
// never changed: another one is made of it.
type tone struct {
	turn     int // quarters clockwise, 0 … 3
	light    int // steps brighter, less than 0 darker
	contrast int // steps stronger
}

// key changes it as a key says, and reports whether it says anything.
func (t *tone) key(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyE:
		t.turn = (t.turn + 1) % 4
	case fyne.KeyQ:
		t.turn = (t.turn + 3) % 4
	case fyne.KeyW:
		t.light = min(t.light+1, mostLight)
	case fyne.KeyS:
		t.light = max(t.light-1, -mostLight)
	case fyne.KeyC:
		t.contrast = (t.contrast + 1) % (mostContrast + 1)
	default:
		return false
	}
	return true
}

// made is a picture that was made of another.
type made struct {
	of, img image.Image
	as      tone
}

// How far a picture can be changed: beyond, nothing more is seen on it.
const (
	maxZoom      = 6
	mostLight    = 4
	mostContrast = 3
)

// In and Out step nearer and farther.
func (v *View) In() { v.to(v.zoom() * 1.5) }

// Out steps back, to the whole picture at last.
func (v *View) Out() { v.to(v.zoom() / 1.5) }

// Show goes as near to a place as it and something around it can be seen.
func (v *View) Show(p model.Place) {
	v.to(min(0.7/max(p.X1-p.X0, p.Y1-p.Y0), maxZoom/2))
	v.X, v.Y = (p.X0+p.X1)/2, (p.Y0+p.Y1)/2
	v.clamp()
}

func (v *View) zoom() float64 { return max(1, v.Zoom) }

func (v *View) to(zoom float64) {
	if v.Zoom <= 1 {
		v.X, v.Y = 0.5, 0.5
	}
	v.Zoom = min(max(1, zoom), maxZoom)
	v.clamp()
}

// Pan moves what is seen, by parts of what is seen, to the right and down as the
// picture is turned.
func (v *View) Pan(dx, dy float64) {
	for range (4 - v.tone.turn) % 4 {
		dx, dy = -dy, dx
	}
	v.X += dx / v.zoom()
	v.Y += dy / v.zoom()
	v.clamp()
}

func (v *View) clamp() {
	half := 0.5 / v.zoom()
	v.X = min(max(half, v.X), 1-half)
	v.Y = min(max(half, v.Y), 1-half)
}

// part is what is seen, in parts of the picture as it is.
func (v *View) part() model.Place {
	if v.zoom() <= 1 {
		return model.Place{X1: 1, Y1: 1}
	}
	half := 0.5 / v.zoom()
	return model.Place{X0: v.X - half, Y0: v.Y - half, X1: v.X + half, Y1: v.Y + half}
}

// reset shows the whole picture as it is.
func (v *View) reset() {
	v.forget()
	*v = View{on: v.on}
}

// forget lets go of the picture that was made.
func (v *View) forget() {
	if v.stop != nil {
		v.stop()
	}
	v.made, v.stop = made{}, nil
}

// make makes img as it is to be seen, in a job: it is seen as before meanwhile.
func (v *View) make(j *Jobs, img image.Image) {
	want := v.tone
	if want == (tone{}) || img == nil {
		v.forget()
		return
	}
	if v.made.of == img && v.made.as == want {
		return
	}
	if v.stop != nil {
		v.stop()
	}
	v.stop = Start(j, func(ctx context.Context, _ func(float64)) (image.Image, error) { return Levels(want.of(img)), nil },
		nil, func(out image.Image, _ error) {
			v.made = made{img, out, want}
			if v.on != nil {
				v.on.Refresh()
			}
		})
}

// of makes the picture that img is with a tone.
func (t tone) of(img image.Image) image.Image {
	if l, ok := img.(*levels); ok {
		img = l.RGBA
	}
	from := tight(img)
	w, h := from.Rect.Dx(), from.Rect.Dy()
	to, curve := image.NewRGBA(image.Rect(0, 0, w, h)), t.curve()
	if t.turn%2 == 1 {
		to = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		row := from.Pix[y*from.Stride:][:4*w]
		at, step := t.row(y, w, h, to.Stride)
		for x := 0; x < 4*w; x += 4 {
			p := to.Pix[at : at+4 : at+4]
			p[0], p[1], p[2], p[3] = curve[row[x]], curve[row[x+1]], curve[row[x+2]], row[x+3]
			at += step
		}
	}
	return to
}

// row is where the row y of a picture of w × h begins in one that is turned, and
// how far apart its pixels are there, in bytes.
func (t tone) row(y, w, h, stride int) (at, step int) {
	switch t.turn {
	case 1:
		return 4 * (h - 1 - y), stride
	case 2:
		return (h-1-y)*stride + 4*(w-1), -4
	case 3:
		return (w-1)*stride + 4*y, -stride
	}
	return y * stride, 4
}

// curve is what becomes of each value: light bends it, so that black and white
// stay; contrast stretches what is around the middle.
func (t tone) curve() (out [256]uint8) {
	bend, stretch := math.Pow(1.35, -float64(t.light)), 1+0.5*float64(t.contrast)
	for i := range out {
		v := (math.Pow(float64(i)/255, bend)-0.5)*stretch + 0.5
		out[i] = uint8(math.Round(255 * min(max(v, 0), 1)))
	}
	return out
}

// turned is where a point lies after the picture was turned.
func turned(p [2]float64, quarters int) [2]float64 {
	for range quarters {
		p = [2]float64{1 - p[1], p[0]}
	}
	return p
}

func turnedPlace(p model.Place, quarters int) model.Place {
	a, b := turned([2]float64{p.X0, p.Y0}, quarters), turned([2]float64{p.X1, p.Y1}, quarters)
	return model.Place{X0: min(a[0], b[0]), Y0: min(a[1], b[1]), X1: max(a[0], b[0]), Y1: max(a[1], b[1])}
}

func turnedQuad(q *[4][2]float64, quarters int) *[4][2]float64 {
	if q == nil {
		return nil
	}
	var out [4][2]float64
	for i, p := range q {
		out[i] = turned(p, quarters)
	}
	return &out
}
