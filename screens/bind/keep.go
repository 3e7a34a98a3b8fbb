package bind

import (
	"context"
	"time"

	"truename/model"
	"truename/screens/kit"

	"github.com/google/uuid"
)

const (
	saveDelay  = time.Second     // after the first change that is not kept
	retryDelay = 5 * time.Second // after saving failed
)

// A keeper brings the draft to where it is kept: never two calls at a time,
// always the newest state last, again after a failure.
type keeper struct {
	jobs   *kit.Jobs
	drafts Drafts
	tell   func(string)
	draft  func() model.Draft
	stored bool // something may be kept at this moment
	busy   bool
	again  bool
	waits  bool   // a job waits to save
	stop   func() // of the waiting job
}

// later saves after d, or when a save that waits already is due: somebody who
// types without a pause loses no more than that.
func (k *keeper) later(d time.Duration) {
	if k.waits {
		return
	}
	k.waits = true
	k.stop = kit.Start(k.jobs, sleep(d), nil, func(_ struct{}, err error) {
		if err == nil {
			k.now()
		}
	})
}

// now saves, or forgets what is kept if there is nothing worth keeping.
func (k *keeper) now() {
	k.stop()
	k.waits = false
	if k.busy {
		k.again = true
		return
	}
	d := k.draft()
	if d.ID == uuid.Nil || d.Empty() {
		if k.stored {
			k.do(k.drafts.DropDraft, false)
		}
		return
	}
	k.tell("saving")
	k.do(func(ctx context.Context) error { return k.drafts.SaveDraft(ctx, d) }, true)
}

// do runs one call. It is not cut short when the program quits: the jobs are
// waited for, and the last page typed is then still kept.
func (k *keeper) do(call func(context.Context) error, saves bool) {
	k.busy, k.stored = true, true
	work := func(ctx context.Context, _ func(float64)) (struct{}, error) {
		return struct{}{}, call(context.WithoutCancel(ctx))
	}
	kit.Start(k.jobs, work, nil, func(_ struct{}, err error) {
		k.busy = false
		switch {
		case k.again:
			k.again = false
			k.now()
		case err != nil:
			k.tell("failed")
			k.later(retryDelay)
		case saves:
			k.tell("saved")
		default:
			k.stored = false
			k.tell("saved")
		}
	})
}

// sleep waits in a job.
func sleep(d time.Duration) kit.Work[struct{}] {
	return func(ctx context.Context, _ func(float64)) (struct{}, error) {
		t := time.NewTimer(d)
		defer t.Stop()
		select {
		case <-t.C:
			return struct{}{}, nil
		case <-ctx.Done():
			return struct{}{}, ctx.Err()
		}
	}
}
