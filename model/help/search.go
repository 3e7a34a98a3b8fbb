package help

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"truename/model"

	"golang.org/x/text/unicode/norm"
)

// Search finds at most n questions for what was typed so far; n ≤ 0 means all.
// page is the screen, or screen/page, that the person came from, or "".
//
// Case, width and punctuation do not matter; Chinese is found by pairs of
// characters, English by words and their beginnings, and either in whichever
// language h is. A question is found if at least half of what was typed is in
// it, rare words weighing more than frequent ones. Those in which all of it is
// stand first, within these those related to page, then by weight. An empty
// query lists all: those related to page, then the others in their order.
func (h Help) Search(query, page string, n int) []model.Question {
	if n <= 0 {
		n = len(h.Questions)
	}
	docs := h.docs()
	words := tokenize(query)
	tokens := weigh(words, docs)
	var hits []hit
	for i, d := range docs {
		if found, ok := d.match(tokens); ok {
			found.place, found.related = i, related(h.Questions[i].Pages, page)
			hits = append(hits, found)
		}
	}
	if len(words) > 0 && len(tokens) == 0 {
		hits = nil // nothing of it is in any question
	}
	slices.SortFunc(hits, hit.compare)
	var out []model.Question
	for _, found := range hits[:min(n, len(hits))] {
		out = append(out, h.Questions[found.place])
	}
	return out
}

// A hit is a question that was found, with what its place in the list depends on.
type hit struct {
	place   int // in Help.Questions
	all     bool
	related int // 0 not, 1 to the screen, 2 to the page itself
	weight  float64
}

func (a hit) compare(b hit) int {
	if a.all != b.all {
		if a.all {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(b.related, a.related), cmp.Compare(b.weight, a.weight), cmp.Compare(a.place, b.place))
}

// related says how close page ("bind/front") is to the pages of a question.
func related(pages []string, page string) int {
	screen, _, _ := strings.Cut(page, "/")
	best := 0
	for _, p := range pages {
		s, _, _ := strings.Cut(p, "/")
		if p == page && page != "" {
			return 2
		}
		if s == screen && screen != "" {
			best = 1
		}
	}
	return best
}

// A token is a part of the query: a pair of Han characters (or a single one
// that stands alone), or a word. Its weight is greater the fewer questions
// have it.
type token struct {
	text   string
	weight float64
}

// A doc is a question as it is searched, folded, with spaces around each word.
type doc struct{ title, all string }

func (h Help) docs() []doc {
	out := make([]doc, len(h.Questions))
	for i, q := range h.Questions {
		out[i].title = fold(q.Title)
		out[i].all = out[i].title + fold(q.Answer) + fold(h.other[q.ID])
	}
	return out
}

// titleFactor is how much more a word weighs in the question than in the answer.
const titleFactor = 3

// match weighs the tokens that d has. ok is false if it has less than half.
func (d doc) match(tokens []token) (found hit, ok bool) {
	var total, have float64
	found.all = true
	for _, t := range tokens {
		total += t.weight
		switch {
		case has(d.title, t.text):
			have += t.weight
			found.weight += titleFactor * t.weight
		case has(d.all, t.text):
			have += t.weight
			found.weight += t.weight
		default:
			found.all = false
		}
	}
	return found, have*2 >= total
}

// weigh gives each token its weight and drops those that no question has: a
// slip of the pen, or the two ends of words that stand together.
func weigh(texts []string, docs []doc) []token {
	var out []token
	for _, text := range texts {
		in := 0
		for _, d := range docs {
			if has(d.all, text) {
				in++
			}
		}
		if in > 0 {
			out = append(out, token{text, math.Log(float64(len(docs)+1) / float64(in))})
		}
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

// tokenize cuts a query into what is looked for.
func tokenize(query string) []string {
	var out []string
	for _, word := range strings.Fields(fold(query)) {
		r := []rune(word)
		switch {
		case !isHan(word):
			out = append(out, stem(word))
		case len(r) == 1:
			out = append(out, word)
		default:
			for i := range len(r) - 1 {
				out = append(out, string(r[i:i+2]))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
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
