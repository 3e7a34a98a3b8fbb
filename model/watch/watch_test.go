//go:build linux

package watch

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// A manager is systemd's end of the socket.
type manager struct {
	t    *testing.T
	conn *net.UnixConn
}

// listen makes this process a service with a watchdog of so long; 0 is none.
func listen(t *testing.T, allowed time.Duration) manager {
	t.Helper()
	name := filepath.Join(t.TempDir(), "notify")
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	t.Setenv("NOTIFY_SOCKET", name)
	t.Setenv("WATCHDOG_PID", strconv.Itoa(os.Getpid()))
	t.Setenv("WATCHDOG_USEC", "")
	if allowed > 0 {
		t.Setenv("WATCHDOG_USEC", strconv.FormatInt(allowed.Microseconds(), 10))
	}
	return manager{t, conn}
}

// hears is the next message within so long, or "".
func (m manager) hears(within time.Duration) string {
	m.t.Helper()
	m.conn.SetReadDeadline(time.Now().Add(within))
	b := make([]byte, 4096)
	n, err := m.conn.Read(b)
	if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		m.t.Fatal(err)
	}
	return string(b[:n])
}

func TestMessages(t *testing.T) {
	m := listen(t, 0)
	for _, c := range []struct {
		send func()
		want string
	}{
		{Ready, "READY=1"},
		{func() { Status("3 sessions today") }, "STATUS=3 sessions today"},
		{func() { Status("a\nREADY=1\x00") }, "STATUS=a READY=1 "},
		{func() { Status(strings.Repeat("审", 100)) }, "STATUS=" + strings.Repeat("审", 66)},
		{Stopping, "STOPPING=1"},
	} {
		c.send()
		if got := m.hears(time.Second); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// in the tests the watchdog is allowed this long.
const allowed = 200 * time.Millisecond

func TestWatchdog(t *testing.T) {
	m := listen(t, allowed)
	var w Watchdog
	if !w.Start(func(context.Context) error { return nil }) {
		t.Fatal("nobody listens")
	}
	begun := time.Now()
	for range 6 {
		if got := m.hears(allowed); got != "WATCHDOG=1" {
			t.Fatalf("%q in the time that is allowed", got)
		}
	}
	// The first comes at once, each other one after half of the time.
	if d := time.Since(begun); d < 4*allowed/2 {
		t.Errorf("six in %v", d)
	}
	w.Stop()
	for m.hears(time.Millisecond) != "" { // sent before
	}
	if got := m.hears(2 * allowed); got != "" {
		t.Errorf("%q after the end", got)
	}
}

// TestWatchdogHangs: while the window hangs, or says that it is not well, systemd
// hears nothing; when it comes back it hears again.
func TestWatchdogHangs(t *testing.T) {
	for name, sick := range map[string]func(ctx context.Context, back <-chan struct{}) error{
		"it hangs":     func(_ context.Context, back <-chan struct{}) error { <-back; return nil },
		"it gives up":  func(ctx context.Context, _ <-chan struct{}) error { <-ctx.Done(); return ctx.Err() },
		"it is late":   func(ctx context.Context, _ <-chan struct{}) error { <-ctx.Done(); return nil },
		"it is unwell": func(context.Context, <-chan struct{}) error { return errors.New("no frames") },
	} {
		t.Run(name, func(t *testing.T) {
			m := listen(t, allowed)
			var well, asking atomic.Bool
			back := make(chan struct{})
			var w Watchdog
			w.Start(func(ctx context.Context) error {
				if !asking.CompareAndSwap(false, true) {
					t.Error("asked twice at once")
				}
				defer asking.Store(false)
				if well.Load() {
					return nil
				}
				return sick(ctx, back)
			})
			if got := m.hears(3 * allowed); got != "" {
				t.Errorf("%q", got)
			}
			well.Store(true)
			close(back)
			if got := m.hears(3 * allowed); got != "WATCHDOG=1" {
				t.Errorf("%q after it came back", got)
			}
			w.Stop()
		})
	}
}

// TestWatchdogStopsAtOnce does not wait for what hangs.
func TestWatchdogStopsAtOnce(t *testing.T) {
	listen(t, time.Hour)
	hang := make(chan struct{})
	defer close(hang)
	var w Watchdog
	w.Start(func(context.Context) error { <-hang; return nil })
	stopped := make(chan struct{})
	go func() { w.Stop(); close(stopped) }()
	select {
	case <-stopped:
	case <-time.After(5 * time.Second):
		t.Error("it waits for an answer")
	}
}

func TestOutsideOfSystemd(t *testing.T) {
	for name, env := range map[string][3]string{
		"nothing":                {"", "", ""},
		"no watchdog":            {"socket", "", ""},
		"no socket":              {"", "1000000", strconv.Itoa(os.Getpid())},
		"of another process":     {"socket", "1000000", "1"},
		"a time that is none":    {"socket", "soon", ""},
		"a time that is not one": {"socket", "-1", ""},
	} {
		t.Setenv("NOTIFY_SOCKET", env[0])
		t.Setenv("WATCHDOG_USEC", env[1])
		t.Setenv("WATCHDOG_PID", env[2])
		var w Watchdog
		if w.Start(func(context.Context) error { t.Errorf("%s: asked", name); return nil }) {
			t.Errorf("%s: started", name)
		}
		Ready()
		w.Stop()
	}
}

func TestEnviron(t *testing.T) {
	listen(t, time.Second)
	t.Setenv("TRUENAME_TEST", "kept")
	env := Environ()
	if !slices.Contains(env, "TRUENAME_TEST=kept") {
		t.Error("the rest of the environment is gone")
	}
	for _, v := range env {
		if strings.HasPrefix(v, "NOTIFY_SOCKET=") || strings.HasPrefix(v, "WATCHDOG_") {
			t.Errorf("a child gets %s", v)
		}
	}
}
