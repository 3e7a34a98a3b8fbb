package eyes

import (
	"cmp"
	"math"
	"slices"
	"time"

	"truename/model"
	"truename/model/ocr"
	"truename/model/photo"
)

// leastFit is the fit below which a place is no card.
const leastFit = 0.40

// choose finds the place where a card lies: nil if there is none. Outlines
// come first, since they are exact; what is inside decides. Where no outline
// holds a card, the print of the whole photograph tells where it must lie.
func (l *look) choose() (*sight, error) {
	start := time.Now()
	places, err := l.src.Candidates(l.ctx)
	l.lap("find", start)
	if err != nil {
		return nil, err
	}
	l.places = places
	var first *sight
	if len(places) > 0 && !places[0].Frame {
		if first, err = l.at(places[0]); err != nil {
			return nil, err
		}
		if first.sure() {
			return l.closest(first, places)
		}
		l.first = first
	}
	return l.second(first, places)
}

// closest is s, or a place much like it that fits better: the edge of a
// sleeve, or of the print within, is easily taken for the card's.
func (l *look) closest(s *sight, places []photo.Candidate) (*sight, error) {
	seen := lifted(s.boxes, s.place.Quad)
	best, at := worth(s.place, s.fit), s.place
	for _, p := range places {
		if p.Frame || p.Quad == s.place.Quad || !alike(p.Quad, s.place.Quad) {
			continue
		}
		if f := ocr.Judge(flat(seen, p.Quad), photo.CardWidth, photo.CardHeight); worth(p, f) > best+0.02 {
			best, at = worth(p, f), p
		}
	}
	if at.Quad == s.place.Quad {
		return s, nil
	}
	return l.at(at)
}

// worth weighs what is inside against the outline.
func worth(p photo.Candidate, f ocr.Fit) float64 {
	return f.Score - 4*f.Off + 0.5*p.Score
}

// alike reports whether two quadrilaterals share most of their place.
func alike(a, b photo.Quad) bool {
	long := math.Hypot(a[1][0]-a[0][0], a[1][1]-a[0][1])
	for i := range a {
		if math.Hypot(a[i][0]-b[i][0], a[i][1]-b[i][1]) > 0.15*long {
			return false
		}
	}
	return true
}

// lifted are boxes of a card that lies in q, as they are on the picture.
func lifted(boxes []ocr.Box, q photo.Quad) []ocr.Box {
	return carried(boxes, photo.Lift(q, photo.CardWidth, photo.CardHeight))
}

// second looks at the whole photograph when the first outline does not hold a
// card: at the outlines into which its print fits best and, if there are none,
// where the labels of a card say that it lies.
func (l *look) second(first *sight, places []photo.Candidate) (*sight, error) {
	seen, err := l.text()
	if err != nil || len(seen) == 0 {
		return first, err
	}
	best := first
	for _, p := range l.fitting(seen, places, first) {
		s, err := l.at(p)
		if err != nil {
			return nil, err
		}
		if best == nil || s.fit.Score > best.fit.Score {
			best = s
		}
		if best.sure() {
			return best, nil
		}
	}
	s, err := l.labelled(seen, mostRead)
	if err != nil {
		return nil, err
	}
	if s != nil && (best == nil || s.fit.Score > best.fit.Score) {
		best = s
	}
	return best, nil
}

// labelled is the place where the labels of a card, among these lines of the
// photograph, say that it lies; nil if they do not.
func (l *look) labelled(seen []ocr.Box, most int) (*sight, error) {
	lines, err := l.readAt(seen, most)
	if err != nil {
		return nil, err
	}
	l.lines = lines
	var s *sight
	if q, ok := hung(firm(exactly(lines))); ok {
		if s, err = l.at(l.refined(q, 0.035)); err != nil || s.sure() {
			return s, err
		}
	}
	near, err := l.nearer(lines)
	if err != nil || near == nil || s != nil && s.fit.Score >= near.fit.Score {
		return s, err
	}
	return near, nil
}

// elsewhere looks for the card where s, which was chosen by its layout, has no
// labels: in the clearest outline, though lines elsewhere fit the layout better, and
// where its labels say that it lies; nil if it is not found so.
func (l *look) elsewhere(s *sight) (*sight, *ocr.Card, error) {
	if f := l.first; f != nil && f != s && f.place.Score >= doubtful && f.fit.Score > leastFit {
		if card, err := l.read(f); err != nil || card.Side != model.NoSide {
			return f, card, err
		}
	}
	seen, err := l.text()
	if err != nil || len(seen) <= len(l.lines) { // all of them were read
		return nil, nil, err
	}
	s, err = l.labelled(seen, allRead)
	if err != nil || s == nil || s.fit.Score <= leastFit {
		return nil, nil, err
	}
	card, err := l.read(s)
	if err != nil || card.Side == model.NoSide {
		return nil, nil, err
	}
	return s, card, nil
}

// refined is the place near q where the edges of the card are.
func (l *look) refined(q photo.Quad, reach float64) photo.Candidate {
	q, worth := l.src.Refine(q, reach)
	return photo.Candidate{Quad: q, Score: worth}
}

// fitting are the two outlines, other than the first, that the print fits
// best.
func (l *look) fitting(seen []ocr.Box, places []photo.Candidate, first *sight) []photo.Candidate {
	type scored struct {
		photo.Candidate
		worth float64
	}
	var out []scored
	for _, p := range places {
		if first != nil && p.Quad == first.place.Quad {
			continue
		}
		if f := ocr.Judge(flat(seen, p.Quad), photo.CardWidth, photo.CardHeight); f.Score >= leastFit {
			out = append(out, scored{p, worth(p, f)})
		}
	}
	slices.SortFunc(out, func(a, b scored) int { return cmp.Compare(b.worth, a.worth) })
	var best []photo.Candidate
	for _, s := range out[:min(2, len(out))] {
		best = append(best, s.Candidate)
	}
	return best
}
