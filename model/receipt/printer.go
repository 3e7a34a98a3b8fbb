package receipt

import (
	"context"
	"errors"
	"runtime"
	"strings"
)

// A Printer is what an operator configured for this machine. The zero value is
// no printer: see None. It is a value without state; two may print one after
// the other, on the same device not at the same time.
type Printer struct {
	kind, target string
	width        int // of slips
}

// Kinds of printers, as they begin a setting.
const (
	kindCUPS    = "cups"
	kindWindows = "windows"
	kindSlip    = "escpos"   // paper of 80 mm
	kindNarrow  = "escpos58" // paper of 58 mm
)

// ParsePrinter reads a setting: "" for none, "cups:NAME" for a queue of CUPS,
// "windows:NAME" for one of Windows, "escpos:TARGET" for a receipt printer with
// paper of 80 mm and "escpos58:TARGET" with paper of 58 mm, where TARGET is as in
// PrintRaw. The code of an error is CodeUsage, also for a kind that this system
// does not have. Whether the printer is there is Ready's question.
func ParsePrinter(setting string) (Printer, error) { return parsePrinter(setting, runtime.GOOS) }

func parsePrinter(setting, system string) (Printer, error) {
	if setting == "" {
		return Printer{}, nil
	}
	kind, target, _ := strings.Cut(setting, ":")
	p := Printer{kind: kind, target: target}
	switch kind {
	case kindCUPS, kindWindows:
		if (kind == kindWindows) != (system == "windows") {
			return Printer{}, usage("this system has no printers of " + kind)
		}
		if !isPrinter(target) {
			return Printer{}, usage("not the name of a printer")
		}
		return p, nil
	case kindSlip, kindNarrow:
		p.width = Wide
		if kind == kindNarrow {
			p.width = Narrow
		}
		_, network, err := targetOf(target)
		if err == nil && !network && system != "linux" {
			err = usage("printers are devices on Linux alone")
		}
		if err != nil {
			return Printer{}, err
		}
		return p, nil
	}
	return Printer{}, usage(`a printer is "cups:NAME", "windows:NAME", "escpos:/dev/usb/lp0", "escpos:tcp://10.0.0.5:9100", or "" for none`)
}

// None reports whether there is no printer.
func (p Printer) None() bool { return p.kind == "" }

// Name is what people call it: that of its queue, or where it is.
func (p Printer) Name() string { return p.target }

// Names lists it, as Printers does: one, or none.
func (p Printer) Names(context.Context) ([]string, error) {
	if p.None() {
		return nil, nil
	}
	return []string{p.Name()}, nil
}

// Print prints the sheet: Make and Send.
func (p Printer) Print(ctx context.Context, s Sheet) error {
	b, err := p.Make(s)
	if err != nil {
		return err
	}
	return p.Send(ctx, b)
}

// Make is the sheet as the printer takes it: a page, or a slip. The code of an
// error is CodeUsage, for a sheet that cannot be printed and where there is no
// printer.
func (p Printer) Make(s Sheet) ([]byte, error) {
	switch p.kind {
	case kindCUPS, kindWindows:
		return PDF(s)
	case kindSlip, kindNarrow:
		return EscPos(s, p.width)
	}
	return nil, errNone
}

// Send prints what Make made, and returns when the printer (or the system's
// printing, for a queue) has it. It never hangs: after thirty seconds, or when
// ctx ends, it gives up. The code of an error is CodePaper or CodePrinter, as in
// PrintRaw and Print, or CodeUsage where there is no printer.
func (p Printer) Send(ctx context.Context, b []byte) error {
	switch p.kind {
	case kindCUPS, kindWindows:
		return Print(ctx, p.target, b)
	case kindSlip, kindNarrow:
		return PrintRaw(ctx, p.target, b)
	}
	return errNone
}

// Ready is nil if the printer could take a sheet now, as far as it tells: it can
// be reached, has paper, and its queue takes jobs. It prints nothing, and never
// hangs. The code of an error is CodePaper or CodePrinter, or CodeUsage where
// there is no printer.
func (p Printer) Ready(ctx context.Context) error {
	switch p.kind {
	case kindCUPS, kindWindows:
		ctx, stop := context.WithTimeout(ctx, listTime)
		defer stop()
		return coded(queueState(ctx, p.target))
	case kindSlip, kindNarrow:
		return readyRaw(ctx, p.target)
	}
	return errNone
}

var (
	errNone    = usage("no printer is configured")
	errQueue   = errors.New("receipt: there is no such queue")
	errRefuses = errors.New("receipt: the queue takes no jobs")
	errStopped = errors.New("receipt: the queue is stopped")
)
