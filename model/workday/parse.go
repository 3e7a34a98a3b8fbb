package workday

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"truename/model/idcard"
)

// Limits of a calendar file.
const (
	MaxBytes  = 64 << 10
	firstYear = 2000
	lastYear  = 2100
)

const (
	notALine = "a line is a day and off or work, such as 2027-02-06 off"
	notADay  = "it does not begin with a day such as 2027-02-06, from 2000 to 2100"
)

// Parse reads what an operator says about days for which there is no notice
// yet, or which are other days here: one a line, with off or work behind it.
//
//	# Spring Festival 2027
//	2027-02-06 off
//	2027-02-14 work   # a Sunday
//
// A comma may stand between the two, as a spreadsheet writes it. Empty lines
// and what stands behind # are passed over. What the file says counts more than
// the notices; days that it does not name are as without it, and a year of
// which it names one is known, so name all of its holidays. A day that stands
// there twice is refused. An error says the line and what is wrong with it, and
// repeats nothing of the file but a day.
func Parse(text []byte) (Calendar, error) {
	if len(text) > MaxBytes {
		return Calendar{}, fmt.Errorf("more than %d bytes", MaxBytes)
	}
	if !utf8.Valid(text) {
		return Calendar{}, errors.New("not UTF-8")
	}
	c := Calendar{days: map[idcard.Date]bool{}, years: map[int]bool{}}
	at, n := map[idcard.Date]int{}, 0
	for line := range strings.Lines(string(bytes.TrimPrefix(text, []byte("\uFEFF")))) {
		n++
		d, work, ok, err := parseLine(line)
		if err != nil {
			return Calendar{}, fmt.Errorf("line %d: %w", n, err)
		}
		if !ok {
			continue
		}
		if before := at[d]; before > 0 {
			return Calendar{}, fmt.Errorf("line %d: %s stands in line %d already", n, d, before)
		}
		at[d], c.days[d], c.years[d.Year] = n, work, true
	}
	return c, nil
}

// parseLine reads one line; ok is false if no day stands there.
func parseLine(line string) (d idcard.Date, work, ok bool, err error) {
	line, _, _ = strings.Cut(line, "#")
	if strings.TrimSpace(line) == "" {
		return d, false, false, nil
	}
	words := strings.Fields(strings.Replace(line, ",", " ", 1))
	if len(words) != 2 || words[1] != "off" && words[1] != "work" {
		return d, false, false, errors.New(notALine)
	}
	t, err := time.Parse(time.DateOnly, words[0])
	if err != nil || t.Year() < firstYear || t.Year() > lastYear {
		return d, false, false, errors.New(notADay)
	}
	return idcard.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}, words[1] == "work", true, nil
}
