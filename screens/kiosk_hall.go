package screens

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// A Hall is the window of a session as whoever runs the sessions sees it: it is
// built and hidden until its turn comes. Show and Alive are called on other
// goroutines than the UI's.
type Hall struct {
	Shown func() // called once on the UI goroutine, when the window is shown; nil: nothing

	w       fyne.Window
	monitor int
	post    func(func())
}

// NewHall makes the hall of w, which is to fill a monitor: 1 is the first, 2 the
// other one. post runs a function on the UI goroutine.
func NewHall(w fyne.Window, monitor int, post func(func())) *Hall {
	return &Hall{w: w, monitor: monitor, post: post}
}

// composed is how long the window takes, after its first frame is drawn, to stand
// on the screen.
const composed = 120 * time.Millisecond

// Show fills the monitor with the window, and returns when it is drawn.
func (h *Hall) Show(ctx context.Context) error {
	h.post(func() {
		h.w.SetCloseIntercept(func() {}) // nobody closes it from outside
		if second, ok := h.w.(desktop.Window); ok && h.monitor == 2 {
			second.RequestFullScreenSecondary()
		} else {
			h.w.SetFullScreen(true)
		}
		h.w.Show()
		h.w.RequestFocus()
		if h.Shown != nil {
			h.Shown()
		}
	})
	if err := h.Alive(ctx); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(composed):
		return nil
	}
}

// Alive returns when the UI goroutine has answered.
func (h *Hall) Alive(ctx context.Context) error {
	answered := make(chan struct{})
	h.post(func() { close(answered) })
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-answered:
		return nil
	}
}
