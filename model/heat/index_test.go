package heat

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"truename/model"
)

var start = time.Date(2026, 11, 18, 6, 0, 0, 0, time.UTC)

// A world is lists that a property is tried on: some platforms, a few topics that
// have nothing in common, and one of them looked at.
type world struct {
	platforms []Platform
	lists     []model.TopicList
	end       time.Time
}

var subjects = []string{"油价今晚上调", "嫦娥七号落月", "天梯杯总决赛", "高考作文题", "脑机接口患者打字", "洪崖洞客流", "许星眠取消巡演", "深中通道车流", "隔夜菜致癌", "唐代大墓", "光谷空轨", "圣诞用品断货"}

// aWorld makes one from a seed.
func aWorld(r *rand.Rand) (w world) {
	for i := range 2 + r.IntN(5) {
		w.platforms = append(w.platforms, Platform{ID: fmt.Sprint("p", i), Weight: 0.5 + r.Float64(), Every: 30 * time.Minute})
	}
	w.end = start.Add(time.Duration(12+r.IntN(80)) * 30 * time.Minute)
	for at := start; !at.After(w.end); at = at.Add(30 * time.Minute) {
		for i, p := range w.platforms {
			if r.IntN(10) == 0 {
				continue // it did not answer
			}
			l := model.TopicList{Platform: p.ID, At: at}
			for _, n := range r.Perm(len(subjects))[:4+r.IntN(6)] {
				row := model.TopicRow{Title: subjects[n]}
				if i%2 == 0 {
					row.Heat = float64(1 + r.IntN(1_000_000))
				}
				l.Rows = append(l.Rows, row)
			}
			w.lists = append(w.lists, l)
		}
	}
	return w
}

// heat is what a topic has reached at a moment, of which its heat is a rising
// function that ends at 10; 0 if it is not there.
func (w world) heat(title string, at time.Time) float64 {
	x := New(w.platforms)
	for _, l := range w.lists {
		x.Add(l)
	}
	for _, t := range x.Board(at).Topics {
		if t.Title.ZH == title {
			return t.Reached
		}
	}
	return 0
}

func (w world) change(f func(l *model.TopicList)) world {
	lists := make([]model.TopicList, len(w.lists))
	for i, l := range w.lists {
		l.Rows = slices.Clone(l.Rows)
		f(&l)
		lists[i] = l
	}
	w.lists = lists
	return w
}

const worlds = 150

// property tries a change on many worlds: the heat of a topic before and after.
func property(t *testing.T, f func(t *testing.T, r *rand.Rand, w world, title string)) {
	for seed := range uint64(worlds) {
		r := rand.New(rand.NewPCG(seed, 3))
		w := aWorld(r)
		f(t, r, w, subjects[r.IntN(len(subjects))])
	}
}

const tiny = 1e-9

// A rise counts how often a heat rose, which must never fall.
type rise struct {
	*testing.T
	seen int
}

func (r *rise) see(title string, before, after float64) {
	r.Helper()
	if after < before-tiny {
		r.Errorf("%s: from %v down to %v", title, before, after)
	}
	if after > before {
		r.seen++
	}
}

func (r *rise) enough() {
	r.Helper()
	if r.seen < worlds/4 {
		r.Errorf("only %d of %d rose: the test sees little", r.seen, worlds)
	}
}

// TestBetterRank: who stands higher in a list is not colder.
func TestBetterRank(t *testing.T) {
	rise := rise{T: t}
	property(t, func(t *testing.T, r *rand.Rand, w world, title string) {
		before := w.heat(title, w.end)
		after := w.change(func(l *model.TopicList) {
			i := slices.IndexFunc(l.Rows, func(r model.TopicRow) bool { return r.Title == title })
			if i > 0 && r.IntN(3) == 0 {
				to := r.IntN(i)
				row := l.Rows[i]
				l.Rows = slices.Insert(slices.Delete(l.Rows, i, i+1), to, row)
			}
		}).heat(title, w.end)
		rise.see(title, before, after)
	})
	rise.enough()
}

// TestAnotherPlatform: who comes to stand on one more platform is not colder.
func TestAnotherPlatform(t *testing.T) {
	rise := rise{T: t}
	property(t, func(t *testing.T, r *rand.Rand, w world, title string) {
		p := w.platforms[r.IntN(len(w.platforms))].ID
		w = w.change(func(l *model.TopicList) {
			if l.Platform == p {
				l.Rows = slices.DeleteFunc(l.Rows, func(r model.TopicRow) bool { return r.Title == title })
			}
		})
		before := w.heat(title, w.end)
		after := w.change(func(l *model.TopicList) {
			if l.Platform == p {
				l.Rows = append(l.Rows, model.TopicRow{Title: title})
			}
		}).heat(title, w.end)
		rise.see(title, before, after)
	})
	rise.enough()
}

