package heat

import (
	"slices"
	"time"
)

// window is how long a topic takes further titles after it was seen last.
const window = 72 * time.Hour

// A topic is titles that tell of one thing.
type topic struct {
	members []int32   // titles, in the order they came
	likes   []float64 // how alike each of them is to the others, together
	medoid  int32     // the one that is most like the others
}

// A joiner puts titles into topics, each as it comes.
type joiner struct {
	topics []topic
	with   map[uint64][]int32 // titles by what they have: see words.grams
	common []uint8            // scratch: by title
}

func newJoiner() joiner { return joiner{with: map[uint64][]int32{}} }

// place gives a title its topic: that of the title it is most like, if it is the
// same as the middle one of that topic, and nothing tells it apart from any
// other. So a topic cannot drift from title to title; rather two topics remain
// where a reader would see one.
func (j *joiner) place(titles []*title, id int32) {
	t := titles[id]
	t.topic = j.find(titles, t)
	if t.topic < 0 {
		t.topic = int32(len(j.topics))
		j.topics = append(j.topics, topic{medoid: id})
	}
	to := &j.topics[t.topic]
	to.members = append(to.members, id)
	to.settle(titles)
	for _, g := range t.grams {
		j.with[g] = append(j.with[g], id)
	}
}

// enough is how many members of a topic a further one is compared with.
const enough = 24

// A candidate is a title that is to be looked at, with how many pairs of
// characters it has in common.
type candidate struct {
	title  int32
	common int
}

// mostNear is how many are looked at.
const mostNear = 100

// everyday is how many titles of three days may have a pair of characters that
// still tells something.
const everyday = 400

// find is the topic that a title belongs to, -1 for none.
func (j *joiner) find(titles []*title, t *title) int32 {
	best, most := int32(-1), 0.0
	for _, near := range j.near(titles, t) {
		other := titles[near.title]
		score, ok := 9.0, slices.Equal(other.runes, t.runes) // worded alike
		if !ok {
			score, ok = judge(&other.words, &t.words)
		}
		if ok && (best < 0 || score > most) && j.topics[other.topic].takes(titles, t) {
			best, most = other.topic, score
		}
	}
	return best
}

// near are titles that have enough in common with t to be looked at, and were
// seen of late.
func (j *joiner) near(titles []*title, t *title) (found []candidate) {
	j.common = append(j.common, make([]uint8, len(titles)-len(j.common))...)
	var seen []int32
	for _, g := range t.grams {
		there := j.with[g][:0]
		for _, id := range j.with[g] {
			if t.first.Sub(titles[id].last) > window {
				continue // and it is not looked at again
			}
			there = append(there, id)
			if len(j.with[g]) > everyday {
				continue
			}
			if j.common[id] == 0 {
				seen = append(seen, id)
			}
			j.common[id]++
		}
		if len(there) > 0 {
			j.with[g] = there
		}
	}
	for _, id := range seen {
		n := int(j.common[id])
		j.common[id] = 0
		if n*5 >= min(len(t.grams), len(titles[id].grams)) {
			found = append(found, candidate{id, n})
		}
	}
	if len(found) > mostNear {
		slices.SortStableFunc(found, func(a, b candidate) int { return b.common - a.common })
		found = found[:mostNear]
	}
	return found
}

// takes reports whether a title fits a topic as a whole.
func (to *topic) takes(titles []*title, t *title) bool {
	middle := titles[to.medoid]
	if _, ok := judge(&middle.words, &t.words); !ok && !slices.Equal(middle.runes, t.runes) {
		return false
	}
	for _, id := range to.members[:min(enough, len(to.members))] {
		if apart(&titles[id].words, &t.words) {
			return false
		}
	}
	return true
}

// settle finds the middle one, after another has come.
func (to *topic) settle(titles []*title) {
	last := len(to.members) - 1
	to.likes = append(to.likes, 0)
	if last >= enough {
		return
	}
	for i, id := range to.members[:last] {
		alike, _ := judge(&titles[id].words, &titles[to.members[last]].words)
		to.likes[i] += alike
		to.likes[last] += alike
	}
	best := 0
	for i, n := range to.likes {
		if n > to.likes[best] {
			best = i
		}
	}
	to.medoid = to.members[best]
}
