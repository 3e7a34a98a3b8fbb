package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// An Entry is a field to type in that leaves the window its keys: the toolkit
// hands every key and shortcut to the focused field alone, so that Ctrl+L, Esc
// and F1 would do nothing while somebody types.
type Entry struct {
	widget.Entry
	window fyne.Window
}

// NewEntry makes an Entry of one line.
func NewEntry(b *Bench) *Entry {
	e := &Entry{}
	e.Attach(b)
	e.ExtendBaseWidget(e)
	return e
}

// Attach is for a type that extends Entry: it names the window the keys are
// left to.
func (e *Entry) Attach(b *Bench) { e.window = b.Window }

// NewNote makes an Entry of several lines.
func NewNote(b *Bench, lines int) *Entry {
	e := NewEntry(b)
	e.MultiLine, e.Wrapping = true, fyne.TextWrapWord
	e.SetMinRowsVisible(lines)
	return e
}

// NewPassword makes an Entry that shows dots.
func NewPassword(b *Bench) *Entry {
	e := NewEntry(b)
	e.Password = true
	return e
}

// TypedShortcut implements fyne.Shortcutable.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	c, custom := s.(*desktop.CustomShortcut)
	if canvas, ok := e.window.Canvas().(fyne.Shortcutable); ok && custom && !edits(c.KeyName) {
		canvas.TypedShortcut(s)
		return
	}
	e.Entry.TypedShortcut(s)
}

// edits reports whether a field has a use for key with a modifier.
func edits(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyBackspace, fyne.KeyDelete:
		return true
	}
	return false
}

// TypedKey implements fyne.Focusable.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	typed := e.window.Canvas().OnTypedKey()
	if typed != nil && (k.Name == fyne.KeyEscape || k.Name == fyne.KeyF1) {
		typed(k)
		return
	}
	e.Entry.TypedKey(k)
}
