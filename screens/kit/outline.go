package kit

import (
	"image/color"

	"truename/model"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// An outline is four lines around a card on a photograph, each with a dark one
// below it: photographs are of any colour, whatever the look.
type outline struct{ below, lines [4]*canvas.Line }

const (
	outlineWidth = 3 // dp
	outlineEdge  = 2 // dp, on either side
)

func newOutline() *outline {
	o := &outline{}
	for i := range o.lines {
		o.below[i] = canvas.NewLine(color.NRGBA{A: 0x99})
		o.below[i].StrokeWidth = outlineWidth + 2*outlineEdge
		o.lines[i] = canvas.NewLine(dark[theme.ColorNamePrimary])
		o.lines[i].StrokeWidth = outlineWidth
	}
	return o
}

// objects are what it is drawn with.
func (o *outline) objects() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for _, l := range append(o.below[:], o.lines[:]...) {
		all = append(all, l)
	}
	return all
}

// place lays the lines along quad, whose corners are parts of the photograph;
// at and all are where it lies in dp, part is what is seen of it. What is not
// seen is not drawn.
func (o *outline) place(quad *[4][2]float64, part model.Place, at fyne.Position, all fyne.Size) {
	for i := range o.lines {
		shown := false
		var a, b [2]float64
		if quad != nil {
			a, b, shown = within(part, quad[i], quad[(i+1)%4])
		}
		for _, l := range []*canvas.Line{o.below[i], o.lines[i]} {
			if l.Hidden = !shown; shown {
				l.Position1, l.Position2 = on(part, a, at, all), on(part, b, at, all)
			}
		}
	}
}

// on is where a point of the photograph lies.
func on(part model.Place, p [2]float64, at fyne.Position, all fyne.Size) fyne.Position {
	return fyne.NewPos(
		at.X+all.Width*float32((p[0]-part.X0)/(part.X1-part.X0)),
		at.Y+all.Height*float32((p[1]-part.Y0)/(part.Y1-part.Y0)))
}

// within cuts the line from a to b to a place; ok is false if nothing of it is
// there (Liang and Barsky).
func within(place model.Place, a, b [2]float64) (from, to [2]float64, ok bool) {
	low := [2]float64{place.X0, place.Y0}
	high := [2]float64{place.X1, place.Y1}
	start, end := 0.0, 1.0
	for axis := range 2 {
		d := b[axis] - a[axis]
		if d == 0 {
			if a[axis] < low[axis] || a[axis] > high[axis] {
				return a, b, false
			}
			continue
		}
		enter, leave := (low[axis]-a[axis])/d, (high[axis]-a[axis])/d
		start, end = max(start, min(enter, leave)), min(end, max(enter, leave))
	}
	along := func(t float64) [2]float64 { return [2]float64{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])} }
	return along(start), along(end), start < end
}
