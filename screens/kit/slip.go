package kit

import (
	"context"
	"image"

	"truename/model"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// SlipParts is what a Slip needs from below; all are called in jobs.
type SlipParts struct {
	// QR draws a reference, size pixels wide.
	QR func(reference string, size int) (image.Image, error)
	// PDF is the receipt as a file, in a language.
	PDF func(r model.Receipt, language string) ([]byte, error)
	// Printers lists the printers of this machine, the usual one first.
	Printers func(ctx context.Context) ([]string, error)
	// Print prints a PDF.
	Print func(ctx context.Context, printer string, pdf []byte) error
	// Write keeps a file, synced.
	Write func(path string, b []byte) error
}

// A Slip is a receipt on the screen, to be saved and printed. It has no number,
// name or photograph: it is made to be kept and shown.
type Slip struct {
	Receipt model.Receipt
	b       *Bench
	p       SlipParts
	draw    func() // draws the page anew
	qr      image.Image
	printer string // the usual one; "" for none
	busy    bool
	done    string // key of what was done: slip.saved, slip.printed or ""
	err     error
}

const qrSize, qrSide = 360, 168 // pixels, dp

// NewSlip makes the slip of r; draw is called when it looks different.
func NewSlip(b *Bench, p SlipParts, r model.Receipt, draw func()) *Slip {
	s := &Slip{Receipt: r, b: b, p: p, draw: draw}
	code := func(context.Context, func(float64)) (image.Image, error) { return p.QR(r.Reference, qrSize) }
	Start(b.Jobs, code, nil, func(img image.Image, err error) {
		if err == nil { // the reference is readable without
			s.qr = img
			draw()
		}
	})
	list := func(ctx context.Context, _ func(float64)) ([]string, error) { return p.Printers(ctx) }
	Start(b.Jobs, list, nil, func(names []string, err error) {
		if err == nil && len(names) > 0 { // without one there is no button
			s.printer = names[0]
			draw()
		}
	})
	return s
}

// Card is the receipt itself.
func (s *Slip) Card() fyne.CanvasObject {
	b, w, r := s.b, s.b.Words, s.Receipt
	size := SizeHeading
	if b.Scale == ScaleDouble { // large enough, and on one line
		size = theme.SizeNameText
	}
	reference := NewText(r.Reference, Style{SizeName: size, Bold: true})
	expected := b.T("slip.range", "from", w.Day(r.ExpectedFrom), "until", w.Day(r.ExpectedUntil))
	facts := Column(Muted(b.T("slip.reference")), reference,
		Row(b.T("slip.received"), w.Moment(r.Received), nil), Row(b.T("slip.expected"), expected, nil))
	if s.qr == nil {
		return Card(facts)
	}
	code := container.NewCenter(Picture(s.qr, qrSide, qrSide))
	return Card(container.New(&pair{least: 280}, facts, code))
}

// Told is what saving or printing came to, if something did.
func (s *Slip) Told() []fyne.CanvasObject {
	switch {
	case s.err != nil:
		return []fyne.CanvasObject{Alert(s.b.Words.Say(s.err))}
	case s.done != "":
		return []fyne.CanvasObject{Tick(s.b.T(s.done, "printer", s.printer))}
	}
	return nil
}

// Buttons save it, and print it where there is a printer.
func (s *Slip) Buttons() []fyne.CanvasObject {
	buttons := []fyne.CanvasObject{Secondary(s.b.T("slip.save"), s.save).With("save")}
	if s.printer != "" {
		buttons = append(buttons, Secondary(s.b.T("slip.print"), s.print).With("print"))
	}
	return buttons
}

// fileName says what the file is, and nothing about whose.
const fileName = "Truename.pdf"

func (s *Slip) save() {
	s.b.Save(s.b.T("slip.save"), fileName, func(path string, err error) {
		if err != nil || path == "" {
			s.tell("", err)
			return
		}
		s.do("slip.saved", func(context.Context) error {
			pdf, err := s.p.PDF(s.Receipt, s.b.Words.Lang)
			if err != nil {
				return err
			}
			return s.p.Write(path, pdf)
		})
	})
}

func (s *Slip) print() {
	printer := s.printer
	s.do("slip.printed", func(ctx context.Context) error {
		pdf, err := s.p.PDF(s.Receipt, s.b.Words.Lang)
		if err != nil {
			return err
		}
		return s.p.Print(ctx, printer, pdf)
	})
}

// do runs one of both at a time.
func (s *Slip) do(done string, work func(context.Context) error) {
	if s.busy {
		return
	}
	s.busy = true
	job := func(ctx context.Context, _ func(float64)) (struct{}, error) { return struct{}{}, work(ctx) }
	Start(s.b.Jobs, job, nil, func(_ struct{}, err error) {
		s.busy = false
		s.tell(done, err)
	})
}

func (s *Slip) tell(done string, err error) {
	s.done, s.err = done, err
	if err != nil {
		s.done = ""
	}
	s.draw()
}
