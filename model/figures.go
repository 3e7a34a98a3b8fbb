package model

import (
	"bytes"
	"encoding/csv"
	"maps"
	"math"
	"slices"
	"strconv"
	"time"

	"truename/model/idcard"
)

// An Act is one thing that happened to a case, and not to which: what figures
// are made of.
type Act struct {
	Kind     Kind
	Revision int         // that it is about
	Verb     Verb        // what was decided; "" if the revision arrived
	At       time.Time   // when it happened
	Arrived  time.Time   // when the revision had arrived
	Due      idcard.Date // last working day promised for it

	Automatic Automatic // what a policy had to do with the decision
}

// A Wait is a case that waits for the desk.
type Wait struct {
	Arrived time.Time // its last revision
	Due     idcard.Date
}

// Workdays is how many days after the first up to the second, itself counted,
// are worked: workday.Calendar.Between.
type Workdays func(after, until idcard.Date) int

// Figures are how a desk did in a period, and what waits now. Nobody is in
// them: no case, no reviewer, no person. Cases that were erased are not counted.
type Figures struct {
	From      idcard.Date    `json:"from"`
	Until     idcard.Date    `json:"until"`
	Arrived   int            `json:"arrived"` // revisions and requests
	Decided   map[Verb]int   `json:"decided"` // all verbs; withdrawals too
	Late      int            `json:"late"`    // the desk's, after the last day promised
	Took      Took           `json:"took"`
	FirstPass FirstPass      `json:"first_pass"`
	Automatic Agreement      `json:"automatic"`
	Waiting   Waits          `json:"waiting"`
	Days      []DayFigures   `json:"days"`              // every day of the period, oldest first
	Reasons   map[string]int `json:"reasons,omitempty"` // of returns and refusals, by code; nil if nobody opened them
}

// ReasonSealed stands in Figures.Reasons for decisions that a reviewer cannot
// open: their month's key was destroyed, or is not theirs.
const ReasonSealed = "sealed"

// DayFigures are what happened on one day in China.
type DayFigures struct {
	Day     idcard.Date  `json:"day"`
	Arrived int          `json:"arrived"`
	Decided map[Verb]int `json:"decided"`
}

// Took is how long the desk took, from the arrival of a revision to its
// decision: the time within which half, and nine in ten, were decided. Working
// days are counted like those promised: 0 is the day of arrival. Hours are
// hours of the clock, to a tenth. All are 0 if nothing was decided.
type Took struct {
	Decisions   int     `json:"decisions"`
	MedianDays  int     `json:"median_days"`
	P90Days     int     `json:"p90_days"`
	MedianHours float64 `json:"median_hours"`
	P90Hours    float64 `json:"p90_hours"`
}

// FirstPass is how many bindings were approved as they first came, of all that
// ended: approved, refused or withdrawn. Share is 0 to 1, to a thousandth; 0 if
// none ended.
type FirstPass struct {
	Approved int     `json:"approved"`
	Ended    int     `json:"ended"`
	Share    float64 `json:"share"`
}

// Agreement is how many bindings a policy approved, and of those that it would
// have approved and that went to a person all the same, how many the person
// approved. Share is 0 to 1, to a thousandth; 0 if there was no sample.
type Agreement struct {
	Approved int     `json:"approved"`
	Sample   int     `json:"sample"`
	Agreed   int     `json:"agreed"`
	Share    float64 `json:"share"`
}

// Waits are the cases that wait for the desk now.
type Waits struct {
	Cases   int   `json:"cases"`
	Overdue int   `json:"overdue"` // their last day promised is over
	Ages    []Age `json:"ages"`    // youngest first; ages that no case has are left out
}

// An Age is how many cases have waited for so many working days.
type Age struct {
	Days  int `json:"days"`
	Cases int `json:"cases"`
}

