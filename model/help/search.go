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
// related to page, then questions before fixes, then by weight. An empty query
// lists all questions: those related to page, then the others in their order,
// and behind them the fixes of that very page, if any.
//
// page may also be the id of a question: it is then first of those that fit as
// well, and the page that it is about counts as where the person came from.
//
// What is not in any question may be a slip: slip.go says which are forgiven.
// Questions found by slips alone stand behind those found by what was typed.
//
// Pinyin is without tones, its syllables together or apart, the last perhaps
// unfinished ("shenh"), or the initials of two or more characters ("jb", "shjd");
// ü is v or ü. So little of it that it may be there by accident counts only
// where nothing else is found.
func (h Help) Search(typed, page string, n int) []model.Question {
	asked := h.ask(typed)
	all := slices.Concat(h.Questions, h.Fixes)
	near, known := nearness(all, page), max(len(asked[0].tokens), len(asked[1].tokens))
	var hits []hit
	for i, q := range all {
		fix := i >= len(h.Questions)
		in, at := &asked[0], i
		if fix {
			in, at = &asked[1], i-len(h.Questions)
		}
		found, ok := in.match(at)
		found.place, found.fix, found.related = i, fix, near(q)
		found.best, found.known = found.all && len(in.tokens) == known, in.whole
		if in.empty && fix && found.related < itself {
			ok, found.related = found.related == samePage, behind
		}
		if ok {
			hits = append(hits, found)
		}
	}
	hits = worth(hits)
	slices.SortFunc(hits, hit.compare)
	if n > 0 {
		hits = hits[:min(n, len(hits))]
	}
	var out []model.Question
	for _, found := range hits {
		out = append(out, all[found.place])
	}
	return out
}

// ask looks up what was typed in the questions and in the fixes.
func (h Help) ask(typed string) (asked [2]query) {
	if h.index == nil {
		h.index = func() [2]*index { return h.newIndexes(nil) }
	}
	in := h.index()
	for i, x := range in {
		asked[i] = x.ask(typed)
	}
	forgive(in, &asked)
	return asked
}

// A rank says how well a question fits.
type rank int

const (
	written rank = iota // every word that was typed is in it
	spoken              // all that was typed is pinyin of it
	partly              // at least half of it is in it
	nearly              // at least half of it is, slips forgiven
	barely              // so little of its pinyin that it may be an accident
)

// A hit is a question that was found, with what its place in the list depends on.
type hit struct {
	place   int // in Help.Questions
	rank    rank
	best    bool // everything that is in any question or fix is in this one
	all     bool // everything that is in any question is in this one, or of a fix in any fix
	slips   bool // and everything that was forgiven
	known   bool // every word is written in some question, or of a fix in some fix
	fix     bool
	related int
	weight  float64
}

// How a question is related to where the person came from.
const (
	behind     = -1 // it is, but stands last
	unrelated  = 0
	sameScreen = 1
	samePage   = 2
	itself     = 3 // it was asked for
)

func (a hit) compare(b hit) int {
	if c := cmp.Compare(a.rank, b.rank); c != 0 {
		return c
	}
	return cmp.Or(first(a.best, b.best), first(a.all, b.all), first(a.slips, b.slips), cmp.Compare(b.related, a.related), first(b.fix, a.fix),
		cmp.Compare(b.weight, a.weight), cmp.Compare(a.place, b.place))
}

// first puts what is true first.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// worth drops what is worth nothing beside better hits: where the whole is
// pinyin, its parts that happen to look like words, unless all its words are
// known; and accidents where there is anything else.
func worth(hits []hit) []hit {
	limit := barely
	for _, found := range hits {
		switch {
		case found.rank == spoken && !found.known:
			limit = spoken
		case found.rank != barely:
			limit = min(limit, nearly)
		}
	}
	return slices.DeleteFunc(hits, func(found hit) bool { return found.rank > limit })
}

// nearness says how each question is related to page, or to the question of
// that id and what it is about.
func nearness(all []model.Question, page string) func(model.Question) int {
	at, id := page, slices.IndexFunc(all, func(q model.Question) bool { return q.ID == page })
	if id >= 0 {
		at = strings.Join(all[id].Pages[:min(1, len(all[id].Pages))], "")
	}
	return func(q model.Question) int {
		if id >= 0 && q.ID == page {
			return itself
		}
		return related(q.Pages, at)
	}
}

// related says how close page ("bind/front") is to the pages of a question.
func related(pages []string, page string) int {
	screen, _, _ := strings.Cut(page, "/")
	best := unrelated
	for _, p := range pages {
		s, _, _ := strings.Cut(p, "/")
		if p == page && page != "" {
			return samePage
		}
		if s == screen && screen != "" {
			best = sameScreen
		}
	}
	return best
}

// A query is what was typed, looked up in every question.
type query struct {
	folded  string
	empty   bool
	tokens  []token
	unknown []term // in no question: slips, or the two ends of words that stand together
	whole   bool   // every word is a token that is written somewhere
	said    []spot // the whole as pinyin, by question; nil if it is nowhere
	slips   []token
	near    []spot // the whole as pinyin with a slip, by question; nil if it is nowhere
}

// A token is a part of the query: a pair of Han characters (or a single one
// that stands alone), or a word. Its weight is greater the fewer questions
// have it.
type token struct {
	weight float64
	in     []spot // by question
	extra  bool   // a slip that helps where it is, and is not missed where it is not
}

// A spot is where in a question something was found.
type spot struct {
	factor float64 // 0: nowhere; more in the title than in the answer
	weak   bool    // may be an accident
}

// match ranks and weighs question i. ok is false if it has less than half.
func (q query) match(i int) (found hit, ok bool) {
	var total, have float64
	found = hit{rank: barely, all: true, slips: true}
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
	some := have > 0
	for _, t := range q.slips {
		in := t.in[i].factor > 0 && (some || !t.extra)
		if in || !t.extra {
			total += t.weight
		}
		if !in {
			found.slips = false
			continue
		}
		have += t.weight
		found.weight += t.in[i].factor * t.weight
		found.rank = min(found.rank, nearly)
	}
	switch {
	case q.empty, q.whole && found.all:
		found.rank = written
		return found, true
	case q.said != nil && q.said[i].factor > 0 && !q.said[i].weak:
		return hit{rank: spoken, all: true, weight: q.said[i].factor}, true
	case have > 0 && have*2 >= total:
		return found, true
	case q.near != nil && q.near[i].factor > 0:
		return hit{rank: nearly, all: true, weight: q.near[i].factor}, true
	}
	return found, false
}
