// Package workday counts working days in China: Monday to Friday, less the
// public holidays, plus the weekend days that are worked instead (调休). It
// also says what is promised and how late a case is, for both are counted in
// working days. It is a leaf: it knows days, and no cases.
//
// The calendar is tyme4go's table of the State Council's yearly notices, and
// over it what an operator's file says: see Parse. A year that has no notice
// yet is counted Monday to Friday, and IsWorkday says so, so that a screen can
// write "about" (约).
package workday

import (
	"sync"
	"time"

	"truename/model/idcard"

	"github.com/6tail/tyme4go/tyme"
)

// The working days after receipt between which an answer is promised.
const (
	first = 1
	last  = 3
)

// A Calendar knows which days are worked. The zero Calendar is the table of the
// notices alone; Parse makes one with more. It is not changed any more, so that
// any goroutine may ask it.
type Calendar struct {
	days  map[idcard.Date]bool // what the operator's file says: worked or not
	years map[int]bool         // that the file has a day of
}

// Expect is the promise made with a receipt: the first and the third working
// day after the day on which, in China, it was received. The day of receipt
// itself never counts, however early it was.
func (c Calendar) Expect(received time.Time) (from, until idcard.Date) {
	return c.Range(received, 0, 0)
}

// Range is what a person is told to expect of a desk that recently gave a tenth
// of its answers within quick working days, and nine tenths within slow. It is
// never earlier or shorter than the promise; 0, for both, is that alone.
func (c Calendar) Range(received time.Time, quick, slow int) (from, until idcard.Date) {
	day := idcard.Today(received)
	until = c.Add(day, max(last, slow))
	return c.Add(day, min(max(first, quick), max(last, slow))), until
}

// Add is the n-th working day after d, or before it if n is negative. Add(d, 0)
// is d, whether it is worked or not.
func (c Calendar) Add(d idcard.Date, n int) idcard.Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = d.AddDays(step)
		if work, _ := c.IsWorkday(d); work {
			n--
		}
	}
	return d
}

// Between is how many days after the first up to the second, itself counted,
// are worked: how long something took that came on the first and ended on the
// second. It is 0 if the second is not later.
func (c Calendar) Between(after, until idcard.Date) (n int) {
	for d := after; d.Before(until); {
		d = d.AddDays(1)
		if work, _ := c.IsWorkday(d); work {
			n++
		}
	}
	return n
}

// IsWorkday reports whether d is worked in China. known is false if neither the
// notices nor the operator's file have the year of d, and only its day of the
// week was looked at.
func (c Calendar) IsWorkday(d idcard.Date) (work, known bool) {
	if work, ok := c.days[d]; ok {
		return work, true
	}
	t := notices()
	if work, ok := t.days[d]; ok && t.years[d.Year] {
		return work, true
	}
	w := d.Time().Weekday()
	return w != time.Saturday && w != time.Sunday, t.years[d.Year] || c.years[d.Year]
}

// notices are the days that the State Council's notices name, worked or not.
// The library would search its whole table for each day.
var notices = sync.OnceValue(func() Calendar {
	return readNotices(tyme.LegalHolidayData)
})

// noticeSize is the length of one day in the library's table: 2026021500+02 is
// a day, 0 if it is worked, and three things that are not of use here.
const noticeSize = 13

// readNotices reads the library's table. New Year's Day is a holiday in every
// notice, so a year without it has none.
func readNotices(table string) Calendar {
	c := Calendar{days: map[idcard.Date]bool{}, years: map[int]bool{}}
	for ; len(table) >= noticeSize; table = table[noticeSize:] {
		d, ok := idcard.ParseDate(table[:8])
		if !ok {
			panic("workday: the table of holidays has no day at " + table[:8])
		}
		c.days[d] = table[8] == '0'
		if d.Month == time.January && d.Day == 1 {
			c.years[d.Year] = true
		}
	}
	return c
}
