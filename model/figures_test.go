package model

import (
	"encoding/csv"
	"reflect"
	"strings"
	"testing"
	"time"

	"truename/model/idcard"
)

// What a policy approved, and how often people agree with what it would have
// approved.
func TestFiguresOfAPolicy(t *testing.T) {
	of := func(auto Automatic, verb Verb) Act {
		return Act{Kind: Binding, Revision: 1, Verb: verb, At: on(23, 11), Arrived: on(23, 9), Automatic: auto}
	}
	f := tally(23, 23, []Act{
		of(ByPolicy, Approve), of(ByPolicy, Approve), of(InSample, Approve), of(InSample, Approve), of(InSample, Return), of("", Approve),
	})
	if f.Automatic != (Agreement{Approved: 2, Sample: 3, Agreed: 2, Share: 0.667}) || f.Decided[Approve] != 5 {
		t.Errorf("%+v", f)
	}
}

// mondays counts days Monday to Friday: a calendar that can be done by hand.
func mondays(after, until idcard.Date) (n int) {
	for d := after; d.Before(until); {
		d = d.AddDays(1)
		if w := d.Time().Weekday(); w != time.Saturday && w != time.Sunday {
			n++
		}
	}
	return n
}

// on is a day and an hour in November 2026 in China; the 23rd is a Monday.
func on(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, idcard.China).UTC() }

func november(day int) idcard.Date { return idcard.Date{Year: 2026, Month: 11, Day: day} }

// week is what happened to six bindings and a request.
var week = []Act{
	{Kind: Binding, Revision: 1, At: on(20, 16), Arrived: on(20, 16), Due: november(25)}, // before the period
	{Kind: Binding, Revision: 1, At: on(23, 9), Arrived: on(23, 9), Due: november(26)},
	{Kind: Binding, Revision: 1, At: on(23, 23), Arrived: on(23, 23), Due: november(26)},
	{Kind: Binding, Revision: 1, At: on(24, 0), Arrived: on(24, 0), Due: november(27)}, // still the 23rd in UTC
	{Kind: Unbind, Revision: 1, At: on(24, 10), Arrived: on(24, 10), Due: november(27)},
	{Kind: Binding, Revision: 2, At: on(25, 10), Arrived: on(25, 10), Due: november(30)},

	{Kind: Binding, Revision: 1, Verb: Approve, At: on(23, 11), Arrived: on(23, 9), Due: november(26)},  // 0 days, 2 h
	{Kind: Binding, Revision: 1, Verb: Return, At: on(24, 9), Arrived: on(23, 23), Due: november(26)},   // 1 day, 10 h
	{Kind: Binding, Revision: 1, Verb: Refuse, At: on(24, 12), Arrived: on(24, 0), Due: november(27)},   // 0 days, 12 h
	{Kind: Unbind, Revision: 1, Verb: Approve, At: on(26, 10), Arrived: on(24, 10), Due: november(27)},  // 2 days, 48 h
	{Kind: Binding, Revision: 2, Verb: Approve, At: on(27, 10), Arrived: on(25, 10), Due: november(30)}, // 2 days, 48 h
	{Kind: Binding, Revision: 1, Verb: Approve, At: on(27, 16), Arrived: on(20, 16), Due: november(25)}, // 5 days, 168 h, late
	{Kind: Binding, Revision: 1, Verb: Withdraw, At: on(27, 17), Arrived: on(20, 8), Due: november(25)}, // the person's: not late
	{Kind: Binding, Revision: 1, Verb: Approve, At: on(28, 1), Arrived: on(20, 8), Due: november(25)},   // after the period
}

// tally counts acts and waits on Saturday, the 28th.
func tally(from, until int, acts []Act, queue ...Wait) Figures {
	t := NewTally(november(from), november(until), november(28), mondays)
	for _, w := range queue {
		t.Wait(w)
	}
	for _, a := range acts {
		t.Act(a)
	}
	return t.Figures()
}

func weekFigures() Figures {
	return tally(23, 27, week,
		Wait{Arrived: on(27, 9), Due: idcard.Date{Year: 2026, Month: 12, Day: 2}},
		Wait{Arrived: on(26, 9), Due: idcard.Date{Year: 2026, Month: 12, Day: 1}},
		Wait{Arrived: on(26, 23), Due: november(28)}, // today is not over
		Wait{Arrived: on(20, 9), Due: november(25)},
		Wait{Arrived: on(20, 9)},
	)
}

