// Package eyes looks at the photograph of a card: it finds the card, reads it
// and says what is wrong with the picture. photo knows pixels, ocr knows print,
// and neither knows of the other; the order of work, and how much of it a
// photograph may cost, stand here.
package eyes

import (
	"context"
	"image"
	"time"

	"truename/model"
	"truename/model/ocr"
	"truename/model/photo"
)

// Eyes look at photographs. They do not change and may be used by several
// goroutines.
type Eyes struct{ reader *ocr.Reader }

// New uses reader to read.
func New(reader *ocr.Reader) *Eyes { return &Eyes{reader} }

// Seen is what was found on one photograph.
type Seen struct {
	Report  model.Report
	Reading model.Reading
	Took    map[string]time.Duration // by step: find, text, read, check
}

// The size at which text is looked for on a straightened card, and on the
// whole photograph (its long side), in pixels.
const (
	textWidth  = 512
	textHeight = 320
	wholeLong  = 960
)

// sureFit is the fit from which a place needs no comparison with others, and
// sureForeign that for the many rows of a foreign resident's card, some of which
// any page of print has.
const (
	sureFit     = 0.66
	sureForeign = 0.85
)

// A sight is a place where a card may lie, looked at.
type sight struct {
	place photo.Candidate
	card  *image.RGBA
	boxes []ocr.Box
	fit   ocr.Fit
}

// sure reports whether the layout of what is inside leaves no doubt.
func (s *sight) sure() bool {
	return s.fit.Score >= sureFit && (s.fit.Kind != ocr.Foreign || s.fit.Score >= sureForeign)
}

// A look is the work on one photograph.
type look struct {
	*Eyes
	ctx    context.Context
	src    *photo.Source
	side   model.Side
	watch  Watch
	took   map[string]time.Duration
	report model.Report

	places []photo.Candidate
	first  *sight     // in the first of places, where its layout left doubts
	all    []ocr.Box  // lines of text on the whole photograph, once they were looked for
	lines  []ocr.Line // of the whole photograph, where they had to be read
	steep  float64    // tilt of a clear outline in which no print can be seen, in degrees; 0 if there is none
}

func (l *look) lap(step string, since time.Time) { l.took[step] += time.Since(since) }

// at looks at one place.
func (l *look) at(c photo.Candidate) (*sight, error) {
	start := time.Now()
	s := &sight{place: c, card: l.src.Straighten(c.Quad, photo.CardWidth, photo.CardHeight)}
	l.lap("straighten", start)
	start = time.Now()
	var err error
	s.boxes, err = l.reader.Boxes(l.ctx, s.card, textWidth, textHeight, 2)
	s.fit = ocr.Judge(s.boxes, photo.CardWidth, photo.CardHeight)
	l.lap("text", start)
	return s, err
}
