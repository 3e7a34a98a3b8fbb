package pad

import (
	"slices"
	"strconv"
	"strings"

	"truename/model/pinyin"

	"fyne.io/fyne/v2"
)

// choices is how many spellings stand beside the nine keys at once.
const choices = 6

// nineLetters are those on the keys from 2 on.
var nineLetters = []string{"ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ"}

// nineKeys are the keys of telephones, and the spellings that they may mean.
type nineKeys struct {
	name      *name
	board     *fyne.Container
	spellings [choices]*key
	more      *key
	list      []string
	page      int
}

// nineBoard is made when it is wanted first.
func (n *name) nineBoard() *fyne.Container {
	if n.nine == nil {
		n.nine = newNine(n)
	}
	return n.nine.board
}

func newNine(n *name) *nineKeys {
	k, p := &nineKeys{name: n}, n.pad
	d := newTray(10, 3)
	for i := range k.spellings {
		k.spellings[i] = p.key("", plain, sizeLetter, func() { k.spell(k.page*choices + i) })
		d.put(k.spellings[i], float32(i%2)*1.25, float32(i/2), 1.25, 1)
	}
	d.put(p.word(p.b.T("pad.part"), func() { k.press("'") }), 2.75, 0, 1.8, 1)
	for i, letters := range nineLetters {
		digit := strconv.Itoa(i + 2)
		one := p.key(letters, plain, sizeLetter, func() { k.press(digit) })
		one.small = digit
		d.put(one, 2.75+1.8*float32((i+1)%3), float32((i+1)/3), 1.8, 1)
	}
	k.more = p.word(p.b.T("pad.spellings"), k.turn)
	d.put(p.backKey(n.back), 8.4, 0, 1.6, 1)
	d.put(k.more, 8.4, 1, 1.6, 1)
	d.put(p.word(p.b.T("pad.rare"), n.radicals), 8.4, 2, 1.6, 1)
	k.board = d.done()
	return k
}

func (k *nineKeys) press(s string) { k.name.compose(k.name.typed + s) }

// spelled cuts what was typed where digits begin: what is before was chosen.
func spelled(typed string) (letters, digits string) {
	if i := strings.IndexFunc(typed, func(r rune) bool { return r >= '2' && r <= '9' }); i >= 0 {
		return typed[:i], typed[i:]
	}
	return typed, ""
}

// spell says what digits mean.
func (k *nineKeys) spell(i int) {
	if i < len(k.list) {
		letters, digits := spelled(k.name.typed)
		if letters != "" && !strings.HasSuffix(letters, "'") {
			letters += "'"
		}
		k.name.compose(letters + k.list[i] + digits[len(k.list[i]):])
	}
}

// draw has the spellings of what is typed.
func (k *nineKeys) draw() {
	_, digits := spelled(k.name.typed)
	k.list, k.page = nil, 0
	if digits != "" {
		k.list = pinyin.Spellings(digits)
	}
	k.fill()
}

func (k *nineKeys) turn() {
	k.page = (k.page + 1) % max(1, (len(k.list)+choices-1)/choices)
	k.fill()
}

func (k *nineKeys) fill() {
	for i, one := range k.spellings {
		if at := k.page*choices + i; at < len(k.list) {
			one.say(k.list[at], "")
			one.Show()
		} else {
			one.clear()
		}
	}
	k.more.enable(len(k.list) > choices)
}

// nineSaid writes what was typed in the letters that it means first.
func (n *name) nineSaid() string {
	letters, digits := spelled(n.typed)
	out := []string{}
	if letters != "" {
		out = append(out, pinyin.Syllables(strings.TrimRight(letters, "'")))
	}
	for digits != "" {
		list := pinyin.Spellings(digits)
		if len(list) == 0 {
			out = append(out, digits)
			break
		}
		best := list[0]
		if len(out) == 0 {
			best = n.readAs(list)
		}
		out = append(out, best)
		digits = strings.TrimLeft(digits[len(best):], "'")
	}
	return strings.Join(out, "'")
}

// readAs is the spelling that the first candidate is read as, where there is one.
func (n *name) readAs(list []string) string {
	if len(n.found) > 0 {
		readings := pinyin.Readings([]rune(n.found[0].Text)[0])
		for _, s := range list {
			if slices.Contains(readings, s) {
				return s
			}
		}
	}
	return list[0]
}
