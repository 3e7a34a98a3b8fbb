package heat

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"truename/model"
)

// A market makes lists as platforms have them, from a seed: stories come up,
// climb on some platforms in wordings of their own, and sink again.
type market struct {
	r         *rand.Rand
	platforms []Platform
	rows      int
	every     time.Duration
	at        time.Time
	stories   [][]story // by platform
	born      int
}

type story struct {
	title string
	heat  float64
	life  float64 // what is left of it
}

func newMarket(platforms, rows int, every time.Duration) *market {
	m := &market{r: rand.New(rand.NewPCG(1, 2)), rows: rows, every: every, at: time.Date(2026, 11, 18, 6, 0, 0, 0, time.UTC)}
	for i := range platforms {
		id := fmt.Sprint("p", i)
		m.platforms = append(m.platforms, Platform{ID: id, Name: model.Text{ZH: id, EN: id}, Weight: 1, Every: every})
	}
	m.stories = make([][]story, platforms)
	return m
}

// words of a kind, those that are written more often more often.
var kinds = sync.OnceValue(func() map[byte][]string {
	all := map[byte][]string{}
	for w, k := range lexicon() {
		if len([]rune(w)) > 1 && k.level > 6 {
			for range 1 + max(0, int(k.level)-9) {
				all[k.kind] = append(all[k.kind], w)
			}
		}
	}
	for _, words := range all {
		slices.Sort(words)
	}
	return all
})

func (m *market) word(kind byte) string {
	all := kinds()[kind]
	return all[m.r.IntN(len(all))]
}

// what titles are filled up with.
var more = []string{"引发关注", "网友热议", "现场画面", "背后原因", "专家解读", "最新进展", "全程回顾", "意味着什么", "你怎么看", "官方通报"}

// bear makes a story, on several platforms in several wordings.
func (m *market) bear() {
	m.born++
	subject, act := m.word('n')+m.word('n'), m.word('v')+m.word('n')
	strength := m.r.ExpFloat64()
	for p := range m.stories {
		if m.r.IntN(10) > 3 {
			continue
		}
		title := subject + act
		switch m.r.IntN(3) {
		case 0:
			title += more[m.r.IntN(len(more))]
		case 1:
			title = act + "：" + subject
		}
		m.stories[p] = append(m.stories[p], story{title, 1e5 * strength * (0.5 + m.r.Float64()), 4 + 20*m.r.Float64()})
	}
}

// next is what all platforms list half an hour later.
func (m *market) next() (lists []model.TopicList) {
	m.at = m.at.Add(m.every)
	for range 2 + m.rows/12 {
		m.bear()
	}
	for p := range m.stories {
		alive := m.stories[p][:0]
		for _, s := range m.stories[p] {
			s.life -= m.every.Hours()
			s.heat *= 0.97 + 0.04*m.r.Float64()
			if s.life > 0 {
				alive = append(alive, s)
			}
		}
		m.stories[p] = alive
		l := model.TopicList{Platform: m.platforms[p].ID, At: m.at}
		for i := range min(m.rows, len(alive)) {
			s := alive[len(alive)-1-i]
			row := model.TopicRow{Title: s.title, Link: "https://example.org/" + fmt.Sprint(m.born, i)}
			if p%3 > 0 { // a third tells no heat
				row.Heat = float64(int(s.heat))
			}
			l.Rows = append(l.Rows, row)
		}
		lists = append(lists, l)
	}
	return lists
}
