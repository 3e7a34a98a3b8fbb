package pinyin

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"truename/model/specimen"
)

// page is how many candidates stand on the pad at once.
const page = 9

// A way is how somebody enters a name on the pad.
type way struct {
	name string
	o    Options
	// whole types a syllable to its end; otherwise letter by letter, until what
	// is wanted stands on the first page.
	whole bool
	// ahead types all syllables of a given name before the first tap.
	ahead bool
	known map[string][]Candidate // answers: there are few places in a name that differ
}

// find is Find, and remembers what it said.
func (w way) find(typed, before string) []Candidate {
	first, foreign := open().place(before)
	last, _ := utf8.DecodeLastRuneInString(before)
	key := fmt.Sprint(typed, first, foreign, open().family[before], last)
	if _, ok := w.known[key]; !ok {
		o := w.o
		o.Before = before
		w.known[key] = Find(typed, o)
	}
	return w.known[key]
}

// An effort is what entering some characters took.
type effort struct {
	chars, keys, taps int // keys are letters and digits, taps candidates and pages
	first, onPage     int // characters that stood first, and on the first page
}

func (e effort) String() string {
	n := float64(e.chars)
	return fmt.Sprintf("%d | %.2f | %.2f | %.1f %% | %.1f %%", e.chars, float64(e.keys)/n, float64(e.taps)/n, 100*float64(e.first)/n, 100*float64(e.onPage)/n)
}

// levels are the characters of the table by their place, from 0.
func levels(t *testing.T) map[rune]int {
	out := map[rune]int{}
	eachOfTable(t, func(r rune) { out[r] = len(out) })
	return out
}

// entryNames are 500 names of the generator of specimen cards, 100 of them with
// a character that is not among the 6,500 of the first two levels of the table.
func entryNames(level map[rune]int) (usual, rare []string) {
	for seed := uint64(1); len(usual) < 400 || len(rare) < 100; seed++ {
		name := specimen.New(seed).Name
		odd := strings.ContainsFunc(name, func(r rune) bool { at, ok := level[r]; return r != '·' && (!ok || at >= 6500) })
		if odd && len(rare) < 100 {
			rare = append(rare, name)
		} else if !odd && len(usual) < 400 {
			usual = append(usual, name)
		}
	}
	return usual, rare
}

// said are the syllables of the characters of a name, as its bearer says them; ""
// for a dot. What is not in the table is "" too: it is looked up by its radical.
func said(b *book, level map[rune]int, name string) (out []string) {
	runes := []rune(name)
	reads := map[int]int{}
	for _, s := range b.surnames {
		if strings.HasPrefix(name, s.text) && len(s.reads) > len(reads) {
			for i := range s.reads {
				reads[i] = s.reads[i][0]
			}
		}
	}
	for i, r := range runes {
		at, surname := reads[i]
		_, known := level[r]
		switch {
		case surname:
			out = append(out, b.names[at])
		case r == '·' || !known:
			out = append(out, "")
		default:
			out = append(out, Readings(r)[0])
		}
	}
	return out
}

// enter writes one character, or two at once, and says how many.
func (w way) enter(e *effort, before string, runes []rune, sounds []string) int {
	text := sounds[0]
	switch {
	case w.ahead && before != "":
		text = line(until(sounds))
	case before == "" && len(runes) > 1 && open().family[string(runes[:2])]:
		text = line(sounds[:2])
	}
	if w.o.Nine {
		text = Digits(text)
	}
	from := 1
	if w.whole || w.ahead {
		from = len(text)
	}
	for n := from; n <= len(text); n++ {
		list := w.find(text[:n], before)
		at, size := best(list, runes)
		if at < 0 || at >= page && n < len(text) {
			continue
		}
		e.take(at, size)
		if w.ahead && before != "" { // what is left of the line is not typed again
			e.keys += list[at].Used
		} else {
			e.keys += n
		}
		return size
	}
	panic("not found: " + string(runes) + " by " + text)
}

// line is what is typed for syllables: the sign ' between them only where they
// would be cut otherwise.
func line(sounds []string) string {
	text, parted := strings.Join(sounds, ""), strings.Join(sounds, "'")
	if Syllables(text) == parted {
		return text
	}
	return parted
}

// until are the syllables before the next that is not typed.
func until(sounds []string) []string {
	if i := slices.Index(sounds, ""); i >= 0 {
		return sounds[:i]
	}
	return sounds
}

// best is where the candidate for what comes next stands: that of two characters,
// if it stands on the first page or nothing else does.
func best(list []Candidate, runes []rune) (at, size int) {
	one := place(list, string(runes[:1]))
	if len(runes) > 1 {
		if two := place(list, string(runes[:2])); two >= 0 && (two < page || one < 0) {
			return two, 2
		}
	}
	return one, 1
}

// take counts a tap on the candidate at a place, and those on pages before.
func (e *effort) take(at, size int) {
	e.chars += size
	e.taps += 1 + at/page
	if at == 0 {
		e.first += size
	}
	if at < page {
		e.onPage += size
	}
}

