package desk

import (
	"context"
	"time"

	"truename/screens/kit"
)

// pageSize is how many heads are fetched at a time.
const pageSize = 50

// Reload is for news of the store: the policy goes on, and the queue is fetched
// again.
func (s *Screen) Reload() {
	if _, open := s.p.State(); open {
		s.review("")
		s.refetch()
	}
}

// refetch fetches the queue again, as much of it as was seen.
func (s *Screen) refetch() {
	if s.open != nil || s.found != nil {
		return
	}
	if !s.role().Decides() || s.log != nil {
		s.readLog()
		return
	}
	m := s.rows.before(s.rows.base)
	s.query(m.after, max(pageSize, len(s.heads)), func(q queue, err error) {
		s.err = err
		if err == nil {
			s.heads, s.next = s.waiting(q.heads), q.next
			s.rows.keep(m.row, q, len(s.heads))
			s.learn(q, true)
		}
	})
}

// more fetches the page that follows the last head seen.
func (s *Screen) more() {
	if s.rows.jumping == onward {
		return
	}
	s.query(s.next, pageSize, func(q queue, err error) {
		if s.rows.jumping, s.err = 0, err; err == nil {
			s.extend(q)
		}
	})
	s.rows.jumping = onward
}

// failRest is how long the list fetches nothing more by itself after it could
// not: then scrolling tries again.
const failRest = 3 * time.Second

// fetched notes that the list could not be fetched, or that it could.
func (s *Screen) fetched(err error) {
	if s.failed = (time.Time{}); err != nil {
		s.failed = time.Now()
	}
}

// rests reports whether what is drawn must fetch nothing: that just failed, and
// what draws it again would have it fail again at once.
func (s *Screen) rests() bool { return time.Since(s.failed) < failRest }

// query fetches n heads after one, and lets take have them.
func (s *Screen) query(after string, n int, take func(queue, error)) {
	s.stopQueue()
	s.rows.jumping = 0
	only := s.only
	s.stopQueue = kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (queue, error) {
		return s.fetch(ctx, only, after, n)
	}, nil, func(q queue, err error) {
		s.fetched(err)
		take(q, err)
		if s.open == nil {
			s.show()
		}
	})
}