// A Tally counts figures, one act and one case after the other, in any order.
type Tally struct {
	f     Figures
	today idcard.Date
	days  Workdays
	at    map[idcard.Date]int // place of a day in f.Days
	ages  map[int]int         // how many cases have waited for so many working days
	took  []int               // working days of each decision
	hours []float64
}

// NewTally begins to count the figures of a period, from one day in China to
// another, both counted. What waits is as of today.
func NewTally(from, until, today idcard.Date, days Workdays) *Tally {
	t := &Tally{
		f:     Figures{From: from, Until: until, Decided: verbs(), Days: []DayFigures{}},
		today: today, days: remembered(days), at: map[idcard.Date]int{}, ages: map[int]int{},
	}
	for d := from; !d.After(until); d = d.AddDays(1) {
		t.at[d] = len(t.f.Days)
		t.f.Days = append(t.f.Days, DayFigures{Day: d, Decided: verbs()})
	}
	return t
}

// Act counts an act; one outside of the period does not count.
func (t *Tally) Act(a Act) {
	day := idcard.Today(a.At)
	i, ok := t.at[day]
	if !ok {
		return
	}
	t.f.count(a, &t.f.Days[i])
	if a.deskDecided() {
		t.took = append(t.took, t.days(idcard.Today(a.Arrived), day))
		t.hours = append(t.hours, max(0, a.At.Sub(a.Arrived).Hours()))
	}
}

// Wait counts a case that waits.
func (t *Tally) Wait(w Wait) {
	t.f.Waiting.Cases++
	t.ages[t.days(idcard.Today(w.Arrived), t.today)]++
	if !w.Due.IsZero() && w.Due.Before(t.today) {
		t.f.Waiting.Overdue++
	}
}

// Figures are those of all that was counted.
func (t *Tally) Figures() Figures {
	f := t.f
	f.Took = Took{
		len(t.took), Rank(t.took, 0.5), Rank(t.took, 0.9),
		math.Round(Rank(t.hours, 0.5)*10) / 10, math.Round(Rank(t.hours, 0.9)*10) / 10,
	}
	if f.FirstPass.Ended > 0 {
		f.FirstPass.Share = math.Round(float64(f.FirstPass.Approved)/float64(f.FirstPass.Ended)*1000) / 1000
	}
	if f.Automatic.Sample > 0 {
		f.Automatic.Share = math.Round(float64(f.Automatic.Agreed)/float64(f.Automatic.Sample)*1000) / 1000
	}
	f.Waiting.Ages = []Age{}
	for _, n := range slices.Sorted(maps.Keys(t.ages)) {
		f.Waiting.Ages = append(f.Waiting.Ages, Age{n, t.ages[n]})
	}
	return f
}

// deskDecided reports whether a is a decision of the desk: a withdrawal is the
// person's.
func (a Act) deskDecided() bool { return a.Verb == Approve || a.Verb == Return || a.Verb == Refuse }

// Workdays is how many working days the desk took for a; ok is false if a is no
// decision of the desk.
func (a Act) Workdays(days Workdays) (n int, ok bool) {
	return days(idcard.Today(a.Arrived), idcard.Today(a.At)), a.deskDecided()
}

// count adds one act of the period, which happened on day.
func (f *Figures) count(a Act, day *DayFigures) {
	if a.Verb.Interim() {
		return
	}
	if a.Verb == "" {
		f.Arrived++
		day.Arrived++
		return
	}
	f.Decided[a.Verb]++
	day.Decided[a.Verb]++
	if a.deskDecided() && !a.Due.IsZero() && a.Due.Before(day.Day) {
		f.Late++
	}
	switch {
	case a.Automatic == ByPolicy:
		f.Automatic.Approved++
	case a.Automatic == InSample && a.deskDecided():
		f.Automatic.Sample++
		if a.Verb == Approve {
			f.Automatic.Agreed++
		}
	}
	if a.Kind == Binding && (a.Verb == Approve || a.Verb == Refuse || a.Verb == Withdraw) {
		f.FirstPass.Ended++
		if a.Verb == Approve && a.Revision == 1 {
			f.FirstPass.Approved++
		}
	}
}

