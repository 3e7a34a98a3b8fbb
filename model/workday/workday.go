// Package workday counts working days in China: Monday to Friday, less the
// public holidays, plus the weekend days that are worked instead (调休).
//
// The calendar is tyme4go's table of the State Council's yearly notices. A year
// that has no notice yet is counted Monday to Friday, and IsWorkday says so, so
// that a screen can write "about" (约).
package workday

import (
	"time"

	"truename/model/idcard"

	"github.com/6tail/tyme4go/tyme"
)

// The working days after receipt between which an answer is promised.
const (
	first = 1
	last  = 3
)

// Expect is the promise made with a receipt: the first and the third working
// day after the day on which, in China, it was received. The day of receipt
// itself never counts, however early it was.
func Expect(received time.Time) (from, until idcard.Date) {
	day := idcard.Today(received)
	return Add(day, first), Add(day, last)
}

// Add is the n-th working day after d, or before it if n is negative. Add(d, 0)
// is d, whether it is worked or not.
func Add(d idcard.Date, n int) idcard.Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = d.AddDays(step)
		if work, _ := IsWorkday(d); work {
			n--
		}
	}
	return d
}

// IsWorkday reports whether d is worked in China. known is false if the year of
// d is not in the calendar and only its day of the week was looked at.
func IsWorkday(d idcard.Date) (work, known bool) {
	known = listed(d.Year)
	if known {
		if h, err := (tyme.LegalHoliday{}).FromYmd(d.Year, int(d.Month), d.Day); err == nil && h != nil {
			return h.IsWork(), true
		}
	}
	w := d.Time().Weekday()
	return w != time.Saturday && w != time.Sunday, known
}

// listed reports whether the calendar has year. New Year's Day is a holiday in
// every notice, so a year without it has none.
func listed(year int) bool {
	h, err := (tyme.LegalHoliday{}).FromYmd(year, 1, 1)
	return err == nil && h != nil
}
