package kiosk

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"truename/model"
)

// maxMessage is the length that a message may have, in bytes: a packet with
// both photographs, which JSON makes a third longer.
const maxMessage = 64 << 20

// A Handler answers a call. What it returns must have a JSON form. It may run
// beside other handlers; ctx ends with the line.
type Handler func(ctx context.Context, in json.RawMessage) (any, error)

// Handlers are those of one end of a line, by the name of the call.
type Handlers map[string]Handler

// Handle makes a Handler of f.
func Handle[In, Out any](f func(context.Context, In) (Out, error)) Handler {
	return func(ctx context.Context, raw json.RawMessage) (any, error) {
		var in In
		if len(raw) > 0 {
			if err := json.Unmarshal(raw, &in); err != nil {
				return nil, model.Fail(model.CodeUsage, errors.New("kiosk: a call that cannot be read")) // the cause could quote it
			}
		}
		return f(ctx, in)
	}
}

// None is what a call takes or gives that takes or gives nothing.
type None struct{}

// A message is a call, or the answer to one. On the pipe it is JSON behind its
// length, four bytes, the most significant first.
type message struct {
	ID    uint64          `json:"id"` // of the call, counted by who called
	Call  string          `json:"call,omitempty"`
	Body  json.RawMessage `json:"body,omitempty"`
	Error string          `json:"error,omitempty"` // code of what went wrong
	Wait  time.Duration   `json:"wait,omitempty"`  // of model.CodeThrottled
}

// errCall is what a failure without a code becomes on the other end: the text
// stays where it came from.
const errCall = "failed"

// ErrGone is what calls fail with whose other end is gone.
var ErrGone = errors.New("kiosk: the other end is gone")

// A Line carries calls both ways. Its methods may be called from any goroutine.
type Line struct {
	handlers Handlers
	in       *bufio.Reader

	out sync.Mutex // one message at a time
	w   io.Writer

	busy  sync.WaitGroup // handlers that run
	slots chan struct{}  // one for each of them

	mu    sync.Mutex
	last  uint64
	calls map[uint64]chan message // that wait for an answer
	over  bool
}

// maxCalls is how many calls of one end are answered at the same time. An end
// that has more under way is out of order: see Run.
const maxCalls = 32

// NewLine makes one end of a line; nothing is read before Run.
func NewLine(r io.Reader, w io.Writer, h Handlers) *Line {
	return &Line{handlers: h, in: bufio.NewReaderSize(r, 64<<10), w: w, slots: make(chan struct{}, maxCalls), calls: map[uint64]chan message{}}
}

// Run reads until the other end is gone, or sends what is no message, or more
// calls than it may. Then the
// context of its handlers is done, and calls under way fail with ErrGone; for
// handlers that go on nevertheless see Wait.
func (l *Line) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer l.hangUp()
	defer cancel()
	for {
		m, err := l.read()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case m.Call == "":
			l.answered(m)
		default:
			select {
			case l.slots <- struct{}{}:
			default: // nobody in order asks so much; who waits here would wait for ever
				return errors.New("kiosk: too many calls at the same time")
			}
			l.busy.Go(func() {
				l.answer(ctx, m)
				<-l.slots
			})
		}
	}
}

// Wait returns when no handler runs any more. Run must have returned.
func (l *Line) Wait() { l.busy.Wait() }

// Call asks the other end. in has a JSON form, and so has what out points to;
// out may be nil. An error that the other end gave has its code and no text.
func (l *Line) Call(ctx context.Context, name string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	id, answer, err := l.begin()
	if err != nil {
		return err
	}
	defer l.forget(id)
	if err := l.write(message{ID: id, Call: name, Body: body}); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case m, ok := <-answer:
		switch {
		case !ok:
			return ErrGone
		case m.Error != "":
			return far(name, m)
		case out == nil:
			return nil
		}
		return json.Unmarshal(m.Body, out)
	}
}

// far is the error that the other end gave.
func far(name string, m message) error {
	cause := fmt.Errorf("kiosk: %s failed at the other end", name)
	if m.Error == errCall {
		return cause
	}
	return &model.Error{Code: model.Code(m.Error), Err: cause, Wait: m.Wait}
}

func (l *Line) begin() (uint64, chan message, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over {
		return 0, nil, ErrGone
	}
	l.last++
	answer := make(chan message, 1)
	l.calls[l.last] = answer
	return l.last, answer, nil
}

func (l *Line) forget(id uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.calls, id)
}

// answered hands an answer to who waits for it; nobody waits for a call that
// was given up.
func (l *Line) answered(m message) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if answer := l.calls[m.ID]; answer != nil {
		delete(l.calls, m.ID)
		answer <- m
	}
}

func (l *Line) hangUp() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.over = true
	for id, answer := range l.calls {
		delete(l.calls, id)
		close(answer)
	}
}

// answer runs a handler; where that cannot be told, the other end is gone.
func (l *Line) answer(ctx context.Context, m message) {
	back := message{ID: m.ID}
	out, err := l.handle(ctx, m)
	clear(m.Body) // a PIN may have stood in it
	if err == nil {
		back.Body, err = json.Marshal(out)
	}
	if err != nil {
		back.Body, back.Error = nil, errCall
		if code := model.CodeOf(err); code != "" {
			back.Error = string(code)
		}
		if own := (*model.Error)(nil); errors.As(err, &own) {
			back.Wait = own.Wait
		}
	}
	_ = l.write(back)
}

func (l *Line) handle(ctx context.Context, m message) (any, error) {
	h := l.handlers[m.Call]
	if h == nil {
		return nil, model.Fail(model.CodeUsage, errors.New("kiosk: an unknown call"))
	}
	return h(ctx, m.Body)
}

func (l *Line) read() (m message, err error) {
	var size [4]byte
	if _, err := io.ReadFull(l.in, size[:]); err != nil {
		return m, ended(err)
	}
	n := binary.BigEndian.Uint32(size[:])
	if n > maxMessage {
		return m, fmt.Errorf("kiosk: a message of %d bytes", n)
	}
	b, err := io.ReadAll(io.LimitReader(l.in, int64(n))) // grows with what comes, not with what is announced
	if err != nil {
		return m, ended(err)
	}
	if len(b) < int(n) {
		return m, io.EOF
	}
	defer clear(b)
	if json.Unmarshal(b, &m) != nil {
		return m, errors.New("kiosk: not a message") // the cause could quote it
	}
	return m, nil
}

// ended makes one end of all the ways in which a pipe ends.
func ended(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.ErrClosedPipe) {
		return io.EOF
	}
	return err
}

func (l *Line) write(m message) error {
	b, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if len(b) > maxMessage {
		return model.Fail(model.CodeTooLarge, fmt.Errorf("kiosk: a message of %d bytes", len(b)))
	}
	l.out.Lock()
	defer l.out.Unlock()
	if _, err := l.w.Write(binary.BigEndian.AppendUint32(nil, uint32(len(b)))); err != nil {
		return ErrGone
	}
	if _, err := l.w.Write(b); err != nil {
		return ErrGone
	}
	return nil
}
