package pad

import "fyne.io/fyne/v2"

// TypedRune is told of what a real keyboard types into the field, before the
// field is; true when the pad has taken it.
func (p *Pad) TypedRune(r rune) bool {
	switch {
	case p.busy: // the pad's own typing comes by here too
		return false
	case p.number != nil:
		p.number.typed(r)
		return true
	}
	return false
}

// TypedKey is told of the keys of a real keyboard, before the field is; true
// when the pad has taken it.
func (p *Pad) TypedKey(k *fyne.KeyEvent) bool {
	switch {
	case p.busy:
		return false
	case p.number != nil && edits(k.Name):
		p.press(k.Name, 1)
		return true
	}
	return false
}

// edits reports whether a key changes what stands in a field, or the place in it.
func edits(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd:
		return true
	}
	return false
}
