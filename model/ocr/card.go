package ocr

import (
	"context"
	"image"
	"slices"
	"strings"

	"truename/model"
	"truename/model/memory"
)

// A Kind is how a card is laid out.
type Kind string

// The layouts: that of residents, which residence permits for Hong Kong, Macao
// and Taiwan share but for their back, which has the number of the travel
// permit in a third row; that of foreign permanent residents.
const (
	Resident Kind = "resident"
	Permit   Kind = "permit"
	Foreign  Kind = "foreign"
)

// A Card is what was read on the straightened picture of a card.
type Card struct {
	Side    model.Side // NoSide if the print is not that of a side
	Kind    Kind
	Labels  int // labels found in their places
	Reading model.Reading
	Strange int         // characters of the name that look like some which the reader does not know
	Lines   []Line      // everything read, in pixels of Picture
	Picture *image.RGBA // upright
	level   func(float64) float64
	glyphs  []glyph
	found   []anchor
}

// mostLines bounds the work on one card.
const mostLines = 26

// A fit below weakFit is most likely that of something else; so many lines are
// read to find out.
const (
	weakFit  = 0.66
	fewLines = 8
)

// mostRest is how much else is read of something that has no labels.
const mostRest = 10

// needed is how many labels in their places make a side.
const needed = 2

// ReadCard reads the straightened picture of a card with the boxes found on it
// and the fit they have. img is turned if it stands on its head.
func (r *Reader) ReadCard(ctx context.Context, img *image.RGBA, boxes []Box, fit Fit) (*Card, error) {
	w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	if fit.UpsideDown {
		img = halfTurned(img)
		for i, b := range boxes {
			boxes[i] = b.HalfTurn(w, h)
		}
	}
	c := &Card{Picture: img, Side: fit.Side, Kind: Resident, Reading: model.Reading{}}
	some, rest := wanted(boxes, fit, w, h)
	if fit.Score < weakFit { // most likely no card: a few lines will tell
		all := longest(append(some, rest...), mostLines+mostRest)
		some, rest = all[:min(fewLines, len(all))], all[min(fewLines, len(all)):]
	}
	if err := r.more(ctx, c, some); err != nil {
		return nil, err
	}
	weak, foreign := fit.Score < weakFit, IsForeign(c.Lines)
	if foreign || weak || c.Labels < needed {
		if c.Labels == 0 && weak && !foreign {
			c.Side = model.NoSide
			return c, nil
		}
		if !weak && !foreign {
			rest = longest(rest, mostRest)
		}
		if err := r.more(ctx, c, rest); err != nil { // whatever else stands there may tell what it is
			return nil, err
		}
	}
	if c.Labels < needed && !IsForeign(c.Lines) {
		c.reverse()
	}
	return c, r.fields(ctx, c)
}

// reverse takes the card for the other side if the lines that were read have the
// labels of that: by its layout alone a side may be taken for another.
func (c *Card) reverse() {
	o := &Card{Picture: c.Picture, Side: model.Back, Kind: Resident, Reading: c.Reading}
	if c.Side == model.Back {
		o.Side = model.Front
	}
	if o.take(c.Lines); o.Labels >= needed {
		*c = *o
	}
}

// more reads more lines of a card.
func (r *Reader) more(ctx context.Context, c *Card, boxes []Box) error {
	lines, err := r.Lines(ctx, c.Picture, boxes)
	if err == nil {
		c.take(append(c.Lines, lines...))
	}
	return err
}

// fields makes fields of what was read.
func (r *Reader) fields(ctx context.Context, c *Card) (err error) {
	switch {
	case IsForeign(c.Lines):
		err = r.foreign(ctx, c)
	case c.Labels < needed:
		c.Side = model.NoSide
	case c.Side == model.Back:
		c.Reading = c.back()
	default:
		c.Reading, err = r.front(ctx, c)
	}
	return err
}

// take lays out lines and finds the labels among them.
func (c *Card) take(lines []Line) {
	w, h := float64(c.Picture.Rect.Dx()), float64(c.Picture.Rect.Dy())
	c.Lines, c.glyphs = lines, inked(c.Picture, glyphsOf(lines, w, h))
	labels := frontLabels
	if c.Side == model.Back {
		labels = backLabels
		if slices.ContainsFunc(lines, onPermit) {
			c.Kind, labels = Permit, permitLabels
		}
	}
	c.found = anchors(c.glyphs, labels)
	c.Labels, c.level = len(c.found), settle(c.found)
}

// onPermit reports whether only the back of a residence permit has such a line.
func onPermit(l Line) bool {
	return strings.Contains(l.Text, "通行证") || strings.Contains(l.Text, "签发次数")
}

// wanted are the boxes where labels and fields stand: not the portrait, nor
// what lies below the number, nor the title of the back, which says nothing
// that is needed unless the outline is doubtful.
func wanted(boxes []Box, fit Fit, w, h float64) (out, rest []Box) {
	for _, b := range boxes {
		x, y := b.X/w, b.Y/h
		front := y < 0.93 && (x < 0.66 || y > 0.77)
		back := y > 0.58 && y < 0.95 || fit.Doubtful && b.W > 0.25*w
		if fit.Kind == Foreign && y < 0.93 || fit.Side == model.Front && front || fit.Side == model.Back && back {
			out = append(out, b)
		} else {
			rest = append(rest, b)
		}
	}
	if len(out) > mostLines {
		out = longest(out, mostLines)
	}
	return out, longest(rest, mostLines)
}

// halfTurned is img turned by half a turn.
func halfTurned(img *image.RGBA) *image.RGBA {
	out := memory.RGBA(img.Rect)
	n := len(img.Pix) / 4
	for i := range n {
		copy(out.Pix[4*(n-1-i):4*(n-i)], img.Pix[4*i:4*i+4])
	}
	return out
}

// look reads the place z of the card once more, for a short field that was
// not found as a line of its own.
func (r *Reader) look(ctx context.Context, c *Card, z zone) ([]glyph, error) {
	w, h := float64(c.Picture.Rect.Dx()), float64(c.Picture.Rect.Dy())
	b := Box{X: (z.x0 + z.x1) / 2 * w, Y: (z.y0 + z.y1) / 2 * h, W: (z.x1 - z.x0) * w, H: (z.y1 - z.y0) * h}
	l, err := r.Line(ctx, c.Picture, b)
	if err != nil {
		return nil, err
	}
	return glyphsOf([]Line{l}, w, h), nil
}
