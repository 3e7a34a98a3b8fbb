package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Gap is the space between the rows of a column, in dp; blocks of a page have
// twice as much between them.
const Gap = 8

// Column puts objects below each other, text flush with the edge. Unlike a
// VBox it asks wrapped text for its height at the width it gets, so that
// nothing overlaps before the second pass of the toolkit.
func Column(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&column{gap: Gap}, objects...)
}

func blocks(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&column{gap: 2 * Gap}, objects...)
}

type column struct {
	gap float32
	set map[*widget.Label]broken
}

// A broken text is what a label should say and what it says with line breaks.
type broken struct{ whole, shown string }

// inset is how much of the edge of o is empty: the toolkit pads text inside
// its labels, which would stand to the right of the buttons below them.
func inset(o fyne.CanvasObject) (x, y float32) {
	p := theme.InnerPadding()
	switch v := o.(type) {
	case *widget.Label:
		return p, p
	case *widget.Hyperlink:
		return p, p
	case *widget.Check:
		return p/2 + theme.InputBorderSize(), 0
	case *Choice:
		return p/2 + theme.InputBorderSize(), 0
	case *widget.Button:
		if v.Importance == widget.LowImportance {
			return p, 0
		}
	}
	return 0, 0
}

// MinSize implements fyne.Layout.
func (c *column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		x, y := inset(o)
		m := o.MinSize()
		size.Width = max(size.Width, m.Width-2*x)
		if size.Height > 0 {
			size.Height += c.gap
		}
		size.Height += m.Height - 2*y
	}
	return size
}

// Layout implements fyne.Layout.
func (c *column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	top := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		x, y := inset(o)
		w := size.Width + 2*x
		c.breakLines(o, size.Width)
		h := heightAt(o, w)
		o.Move(fyne.NewPos(-x, top-y))
		o.Resize(fyne.NewSize(w, h))
		top += h - 2*y + c.gap
	}
}

// breakLines breaks a label's Chinese text where Chinese text may be broken.
func (c *column) breakLines(o fyne.CanvasObject, width float32) {
	l, ok := o.(*widget.Label)
	if !ok || l.Wrapping != fyne.TextWrapWord || width <= 0 {
		return
	}
	text, seen := l.Text, c.set[l]
	if seen.shown == text {
		text = seen.whole
	}
	size := theme.Size(theme.SizeNameText)
	if l.SizeName != "" {
		size = theme.Size(l.SizeName)
	}
	shown := breakText(text, width, func(s string) float32 { return fyne.MeasureText(s, size, l.TextStyle).Width })
	if shown == l.Text {
		return
	}
	if c.set == nil {
		c.set = map[*widget.Label]broken{}
	}
	c.set[l] = broken{text, shown}
	l.SetText(shown)
}

// heightAt is how high o has to be when it is w wide.
func heightAt(o fyne.CanvasObject, w float32) float32 {
	if size := o.Size(); size.Width != w {
		o.Resize(fyne.NewSize(w, max(size.Height, 1)))
	}
	return o.MinSize().Height
}

// atMost lets its one object be as wide as there is room, up to width.
type atMost struct{ width float32 }

func (a atMost) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (a atMost) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := min(size.Width, max(a.width, objects[0].MinSize().Width))
	objects[0].Resize(fyne.NewSize(w, size.Height))
	objects[0].Move(fyne.NewPos(0, 0))
}

// AtMost keeps o from growing wider than width dp.
func AtMost(width float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(atMost{width}, o)
}

// edges takes y from the empty edges above and below its one object, as far as
// it has some.
type edges struct{ y float32 }

func (e edges) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[0].MinSize().SubtractWidthHeight(0, 2*e.y)
}

func (e edges) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(size.AddWidthHeight(0, 2*e.y))
	o[0].Move(fyne.NewPos(0, -e.y))
}

// rowLayout stands a name of fixed width, a value and maybe an action beside
// each other; the text of all three is on one line.
type rowLayout struct{ first float32 }

// drop is how far text stands below the upper edge: as far as that of a button
// beside it.
func (l rowLayout) drop(o []fyne.CanvasObject) float32 {
	if len(o) > 2 {
		return theme.InnerPadding()
	}
	return 0
}

func (l rowLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	size := fyne.NewSize(l.first+b.Width, max(a.Height, b.Height)+2*l.drop(o))
	if len(o) > 2 {
		c := o[2].MinSize()
		size = fyne.NewSize(size.Width+Gap+c.Width, max(size.Height, c.Height))
	}
	return size
}

func (l rowLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	rest := size.Width - l.first
	if len(o) > 2 {
		c := o[2].MinSize()
		rest -= Gap + c.Width
		o[2].Resize(c)
		o[2].Move(fyne.NewPos(size.Width-c.Width, 0))
	}
	y := l.drop(o)
	for i, w := range []float32{l.first - Gap, rest} {
		o[i].Move(fyne.NewPos(float32(i)*l.first, y))
		o[i].Resize(fyne.NewSize(w, size.Height-2*y))
	}
}

// beside is the layout of Beside.
type beside struct{}

func (beside) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(a.Width+2*Gap+b.Width, max(a.Height, b.Height))
}

func (beside) Layout(o []fyne.CanvasObject, size fyne.Size) {
	b := o[1].MinSize()
	w := size.Width - b.Width - 2*Gap
	h := heightAt(o[0], w)
	o[0].Resize(fyne.NewSize(w, h))
	o[0].Move(fyne.NewPos(0, (size.Height-h)/2))
	o[1].Resize(b)
	o[1].Move(fyne.NewPos(size.Width-b.Width, (size.Height-b.Height)/2))
}

// flow stands buttons side by side, in as many lines as they need.
type flow struct {
	width float32 // of the last Layout, 0 before
}

// roomy gives a button more room than its text needs.
type roomy struct{}

// leastButton is how narrow a button may be, in dp; sides is what it gets
// beyond what its text needs.
const leastButton, sides = 96, 24

func (roomy) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[0].MinSize()
	return fyne.NewSize(max(m.Width+sides, leastButton), m.Height)
}

func (roomy) Layout(o []fyne.CanvasObject, size fyne.Size) {
	for _, part := range o {
		part.Move(fyne.NewPos(0, 0))
		part.Resize(size)
	}
}

// MinSize implements fyne.Layout.
func (f *flow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return f.place(objects, f.width, func(fyne.CanvasObject, fyne.Position, fyne.Size) {})
}

// Layout implements fyne.Layout.
func (f *flow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	f.width = size.Width
	f.place(objects, size.Width, func(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
		o.Move(at)
		o.Resize(size)
	})
}

// place tells put where each object stands in lines of width, or in one line
// if that is 0, and returns what they all need.
func (f *flow) place(objects []fyne.CanvasObject, width float32, put func(fyne.CanvasObject, fyne.Position, fyne.Size)) fyne.Size {
	var least fyne.Size
	var at fyne.Position
	var line float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		size := o.MinSize()
		if at.X > 0 && width > 0 && at.X+size.Width > width {
			at = fyne.NewPos(0, at.Y+line+Gap)
			line = 0
		}
		put(o, at, size)
		at.X += size.Width + Gap
		line = max(line, size.Height)
		least.Width = max(least.Width, size.Width)
	}
	least.Height = at.Y + line
	return least
}
