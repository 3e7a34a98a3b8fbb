package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// A Table is a card of lines whose cells stand below each other; where there is
// no room for that, the cells of a line stand one below the other. weights are
// how the room is shared.
func Table(weights []float32, lines ...[]fyne.CanvasObject) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for i, cells := range lines {
		if i > 0 {
			rows = append(rows, container.New(rule{}, newSheet(ColorEdge, "", 0)))
		}
		rows = append(rows, container.New(&cellsLayout{weights: weights}, cells...))
	}
	return onSheet(newSheet(ColorCard, ColorEdge, Radius), 14, container.New(&column{gap: 6}, rows...))
}

// rule is a thin line.
type rule struct{}

func (rule) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }

func (rule) Layout(o []fyne.CanvasObject, size fyne.Size) {
	place(o[0], 0, 0, fyne.NewSize(size.Width, 1))
}

// cellsFrom is the width from which cells stand side by side, in dp at the
// standard scale.
const cellsFrom = 560

type cellsLayout struct {
	weights []float32
	width   float32 // of the last layout
}

// widths are those of the cells; nil if they stand one below the other.
func (c *cellsLayout) widths(width float32) []float32 {
	if width < scaledBy(cellsFrom) {
		return nil
	}
	var sum float32
	for _, w := range c.weights {
		sum += w
	}
	room := width - float32(len(c.weights)-1)*2*Gap
	out := make([]float32, len(c.weights))
	for i, w := range c.weights {
		out[i] = room * w / sum
	}
	return out
}

// MinSize implements fyne.Layout.
func (c *cellsLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, part := range o {
		least := part.MinSize()
		size.Width = max(size.Width, least.Width)
		size.Height = max(size.Height, least.Height)
	}
	if c.width > 0 {
		size.Height = c.put(o, c.width, func(fyne.CanvasObject, fyne.Position, fyne.Size) {})
	}
	return size
}

// Layout implements fyne.Layout.
func (c *cellsLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	c.width = size.Width
	c.put(o, size.Width, func(o fyne.CanvasObject, at fyne.Position, size fyne.Size) { place(o, at.X, at.Y, size) })
}

// put tells where each cell stands, and returns how high all are.
func (c *cellsLayout) put(o []fyne.CanvasObject, width float32, at func(fyne.CanvasObject, fyne.Position, fyne.Size)) float32 {
	widths := c.widths(width)
	var x, y, high float32
	for i, part := range o {
		if widths == nil {
			h := heightAt(part, width)
			at(part, fyne.NewPos(0, y), fyne.NewSize(width, h))
			y += h
			continue
		}
		h := heightAt(part, widths[i])
		at(part, fyne.NewPos(x, 0), fyne.NewSize(widths[i], h))
		x += widths[i] + 2*Gap
		high = max(high, h)
	}
	return max(y, high)
}
