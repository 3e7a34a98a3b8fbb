package heat

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"truename/model"
)

// How well titles are joined at least; docs/heat.md has what is reached.
const (
	leastRecall = 0.48
	mostFalse   = 0.025
)

// A labelled pair of titles: written by hand, by several people, of whom none knew
// the rules. Persons, companies and works in them are invented.
type labelled struct {
	same bool
	a, b string
}

func pairsIn(t *testing.T, name string) (all []labelled) {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		c := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(c) != 3 || c[0] != "0" && c[0] != "1" {
			t.Fatalf("%s: %q", name, line)
		}
		all = append(all, labelled{c[0] == "1", c[1], c[2]})
	}
	return all
}

// TestPairs joins the pairs by which the rules were made, and those that nobody
// looked at while they were made.
func TestPairs(t *testing.T) {
	for _, name := range []string{"pairs-tuned.tsv", "pairs-reported.tsv"} {
		var same, found, other, wrong int
		for _, p := range pairsIn(t, name) {
			a, b := newWords(p.a), newWords(p.b)
			_, joined := judge(&a, &b)
			_, turned := judge(&b, &a)
			if joined != turned {
				t.Errorf("%s and %s: it matters which comes first", p.a, p.b)
			}
			switch {
			case p.same && joined:
				found++
				fallthrough
			case p.same:
				same++
			case joined:
				wrong++
				t.Logf("%s: joined and yet apart: %s | %s", name, p.a, p.b)
				fallthrough
			default:
				other++
			}
		}
		recall, falsely := float64(found)/float64(same), float64(wrong)/float64(other)
		t.Logf("%s: %d of %d same joined (%.1f %%), %d of %d others (%.1f %%)", name, found, same, 100*recall, wrong, other, 100*falsely)
		if recall < leastRecall || falsely > mostFalse {
			t.Errorf("%s: less than what was reached", name)
		}
	}
}

// TestNumbers: how numbers of titles are read, and what they tell apart.
func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"沪指收报3,412点", "沪指收报3412点", true},
		{"沪指收报3,412点", "沪指收报3,876点", false},
		{"票房破10亿", "票房破15亿", false},
		{"影片票房破10亿", "影片票房突破十亿", true},
		{"中超第12轮", "中超第13轮", false},
		{"多人获救12名游客脱险", "十二名游客脱险多人获救", true},
	} {
		a, b := newWords(c.a), newWords(c.b)
		if _, same := judge(&a, &b); same != c.same {
			t.Errorf("%s and %s: same %v, %+v and %+v", c.a, c.b, same, a.nums, b.nums)
		}
	}
}

// TestHostile: a list of long titles that are nearly alike takes no time to speak
// of, and a platform that has only new titles each time is not followed for ever.
func TestHostile(t *testing.T) {
	x := New([]Platform{{ID: "a", Weight: 1, Every: time.Minute}})
	base, at := []rune(strings.Repeat("如何看待某某事件的最新进展以及后续影响", 6)), start
	for i := range 15 {
		l := model.TopicList{Platform: "a", At: at.Add(time.Duration(i) * time.Minute)}
		for j := range 100 {
			title := slices.Clone(base)
			title[j], title[(j+i)%len(title)] = rune(0x4e00+i*100+j), rune(0x6000+i*100+j)
			l.Rows = append(l.Rows, model.TopicRow{Title: string(title[:110]), Heat: 7})
		}
		x.Add(l)
	}
	for i := range mostTitles/100 + 5 {
		l := model.TopicList{Platform: "a", At: at.Add(time.Duration(100+i) * time.Minute)}
		for j := range 100 {
			l.Rows = append(l.Rows, model.TopicRow{Title: string([]rune{rune(0x4e00 + i), rune(0x5e00 + j), rune(0x6e00 + 100*i + j)})})
		}
		x.Add(l)
	}
	if len(x.titles) != mostTitles {
		t.Errorf("%d titles of one platform", len(x.titles))
	}
	for _, topic := range x.Board(at.Add(2 * time.Hour)).Topics {
		if len(topic.Entries) > mostEntries {
			t.Errorf("%d entries of one topic", len(topic.Entries))
		}
	}
}
