package desk

import (
	"context"
	"errors"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
)

// dueEvery is how often what is over is erased while the window is open.
const dueEvery = 24 * time.Hour

// due is what the last erasing by time came to.
type due struct {
	ended model.Ended
	at    time.Time // when something was erased; zero if nothing was
	err   error
	busy  bool
}

// eraseDaily erases what is over, now and each day. Nobody has to be at the
// desk for it.
func (s *Screen) eraseDaily() {
	if s.p.EraseDue == nil {
		return
	}
	s.eraseDue(false)
	kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (struct{}, error) {
		select {
		case <-ctx.Done():
		case <-time.After(dueEvery):
		}
		return struct{}{}, ctx.Err()
	}, nil, func(_ struct{}, err error) {
		if err == nil {
			s.eraseDaily()
		}
	})
}

// eraseDue erases what is over; sure says that the clock is right.
func (s *Screen) eraseDue(sure bool) {
	s.due.busy = true
	kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (model.Ended, error) {
		return s.p.EraseDue(ctx, sure)
	}, nil, func(n model.Ended, err error) {
		if errors.Is(err, context.Canceled) {
			return
		}
		s.due.busy, s.due.err = false, err
		if n != (model.Ended{}) {
			s.due.ended, s.due.at = n, s.b.Now()
		}
		if _, open := s.p.State(); open && s.open == nil && s.holders == nil && s.answer == nil {
			s.show()
		}
	})
}

// dueLines says what was erased by time, and why nothing was.
func (s *Screen) dueLines() (lines []fyne.CanvasObject) {
	d := s.due
	if !d.at.IsZero() {
		lines = append(lines, kit.Muted(s.b.T("desk.ended", "day", s.b.Words.Moment(d.at), "n", d.ended.Cases, "drafts", d.ended.Drafts)))
	}
	switch {
	case errors.Is(d.err, model.ErrNotAllowed):
		sure := kit.Link(s.b.T("desk.ended.sure"), func() {
			s.watch()
			s.eraseDue(true)
			s.show()
		})
		if d.busy {
			sure.Disable()
		}
		lines = append(lines, kit.Beside(kit.Notice(s.b.T("desk.ended.clock", "now", s.b.Words.Date(idcard.Today(s.b.Now())))), sure))
	case d.err != nil:
		lines = append(lines, kit.Notice(s.b.T("desk.ended.failed", "why", s.b.Words.Say(d.err))))
	}
	return lines
}
