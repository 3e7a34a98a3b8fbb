package eyes

import (
	"context"
	"time"

	"truename/model"
	"truename/model/ocr"
	"truename/model/photo"
)

// A Watch is told what is found as soon as it is known, on the goroutine of
// Look. Its functions may be nil.
type Watch struct {
	Card    func(outline [4][2]float64) // corners in parts of the photograph
	Finding func(model.Finding)
}

// Look looks at src, given as the photograph of a side (NoSide: either). What
// is wrong with a photograph is no error: errors are those of ctx, and of nets
// that do not run.
func (e *Eyes) Look(ctx context.Context, src *photo.Source, side model.Side, w Watch) (Seen, error) {
	l := &look{Eyes: e, ctx: ctx, src: src, side: side, watch: w, took: map[string]time.Duration{}}
	l.report = model.Report{Side: model.NoSide, Grade: model.Good, Findings: []model.Finding{}}
	defer func(start time.Time) { l.lap("total", start) }(time.Now())
	l.size()
	s, err := l.choose()
	if err != nil {
		return Seen{}, err
	}
	s, card, err := l.readIn(s)
	if err != nil {
		return Seen{}, err
	}
	if card == nil {
		if err := l.nothing(s); err != nil {
			return Seen{}, err
		}
		return Seen{l.report, model.Reading{}, l.took}, nil
	}
	if err := l.judge(s, card); err != nil {
		return Seen{}, err
	}
	if err := ctx.Err(); err != nil {
		return Seen{}, err
	}
	reading := card.Reading
	if l.report.Side == model.NoSide {
		reading = model.Reading{} // nothing that stands on something else
	}
	return Seen{l.report, reading, l.took}, nil
}

// readIn reads the card in s, or, where s holds what looks like one and has no
// label, the one that the labels on the photograph tell of. The card is nil if s
// holds nothing like one.
func (l *look) readIn(s *sight) (*sight, *ocr.Card, error) {
	if s == nil || s.fit.Score <= leastFit {
		return s, nil, nil
	}
	l.outline(s)
	card, err := l.read(s)
	if err != nil || card.Side != model.NoSide {
		return s, card, err
	}
	other, read, err := l.elsewhere(s)
	if err != nil || other == nil {
		return s, card, err
	}
	l.outline(other)
	return other, read, nil
}

// quad is where the card of a sight lies, from its own top left.
func (s *sight) quad() photo.Quad {
	if s.fit.UpsideDown {
		return photo.HalfTurn(s.place.Quad)
	}
	return s.place.Quad
}

// outline reports where the card was found.
func (l *look) outline(s *sight) {
	l.report.Quad = l.src.Outline(s.quad())
	if l.watch.Card != nil {
		l.watch.Card(*l.report.Quad)
	}
}

// read reads the card in s. Where its labels say that it lies elsewhere, its
// outline is moved; if it was far off, or something could not be read, it is
// read once more.
func (l *look) read(s *sight) (*ocr.Card, error) {
	card, err := l.readAs(s)
	if err != nil {
		return nil, err
	}
	off := l.hang(s, card)
	if off == 0 {
		return card, nil
	}
	defer l.outline(s)
	if off < offView && len(unread(card)) == 0 && card.Side != model.NoSide {
		return card, nil
	}
	again, err := l.at(s.place)
	if err != nil || again.fit.Side != s.fit.Side || again.fit.UpsideDown {
		return card, err
	}
	second, err := l.readAs(again)
	if err != nil || len(unread(second)) > len(unread(card)) {
		return card, err
	}
	l.hang(again, second)
	*s = *again
	return second, nil
}

func (l *look) readAs(s *sight) (*ocr.Card, error) {
	defer l.lap("read", time.Now())
	if !s.sure() { // the layout does not tell which way is up
		down, err := l.reader.UpsideDown(l.ctx, s.card, s.boxes)
		if err != nil {
			return nil, err
		}
		s.fit.UpsideDown = down > 0.5
	}
	s.fit.Doubtful = s.place.Score < doubtful
	card, err := l.reader.ReadCard(l.ctx, s.card, s.boxes, s.fit)
	if err != nil || card.Side != model.NoSide || !s.sure() {
		return card, err
	}
	down, err := l.reader.UpsideDown(l.ctx, card.Picture, s.boxes)
	if err != nil || down <= surelyDown {
		return card, err
	}
	return l.turned(s)
}

// surelyDown is how sure it must be that lines stand on their heads, against
// the layout.
const surelyDown = 0.8

// turned reads a card once more that was read on its head: the layout of
// another card was taken for its own.
func (l *look) turned(s *sight) (*ocr.Card, error) {
	if s.fit.UpsideDown { // so the boxes have been turned
		for i, b := range s.boxes {
			s.boxes[i] = b.HalfTurn(photo.CardWidth, photo.CardHeight)
		}
	}
	s.fit.UpsideDown = !s.fit.UpsideDown
	return l.reader.ReadCard(l.ctx, s.card, s.boxes, s.fit)
}

// needed are the fields without which a photograph is of no use, and helpful
// those that the desk compares.
var (
	needed = map[model.Side][]string{
		model.Front: {model.ReadNumber, model.ReadName},
		model.Back:  {model.ReadFrom, model.ReadUntil, model.ReadAuthority},
	}
	helpful = map[model.Side][]string{
		model.Front: {model.ReadAddress, model.ReadBirth, model.ReadSex},
	}
)

// wanting are the needed fields of a card.
func wanting(card *ocr.Card) []string {
	if card.Kind == ocr.Foreign && card.Side == model.Back {
		return []string{model.ReadAuthority} // its validity is on the other side
	}
	return needed[card.Side]
}

// unread are the needed fields that cannot be read.
func unread(card *ocr.Card) (out []string) {
	for _, f := range wanting(card) {
		if !legible(card.Reading[f], f) && (f != model.ReadName || !strangeName(card)) {
			out = append(out, f)
		}
	}
	return out
}

// strangeName reports whether most characters of the name that were not read
// look like some that the reader does not know: no photograph would help.
func strangeName(card *ocr.Card) bool {
	blank := 0
	for _, c := range card.Reading[model.ReadName].Chars {
		if c.Text == "" {
			blank++
		}
	}
	return blank > 0 && 2*card.Strange >= blank
}

// legible reports whether a field can be read: a number or a day wholly, text
// for the most part, since rare characters are no fault of the photograph.
func legible(f model.ReadField, name string) bool {
	switch name {
	case model.ReadNumber, model.ReadFrom, model.ReadUntil, model.ReadBirth, model.ReadSex:
		return f.Text != ""
	case model.ReadName:
		if f.Text != "" { // each character has been held against the print
			return true
		}
	}
	sum, n := 0.0, 0
	for _, c := range f.Chars {
		if c.Text != "" {
			sum, n = sum+c.Confidence, n+1
		}
	}
	return n > 0 && sum/float64(n) >= 0.6
}
