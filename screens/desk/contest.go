package desk

import (
	"context"
	"slices"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"
)

// Contests are the cases that were decided twice.
type Contests interface {
	Contests(ctx context.Context) ([]model.Contest, error)
	// Settle says that somebody looked at both decisions.
	Settle(ctx context.Context, id uuid.UUID) error
}

// mostContests is how many of them stand above the list; more are counted.
const mostContests = 3

// contested lists what was decided twice, for who has to look at it.
func (s *Screen) contested(ctx context.Context) ([]model.Contest, error) {
	if s.p.Contests == nil || !s.role().Supervises() {
		return nil, nil
	}
	return s.p.Contests.Contests(ctx)
}

// contestLines say above the list what was decided twice, each case once.
func (s *Screen) contestLines() (lines []fyne.CanvasObject) {
	var seen []uuid.UUID
	for _, c := range s.contests {
		id := c.Head.Case
		if slices.Contains(seen, id) {
			continue
		}
		if seen = append(seen, id); len(seen) > mostContests {
			continue
		}
		open := kit.Link(s.b.T("desk.others.open"), func() { s.pick(id) })
		open.Label = open.Text + " " + c.Head.Tag
		lines = append(lines, kit.Beside(kit.Alert(s.b.T("desk.contest", "tag", c.Head.Tag)), open))
	}
	if n := len(seen) - mostContests; n > 0 {
		lines = append(lines, kit.Muted(s.b.T("desk.contest.more", "n", n)))
	}
	return lines
}

// contestCard says on a case how it was decided twice, and what to do.
func (s *Screen) contestCard() []fyne.CanvasObject {
	id := s.open.Head.Case
	rows := kit.Column(kit.Strong(s.b.T("desk.contest.title")))
	for _, c := range s.contests {
		if c.Head.Case == id {
			rows.Add(kit.Notice(s.b.T("desk.contest."+string(c.Why), "day", s.b.Words.Moment(c.At))))
		}
	}
	if len(rows.Objects) == 1 {
		return nil
	}
	rows.Add(kit.Muted(s.b.T("desk.contest.lead")))
	rows.Add(kit.Buttons(kit.Secondary(s.b.T("desk.contest.settle"), func() { s.settle(id) })))
	return []fyne.CanvasObject{kit.Card(rows)}
}

// settle notes that somebody looked at both decisions.
func (s *Screen) settle(id uuid.UUID) {
	s.watch()
	s.stop()
	s.stop = kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (struct{}, error) {
		return struct{}{}, s.p.Contests.Settle(context.WithoutCancel(ctx), id)
	}, nil, func(_ struct{}, err error) {
		if s.err = err; err == nil {
			s.contests = slices.DeleteFunc(s.contests, func(c model.Contest) bool { return c.Head.Case == id })
		}
		s.show()
	})
}
