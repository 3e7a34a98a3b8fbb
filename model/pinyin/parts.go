package pinyin

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed parts.txt
var partsText string

// A kit is what characters are put together from.
type kit struct {
	*book
	entries string
	called  map[rune][]int // syllables of parts that stand in no text
	line    []int32        // where in the text the line of a first part begins, behind it; 0 for none
	begin   [][]int32      // lines by a syllable of their first part
	made    []made
}

// made is where in the text the parts of a character stand: the first one, and
// the character with the others behind it. Both are 0 for none.
type made struct{ first, entry int32 }

// openParts is the kit, read at the first question.
var openParts = sync.OnceValue(func() *kit { return readParts(open(), partsText) })

func readParts(b *book, text string) *kit {
	k := &kit{book: b, entries: text, called: map[rune][]int{}, begin: make([][]int32, len(b.names)),
		line: make([]int32, lastHan), made: make([]made, lastHan)}
	at := 0
	for line := range strings.Lines(text) {
		r, size := utf8.DecodeRuneInString(line)
		switch {
		case r == '=':
			k.name(strings.Fields(line))
		case r != '#' && r < lastHan:
			k.add(r, int32(at), int32(at+size+1), line[size+1:])
		}
		at += len(line)
	}
	return k
}

// name takes a line that says how a part is called.
func (k *kit) name(fields []string) {
	r, _ := utf8.DecodeRuneInString(fields[1])
	for one := range strings.SplitSeq(fields[2], ",") {
		k.called[r] = append(k.called[r], k.syllable(one))
	}
}

// add takes a line: its first part, where it begins, and the rest of it.
func (k *kit) add(first rune, at, behind int32, rest string) {
	k.line[first] = behind
	for s := range k.reads(first) {
		k.begin[s] = append(k.begin[s], behind)
	}
	for from := 0; from < len(rest); {
		r, _ := utf8.DecodeRuneInString(rest[from:])
		if r < lastHan {
			k.made[r] = made{at, behind + int32(from)}
		}
		from += entryEnd(rest[from:]) + 1
	}
}

// entryEnd is how long the entry is that a text begins with.
func entryEnd(text string) (n int) {
	for n < len(text) && text[n] != ' ' && text[n] != '\n' {
		n++
	}
	return n
}

// reads yields the syllables that a part is called: what people say for one that
// stands alone in no text, and its readings, but not those that few know.
func (k *kit) reads(part rune) func(func(int) bool) {
	return func(yield func(int) bool) {
		for _, s := range k.called[part] {
			if !yield(s) {
				return
			}
		}
		for m := range k.means(part) {
			if m.usual && !slices.Contains(k.called[part], int(m.at)) && !yield(int(m.at)) {
				return
			}
		}
	}
}

// class says how likely a character is in a name; classes if nobody knows.
func (k *kit) class(r rune) int {
	out := classes
	for m := range k.means(r) {
		out = min(out, int(m.class))
	}
	return out
}

// How well the parts of a character answer what was typed.
const (
	fitAll   = iota // all parts, and all that was typed
	fitNear         // so too, and the last syllable is unfinished
	fitBegun        // parts are still to be typed
	fitLeft         // something typed is left
	fitNot          // something else was typed
)

// A puzzle is one question to the kit.
type puzzle struct {
	*kit
	*typing
	ends  [][]fit // by place and syllable, where a syllable that is there ends
	found []row
}

// A row is a character and how well its parts answer; it may be found twice.
type row struct {
	fit
	class int
	r     rune
}

// A fit is where parts end in what was typed, and how well they answer it. An
// end of 0 is none.
type fit struct{ end, grade int }

// deepest is how many times a part may be taken apart itself.
const deepest = 2

// longestParts is how many letters ByParts looks at.
const longestParts = 48

// ByParts are characters by how their parts are read, in letters, one after the
// other: "mumu" is 林 and "jinjinjin" 鑫, "wenwubei" is 赟 as "binbei" is. First
// come those of which all parts were typed, then those of which some are missing;
// each likeliest in names first. One syllable at least must be finished.
func ByParts(typed string) []Candidate {
	k := openParts()
	if len(typed) > longestParts {
		return nil
	}
	p := &puzzle{kit: k, typing: k.typing(typed, Options{})}
	p.ends = make([][]fit, len(p.text)+1)
	from := p.skip(0)
	if from == len(p.text) {
		return nil
	}
	for s, f := range p.at(from) {
		if f.end > 0 && f.grade == fitAll {
			for _, line := range p.begin[s] {
				p.try(line, f.end, deepest)
			}
		}
	}
	return p.answer()
}

