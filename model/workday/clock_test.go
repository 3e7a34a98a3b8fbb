package workday

import (
	"testing"

	"truename/model/idcard"
)

func TestUrgency(t *testing.T) {
	for name, c := range map[string]struct {
		due, today string
		want       Urgency
		days       int
	}{
		"on the day of receipt":                  {"2026-11-26", "2026-11-23", OnTime, 3},
		"two working days left":                  {"2026-11-26", "2026-11-24", OnTime, 2},
		"the next working day":                   {"2026-11-26", "2026-11-25", DueSoon, 1},
		"today":                                  {"2026-11-26", "2026-11-26", DueSoon, 0},
		"one day late":                           {"2026-11-26", "2026-11-27", Overdue, 1},
		"the Saturday after one day late":        {"2026-11-26", "2026-11-28", Overdue, 1},
		"two days late, over a weekend":          {"2026-11-26", "2026-11-30", Overdue, 2},
		"three days late":                        {"2026-11-26", "2026-12-01", Escalated, 3},
		"due on Friday, seen on Saturday":        {"2026-11-27", "2026-11-28", Overdue, 1},
		"due on Friday, seen on Sunday":          {"2026-11-27", "2026-11-29", Overdue, 1},
		"due on Friday, seen on Monday":          {"2026-11-27", "2026-11-30", Overdue, 1},
		"due on Friday, seen on Wednesday":       {"2026-11-27", "2026-12-02", Escalated, 3},
		"due on Monday, seen on Friday":          {"2026-11-30", "2026-11-27", DueSoon, 1},
		"due on Monday, seen on Saturday":        {"2026-11-30", "2026-11-28", DueSoon, 1},
		"due on Tuesday, seen on Friday":         {"2026-12-01", "2026-11-27", OnTime, 2},
		"due on a worked Saturday":               {"2026-10-10", "2026-10-09", DueSoon, 1},
		"late on a worked Saturday":              {"2026-10-09", "2026-10-10", Overdue, 1},
		"a worked Sunday makes it two":           {"2026-09-18", "2026-09-21", Overdue, 2},
		"due before the Spring Festival, inside": {"2026-02-14", "2026-02-18", Overdue, 1},
		"due before it, the day after":           {"2026-02-14", "2026-02-24", Overdue, 1},
		"due before it, three days after":        {"2026-02-14", "2026-02-26", Escalated, 3},
		"due behind it, the day before":          {"2026-02-24", "2026-02-14", DueSoon, 1},
		"due behind it, inside":                  {"2026-02-24", "2026-02-17", DueSoon, 1},
		"due two behind it, inside":              {"2026-02-25", "2026-02-17", OnTime, 2},
		"no day was promised":                    {"", "2026-02-17", OnTime, 0},
	} {
		var due idcard.Date
		if c.due != "" {
			due = day(t, c.due)
		}
		if u, days := (Calendar{}).Urgency(due, day(t, c.today)); u != c.want || days != c.days {
			t.Errorf("%s: %s %d, want %s %d", name, u, days, c.want, c.days)
		}
	}
}

// TestUrgencyOfAFile: what the operator's file says moves the clock.
func TestUrgencyOfAFile(t *testing.T) {
	c, err := Parse([]byte("2027-02-05 off\n2027-02-08 off\n2027-02-14 work\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, of := range []struct {
		due, today string
		want       Urgency
		days       int
	}{
		{"2027-02-09", "2027-02-04", DueSoon, 1},
		{"2027-02-04", "2027-02-08", Overdue, 1},
		{"2027-02-12", "2027-02-15", Overdue, 2},
	} {
		if u, days := c.Urgency(day(t, of.due), day(t, of.today)); u != of.want || days != of.days {
			t.Errorf("due %s on %s: %s %d, want %s %d", of.due, of.today, u, days, of.want, of.days)
		}
	}
}
