//go:build !windows && !darwin

package pick

import (
	"context"
	"errors"
	"os"
	"time"
)

// Requests and answers of a keyboard that is held.
const (
	opGrabKeyboard = 31
	modeAsync      = 1 | 1<<8 // pointer and keyboard, of 8 bits each
	grabSuccess    = 0
)

// errHeld is a keyboard that somebody else holds.
var errHeld = errors.New("pick: somebody else holds the keyboard")

// grabPause is how long a keyboard that somebody else holds is let be: the
// session before this one is about to end.
const grabPause = 200 * time.Millisecond

// HoldKeyboard keeps every key of the keyboard from everybody until ctx is
// done: from window managers, whose own combinations of keys no window can
// refuse, and from this program. It tries again while somebody else holds it,
// and returns an error where there is no X11 to ask.
func HoldKeyboard(ctx context.Context) error {
	if os.Getenv("DISPLAY") == "" {
		return ErrNoClipboard
	}
	x, err := dialX(ctx)
	if err != nil {
		return err
	}
	defer x.close()
	for {
		err := x.grabKeyboard()
		if err == nil {
			break
		}
		if !errors.Is(err, errHeld) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(grabPause):
		}
	}
	for { // the keys that come are nobody's
		if _, err := x.packet(); err != nil {
			return errors.Join(ctx.Err(), err)
		}
		x.later = nil
	}
}

// grabKeyboard asks for the keyboard, with the root window as the one that gets
// its keys (X11 core protocol, GrabKeyboard).
func (x *xConn) grabKeyboard() error {
	r, err := x.ask(opGrabKeyboard, 0, x.root, currentTime, modeAsync)
	if err == nil && r[1] != grabSuccess {
		err = errHeld
	}
	return err
}
