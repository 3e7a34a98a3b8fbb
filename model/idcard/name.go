package idcard

import (
	"slices"
	"strings"
	"unicode"
)

// dot is the separator in names (民委发〔2016〕33号, GB 18030 A1A4).
const dot = '·'

// Lengths in characters (code points).
const (
	longName = 25 // 民委发〔2016〕33号 asks for fields of at least 50 bytes
	maxName  = 60 // the chip of a foreigner's card: 120 bytes
)

// ParseName judges a name. Look-alikes of the dot, private-use characters,
// Kangxi radicals and spaces are put right and noted; other characters stay as
// they are, for normal forms would change real ones. A foreigner's name may be
// in Latin script too; any other kind, also "", is Han only.
func ParseName(input string, kind Kind) Name {
	n := Name{Input: input, Value: strings.TrimFunc(input, unicode.IsSpace)}
	if n.Value == "" {
		n.add(ENameEmpty)
		return n
	}
	r := []rune(n.Value)
	n.foldCharacters(r)
	n.foldDots(r)
	r = n.foldSpaces(r)
	n.Value = string(r)
	n.judgeCharacters(r, kind == Foreign2017 || kind == Foreign2023)
	n.judgeDots(r)
	n.judgeLength(r)
	return n
}

// add notes c once.
func (n *Name) add(c Code) {
	if !slices.Contains(n.Codes, c) {
		n.Codes = append(n.Codes, c)
	}
}

func (n *Name) foldCharacters(r []rune) {
	for i, c := range r {
		if to, ok := fold(c, firstPrivate, privateUse); ok {
			r[i] = to
			n.add(NPrivateUse)
		}
		if to, ok := fold(c, firstRadical, radicals); ok {
			r[i] = to
			n.add(NRadical)
		}
	}
}

func fold(c, first rune, table []rune) (rune, bool) {
	if c < first || int(c-first) >= len(table) {
		return 0, false
	}
	return table[c-first], true
}

// foldDots turns what is typed for the dot into it; a full stop only where it
// stands beside Han, for it also ends an initial.
func (n *Name) foldDots(r []rune) {
	for i, c := range r {
		stop := c == '.' && (i > 0 && han(r[i-1]) || i+1 < len(r) && han(r[i+1]))
		if stop || strings.ContainsRune("・•‧∙⋅．･", c) {
			r[i] = dot
			n.add(NDot)
		}
	}
}

// foldSpaces drops spaces beside Han and dots and makes one plain space of
// those between Latin words.
func (n *Name) foldSpaces(r []rune) []rune {
	out := make([]rune, 0, len(r))
	for i := 0; i < len(r); i++ {
		if !unicode.IsSpace(r[i]) {
			out = append(out, r[i])
			continue
		}
		start := i
		for unicode.IsSpace(r[i+1]) { // no space is last: the name was trimmed
			i++
		}
		switch last := out[len(out)-1]; {
		case hanOrDot(last) || hanOrDot(r[i+1]):
			n.add(NInnerSpaces)
		default:
			if i > start || r[i] != ' ' {
				n.add(NInnerSpaces)
			}
			out = append(out, ' ')
		}
	}
	return out
}

func hanOrDot(c rune) bool { return c == dot || han(c) }

func (n *Name) judgeCharacters(r []rune, latin bool) {
	for _, c := range r {
		switch {
		case hanOrDot(c), latin && latinName(c):
		case unicode.Is(unicode.Co, c):
			n.add(ENamePrivate)
		default:
			n.add(ENameChar)
		}
	}
}

// latinName accepts letters with their accents, and what joins them.
func latinName(c rune) bool {
	return unicode.Is(unicode.Latin, c) && unicode.IsLetter(c) && narrow(c) == c ||
		strings.ContainsRune(" -'’", c)
}

func (n *Name) judgeDots(r []rune) {
	for i, c := range r {
		if c == dot && (i == 0 || i == len(r)-1 || r[i-1] == dot) {
			n.add(ENameDot)
		}
	}
}

// judgeLength warns of a long name only if it is in Han: Latin ones are longer.
func (n *Name) judgeLength(r []rune) {
	switch {
	case len(r) > maxName:
		n.add(ENameTooLong)
	case len(r) > longName && !slices.ContainsFunc(r, latinName):
		n.add(WNameLong)
	case len(r) == 1:
		n.add(WNameShort)
	}
}

// hanBlocks are the ideographs of GB 18030 and ISO/IEC 10646, Extensions A to
// I, by their assigned characters. unicode.Han would not do: it holds radicals,
// numerals and marks too.
var hanBlocks = [...][2]rune{
	{0x4E00, 0x9FFF}, {0x3400, 0x4DBF}, {0xF900, 0xFA6D}, {0xFA70, 0xFAD9},
	{0x20000, 0x2A6DF}, {0x2A700, 0x2B739}, {0x2B740, 0x2B81D}, {0x2B820, 0x2CEA1},
	{0x2CEB0, 0x2EBE0}, {0x2EBF0, 0x2EE5D}, {0x30000, 0x3134A}, {0x31350, 0x323AF},
}

func han(c rune) bool {
	for _, b := range hanBlocks {
		if c >= b[0] && c <= b[1] {
			return true
		}
	}
	return false
}
