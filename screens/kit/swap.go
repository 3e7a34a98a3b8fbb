package kit

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Children are the objects directly below o that screens put there: those of
// containers and scrolls. What a widget draws itself with is its own affair.
func Children(o fyne.CanvasObject) []fyne.CanvasObject {
	switch v := o.(type) {
	case *fyne.Container:
		return v.Objects
	case *container.Scroll:
		return []fyne.CanvasObject{v.Content}
	case interface{ Inside() []fyne.CanvasObject }:
		return v.Inside()
	}
	return nil
}

// Each calls visit for every shown object from o on, in order, until visit
// returns true, and reports whether it did.
func Each(o fyne.CanvasObject, visit func(fyne.CanvasObject) bool) bool {
	if o == nil || !o.Visible() {
		return false
	}
	if visit(o) {
		return true
	}
	for _, c := range Children(o) {
		if Each(c, visit) {
			return true
		}
	}
	return false
}

// Swap replaces what a holder shows, and leaves the keyboard where it was: see
// KeepFocus.
func Swap(w fyne.Window, holder *fyne.Container, page fyne.CanvasObject) {
	back := KeepFocus(w, holder)
	holder.Objects = []fyne.CanvasObject{page}
	holder.Refresh()
	back()
}

// KeepFocus is called before what is below o is drawn anew, and what it returns
// after that: the keyboard goes back to the object with the same name, or to
// the one at the same place if there are as many as before. A page that draws
// itself anew, in another language too, must not throw out who works without a
// mouse.
func KeepFocus(w fyne.Window, o fyne.CanvasObject) (back func()) {
	focused := w.Canvas().Focused()
	before := focusables(o)
	if focused == nil { // a field that a pad types into counts, too
		if i := slices.IndexFunc(before, held); i >= 0 {
			focused = before[i]
		}
	}
	at := slices.Index(before, focused)
	if focused == nil || at < 0 {
		return func() {}
	}
	name := nameOf(focused)
	return func() {
		after := focusables(o)
		i := slices.IndexFunc(after, func(f fyne.Focusable) bool { return name != "" && nameOf(f) == name })
		if i < 0 && len(after) == len(before) {
			i = at
		}
		if i < 0 { // what had it is gone: keys are the window's again
			w.Canvas().Unfocus()
			return
		}
		if after[i] == w.Canvas().Focused() {
			return
		}
		if after[i] != focused {
			keepCursor(focused, after[i])
		}
		w.Canvas().Focus(after[i])
	}
}

// held reports whether a pad types into f.
func held(f fyne.Focusable) bool {
	e, ok := f.(interface{ Held() bool })
	return ok && e.Held()
}

// nameOf is what a screen reader calls o.
func nameOf(o any) string {
	if a, ok := o.(fyne.Accessible); ok {
		return a.AccessibilityLabel()
	}
	return ""
}

func keepCursor(from, to fyne.Focusable) {
	a, b := entryOf(from), entryOf(to)
	if a != nil && b != nil && a.Text == b.Text {
		b.CursorRow, b.CursorColumn = a.CursorRow, a.CursorColumn
	}
}

// focusables lists what can have the keyboard below o, in order.
func focusables(o fyne.CanvasObject) []fyne.Focusable {
	var out []fyne.Focusable
	Each(o, func(o fyne.CanvasObject) bool {
		if f, ok := o.(fyne.Focusable); ok {
			out = append(out, f)
		}
		return false
	})
	return out
}
