package eyes

import (
	"math"

	"truename/model"
	"truename/model/ocr"
	"truename/model/photo"
)

// A second card is looked for among the other outlines, on few pixels.
const (
	mostOthers  = 2
	otherScore  = 0.75 // of an outline that may be a card's
	otherFit    = 0.60
	otherWidth  = 320
	otherHeight = 192
)

// others looks for a second card: of the same side (several), or of the other
// one (both sides in one photograph).
func (l *look) others(s *sight) error {
	tried := 0
	for _, p := range l.places {
		if tried == mostOthers {
			break
		}
		if p.Frame || p.Score < otherScore || !apart(p.Quad, s.place.Quad) || !similarSize(p.Quad, s.place.Quad) {
			continue
		}
		tried++
		fit, err := l.glance(p)
		if err != nil {
			return err
		}
		if fit.Score < otherFit {
			continue
		}
		f := model.Finding{Code: model.FindingSeveral, Weight: model.Fault, Value: 2, Limit: 1}
		if fit.Side != s.fit.Side {
			f.Code = model.FindingBothSides
		}
		other := &view{look: l, s: &sight{place: p}}
		l.tell(other.seenAt(f, whole))
		return nil
	}
	return nil
}

// glance judges a place by its print alone, on few pixels.
func (l *look) glance(p photo.Candidate) (ocr.Fit, error) {
	card := l.src.Straighten(p.Quad, otherWidth, otherHeight)
	boxes, err := l.reader.Boxes(l.ctx, card, otherWidth, otherHeight, 2)
	return ocr.Judge(boxes, otherWidth, otherHeight), err
}

// apart reports whether the middle of one lies well outside of the other.
func apart(a, b photo.Quad) bool {
	ax, ay := middle(a)
	bx, by := middle(b)
	return math.Hypot(ax-bx, ay-by) > 0.5*min(photo.Length(a), photo.Length(b))
}

func middle(q photo.Quad) (x, y float64) {
	for _, c := range q {
		x, y = x+c[0]/4, y+c[1]/4
	}
	return x, y
}

// similarSize reports whether two places may be cards in one photograph.
func similarSize(a, b photo.Quad) bool {
	k := photo.Length(a) / photo.Length(b)
	return k > 0.5 && k < 2
}
