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
	// PDF is the receipt as a file, in a language; at a kiosk, as its printer takes
	// it.
	PDF func(r model.Receipt, language string) ([]byte, error)
	// Certificate is the page of a certificate, in a language.
	Certificate func(c model.Certificate, language string) ([]byte, error)
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
	*Paper
	Receipt model.Receipt
	qr      image.Image
	noQR    bool // it cannot be drawn
}

const (
	qrSize      = 480 // pixels
	qrSide      = 168 // dp
	qrSideKiosk = 240 // there it is photographed from where one stands
)

// NewSlip makes the slip of r; draw is called when it looks different.
func NewSlip(b *Bench, p SlipParts, r model.Receipt, draw func()) *Slip {
	s := &Slip{Receipt: r}
	s.Paper = NewPaper(b, p, func(language string) ([]byte, error) { return p.PDF(s.Receipt, language) }, draw)
	code := func(context.Context, func(float64)) (image.Image, error) { return p.QR(r.Reference, qrSize) }
	Start(b.Jobs, code, nil, func(img image.Image, err error) {
		s.qr, s.noQR = img, err != nil // the reference is readable without
		draw()
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
	if s.noQR {
		return Card(facts)
	}
	// Its place is kept until it comes: what stands below must not move away from
	// under a finger.
	side := float32(qrSide)
	if b.Kiosk {
		side = qrSideKiosk
	}
	code := container.NewCenter(Picture(s.qr, side, side))
	return Card(container.New(&pair{least: 280}, facts, code))
}
