package kit

import (
	"context"

	"fyne.io/fyne/v2"
)

// A Paper is a page that a person saves and prints.
type Paper struct {
	b       *Bench
	p       SlipParts
	pdf     func(language string) ([]byte, error)
	draw    func() // draws the page anew
	printer string // the usual one; "" for none
	busy    bool
	done    string // key of what was done: slip.saved, slip.printed or ""
	err     error
}

// NewPaper makes a paper. pdf is called in jobs; draw is called when the paper
// has something else to say or to offer.
func NewPaper(b *Bench, p SlipParts, pdf func(language string) ([]byte, error), draw func()) *Paper {
	s := &Paper{b: b, p: p, pdf: pdf, draw: draw}
	list := func(ctx context.Context, _ func(float64)) ([]string, error) { return p.Printers(ctx) }
	Start(b.Jobs, list, nil, func(names []string, err error) {
		if err == nil && len(names) > 0 { // without one there is no button
			s.printer = names[0]
			draw()
		}
	})
	return s
}

// Told is what saving or printing came to, if something did.
func (s *Paper) Told() []fyne.CanvasObject {
	switch {
	case s.err != nil:
		return []fyne.CanvasObject{Alert(s.b.Words.Say(s.err))}
	case s.done != "":
		return []fyne.CanvasObject{Tick(s.b.T(s.done, "printer", s.printer))}
	}
	return nil
}

// Buttons save it, and print it where there is a printer.
func (s *Paper) Buttons() []fyne.CanvasObject {
	var buttons []fyne.CanvasObject
	if !s.b.Kiosk { // there nobody chooses a folder
		buttons = append(buttons, Secondary(s.b.T("slip.save"), s.save).With("save"))
	}
	if s.printer != "" {
		buttons = append(buttons, Secondary(s.b.T("slip.print"), s.print).With("print"))
	}
	return buttons
}

// fileName says what the file is, and nothing about whose.
const fileName = "Truename.pdf"

func (s *Paper) save() {
	language := s.b.Words.Lang
	s.Keep(s.b.T("slip.save"), fileName, func() ([]byte, error) { return s.pdf(language) })
}

// Keep asks where to save a file under title, suggesting name, and writes there
// what file makes in a job.
func (s *Paper) Keep(title, name string, file func() ([]byte, error)) {
	s.b.Save(title, name, func(path string, err error) {
		if err != nil || path == "" {
			s.tell("", err)
			return
		}
		s.do("slip.saved", func(context.Context) error {
			b, err := file()
			if err != nil {
				return err
			}
			return s.p.Write(path, b)
		})
	})
}

func (s *Paper) print() {
	printer, language := s.printer, s.b.Words.Lang
	s.do("slip.printed", func(ctx context.Context) error {
		pdf, err := s.pdf(language)
		if err != nil {
			return err
		}
		return s.p.Print(ctx, printer, pdf)
	})
}

// do runs one of both at a time.
func (s *Paper) do(done string, work func(context.Context) error) {
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

func (s *Paper) tell(done string, err error) {
	s.done, s.err = done, err
	if err != nil {
		s.done = ""
	}
	s.draw()
}
