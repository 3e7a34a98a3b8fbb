package screens

import (
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// atLeast gives its object a minimum width, the room its rows need, and a line
// at the right.
type atLeast struct {
	width float32
	rows  []fyne.CanvasObject
}

// MinSize implements fyne.Layout. The rows stand in a scroll that would let
// them be narrower.
func (a atLeast) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[0].MinSize()
	for _, row := range a.rows {
		m.Width = max(m.Width, row.MinSize().Width+24)
	}
	return fyne.NewSize(max(a.width, m.Width), m.Height)
}

// Layout implements fyne.Layout.
func (a atLeast) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(size)
	o[0].Move(fyne.NewPos(0, 0))
	o[1].Resize(fyne.NewSize(1, size.Height))
	o[1].Move(fyne.NewPos(size.Width-1, 0))
}

// frame stands the parts of the window around its middle without space between
// them: a strip above all, the rail, the bars above and below the page.
type frame struct{ strip, rail, top, bottom, page fyne.CanvasObject }

// objects are the parts there are. The page comes first: so Tab begins there.
func (f frame) objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{f.page, f.top, f.rail, f.bottom}
	if f.strip != nil {
		all = append(all, f.strip)
	}
	return all
}

// MinSize implements fyne.Layout.
func (f frame) MinSize([]fyne.CanvasObject) fyne.Size {
	rail, top, bottom, page := f.rail.MinSize(), f.top.MinSize(), f.bottom.MinSize(), f.page.MinSize()
	size := fyne.NewSize(rail.Width+max(top.Width, page.Width), top.Height+bottom.Height+max(page.Height, 100))
	size.Height = max(size.Height, rail.Height)
	if f.strip != nil {
		size.Height += f.strip.MinSize().Height
	}
	return size
}

// Layout implements fyne.Layout.
func (f frame) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	put := func(o fyne.CanvasObject, x, y, w, h float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, h))
	}
	if f.strip != nil {
		f.strip.Resize(fyne.NewSize(size.Width, 1))
		h := f.strip.MinSize().Height
		put(f.strip, 0, 0, size.Width, h)
		y = h
	}
	x := f.rail.MinSize().Width
	put(f.rail, 0, y, x, size.Height-y)
	w := size.Width - x
	f.bottom.Resize(fyne.NewSize(w, 1)) // its text takes the lines it needs at this width
	top, bottom := f.top.MinSize().Height, f.bottom.MinSize().Height
	put(f.top, x, y, w, top)
	put(f.page, x, y+top, w, size.Height-y-top-bottom)
	put(f.bottom, x, size.Height-bottom, w, bottom)
}

// markLayout stands the name of the program beside its mark.
type markLayout struct{}

// MinSize implements fyne.Layout.
func (markLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	text := o[1].MinSize()
	return fyne.NewSize(44+text.Width, max(32, text.Height))
}

// Layout implements fyne.Layout.
func (markLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	text := o[1].MinSize()
	o[0].Resize(fyne.NewSquareSize(32))
	o[0].Move(fyne.NewPos(0, (size.Height-32)/2))
	o[1].Resize(fyne.NewSize(size.Width-44, text.Height))
	o[1].Move(fyne.NewPos(44, (size.Height-text.Height)/2))
}

// barLayout stands the way back at the left and the switches at the right.
type barLayout struct{}

// MinSize implements fyne.Layout.
func (barLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(a.Width+b.Width, max(a.Height, b.Height))
}

// Layout implements fyne.Layout.
func (barLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	b := o[1].MinSize()
	o[1].Resize(fyne.NewSize(b.Width, size.Height))
	o[1].Move(fyne.NewPos(size.Width-b.Width, 0))
	o[0].Resize(fyne.NewSize(size.Width-b.Width, size.Height))
	o[0].Move(fyne.NewPos(0, 0))
}

// leftLayout stands the way back before what a screen says about its page, if
// there is room for both: the way back comes first.
type leftLayout struct{}

// MinSize implements fyne.Layout.
func (leftLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	if len(o) == 0 {
		return fyne.Size{}
	}
	return o[0].MinSize()
}

// Layout implements fyne.Layout.
func (leftLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	for i, part := range o {
		m := part.MinSize()
		if i > 0 && x+m.Width+2*kit.Gap > size.Width {
			part.Hide()
			continue
		}
		part.Show()
		part.Resize(m)
		part.Move(fyne.NewPos(x, (size.Height-m.Height)/2))
		x += m.Width + 2*kit.Gap
	}
}

// dotLayout stands a dot before the first line of a caption.
type dotLayout struct{}

const dotSize, dotRoom = 10, 20

// MinSize implements fyne.Layout.
func (dotLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[1].MinSize().AddWidthHeight(dotRoom, 0)
}

// Layout implements fyne.Layout.
func (dotLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	line := fyne.MeasureText("国", theme.CaptionTextSize(), fyne.TextStyle{}).Height
	o[0].Resize(fyne.NewSquareSize(dotSize))
	o[0].Move(fyne.NewPos(0, (line-dotSize)/2))
	o[1].Resize(fyne.NewSize(size.Width-dotRoom, size.Height))
	o[1].Move(fyne.NewPos(dotRoom, 0))
}

// dockFrom is how wide the window has to be for the panel beside Me, and
// dockWidth how wide that is, in dp.
const dockFrom, dockWidth = 1400, 380

// dockLayout stands a panel at the right of the page if the window is wide
// enough.
type dockLayout struct {
	window fyne.Window
	from   float32 // width of the window from which the panel is there
}

// MinSize implements fyne.Layout.
func (d *dockLayout) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// Layout implements fyne.Layout.
func (d *dockLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	if d.window.Canvas().Size().Width > d.from {
		o[1].Show()
		size.Width -= dockWidth + kit.Margin
		o[1].Resize(fyne.NewSize(dockWidth, size.Height-kit.Margin))
		o[1].Move(fyne.NewPos(size.Width, kit.Gap))
	} else {
		o[1].Hide()
	}
	o[0].Resize(size)
	o[0].Move(fyne.NewPos(0, 0))
}
