//go:build !windows && !darwin

package pick

import (
	"context"
	"errors"
	"testing"
	"time"
)

// TestHoldKeyboard: who holds the keyboard has it alone, and the next one gets it
// when that ends.
func TestHoldKeyboard(t *testing.T) {
	ownDisplay(t)
	first, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error, 2)
	go func() { ended <- HoldKeyboard(first) }()
	x := must(dialX(t.Context()))
	defer x.close()
	for i := 0; ; i++ { // until the first one has it
		if err := x.grabKeyboard(); errors.Is(err, errHeld) {
			break
		} else if err != nil || i > 100 {
			t.Fatal("nobody holds the keyboard", err)
		}
		if err := x.send(32, 0, currentTime); err != nil { // UngrabKeyboard
			t.Fatal(err)
		}
		time.Sleep(20 * time.Millisecond)
	}
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the end: %v", err)
	}
	for i := 0; ; i++ {
		if x.grabKeyboard() == nil {
			return
		} else if i > 100 {
			t.Fatal("it is held after the end")
		}
		time.Sleep(20 * time.Millisecond)
	}
}
