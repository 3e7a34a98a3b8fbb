// Package heat follows what platforms list: it joins titles that tell of one
// topic and gives each topic a heat from 0 to 10 of which every part can be
// shown. docs/heat.md tells how, for people.
package heat

import (
	"math"
	"slices"
	"time"

	"truename/model"
)

// A Platform is one whose lists are followed.
type Platform struct {
	ID     string
	Name   model.Text
	Weight float64       // against the others
	Every  time.Duration // how often its list is asked for
}

// Constants of the heat; their sources are in docs/heat.md.
const (
	span       = model.TopicDays * 24 * time.Hour // what is followed
	rankHalf   = 10.0                             // a rank so far from the first counts half
	heatShare  = 0.3                              // of a row's score, where the platform tells heat
	halfLife   = 72 * time.Hour
	fullRank   = 5              // exposure that fills 1 − 1/e of a share: so many hours at this rank
	fullHours  = 12.0           //
	perDouble  = 0.15           // bonus for twice as many platforms
	reference  = 0.9            // what makes a heat of 10 until there is a history
	curve      = 0.7            // lifts what is lukewarm above the ground
	counts     = 0.05           // share from which a platform counts for the bonus
	recent     = 72 * time.Hour // coverage is looked at over so long
	covered    = 0.5            // of it must be there
	closings   = 14             // days of history that replace the fixed reference
	Closings   = 90             // days of history that are looked at
	mostTitles = 8000           // of a platform in ten days: one that has only new ones each time is no list of what is hot
)

// An Index holds the rows of ten days, joined into topics. It is built by adding
// lists in the order of their time. It is not for use by several goroutines at
// once.
type Index struct {
	platforms []platform
	byID      map[string]int
	titles    []*title
	ids       map[string]int32 // of titles, by platform and wording
	lists     []list           // by time
	rows      []row
	join      joiner
	best      map[int]float64 // what the first reached, by day
}

type platform struct {
	Platform
	last   time.Time         // of its newest list
	days   map[int][]float64 // heats in its lists, sorted, by day: to tell how much is much there
	rows   int               // in its newest list
	titles int               // that it has had
}

// A title is one wording on one platform.
type title struct {
	words       // see words.go
	platform    int
	link        string
	topic       int32
	best        int
	first, last time.Time
}

// A list is one snapshot of one platform.
type list struct {
	platform int
	at       time.Time
	stands   float64 // hours
	from, to int     // its rows
}

// A row is a title in a list.
type row struct {
	title    int32
	exposure float32 // hours at the top
}

// New makes an index of platforms without any list.
func New(platforms []Platform) *Index {
	x := &Index{byID: map[string]int{}, ids: map[string]int32{}, best: map[int]float64{}, join: newJoiner()}
	for i, p := range platforms {
		x.platforms = append(x.platforms, platform{Platform: p, days: map[int][]float64{}})
		x.byID[p.ID] = i
	}
	return x
}

// Known reports whether a list of that platform at that time would add nothing:
// the platform is not followed, or its newest list is as new.
func (x *Index) Known(id string, at time.Time) bool {
	p, ok := x.byID[id]
	return !ok || !at.After(x.platforms[p].last)
}

// Add adds a list, unless it is Known.
func (x *Index) Add(l model.TopicList) {
	if x.Known(l.Platform, l.At) {
		return
	}
	n := x.byID[l.Platform]
	p := &x.platforms[n]
	// A list stands for the time before it, not for the time after: what it is
	// worth is known when it comes, and no silence can add to it.
	stands := min(l.At.Sub(p.last), 2*p.Every)
	if p.last.IsZero() {
		stands = p.Every
	}
	p.last, p.rows = l.At, len(l.Rows)
	from := len(x.rows)
	p.learn(l)
	for i, r := range l.Rows {
		id, ok := x.title(n, r, l.At)
		if !ok {
			continue
		}
		t := x.titles[id]
		t.last = l.At
		if t.best == 0 || i+1 < t.best {
			t.best = i + 1
		}
		x.rows = append(x.rows, row{id, float32(p.score(i+1, r.Heat, l.At) * stands.Hours())})
	}
	at := len(x.lists)
	for at > 0 && x.lists[at-1].at.After(l.At) { // another platform's clock
		at--
	}
	x.lists = slices.Insert(x.lists, at, list{n, l.At, stands.Hours(), from, len(x.rows)})
}

