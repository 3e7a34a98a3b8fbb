package heat

import (
	"os"
	"strings"
	"testing"
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
