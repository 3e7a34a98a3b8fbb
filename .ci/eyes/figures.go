package main

import (
	"fmt"
	"slices"

	"truename/model"
	"truename/model/specimen"
)

// A figure is a share of photographs: of those that count, how many are so.
type figure struct {
	what  string
	least float64 // what is asked in parts of 100, if not 0
	most  float64 // the same as the most; below 0: nothing is asked
	of    func(*outcome) (counts, so bool)
}

// atLeast, atMost and told are figures of which so much is asked, or nothing.
func atLeast(percent float64, what string, of func(*outcome) (bool, bool)) figure {
	return figure{what, percent, -1, of}
}

func atMost(percent float64, what string, of func(*outcome) (bool, bool)) figure {
	return figure{what, 0, percent, of}
}

func told(what string, of func(*outcome) (bool, bool)) figure { return figure{what, 0, -1, of} }

// exact is a figure about fields of one side of a group.
func exact(g specimen.Group, side string, fields ...string) func(*outcome) (bool, bool) {
	return func(o *outcome) (bool, bool) {
		return o.group == g && o.truth.Side == side, !slices.ContainsFunc(fields, func(f string) bool { return !o.exact(f) })
	}
}

// in restricts a figure to a group.
func in(g specimen.Group, so func(*outcome) bool) func(*outcome) (bool, bool) {
	return func(o *outcome) (bool, bool) { return o.group == g, so(o) }
}

// readable are the photographs on which everything can be read.
func readable(o *outcome) bool { return o.group == specimen.Standard || o.group == specimen.Hard }

// anywhere is a figure about all photographs.
func anywhere(so func(*outcome) bool) func(*outcome) (bool, bool) {
	return func(o *outcome) (bool, bool) { return true, so(o) }
}

func named(o *outcome) bool { return o.front() && readable(o) }

func wrongNumber(o *outcome) bool { return o.misread("number") && !o.two() }

func numberTaken(o *outcome) bool { return wrongNumber(o) && !o.refused() }

// two reports whether two cards are seen: what is read may be the other one's.
func (o *outcome) two() bool { return o.truth.Fault == "several" || o.truth.Fault == "both-sides" }

func wrongSide(o *outcome) bool {
	return o.truth.Side != "none" && !o.two() && o.seen.Report.Side != model.NoSide && string(o.seen.Report.Side) != o.truth.Side
}

func wrongName(o *outcome) bool { return o.misread("name") && o.text("number") != "" }

// flags reports whether the fault is of those that only the desk is told of.
func flags(o *outcome) bool { return o.truth.Fault == "screen" }

var reading = []figure{
	atLeast(99, "number", exact("standard", "front", "number")),
	atMost(0, "wrong number accepted (photograph not refused; all groups)", anywhere(numberTaken)),
	atMost(0, "wrong number read, refused or not (all groups)", anywhere(wrongNumber)),
	atLeast(98, "name, all characters in the dictionary", func(o *outcome) (bool, bool) {
		return o.group == specimen.Standard && o.front() && o.knows, o.exact("name")
	}),
	atMost(0.2, "wrong name beside a number that is valid (standard and hard)", func(o *outcome) (bool, bool) { return named(o), wrongName(o) }),
	atLeast(97, "address", exact("standard", "front", "address")),
	told("sex and birth", exact("standard", "front", "sex", "birth")),
	told("ethnicity", func(o *outcome) (bool, bool) {
		return o.group == specimen.Standard && o.front() && o.truth.Fields["ethnicity"] != "", o.exact("ethnicity")
	}),
	atLeast(99, "authority", exact("standard", "back", "authority")),
	atLeast(99.5, "dates (from and until)", exact("standard", "back", "from", "until")),
	atMost(0, "wrong side (all photographs of a card)", func(o *outcome) (bool, bool) { return o.truth.Side != "none", wrongSide(o) }),
	atLeast(95, "hard: number", exact("hard", "front", "number")),
	told("hard: name, in the dictionary", func(o *outcome) (bool, bool) {
		return o.group == specimen.Hard && o.front() && o.knows, o.exact("name")
	}),
	told("hard: address", exact("hard", "front", "address")),
	told("hard: authority and dates", exact("hard", "back", "authority", "from", "until")),
}

