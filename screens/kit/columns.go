package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
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

// Tight is a column without space between its rows.
func Tight(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&column{}, objects...)
}

func blocks(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&column{gap: 2 * Gap}, objects...)
}

type column struct{ gap float32 }

// inset is how much of the edges left and right of o is empty: text of a plain
// button would stand to the right of the text around it.
func inset(o fyne.CanvasObject) float32 {
	if b, ok := o.(*Button); ok && b.Rank == Plain {
		x, _ := b.pads()
		return x
	}
	return 0
}

// MinSize implements fyne.Layout.
func (c *column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	first := true
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if b, ok := o.(*Button); ok { // its text can take more lines
			m.Width = min(m.Width, scaledBy(leastButton)+2*inset(b))
		}
		size.Width = max(size.Width, m.Width-2*inset(o))
		if !first {
			size.Height += c.gap
		}
		first = false
		size.Height += m.Height
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
		x := inset(o)
		w := size.Width + 2*x
		if b, ok := o.(*Button); ok { // as wide as its text, unless it belongs to a list
			b.Fit(w)
			if b.Rank != Place {
				w = min(w, b.MinSize().Width)
			}
		}
		h := heightAt(o, w)
		o.Move(fyne.NewPos(-x, top))
		o.Resize(fyne.NewSize(w, h))
		top += h + c.gap
	}
}

// heightAt is how high o has to be when it is w wide.
func heightAt(o fyne.CanvasObject, w float32) float32 {
	if b, ok := o.(*Button); ok {
		b.Fit(w)
	}
	if size := o.Size(); size.Width != w {
		o.Resize(fyne.NewSize(w, max(size.Height, 1)))
	}
	return o.MinSize().Height
}

// atMost lets its one object be as wide as there is room, up to width; placed
// at the left, or in the middle.
type atMost struct {
	width  float32
	middle bool
}

func (a atMost) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

func (a atMost) Layout(o []fyne.CanvasObject, size fyne.Size) {
	w := min(size.Width, max(a.width, o[0].MinSize().Width))
	x := float32(0)
	if a.middle {
		x = (size.Width - w) / 2
	}
	o[0].Resize(fyne.NewSize(w, size.Height))
	o[0].Move(fyne.NewPos(x, 0))
}

// AtMost keeps o from growing wider than width dp at the standard scale, and
// in proportion at others.
func AtMost(width float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(atMost{width: scaledBy(width)}, o)
}

// scaledBy is a length of the standard scale at the present one.
func scaledBy(dp float32) float32 { return dp * theme.TextSize() / 18 }

// pair is the layout of a name with a value, or of a text with what can be
// done about it: side by side where there is room, else one below the other.
type pair struct {
	first float32 // width of the first at the standard scale; 0: as much as the second leaves
	least float32 // width of the text, or of the value, below which they stand one below the other
	width float32 // of the last layout
}

// wide reports whether they stand side by side, and how wide each is then.
func (p *pair) wide(o []fyne.CanvasObject, width float32) (a, b float32, ok bool) {
	a = scaledBy(p.first)
	b = width - a - 2*Gap
	if p.first == 0 {
		b = o[1].MinSize().Width
		if button, single := o[1].(*Button); single {
			button.Fit(0)
			b = button.MinSize().Width
		} else if c, many := o[1].(*fyne.Container); many {
			b = oneLine(c)
		}
		a = width - b - 2*Gap
	}
	if p.first > 0 {
		return a, b, b >= scaledBy(p.least)
	}
	return a, b, a >= scaledBy(p.least)
}

// MinSize implements fyne.Layout.
func (p *pair) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	if _, _, ok := p.wide(o, p.width); ok && p.width > 0 {
		return fyne.NewSize(max(a.Width, b.Width), max(a.Height, b.Height))
	}
	if p.width == 0 {
		return fyne.NewSize(max(a.Width, b.Width), max(a.Height, b.Height))
	}
	return fyne.NewSize(max(a.Width, b.Width), a.Height+Gap+b.Height)
}

