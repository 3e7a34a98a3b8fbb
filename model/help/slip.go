package help

import (
	"slices"
	"strings"
	"unicode"

	"truename/model/pinyin"
)

// What is forgiven, where something that was typed is in no question:
//
//   - in a word of English, a letter too many, missing or wrong, or two that
//     changed places; two such slips from eight letters on. The first letter is
//     right, or has changed places with the second.
//   - in pinyin, one such slip, a wrong letter being one beside the right one on
//     the keyboard, or any number of sounds that are often taken for
//     each other (z and zh, n and ng, l and n, f and h).
//   - in Chinese, characters that are read as the right ones are.
//
// Slips of two syllables count in titles alone: there are too many syllables
// that stand together by accident.

// slipFactor is how much less a slip weighs than the same as it is written.
const slipFactor = 0.5

// Lengths, in letters. Longer words are no words that somebody has typed.
const (
	leastSlip   = 4  // in a word of English
	twoSlips    = 8  // from here on there may be two
	leastBegun  = 5  // of a word that is not finished
	leastPinyin = 5  // with a slip in it
	mostSlip    = 24 // of anything
	mostTerms   = 16 // that are looked at, of a query
)

// forgive looks up as slips what both queries, which are the same in two
// indexes, do not know.
func forgive(in [2]*index, asked *[2]query) {
	for _, q := range asked {
		if q.whole || q.said != nil {
			return
		}
	}
	unknown := slices.DeleteFunc(slices.Clone(asked[0].unknown), func(t term) bool { return !slices.Contains(asked[1].unknown, t) })
	both := func(extra bool, look func(*index) []spot) (found bool) {
		for i, x := range in {
			if spots := look(x); spots != nil {
				asked[i].slip(spots, extra)
				found = true
			}
		}
		return found
	}
	var pairs []string
	for _, t := range unknown[:min(len(unknown), mostTerms)] {
		switch {
		case isHan(t.text):
			pairs = append(pairs, t.text)
		case !both(false, func(x *index) []spot { return x.mistyped(t.text) }):
			both(false, func(x *index) []spot { return x.misspelt(t.letters) })
		}
	}
	some := len(asked[0].tokens)+len(asked[1].tokens) > 0
	for _, pair := range doubtful(asked[0].folded, pairs) {
		both(some, func(x *index) []spot { return x.misheard(pair) })
	}
	if all := letters(asked[0].folded); strings.Contains(all, " ") { // else it was looked for as a word
		for i, x := range in {
			asked[i].near = x.misspelt(all)
		}
	}
}

// slip adds to a query what was found of a slip.
func (q *query) slip(in []spot, extra bool) {
	t := weigh(in)
	t.weight *= slipFactor
	t.extra = extra
	q.slips = append(q.slips, t)
}

