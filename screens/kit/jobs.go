package kit

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// Jobs runs background work for screens. Its methods are called on the UI
// goroutine, except Close.
type Jobs struct {
	Took func(time.Duration) // told how long each result kept the UI goroutine; nil but in a tour

	post   func(func()) // fyne.Do in the app, kittest.Loop.Post in tests: in order
	ctx    context.Context
	end    context.CancelFunc
	wg     sync.WaitGroup
	closed atomic.Bool
	left   int           // jobs whose result was not shown yet; UI goroutine only
	idle   chan struct{} // closed once there is none left, if Close waits for it
}

// NewJobs makes a Jobs whose results come back through post.
func NewJobs(post func(func())) *Jobs {
	ctx, end := context.WithCancel(context.Background())
	return &Jobs{post: post, ctx: ctx, end: end}
}

// deaf is how long Close waits for a sign of the UI goroutine.
const deaf = 3 * time.Second

// Close cancels all work and waits until none is left, what its results set
// off included: the last draft is saved by a job that another one starts when
// it ends. Nothing is posted any more once it returns. It must not be called
// on the UI goroutine, which has to run meanwhile; if that has ended (a signal
// ends the toolkit without asking), results are lost as with Abandon.
func (j *Jobs) Close() {
	j.end()
	if !j.closed.Load() {
		heard, idle := make(chan struct{}), make(chan struct{})
		j.post(func() {
			close(heard)
			j.idle = idle
			j.settle()
		})
		select {
		case <-heard:
			<-idle
		case <-time.After(deaf):
		}
	}
	j.Abandon()
}

// Abandon cancels all work and waits until none runs, for a UI goroutine that
// runs no posts any more. Results are lost.
func (j *Jobs) Abandon() {
	j.closed.Store(true)
	j.end()
	j.wg.Wait()
}

// settle lets Close return if nothing is left.
func (j *Jobs) settle() {
	if j.idle == nil || j.left > 0 {
		return
	}
	j.closed.Store(true)
	close(j.idle)
	j.idle = nil
}

// Post runs f on the UI goroutine, soon. It is for news that no job of a
// screen asked for, such as a change in the store.
func (j *Jobs) Post(f func()) {
	if j.ctx.Err() == nil {
		j.post(f)
	}
}

// timed runs f, for who wants to know how long it took.
func (j *Jobs) timed(f func()) {
	start := time.Now()
	f()
	if j.Took != nil {
		j.Took(time.Since(start))
	}
}

// Work is a background task: it must return soon after ctx is done.
type Work[T any] func(ctx context.Context, step func(done float64)) (T, error)

// Start runs work. On the UI goroutine, progress (which may be nil) gets the
// latest step and show gets the result; after stop, neither is called. Once
// the jobs are closed nothing is started.
func Start[T any](j *Jobs, work Work[T], progress func(float64), show func(T, error)) (stop func()) {
	if j.closed.Load() {
		return func() {}
	}
	j.left++
	ctx, cancel := context.WithCancel(j.ctx)
	stopped := false // UI goroutine only
	var next atomic.Pointer[float64]
	step := func(f float64) {
		if progress == nil || next.Swap(&f) != nil {
			return // a post is under way; it will take this value
		}
		j.post(func() {
			if f := next.Swap(nil); f != nil && !stopped {
				j.timed(func() { progress(*f) })
			}
		})
	}
	j.wg.Go(func() {
		v, err := work(ctx, step)
		j.post(func() {
			cancel()
			if !stopped {
				stopped = true
				j.timed(func() { show(v, err) })
			}
			j.left--
			j.settle()
		})
	})
	return func() { stopped = true; cancel() }
}