var verdicts = []figure{
	atLeast(97, "name with a rare character: verdict right (standard and hard)", func(o *outcome) (bool, bool) {
		return named(o) && o.truth.Rare, o.right != model.Differs && o.wrong != model.Same
	}),
	atMost(0, "the printed name held to differ (standard and hard)", func(o *outcome) (bool, bool) { return named(o), o.right == model.Differs }),
	atMost(0, "a name with another character held to be the same", func(o *outcome) (bool, bool) { return named(o), o.wrong == model.Same }),
	told("the printed name held to be the same, in the dictionary", func(o *outcome) (bool, bool) { return named(o) && o.knows, o.right == model.Same }),
	told("the same, not in the dictionary", func(o *outcome) (bool, bool) { return named(o) && !o.knows, o.right == model.Same }),
	told("a name with another character held to differ", func(o *outcome) (bool, bool) { return named(o), o.wrong == model.Differs }),
}

var finding = []figure{
	atLeast(98, "corners: IoU > 0.95", in("standard", well)),
	atLeast(94, "the same on page, form, newspaper", func(o *outcome) (bool, bool) { return o.group == specimen.Standard && o.onPrint(), well(o) }),
	told("the same, hard", in("hard", well)),
	told("side told", in("standard", func(o *outcome) bool { return string(o.seen.Report.Side) == o.truth.Side })),
}

func well(o *outcome) bool { return o.iou() > 0.95 }

var judging = []figure{
	atMost(1.5, "standard refused", in("standard", (*outcome).refused)),
	atMost(8, "hard refused", in("hard", (*outcome).refused)),
	atLeast(98, "without a card, other cards: refused", in("no-card", (*outcome).refused)),
	atLeast(96, "bad refused (without screens)", func(o *outcome) (bool, bool) { return o.group == specimen.Bad && !flags(o), o.refused() }),
	atLeast(90, "true reason first (of all bad ones)", func(o *outcome) (bool, bool) {
		return o.group == specimen.Bad && !flags(o), o.refused() && o.reason() == o.truth.Fault
	}),
	told("true reason among the faults", func(o *outcome) (bool, bool) {
		return o.group == specimen.Bad && !flags(o), o.found(o.truth.Fault, model.Fault)
	}),
	told("screens flagged", func(o *outcome) (bool, bool) {
		return flags(o), o.found(model.FindingScreen, model.Notice, model.Fault)
	}),
	told("other cards called by their name", func(o *outcome) (bool, bool) {
		want := kindFinding[o.truth.Kind]
		return want != "", o.found(want, model.Fault)
	}),
}

// kindFinding is what other cards and documents are called.
var kindFinding = map[string]string{
	"social-insurance": model.FindingInsurance, "driving-licence": model.FindingDriving, "bank-card": model.FindingBank,
	"passport": model.FindingTravel, "travel-permit": model.FindingTravel, "student-card": model.FindingOther, "business-card": model.FindingOther,
}

var foreign = []figure{
	told("standard: side told", in("standard", func(o *outcome) bool { return string(o.seen.Report.Side) == o.truth.Side })),
	told("standard: corners", in("standard", well)),
	told("standard: number", exact("standard", "front", "number")),
	told("standard: dates", exact("standard", "back", "from", "until")),
	told("standard: refused", in("standard", (*outcome).refused)),
	told("bad: refused", in("bad", (*outcome).refused)),
	atMost(0, "wrong number accepted", anywhere(numberTaken)),
	atMost(0, "wrong side", anywhere(wrongSide)),
}

// A tally is a figure counted.
type tally struct{ so, n int }

func (f figure) count(all []*outcome) (t tally) {
	for _, o := range all {
		if counts, so := f.of(o); counts {
			t.n++
			if so {
				t.so++
			}
		}
	}
	return t
}

func (t tally) percent() float64 { return 100 * float64(t.so) / float64(max(t.n, 1)) }

func (t tally) String() string {
	if t.n == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f %% (%d/%d)", t.percent(), t.so, t.n)
}

// asked says what is asked of a figure, and met whether it is so.
func (f figure) asked() string {
	switch {
	case f.least > 0:
		return fmt.Sprintf("≥ %g %%", f.least)
	case f.most == 0:
		return "0"
	case f.most > 0:
		return fmt.Sprintf("≤ %g %%", f.most)
	}
	return "–"
}

func (f figure) met(t tally) bool {
	return t.n == 0 || t.percent() >= f.least && (f.most < 0 || t.percent() <= f.most)
}