// Layout implements fyne.Layout.
func (p *pair) Layout(o []fyne.CanvasObject, size fyne.Size) {
	p.width = size.Width
	a, b, ok := p.wide(o, size.Width)
	if !ok {
		h := heightAt(o[0], size.Width)
		place(o[0], 0, 0, fyne.NewSize(size.Width, h))
		below := heightAt(o[1], size.Width)
		if button, single := o[1].(*Button); single {
			size.Width = min(size.Width, button.MinSize().Width)
		}
		place(o[1], 0, h+Gap, fyne.NewSize(size.Width, below))
		return
	}
	ha, hb := heightAt(o[0], a), heightAt(o[1], b)
	if p.first > 0 { // a table: both begin at the top
		place(o[0], 0, 0, fyne.NewSize(a, ha))
		place(o[1], a+2*Gap, 0, fyne.NewSize(b, hb))
		return
	}
	high := max(ha, hb)
	place(o[0], 0, (high-ha)/2, fyne.NewSize(a, ha))
	place(o[1], size.Width-b, (high-hb)/2, fyne.NewSize(b, hb))
}

func place(o fyne.CanvasObject, x, y float32, size fyne.Size) {
	o.Resize(size)
	o.Move(fyne.NewPos(x, y))
}

// flow stands buttons side by side, in as many lines as they need.
type flow struct {
	width float32 // of the last Layout, 0 before
}

// oneLine is the width of a row of buttons without a break; for anything else
// its least width.
func oneLine(c *fyne.Container) float32 {
	if _, ok := c.Layout.(*flow); !ok {
		return c.MinSize().Width
	}
	var w float32
	for i, o := range c.Objects {
		if b, ok := o.(*Button); ok {
			b.Fit(0)
		}
		if i > 0 {
			w += buttonGap
		}
		w += o.MinSize().Width
	}
	return w
}

// buttonGap is the space between buttons, in dp: rings do not touch.
const buttonGap = 12

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
		if b, ok := o.(*Button); ok {
			b.Fit(width)
		}
		size := o.MinSize()
		if at.X > 0 && width > 0 && at.X+size.Width > width {
			at = fyne.NewPos(0, at.Y+line+buttonGap)
			line = 0
		}
		put(o, at, size)
		at.X += size.Width + buttonGap
		line = max(line, size.Height)
		least.Width = max(least.Width, min(size.Width, scaledBy(leastButton)))
	}
	least.Height = at.Y + line
	return least
}

// Tiles stand objects of the same width side by side, as many as fit with at
// least that width (at the standard scale), and the rest below.
func Tiles(least float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&tiles{least: least}, objects...)
}

type tiles struct{ least, width float32 }

// grid is how many stand in a line of width, and how wide each is.
func (t *tiles) grid(n int, width float32) (columns int, each float32) {
	columns = max(1, min(n, int((width+2*Gap)/(scaledBy(t.least)+2*Gap))))
	return columns, (width - float32(columns-1)*2*Gap) / float32(columns)
}

// rows are the heights of the lines.
func (t *tiles) rows(o []fyne.CanvasObject, width float32) (heights []float32, columns int, each float32) {
	columns, each = t.grid(len(o), width)
	for i, part := range o {
		if i%columns == 0 {
			heights = append(heights, 0)
		}
		heights[i/columns] = max(heights[i/columns], heightAt(part, each))
	}
	return heights, columns, each
}

// MinSize implements fyne.Layout.
func (t *tiles) MinSize(o []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, part := range o {
		size.Width = max(size.Width, part.MinSize().Width)
	}
	if t.width == 0 {
		return size
	}
	heights, _, _ := t.rows(o, t.width)
	for i, h := range heights {
		if i > 0 {
			size.Height += 2 * Gap
		}
		size.Height += h
	}
	return size
}

// Layout implements fyne.Layout.
func (t *tiles) Layout(o []fyne.CanvasObject, size fyne.Size) {
	t.width = size.Width
	heights, columns, each := t.rows(o, size.Width)
	y := float32(0)
	for i, part := range o {
		if i > 0 && i%columns == 0 {
			y += heights[i/columns-1] + 2*Gap
		}
		place(part, float32(i%columns)*(each+2*Gap), y, fyne.NewSize(each, heights[i/columns]))
	}
}