func TestFigures(t *testing.T) {
	got := weekFigures()
	day := func(d, arrived, approve, back, refuse, withdraw int) DayFigures {
		return DayFigures{november(d), arrived, map[Verb]int{Approve: approve, Return: back, Refuse: refuse, Withdraw: withdraw}}
	}
	want := Figures{
		From: november(23), Until: november(27), Arrived: 5,
		Decided:   map[Verb]int{Approve: 4, Return: 1, Refuse: 1, Withdraw: 1},
		Late:      1,
		Took:      Took{Decisions: 6, MedianDays: 1, P90Days: 5, MedianHours: 12, P90Hours: 168},
		FirstPass: FirstPass{Approved: 2, Ended: 5, Share: 0.4},
		Waiting:   Waits{Cases: 5, Overdue: 1, Ages: []Age{{0, 1}, {1, 2}, {5, 2}}},
		Days: []DayFigures{
			day(23, 2, 1, 0, 0, 0), day(24, 2, 0, 1, 1, 0), day(25, 1, 0, 0, 0, 0), day(26, 0, 1, 0, 0, 0), day(27, 0, 2, 0, 0, 1),
		},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v,\nwant %+v", got, want)
	}
}

func TestFiguresOfNothing(t *testing.T) {
	f := tally(23, 23, nil)
	if f.Took != (Took{}) || f.FirstPass != (FirstPass{}) || f.Waiting.Cases != 0 || len(f.Days) != 1 || len(f.Decided) != len(Verbs) {
		t.Errorf("%+v", f)
	}
	if f := tally(24, 23, week); len(f.Days) != 0 || f.Arrived != 0 {
		t.Errorf("a period that ends before it begins: %+v", f)
	}
	early := []Act{{Kind: Binding, Revision: 1, Verb: Approve, At: on(23, 9), Arrived: on(23, 11)}} // another machine's clock
	if f := tally(23, 23, early); f.Took != (Took{Decisions: 1}) {
		t.Errorf("decided before it came: %+v", f.Took)
	}
}

func TestRank(t *testing.T) {
	ten := []int{10, 1, 9, 2, 8, 3, 7, 4, 6, 5}
	for name, c := range map[string]struct {
		all   []int
		share float64
		want  int
	}{
		"none":            {nil, 0.5, 0},
		"one":             {[]int{7}, 0.9, 7},
		"half of two":     {[]int{9, 1}, 0.5, 1},
		"half of three":   {[]int{9, 1, 5}, 0.5, 5},
		"half of ten":     {ten, 0.5, 5},
		"nine of ten":     {ten, 0.9, 9},
		"nine of eleven":  {append([]int{11}, ten...), 0.9, 10},
		"a tenth of ten":  {ten, 0.1, 1},
		"nothing of ten":  {ten, 0, 1},
		"all of ten":      {ten, 1, 10},
		"more than there": {ten, 2, 10},
	} {
		if got := Rank(c.all, c.share); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestUsual(t *testing.T) {
	many := func(n ...int) (all []int) { // so many of 0, 1, 2 … working days
		for days, k := range n {
			for range k {
				all = append(all, days)
			}
		}
		return all
	}
	for name, c := range map[string]struct {
		recent      []int
		quick, slow int
	}{
		"none":                {nil, 0, 0},
		"too few":             {many(0, 0, 0, 0, 0, 0, 19), 0, 0},
		"just enough":         {many(0, 0, 0, 0, 20), 4, 4},
		"a tenth are quick":   {many(2, 0, 16, 0, 0, 2), 0, 2},
		"one more is slow":    {many(1, 1, 15, 0, 0, 3), 1, 5},
		"one case took years": {many(0, 0, 30, 0, 0, 0, 0, 0, 0, 1), 2, 2},
	} {
		if quick, slow := Usual(c.recent); quick != c.quick || slow != c.slow {
			t.Errorf("%s: %d, %d, want %d, %d", name, quick, slow, c.quick, c.slow)
		}
	}
}

func TestFiguresCSV(t *testing.T) {
	f := weekFigures()
	f.Reasons = map[string]int{"front-glare": 2, "expired": 1}
	text := string(f.CSV())
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) != 28+5*5 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, line := range []string{
		"figure,day,key,value", "from,,,2026-11-23", "until,,,2026-11-27", "arrived,,,5", "decided,,approve,4", "decided,,withdraw,1",
		"late,,,1", "took,,decisions,6", "took,,median_days,1", "took,,p90_hours,168", "first_pass,,share,0.4", "waiting,,cases,5",
		"waiting,,overdue,1", "waiting_days,,1,2", "waiting_days,,5,2", "reason,,expired,1", "reason,,front-glare,2",
		"arrived,2026-11-23,,2", "decided,2026-11-27,approve,2", "decided,2026-11-25,refuse,0",
	} {
		if !strings.Contains("\n"+text, "\n"+line+"\n") {
			t.Errorf("no line %q in\n%s", line, text)
		}
	}
}
