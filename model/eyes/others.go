package eyes

import (
	"slices"
	"strings"

	"truename/model"
	"truename/model/ocr"
	"truename/model/photo"
)

// A second card is looked for among the other outlines, on few pixels.
const (
	mostOthers  = 2
	otherScore  = 0.20 // of an outline that may be a card's
	clearOther  = 0.75 // and of one that is
	otherFit    = 0.60
	otherWidth  = 320
	otherHeight = 192
)

// others looks for a second card: of the same side (several), or of the other
// one (both sides in one photograph).
func (l *look) others(s *sight) error {
	tried := []photo.Quad{s.place.Quad}
	for _, p := range l.places {
		near := func(q photo.Quad) bool { return !photo.Apart(p.Quad, q) }
		if p.Frame || p.Score < otherScore || !similarSize(p.Quad, s.place.Quad) || slices.ContainsFunc(tried, near) {
			continue
		}
		if tried = append(tried, p.Quad); len(tried) > 1+mostOthers {
			break
		}
		side, err := l.otherSide(p)
		if err != nil {
			return err
		}
		if side != model.NoSide {
			l.tellOther(s, p, side)
			return nil
		}
	}
	return l.otherByText(s)
}

// tellOther says that there is a second card, in p.
func (l *look) tellOther(s *sight, p photo.Candidate, side model.Side) {
	f := model.Finding{Code: model.FindingSeveral, Weight: model.Fault, Value: 2, Limit: 1}
	if side != s.fit.Side {
		f.Code = model.FindingBothSides
	}
	other := &view{look: l, s: &sight{place: p}}
	l.tell(other.seenAt(f, whole))
}

// hasBeside reports whether an outline, however poor, may be that of another
// card: on an empty ground there is none.
func (s *sight) hasBeside(p photo.Candidate) bool {
	return !p.Frame && photo.Apart(p.Quad, s.place.Quad) && similarSize(p.Quad, s.place.Quad)
}

// A second card whose outline is lost on its ground is looked for by its print,
// where there is room for two: a card takes less of the photograph than
// roomForTwo. The print is looked for on few pixels, and otherLines lines of it
// are read.
const (
	roomForTwo = 0.30
	otherLong  = 640
	otherLines = 8
)

// otherByText looks for a second card where the labels beside the first one say
// that it lies.
func (l *look) otherByText(s *sight) (err error) {
	w, h := l.src.KeptSize()
	length := photo.Length(s.place.Quad)
	if length*length*photo.CardHeight/photo.CardWidth > roomForTwo*float64(w*h) || !slices.ContainsFunc(l.places, s.hasBeside) {
		return nil
	}
	seen := l.all
	if seen == nil {
		if seen, err = l.textAt(otherLong); err != nil {
			return err
		}
	}
	lines, err := l.readAt(beside(seen, s.place.Quad), otherLines)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(lines, func(line ocr.Line) bool { return titled(line, length) }); i >= 0 {
		l.tellOther(s, photo.Candidate{Quad: corners(lines[i].Box)}, model.Back)
		return nil
	}
	q, ok := hung(firm(exactly(slices.DeleteFunc(lines, misread))))
	if !ok || !photo.Apart(q, s.place.Quad) || !similarSize(q, s.place.Quad) {
		return nil
	}
	p := l.refined(q, 0.035)
	side, err := l.otherSide(p)
	if err == nil && side != model.NoSide {
		l.tellOther(s, p, side)
	}
	return err
}

// beside are the lines outside of a card that are no larger than what is
// printed on one.
func beside(seen []ocr.Box, card photo.Quad) (out []ocr.Box) {
	flat := photo.Flatten(card, 1, 1)
	long := photo.Length(card)
	for _, b := range seen {
		if at := flat([2]float64{b.X, b.Y}); b.W < long && b.H < long*highest && (at[0] < 0 || at[0] > 1 || at[1] < 0 || at[1] > 1) {
			out = append(out, b)
		}
	}
	return out
}

// titled reports whether a line is the title that the 国徽面 of a card about so
// long has, and no sentence that speaks of one.
func titled(line ocr.Line, length float64) bool {
	text := strings.ReplaceAll(line.Text, " ", "")
	title := text == "居民身份证" || text == "中华人民共和国居民身份证" || strings.HasSuffix(text, "居民居住证") && len([]rune(text)) <= len([]rune("中华人民共和国台湾居民居住证"))
	return title && line.Box.W > shortTitle*length && line.Box.W < longTitle*length
}

// The title takes four tenths of a card's length; a second card may be seen
// from half or twice as far.
const (
	shortTitle = 0.2
	longTitle  = 0.8
)

// highest is the height of the largest line on a card of the same size as the
// first, seen from a little nearer, in parts of its length.
const highest = 0.16

// otherSide is the side of the card that lies in p, NoSide if there is none:
// where its print looks like one, its labels are read; if they cannot be, a
// clear outline is enough.
func (l *look) otherSide(p photo.Candidate) (model.Side, error) {
	fit, err := l.glance(p)
	if err != nil || fit.Score < otherFit {
		return model.NoSide, err
	}
	s, err := l.at(p)
	if err != nil {
		return model.NoSide, err
	}
	if s.fit.Score >= leastFit {
		card, err := l.readAs(s)
		if err != nil || card.Side != model.NoSide {
			return card.Side, err
		}
	}
	if p.Score >= clearOther {
		return fit.Side, nil
	}
	return model.NoSide, nil
}

// glance judges a place by its print alone, on few pixels.
func (l *look) glance(p photo.Candidate) (ocr.Fit, error) {
	card := l.src.Straighten(p.Quad, otherWidth, otherHeight)
	boxes, err := l.reader.Boxes(l.ctx, card, otherWidth, otherHeight, 2)
	return ocr.Judge(boxes, otherWidth, otherHeight), err
}

// similarSize reports whether two places may be cards in one photograph.
func similarSize(a, b photo.Quad) bool {
	k := photo.Length(a) / photo.Length(b)
	return k > 0.5 && k < 2
}
