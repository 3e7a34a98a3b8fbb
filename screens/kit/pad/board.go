package pad

import "fyne.io/fyne/v2"

// Measures of a pad, in dp.
const (
	least  = 60 // how wide and high a key is at least
	gap    = 8  // between keys
	margin = 8  // around them
	most   = 76 // how high a row is at most
	share  = 0.45
	widest = 1280 // how wide all the keys together are at most
)

// A cell is the place of a key on a board, in columns and rows.
type cell struct{ x, y, w, h float32 }

// A board is a layout of keys on a grid of columns and rows, on which a key may
// take any part: rows of letters are shifted against each other.
type board struct {
	cols, rows float32
	cells      []cell // of the objects, in their order
}

// MinSize implements fyne.Layout.
func (b *board) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(b.cols*(least+gap)-gap, b.rows*(least+gap)-gap)
}

// Layout implements fyne.Layout.
func (b *board) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w, h := (size.Width+gap)/b.cols, (size.Height+gap)/b.rows
	for i, o := range objects {
		c := b.cells[i]
		o.Move(fyne.NewPos(c.x*w, c.y*h))
		o.Resize(fyne.NewSize(c.w*w-gap, c.h*h-gap))
	}
}

// A tray puts keys on a board one after the other.
type tray struct {
	board *board
	keys  []fyne.CanvasObject
}

func newTray(cols, rows float32) *tray { return &tray{board: &board{cols: cols, rows: rows}} }

// put has o at a place.
func (d *tray) put(o fyne.CanvasObject, x, y, w, h float32) {
	d.keys = append(d.keys, o)
	d.board.cells = append(d.board.cells, cell{x, y, w, h})
}

// row has keys side by side, all as wide, between two columns of a row.
func (d *tray) row(y, from, to float32, keys ...*key) {
	w := (to - from) / float32(len(keys))
	for i, k := range keys {
		d.put(k, from+float32(i)*w, y, w, 1)
	}
}

// done is the board with its keys.
func (d *tray) done() *fyne.Container {
	return &fyne.Container{Layout: d.board, Objects: d.keys}
}