// title is the number of a wording; ok is false if the platform has had too many.
func (x *Index) title(platform int, r model.TopicRow, at time.Time) (id int32, ok bool) {
	key := x.platforms[platform].ID + "\x00" + r.Title
	id, ok = x.ids[key]
	if !ok && x.platforms[platform].titles == mostTitles {
		return 0, false
	}
	if !ok {
		x.platforms[platform].titles++
		id = int32(len(x.titles))
		x.ids[key] = id
		t := &title{words: newWords(r.Title), platform: platform, first: at}
		x.titles = append(x.titles, t)
		x.join.place(x.titles, id)
	}
	if r.Link != "" {
		x.titles[id].link = r.Link
	}
	return id, true
}

// day numbers days in China.
func day(at time.Time) int { return int((at.Unix() + 8*3600) / 86400) }

// learn keeps the heats of a list, and forgets those of the day before the ten
// that count.
func (p *platform) learn(l model.TopicList) {
	d := day(l.At)
	var heats []float64
	for _, r := range l.Rows {
		if r.Heat > 0 {
			heats = append(heats, r.Heat)
		}
	}
	if len(heats) == 0 {
		return
	}
	slices.Sort(heats)
	p.days[d] = merged(p.days[d], heats)
	for old := range p.days {
		if old <= d-model.TopicDays-1 {
			delete(p.days, old)
		}
	}
}

// merged puts a few sorted numbers into many.
func merged(many, few []float64) []float64 {
	i, j := len(many)-1, len(few)-1
	many = append(many, few...)
	for k := len(many) - 1; j >= 0; k-- {
		if i >= 0 && many[i] > few[j] {
			many[k], i = many[i], i-1
		} else {
			many[k], j = few[j], j-1
		}
	}
	return many
}

// score is how much of the attention at the top a row has: 1 for the first. Its
// rank counts, and where the platform tells heats, how much that is for this
// platform in its own last ten days: the numbers of two platforms are never
// compared.
func (p *platform) score(rank int, heat float64, at time.Time) float64 {
	g := (rankHalf + 1) / (rankHalf + float64(rank))
	if heat <= 0 {
		return g
	}
	return (1-heatShare)*g + heatShare*p.quantile(heat, at)
}

// quantile is the share of the platform's heats up to then that are not above
// this one, half of its equals counted.
func (p *platform) quantile(heat float64, at time.Time) float64 {
	below, all := 0.0, 0
	for d, heats := range p.days {
		if d > day(at) {
			continue
		}
		low, _ := slices.BinarySearch(heats, heat)
		high, _ := slices.BinarySearchFunc(heats, heat, func(h, heat float64) int {
			if h <= heat {
				return -1
			}
			return 1
		})
		below += float64(low+high) / 2
		all += len(heats)
	}
	return below / float64(max(all, 1))
}

// full is the exposure of fullHours at fullRank.
var full = (rankHalf + 1) / (rankHalf + fullRank) * fullHours

// share is how much of a platform's attention an exposure is.
func share(exposure float64) float64 { return 1 - math.Exp(-exposure/full) }

// faded is what an hour is worth after so long.
func faded(age time.Duration) float64 { return math.Exp2(-age.Hours() / halfLife.Hours()) }

// Heat is the heat of what was reached, against a reference.
func Heat(reached, reference float64) float64 {
	return 10 * math.Pow(min(1, reached/reference), curve)
}
