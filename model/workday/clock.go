package workday

import "truename/model/idcard"

// An Urgency is how a case that waits for the desk stands against the clock.
type Urgency string

// The urgencies, from the least to the greatest.
const (
	OnTime    Urgency = "on-time"
	DueSoon   Urgency = "due-soon"  // the last day promised is today or the next working day
	Overdue   Urgency = "overdue"   // the last day promised is over
	Escalated Urgency = "escalated" // overdue by more than patience working days: somebody above the desk has to look
)

// patience is by how many working days a case may be overdue before it is
// escalated.
const patience = 2

// Urgency is how a case that waits stands on a day, by the last day promised
// for it. days is by how many working days it is overdue, or else how many are
// left after today: 0 is today. A day off behind the last one promised counts
// as the first working day too late, for the promise is broken and nobody will
// be there sooner. Without a last day (the zero Date) a case is on time. Only
// what waits has a clock: a case that was returned waits for the person.
func (c Calendar) Urgency(due, today idcard.Date) (u Urgency, days int) {
	if due.IsZero() {
		return OnTime, 0
	}
	if due.Before(today) {
		days = max(1, c.Between(due, today))
		if days > patience {
			return Escalated, days
		}
		return Overdue, days
	}
	if !c.Add(today, 1).Before(due) {
		return DueSoon, c.Between(today, due)
	}
	return OnTime, c.Between(today, due)
}