// vocabulary are the words in letters of all questions, each once.
func vocabulary(docs []doc) []string {
	var out []string
	for _, d := range docs {
		for _, word := range strings.Fields(d.all) {
			if len(word) >= leastSlip && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") == "" {
				out = append(out, word)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// mistyped finds the words that typed is nearest to, if it is near to any.
func (x *index) mistyped(typed string) []spot {
	if len(typed) < leastSlip || len(typed) > mostSlip || strings.Trim(typed, "abcdefghijklmnopqrstuvwxyz") != "" {
		return nil
	}
	most := 1
	if len(typed) >= twoSlips {
		most = 2
	}
	best, words := 2*most+1, []string(nil)
	for _, word := range x.words() {
		if !sameStart(typed, word) {
			continue
		}
		whole, begun := distance(typed, word)
		far := 2 * whole
		if len(typed) >= leastBegun {
			far = min(far, 2*begun+1) // of two as near, the one that is finished
		}
		if far < best {
			best, words = far, nil
		}
		if far == best && far <= 2*most+1 {
			words = append(words, word)
		}
	}
	var out []spot
	for _, word := range words {
		out = either(out, x.written(stem(word)))
	}
	return out
}

// either is where one of two is found.
func either(a, b []spot) []spot {
	if a == nil {
		return b
	}
	for i := range b {
		a[i].factor = max(a[i].factor, b[i].factor)
	}
	return a
}

// sameStart reports whether typed begins as word does, or with its first two
// letters in each other's place.
func sameStart(typed, word string) bool {
	return typed[0] == word[0] || typed[0] == word[1] && typed[1] == word[0]
}

// distance is the number of slips between what was typed and a word, and
// between it and the nearest beginning of the word.
func distance(typed, word string) (whole, begun int) {
	var rows [3][mostSlip + 2]int // by letters of typed; those of the word turn the rows
	for i := range len(typed) + 1 {
		rows[0][i] = i
	}
	begun = len(typed)
	now := &rows[0]
	for j := 1; j <= len(word); j++ {
		last, before := &rows[(j+2)%3], &rows[(j+1)%3]
		now = &rows[j%3]
		now[0] = j
		for i := 1; i <= len(typed); i++ {
			change := 1
			if typed[i-1] == word[j-1] {
				change = 0
			}
			now[i] = min(last[i]+1, now[i-1]+1, last[i-1]+change)
			if i > 1 && j > 1 && typed[i-1] == word[j-2] && typed[i-2] == word[j-1] {
				now[i] = min(now[i], before[i-2]+1)
			}
		}
		begun = min(begun, now[len(typed)])
	}
	return now[len(typed)], begun
}

// misspelt finds pinyin with a slip in it; nil if it is nowhere.
func (x *index) misspelt(typed string) []spot {
	typed = strings.ReplaceAll(typed, " ", "")
	if len(typed) < 2 || len(typed) > mostSlip {
		return nil
	}
	var out []spot
	plain, loose := x.sounds(), x.loose()
	for i := range plain {
		factor := 0.0
		if max(loose[i].title.taken(typed), plain[i].title.slipped(typed)) >= 2 {
			factor = titleFactor
		} else if max(loose[i].answer.taken(typed), plain[i].answer.slipped(typed)) >= 3 {
			factor = 1
		}
		if factor > 0 && out == nil {
			out = make([]spot, len(plain))
		}
		if factor > 0 {
			out[i].factor = factor
		}
	}
	return out
}

// taken is how many characters of a loosened speech typed is; the last may be
// unfinished from the third on.
func (s speech) taken(typed string) (n int) {
	for i := range s {
		if begun(s[i], typed[:1]) < 0 {
			continue
		}
		if found := spell(s[i:], typed); found.whole || found.n > 2 {
			n = max(n, found.n)
		}
	}
	return n
}

// slipped is how many characters typed is with one slip, or with none.
func (s speech) slipped(typed string) (n int) {
	if len(typed) < leastPinyin {
		return 0
	}
	for i := range s {
		for _, reading := range s[i] {
			if len(reading) > 1 && sameStart(typed, reading) {
				n = max(n, walk{typed: typed, straight: true}.read(reading, s[i+1:], 1))
			}
		}
	}
	return n
}

// A walk goes along a speech letter by letter and keeps where it may be in what
// was typed: one letter here is one there until the slip, and after it the two
// are at most one letter apart.
type walk struct {
	typed    string
	at       int     // letters of the speech
	straight bool    // no slip yet
	after    [3]bool // the slip was made; typed is a letter behind, level, a letter ahead
	swapped  bool    // in the middle of two letters in each other's place
}

// read goes on through a syllable and what follows, n syllables so far with it;
// it is how many there are when all is read, 0 if that is never.
func (w walk) read(syllable string, rest speech, n int) int {
	for i := range len(syllable) {
		if w = w.step(syllable[i]); !w.straight && !w.swapped && w.after == [3]bool{} {
			return 0
		}
	}
	best := 0
	if w.done() {
		best = n
	}
	if len(rest) > 0 {
		for _, reading := range rest[0] {
			best = max(best, w.read(reading, rest[1:], n+1))
		}
	}
	return best
}

func (w walk) step(c byte) walk {
	is := func(i int) bool { return i >= 0 && i < len(w.typed) && w.typed[i] == c }
	next := walk{typed: w.typed, at: w.at + 1, straight: w.straight && is(w.at), swapped: w.straight && is(w.at+1)}
	for k := range w.after {
		next.after[k] = w.after[k] && is(w.at+k-1)
	}
	if w.straight {
		next.after[0] = true                                                                         // c was left out
		next.after[1] = next.after[1] || w.at > 0 && w.at < len(w.typed) && beside(w.typed[w.at], c) // the key beside it was pressed
		next.after[2] = next.after[2] || is(w.at+1)                                                  // one too many stands before it
	}
	next.after[1] = next.after[1] || w.swapped && is(w.at-1)
	return next
}

// done reports whether all that was typed is read.
func (w walk) done() bool {
	for k, ok := range w.after {
		if ok && w.at+k-1 == len(w.typed) {
			return true
		}
	}
	return w.straight && (w.at == len(w.typed) || w.at == len(w.typed)-1)
}

// keys are the rows of a keyboard, each half a key to the right of the one above.
var keys = [3]string{"qwertyuiop", "asdfghjkl", "zxcvbnm"}

// beside reports whether the keys of two letters touch: a finger slips to none
// that is farther away.
func beside(a, b byte) bool {
	for row, r := range keys {
		at := strings.IndexByte(r, a)
		if at < 0 {
			continue
		}
		for other, o := range keys {
			to := strings.IndexByte(o, b)
			switch {
			case to < 0:
			case other == row:
				return to == at-1 || to == at+1
			case other == row+1:
				return to == at || to == at-1
			case other == row-1:
				return to == at || to == at+1
			}
		}
	}
	return false
}

// mixed are sounds at the beginning that are often taken for each other.
var mixed = [][2]string{{"zh", "z"}, {"ch", "c"}, {"sh", "s"}, {"l", "n"}, {"f", "h"}, {"f", "hu"}}

// confused are the syllables that one is taken for, without itself.
func confused(syllable string) []string {
	out := []string{syllable}
	for _, m := range mixed {
		a, isA := strings.CutPrefix(syllable, m[0])
		b, isB := strings.CutPrefix(syllable, m[1])
		switch {
		case isA:
			out = append(out, m[1]+a)
		case isB && !(len(m[1]) == 1 && strings.HasPrefix(b, "h")): // the z of zh is none
			out = append(out, m[0]+b)
		}
	}
	for _, s := range out {
		if cut, ok := strings.CutSuffix(s, "ng"); ok {
			out = append(out, cut+"n")
		} else if strings.HasSuffix(s, "n") {
			out = append(out, s+"g")
		}
	}
	return out[1:]
}

// loosen adds to each reading what it is often taken for.
func loosen(all []sounds) []sounds {
	known := map[string][]string{}
	loose := func(s speech) speech {
		out := make(speech, len(s))
		for i, readings := range s {
			out[i] = slices.Clone(readings)
			for _, r := range readings {
				if known[r] == nil {
					known[r] = confused(r)
				}
				out[i] = append(out[i], known[r]...)
			}
		}
		return out
	}
	out := make([]sounds, len(all))
	for i, s := range all {
		out[i] = sounds{loose(s.title), loose(s.answer)}
	}
	return out
}

// doubtful are the unknown pairs of a query of which neither character belongs
// to a pair that is known: there the wrong one was chosen. Others are mostly the
// ends of two words that stand together.
func doubtful(folded string, unknown []string) (out []string) {
	for _, word := range strings.Fields(folded) {
		if !isHan(word) {
			continue
		}
		r := []rune(word)
		known := func(i int) bool { // the pair that begins there
			return i >= 0 && i+1 < len(r) && !slices.Contains(unknown, string(r[i:i+2]))
		}
		for i := range len(r) - 1 {
			pair := string(r[i : i+2])
			if slices.Contains(unknown, pair) && !known(i-1) && !known(i+1) && !slices.Contains(out, pair) {
				out = append(out, pair)
			}
		}
	}
	return out
}

// misheard finds a pair of characters by their sound.
func (x *index) misheard(pair string) []spot {
	var typed speech
	for _, r := range pair {
		if !unicode.Is(unicode.Han, r) {
			return nil
		}
		typed = append(typed, pinyin.Readings(r))
	}
	var out []spot
	for i, s := range x.sounds() {
		if !s.title.has(typed) {
			continue
		}
		if out == nil {
			out = make([]spot, len(x.docs))
		}
		out[i].factor = titleFactor
	}
	return out
}

// has reports whether a speech sounds somewhere as another one does.
func (s speech) has(other speech) bool {
	for i := range len(s) - len(other) + 1 {
		same := true
		for k := range other {
			same = same && slices.ContainsFunc(other[k], func(r string) bool { return slices.Contains(s[i+k], r) })
		}
		if same {
			return true
		}
	}
	return false
}
