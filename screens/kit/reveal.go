package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Reveal scrolls o into view, after the room of its page became smaller.
func Reveal(o fyne.CanvasObject) { reveal(o) }

// reveal scrolls o, which was given the keyboard, into view: the toolkit leaves
// it where it is, below the edge too.
func reveal(o fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(o)
	if c == nil || c.Content() == nil {
		return
	}
	s := scrollOf(c.Content(), o)
	if s == nil || s.Size().Height <= 0 {
		return
	}
	const room = RingWidth + ringGap + Gap
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(s).Y
	bottom := top + o.Size().Height
	to := s.Offset.Y
	switch {
	case top < room:
		to += top - room
	case bottom > s.Size().Height-room:
		to += min(bottom-s.Size().Height+room, top-room)
	default:
		return
	}
	most := max(0, s.Content.MinSize().Height-s.Size().Height)
	s.ScrollToOffset(fyne.NewPos(s.Offset.X, min(max(0, to), most)))
}

// scrollOf is the nearest scroll around o below root, or nil.
func scrollOf(root, o fyne.CanvasObject) *container.Scroll {
	if root == o {
		return nil
	}
	for _, child := range Children(root) {
		if child == nil || !contains(child, o) {
			continue
		}
		if inner := scrollOf(child, o); inner != nil {
			return inner
		}
		s, _ := root.(*container.Scroll)
		return s
	}
	return nil
}

// contains reports whether o is root or below it.
func contains(root, o fyne.CanvasObject) bool {
	return Each(root, func(x fyne.CanvasObject) bool { return x == o })
}