// shelved is where characters stand under their first radical: strokes besides it,
// and the place among those of as many.
var shelved = sync.OnceValue(func() map[rune][2]int {
	out := map[rune][2]int{}
	for n := 1; n <= 214; n++ {
		for strokes := range 80 {
			for at, r := range ByRadical(n, strokes) {
				if _, ok := out[r]; !ok {
					out[r] = [2]int{strokes, at}
				}
			}
		}
	}
	return out
})

// byRadical counts what finding a character under its radical takes: a tap on the
// page of radicals by strokes, one on the radical, one or two digits, the
// character.
func (e *effort) byRadical(r rune) {
	at, ok := shelved()[r]
	if !ok {
		panic("no radical: " + string(r))
	}
	e.keys += len(fmt.Sprint(at[0]))
	e.taps += 2
	e.take(at[1], 1)
}

// and adds two efforts.
func (e effort) and(f effort) effort {
	return effort{e.chars + f.chars, e.keys + f.keys, e.taps + f.taps, e.first + f.first, e.onPage + f.onPage}
}

// names enters a list of names.
func (w way) names(t *testing.T, level map[rune]int, list []string) (e effort) {
	t.Helper()
	for _, name := range list {
		runes, sounds := []rune(name), said(open(), level, name)
		for i := 0; i < len(runes); {
			switch before := string(runes[:i]); {
			case runes[i] == '·':
				e.keys++ // a key of its own, and no character of this count
				i++
			case sounds[i] == "":
				e.byRadical(runes[i])
				i++
			default:
				i += w.enter(&e, before, runes[i:], sounds[i:])
			}
		}
	}
	if e.chars < 2*len(list) {
		t.Errorf("%d characters in %d names", e.chars, len(list))
	}
	return e
}

// TestEnteringNames is the table "Entering a name" of docs/benchmarks.md. The
// bounds are wide: it is a measurement.
func TestEnteringNames(t *testing.T) {
	level := levels(t)
	usual, rare := entryNames(level)
	byRadical := 0
	for _, c := range strings.Join(rare, "") {
		if _, known := level[c]; !known && c != '·' {
			byRadical++
		}
	}
	t.Logf("%d characters are found under their radicals", byRadical)
	t.Log("| names | typed | characters | keys | taps | first | first page |")
	for _, w := range []way{
		{name: "letters, whole syllables", whole: true},
		{name: "letters, the given name at once", whole: true, ahead: true},
		{name: "letters, as few as needed"},
		{name: "letters, fuzzy", whole: true, o: Options{Fuzzy: true}},
		{name: "nine keys, whole syllables", whole: true, o: Options{Nine: true}},
		{name: "nine keys, as few as needed", o: Options{Nine: true}},
	} {
		w.known = map[string][]Candidate{}
		one, two := w.names(t, level, usual), w.names(t, level, rare)
		t.Logf("| 500 | %s | %v |", w.name, one.and(two))
		t.Logf("| 400 usual | %s | %v |", w.name, one)
		t.Logf("| 100 rare | %s | %v |", w.name, two)
		if e := one.and(two); w.whole && !w.o.Nine && !w.o.Fuzzy && (e.onPage*100 < e.chars*90 || e.first*100 < e.chars*50) {
			t.Errorf("%s: %v", w.name, e)
		}
	}
}

// TestEnteringRare is the table of characters that pinyin alone does not find: 200
// of the block CJK Unified Ideographs and 200 of extension B, drawn at random, all
// outside the table.
func TestEnteringRare(t *testing.T) {
	level, r := levels(t), rand.New(rand.NewPCG(7, 8))
	for _, block := range []struct {
		name     string
		from, to rune
	}{{"U+4E00 to U+9FFF", 0x4E00, 0x9FFF}, {"U+20000 to U+2A6DF", 0x20000, 0x2A6DF}} {
		var radical, parts effort
		for n := 0; n < 200; {
			c := block.from + r.Int32N(block.to-block.from+1)
			if _, known := level[c]; known {
				continue
			}
			n++
			radical.byRadical(c)
			parts.byParts(c)
		}
		t.Logf("| %s | radical | %v |", block.name, radical)
		t.Logf("| %s | parts | %v |", block.name, parts)
		if radical.chars != 200 || parts.chars < 100 {
			t.Errorf("%s: %d by radical, %d by parts", block.name, radical.chars, parts.chars)
		}
	}
}

// byParts counts what finding a character by its parts takes, where these have
// names.
func (e *effort) byParts(r rune) {
	k := openParts()
	p := &puzzle{kit: k}
	if k.made[r].entry == 0 {
		return
	}
	first, others := p.apart(r)
	typed := ""
	for _, part := range string(first) + others {
		found := false
		for s := range k.reads(part) {
			typed, found = typed+k.names[s], true
			break
		}
		if !found {
			return
		}
	}
	at := place(ByParts(typed), string(r))
	if at < 0 {
		return // its syllables are cut otherwise
	}
	e.keys += len(typed)
	e.take(at, 1)
}
