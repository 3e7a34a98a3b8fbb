package eyes

import (
	"slices"

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
		if side == model.NoSide {
			continue
		}
		f := model.Finding{Code: model.FindingSeveral, Weight: model.Fault, Value: 2, Limit: 1}
		if side != s.fit.Side {
			f.Code = model.FindingBothSides
		}
		other := &view{look: l, s: &sight{place: p}}
		l.tell(other.seenAt(f, whole))
		return nil
	}
	return nil
}

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
