package desk

import (
	"context"
	"testing"

	"truename/model"

	"github.com/google/uuid"
)

// twice are cases that were decided twice.
type twice struct {
	all     []model.Contest
	settled []uuid.UUID
	err     error
}

func (c *twice) Contests(context.Context) ([]model.Contest, error) { return c.all, nil }

func (c *twice) Settle(_ context.Context, id uuid.UUID) error {
	c.settled = append(c.settled, id)
	return c.err
}

// TestContests: a supervisor sees above the list what was decided twice, opens it,
// reads how, and says that it is settled; a reviewer sees nothing of it.
func TestContests(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		onDesk(t, lang, 2, func(r *rig) {
			r.heads = append(r.heads, decided(7))
			tw := &twice{err: model.ErrDiskFull, all: []model.Contest{
				{Head: decided(7), At: now, Why: model.ContestWithdrawn}, {Head: decided(7), At: now, Why: model.ContestKept},
			}}
			for i := range mostContests {
				tw.all = append(tw.all, model.Contest{Head: head(i + 20), At: now, Why: model.ContestCopy})
			}
			r.s.p.Contests = tw
			r.enter()
			r.has(r.b.T("desk.contest", "tag", "T007"), r.b.T("desk.contest.more", "n", 1))
			r.tap("desk.others.open")
			r.has("desk.contest.title", r.b.T("desk.contest.withdrawn", "day", r.b.Words.Moment(now)), r.b.T("desk.contest.kept", "day", r.b.Words.Moment(now)))
			r.tap("desk.contest.settle")
			r.has("error.disk-full", "desk.contest.title")
			tw.err = nil
			r.tap("desk.contest.settle")
			r.hasNot("desk.contest.title", "error.disk-full")
			if len(tw.settled) != 2 || tw.settled[1] != decided(7).Case {
				t.Errorf("settled %v", tw.settled)
			}
			r.s.Back()
			r.loop.Settle()
			r.as(model.Reviewer, 1)
			r.s.Reload()
			r.loop.Settle()
			r.hasNot(r.b.T("desk.contest", "tag", "T020"))
		})
	}
}
