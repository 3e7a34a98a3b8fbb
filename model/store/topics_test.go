package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"truename/model"
	"truename/model/store"
)

const topicsEnv = "TRUENAME_TOPICS_CHILD" // the data folder; set for the process to be killed

// keepLists keeps lists until it is killed, and says which are kept.
func keepLists(dir string) error {
	s, err := store.Open(dir, light)
	if err != nil {
		return err
	}
	fmt.Println("open")
	for ctx := context.Background(); ; {
		at := time.Now().Truncate(time.Second)
		for i := range 10 {
			l := topicList(fmt.Sprint("p", i), at)
			if err := s.KeepList(ctx, l); err != nil {
				return err
			}
			fmt.Println(at.Unix(), l.Platform)
		}
		if err := s.DropLists(ctx, at.Add(-3*time.Second), at.Add(time.Hour)); err != nil {
			return err
		}
	}
}

// topicList follows from its platform and time.
func topicList(platform string, at time.Time) (l model.TopicList) {
	l.Platform, l.At = platform, at.UTC()
	for i := range 50 {
		l.Rows = append(l.Rows, model.TopicRow{Title: fmt.Sprint(platform, " 第", at.Unix()/2+int64(i), "条"), Heat: float64(i)})
	}
	return l
}

// TestKilledLists kills a process that keeps lists and drops old ones: what was
// said to be kept is there, whole.
func TestKilledLists(t *testing.T) {
	dir := claimedFolder(t)
	lost, kept := 0, 0
	for range 8 {
		v := startAs(t, topicsEnv, dir)
		for line := range v.lines {
			if line == "open" {
				break
			}
		}
		var said [][2]string
		for _, line := range v.kill(t, time.Duration(300+rand.IntN(900))*time.Millisecond, nil) {
			at, platform, ok := strings.Cut(line, " ")
			if ok {
				said = append(said, [2]string{at, platform})
			}
		}
		s, err := store.Open(dir, light)
		if err != nil {
			t.Fatal(err)
		}
		there := map[[2]string]bool{}
		if err := s.Lists(t.Context(), time.Time{}, func(l model.TopicList) error {
			want := topicList(l.Platform, l.At)
			for i, r := range l.Rows {
				if len(l.Rows) != len(want.Rows) || r != want.Rows[i] {
					t.Errorf("a list is not as it was kept: %+v", r)
					break
				}
			}
			there[[2]string{fmt.Sprint(l.At.Unix()), l.Platform}] = true
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		var last int64
		if len(said) > 0 {
			fmt.Sscan(said[len(said)-1][0], &last)
		}
		for _, id := range said {
			var at int64
			fmt.Sscan(id[0], &at)
			if at < last-2 {
				continue // dropped, perhaps
			}
			kept++
			if !there[id] {
				lost++
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("8 kills: %d lists acknowledged of late, %d lost", kept, lost)
	if lost > 0 || kept == 0 {
		t.Error("acknowledged lists are lost")
	}
}
