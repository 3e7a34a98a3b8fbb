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
	Patience time.Duration // after which a session that does not answer is ended; 0: 5 s
	Every    time.Duration // how often the shown session is asked whether it is there; 0: 2 s
	Startup  time.Duration // how long a session may take to be ready; 0: 60 s
}

// A Supervisor shows one session after the other.
type Supervisor struct {
	o     Options
	pause time.Duration // before the next start, after sessions that died young

	mu    sync.Mutex
	heard time.Time // when the shown session answered last
	end   context.CancelCauseFunc
}

// errEnded is why Run ends that End has ended.
var errEnded = errors.New("kiosk: ended")

// New makes a supervisor; Run starts it.
func New(o Options) *Supervisor {
	if o.Patience == 0 {
		o.Patience = 5 * time.Second
	}
	if o.Every == 0 {
		o.Every = 2 * time.Second
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
	}()
	for next != nil && ctx.Err() == nil {
		if front != nil && !built(next, dark) {
			front.kill() // what it knew is gone before all else
		}
		if err := k.show(ctx, next); err != nil {
			k.failed(ctx, next, err)
			next = k.prepare(ctx)
			continue
		}
		if front != nil {
			front.kill()
		}
		if shown != nil {
			shown()
		}
		begun := time.Now()
		front, next = next, k.prepare(ctx)
		k.watch(ctx, front)
		switch took := time.Since(begun); {
		case took > time.Minute:
			k.pause = 0
		case took < time.Second: // it died young: the next one may as well
			k.rest(ctx)
		}
	}
	if cause := context.Cause(ctx); !errors.Is(cause, errEnded) {
		return cause
	}
	return nil
}

// dark is how long a session that is over may wait for the next one: rather a
// dark screen than somebody's data in memory.
const dark = 1500 * time.Millisecond

// built reports whether a session is ready, or becomes so soon.
func built(s *Session, soon time.Duration) bool {
	select {
	case <-s.ready:
		return true
	case <-s.gone:
		return false
	case <-time.After(soon):
		return false
	}
}

// prepare starts a session, and tries again until it works; nil if ctx is done.
func (k *Supervisor) prepare(ctx context.Context) *Session {
	for ctx.Err() == nil {
		s, err := start(k.o.Command(), k.o.Handlers, k.o.Stderr)
		if err == nil {
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
	err := s.ask(ctx, callShow, k.o.Patience)
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
	k.pause = min(max(2*k.pause, 250*time.Millisecond), 10*time.Second)
	select {
	case <-ctx.Done():
	case <-time.After(k.pause):
	}
}

// watch returns when the shown session is over: its person is done, its
// process is gone, or it does not answer.
func (k *Supervisor) watch(ctx context.Context, s *Session) {
	every := time.NewTicker(k.o.Every)
	defer every.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.done:
			return
		case <-s.gone:
			k.o.Log.Error("a session died")
			return
		case <-every.C:
			err := s.ask(ctx, callAlive, k.o.Patience)
			if errors.Is(err, errSilent) {
				k.o.Log.Error("a session hangs and is ended")
				return
			}
			if err == nil {
				k.hear()
			}
		}
	}
}
