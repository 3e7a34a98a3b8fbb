package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// variants are other forms of radicals that a person would look for; forms of
// simplified characters are added from the source.
var variants = map[int]string{
	4: "乀乁", 5: "乚乛", 9: "亻", 18: "刂", 26: "㔾", 42: "⺌⺍", 43: "尣兀", 47: "川", 52: "么", 58: "彐彑", 61: "忄㣺", 64: "扌", 66: "攵",
	71: "无旡", 72: "曰", 79: "殳", 80: "母", 85: "氵氺", 86: "灬", 87: "爫", 90: "丬", 93: "牜", 94: "犭", 96: "王⺩", 103: "疋", 109: "罒",
	113: "礻", 118: "⺮", 120: "纟糹", 122: "罒⺳", 123: "⺶", 124: "羽", 125: "耂", 129: "肀", 130: "月⺼", 134: "臼", 140: "艹⺾",
	145: "衤", 146: "覀西", 149: "讠", 157: "⻊", 162: "辶⻌", 163: "阝", 167: "钅釒", 168: "镸", 170: "阝", 174: "靑", 184: "饣飠",
}

const radicalsHead = `# Han characters by radical and strokes. A line is the number of the radical, the
# radical, its strokes, its other forms ("-" for none), and then, divided by
# spaces, the strokes besides the radical, a colon, and the characters, commonest
# first.
`

// place is where a character stands among radicals.
type place struct{ radical, strokes int }

// radicals is the file of characters by radical.
func (k *known) radicals() (string, error) {
	at, all, err := k.places()
	if err != nil {
		return "", err
	}
	text, forms, err := k.forms()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString(radicalsHead + made(fromUnicode, fromSimp))
	for n := 1; n <= 214; n++ {
		fmt.Fprintf(&b, "%d %c %d %s", n, text[n], all[text[n]], cmp.Or(forms[n], "-"))
		for strokes := range 80 {
			list := at[place{n, strokes}]
			if len(list) == 0 {
				continue
			}
			slices.SortFunc(list, func(x, y rune) int {
				return cmp.Or(cmp.Compare(k.usable(y), k.usable(x)), cmp.Compare(x, y))
			})
			fmt.Fprintf(&b, " %d:%s", strokes, string(list))
		}
		b.WriteByte('\n')
	}
	return b.String(), nil
}

// usable says how common a character is: those of the table before others.
func (k *known) usable(r rune) float64 {
	sum := k.common(string(r))
	if k.table[r] {
		sum += 1e9
	}
	return sum
}

// places reads the radicals and strokes of Unihan; all are the strokes of
// whole characters.
func (k *known) places() (at map[place][]rune, all map[rune]int, err error) {
	at, all = map[place][]rune{}, map[rune]int{}
	for line := range lines(k.s[strokes]) {
		f := strings.Split(line, "\t")
		code, err := strconv.ParseInt(strings.TrimPrefix(f[0], "U+"), 16, 32)
		if err != nil || len(f) != 3 {
			return nil, nil, fmt.Errorf("line %q", line)
		}
		switch r := rune(code); {
		case !unified(r):
		case f[1] == "kTotalStrokes":
			first, _, _ := strings.Cut(f[2], " ")
			all[r], err = strconv.Atoi(first)
		case f[1] == "kRSUnicode":
			err = addPlaces(at, r, f[2])
		}
		if err != nil {
			return nil, nil, fmt.Errorf("line %q: %w", line, err)
		}
	}
	return at, all, nil
}

// unified reports whether r is a Han character of its own, not one that stands
// for another so that old codes come back the same.
func unified(r rune) bool { return unicode.Is(unicode.Unified_Ideograph, r) || r == '〇' }

// addPlaces notes values such as "120'.3", of which a character may have
// several: a mark says that the radical is simplified.
func addPlaces(at map[place][]rune, r rune, values string) error {
	for _, v := range strings.Fields(values) {
		radical, strokes, _ := strings.Cut(strings.ReplaceAll(v, "'", ""), ".")
		n, err := strconv.Atoi(radical)
		if err != nil {
			return err
		}
		s, err := strconv.Atoi(strokes)
		if err != nil {
			return err
		}
		p := place{n, max(s, 0)} // less than the radical: 川 has 0
		if !slices.Contains(at[p], r) {
			at[p] = append(at[p], r)
		}
	}
	return nil
}

// forms reads what radicals look like.
func (k *known) forms() (text map[int]rune, other map[int]string, err error) {
	text, other = map[int]rune{}, maps.Clone(variants)
	for line := range lines(k.s[radicals]) {
		f := strings.Split(line, "; ")
		if len(f) != 3 {
			return nil, nil, fmt.Errorf("line %q", line)
		}
		n, err := strconv.Atoi(strings.TrimRight(f[0], "'"))
		if err != nil {
			return nil, nil, err
		}
		code, err := strconv.ParseInt(f[2], 16, 32)
		if err != nil {
			return nil, nil, err
		}
		if r := rune(code); text[n] == 0 {
			text[n] = r
		} else if !strings.ContainsRune(other[n], r) {
			other[n] += string(r)
		}
	}
	if len(text) != 214 {
		return nil, nil, fmt.Errorf("%d radicals", len(text))
	}
	return text, other, nil
}
