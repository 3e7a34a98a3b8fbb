package pad

import (
	"strings"

	"fyne.io/fyne/v2"
)

// letterRows are the letters in the order of keyboards.
var letterRows = []string{"QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"}

// letters are the 26 keys, of pinyin or of letters as they are.
type letters struct {
	name   *name
	board  *fyne.Container
	keys   []*key
	corner *key // leads to rare characters, or to large letters
}

func newLetters(n *name) *letters {
	l := &letters{name: n}
	d := newTray(10, 3)
	l.corner = n.pad.word("", l.cornered)
	for y, row := range letterRows {
		var keys []*key
		for _, r := range row {
			keys = append(keys, n.pad.key(string(r), plain, sizeLetter, func() { n.letter(r) }))
		}
		l.keys = append(l.keys, keys...)
		switch y {
		case 1:
			d.row(1, 0.32, 9.68, keys...)
		case 2:
			keys = append(append([]*key{l.corner}, keys...), n.pad.backKey(n.back))
			fallthrough
		default:
			d.row(float32(y), 0, 10, keys...)
		}
	}
	l.board = d.done()
	return l
}

func (l *letters) cornered() {
	if l.name.mode != latin {
		l.name.radicals()
		return
	}
	l.name.upper = !l.name.upper
	l.draw()
}

// draw has the letters as large as they are typed.
func (l *letters) draw() {
	n, word, role := l.name, "pad.rare", quiet
	if n.mode == latin {
		word = "pad.shift"
		if n.upper {
			role = chosen
		}
	}
	l.corner.as(role)
	l.corner.say(n.pad.b.T(word), "")
	l.corner.enable(n.mode != parts)
	for _, k := range l.keys {
		text := strings.ToUpper(k.text)
		if n.mode == latin && !n.upper {
			text = strings.ToLower(k.text)
		}
		k.say(text, "")
	}
}

// signBoard has what stands in names of other scripts beside letters.
func (n *name) signBoard() *fyne.Container {
	if n.signs == nil {
		d := newTray(10, 1)
		hint := newNote(sizeWord, "")
		hint.say(n.pad.b.T("pad.letters.hint"), false)
		d.put(hint, 0, 0, 6, 1)
		d.row(0, 6, 10, n.sign('-', "pad.dash"), n.sign('\'', "pad.quote"), n.sign('.', "pad.stop"), n.sign(',', "pad.comma"))
		n.signs = d.done()
	}
	return n.signs
}

// sign is the key of a sign; its name is said.
func (n *name) sign(r rune, word string) *key {
	return n.pad.types(r, sizeDigit).named(n.pad.b.T(word))
}

// A foot is the row below the letters.
type foot struct {
	name                  *name
	board                 *fyne.Container
	language, space, keys *key
}

func newFoot(n *name) *foot {
	p := n.pad
	f := &foot{name: n}
	f.language = p.word(p.b.T("pad.language"), f.speak)
	f.space = p.key(p.b.T("pad.space"), plain, sizeWord, n.space)
	f.keys = p.word("", f.count)
	end := newEnd(n)
	d := newTray(10, 1)
	d.row(0, 0, 2.5, f.language, p.types('·', sizeHan).named(p.b.T("pad.middle")))
	d.put(f.space, 2.5, 0, 10-end.wide-1.25-2.5, 1)
	d.put(f.keys, 10-end.wide-1.25, 0, 1.25, 1)
	end.put(d)
	f.board = d.done()
	return f
}

// speak changes between pinyin and letters as they are.
func (f *foot) speak() {
	if f.name.mode == latin {
		f.name.turn(f.name.home)
		return
	}
	f.name.turn(latin)
}

// count changes between 9 keys and 26.
func (f *foot) count() {
	if f.name.mode == nine {
		f.name.turn(full)
		return
	}
	f.name.turn(nine)
}

// draw has the words that fit the mode.
func (f *foot) draw() {
	b, keys, speak := f.name.pad.b, "pad.nine", "pad.to-letters"
	if f.name.mode == nine {
		keys = "pad.full"
	}
	if f.name.mode == latin {
		speak = "pad.to-pinyin"
	}
	f.language.label = b.T(speak)
	f.keys.say(b.T(keys), "")
	f.keys.enable(f.name.mode != latin)
}

// An end is the keys at the right of the lowest row.
type end struct {
	keys []*key
	each []float32
	wide float32
}

func newEnd(n *name) *end {
	e := &end{}
	e.add(n.pad.clearKey(n.clear), 1.25)
	if n.pad.options.Close != nil {
		e.add(n.pad.closeKey(), 1.25)
	}
	if n.pad.options.Next != nil {
		e.add(n.pad.doneKey(n.finish), 1.5)
	}
	return e
}

func (e *end) add(k *key, wide float32) {
	e.keys, e.each, e.wide = append(e.keys, k), append(e.each, wide), e.wide+wide
}

// put has the keys at the right of a row of ten columns.
func (e *end) put(d *tray) {
	x := 10 - e.wide
	for i, k := range e.keys {
		d.put(k, x, 0, e.each[i], 1)
		x += e.each[i]
	}
}
