package help

import (
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"

	"truename/model"
	"truename/model/pinyin"

	"golang.org/x/text/unicode/norm"
)

// words are texts by which a question is found besides its own: those of the
// other language, and the words that its headings name.
type words struct{ title, answer string }

// A doc is a question as it is searched, folded, with spaces around each word.
type doc struct{ title, all string }

// An index is what Search looks things up in: made once, never changed. The
// questions have one and the fixes another, so that how many fixes there are,
// and what stands in them, changes nothing about which questions are found.
type index struct {
	docs   []doc
	sounds func() []sounds // by question; the first pinyin waits for it
	loose  func() []sounds // the same, with what is often taken for it; the first slip waits
	words  func() []string // of all questions, in letters: for slips
}

// sounds is how a question is read aloud.
type sounds struct{ title, answer speech }

// newIndex makes the index of questions and of what else they are found by, by
// their ids.
func newIndex(questions []model.Question, more map[string]words) *index {
	texts := make([]words, len(questions))
	docs := make([]doc, len(questions))
	for i, q := range questions {
		m := more[q.ID]
		texts[i] = words{q.Title + "\n" + m.title, q.Answer + "\n" + m.answer}
		docs[i].title = fold(texts[i].title)
		docs[i].all = docs[i].title + fold(texts[i].answer)
	}
	x := &index{docs: docs, words: sync.OnceValue(func() []string { return vocabulary(docs) })}
	x.sounds = sync.OnceValue(func() []sounds {
		out := make([]sounds, len(texts))
		for i, t := range texts {
			out[i] = sounds{speak(t.title), speak(t.answer)}
		}
		return out
	})
	x.loose = sync.OnceValue(func() []sounds { return loosen(x.sounds()) })
	return x
}

// ask looks up what was typed.
func (x *index) ask(typed string) query {
	folded := fold(typed)
	terms := tokenize(folded)
	q := query{folded: folded, empty: len(terms) == 0, whole: len(terms) > 0}
	for _, t := range terms {
		in := x.written(t.text)
		if in == nil {
			q.whole = false
			if len(terms) > 1 && len(pinyin.Split(t.letters)) == 1 { // one syllable of several says nothing
				continue
			}
			in = x.spoken(t.letters)
		}
		if in != nil {
			q.tokens = append(q.tokens, weigh(in))
		} else {
			q.unknown = append(q.unknown, t)
		}
	}
	all := letters(folded)
	if q.said = x.spoken(all); q.said == nil && !q.whole {
		q.said = x.halfSpoken(all)
	}
	return q
}

// halfSpoken finds pinyin of which at least half is there, by pairs of syllables;
// nil if it is nowhere.
func (x *index) halfSpoken(typed string) []spot {
	var tokens []token
	for _, pair := range pairs(typed) {
		if in := x.spoken(pair); in != nil {
			tokens = append(tokens, weigh(in))
		}
	}
	if tokens == nil {
		return nil
	}
	out := make([]spot, len(x.docs))
	for i := range out {
		if found, ok := (query{tokens: tokens}).match(i); ok && found.rank == partly {
			out[i].factor = found.weight
		}
	}
	return out
}

// weigh makes a token of the spots of a word.
func weigh(in []spot) token {
	n := 0
	for _, s := range in {
		if s.factor > 0 {
			n++
		}
	}
	return token{weight: math.Log(float64(len(in)+1) / float64(n)), in: in}
}

// titleFactor is how much more a word weighs in the question than in the answer.
const titleFactor = 3

// written finds a word or a pair of Han characters; nil if it is nowhere.
func (x *index) written(text string) []spot {
	var out []spot
	for i, d := range x.docs {
		if !has(d.all, text) {
			continue
		}
		if out == nil {
			out = make([]spot, len(x.docs))
		}
		out[i].factor = 1
		if has(d.title, text) {
			out[i].factor = titleFactor
		}
	}
	return out
}

// spoken finds pinyin; nil if it is nowhere, or if there are no letters.
func (x *index) spoken(letters string) []spot {
	if letters == "" {
		return nil
	}
	var out []spot
	for i, s := range x.sounds() {
		title, answer := s.title.hear(letters), s.answer.hear(letters)
		if max(title.clear, answer.clear) == 0 {
			continue
		}
		if out == nil {
			out = make([]spot, len(x.docs))
		}
		out[i] = spot{max(titleFactor*title.clear, answer.clear), title.clear == 0 && answer.short}
	}
	return out
}

// insideWord is how long a word must be to be looked for inside others too
// ("bind" in "unbind"); a shorter one must be the beginning of a word.
const insideWord = 4

func has(folded, text string) bool {
	if isHan(text) || len(text) >= insideWord {
		return strings.Contains(folded, text)
	}
	return strings.Contains(folded, " "+text)
}

// A term is one thing that is looked for: as it is written, and as pinyin.
type term struct {
	text    string
	letters string // "" for what cannot be pinyin
}

// tokenize cuts a folded query into what is looked for.
func tokenize(folded string) []term {
	var out []term
	for _, word := range strings.Fields(folded) {
		r := []rune(word)
		switch {
		case !isHan(word):
			out = append(out, term{stem(word), letters(word)})
		case len(r) == 1:
			out = append(out, term{text: word})
		default:
			for i := range len(r) - 1 {
				out = append(out, term{text: string(r[i : i+2])})
			}
		}
	}
	slices.SortFunc(out, func(a, b term) int { return strings.Compare(a.text, b.text) })
	return slices.CompactFunc(out, func(a, b term) bool { return a.text == b.text })
}

// stem takes the commonest endings off an English word, so that "photos" finds
// "photo" and "unbinding" finds "unbind".
func stem(word string) string {
	for _, ending := range []string{"ing", "ed", "s"} {
		if s, ok := strings.CutSuffix(word, ending); ok && len(s) >= insideWord {
			return s
		}
	}
	return word
}

// fold makes s comparable: compatibility forms, lower case, one space around
// each word and each run of Han characters, nothing else.
func fold(s string) string {
	var b strings.Builder
	b.WriteByte(' ')
	last := ' '
	for _, r := range strings.ToLower(norm.NFKC.String(s)) {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			r = ' '
		}
		if last != ' ' && (r == ' ' || unicode.Is(unicode.Han, r) != unicode.Is(unicode.Han, last)) {
			b.WriteByte(' ')
		}
		if r != ' ' {
			b.WriteRune(r)
		}
		last = r
	}
	b.WriteByte(' ')
	return b.String()
}

func isHan(s string) bool {
	for _, r := range s {
		return unicode.Is(unicode.Han, r)
	}
	return false
}
