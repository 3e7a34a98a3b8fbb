package store_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"truename/model"
	"truename/model/store/storetest"
)

// TestOpeningsOfADamagedLog: whoever opened a case is told, or that nobody can
// tell any more; never fewer than there were.
func TestOpeningsOfADamagedLog(t *testing.T) {
	lines := func(f func(l [][]byte) [][]byte) func([]byte) []byte {
		return func(b []byte) []byte { return bytes.Join(f(bytes.SplitAfter(b, []byte("\n"))), nil) }
	}
	opened := func(b []byte) int { return bytes.LastIndex(b, []byte(`"action":"open"`)) }
	for name, c := range map[string]struct {
		change func([]byte) []byte
		killed bool
	}{
		"the case's id": {func(b []byte) []byte {
			b[opened(b)+len(`"action":"open","case":"0`)] ^= 1
			return b
		}, false},
		"the action":     {func(b []byte) []byte { return bytes.ReplaceAll(b, []byte(`"open"`), []byte(`"opem"`)) }, false},
		"taken out":      {lines(func(l [][]byte) [][]byte { return slices.Delete(l, len(l)-3, len(l)-2) }), false},
		"cut off":        {lines(func(l [][]byte) [][]byte { return l[:len(l)-3] }), false},
		"cut deep":       {lines(func(l [][]byte) [][]byte { return l[:4] }), false},
		"cut, killed":    {lines(func(l [][]byte) [][]byte { return l[:len(l)-2] }), true},
		"before, edited": {func(b []byte) []byte { return bytes.Replace(b, []byte(`"create"`), []byte(`"creat_"`), 1) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStock(t)
			sub, head := s.Put()
			for range 3 {
				if _, err := s.OpenCase(t.Context(), head.Case); err != nil {
					t.Fatal(err)
				}
			}
			if all, err := s.Openings(t.Context(), sub.Reference); err != nil || len(all) != 3 {
				t.Fatalf("%d openings, %v", len(all), err)
			}
			if c.killed {
				s.killed(t)
			} else {
				s.Store.Close()
			}
			change(t, s.Dir, "audit/*.log", c.change)
			s.start(t)
			for range 40 { // numbers of before are given again
				s.Unlock(t.Context(), []byte(storetest.Pass))
			}
			all, err := s.Openings(t.Context(), sub.Reference)
			if whole := name == "before, edited"; whole && (err != nil || len(all) != 3) || !whole && !errors.Is(err, model.ErrDamaged) {
				t.Errorf("%d openings, %v", len(all), err)
			}
		})
	}
}
