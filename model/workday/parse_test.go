package workday

import (
	"strings"
	"testing"
	"time"

	"truename/model/idcard"
)

func TestParse(t *testing.T) {
	const file = "\uFEFF# Spring Festival 2027, as announced\r\n\r\n" +
		"2027-01-01 off\r\n2027-02-05\toff # Friday\r\n2027-02-08,off\n  2027-02-14 , work\n2026-11-24 off\n2026-10-01 work"
	c, err := Parse([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	for s, want := range map[string][2]bool{ // worked, known
		"2027-01-01": {false, true},
		"2027-02-05": {false, true},
		"2027-02-06": {false, true}, // a Saturday it does not name
		"2027-02-08": {false, true},
		"2027-02-14": {true, true}, // a Sunday
		"2027-02-09": {true, true}, // a Tuesday it does not name
		"2028-02-09": {true, false},
		"2026-11-24": {false, true}, // a Tuesday that the notice does not name
		"2026-10-01": {true, true},  // a holiday of the notice
		"2026-10-02": {false, true}, // the notice still holds
		"2026-10-10": {true, true},
	} {
		if work, known := c.IsWorkday(day(t, s)); [2]bool{work, known} != want {
			t.Errorf("%s: worked %v, known %v; want %v", s, work, known, want)
		}
	}
	if from, until := c.Expect(time.Date(2027, 2, 4, 10, 0, 0, 0, idcard.China)); from.String() != "2027-02-09" || until.String() != "2027-02-11" {
		t.Errorf("expected %v – %v over a holiday of the file", from, until)
	}
	if work, known := (Calendar{}).IsWorkday(day(t, "2027-02-05")); !work || known {
		t.Error("one calendar changes another")
	}
}

func TestParseRefuses(t *testing.T) {
	for name, c := range map[string]struct{ file, says string }{
		"no word":          {"2027-02-06", "line 1: " + notALine},
		"another word":     {"2027-02-06 holiday", "line 1: " + notALine},
		"capitals":         {"2027-02-06 OFF", "line 1: " + notALine},
		"a third word":     {"# year\n2027-02-06 off 春节", "line 2: " + notALine},
		"two commas":       {"2027-02-06,off,", "line 1: " + notALine},
		"the other order":  {"off 2027-02-06", "line 1: " + notALine},
		"a header":         {"day,kind", "line 1: " + notALine},
		"a comment first":  {"2027-02-06 # off", "line 1: " + notALine},
		"no such day":      {"2027-02-29 off", "line 1: " + notADay},
		"another form":     {"2027/2/6 off", "line 1: " + notADay},
		"without zeros":    {"2027-2-6 off", "line 1: " + notADay},
		"long ago":         {"1999-12-31 off", "line 1: " + notADay},
		"too far":          {"2101-01-01 off", "line 1: " + notADay},
		"twice":            {"2027-02-06 off\n\n2027-02-06 off", "line 3: 2027-02-06 stands in line 1 already"},
		"twice, otherwise": {"2027-02-06 off\n2027-02-06 work", "line 2: 2027-02-06 stands in line 1 already"},
		"another coding":   {"2027-02-06 off # \xb4\xba", "not UTF-8"},
		"too long":         {strings.Repeat("#", MaxBytes+1), "more than"},
	} {
		got, err := Parse([]byte(c.file))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
		if got.days != nil || got.years != nil {
			t.Errorf("%s: a calendar comes with the error", name)
		}
	}
}

func TestParseNothing(t *testing.T) {
	for _, file := range []string{"", "\n", "# nothing\n", "  \t\n"} {
		if c, err := Parse([]byte(file)); err != nil || len(c.days) != 0 {
			t.Errorf("%q: %v, %v", file, c, err)
		}
	}
}

// FuzzParse: whatever stands in a file, it is refused with its line, or each of
// its days is as it says and the promise still ends.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "# x", "2027-02-06 off", "2027-02-06,off\n2027-02-14,work", "2027-02-06 off\n2027-02-06 off", "\xff", "2027-02-30 off"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := Parse([]byte(s))
		if err != nil {
			if text := err.Error(); !strings.HasPrefix(text, "line ") && text != "not UTF-8" && !strings.HasPrefix(text, "more than ") {
				t.Errorf("%q names no line", text)
			}
			return
		}
		days := 0
		for line := range strings.Lines(s) {
			if line, _, _ = strings.Cut(line, "#"); strings.Contains(line, "off") || strings.Contains(line, "work") {
				days++
			}
		}
		if days != len(c.days) {
			t.Errorf("%d days of %d lines", len(c.days), days)
		}
		for d, work := range c.days {
			if got, known := c.IsWorkday(d); got != work || !known || !strings.Contains(s, d.String()) {
				t.Errorf("%v: %v, %v", d, got, known)
			}
		}
		received := time.Date(2027, 2, 1, 0, 0, 0, 0, idcard.China)
		if from, until := c.Expect(received); c.Between(idcard.Today(received), from) != first || c.Between(idcard.Today(received), until) != last {
			t.Errorf("promised %v – %v", from, until)
		}
	})
}
