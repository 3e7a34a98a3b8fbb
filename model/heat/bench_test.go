package heat

import (
	"runtime"
	"testing"
	"time"

	"truename/model"
)

// tenDays are the lists of ten days: 10 platforms × 50 rows × 48 a day.
func tenDays(platforms int) (m *market, lists []model.TopicList) {
	m = newMarket(platforms, 50, 30*time.Minute)
	for range 20 { // until the lists are full
		m.next()
	}
	for range model.TopicDays * 48 {
		lists = append(lists, m.next()...)
	}
	return m, lists
}

func build(m *market, lists []model.TopicList) *Index {
	x := New(m.platforms)
	for _, l := range lists {
		x.Add(l)
	}
	return x
}

// BenchmarkCold ranks 240,000 rows from nothing, once the lexicon is there.
func BenchmarkCold(b *testing.B) {
	benchCold(b, 10)
}

// BenchmarkColdTenfold ranks ten times as much.
func BenchmarkColdTenfold(b *testing.B) {
	benchCold(b, 100)
}

func benchCold(b *testing.B, platforms int) {
	m, lists := tenDays(platforms)
	newWords("先")
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var x *Index
	var board model.Board
	for b.Loop() {
		x = build(m, lists)
		board = x.Board(m.at)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	rows := 0
	for _, l := range lists {
		rows += len(l.Rows)
	}
	b.ReportMetric(float64(rows), "rows")
	b.ReportMetric(float64(len(x.titles)), "titles")
	b.ReportMetric(float64(len(x.join.topics)), "topics")
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB")
	if len(board.Topics) != most {
		b.Fatalf("%d topics", len(board.Topics))
	}
	runtime.KeepAlive(x)
}

// BenchmarkNext adds one list of one platform and ranks again; BenchmarkRound
// one of each.
func BenchmarkNext(b *testing.B)  { benchNext(b, 1) }
func BenchmarkRound(b *testing.B) { benchNext(b, 10) }

func benchNext(b *testing.B, n int) {
	m, lists := tenDays(10)
	x := build(m, lists)
	for b.Loop() {
		b.StopTimer()
		next := m.next()[:n]
		b.StartTimer()
		for _, l := range next {
			x.Add(l)
		}
		x.Board(m.at)
	}
}