// verbs is 0 for each verb.
func verbs() map[Verb]int {
	n := map[Verb]int{}
	for _, v := range Verbs {
		n[v] = 0
	}
	return n
}

// remembered is days, which counts a pair of days once: many cases have the
// same.
func remembered(days Workdays) Workdays {
	known := map[[2]idcard.Date]int{}
	return func(after, until idcard.Date) int {
		pair := [2]idcard.Date{after, until}
		n, ok := known[pair]
		if !ok {
			n = days(after, until)
			known[pair] = n
		}
		return n
	}
}

// Rank is the smallest of all that a share of all (0 to 1) does not exceed, and
// 0 if there are none. It sorts all.
func Rank[T int | float64](all []T, share float64) (v T) {
	if len(all) == 0 {
		return v
	}
	slices.Sort(all)
	return all[min(len(all), max(1, int(math.Ceil(share*float64(len(all))))))-1]
}

// enough is how many decisions say something about the next one.
const enough = 20

// Usual is how many working days the desk took of late: a tenth of its answers
// came within quick, nine tenths within slow. Both are 0 if there are fewer than
// 20. It sorts recent.
func Usual(recent []int) (quick, slow int) {
	if len(recent) < enough {
		return 0, 0
	}
	return Rank(recent, 0.1), Rank(recent, 0.9)
}

// CSV is f as a table for a spreadsheet, one number a row:
//
//	figure,day,key,value
//	arrived,2026-11-24,,12
//	decided,2026-11-24,approve,9
//	waiting_days,,2,5          cases that have waited for 2 working days
//
// Numbers of the whole period have no day. Nothing in it is about a person.
func (f Figures) CSV() []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	row := func(figure, day, key, value string) { w.Write([]string{figure, day, key, value}) } // into memory: Flush tells nothing
	number := func(figure, key string, n int) { row(figure, "", key, strconv.Itoa(n)) }
	part := func(figure, key string, v float64) { row(figure, "", key, strconv.FormatFloat(v, 'f', -1, 64)) }
	row("figure", "day", "key", "value")
	row("from", "", "", f.From.String())
	row("until", "", "", f.Until.String())
	number("arrived", "", f.Arrived)
	for _, v := range Verbs {
		number("decided", string(v), f.Decided[v])
	}
	number("late", "", f.Late)
	number("took", "decisions", f.Took.Decisions)
	number("took", "median_days", f.Took.MedianDays)
	number("took", "p90_days", f.Took.P90Days)
	part("took", "median_hours", f.Took.MedianHours)
	part("took", "p90_hours", f.Took.P90Hours)
	number("first_pass", "approved", f.FirstPass.Approved)
	number("first_pass", "ended", f.FirstPass.Ended)
	part("first_pass", "share", f.FirstPass.Share)
	number("automatic", "approved", f.Automatic.Approved)
	number("automatic", "sample", f.Automatic.Sample)
	number("automatic", "agreed", f.Automatic.Agreed)
	part("automatic", "share", f.Automatic.Share)
	number("waiting", "cases", f.Waiting.Cases)
	number("waiting", "overdue", f.Waiting.Overdue)
	for _, a := range f.Waiting.Ages {
		number("waiting_days", strconv.Itoa(a.Days), a.Cases)
	}
	for _, code := range slices.Sorted(maps.Keys(f.Reasons)) {
		number("reason", code, f.Reasons[code])
	}
	for _, d := range f.Days {
		day := d.Day.String()
		row("arrived", day, "", strconv.Itoa(d.Arrived))
		for _, v := range Verbs {
			row("decided", day, string(v), strconv.Itoa(d.Decided[v]))
		}
	}
	w.Flush()
	return b.Bytes()
}
