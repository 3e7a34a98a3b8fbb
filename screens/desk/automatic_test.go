package desk

import (
	"context"
	"slices"
	"testing"
	"time"

	"truename/model"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"
)

// policy is a review that takes away what it is told to, two cases at a time.
type policy struct {
	clear []string // tags
	calls int
	skips func(uuid.UUID) bool // of the last call
	err   error
}

func (p *policy) review(r *rig) Review {
	return func(_ context.Context, after string, inHand func(uuid.UUID) bool) (done model.Reviewed, next string, err error) {
		r.mu.Lock()
		defer r.mu.Unlock()
		p.calls, p.skips = p.calls+1, inHand
		if p.err != nil {
			return done, "", p.err
		}
		from := 0
		if after != "" {
			from = slices.IndexFunc(r.heads, func(h model.Head) bool { return h.Tag > after })
		}
		if from < 0 {
			return done, "", nil
		}
		page := slices.Clone(r.heads[from:min(from+2, len(r.heads))])
		if from+2 < len(r.heads) {
			next = page[1].Tag
		}
		for _, h := range page {
			if slices.Contains(p.clear, h.Tag) && !inHand(h.Case) {
				r.heads = slices.DeleteFunc(r.heads, func(o model.Head) bool { return o.Case == h.Case })
				done.Approved++
			}
		}
		return done, next, nil
	}
}

// TestAutomaticReview: with a policy the desk says what was approved by itself,
// and nothing about the rest; without one it says nothing.
func TestAutomaticReview(t *testing.T) {
	onDesk(t, "en", 5, func(r *rig) {
		r.enter()
		r.hasNot("Automatic review")
		p := &policy{clear: []string{"T001", "T002", "T004"}}
		r.s.p.Review = p.review(r)
		r.enter()
		r.s.Reload()
		r.loop.Settle()
		r.has("Automatic review is on: 3 approved by itself")
		if len(r.s.heads) != 2 {
			t.Errorf("%d cases in the queue", len(r.s.heads))
		}
		calls := p.calls
		r.s.lock()
		r.sleep(time.Second)
		r.s.Reload()
		r.loop.Settle()
		if p.calls != calls {
			t.Error("a locked desk reviews")
		}
	})
}

// TestAutomaticReviewGivesWay: what the reviewer has in hand is passed over.
func TestAutomaticReviewGivesWay(t *testing.T) {
	onDesk(t, "en", 4, func(r *rig) {
		p := &policy{}
		r.s.p.Review = p.review(r)
		r.openFirst()
		r.strike(fyne.KeyA)
		p.clear = []string{"T000", "T001", "T002", "T003"}
		r.s.Reload()
		r.loop.Settle()
		for i, tag := range []string{"decided", "open", "next"} {
			if !p.skips(head(i).Case) {
				t.Errorf("the case that is %s is not passed over", tag)
			}
		}
		if !slices.ContainsFunc(r.heads, func(h model.Head) bool { return h.Tag == "T001" }) {
			t.Error("the open case was approved by itself")
		}
	})
}

// TestAutomaticReviewAsksAgain: what comes into the reviewer's hand while the
// policy is at work counts at once.
func TestAutomaticReviewAsksAgain(t *testing.T) {
	onDesk(t, "en", 4, func(r *rig) {
		p := &policy{}
		r.s.p.Review = p.review(r)
		r.enter()
		calls := p.calls
		if p.skips(head(2).Case) {
			t.Fatal("nothing is open")
		}
		r.s.list.Select(2)
		r.loop.Settle()
		for _, i := range []int{2, 3} {
			if !p.skips(head(i).Case) {
				t.Errorf("case %d is free", i)
			}
		}
		r.s.Key(fyne.KeyA)
		r.loop.Settle()
		if !p.skips(head(2).Case) || p.calls != calls {
			t.Error("a decided case is free while it can be undone")
		}
	})
}

// TestAutomaticReviewStops: what keeps it from going on is said.
func TestAutomaticReviewStops(t *testing.T) {
	onDesk(t, "en", 2, func(r *rig) {
		p := &policy{err: model.ErrDiskFull}
		r.s.p.Review = p.review(r)
		r.enter()
		r.has("Automatic review has stopped")
		p.err = nil
		r.s.Reload()
		r.loop.Settle()
		r.s.Reload()
		r.loop.Settle()
		r.hasNot("Automatic review has stopped")
	})
}
