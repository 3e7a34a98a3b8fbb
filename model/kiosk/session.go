package kiosk

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os/exec"
	"sync"
	"sync/atomic"
	"time"
)

// Calls between the two ends that the package itself knows.
const (
	callReady = "kiosk.ready" // session: I am built, and hidden
	callDone  = "kiosk.done"  // session: my person is done, and my screen shows nothing of them
	callShow  = "kiosk.show"  // supervisor: show yourself; answered when that is drawn
	callAlive = "kiosk.alive" // supervisor: answered by the session's window
)

// A Session is one process of a person, as the supervisor sees it.
type Session struct {
	// Trusted says that the operator has given the PIN in it.
	Trusted atomic.Bool

	cmd   *exec.Cmd
	line  *Line
	ready chan struct{} // closed when it is built
	done  chan struct{} // closed when its person is done
	gone  chan struct{} // closed when the process is over, and reaped
}

// start starts a session. Its standard error goes to stderr line by line,
// where it is a line of the log: what a crash writes could be anything.
func start(cmd *exec.Cmd, handlers func(*Session) Handlers, stderr io.Writer) (*Session, error) {
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	cmd.Stderr = &logLines{to: stderr}
	cmd.WaitDelay = time.Second
	dieWithUs(cmd)
	s := &Session{cmd: cmd, ready: make(chan struct{}), done: make(chan struct{}), gone: make(chan struct{})}
	all := Handlers{callReady: once(s.ready), callDone: once(s.done)}
	for name, h := range handlers(s) {
		all[name] = h
	}
	s.line = NewLine(out, in, all)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = s.line.Run(context.Background()) // however it ends, the session is over
		s.cmd.Process.Kill()
		s.cmd.Wait()
		close(s.gone)
	}()
	return s, nil
}

// once is a handler that closes c the first time it is called.
func once(c chan struct{}) Handler {
	var called atomic.Bool
	return Handle(func(context.Context, None) (None, error) {
		if !called.Swap(true) {
			close(c)
		}
		return None{}, nil
	})
}

// kill ends the process at once and waits until it is reaped.
func (s *Session) kill() {
	s.cmd.Process.Kill()
	<-s.gone
}

// isGone reports whether the process is over.
func (s *Session) isGone() bool {
	select {
	case <-s.gone:
		return true
	default:
		return false
	}
}

// errSilent is a session that does not answer.
var errSilent = errors.New("kiosk: a session does not answer")

// ask calls the session and waits no longer than patience.
func (s *Session) ask(ctx context.Context, name string, patience time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := s.line.Call(ctx, name, None{}, nil)
	if errors.Is(err, context.DeadlineExceeded) {
		return errSilent
	}
	return err
}

// logLines passes on lines that are JSON objects, as those of the log are.
// Everything else is dropped.
type logLines struct {
	to   io.Writer
	rest []byte
	told int // lines that were passed on
}

// Limits of what one session writes into the log: the length of a line in bytes,
// and how many. A session that is out of order must not fill the disk.
const (
	maxLine  = 16 << 10
	maxLines = 1000
)

func (l *logLines) Write(b []byte) (int, error) {
	n := len(b)
	l.rest = append(l.rest, b...)
	for {
		line, rest, whole := bytes.Cut(l.rest, []byte("\n"))
		if !whole {
			break
		}
		if bytes.HasPrefix(line, []byte("{")) && bytes.HasSuffix(line, []byte("}")) && len(line) < maxLine && l.told < maxLines {
			l.told++
			if _, err := l.to.Write(append(line, '\n')); err != nil {
				l.to = io.Discard // a log that cannot be written stops nobody
			}
		}
		l.rest = rest
	}
	if len(l.rest) > maxLine {
		l.rest = l.rest[:0]
	}
	return n, nil
}

// oneByOne lets several write whole lines to one place.
type oneByOne struct {
	mu sync.Mutex
	to io.Writer
}

func (o *oneByOne) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.to.Write(b)
}

// A Client is the line as the session has it.
type Client struct {
	*Line
	over chan struct{}
}

// Join is called by a session, with its standard input and output. show is
// called when it is to show itself, and returns when that is drawn; alive
// returns when the window has answered. When the supervisor is gone, gone is
// called: the session must end at once.
func Join(r io.Reader, w io.Writer, show, alive func(context.Context) error, gone func()) *Client {
	answer := func(f func(context.Context) error) Handler {
		return Handle(func(ctx context.Context, _ None) (None, error) { return None{}, f(ctx) })
	}
	c := &Client{NewLine(bufio.NewReader(r), w, Handlers{callShow: answer(show), callAlive: answer(alive)}), make(chan struct{})}
	go func() {
		_ = c.Run(context.Background())
		gone()
		close(c.over)
	}()
	return c
}

// Ready tells the supervisor that the session is built.
func (c *Client) Ready(ctx context.Context) error { return c.Call(ctx, callReady, None{}, nil) }

// Done tells the supervisor that the person is done. The session is killed
// when the next one is shown.
func (c *Client) Done(ctx context.Context) error { return c.Call(ctx, callDone, None{}, nil) }
