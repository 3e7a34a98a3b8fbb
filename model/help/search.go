package help

import (
	"cmp"
	"slices"
	"strings"

	"truename/model"
)

// Search finds at most n questions for what was typed so far; n ≤ 0 means all.
// page is the screen, or screen/page, that the person came from, or "".
//
// Case, width and punctuation do not matter; Chinese is found by pairs of
// characters or by its pinyin, English by words and their beginnings, and either
// in whichever language h is. A question is found if at least half of what was
// typed is in it, rare words weighing more than frequent ones. First stand those
// in which every word is written, then those in which the whole is pinyin, then
// the rest, before all those in which everything known is; within these those
// related to page, then by weight. An empty query lists all: those related to
// page, then the others in their order.
//
// Pinyin is without tones, its syllables together or apart, the last perhaps
// unfinished ("shenh"), or the initials of two or more characters ("jb", "shjd");
// ü is v or ü. So little of it that it may be there by accident counts only
// where nothing else is found.
func (h Help) Search(query, page string, n int) []model.Question {
	if n <= 0 {
		n = len(h.Questions)
	}
	if h.index == nil {
		h.index = func() *index { return newIndex(h.Questions, nil) }
	}
	x := h.index()
	asked := x.ask(query)
	var hits []hit
	for i := range h.Questions {
		if found, ok := asked.match(i); ok {
			found.place, found.related = i, related(h.Questions[i].Pages, page)
			hits = append(hits, found)
		}
	}
	hits = worth(hits, asked.whole)
	slices.SortFunc(hits, hit.compare)
	var out []model.Question
	for _, found := range hits[:min(n, len(hits))] {
		out = append(out, h.Questions[found.place])
	}
	return out
}

// A rank says how well a question fits.
type rank int

const (
	written rank = iota // every word that was typed is in it
	spoken              // all that was typed is pinyin of it
	partly              // at least half of it is in it
	barely              // so little of its pinyin that it may be an accident
)

// A hit is a question that was found, with what its place in the list depends on.
type hit struct {
	place   int // in Help.Questions
	rank    rank
	all     bool // everything that is in any question is in this one
	related int  // 0 not, 1 to the screen, 2 to the page itself
	weight  float64
}

func (a hit) compare(b hit) int {
	if c := cmp.Compare(a.rank, b.rank); c != 0 {
		return c
	}
	if a.all != b.all {
		if a.all {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(b.related, a.related), cmp.Compare(b.weight, a.weight), cmp.Compare(a.place, b.place))
}

// worth drops what is worth nothing beside better hits: where the whole is
// pinyin, its parts that happen to look like words, unless all its words are
// known; and accidents where there is anything else.
func worth(hits []hit, known bool) []hit {
	limit := barely
	for _, found := range hits {
		switch {
		case found.rank == spoken && !known:
			limit = spoken
		case found.rank != barely:
			limit = min(limit, partly)
		}
	}
	return slices.DeleteFunc(hits, func(found hit) bool { return found.rank > limit })
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

// A query is what was typed, looked up in every question.
type query struct {
	empty  bool
	tokens []token
	whole  bool   // every word is a token that is written somewhere
	said   []spot // the whole as pinyin, by question; nil if it is nowhere
}

// A token is a part of the query: a pair of Han characters (or a single one
// that stands alone), or a word. Its weight is greater the fewer questions
// have it.
type token struct {
	weight float64
	in     []spot // by question
}

// A spot is where in a question something was found.
type spot struct {
	factor float64 // 0: nowhere; more in the title than in the answer
	weak   bool    // may be an accident
}

// match ranks and weighs question i. ok is false if it has less than half.
func (q query) match(i int) (found hit, ok bool) {
	var total, have float64
	found = hit{rank: barely, all: true}
	for _, t := range q.tokens {
		total += t.weight
		s := t.in[i]
		if s.factor == 0 {
			found.all = false
			continue
		}
		have += t.weight
		found.weight += s.factor * t.weight
		if !s.weak {
			found.rank = partly
		}
	}
	switch {
	case q.empty, q.whole && found.all:
		found.rank = written
		return found, true
	case q.said != nil && q.said[i].factor > 0 && !q.said[i].weak:
		return hit{rank: spoken, all: true, weight: q.said[i].factor}, true
	}
	return found, have > 0 && have*2 >= total
}
