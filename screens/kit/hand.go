package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// A hand is what things that are pressed have in common: they are drawn
// otherwise under the mouse and with the keyboard on them, and Space and Enter
// press them.
type hand struct {
	of               fyne.Widget
	press            func()
	hovered, focused bool
}

// FocusGained implements fyne.Focusable.
func (h *hand) FocusGained() { h.focused = true; h.of.Refresh(); reveal(h.of) }

// FocusLost implements fyne.Focusable.
func (h *hand) FocusLost() { h.focused = false; h.of.Refresh() }

// TypedRune implements fyne.Focusable.
func (h *hand) TypedRune(rune) {}

// TypedKey implements fyne.Focusable: keys that press nothing are the window's.
func (h *hand) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		h.press()
	default:
		passOn(h.of, k)
	}
}

// MouseIn implements desktop.Hoverable.
func (h *hand) MouseIn(*desktop.MouseEvent) { h.hovered = true; h.of.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (h *hand) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (h *hand) MouseOut() { h.hovered = false; h.of.Refresh() }
