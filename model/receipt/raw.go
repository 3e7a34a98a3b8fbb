package receipt

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"truename/model"
)

// How long a receipt printer on the network may take: to be reached, to say how
// it is (many never do), and to say that all is on paper.
const (
	reachTime  = 5 * time.Second
	answerTime = time.Second
	finishTime = 6 * time.Second
)

// sendBuffer is how many bytes wait in this machine for a printer on the
// network: few, so that what was taken is nearly what was printed.
const sendBuffer = 16 << 10

var (
	errPaper = errors.New("receipt: the printer has no paper, or its cover is open")
	errState = errors.New("receipt: the printer reports a fault")
	errLate  = errors.New("receipt: the printer takes no more")
)

// PrintRaw sends b as it is (see EscPos) to a receipt printer: a device such as
// /dev/usb/lp0, which must be a character device below /dev (a serial port has to
// be set up before), or an address such as tcp://10.0.0.5:9100. It asks the printer how it is, as far as it tells, and
// returns when the printer has taken everything; what it had not taken when ctx
// or thirty seconds were over is dropped. It never hangs. The code of an error
// is CodePaper if the printer says that it has no paper, else CodePrinter, or
// CodeUsage for what cannot be a target. No error repeats the target.
func PrintRaw(ctx context.Context, target string, b []byte) error {
	if len(b) == 0 || len(b) > maxDocument {
		return usage("not a slip to print")
	}
	return raw(ctx, target, b)
}

// readyRaw asks the printer how it is, and sends nothing to print.
func readyRaw(ctx context.Context, target string) error { return raw(ctx, target, nil) }

func raw(ctx context.Context, target string, b []byte) error {
	ctx, stop := context.WithTimeout(ctx, printTime)
	defer stop()
	address, network, err := targetOf(target)
	switch {
	case err != nil:
		return err
	case network:
		err = printNetwork(ctx, address, b)
	default:
		err = printDevice(ctx, address, b)
	}
	return coded(err)
}

// coded is err with the code that people get a sentence for.
func coded(err error) error {
	switch {
	case err == nil, model.CodeOf(err) != "":
		return err
	case errors.Is(err, errPaper):
		return model.Fail(model.CodePaper, err)
	}
	return refused(err)
}

// targetOf is the address of a printer on the network, or the path of a device.
func targetOf(target string) (address string, network bool, err error) {
	if strings.HasPrefix(target, "/dev/") && !strings.ContainsRune(target, 0) {
		return target, false, nil
	}
	u, err := url.Parse(target)
	if err != nil || u.Scheme != "tcp" || u.Hostname() == "" || target != "tcp://"+u.Host {
		return "", false, errTarget
	}
	if port, err := strconv.ParseUint(u.Port(), 10, 16); err != nil || port == 0 {
		return "", false, errTarget
	}
	return u.Host, true, nil
}

var errTarget = usage("a printer is a device such as /dev/usb/lp0 or an address such as tcp://10.0.0.5:9100")

// printNetwork prints on a printer that listens; without b it only asks.
func printNetwork(ctx context.Context, address string, b []byte) error {
	conn, err := (&net.Dialer{Timeout: reachTime}).DialContext(ctx, "tcp", address)
	if err != nil {
		return errors.New("receipt: the printer cannot be reached")
	}
	l := line{conn.(*net.TCPConn)}
	defer l.Close()
	defer context.AfterFunc(ctx, func() { l.SetDeadline(time.Unix(1, 0)) })()
	l.SetWriteBuffer(sendBuffer) // where it cannot be set, more waits
	tells, err := l.state(ctx)
	if err != nil || len(b) == 0 {
		return err
	}
	n, err := l.write(ctx, b)
	if err != nil {
		return fmt.Errorf("%w: after %d of %d bytes", errLate, n, len(b))
	}
	if tells {
		return l.finished(ctx)
	}
	return ctx.Err()
}

// A line is a connection to a printer.
type line struct{ *net.TCPConn }

// write sends b; there is time until ctx ends.
func (l line) write(ctx context.Context, b []byte) (int, error) {
	until, _ := ctx.Deadline()
	l.SetDeadline(until)
	if err := ctx.Err(); err != nil { // it may have ended before the line above
		return 0, err
	}
	return l.Write(b)
}

// What a printer answers at once, whatever it is doing (DLE EOT n), and what it
// answers when it comes to it (GS r 1), as one byte each.
var (
	askOffline = []byte{dle, eot, 2}
	askPaper   = []byte{dle, eot, 4}
	askDone    = []byte{0x1d, 'r', 1}
)

// state asks for cover, faults and paper. tells is whether the printer answers
// such questions at all.
func (l line) state(ctx context.Context) (tells bool, err error) {
	for _, ask := range [][]byte{askPaper, askOffline} {
		b, ok := l.ask(ctx, ask, answerTime)
		switch {
		case ctx.Err() != nil:
			return tells, errLate
		case !ok:
			return tells, nil
		case b&0x93 != 0x12: // not the form of such an answer
			continue
		}
		tells = true
		if err := complaint(ask[2], b); err != nil {
			return true, err
		}
	}
	return tells, nil
}

// complaint is what an answer to DLE EOT n says is wrong.
func complaint(n, answer byte) error {
	switch {
	case n == 4 && answer&0x60 != 0, n == 2 && answer&0x24 != 0:
		return errPaper
	case n == 2 && answer&0x40 != 0:
		return errState
	}
	return nil
}

// finished waits until the printer says that it has done all. One that does not
// know the question is asked how it is: in order is enough.
func (l line) finished(ctx context.Context) error {
	if b, ok := l.ask(ctx, askDone, finishTime); ok && b&0x93 != 0x12 {
		if b&0x0c != 0 {
			return errPaper
		}
		return nil
	}
	tells, err := l.state(ctx)
	if err == nil && !tells {
		err = errLate
	}
	return err
}

// ask sends a question and returns the byte that comes back in time.
func (l line) ask(ctx context.Context, question []byte, wait time.Duration) (byte, bool) {
	until := time.Now().Add(wait)
	if end, ok := ctx.Deadline(); ok && end.Before(until) {
		until = end
	}
	l.SetDeadline(until)
	if ctx.Err() != nil { // it may have ended before the line above
		return 0, false
	}
	if _, err := l.Write(question); err != nil {
		return 0, false
	}
	var b [1]byte
	n, err := l.Read(b[:])
	return b[0], n == 1 && err == nil
}
