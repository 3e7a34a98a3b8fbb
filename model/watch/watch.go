// Package watch tells the service manager (systemd) how the program is, and is
// restarted by it when the window hangs. Where nobody listens, outside of systemd
// and on other systems, everything here does nothing.
package watch

import (
	"context"
	"os"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/coreos/go-systemd/v22/daemon"
)

// maxStatus is how many bytes of a status are worth sending.
const maxStatus = 200

// Ready says that the program is up: systemd starts what waits for it.
func Ready() { send(daemon.SdNotifyReady) }

// Stopping says that the program ends because it wants to.
func Stopping() { send(daemon.SdNotifyStopping) }

// Status is what systemctl status shows: one line, in English, for operators. It
// stands in the journal's neighbourhood: nothing about a person.
func Status(text string) {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' ' // a line of its own would be another message
		}
		return r
	}, text)
	send("STATUS=" + strings.ToValidUTF8(text[:min(len(text), maxStatus)], ""))
}

// Environ is the environment for children: without what would let them speak
// for this program.
func Environ() []string {
	return slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "NOTIFY_SOCKET=") || strings.HasPrefix(v, "WATCHDOG_")
	})
}

// send drops errors: who does not listen is told nothing, and systemd itself
// finds out whom it does not hear from.
func send(state string) { daemon.SdNotify(false, state) }

// A Watchdog tells systemd at regular times that the program is alive, as long as
// that is so. The zero value is ready to be started.
type Watchdog struct {
	stop context.CancelFunc
	done chan struct{}
}

// Start begins to ask alive, at once and then twice in the time that systemd
// allows (WatchdogSec), and to pass a good answer on. alive must take the way of
// the thing that may hang: through the window's own goroutine, or to the child
// that has the window and back. It must answer nil before ctx ends; half of the
// time between two questions is given. While an answer is late no other question
// is asked and systemd hears nothing: it ends and restarts the program. alive is
// called from one goroutine at a time.
//
// It reports whether somebody listens; otherwise alive is never called. A
// Watchdog is started once.
func (w *Watchdog) Start(alive func(ctx context.Context) error) bool {
	allowed, err := daemon.SdWatchdogEnabled(false)
	if err != nil || allowed <= 0 || os.Getenv("NOTIFY_SOCKET") == "" {
		return false
	}
	ctx, stop := context.WithCancel(context.Background())
	w.stop, w.done = stop, make(chan struct{})
	go func() {
		defer close(w.done)
		watch(ctx, allowed/2, alive)
	}()
	return true
}

// Stop ends the questions; it does not wait for an answer. systemd must have been
// told that the program is stopping, or it ends it when the time is over.
func (w *Watchdog) Stop() {
	if w.stop == nil {
		return
	}
	w.stop()
	<-w.done
}

// watch asks until ctx ends.
func watch(ctx context.Context, every time.Duration, alive func(context.Context) error) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if asked(ctx, every/2, alive) {
			send(daemon.SdNotifyWatchdog)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// asked reports whether alive answered well and in time. It returns when there is
// an answer, however late, or ctx ends.
func asked(ctx context.Context, limit time.Duration, alive func(context.Context) error) bool {
	within, stop := context.WithTimeout(ctx, limit)
	defer stop()
	answer := make(chan error, 1)
	go func() { answer <- alive(within) }()
	select {
	case err := <-answer:
		return err == nil && within.Err() == nil
	case <-ctx.Done():
		return false
	}
}
