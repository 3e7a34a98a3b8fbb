package command

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"truename/model"
	"truename/model/device"
	"truename/model/store"
)

const topicDaysEnv = "TRUENAME_TOPIC_DAYS" // how many days of lists are kept before the bench; 12 without it

// BenchmarkTopics keeps lists of 10 platforms × 50 rows every half hour for some
// days, the old ones dropped as in the program, and then shows how large that is
// on the disk, how long a board takes from a cold start, and what memory it needs.
func BenchmarkTopics(b *testing.B) {
	days := 12
	if n, err := strconv.Atoi(os.Getenv(topicDaysEnv)); err == nil {
		days = n
	}
	dir := b.TempDir()
	open := func() *store.Store {
		st, err := store.Open(dir, store.Options{Demo: true, Work: 10})
		if err != nil {
			b.Fatal(err)
		}
		return st
	}
	st, r := open(), rand.New(rand.NewPCG(1, 2))
	now := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	lists := make([]model.TopicList, 10)
	var conf device.Config
	for p := range lists {
		lists[p].Platform = fmt.Sprint("p", p)
		conf.Sources = append(conf.Sources, device.Source{ID: lists[p].Platform, Name: model.Text{ZH: "x", EN: "x"}, Kind: "list", From: "/nowhere"})
	}
	title := func() string {
		s := make([]rune, 10+r.IntN(12))
		for i := range s {
			s[i] = rune(0x4e00 + r.IntN(3000))
		}
		return string(s)
	}
	for i := range days * 48 {
		now = now.Add(30 * time.Minute)
		for p := range lists {
			l := &lists[p]
			l.At = now
			for len(l.Rows) < 50 || r.IntN(3) > 0 { // two or three new ones at the top
				l.Rows = append([]model.TopicRow{{Title: title(), Link: "https://example.org/" + title(), Heat: float64(r.IntN(1e7))}}, l.Rows...)
			}
			l.Rows = l.Rows[:50]
			if err := st.KeepList(b.Context(), *l); err != nil {
				b.Fatal(err)
			}
		}
		if i%48 == 47 {
			if err := st.DropLists(b.Context(), now.Add(-model.TopicDays*24*time.Hour), now); err != nil {
				b.Fatal(err)
			}
		}
	}
	if err := st.Close(); err != nil {
		b.Fatal(err)
	}
	size := 0.0
	filepath.WalkDir(filepath.Join(dir, "index"), func(_ string, d fs.DirEntry, err error) error {
		if info, err := d.Info(); err == nil && !d.IsDir() {
			size += float64(info.Size())
		}
		return err
	})
	st = open()
	defer st.Close()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var t *Topics
	for b.Loop() {
		t = NewTopics(st, conf, false)
		t.now = func() time.Time { return now }
		if board, err := t.Board(b.Context()); err != nil || len(board.Topics) != 500 {
			b.Fatalf("%d topics, %v", len(board.Topics), err)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(size/1e6, "MB-on-disk")
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB")
	runtime.KeepAlive(t)
}
