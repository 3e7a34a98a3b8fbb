package bind

import (
	"truename/screens/kit"

	"fyne.io/fyne/v2"
)

type focusable interface {
	fyne.CanvasObject
	fyne.Focusable
}

// focusFirst puts the cursor into the first field that is wrong, else into the
// first one to type in.
func (s *Screen) focusFirst() {
	for _, p := range s.problems {
		if s.focusField(p.Field) {
			return
		}
	}
	for _, field := range fields[s.draft.Page] {
		switch o := s.focus[field].(type) {
		case *kit.Choice, *kit.Button: // Continue stays at hand
			continue
		case interface{ Written() (all, before string) }:
			if all, _ := o.Written(); s.b.Kiosk && all != "" { // a pad would hide what there is to check
				return
			}
		}
		if s.focusField(field) {
			return
		}
	}
}

// focusField puts the cursor behind what stands in a field of the page shown.
func (s *Screen) focusField(field string) bool {
	o, ok := s.focus[field]
	if e, entry := o.(*kit.Entry); entry {
		e.CursorColumn = len([]rune(e.Text))
	}
	if ok && s.root != nil {
		s.b.Window.Canvas().Focus(o)
	}
	return ok
}
