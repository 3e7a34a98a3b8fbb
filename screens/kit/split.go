package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Split stands a large thing at the left and what there is to say about it at
// the right, or below it where the window is narrow.
func Split(large, said fyne.CanvasObject) *fyne.Container {
	return container.New(&split{}, large, said)
}

// Aside stands what belongs to a large thing at its right, width dp wide at the
// standard scale, or below it where the window is narrow.
func Aside(width float32, large, said fyne.CanvasObject) *fyne.Container {
	return container.New(&split{aside: width}, large, said)
}

type split struct {
	aside float32 // how wide the right is, at the standard scale; 0: a part of the width
	width float32 // of the last layout
}

// splitFrom is the width below which both stand one below the other, in dp at
// the standard scale.
const splitFrom = 560

// parts are the widths of both; the second is 0 if it stands below.
func (s *split) parts(width float32) (large, said float32) {
	if width < scaledBy(splitFrom) {
		return width, 0
	}
	large = (width - 3*Gap) * 0.6
	if s.aside > 0 {
		large = width - 3*Gap - scaledBy(s.aside)
	}
	return large, width - 3*Gap - large
}

// MinSize implements fyne.Layout.
func (s *split) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	if _, said := s.parts(s.width); said > 0 || s.width == 0 {
		return fyne.NewSize(max(a.Width, b.Width), max(a.Height, b.Height))
	}
	return fyne.NewSize(max(a.Width, b.Width), a.Height+2*Gap+b.Height)
}

// Layout implements fyne.Layout.
func (s *split) Layout(o []fyne.CanvasObject, size fyne.Size) {
	s.width = size.Width
	large, said := s.parts(size.Width)
	h := heightAt(o[0], large)
	place(o[0], 0, 0, fyne.NewSize(large, h))
	if said == 0 {
		place(o[1], 0, h+2*Gap, fyne.NewSize(size.Width, heightAt(o[1], size.Width)))
		return
	}
	place(o[1], large+3*Gap, 0, fyne.NewSize(said, heightAt(o[1], said)))
}

// Framed keeps bars in view above and below a page; each may be nil. Unlike the
// toolkit's border it asks them for their height at the width they get.
func Framed(above, below, page fyne.CanvasObject) fyne.CanvasObject {
	f := framed{above, below, page}
	all := []fyne.CanvasObject{}
	for _, o := range []fyne.CanvasObject{above, page, below} { // in the order of Tab
		if o != nil {
			all = append(all, o)
		}
	}
	return container.New(f, all...)
}

type framed struct{ above, below, page fyne.CanvasObject }

// MinSize implements fyne.Layout.
func (f framed) MinSize([]fyne.CanvasObject) fyne.Size {
	size := f.page.MinSize()
	for _, bar := range []fyne.CanvasObject{f.above, f.below} {
		if bar != nil {
			m := bar.MinSize()
			size = fyne.NewSize(max(size.Width, m.Width), size.Height+m.Height)
		}
	}
	return size
}

// Layout implements fyne.Layout.
func (f framed) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	y, rest := float32(0), size.Height
	if f.above != nil {
		y = heightAt(f.above, size.Width)
		place(f.above, 0, 0, fyne.NewSize(size.Width, y))
		rest -= y
	}
	if f.below != nil {
		h := heightAt(f.below, size.Width)
		rest -= h
		place(f.below, 0, y+rest, fyne.NewSize(size.Width, h))
	}
	place(f.page, 0, y, fyne.NewSize(size.Width, rest))
}
