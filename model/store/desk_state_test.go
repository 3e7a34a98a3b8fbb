package store

import (
	"testing"
	"time"
)

// The window asks for the desk's state while it draws: it must not wait for a
// commit, and never hear of a desk that was closed before that it is open.
func TestDeskStateWaitsForNothing(t *testing.T) {
	s, err := Open(t.TempDir(), Options{Work: 10, Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if d := s.Desk(); d.Claimed || d.Open {
		t.Fatalf("at first: %+v", d)
	}
	if err := s.Claim(t.Context(), []byte("lantern orchard seven maps")); err != nil {
		t.Fatal(err)
	}
	if d := s.Desk(); !d.Claimed || !d.Open || d.Reviewer == "" {
		t.Fatalf("claimed: %+v", d)
	}
	s.Lock()
	s.mu.Lock() // a commit is under way
	defer s.mu.Unlock()
	asked := make(chan DeskState, 1)
	go func() { asked <- s.Desk() }()
	select {
	case d := <-asked:
		if !d.Claimed || d.Open || d.Reviewer != "" {
			t.Errorf("closed: %+v", d)
		}
	case <-time.After(10 * time.Second):
		t.Error("it waits for the commit")
	}
}
