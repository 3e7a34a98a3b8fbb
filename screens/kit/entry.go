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
	Label   string  // what a screen reader says
	Keys    PadKind // keys of the pad below the page; "" for none
	bench   *Bench
	self    Typist // the field itself, where its type extends Entry
	focused bool
	held    bool // a pad types into it
	drawn   *entryRenderer
}

// A PadKind says which keys the pad for a field has.
type PadKind string

// The kinds of pad.
const (
	PadName   PadKind = "name"   // pinyin, the middle dot, letters
	PadNumber PadKind = "number" // digits and X
	PadDigits PadKind = "digits" // digits, and the dash of days and telephones
	PadCode   PadKind = "code"   // letters and digits
)

// A Typist is a field that a pad types into.
type Typist interface {
	fyne.CanvasObject
	fyne.Focusable
	// Pad is the kind of pad it wants; "" for none.
	Pad() PadKind
	// Hold keeps it as if it had the keyboard, while a pad that is pressed takes
	// that away; false gives it free.
	Hold(on bool)
	// Same reports whether it is the same field as another, drawn anew.
	Same(other Typist) bool
	// Submit does what Enter does in it.
	Submit()
	// Written is what stands in it, and the part of that before the cursor.
	Written() (all, before string)
}

var _ Typist = (*Entry)(nil)

// Pad implements Typist.
func (e *Entry) Pad() PadKind {
	if e.Disabled() {
		return ""
	}
	return e.Keys
}

// Hold implements Typist.
func (e *Entry) Hold(on bool) {
	was := e.held
	e.held = on
	if was && !on && !e.focused {
		e.self.FocusLost()
	}
}

// Submit implements Typist.
func (e *Entry) Submit() {
	if e.OnSubmitted != nil {
		e.OnSubmitted(e.Text)
	}
}

// Same implements Typist.
func (e *Entry) Same(other Typist) bool {
	return e.Keys == other.Pad() && e.Label != "" && e.Label == nameOf(other)
}

// Held reports whether a pad types into e.
func (e *Entry) Held() bool { return e.held }

// Written implements Typist; the fields of pads have one line.
func (e *Entry) Written() (all, before string) {
	all = e.Text
	runes := []rune(all)
	return all, string(runes[:min(max(0, e.CursorColumn), len(runes))])
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
	if e.bench.Typing != nil {
		e.bench.Typing(e.self)
	}
}

// AcceptsTab implements fyne.Tabbable: Tab leads on from fields of several
// lines too, else who works without a mouse is caught there.
func (e *Entry) AcceptsTab() bool { return false }

// FocusLost implements fyne.Focusable.
func (e *Entry) FocusLost() {
	e.focused = false
	if e.held { // it looks as if it still had it
		return
	}
	e.Entry.FocusLost()
	e.mark()
}

func (e *Entry) mark() {
	if e.drawn != nil {
		e.drawn.ring.show(e.focused || e.held)
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
	e.Attach(b, e)
	e.ExtendBaseWidget(e)
	return e
}

// Attach is for a type that extends Entry: it names the bench, whose window the
// keys are left to, and the field itself.
func (e *Entry) Attach(b *Bench, self Typist) { e.bench, e.self = b, self }

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
	if e.bench.Kiosk { // among them are the clipboard's
		return
	}
	c, custom := s.(*desktop.CustomShortcut)
	if canvas, ok := e.bench.Window.Canvas().(fyne.Shortcutable); ok && custom && !edits(c.KeyName) {
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

// TypedRune implements fyne.Focusable.
func (e *Entry) TypedRune(r rune) {
	e.bench.touched()
	if e.held && e.bench.Compose != nil && e.bench.Compose(r) {
		return
	}
	e.Entry.TypedRune(r)
}

// TappedSecondary implements fyne.SecondaryTappable: a kiosk has no menu.
func (e *Entry) TappedSecondary(p *fyne.PointEvent) {
	if !e.bench.Kiosk {
		e.Entry.TappedSecondary(p)
	}
}

// TypedKey implements fyne.Focusable.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	e.bench.touched()
	if e.held && e.bench.ComposeKey != nil && e.bench.ComposeKey(k) {
		return
	}
	typed := e.bench.Window.Canvas().OnTypedKey()
	if typed != nil && (k.Name == fyne.KeyEscape || k.Name == fyne.KeyF1 || k.Name == fyne.KeyF2) {
		typed(k)
		return
	}
	e.Entry.TypedKey(k)
}
