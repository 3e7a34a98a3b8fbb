package desk

import (
	"context"
	"errors"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"
)

// A Review applies the operator's policy to a few cases that wait, from a place
// in the queue on; the next place is "" at its end. Cases in skip are passed
// over.
type Review func(ctx context.Context, after string, skip []uuid.UUID) (done model.Reviewed, next string, err error)

// automatic is what the policy did since the desk was opened.
type automatic struct {
	running bool
	done    model.Reviewed
	err     error
}

// review applies the policy to what waits, a few cases at a time, while the desk
// is open. What the reviewer has in hand is passed over.
func (s *Screen) review(after string) {
	if s.p.Review == nil || !s.role().Decides() || s.auto.running && after == "" || s.locking {
		return
	}
	s.auto.running = true
	skip := s.inHand()
	type reviewed struct {
		model.Reviewed
		next string
	}
	kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (reviewed, error) {
		done, next, err := s.p.Review(ctx, after, skip)
		return reviewed{done, next}, err
	}, nil, func(r reviewed, err error) {
		s.auto.running = false
		if _, open := s.p.State(); !open {
			s.auto = automatic{}
			return
		}
		s.auto.done.Approved += r.Approved
		s.auto.err = nil
		if err != nil && !errors.Is(err, model.ErrLocked) && !errors.Is(err, context.Canceled) {
			s.auto.err = err
		}
		if err == nil && r.next != "" {
			s.review(r.next)
		}
		if s.open == nil && (r.Approved > 0 || s.auto.err != nil) {
			s.show()
		}
	})
}

// inHand are the cases that the reviewer looks at, has decided, or gets next.
func (s *Screen) inHand() (ids []uuid.UUID) {
	for _, o := range []*opened{s.open, s.ready} {
		if o != nil {
			ids = append(ids, o.Head.Case)
		}
	}
	if s.loading != nil {
		ids = append(ids, s.loading.id)
	}
	for _, all := range [][]*pending{s.pending, s.writing} {
		for _, p := range all {
			ids = append(ids, p.decision.Case)
		}
	}
	return ids
}

// reviewLines say on the queue's page what the policy does. How many it left is
// not said: nobody is to know which of them are the sample.
func (s *Screen) reviewLines() (lines []fyne.CanvasObject) {
	if s.p.Review == nil || !s.role().Decides() {
		return nil
	}
	if s.auto.err != nil {
		lines = append(lines, kit.Alert(s.b.T("desk.automatic.stopped", "why", s.b.Words.Say(s.auto.err))))
	}
	return append(lines, kit.Muted(s.b.T("desk.automatic", "n", s.auto.done.Approved)))
}
