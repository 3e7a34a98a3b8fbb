package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A Bar shows parts of 1: one as a filled line, several as columns side by
// side. What they stand for is said in words beside it.
type Bar struct {
	widget.BaseWidget
	parts   []float64
	columns bool
}

// NewBar is one part as a line.
func NewBar(part float64) *Bar {
	b := &Bar{parts: []float64{part}}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes the part that a line shows; the caller refreshes.
func (b *Bar) Set(part float64) { b.parts[0] = part }

// NewChart is a column for each part, the same width for all.
func NewChart(parts []float64) *Bar {
	b := &Bar{parts: parts, columns: true}
	b.ExtendBaseWidget(b)
	return b
}

// Size of a line, and of a chart, in dp, at least.
const (
	lineWide, lineHigh   = 60, 6
	chartWide, chartHigh = 180, 96
)

// CreateRenderer implements fyne.Widget.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	r := &barRenderer{bar: b, back: canvas.NewRectangle(nil)}
	r.back.CornerRadius = 3
	for range b.parts {
		front := canvas.NewRectangle(nil)
		front.CornerRadius = min(3, 90/float32(len(b.parts)))
		r.fronts = append(r.fronts, front)
	}
	r.paint()
	return r
}

type barRenderer struct {
	bar    *Bar
	back   *canvas.Rectangle
	fronts []*canvas.Rectangle
}

func (r *barRenderer) paint() {
	r.back.FillColor = theme.Color(theme.ColorNameSeparator)
	for _, front := range r.fronts {
		front.FillColor = theme.Color(theme.ColorNamePrimary)
	}
}

// Layout implements fyne.WidgetRenderer.
func (r *barRenderer) Layout(size fyne.Size) {
	if !r.bar.columns {
		r.back.Resize(size)
		r.fronts[0].Resize(fyne.NewSize(size.Width*float32(r.bar.parts[0]), size.Height))
		return
	}
	r.back.Move(fyne.NewPos(0, size.Height-1))
	r.back.Resize(fyne.NewSize(size.Width, 1))
	step := size.Width / float32(max(len(r.fronts), 1))
	for i, front := range r.fronts {
		high := (size.Height - 1) * float32(r.bar.parts[i])
		front.Move(fyne.NewPos(step*(float32(i)+0.1), size.Height-1-high))
		front.Resize(fyne.NewSize(step*0.8, high))
	}
}

// MinSize implements fyne.WidgetRenderer.
func (r *barRenderer) MinSize() fyne.Size {
	if r.bar.columns {
		return fyne.NewSize(chartWide, chartHigh)
	}
	return fyne.NewSize(lineWide, lineHigh)
}

// Refresh takes up a changed theme.
func (r *barRenderer) Refresh() {
	r.paint()
	r.Layout(r.bar.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

// Objects implements fyne.WidgetRenderer.
func (r *barRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.back}
	for _, front := range r.fronts {
		all = append(all, front)
	}
	return all
}

// Destroy implements fyne.WidgetRenderer.
func (r *barRenderer) Destroy() {}
