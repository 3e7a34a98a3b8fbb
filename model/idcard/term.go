package idcard

import (
	"slices"
	"strings"
	"time"
)

// A TermContext is what a term is compared with. A zero Birth or Today leaves
// out the rules that need it.
type TermContext struct {
	Birth Date
	Kind  Kind
	Today Date // the day in China
}

// remindDays is how long before its end a card is called expiring.
const remindDays = 60

// firstCards is the day the law on these cards came into force.
var firstCards = Date{2004, time.January, 1}

// ParseTerm judges the validity printed on the back of a card: two days, or a
// day and 长期 (also "long-term"). The card is valid through its last day.
func ParseTerm(from, until string, c TermContext) Term {
	var t Term
	var ok bool
	if t.From, ok = ParseDate(from); !ok {
		t.add(ETermFrom)
	}
	if t.Long = longTerm(until); !t.Long {
		if t.Until, ok = ParseDate(until); !ok {
			t.add(ETermUntil)
		}
	}
	if !t.From.IsZero() {
		t.judgeStart(c)
	}
	if !t.From.IsZero() && (t.Long || !t.Until.IsZero()) {
		t.judgeLength(c)
	}
	if !t.Until.IsZero() && !c.Today.IsZero() {
		t.judgeEnd(c.Today)
	}
	return t
}

func (t *Term) add(c Code) { t.Codes = append(t.Codes, c) }

func longTerm(s string) bool {
	s = strings.ToLower(strings.TrimSpace(s))
	return s == "长期" || s == "長期" || s == "long-term" || s == "long term"
}

func (t *Term) judgeStart(c TermContext) {
	if !c.Today.IsZero() && t.From.After(c.Today) {
		t.add(ETermFuture)
	}
	if t.From.Before(c.Birth) {
		t.add(ETermBirth)
	}
	if t.From.Before(firstCards) {
		t.add(WTermEarly)
	}
}

// judgeLength wants 5, 10 or 20 years to the day, or long-term; another one
// than the age at issue asks for is for a reviewer (居民身份证法 art. 5).
func (t *Term) judgeLength(c TermContext) {
	years := 0
	if !t.Long {
		if !t.Until.After(t.From) {
			t.add(ETermOrder)
			return
		}
		if years = termYears(t.From, t.Until); years == 0 {
			t.add(ETermLength)
			return
		}
	}
	if c.Birth.IsZero() || t.From.Before(c.Birth) || c.Kind == HomeReturn {
		return
	}
	if want, long := ExpectedTerm(c.Birth, t.From, c.Kind); want != years || long != t.Long {
		t.add(WTermAge)
	}
}

// termYears is 5, 10 or 20, or 0 for any other term.
func termYears(from, until Date) int {
	for _, years := range []int{5, 10, 20} {
		if slices.Contains(ends(from, years), until) {
			return years
		}
	}
	return 0
}

// ends lists the days a term may end on: the same day of the year, and for 29
// February the days next to it as well.
func ends(from Date, years int) []Date {
	y := from.Year + years
	if from.Month != time.February || from.Day != 29 {
		return []Date{{y, from.Month, from.Day}}
	}
	around := []Date{{y, time.February, 28}, {y, time.March, 1}}
	if daysIn(Date{Year: y, Month: time.February}) == 29 {
		around = append(around, Date{y, time.February, 29})
	}
	return around
}

func (t *Term) judgeEnd(today Date) {
	switch {
	case t.Until.Before(today):
		t.add(ETermExpired)
	case t.Until.Before(today.AddDays(remindDays)):
		t.add(WTermExpiring)
	}
}

// ExpectedTerm is the term for a card issued on day from to somebody born on
// birth: 居民身份证法 art. 5 by full years of age (under 16: 5 years, to 25: 10,
// to 45: 20, then long-term); five years for the residence permits of people
// from Hong Kong, Macao and Taiwan (国办发〔2018〕81号); for foreigners' cards 5
// years under 18, otherwise 10. years is 0 if long, and for home-return
// permits, which are no cards of these kinds.
func ExpectedTerm(birth, from Date, kind Kind) (years int, long bool) {
	age := birth.AgeOn(from)
	switch kind {
	case HomeReturn:
		return 0, false
	case HongKong, Macao, Taiwan:
		return 5, false
	case Foreign2017, Foreign2023:
		if age < 18 {
			return 5, false
		}
		return 10, false
	}
	switch {
	case age < 16:
		return 5, false
	case age < 26:
		return 10, false
	case age < 46:
		return 20, false
	}
	return 0, true
}
