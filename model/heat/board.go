package heat

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"maps"
	"math"
	"slices"
	"time"

	"truename/model"
)

// most is how many topics a board has, and mostEntries how many titles it has of
// each.
const most, mostEntries = 500, 30

// A pair is a topic on a platform.
type pair struct {
	topic, platform int32
	exposure        float64 // at the moment asked for
	last            int32   // list in which it was seen last
	there           float64 // its exposure in that list: a topic with two rows has the better one
	best            int
}

// A sum is what a topic has reached at some moment.
type sum struct {
	topic   int32
	reached float64
	bonus   float64
	pairs   []int32
}

// Board ranks the topics as of now. Time that passes without lists changes
// nothing but that what was seen fades: which platforms count and what the heat
// is measured against is as of the newest list.
func (x *Index) Board(now time.Time) model.Board {
	var b model.Board
	if len(x.lists) > 0 {
		b.Updated = x.lists[len(x.lists)-1].at
	}
	b.Reference = x.reference(b.Updated)
	weights := x.weights(b.Updated)
	for i, p := range x.platforms {
		b.Sources = append(b.Sources, model.TopicSource{ID: p.ID, Name: p.Name, At: p.last, Rows: p.rows, Thin: weights[i] == 0 && !p.last.IsZero()})
	}
	a := x.account(now, weights)
	before := map[int32]int{}
	a.until(now.Add(-24 * time.Hour))
	for i, s := range a.sums() {
		before[s.topic] = i + 1
	}
	a.until(now)
	sums := a.sums()
	x.note(b.Updated, sums)
	sums = sums[:min(most, len(sums))]
	for i, s := range sums {
		t := a.describe(s, b.Reference)
		t.Rank, t.Was = i+1, before[s.topic]
		b.Topics = append(b.Topics, t)
	}
	x.lines(b, now, sums, weights)
	return b
}

// reference is what makes a heat of 10: the 95th percentile of what the first of
// each whole day reached, once there are days enough.
func (x *Index) reference(newest time.Time) float64 {
	var reached []float64
	for d, r := range x.best {
		if d < day(newest) && d >= day(newest)-Closings {
			reached = append(reached, r)
		}
	}
	if len(reached) < closings {
		return reference
	}
	slices.Sort(reached)
	return max(reached[(len(reached)-1)*95/100], reference/4)
}

// note keeps what the first of a day reached.
func (x *Index) note(newest time.Time, sums []sum) {
	if len(sums) > 0 && !newest.IsZero() {
		x.best[day(newest)] = max(x.best[day(newest)], sums[0].reached)
		maps.DeleteFunc(x.best, func(d int, _ float64) bool { return d < day(newest)-Closings })
	}
}

// Days is what the first of each day reached, by day since 1970 in China; SetDays
// gives back what was kept of it.
func (x *Index) Days() map[int]float64 { return maps.Clone(x.best) }

// SetDays: see Days.
func (x *Index) SetDays(best map[int]float64) { x.best = best }

// weights are those of the platforms, as shares of them all; 0 for one that has
// too few lists of late to say what is not on it, beside the one that has most:
// nights in which nobody asked are no fault of a platform.
func (x *Index) weights(newest time.Time) []float64 {
	hours, all := make([]float64, len(x.platforms)), 0.0
	for _, l := range x.lists {
		if newest.Sub(l.at) < recent {
			hours[l.platform] += l.stands
			all = max(all, hours[l.platform])
		}
	}
	weights, total := make([]float64, len(x.platforms)), 0.0
	for i, p := range x.platforms {
		if all > 0 && hours[i] >= covered*all {
			weights[i] = p.Weight
			total += p.Weight
		}
	}
	for i := range weights {
		weights[i] /= cmp.Or(total, 1)
	}
	return weights
}

// An account goes through the rows of an index once, and can be asked on the way.
type account struct {
	x       *Index
	weights []float64
	pairs   []pair
	of      []int32   // pair of each title
	topics  [][]int32 // pairs of each topic
	list    int       // the next one
	begin   time.Time // what an hour was worth is counted from here
	at      time.Time
}

// account begins one with the lists of the ten days before now.
func (x *Index) account(now time.Time, weights []float64) *account {
	a := &account{x: x, weights: weights, of: make([]int32, len(x.titles)), topics: make([][]int32, len(x.join.topics)), begin: now.Add(-span)}
	for a.list < len(x.lists) && !x.lists[a.list].at.After(a.begin) {
		a.list++
	}
	for n, topic := range x.join.topics {
		for _, id := range topic.members {
			t := x.titles[id]
			i := slices.IndexFunc(a.topics[n], func(p int32) bool { return a.pairs[p].platform == int32(t.platform) })
			if i < 0 {
				i = len(a.topics[n])
				a.topics[n] = append(a.topics[n], int32(len(a.pairs)))
				a.pairs = append(a.pairs, pair{topic: int32(n), platform: int32(t.platform), last: -1})
			}
			at := a.topics[n][i]
			a.of[id] = at
			if p := &a.pairs[at]; p.best == 0 || t.best < p.best {
				p.best = t.best
			}
		}
	}
	return a
}