// TestSilence: time that passes without lists makes nothing hotter.
func TestSilence(t *testing.T) {
	fallen := 0
	property(t, func(t *testing.T, r *rand.Rand, w world, title string) {
		at, before := w.end, w.heat(title, w.end)
		for range 8 {
			at = at.Add(time.Duration(1+r.IntN(40)) * time.Hour)
			after := w.heat(title, at)
			if after > before+tiny {
				t.Errorf("%s: from %v up to %v", title, before, after)
			}
			if after < before {
				fallen++
			}
			before = after
		}
	})
	if fallen < worlds {
		t.Errorf("only %d fell: the test sees little", fallen)
	}
}

// TestScale: a platform that counts in other units, a thousand to one say, changes
// nothing.
func TestScale(t *testing.T) {
	property(t, func(t *testing.T, r *rand.Rand, w world, title string) {
		before := w.heat(title, w.end)
		factors := map[string]float64{}
		for _, p := range w.platforms {
			factors[p.ID] = []float64{1000, 3, 1, 0.5}[r.IntN(4)]
		}
		after := w.change(func(l *model.TopicList) {
			for i := range l.Rows {
				l.Rows[i].Heat *= factors[l.Platform]
			}
		}).heat(title, w.end)
		if after != before {
			t.Errorf("%s: from %v to %v", title, before, after)
		}
	})
}

// TestBoard: what a board tells of a small world.
func TestBoard(t *testing.T) {
	platforms := []Platform{{ID: "a", Name: model.Text{ZH: "甲", EN: "A"}, Weight: 2, Every: 30 * time.Minute}, {ID: "b", Name: model.Text{ZH: "乙", EN: "B"}, Weight: 1, Every: 30 * time.Minute}, {ID: "c", Name: model.Text{ZH: "丙", EN: "C"}, Weight: 1, Every: 30 * time.Minute}}
	x := New(platforms)
	for i := range 96 { // two days
		at := start.Add(time.Duration(i) * 30 * time.Minute)
		rows := []model.TopicRow{{Title: "嫦娥七号落月", Link: "https://example.org/1"}, {Title: "高考作文题"}}
		if i >= 72 { // new today
			rows = slices.Insert(rows, 0, model.TopicRow{Title: "油价今晚上调"})
		}
		x.Add(model.TopicList{Platform: "a", At: at, Rows: rows})
		x.Add(model.TopicList{Platform: "b", At: at, Rows: []model.TopicRow{{Title: "嫦娥七号成功落月"}}})
		if i%4 == 0 { // it answers once in two hours
			x.Add(model.TopicList{Platform: "c", At: at, Rows: []model.TopicRow{{Title: "圣诞用品断货"}}})
		}
	}
	b := x.Board(start.Add(96 * 30 * time.Minute))
	if len(b.Topics) != 3 {
		t.Fatalf("%d topics: %+v", len(b.Topics), b.Topics)
	}
	moon := b.Topics[0]
	if moon.Title.ZH != "嫦娥七号落月" || moon.Was != 1 || len(moon.Entries) != 2 || len(moon.Platforms) != 2 || moon.Entries[0].Link != "https://example.org/1" {
		t.Errorf("the moon: %+v", moon)
	}
	if !moon.First.Equal(start) || len(moon.Line) != model.LineSteps || moon.Line[model.LineSteps-1] != moon.Heat || moon.Line[0] != 0 {
		t.Errorf("its line: %+v", moon)
	}
	for _, topic := range b.Topics {
		sum := 0.0
		for _, p := range topic.Parts {
			sum += p.Weight * p.Share
		}
		if got := Heat(sum*topic.Bonus, b.Reference); got < topic.Heat-tiny || got > topic.Heat+tiny {
			t.Errorf("%s: its parts make %v, not %v", topic.Title.ZH, got, topic.Heat)
		}
		if topic.Title.ZH == "油价今晚上调" && topic.Was != 0 {
			t.Errorf("it is new, and yet it was %d", topic.Was)
		}
	}
	if s := b.Sources[2]; !s.Thin || b.Sources[0].Thin {
		t.Errorf("a source with few lists counts: %+v", b.Sources)
	}
	if again := x.Board(start.Add(96 * 30 * time.Minute)); again.Topics[0].Key != moon.Key || moon.Key == b.Topics[1].Key {
		t.Error("keys do not stand for topics")
	}
}

// TestReference: two weeks of days replace the fixed reference.
func TestReference(t *testing.T) {
	x := New([]Platform{{ID: "a", Weight: 1, Every: time.Hour}})
	days := map[int]float64{}
	for i := range 20 {
		days[day(start)-1-i] = 0.3
	}
	x.SetDays(days)
	x.Add(model.TopicList{Platform: "a", At: start, Rows: []model.TopicRow{{Title: "油价今晚上调"}}})
	if b := x.Board(start); b.Reference != 0.3 {
		t.Errorf("reference %v", b.Reference)
	}
	if b := New([]Platform{{ID: "a", Weight: 1}}).Board(start); !b.Updated.IsZero() || len(b.Sources) != 1 || b.Sources[0].Thin {
		t.Errorf("a board of nothing: %+v", b)
	}
}
