package topics

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A line draws how hot a topic was over the last ten days, from 0 at the bottom
// to 10 at the top, oldest at the left. What it tells is said in words beside it.
type line struct {
	widget.BaseWidget
	heats []float64
	high  float32 // in dp, at least
}

func newLine() *line {
	l := &line{high: 24}
	l.ExtendBaseWidget(l)
	return l
}

// set changes what is drawn; the caller refreshes.
func (l *line) set(heats []float64) { l.heats = heats }

func (l *line) empty() bool { return len(l.heats) < 2 }

// CreateRenderer implements fyne.Widget.
func (l *line) CreateRenderer() fyne.WidgetRenderer {
	w := &lineRenderer{l: l, ground: canvas.NewRectangle(nil)}
	w.Refresh()
	return w
}

type lineRenderer struct {
	l      *line
	ground *canvas.Rectangle
	parts  []*canvas.Line
}

// stroke is how thick the line is, in dp.
const stroke = 1.5

// MinSize implements fyne.WidgetRenderer.
func (w *lineRenderer) MinSize() fyne.Size { return fyne.NewSize(3*w.l.high, w.l.high) }

// Layout implements fyne.WidgetRenderer.
func (w *lineRenderer) Layout(size fyne.Size) {
	w.ground.Move(fyne.NewPos(0, size.Height-1))
	w.ground.Resize(fyne.NewSize(size.Width, 1))
	at := func(i int) fyne.Position {
		step := (size.Width - stroke) / float32(max(1, len(w.l.heats)-1))
		return fyne.NewPos(stroke/2+float32(i)*step, stroke/2+(size.Height-1-stroke)*(1-float32(w.l.heats[i])/10))
	}
	for i, p := range w.parts {
		if i+1 < len(w.l.heats) {
			p.Position1, p.Position2 = at(i), at(i+1)
		}
	}
}

// Refresh implements fyne.WidgetRenderer.
func (w *lineRenderer) Refresh() {
	for len(w.parts) < len(w.l.heats)-1 {
		w.parts = append(w.parts, canvas.NewLine(nil))
	}
	w.parts = w.parts[:max(0, len(w.l.heats)-1)]
	w.ground.FillColor = theme.Color(theme.ColorNameSeparator)
	for _, p := range w.parts {
		p.StrokeColor, p.StrokeWidth = theme.Color(theme.ColorNamePrimary), stroke
	}
	w.Layout(w.l.Size())
	for _, o := range w.Objects() {
		o.Refresh()
	}
}

// Objects implements fyne.WidgetRenderer.
func (w *lineRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{w.ground}
	for _, p := range w.parts {
		all = append(all, p)
	}
	return all
}

// Destroy implements fyne.WidgetRenderer.
func (w *lineRenderer) Destroy() {}
