package kiosk

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os/exec"
	"runtime"
	"sync"
	"time"
)

// Options are what a Supervisor works with.
type Options struct {
	Command  func() *exec.Cmd          // a session that is not started yet; its standard streams are ours
	Handlers func(s *Session) Handlers // what a session may ask
	Stderr   io.Writer                 // for lines of the log that sessions write
	Log      *slog.Logger
	Patience time.Duration // after which a session that does not answer is ended; 0: 3 s
	Every    time.Duration // how often the shown session is asked whether it is there; 0: 1 s
	Startup  time.Duration // how long a session may take to be ready; 0: 60 s
}

// A Supervisor shows one session after the other.
type Supervisor struct {
	o     Options
	pause time.Duration  // before the next start, after starts that failed
	late  sync.WaitGroup // handlers of sessions that are gone

	mu    sync.Mutex
	heard time.Time // when the shown session answered last
	end   context.CancelCauseFunc
}

// errEnded is why Run ends that End has ended.
var errEnded = errors.New("kiosk: ended")

// New makes a supervisor; Run starts it.
func New(o Options) *Supervisor {
	if o.Patience == 0 {
		o.Patience = 3 * time.Second
	}
	if o.Every == 0 {
		o.Every = time.Second
	}
	if o.Startup == 0 {
		o.Startup = time.Minute
	}
	o.Stderr = &oneByOne{to: o.Stderr}
	return &Supervisor{o: o}
}

// End ends Run: the operator leaves the kiosk.
func (k *Supervisor) End() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.end != nil {
		k.end(errEnded)
	}
}

// Alive fails if no session has answered for three times the patience: then
// whoever watches over the kiosk starts it anew.
func (k *Supervisor) Alive(context.Context) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if time.Since(k.heard) > max(3*k.o.Patience, k.o.Startup) {
		return errSilent
	}
	return nil
}

func (k *Supervisor) hear() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.heard = time.Now()
}

// Run shows sessions until ctx is done or End is called. shown, if given, is
// called each time one is shown. No session is left when it returns.
func (k *Supervisor) Run(ctx context.Context, shown func()) error {
	runtime.LockOSThread() // sessions end with the thread that started them: see dieWithUs
	defer runtime.UnlockOSThread()
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	k.mu.Lock()
	k.end, k.heard = end, time.Now()
	k.mu.Unlock()
	var front *Session
	next := k.prepare(ctx)
	defer func() {
		for _, s := range []*Session{front, next} {
			if s != nil {
				s.kill()
			}
		}
		k.settle()
	}()
	for next != nil && ctx.Err() == nil {
		end := func() {} // of the session before
		if old := front; old != nil {
			timer := time.AfterFunc(dark, old.kill) // what it knew goes, whatever the next one does
			end = func() { timer.Stop(); old.kill() }
		}
		for next != nil {
			err := k.show(ctx, next)
			if err == nil {
				break
			}
			k.failed(ctx, next, err)
			next = k.prepare(ctx)
		}
		end()
		if front = nil; next == nil {
			break
		}
		k.pause = 0
		if shown != nil {
			shown()
		}
		front, next = next, k.prepare(ctx)
		next = k.watch(ctx, front, next)
	}
	if cause := context.Cause(ctx); !errors.Is(cause, errEnded) {
		return cause
	}
	return nil
}

// dark is how long a session that is over may wait for the next one: rather a
// dark screen than somebody's data in memory.
const dark = 1500 * time.Millisecond

// showing is how long a session may take to draw itself.
const showing = 15 * time.Second

// lateLimit is how long handlers of sessions that are gone may take when the
// kiosk ends.
const lateLimit = time.Minute

// prepare starts a session, and tries again until it works; nil if ctx is done.
func (k *Supervisor) prepare(ctx context.Context) *Session {
	for ctx.Err() == nil {
		s, err := start(k.o.Command(), k.o.Handlers, k.o.Stderr)
		if err == nil {
			k.late.Go(func() {
				<-s.gone
				s.line.Wait()
			})
			return s
		}
		k.o.Log.Error("a session cannot be started", "error", err)
		k.rest(ctx)
	}
	return nil
}

// show waits until a session is ready, and shows it.
func (k *Supervisor) show(ctx context.Context, s *Session) error {
	timer := time.NewTimer(k.o.Startup)
	defer timer.Stop()
	select {
	case <-s.ready:
	case <-s.gone:
		return ErrGone
	case <-timer.C:
		return errSilent
	case <-ctx.Done():
		return ctx.Err()
	}
	if s.isGone() {
		return ErrGone
	}
	err := s.ask(ctx, callShow, showing)
	if err == nil {
		k.hear()
	}
	return err
}

// failed ends a session that could not be shown. The next try waits longer
// each time.
func (k *Supervisor) failed(ctx context.Context, s *Session, err error) {
	s.kill()
	if ctx.Err() != nil {
		return
	}
	k.o.Log.Error("a session could not be shown", "error", err)
	k.rest(ctx)
}

// rest waits before the next start, longer each time.
func (k *Supervisor) rest(ctx context.Context) {
	k.pause = min(max(2*k.pause, 250*time.Millisecond), 2*time.Second)
	select {
	case <-ctx.Done():
	case <-time.After(k.pause):
	}
}

// watch returns when the shown session is over: its person is done, its
// process is gone, or it does not answer. It gives the next session, another
// than the one it got if that died meanwhile.
func (k *Supervisor) watch(ctx context.Context, s, next *Session) *Session {
	every := time.NewTicker(k.o.Every)
	defer every.Stop()
	var answer chan error // of the question whether it is there; nil while none is asked
	for next != nil {
		select {
		case <-ctx.Done():
			return next
		case <-s.done:
			return next
		case <-s.gone:
			k.o.Log.Error("a session died")
			return next
		case <-next.gone:
			k.o.Log.Error("the next session died")
			k.rest(ctx)
			next = k.prepare(ctx)
		case <-every.C:
			if answer == nil {
				answer = make(chan error, 1)
				go func(to chan<- error) { to <- s.ask(ctx, callAlive, k.o.Patience) }(answer)
			}
		case err := <-answer:
			answer = nil
			if err != nil && ctx.Err() == nil {
				k.o.Log.Error("a session hangs and is ended", "error", err)
				return next
			}
			k.hear()
		}
	}
	return nil
}

// settle waits for handlers of sessions that are gone: what was handed over is
// stored before the store is closed.
func (k *Supervisor) settle() {
	settled := make(chan struct{})
	go func() {
		k.late.Wait()
		close(settled)
	}()
	select {
	case <-settled:
	case <-time.After(lateLimit):
		k.o.Log.Error("what a session asked for does not end")
	}
}
