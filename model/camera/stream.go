package camera

import (
	"context"
	"image"
	"runtime"
	"sync"
	"time"

	"truename/model"
)

// A shot is a picture as it came from a device, in memory of its own: it is
// decoded only if somebody wants it.
type shot func() (image.Image, error)

// A device is an open camera. Its methods are called on one goroutine, and on
// one thread of the system.
type device interface {
	// shoot waits for the next picture, at most a second or so; nil if none came.
	// Errors are final.
	shoot() (shot, error)
	close()
}

const (
	silence    = 5 * time.Second // without a picture, after which a camera is gone
	patience   = 2 * time.Second // of Close
	mostSpoilt = 30              // pictures in a row that cannot be decoded
)

// A live is a Stream over a device.
type live struct {
	stop context.CancelFunc
	over chan struct{} // closed when the device is

	mu   sync.Mutex
	last shot // that nobody has taken yet; nil: none
	err  error
	news chan struct{} // holds one while there is something new
}

// start opens a device and takes its pictures until it is closed.
func start(ctx context.Context, open func() (device, error)) (Stream, error) {
	run, stop := context.WithCancel(context.Background())
	l := &live{stop: stop, over: make(chan struct{}), news: make(chan struct{}, 1)}
	opened := make(chan error, 1)
	go func() {
		defer close(l.over)
		runtime.LockOSThread() // COM belongs to a thread
		defer runtime.UnlockOSThread()
		d, err := open()
		opened <- err
		if err == nil {
			defer d.close()
			l.run(run, d)
		}
	}()
	select {
	case err := <-opened:
		if err != nil {
			stop()
			return nil, err
		}
		return l, nil
	case <-ctx.Done(): // it closes itself once it is open
		stop()
		return nil, ctx.Err()
	}
}

func (l *live) run(ctx context.Context, d device) {
	heard := time.Now()
	for ctx.Err() == nil {
		s, err := d.shoot()
		switch {
		case err != nil:
		case s != nil:
			heard = time.Now()
		case time.Since(heard) > silence:
			err = gone("no picture for a while")
		default:
			continue
		}
		l.put(s, err)
		if err != nil {
			return
		}
	}
}

// put replaces what nobody has taken.
func (l *live) put(s shot, err error) {
	l.mu.Lock()
	l.last, l.err = s, err
	l.mu.Unlock()
	select {
	case l.news <- struct{}{}:
	default:
	}
}

// take is the latest picture, nil if there is none that is new.
func (l *live) take() (s shot, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s, l.last = l.last, nil
	return s, l.err
}

// Next implements Stream.
func (l *live) Next(ctx context.Context) (image.Image, error) {
	for spoilt := 0; ; {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-l.over:
			if _, err := l.take(); err != nil {
				return nil, err
			}
			return nil, gone("closed")
		case <-l.news:
		}
		s, err := l.take()
		if err != nil {
			return nil, err
		}
		if s == nil {
			continue
		}
		img, err := s()
		if err == nil {
			return img, nil
		}
		if spoilt++; spoilt > mostSpoilt { // the first ones of a camera often are
			return nil, model.Fail(model.CodeCameraGone, err)
		}
	}
}

// Close implements Stream.
func (l *live) Close() error {
	l.stop()
	select {
	case <-l.over:
	case <-time.After(patience):
	}
	return nil
}