// until adds the lists up to a moment, and lets what was there fade.
func (a *account) until(at time.Time) {
	x := a.x
	for ; a.list < len(x.lists) && !x.lists[a.list].at.After(at); a.list++ {
		l := x.lists[a.list]
		worth := 1 / faded(l.at.Sub(a.begin))
		for _, r := range x.rows[l.from:l.to] {
			p := &a.pairs[a.of[r.title]]
			here := float64(r.exposure) * worth
			if p.last != int32(a.list) {
				p.last, p.there = int32(a.list), 0
			}
			if here > p.there {
				p.exposure += here - p.there
				p.there = here
			}
		}
	}
	a.at = at
}

// exposure is that of a pair, faded up to the moment the account is at.
func (a *account) exposure(p int32) float64 { return a.pairs[p].exposure * faded(a.at.Sub(a.begin)) }

// sum is what a topic has reached.
func (a *account) sum(topic int32) sum {
	s, platforms := sum{topic: topic, pairs: a.topics[topic]}, 0
	for _, p := range s.pairs {
		if w := a.weights[a.pairs[p].platform]; w > 0 {
			here := share(a.exposure(p))
			s.reached += w * here
			if here >= counts {
				platforms++
			}
		}
	}
	s.bonus = 1 + perDouble*math.Log2(float64(max(1, platforms)))
	s.reached *= s.bonus
	return s
}

// sums are those of the topics that have reached anything, the hottest first.
func (a *account) sums() []sum {
	var all []sum
	for n := range a.topics {
		if s := a.sum(int32(n)); s.reached > 0 {
			all = append(all, s)
		}
	}
	slices.SortFunc(all, func(s, t sum) int {
		return cmp.Or(cmp.Compare(t.reached, s.reached), cmp.Compare(s.topic, t.topic))
	})
	return all
}

// describe says what is to be shown of a topic and of how it was computed.
func (a *account) describe(s sum, reference float64) model.Topic {
	x := a.x
	t := model.Topic{Heat: Heat(s.reached, reference), Bonus: s.bonus, Reached: s.reached}
	pairs := slices.Clone(s.pairs)
	gives := func(p int32) float64 { return a.weights[a.pairs[p].platform] * share(a.exposure(p)) }
	slices.SortStableFunc(pairs, func(p, q int32) int { return cmp.Compare(gives(q), gives(p)) })
	for _, p := range pairs {
		at := x.platforms[a.pairs[p].platform]
		part := model.HeatPart{Platform: at.Name, Best: a.pairs[p].best, Hours: a.exposure(p), Weight: a.weights[a.pairs[p].platform]}
		part.Share = share(part.Hours)
		t.Platforms, t.Parts = append(t.Platforms, at.Name), append(t.Parts, part)
	}
	members := slices.Clone(x.join.topics[s.topic].members)
	place := func(id int32) int { return slices.Index(pairs, a.of[id]) }
	slices.SortStableFunc(members, func(m, n int32) int {
		return cmp.Or(cmp.Compare(place(m), place(n)), cmp.Compare(x.titles[m].best, x.titles[n].best), cmp.Compare(m, n))
	})
	for i, id := range members {
		m := x.titles[id]
		if i < mostEntries {
			t.Entries = append(t.Entries, model.TopicEntry{Title: m.shown, Platform: x.platforms[m.platform].Name, Link: m.link, Best: m.best})
		}
		if t.First.IsZero() || m.first.Before(t.First) {
			t.First = m.first
		}
		if m.last.After(t.Last) {
			t.Last = m.last
		}
	}
	t.Title = model.Text{ZH: t.Entries[0].Title, EN: t.Entries[0].Title}
	t.Key = x.key(s.topic)
	return t
}

// key stands for a topic: its first wording where it was first seen.
func (x *Index) key(topic int32) string {
	first := x.titles[x.join.topics[topic].members[0]]
	h := fnv.New64a()
	fmt.Fprintf(h, "%s\x00%s", x.platforms[first.platform].ID, first.shown)
	return fmt.Sprintf("%016x", h.Sum64())
}

// lines draws how hot the topics were: LineSteps moments, the last of which is
// now.
func (x *Index) lines(b model.Board, now time.Time, sums []sum, weights []float64) {
	a := x.account(now, weights)
	for step := range model.LineSteps {
		a.until(now.Add(-span + time.Duration(step+1)*span/model.LineSteps))
		for i, s := range sums {
			b.Topics[i].Line = append(b.Topics[i].Line, Heat(a.sum(s.topic).reached, b.Reference))
		}
	}
}
