package idcard

import (
	"fmt"
	"strings"
	"time"
)

// China is the zone in which days on cards begin and end (UTC+8, no summer
// time since 1991). It is fixed here because a machine may lack zone data.
var China = time.FixedZone("China", 8*60*60)

// A Date is a day of the Gregorian calendar. The zero Date means "not known".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// Today is the day in China at time t.
func Today(t time.Time) Date {
	y, m, d := t.In(China).Date()
	return Date{y, m, d}
}

// ParseDate reads a day written 2008-01-09, 2008.01.09, 2008/1/9, 20080109 or
// 2008年1月9日. ok is false if s is none of these or no real day.
// Full-width digits and marks, and spaces around, are read like plain ones.
func ParseDate(s string) (d Date, ok bool) {
	s = strings.Map(narrow, strings.TrimSpace(s))
	for _, layout := range []string{"2006-1-2", "2006.1.2", "2006/1/2", "20060102", "2006年1月2日"} {
		if t, err := time.Parse(layout, s); err == nil {
			return Date{t.Year(), t.Month(), t.Day()}, true
		}
	}
	return Date{}, false
}

// narrow turns a full-width form (U+FF01 … U+FF5E) into the ASCII one.
func narrow(r rune) rune {
	if r >= 0xFF01 && r <= 0xFF5E {
		return r - 0xFF01 + '!'
	}
	return r
}

// IsZero reports whether d is "not known".
func (d Date) IsZero() bool { return d == Date{} }

// Time is the first moment of d in China.
func (d Date) Time() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, China) }

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool {
	if d.Year != e.Year {
		return d.Year < e.Year
	}
	if d.Month != e.Month {
		return d.Month < e.Month
	}
	return d.Day < e.Day
}

// After reports whether d is a later day than e.
func (d Date) After(e Date) bool { return e.Before(d) }

// AddDays is the day n days later.
func (d Date) AddDays(n int) Date { return Today(d.Time().AddDate(0, 0, n)) }

// AddYears is the same day n years later; 29 February becomes 1 March in a
// common year, as in time.AddDate.
func (d Date) AddYears(n int) Date { return Today(d.Time().AddDate(n, 0, 0)) }

// AgeOn is the number of full years from birth day d to day on.
func (d Date) AgeOn(on Date) int {
	years := on.Year - d.Year
	if on.Month < d.Month || on.Month == d.Month && on.Day < d.Day {
		years--
	}
	return years
}

// String writes d as 2008-01-09, and "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalText writes d as String does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	v, ok := ParseDate(string(b))
	if !ok {
		return fmt.Errorf("idcard: %d bytes are not a date", len(b))
	}
	*d = v
	return nil
}
