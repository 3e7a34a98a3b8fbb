package model

import (
	"testing"
	"time"
)

func TestRetentionEnds(t *testing.T) {
	r := Retention{Approved: 30, Requests: 7}
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		head Head
		days int // 0: no end
	}{
		"approved":          {Head{Kind: Binding, Status: Approved}, 30},
		"without limit":     {Head{Kind: Binding, Status: Refused}, 0},
		"it waits":          {Head{Kind: Binding, Status: Waiting}, 0},
		"a request waits":   {Head{Kind: Erase, Status: Waiting}, 0},
		"a request is done": {Head{Kind: Erase, Status: Approved}, 7},
	} {
		c.head.Updated = at
		got, ok := r.Ends(c.head)
		if ok != (c.days > 0) || ok && !got.Equal(at.AddDate(0, 0, c.days)) {
			t.Errorf("%s: %v %v", name, got, ok)
		}
	}
}
