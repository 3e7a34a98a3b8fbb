package status

import (
	"image/color"

	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// colour is that of the dot of an event.
func colour(what string) fyne.ThemeColorName {
	switch what {
	case "approved":
		return theme.ColorNameSuccess
	case "returned":
		return theme.ColorNameWarning
	case "refused":
		return theme.ColorNameError
	}
	return theme.ColorNamePrimary
}

// A stop is an event on the line of a timeline: a dot beside its text, and the
// line on to the next one.
type stop struct {
	widget.BaseWidget
	body  fyne.CanvasObject
	dot   fyne.ThemeColorName
	joins bool
}

// Inside is what stands beside the dot.
func (s *stop) Inside() []fyne.CanvasObject { return []fyne.CanvasObject{s.body} }

func newStop(body fyne.CanvasObject, dot fyne.ThemeColorName, joins bool) *stop {
	s := &stop{body: body, dot: dot, joins: joins}
	s.ExtendBaseWidget(s)
	return s
}

// Sizes of a stop, in dp.
const (
	dotSize = 14
	dotRoom = 32 // from the edge to the text
)

// CreateRenderer implements fyne.Widget.
func (s *stop) CreateRenderer() fyne.WidgetRenderer {
	r := &stopRenderer{stop: s, dot: canvas.NewCircle(nil), line: canvas.NewRectangle(nil)}
	r.line.Hidden = !s.joins
	r.paint()
	return r
}

type stopRenderer struct {
	stop *stop
	dot  *canvas.Circle
	line *canvas.Rectangle
}

func (r *stopRenderer) paint() {
	r.line.FillColor = theme.Color(kit.ColorOutline)
	if r.stop.dot == "" { // still to come
		r.dot.FillColor, r.dot.StrokeColor, r.dot.StrokeWidth = color.Transparent, theme.Color(kit.ColorOutline), 2
		return
	}
	r.dot.FillColor = theme.Color(r.stop.dot)
}

// MinSize implements fyne.WidgetRenderer.
func (r *stopRenderer) MinSize() fyne.Size {
	m := r.stop.body.MinSize().AddWidthHeight(dotRoom, 0)
	m.Height = max(m.Height, dotSize)
	if r.stop.joins {
		m.Height += 2 * kit.Gap
	}
	return m
}

// Layout implements fyne.WidgetRenderer.
func (r *stopRenderer) Layout(size fyne.Size) {
	r.stop.body.Move(fyne.NewPos(dotRoom, 0))
	r.stop.body.Resize(fyne.NewSize(size.Width-dotRoom, size.Height))
	top := (fyne.MeasureText("x", theme.TextSize(), fyne.TextStyle{Bold: true}).Height - dotSize) / 2
	r.dot.Move(fyne.NewPos(0, top))
	r.dot.Resize(fyne.NewSquareSize(dotSize))
	// down to the dot of the next one, beyond the gap between them
	r.line.Move(fyne.NewPos(dotSize/2-1, top+dotSize+2))
	r.line.Resize(fyne.NewSize(2, size.Height+kit.Gap-dotSize-4))
}

// Refresh takes up a changed theme.
func (r *stopRenderer) Refresh() {
	r.paint()
	r.dot.Refresh()
	r.line.Refresh()
	r.stop.body.Refresh()
}

// Objects implements fyne.WidgetRenderer.
func (r *stopRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.line, r.dot, r.stop.body}
}

// Destroy implements fyne.WidgetRenderer.
func (r *stopRenderer) Destroy() {}
