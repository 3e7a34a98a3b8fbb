package pinyin

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// Options of a lookup.
type Options struct {
	// Before is what stands before in the field: "" is the beginning of a name,
	// where surnames come first. After a surname come the characters of given
	// names; after a dot, or where no surname stands, those that names of other
	// languages are written with.
	Before string
	// Fuzzy does not tell zh from z, ch from c, sh from s and n from l at the
	// beginning of a syllable, nor ng from n at its end.
	Fuzzy bool
	// Nine says that digits 2 to 9 are the keys of a nine-key pad, and 1 parts
	// syllables. Without it 1 to 4 after a syllable are its tone.
	Nine bool
}

// A Candidate is what one tap writes.
type Candidate struct {
	Text string // one character, a compound surname or a given name of two
	Used int    // bytes of what was typed that it answers; the rest stays for the next
}

// finder gathers candidates.
type finder struct {
	*typing
	first, foreign bool
	seen           marks
	texts          map[string]bool // those of two characters that are there
	out            []Candidate
}

// Find are the candidates for what was typed, in letters or, as Options say,
// digits; likeliest first, all of them, none twice. A sign ' and a space part
// syllables, v is ü. An unfinished syllable finds all it may become; of several,
// characters answer the first, compound surnames and given names two. Nothing is
// remembered between calls.
func Find(typed string, o Options) []Candidate {
	b := open()
	f := &finder{typing: b.typing(typed, o), texts: map[string]bool{}}
	f.first, f.foreign = b.place(o.Before)
	tokens := f.tokens(f.skip(0))
	if len(tokens) == 0 {
		return nil
	}
	f.out = make([]Candidate, 0, 256)
	left := tokens
	if f.first {
		left = f.begin(tokens)
	} else if !f.foreign {
		f.add2(f.likely(tokens[0]))
		f.complete(o.Before, tokens)
	}
	for _, k := range left {
		f.characters(k)
	}
	for _, k := range tokens {
		f.add2(f.pairs(k))
	}
	return f.out
}

// begin adds what begins names. Of a single syllable, what it may be cut into is
// left for later: xie is seldom xi and e. It returns what other characters are
// still to be added for.
func (f *finder) begin(tokens []token) []token {
	before, after := f.compounds(tokens)
	f.add2(before)
	near := len(tokens)
	if tokens[0].end == len(f.text) {
		near = 1
		if len(tokens) > 1 && tokens[1].begun {
			near = 2
		}
	}
	for _, k := range tokens[:near] {
		f.surnames(k)
	}
	f.add2(after)
	for _, k := range tokens[:near] {
		f.characters(k)
	}
	for _, k := range tokens[near:] {
		f.surnames(k)
	}
	return tokens[near:]
}

// add takes a character that is not there yet.
func (f *finder) add(text string, used int) {
	if r, _ := utf8.DecodeRuneInString(text); f.seen.add(r) {
		f.out = append(f.out, Candidate{text, used})
	}
}

// add2 takes those of two characters that are not there yet.
func (f *finder) add2(list []Candidate) {
	for _, c := range list {
		if !f.texts[c.Text] {
			f.texts[c.Text] = true
			f.out = append(f.out, c)
		}
	}
}

// ranked is a surname and its place among all: one that is spelled otherwise
// stands ten places further behind for each class that this costs.
type ranked struct{ rank, which int }

// surnames adds the surnames of one character that a token means.
func (f *finder) surnames(k token) {
	var list []ranked
	for _, m := range k.means {
		for _, i := range f.b.single[m.at] {
			list = append(list, ranked{i + 10*m.cost, i})
		}
	}
	slices.SortFunc(list, func(x, y ranked) int { return cmp.Or(x.rank-y.rank, x.which-y.which) })
	for _, s := range list {
		if k.tone == 0 || f.b.hasTone(k, f.b.surnames[s.which].text) {
			f.add(f.b.surnames[s.which].text, k.end)
		}
	}
}

// hasTone reports whether the token may mean the character, tone and all.
func (b *book) hasTone(k token, text string) bool {
	for _, m := range k.means {
		for _, g := range b.groups[m.at] {
			for one, tones := range g.each {
				if one == text {
					return fits(k.tone, tones)
				}
			}
		}
	}
	return false
}

// fits reports whether a tone that was typed is among those of a character; one
// without any may be all of them.
func fits(tone byte, tones string) bool {
	if tone == 0 || tones == "" {
		return true
	}
	for i := range len(tones) {
		if tones[i] == tone {
			return true
		}
	}
	return false
}

// characters adds those that a token means; where a name of another language
// goes on, those that such names are written with before others.
func (f *finder) characters(k token) {
	if f.foreign {
		f.byShape(k)
	}
	size := 0
	for _, m := range k.means {
		for _, g := range f.b.groups[m.at] {
			size += len(g.text) / 3
		}
	}
	f.out = slices.Grow(f.out, size)
	for _, g := range f.b.merged(k) {
		for text, tones := range g.each {
			if k.tone == 0 || fits(k.tone, tones) {
				f.add(text, k.end)
			}
		}
	}
}

// merged are the groups of all syllables that a token means, likeliest first.
func (b *book) merged(k token) []group {
	var out []group
	for _, m := range k.means {
		for _, g := range b.groups[m.at] {
			out = append(out, group{g.class + m.cost, g.text})
		}
	}
	if len(k.means) > 1 {
		slices.SortStableFunc(out, func(x, y group) int { return x.class - y.class })
	}
	return out
}

// byShape adds the characters of names of other languages.
func (f *finder) byShape(k token) {
	var list []sound
	for _, m := range k.means {
		for _, s := range f.b.foreign[m.at] {
			list = append(list, sound{s.place + 100*m.cost, s.text})
		}
	}
	slices.SortFunc(list, func(x, y sound) int { return x.place - y.place })
	for _, s := range list {
		if k.tone == 0 || f.b.hasTone(k, s.text) {
			f.add(s.text, k.end)
		}
	}
}
