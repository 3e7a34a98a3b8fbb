package nn

import (
	"sync"
	"time"
)

// spareFor is how long the memory of a run is kept for the next one. Memory
// that is new to the process costs as much time as a third of the run, and a
// sync.Pool loses it at every second collection, of which one photograph makes
// several; kept for ever, it would be resident in a program that waits.
const spareFor = 3 * time.Second

// A spare keeps runners between runs.
type spare struct {
	mu    sync.Mutex
	idle  []*runner
	clear *time.Timer
}

// take is a runner that was used before, nil if there is none: the one used
// last, which has the memory that is most likely in a cache.
func (s *spare) take() *runner {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.idle) - 1
	if n < 0 {
		return nil
	}
	r := s.idle[n]
	s.idle[n], s.idle = nil, s.idle[:n]
	return r
}

func (s *spare) put(r *runner) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.idle = append(s.idle, r)
	if s.clear == nil {
		s.clear = time.AfterFunc(spareFor, s.drop)
	} else {
		s.clear.Reset(spareFor)
	}
}

// drop forgets all that are idle.
func (s *spare) drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.idle = nil
}
