package kiosk_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"truename/model"
	"truename/model/kiosk"
)

// The test binary is a session where this variable says how it behaves.
const behaviour = "TRUENAME_TEST_SESSION"

func TestMain(m *testing.M) {
	if how := os.Getenv(behaviour); how != "" {
		session(how)
		return
	}
	os.Exit(m.Run())
}

// session is the process of a session.
func session(how string) {
	shown := make(chan struct{})
	show := func(context.Context) error { close(shown); return nil }
	alive := func(ctx context.Context) error {
		if how == "hang" {
			<-ctx.Done()
		}
		return nil
	}
	c := kiosk.Join(os.Stdin, os.Stdout, show, alive, func() { os.Exit(0) })
	ctx := context.Background()
	if how != "never ready" {
		c.Ready(ctx)
	}
	<-shown
	fmt.Fprintln(os.Stderr, `{"msg":"a line of the log"}`)
	fmt.Fprintln(os.Stderr, "panic: 110101199003071233")
	var from string
	c.Call(ctx, "hello", os.Getpid(), &from)
	switch how {
	case "done":
		c.Done(ctx)
	case "crash":
		os.Exit(2)
	}
	select {}
}

// A book is what sessions said, and in which order they came and went.
type book struct {
	mu   sync.Mutex
	pids []int
	told chan int // pid of each session that has said hello
}

func (b *book) handlers(*kiosk.Session) kiosk.Handlers {
	return kiosk.Handlers{"hello": kiosk.Handle(func(_ context.Context, pid int) (string, error) {
		b.mu.Lock()
		b.pids = append(b.pids, pid)
		b.mu.Unlock()
		b.told <- pid
		return "hello", nil
	})}
}

// A log keeps what sessions write on standard error.
type log struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// run runs a supervisor whose sessions behave in turn as how says, the last for
// ever, until the test is over.
func run(t *testing.T, how ...string) (*kiosk.Supervisor, *book, *log) {
	t.Helper()
	b, n := &book{told: make(chan int, 100)}, 0
	var stderr log
	k := kiosk.New(kiosk.Options{
		Command: func() *exec.Cmd {
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), behaviour+"="+how[min(n, len(how)-1)])
			n++
			return cmd
		},
		Handlers: b.handlers, Stderr: &stderr, Log: slog.New(slog.DiscardHandler),
		Patience: time.Second, Every: 100 * time.Millisecond, Startup: 3 * time.Second,
	})
	over := make(chan error)
	go func() { over <- k.Run(t.Context(), nil) }()
	t.Cleanup(func() {
		k.End()
		if err := <-over; err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, pid := range b.pids {
			if running(pid) {
				t.Errorf("the session %d outlives the supervisor", pid)
			}
		}
	})
	return k, b, &stderr
}

func running(pid int) bool {
	p, err := os.FindProcess(pid)
	return err == nil && alive(p)
}

func (b *book) next(t *testing.T) int {
	t.Helper()
	select {
	case pid := <-b.told:
		return pid
	case <-time.After(20 * time.Second):
		t.Fatal("no session came")
		return 0
	}
}

// TestSessions: whatever becomes of a session, the next one comes, and the old
// one is gone.
func TestSessions(t *testing.T) {
	for _, how := range []string{"done", "crash", "hang", "never ready"} {
		t.Run(how, func(t *testing.T) {
			if how == "never ready" {
				_, b, _ := run(t, how, "stay")
				b.next(t)
				return
			}
			_, b, _ := run(t, how, how, "stay")
			first, second, third := b.next(t), b.next(t), b.next(t)
			if first == second || second == third {
				t.Errorf("sessions %d, %d, %d are not three", first, second, third)
			}
			until(t, func() bool { return !running(first) && !running(second) })
			if !running(third) {
				t.Error("the third is gone too")
			}
		})
	}
}

