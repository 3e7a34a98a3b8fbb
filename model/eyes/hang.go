package eyes

import (
	"math"
	"slices"
	"time"

	"truename/model/ocr"
	"truename/model/photo"
)

// Where the outline is doubtful, the labels that were read say how far off it
// is, in parts of the card's length.
const (
	doubtful  = 0.80  // score of an outline
	offPrint  = 0.020 // labels may stand so far from their places on a card
	offPlace  = 0.045 // an outline from which they are further away is wrong
	offSurely = 0.100 // whatever else speaks for it
	offView   = 0.050 // and so far that they have to be read again to be exact
	offMost   = 0.300 // this is no card
)

// hangBy is how far the edges are looked for from where the labels put them;
// the outline that is best of all counts.
var hangBy = []float64{0.012, 0.030, 0.050}

// hang moves a doubtful outline to where the labels of the card say that it
// must be, and onto the edges there. off is how far away that is, 0 if it
// stays.
func (l *look) hang(s *sight, card *ocr.Card) (off float64) {
	defer l.lap("hang", time.Now())
	found := exactly(card.Lines)
	q, ok := hung(found)
	if !ok || spread(found) < 0.4 {
		return 0
	}
	for i, c := range [4][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}} {
		off = max(off, math.Hypot(q[i][0]/photo.CardWidth-c[0], (q[i][1]-c[1]*photo.CardHeight)/photo.CardWidth))
	}
	if off > offMost || off < offPrint || off < offPlace && s.place.Score >= doubtful {
		return 0
	}
	own := s.quad()
	lift := photo.Lift(own, photo.CardWidth, photo.CardHeight)
	for i := range q {
		q[i] = lift(q[i])
	}
	if s.place.Frame && l.src.Outside(q) > outside.notice { // goes on where the picture ends
		s.place.Quad, s.fit.UpsideDown = q, false
		return off
	}
	place := l.refined(q, hangBy[0])
	for _, reach := range hangBy[1:] {
		if p := l.refined(q, reach); p.Score > place.Score {
			place = p
		}
	}
	for _, p := range l.places { // one of those found may be it, exactly
		if !p.Frame && p.Score > place.Score && near(p.Quad, q) {
			place = p
			place.Quad = turnedLike(p.Quad, q)
		}
	}
	if _, worth := l.src.Refine(own, 0.002); off < offPlace && place.Score < worth || off < offSurely && place.Score < worth-0.1 {
		return 0
	}
	s.place, s.fit.UpsideDown = place, false
	return off
}

// spread is how far apart the pins are, down the card: what lies beyond them is
// guessed.
func spread(pins []pin) float64 {
	low, high := 1.0, 0.0
	for _, p := range pins {
		low, high = min(low, p.card[1]), max(high, p.card[1])
	}
	return high - low
}

// near reports whether an outline may be that of a card whose labels put it at
// q.
func near(p, q photo.Quad) bool {
	p = turnedLike(p, q)
	far := 0.0
	for i := range p {
		far = max(far, math.Hypot(p[i][0]-q[i][0], p[i][1]-q[i][1]))
	}
	return far < 0.045*photo.Length(q)
}

// turnedLike is p or p turned by half, whichever begins nearer to q.
func turnedLike(p, q photo.Quad) photo.Quad {
	if h := photo.HalfTurn(p); math.Hypot(h[0][0]-q[0][0], h[0][1]-q[0][1]) < math.Hypot(p[0][0]-q[0][0], p[0][1]-q[0][1]) {
		return h
	}
	return p
}

// firm are the pins that tell both ways.
func firm(pins []pin) []pin {
	return slices.DeleteFunc(pins, func(p pin) bool { return p.loose })
}
