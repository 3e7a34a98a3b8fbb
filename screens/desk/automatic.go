package desk

import (
	"context"
	"errors"
	"slices"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"
)

// A Review applies the operator's policy to a few cases that wait, from a place
// in the queue on; the next place is "" at its end. Cases that the reviewer has
// in hand are passed over: inHand is asked before one is opened and again before
// it is approved.
type Review func(ctx context.Context, after string, inHand func(uuid.UUID) bool) (done model.Reviewed, next string, err error)

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
	s.noteHand()
	type reviewed struct {
		model.Reviewed
		next string
	}
	kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (reviewed, error) {
		done, next, err := s.p.Review(ctx, after, s.inHand)
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

// noteHand tells the policy which cases the reviewer looks at, has decided, or gets
// next. It is called before a case comes into the reviewer's hand, and when the
// policy goes on, which lets those go that are not in it any more.
func (s *Screen) noteHand() {
	var ids []uuid.UUID
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
	for _, u := range s.lost {
		if u.p != nil {
			ids = append(ids, u.p.decision.Case)
		}
	}
	s.hand.Store(&ids)
}

// inHand reports whether the reviewer has a case in hand; any goroutine may ask.
func (s *Screen) inHand(id uuid.UUID) bool {
	ids := s.hand.Load()
	return ids != nil && slices.Contains(*ids, id)
}

// reviewLines say on the queue's page what the policy does.
func (s *Screen) reviewLines() (lines []fyne.CanvasObject) {
	if s.p.Review == nil || !s.role().Decides() {
		return nil
	}
	if s.auto.err != nil {
		return append(lines, kit.Alert(s.b.T("desk.automatic.stopped", "why", s.b.Words.Say(s.auto.err))))
	}
	return append(lines, kit.Muted(s.b.T("desk.automatic", "n", s.auto.done.Approved)))
}