// at are the ends of the syllables that may stand there, also of shorter ones
// after which the rest is no pinyin: they may answer all parts.
func (p *puzzle) at(i int) []fit {
	if p.ends[i] != nil {
		return p.ends[i]
	}
	p.ends[i] = make([]fit, len(p.names))
	for n := 1; n <= p.run(i); n++ {
		if t, ok := p.whole(i, n); ok {
			for _, m := range t.means {
				p.ends[i][m.at] = fit{t.end, fitAll}
			}
		}
	}
	if t, ok := p.unfinished(i); ok {
		for _, m := range t.means {
			if p.ends[i][m.at].end == 0 {
				p.ends[i][m.at] = fit{t.end, fitNear}
			}
		}
	}
	return p.ends[i]
}

// try compares the characters of a line, whose first part is answered up to from.
func (p *puzzle) try(line int32, from, depth int) {
	for rest := p.entries[line:]; ; {
		n := entryEnd(rest)
		r, size := utf8.DecodeRuneInString(rest)
		f := p.follow(rest[size:n], from, true)
		if f.grade == fitAll && f.end < len(p.text) {
			if next := p.line[r]; next > 0 && depth > 0 {
				p.try(next, f.end, depth-1)
			}
			f.grade = fitLeft
		}
		if f.grade != fitNot {
			p.found = append(p.found, row{f, p.class(r), r})
		}
		if rest[n] == '\n' {
			return
		}
		rest = rest[n+1:]
	}
}

func (f fit) better(g fit) bool { return f.grade < g.grade || f.grade == g.grade && f.end > g.end }

// follow compares further parts with what stands from there. Where deep is set
// one of them may be typed by its own parts.
func (p *puzzle) follow(parts string, from int, deep bool) fit {
	if parts == "" {
		return fit{from, fitAll}
	}
	if from >= len(p.text) {
		return fit{from, fitBegun}
	}
	r, size := utf8.DecodeRuneInString(parts)
	best := p.match(r, parts[size:], from, deep)
	if best.grade != fitAll && deep && r < lastHan && p.made[r].entry > 0 {
		first, others := p.apart(r)
		if p.may(first, from) {
			if f := p.match(first, others+parts[size:], from, false); f.better(best) {
				return f
			}
		}
	}
	return best
}

// may reports whether a part is read like what stands there.
func (p *puzzle) may(part rune, from int) bool {
	ends := p.at(from)
	for s := range p.reads(part) {
		if ends[s].end > 0 {
			return true
		}
	}
	return false
}

// match is follow for a part by the way it is read, and what comes after it.
func (p *puzzle) match(part rune, after string, from int, deep bool) fit {
	best, ends := fit{0, fitNot}, p.at(from)
	for s := range p.reads(part) {
		if ends[s].end == 0 {
			continue
		}
		f := p.follow(after, ends[s].end, deep)
		f.grade = max(f.grade, ends[s].grade)
		if f.better(best) {
			best = f
		}
	}
	return best
}

// apart are the parts of a part that has some.
func (p *puzzle) apart(r rune) (first rune, others string) {
	m := p.made[r]
	first, _ = utf8.DecodeRuneInString(p.entries[m.first:])
	others = p.entries[int(m.entry)+utf8.RuneLen(r):]
	return first, others[:entryEnd(others)]
}

// answer sorts what was found, and takes each character as it is found best.
func (p *puzzle) answer() []Candidate {
	slices.SortFunc(p.found, func(x, y row) int {
		return cmp.Or(x.grade-y.grade, y.end-x.end, x.class-y.class, int(x.r-y.r))
	})
	out := make([]Candidate, 0, len(p.found))
	var seen marks
	for _, f := range p.found {
		if seen.add(f.r) {
			out = append(out, Candidate{p.entry(f.r), f.end})
		}
	}
	return out
}

// entry is a character as a piece of the text.
func (p *puzzle) entry(r rune) string {
	at := p.made[r].entry
	return p.entries[at : int(at)+utf8.RuneLen(r)]
}
