package kit

import (
	"context"
	"sync"
	"sync/atomic"
)

// Jobs runs background work for screens. Its methods are called on the UI
// goroutine, except Close.
type Jobs struct {
	post func(func()) // fyne.Do in the app, kittest.Loop.Post in tests
	ctx  context.Context
	end  context.CancelFunc
	wg   sync.WaitGroup
}

// NewJobs makes a Jobs whose results come back through post.
func NewJobs(post func(func())) *Jobs {
	ctx, end := context.WithCancel(context.Background())
	return &Jobs{post: post, ctx: ctx, end: end}
}

// Close cancels all work and waits until none is left. It must not be called
// on the UI goroutine.
func (j *Jobs) Close() {
	j.end()
	j.wg.Wait()
}

// Post runs f on the UI goroutine, soon. It is for news that no job of a
// screen asked for, such as a change in the store.
func (j *Jobs) Post(f func()) {
	if j.ctx.Err() == nil {
		j.post(f)
	}
}

// Work is a background task: it must return soon after ctx is done.
type Work[T any] func(ctx context.Context, step func(done float64)) (T, error)

// Start runs work. On the UI goroutine, progress (which may be nil) gets the
// latest step and show gets the result; after stop, neither is called.
func Start[T any](j *Jobs, work Work[T], progress func(float64), show func(T, error)) (stop func()) {
	ctx, cancel := context.WithCancel(j.ctx)
	stopped := false // UI goroutine only
	var next atomic.Pointer[float64]
	step := func(f float64) {
		if progress == nil || next.Swap(&f) != nil {
			return // a post is under way; it will take this value
		}
		j.post(func() {
			if f := next.Swap(nil); f != nil && !stopped {
				progress(*f)
			}
		})
	}
	j.wg.Go(func() {
		v, err := work(ctx, step)
		j.post(func() {
			cancel()
			if !stopped {
				stopped = true
				show(v, err)
			}
		})
	})
	return func() { stopped = true; cancel() }
}
