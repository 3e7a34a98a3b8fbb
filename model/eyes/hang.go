package eyes

import (
	"math"
	"time"

	"truename/model/ocr"
	"truename/model/photo"
)

// Where the outline is doubtful, the labels that were read say how far off it
// is.
const (
	doubtful = 0.80  // score of an outline
	offPlace = 0.020 // of the card's length, for a corner
	hangBy   = 0.022 // how far the labels may be off themselves
)

// hang moves a doubtful outline to where the labels of the card say it must
// be, and onto the edges there.
func (l *look) hang(s *sight, card *ocr.Card) (moved bool) {
	defer l.lap("hang", time.Now())
	found := pins(card.Lines)
	q, ok := hung(found)
	if !ok || spread(found) < 0.4 {
		return false
	}
	off := 0.0
	for i, c := range [4][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}} {
		off = max(off, math.Hypot(q[i][0]-c[0]*photo.CardWidth, q[i][1]-c[1]*photo.CardHeight))
	}
	if s.place.Score >= doubtful && off < 2.5*offPlace*photo.CardWidth || off > 0.3*photo.CardWidth {
		return false
	}
	own := s.place.Quad
	if s.fit.UpsideDown {
		own = photo.HalfTurn(own)
	}
	lift := photo.Lift(own, photo.CardWidth, photo.CardHeight)
	for i := range q {
		q[i] = lift(q[i])
	}
	place := l.refined(q, hangBy)
	if _, worth := l.src.Refine(own, 0.002); place.Score < worth+0.05 {
		return false
	}
	s.place, s.fit.UpsideDown = place, false
	return true
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
