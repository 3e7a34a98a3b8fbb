package pad

import (
	"slices"
	"strings"

	"truename/assets"
	"truename/model/pinyin"

	"fyne.io/fyne/v2"
)

// A mode is which keys a pad for names shows.
type mode int

const (
	full    mode = iota // pinyin by 26 letters
	nine                // pinyin by 9 keys
	latin               // letters as they are, for names of other scripts
	radical             // rare characters: by radical and strokes
	parts               // by how their parts are read
	code                // by code point
)

// longest is how many letters are taken before something is chosen.
const longest = 40

// A name is the state of PadName: what is being typed, and what was found for it.
// Nothing of it stays when something is chosen or cleared.
type name struct {
	pad   *Pad
	mode  mode
	home  mode // where rare characters lead back to: full or nine
	typed string
	found []pinyin.Candidate
	open  bool // all candidates are shown
	upper bool // letters as they are, large

	head     *head
	grid     *grid
	letters  *letters
	nine     *nineKeys
	signs    *fyne.Container
	code     *codeKeys
	foot     *foot
	rareFoot *rareFoot
}

func newName(p *Pad) *name {
	n := &name{pad: p}
	n.head = newHead(p, n.choose, n.expand)
	n.grid = newGrid(p, n.back)
	n.letters = newLetters(n)
	n.foot = newFoot(n)
	go func() { // so that the first letter is as quick as others
		pinyin.Ready()
		pinyin.Readings('一')
	}()
	return n
}

// turn shows the keys of a mode; what was being typed is gone.
func (n *name) turn(m mode) {
	n.mode, n.open = m, false
	if m == full || m == nine {
		n.home = m
	}
	n.grid.empty()
	n.typed = ""
	if n.code != nil {
		n.code.digits = ""
	}
	n.look()
	n.draw()
}

// look has the boards of the mode.
func (n *name) look() {
	head, body, foot := fyne.CanvasObject(n.head.box), fyne.CanvasObject(n.letters.board), fyne.CanvasObject(n.foot.board)
	switch n.mode {
	case nine:
		body = n.nineBoard()
	case latin:
		head = n.signBoard()
	case code:
		head, body = n.codeBoards()
	case radical:
		head, body = n.grid.head, n.grid.box
	}
	if n.open {
		head, body = n.grid.head, n.grid.box
	}
	if n.rare() {
		foot = n.rareBoard()
	}
	n.letters.draw()
	n.foot.draw()
	n.pad.show(part{head, 0, 1}, part{body, 1, 3}, part{foot, 4, 1})
}

// rare reports whether the keys are those of rare characters.
func (n *name) rare() bool { return n.mode == radical || n.mode == parts || n.mode == code }

// composes reports whether letters are pinyin.
func (n *name) composes() bool { return n.mode == full || n.mode == nine || n.mode == parts }

// letter is told of a letter key.
func (n *name) letter(r rune) {
	switch {
	case n.composes():
		n.compose(n.typed + strings.ToLower(string(r)))
	case n.mode == latin:
		if !n.upper {
			r = []rune(strings.ToLower(string(r)))[0]
		}
		n.pad.write(string(r))
	}
}

// compose has other letters being typed.
func (n *name) compose(typed string) {
	if len(typed) <= longest {
		n.typed = strings.TrimLeft(typed, "'")
		n.draw()
	}
}

// draw finds what was typed, and shows it.
func (n *name) draw() {
	n.found = n.find()
	if n.typed == "" && n.open {
		n.open = false
		n.grid.empty()
		n.look()
	}
	n.head.line.say(n.said(), n.typed != "")
	n.head.show(n.found, n.typed != "")
	if n.open {
		n.spread()
	}
	if n.mode == nine {
		n.nine.draw()
	}
	n.foot.space.enable(n.mode == latin || n.typed != "")
}

// find are the candidates that can be seen: nobody knows a character by an empty
// box.
func (n *name) find() []pinyin.Candidate {
	if n.typed == "" {
		return nil
	}
	var found []pinyin.Candidate
	if n.mode == parts {
		found = pinyin.ByParts(n.typed)
	} else {
		_, before := n.pad.to.Written()
		found = pinyin.Find(n.typed, pinyin.Options{Before: before, Fuzzy: n.pad.options.Fuzzy, Nine: n.mode == nine})
	}
	return slices.DeleteFunc(found, func(c pinyin.Candidate) bool { return !visible(c.Text) })
}

// visible reports whether the font has all characters of text.
func visible(text string) bool {
	for _, r := range text {
		if !assets.HasGlyph(r) {
			return false
		}
	}
	return true
}

// said is the line of what is being typed, or a word about what to type.
func (n *name) said() string {
	switch {
	case n.typed == "" && n.mode == parts:
		return n.pad.b.T("pad.parts.hint")
	case n.typed == "":
		return n.pad.b.T("pad.hint")
	case n.mode == nine:
		return n.nineSaid()
	}
	return pinyin.Syllables(n.typed)
}

// choose types a candidate; what it does not answer stays.
func (n *name) choose(i int) {
	if i >= len(n.found) {
		return
	}
	c := n.found[i]
	rest := n.typed[min(max(1, c.Used), len(n.typed)):]
	n.pad.write(c.Text)
	if n.mode == parts {
		n.turn(n.home)
		return
	}
	n.compose(rest)
}

// space takes the first candidate; among letters it is a space.
func (n *name) space() {
	switch {
	case n.typed != "":
		n.choose(0)
	case n.mode == latin:
		n.pad.write(" ")
	}
}

// back takes the last letter of what is being typed away, then characters of the
// field.
func (n *name) back() {
	switch {
	case n.typed != "":
		n.compose(n.typed[:len(n.typed)-1])
	case n.mode == code && n.code.digits != "":
		n.code.say(n.code.digits[:len(n.code.digits)-1])
	default:
		n.pad.back()
	}
}

// clear takes away what is being typed, then what stands in the field.
func (n *name) clear() {
	switch {
	case n.typed != "":
		n.compose("")
	case n.mode == code && n.code.digits != "":
		n.code.say("")
	default:
		n.pad.empty()
	}
}

// finish goes on, but not while something is being typed: nobody chose a
// character for it yet.
func (n *name) finish() {
	if n.typed == "" {
		n.pad.options.Next()
	}
}

// expand shows all candidates.
func (n *name) expand() {
	n.open = true
	n.spread()
	n.look()
}

// spread has the candidates on the grid.
func (n *name) spread() {
	g := n.grid
	g.size, g.least, g.first, g.up = sizeHan, sizeHan*2, true, n.fold
	items := make([]string, len(n.found))
	for i, c := range n.found {
		items[i] = c.Text
	}
	g.title.say(n.said(), true)
	g.upKey.say(n.pad.b.T("pad.fold"), "")
	g.show(items, n.choose)
}

// fold goes back from all candidates to the row of them.
func (n *name) fold() {
	n.open = false
	n.grid.empty()
	n.look()
}
