package pad

import (
	"fmt"
	"slices"
	"strings"

	"truename/assets"
	"truename/model/pinyin"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// A rareFoot is the row below the keys of rare characters: the three ways to
// find one, and the way back to pinyin.
type rareFoot struct {
	board *fyne.Container
	tabs  map[mode]*key
}

// rareBoard is made when it is wanted first; it marks the way that is open.
func (n *name) rareBoard() *fyne.Container {
	if n.rareFoot == nil {
		n.rareFoot = newRareFoot(n)
	}
	for m, k := range n.rareFoot.tabs {
		k.as(map[bool]role{true: chosen, false: quiet}[m == n.mode])
	}
	return n.rareFoot.board
}

func newRareFoot(n *name) *rareFoot {
	b, end := n.pad.b, newEnd(n)
	f := &rareFoot{tabs: map[mode]*key{
		radical: n.pad.word(b.T("pad.radical"), n.radicals),
		parts:   n.pad.word(b.T("pad.parts"), func() { n.turn(parts) }),
		code:    n.pad.word(b.T("pad.code"), func() { n.turn(code) }),
	}}
	d := newTray(10, 1)
	d.row(0, 0, 3.75, f.tabs[radical], f.tabs[parts], f.tabs[code])
	d.put(n.pad.word(b.T("pad.to-pinyin"), func() { n.turn(n.home) }), 10-end.wide-1.75, 0, 1.75, 1)
	end.put(d)
	f.board = d.done()
	return f
}

// level has a level of the way by radical: what can be chosen, and where the way
// back leads.
func (n *name) level(title string, size float32, items []string, choose func(int), up func()) {
	g := n.grid
	g.size, g.least, g.first, g.up = size, sizeHan*2, false, up
	if size != sizeHan || slices.ContainsFunc(items, func(s string) bool { return len([]rune(s)) > 1 }) { // what is no single character
		g.least = 88
	}
	g.title.say(title, false)
	g.upKey.say(n.pad.b.T("pad.up"), "")
	g.show(items, choose)
}

// radicals is the first level: the radicals that can be seen, in one of their
// forms at least.
func (n *name) radicals() {
	if n.mode != radical {
		n.turn(radical)
	}
	var items []string
	var of []pinyin.Radical
	for _, r := range pinyin.Radicals() {
		if forms := seen([]rune(r.Text + r.Variants)); len(forms) > 0 {
			items, of = append(items, string(forms[:min(len(forms), 3)])), append(of, r)
		}
	}
	n.level(n.pad.b.T("pad.radical.pick"), sizeHan, items, func(i int) { n.strokes(of[i], items[i]) }, func() { n.turn(n.home) })
}

// seen are the characters that the font has, each once.
func seen(list []rune) []rune {
	var out []rune
	known := map[rune]bool{}
	for _, r := range list {
		if !known[r] && assets.HasGlyph(r) {
			known[r] = true
			out = append(out, r)
		}
	}
	return out
}

// mostStrokes is more than any character has besides its radical.
const mostStrokes = 40

// strokes is the second level: how many strokes the character has besides.
func (n *name) strokes(r pinyin.Radical, text string) {
	b := n.pad.b
	counts, items := []int{-1}, []string{b.T("pad.strokes.all")}
	for s := range mostStrokes {
		if len(seen(pinyin.ByRadical(r.Number, s))) > 0 {
			counts, items = append(counts, s), append(items, b.T("pad.strokes", "n", s))
		}
	}
	n.level(b.T("pad.strokes.pick", "radical", text), sizeLetter, items, func(i int) {
		n.characters(r, counts[i], text)
	}, n.radicals)
}

// characters is the third level.
func (n *name) characters(r pinyin.Radical, strokes int, text string) {
	b, found := n.pad.b, seen(pinyin.ByRadical(r.Number, strokes))
	items := make([]string, len(found))
	for i, c := range found {
		items[i] = string(c)
	}
	title := text + "　" + b.T("pad.strokes.all")
	if strokes >= 0 {
		title = text + "　" + b.T("pad.strokes", "n", strokes)
	}
	n.level(title, sizeHan, items, func(i int) {
		n.pad.write(string(found[i]))
		n.turn(n.home)
	}, func() { n.strokes(r, text) })
}

// longestCode is how many hexadecimal digits a code point has at most.
const longestCode = 6

// codeKeys are those of hexadecimal digits, with the character that they mean.
type codeKeys struct {
	name        *name
	head, board *fyne.Container
	digits      string
	line        *note // the digits
	face        *note // the character, or an empty box
	hint        *note // what to type
	first, next *note // what is to be known about it
	enter       *key
}

// codeBoards are made when they are wanted first.
func (n *name) codeBoards() (head, board fyne.CanvasObject) {
	if n.code == nil {
		n.code = newCode(n)
	}
	n.code.say(n.code.digits)
	return n.code.head, n.code.board
}

func newCode(n *name) *codeKeys {
	p := n.pad
	c := &codeKeys{name: n, line: newNote(sizeLetter, ""), face: newNote(sizeHan, theme.ColorNameForeground),
		hint: newNote(sizeWord, ""), first: newNote(sizeWord, ""), next: newNote(sizeWord, "")}
	d := newTray(10, 1)
	d.put(c.line, 0, 0, 2, 1)
	d.put(c.hint, 2, 0, 8, 1)
	c.head = d.done()
	d = newTray(10, 3)
	for i, r := range "0123456789ABCDEF" {
		one := p.key(string(r), plain, sizeLetter, func() { c.say(c.digits + string(r)) })
		d.put(one, float32(i%8), float32(i/8), 1, 1)
	}
	c.enter = p.word(p.b.T("pad.code.enter"), c.take)
	d.put(p.backKey(n.back), 8, 0, 2, 1)
	d.put(c.face, 0, 2, 3, 1)
	d.put(c.first, 3, 2, 5, 0.5)
	d.put(c.next, 3, 2.5, 5, 0.5)
	d.put(c.enter, 8, 2, 2, 1)
	c.board = d.done()
	return c
}

// char is the character that was typed.
func (c *codeKeys) char() (rune, bool) { return pinyin.ByCode(c.digits) }

// say has other digits, and shows what they mean. A character that no font has is
// taken too: who decides sees its code.
func (c *codeKeys) say(digits string) {
	if len(digits) > longestCode {
		return
	}
	c.digits = strings.ToUpper(digits)
	b, face, about := c.name.pad.b, "", ""
	r, known := c.char()
	switch {
	case known && assets.HasGlyph(r):
		face = string(r)
	case known:
		face, about = fmt.Sprintf("□ U+%04X", r), "pad.code.missing"
	case len(c.digits) > 3:
		about = "pad.code.none"
	}
	c.line.say("U+"+c.digits, c.digits != "")
	c.hint.say(b.T("pad.code.hint"), false)
	c.face.text = face
	c.face.Refresh()
	c.first.say(c.said(about), false)
	c.next.say("", false)
	if about == "pad.code.missing" {
		c.next.say(b.T("pad.code.missing.next"), false)
	}
	c.enter.enable(known)
}

func (c *codeKeys) said(key string) string {
	if key == "" {
		return ""
	}
	return c.name.pad.b.T(key)
}

// take types the character into the field.
func (c *codeKeys) take() {
	if r, ok := c.char(); ok {
		c.digits = ""
		c.name.pad.write(string(r))
		c.name.turn(c.name.home)
	}
}