func until(t *testing.T, f func() bool) {
	t.Helper()
	for range 500 {
		if f() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("nothing came of it in 5 s")
}

// TestStderr: of what a session writes only lines of the log are kept.
func TestStderr(t *testing.T) {
	k, b, stderr := run(t, "crash", "stay")
	b.next(t)
	b.next(t)
	if err := k.Alive(t.Context()); err != nil {
		t.Error(err)
	}
	if s := stderr.String(); !strings.Contains(s, "a line of the log") || strings.Contains(s, "panic") {
		t.Errorf("kept %q", s)
	}
}

// pair is both ends of a line over pipes.
func pair(t *testing.T, a, b kiosk.Handlers) (*kiosk.Line, *kiosk.Line) {
	t.Helper()
	ar, bw := io.Pipe()
	br, aw := io.Pipe()
	la, lb := kiosk.NewLine(ar, aw, a), kiosk.NewLine(br, bw, b)
	var over sync.WaitGroup
	over.Go(func() { la.Run(t.Context()) })
	over.Go(func() { lb.Run(t.Context()) })
	t.Cleanup(func() { aw.Close(); bw.Close(); over.Wait() })
	return la, lb
}

type both struct {
	Bytes []byte
	N     int
}

// TestLine: calls go both ways at once, large ones too, and errors keep their
// code and nothing else.
func TestLine(t *testing.T) {
	double := kiosk.Handle(func(_ context.Context, in both) (both, error) { return both{in.Bytes, 2 * in.N}, nil })
	fail := kiosk.Handle(func(context.Context, kiosk.None) (kiosk.None, error) {
		return kiosk.None{}, &model.Error{Code: model.CodeThrottled, Err: errors.New("110101199003071233"), Wait: time.Minute}
	})
	plain := kiosk.Handle(func(context.Context, kiosk.None) (kiosk.None, error) {
		return kiosk.None{}, errors.New("110101199003071233")
	})
	h := kiosk.Handlers{"double": double, "fail": fail, "plain": plain}
	a, b := pair(t, h, h)
	big := bytes.Repeat([]byte{1, 2, 3}, 3<<20)
	var over sync.WaitGroup
	for _, l := range []*kiosk.Line{a, b} {
		for n := range 20 {
			over.Go(func() {
				var out both
				if err := l.Call(t.Context(), "double", both{big[:n<<10], n}, &out); err != nil || out.N != 2*n || len(out.Bytes) != n<<10 {
					t.Errorf("%d: %d, %v", n, out.N, err)
				}
			})
		}
	}
	over.Wait()
	var out both
	if err := a.Call(t.Context(), "double", both{big, 1}, &out); err != nil || !bytes.Equal(out.Bytes, big) {
		t.Errorf("9 MB came back as %d bytes, %v", len(out.Bytes), err)
	}
	var far *model.Error
	if err := a.Call(t.Context(), "fail", kiosk.None{}, nil); !errors.As(err, &far) || far.Code != model.CodeThrottled || far.Wait != time.Minute || strings.Contains(err.Error(), "1101") {
		t.Errorf("an error with a code came as %v", err)
	}
	for _, name := range []string{"plain", "no such call"} {
		if err := a.Call(t.Context(), name, kiosk.None{}, nil); err == nil || strings.Contains(err.Error(), "1101") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestLineGone: who waits for an answer hears that the other end is gone.
func TestLineGone(t *testing.T) {
	r, w := io.Pipe()
	stuck, _ := io.Pipe()
	l := kiosk.NewLine(stuck, w, nil)
	go func() { io.CopyN(io.Discard, r, 10); r.Close() }()
	if err := l.Call(t.Context(), "x", strings.Repeat("y", 1000), nil); !errors.Is(err, kiosk.ErrGone) {
		t.Errorf("writing: %v", err)
	}
	in, out := io.Pipe()
	l = kiosk.NewLine(in, io.Discard, nil)
	go func() { time.Sleep(20 * time.Millisecond); out.Close() }()
	failed := make(chan error)
	go func() { failed <- l.Call(t.Context(), "x", nil, nil) }()
	if err := l.Run(t.Context()); err != nil {
		t.Error(err)
	}
	if err := <-failed; !errors.Is(err, kiosk.ErrGone) {
		t.Errorf("waiting: %v", err)
	}
}

// FuzzLine: what is no message ends the line, and never crashes it.
func FuzzLine(f *testing.F) {
	m, _ := json.Marshal(map[string]any{"id": 1, "call": "x"})
	f.Add(append([]byte{0, 0, 0, byte(len(m))}, m...))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff})
	f.Add([]byte{0, 0, 0, 2, '{', '}'})
	f.Fuzz(func(t *testing.T, b []byte) {
		var answers bytes.Buffer
		h := kiosk.Handlers{"x": kiosk.Handle(func(_ context.Context, in both) (both, error) { return in, nil })}
		kiosk.NewLine(bytes.NewReader(b), &answers, h).Run(t.Context())
	})
}
