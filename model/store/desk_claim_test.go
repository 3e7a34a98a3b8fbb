package store

import (
	"testing"
)

// A copy of the folder made before the claim opens what was submitted until
// then, and nothing after it.
func TestClaimStartsANewMonthKey(t *testing.T) {
	s, err := Open(t.TempDir(), Options{Work: 10, Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	before, err := s.month()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Claim(t.Context(), []byte("lantern orchard seven maps")); err != nil {
		t.Fatal(err)
	}
	after, err := s.month()
	if err != nil {
		t.Fatal(err)
	}
	if after.ID == before.ID || after.Recipient == before.Recipient {
		t.Errorf("still sealed to %s after the claim", after.ID)
	}
	if again, _ := s.month(); again != after {
		t.Errorf("a third key %s was made", again.ID)
	}
	for _, id := range []string{before.ID, after.ID} {
		if _, err := s.ExportMonth(t.Context(), id); err != nil {
			t.Errorf("the reviewer does not hold %s: %v", id, err)
		}
	}
}
