//go:build !windows

package receipt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// The programs of CUPS.
const (
	lister  = "lpstat"
	spooler = "lp"
)

// Fileless reports whether Print hands a document over without a file: then it
// can be one that nobody may find on the disk.
const Fileless = true

// maxOutput is how many bytes are kept of what a program says.
const maxOutput = 64 << 10

// afterKill is how long a program that was stopped may keep its output open,
// through a child of its own.
const afterKill = time.Second / 2

// list asks lpstat for the destinations (-e) and the default one (-d). Where it
// is missing or fails, what it said counts: it also fails when it has nothing
// to name, and when no scheduler runs. Only no answer is an error.
func list(ctx context.Context) (names []string, standard string, err error) {
	out, _ := call(ctx, nil, lister, "-e")
	for line := range strings.Lines(out) {
		if name, whole := strings.CutSuffix(line, "\n"); whole {
			names = append(names, name)
		}
	}
	if len(names) > 1 {
		out, _ = call(ctx, nil, lister, "-d")
		standard = named(out, names)
	}
	if ctx.Err() != nil {
		return nil, "", fmt.Errorf("receipt: %s: %w", lister, ctx.Err())
	}
	return names, standard, nil
}

// named is the one of names that a line of lpstat -d ends with, or "". The line
// is "system default destination: Office", on macOS maybe in the person's
// language in spite of the environment; if there is none it has no colon.
func named(line string, names []string) (found string) {
	for _, n := range names {
		before, ends := strings.CutSuffix(strings.TrimSpace(line), n)
		before = strings.TrimSpace(before)
		if ends && len(n) > len(found) && (strings.HasSuffix(before, ":") || strings.HasSuffix(before, "：")) {
			found = n
		}
	}
	return found
}

// queueState asks lpstat how a queue is: whether it takes jobs (-a), whether it
// prints them (-p), and what its printer reports (-l). Without an answer there is
// no such queue, or no scheduler.
func queueState(ctx context.Context, printer string) error {
	queue, _, _ := strings.Cut(printer, "/") // an instance has the state of its queue
	accepts, _ := call(ctx, nil, lister, "-a", queue)
	prints, _ := call(ctx, nil, lister, "-l", "-p", queue)
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("receipt: %s: %w", lister, ctx.Err())
	case strings.HasPrefix(accepts, queue+" not accepting "):
		return errRefuses
	case !strings.HasPrefix(accepts, queue+" accepting "):
		return errQueue
	case strings.HasPrefix(prints, "printer "+queue+" disabled "):
		return errStopped
	}
	return alerts(prints)
}

// alerts is what the line of alerts says is wrong (RFC 8011, 5.4.12). What ends
// in -warning or -report does not keep a printer from printing; that it has no
// paper does, and some only warn of it.
func alerts(long string) error {
	for text := range strings.Lines(long) {
		reasons, ok := strings.CutPrefix(strings.TrimSpace(text), "Alerts: ")
		if !ok {
			continue
		}
		for _, reason := range strings.FieldsFunc(reasons, func(r rune) bool { return r == ' ' || r == ',' }) {
			switch {
			case strings.HasPrefix(reason, "media-empty"), strings.HasPrefix(reason, "media-needed"):
				return errPaper
			case strings.HasPrefix(reason, "offline"), strings.HasSuffix(reason, "-error"):
				return errState
			}
		}
	}
	return nil
}

// send gives the document to lp on its standard input.
func send(ctx context.Context, printer string, pdf []byte) error {
	_, err := call(ctx, bytes.NewReader(pdf), spooler, "-d", printer, "-t", jobTitle, "-")
	var exit *exec.ExitError
	switch {
	case err == nil, errors.Is(err, exec.ErrWaitDelay): // it ended well; a child kept its output open
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("receipt: %s: %w", spooler, ctx.Err())
	case errors.As(err, &exit):
		return fmt.Errorf("receipt: %s: exit code %d", spooler, exit.ExitCode())
	}
	return fmt.Errorf("receipt: %s cannot be started", spooler)
}

// call runs a program, without a shell and in English, and returns the beginning
// of what it said on standard output. What it says on standard error is
// dropped: it may name a printer, and so a person.
func call(ctx context.Context, in io.Reader, name string, args ...string) (string, error) {
	var out bounded
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	cmd.Stdin, cmd.Stdout = in, &out
	cmd.WaitDelay = afterKill
	err := cmd.Run()
	return out.kept.String(), err
}

// bounded keeps the first maxOutput bytes and drops the rest. Its buffer is not
// embedded: that one reads by itself, without a bound.
type bounded struct{ kept bytes.Buffer }

// Write takes all of b.
func (w *bounded) Write(b []byte) (int, error) {
	w.kept.Write(b[:min(len(b), maxOutput-w.kept.Len())])
	return len(b), nil
}
