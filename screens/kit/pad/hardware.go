package pad

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
)

// TypedRune is told of what a real keyboard types into the field, before the
// field is; true when the pad has taken it.
func (p *Pad) TypedRune(r rune) bool {
	switch {
	case p.busy: // the pad's own typing comes by here too
		return false
	case p.number != nil:
		p.write(string(r)) // as it is: who has a keyboard may type anything, and the line above the keys follows
		return true
	}
	return p.name != nil && p.name.typedRune(r)
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
	return p.name != nil && p.name.typedKey(k.Name)
}

// edits reports whether a key changes what stands in a field, or the place in it.
func edits(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd:
		return true
	}
	return false
}

// typedRune has letters of a real keyboard as pinyin, and digits for candidates.
// Capitals are the field's own, and what follows them, for names of other scripts.
func (n *name) typedRune(r rune) bool {
	switch {
	case n.mode == code:
		if strings.ContainsRune("0123456789abcdefABCDEF", r) {
			n.code.say(n.code.digits + string(r))
		}
		return r < 0x80
	case !n.composes() || n.typed == "" && n.inWord():
		return false
	case r >= 'a' && r <= 'z':
		n.letter(r)
	case n.typed == "":
		return false
	case r == '\'':
		n.compose(n.typed + "'")
	case r == ' ':
		n.choose(0)
	case r >= '0' && r <= '9':
		n.pick(int(r - '1'))
	default: // what stands behind the first candidate
		n.choose(0)
		return false
	}
	return true
}

// inWord reports whether a letter stands before the cursor: who began a name with
// a capital goes on in letters.
func (n *name) inWord() bool {
	_, before := n.pad.to.Written()
	r, _ := utf8.DecodeLastRuneInString(before)
	return unicode.Is(unicode.Latin, r)
}

// pick chooses the i-th candidate that is shown.
func (n *name) pick(i int) {
	switch {
	case n.open:
		n.grid.pick(i)
	case i >= 0 && i < n.head.shown:
		n.choose(i)
	}
}

// typedKey has the keys that belong to what is being typed.
func (n *name) typedKey(name fyne.KeyName) bool {
	typing := n.typed != "" || n.mode == code && n.code.digits != ""
	switch {
	case name == fyne.KeyEscape && (typing || n.rare()):
		n.escape(typing)
	case name == fyne.KeyBackspace && typing:
		n.back()
	case (name == fyne.KeyReturn || name == fyne.KeyEnter) && typing:
		if n.mode == code {
			n.code.take()
		} else {
			n.choose(0)
		}
	default:
		return typing && edits(name)
	}
	return true
}

// escape drops what is being typed, or leaves the rare characters.
func (n *name) escape(typing bool) {
	if typing {
		n.clear()
		return
	}
	n.turn(n.home)
}
