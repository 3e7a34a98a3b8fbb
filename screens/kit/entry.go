package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// An Entry is a field to type in that shows with a ring that it has the
// keyboard, and leaves the window its keys: the toolkit hands every key and
// shortcut to the focused field alone, so that Ctrl+L, Esc and F1 would do
// nothing while somebody types.
type Entry struct {
	widget.Entry
	Label   string // what a screen reader says
	window  fyne.Window
	focused bool
	drawn   *entryRenderer
}

// entryOf is the toolkit's entry inside one of ours, or nil.
func entryOf(o any) *widget.Entry {
	if e, ok := o.(interface{ entry() *widget.Entry }); ok {
		return e.entry()
	}
	return nil
}

func (e *Entry) entry() *widget.Entry { return &e.Entry }

// AccessibilityLabel implements fyne.Accessible.
func (e *Entry) AccessibilityLabel() string { return e.Label }

// AccessibilityRole implements fyne.Accessible: the toolkit has none for fields.
func (e *Entry) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// FocusGained implements fyne.Focusable.
func (e *Entry) FocusGained() {
	e.focused = true
	e.Entry.FocusGained()
	e.mark()
	reveal(e)
}

// AcceptsTab implements fyne.Tabbable: Tab leads on from fields of several
// lines too, else who works without a mouse is caught there.
func (e *Entry) AcceptsTab() bool { return false }

// FocusLost implements fyne.Focusable.
func (e *Entry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
	e.mark()
}

func (e *Entry) mark() {
	if e.drawn != nil {
		e.drawn.ring.show(e.focused)
	}
}

// CreateRenderer implements fyne.Widget.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	e.drawn = &entryRenderer{e.Entry.CreateRenderer(), newRing()}
	e.mark()
	return e.drawn
}

// entryRenderer is the toolkit's with a ring.
type entryRenderer struct {
	fyne.WidgetRenderer
	ring ring
}

func (r *entryRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.ring.around(size)
}

func (r *entryRenderer) Objects() []fyne.CanvasObject {
	inside := r.WidgetRenderer.Objects()
	return append(inside[:len(inside):len(inside)], r.ring.Rectangle)
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
