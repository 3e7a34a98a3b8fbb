package pad

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// gridRows is how many rows a page of a grid has.
const gridRows = 3

// A grid shows many things to choose from, page by page: a finger need not drag
// anything.
type grid struct {
	pad            *Pad
	items          []string
	choose         func(int)
	up             func() // what the way back does
	page           int
	size           float32 // of what stands on a key
	least          float32 // how wide a key is at least
	first          bool    // outlines the first of all
	room           fyne.Size
	box            *fyne.Container // its keys, as many as were needed so far
	head           *fyne.Container // the row above
	title, number  *note
	previous, next *key
	upKey          *key
}

func newGrid(p *Pad, back func()) *grid {
	g := &grid{pad: p, title: newNote(sizeLetter, theme.ColorNameHyperlink), number: newNote(sizeWord, theme.ColorNamePlaceHolder)}
	g.number.middle = true
	g.box = &fyne.Container{Layout: g}
	g.previous = p.word("◀", func() { g.turn(-1) }).named(p.b.T("pad.previous"))
	g.next = p.word("▶", func() { g.turn(1) }).named(p.b.T("pad.next"))
	g.upKey = p.word("", func() { g.up() })
	d := newTray(10, 1)
	d.put(g.title, 0, 0, 3.8, 1)
	d.put(p.backKey(back), 3.8, 0, 1.4, 1)
	d.put(g.upKey, 5.2, 0, 1.4, 1)
	d.put(g.previous, 6.6, 0, 1.2, 1)
	d.put(g.number, 7.8, 0, 1, 1)
	d.put(g.next, 8.8, 0, 1.2, 1)
	g.head = d.done()
	return g
}

// show has other items, from the first on.
func (g *grid) show(items []string, choose func(int)) {
	g.items, g.choose, g.page = items, choose, 0
	g.fill()
}

// columns is how many keys a row has.
func (g *grid) columns() int {
	return max(1, int((g.room.Width+gap)/(g.least+gap)))
}

// each is how many items a page has.
func (g *grid) each() int { return g.columns() * gridRows }

// pages is how many there are.
func (g *grid) pages() int { return max(1, (len(g.items)+g.each()-1)/g.each()) }

func (g *grid) turn(by int) {
	g.page = min(max(0, g.page+by), g.pages()-1)
	g.fill()
}

// pick chooses the i-th item of the page.
func (g *grid) pick(i int) {
	if i += g.page * g.each(); i >= 0 && i < len(g.items) {
		g.choose(i)
	}
}

// fill writes the items of the page on its keys.
func (g *grid) fill() {
	if g.room.Width == 0 {
		return // before the first layout
	}
	g.page = min(g.page, g.pages()-1)
	for len(g.box.Objects) < g.each() {
		i := len(g.box.Objects)
		g.box.Objects = append(g.box.Objects, g.pad.key("", plain, sizeHan, func() { g.pick(i) }))
	}
	for i, o := range g.box.Objects {
		k, at := o.(*key), g.page*g.each()+i
		if i >= g.each() || at >= len(g.items) {
			k.clear()
			continue
		}
		k.size = g.size // a text is another whenever the size is
		if g.first && at == 0 {
			k.as(chosen)
		} else {
			k.as(plain)
		}
		k.say(g.items[at], "")
		k.Show()
	}
	g.place()
	g.number.say(strconv.Itoa(g.page+1)+" / "+strconv.Itoa(g.pages()), false)
	g.previous.enable(g.page > 0)
	g.next.enable(g.page+1 < g.pages())
}

// MinSize implements fyne.Layout.
func (g *grid) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(least, gridRows*(least+gap)-gap)
}

// Layout implements fyne.Layout.
func (g *grid) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	g.room = size
	g.fill()
}

// place has the keys in rows.
func (g *grid) place() {
	cols := g.columns()
	w, h := (g.room.Width+gap)/float32(cols), (g.room.Height+gap)/gridRows
	for i, o := range g.box.Objects {
		o.Move(fyne.NewPos(float32(i%cols)*w, float32(i/cols)*h))
		o.Resize(fyne.NewSize(w-gap, h-gap))
	}
}

// empty forgets what it shows.
func (g *grid) empty() {
	g.items, g.choose, g.page = nil, nil, 0
	for _, o := range g.box.Objects {
		o.(*key).clear()
	}
	g.title.say("", true)
}
