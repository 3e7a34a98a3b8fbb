package pinyin

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A compound is a surname of two characters and one way to spell it, in letters
// or in digits.
type compound struct {
	text          string
	first, second string
	initials      [2]int // letters of the consonants that they begin with, at least 1
	rank          int    // among all surnames
}

// compounds are all ways to spell surnames of two characters.
func (b *book) compounds(ways spellings) (out []compound) {
	keys := map[int][]string{}
	for _, s := range ways {
		keys[s.at] = append(keys[s.at], s.key)
	}
	for rank, s := range b.surnames {
		if len(s.reads) != 2 {
			continue
		}
		for _, one := range s.reads[0] {
			for _, two := range s.reads[1] {
				initials := [2]int{initial(b.names[one]), initial(b.names[two])}
				for _, x := range keys[one] {
					for _, y := range keys[two] {
						out = append(out, compound{s.text, x, y, initials, rank})
					}
				}
			}
		}
	}
	return out
}

// initial is how many letters may stand for a syllable: 2 for zh, ch and sh.
func initial(name string) int {
	if len(name) > 1 && name[1] == 'h' {
		return 2
	}
	return 1
}

// A match is a compound surname that may have been meant.
type match struct {
	compound
	used   int
	likely bool // it stands before the surnames of one character
}

// compounds are the compound surnames that what was typed may be, by their
// places among all: those that stand before surnames of one character, and those
// that stand after them. Each syllable may be begun only.
func (f *finder) compounds(tokens []token) (before, after []Candidate) {
	var list []match
	from, ends := f.skip(0), f.preferred()
	ways := f.b.double[f.fuzzy]
	if f.kind(from) == '2' {
		ways = f.b.double[2+f.fuzzy]
	}
	for _, c := range ways {
		if m, ok := f.match(c, from, ends); ok {
			m.likely = m.likely || !f.nine && c.rank < f.best(tokens[0])
			list = append(list, m)
		}
	}
	slices.SortStableFunc(list, func(x, y match) int { return cmp.Compare(x.rank, y.rank) })
	for _, m := range list {
		if c := (Candidate{m.text, m.used}); m.likely {
			before = append(before, c)
		} else {
			after = append(after, c)
		}
	}
	return before, after
}

// best is the place of the commonest surname of one character.
func (f *finder) best(k token) int {
	rank := len(f.b.surnames)
	for _, m := range k.means {
		if list := f.b.single[m.at]; len(list) > 0 {
			rank = min(rank, list[0]+10*m.cost)
		}
	}
	return rank
}

// match compares one compound surname with what was typed.
func (f *finder) match(c compound, from int, ends []int) (m match, ok bool) {
	if c.first[0] != f.text[from] {
		return m, false
	}
	one := common(c.first, f.text[from:])
	middle := f.skip(from + one)
	two := common(c.second, f.text[middle:])
	end := f.skip(middle + two)
	whole1, whole2 := one == len(c.first), two == len(c.second)
	short1, short2 := one == 1 || one == c.initials[0], two == 1 || two == c.initials[1]
	m = match{compound: c, used: end}
	switch {
	case two == 0 || !whole1 && !short1:
		return m, false
	case whole1 && whole2:
		m.likely = slices.Contains(ends, middle) && slices.Contains(ends, end)
	case end == len(f.text):
		m.likely = !whole1 && !f.nine
	case whole2 && !f.nine:
		m.likely = !f.rest[from]
	default:
		m.likely = true
		return m, short2 && !f.nine && !f.rest[from] // oyxiu: 欧阳 and xiu
	}
	return m, true
}

// common is how many bytes two texts begin with that are the same.
func common(x, y string) (n int) {
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	return n
}

// many is how many given names of two stand before the characters.
const many = 4

// listed is the first class of names that are in the list by being words only.
const listed = 30

// pairs are all given names of two characters that a token and one after it may
// mean, likeliest first.
func (f *finder) pairs(k token) (out []Candidate) {
	if k.begun || k.end >= len(f.text) {
		return nil
	}
	for _, second := range f.tokens(k.end) {
		usual, words := f.names(k, second)
		out = append(append(out, usual...), words...)
	}
	return out
}

// likely are the few that stand before characters: of the likeliest cut, usual
// names, then the likeliest characters of both syllables put together, since no
// list has all names, then words. A syllable that is begun finds usual names only.
func (f *finder) likely(k token) []Candidate {
	if k.begun || k.end >= len(f.text) {
		return nil
	}
	seconds := f.tokens(k.end)
	if len(seconds) == 0 {
		return nil
	}
	second := seconds[0]
	out, words := f.names(k, second)
	if !second.begun {
		out = out[:min(many-1, len(out))]
		if one, two := f.likeliest(k), f.likeliest(second); one != "" && two != "" {
			out = append(out, Candidate{one + two, second.end})
		}
		out = append(out, words...)
	}
	return out[:min(many, len(out))]
}

// names are those of the list that two tokens may mean: names that are usual, and
// words of which both characters are.
func (f *finder) names(one, two token) (usual, words []Candidate) {
	for _, g := range f.b.pairGroups(one, two) {
		for name := range g.two {
			if c := (Candidate{name, two.end}); g.class < listed {
				usual = append(usual, c)
			} else {
				words = append(words, c)
			}
		}
	}
	return usual, words
}

// pairGroups are the given names of two that two tokens may mean, likeliest first.
func (b *book) pairGroups(one, two token) (out []group) {
	for _, x := range one.means {
		for _, y := range two.means {
			for _, g := range b.given[[2]int{x.at, y.at}] {
				out = append(out, group{g.class + x.cost + y.cost, g.text})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y group) int { return x.class - y.class })
	return out
}

// two yields the names of a group, two characters each, as pieces of its text.
func (g group) two(yield func(string) bool) {
	for t := g.text; t != ""; {
		_, n := utf8.DecodeRuneInString(t)
		_, m := utf8.DecodeRuneInString(t[n:])
		if !yield(t[:n+m]) {
			return
		}
		t = t[n+m:]
	}
}

// complete adds the characters that make a usual given name of two with the one
// before: after 王建 what is typed guo is 国. Of names that are usual as words
// alone it takes none.
func (f *finder) complete(before string, tokens []token) {
	last, size := utf8.DecodeLastRuneInString(before)
	if f.b.family[before] || size == 0 {
		return
	}
	text := before[len(before)-size:]
	var one token
	for m := range f.b.means(last) {
		one.means = append(one.means, spelling{at: int(m.at)})
	}
	for _, k := range tokens {
		for _, g := range f.b.pairGroups(one, k) {
			for name := range g.two {
				if second := name[size:]; g.class < listed && strings.HasPrefix(name, text) && (k.tone == 0 || f.b.hasTone(k, second)) {
					f.add(second, k.end)
				}
			}
		}
	}
}

// likeliest is the likeliest character of a token.
func (f *finder) likeliest(k token) string {
	best, text := 2*classes, ""
	for _, m := range k.means {
		for _, g := range f.b.groups[m.at] {
			if g.class+m.cost >= best {
				break
			}
			for one, tones := range g.each {
				if fits(k.tone, tones) {
					best, text = g.class+m.cost, one
					break
				}
			}
		}
	}
	return text
}
