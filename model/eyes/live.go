package eyes

import (
	"context"
	"image"
	"math"
	"time"

	"truename/model"
	"truename/model/ocr"
	"truename/model/photo"
)

// A Live judges the frames of a camera, so far as that can be done while they
// come, and says when to take the photograph. It belongs to one goroutine.
type Live struct {
	eyes   *Eyes
	side   model.Side
	before photo.Quad // where the card was in the frame before; zero: nowhere
	anchor photo.Quad // where it lay when all began to be well
	since  time.Time  // all is well; zero: it is not
	card   verdict    // of what was read since then
	asked  time.Time  // when that was tried last
	sharp  float64    // how sharp it was when all began to be well
}

// A verdict is whether an outline holds a card.
type verdict int

const (
	unasked verdict = iota
	isCard
	isNone
	isOther // the other side of one
)

// Live judges frames for the photograph of a side (NoSide: either).
func (e *Eyes) Live(side model.Side) *Live { return &Live{eyes: e, side: side} }

const (
	// hold is how long all has to be well, and askAfter when it is worth looking
	// for print; askAgain is how often it is looked for where none was.
	hold     = time.Second
	askAfter = 250 * time.Millisecond
	askAgain = 700 * time.Millisecond

	liveLong  = 800   // pixels: on so large a frame the card is looked for
	liveScore = 0.55  // of an outline: see photo.Candidate
	frameCut  = 0.45  // of one that ends at the border
	stirs     = 0.012 // of the card's length, from one frame to the next
	drifts    = 0.020 // of the card's length, since all is well
	atBorder  = 0.004 // of the frame: so near a corner is cut off
	liveWhite = 95    // luma: see white
	liveClip  = 0.60  // see brightOver
	liveSharp = 1.12  // see vague: a coarse camera is no sharper; the check of the photograph is stricter
	focusing  = 1.08  // so much sharper than before is a lens that moves
	liveShare = 0.80  // of the frame, that a card must be long where a camera is coarse
)

// See judges a frame that was taken at a time; frames may be left out. Errors
// are those of ctx, and of nets that do not run.
func (l *Live) See(ctx context.Context, frame image.Image, at time.Time) (model.Sign, error) {
	src, err := photo.FromImage(frame, 0)
	if err != nil {
		return model.Sign{}, err
	}
	small := src.Reduced(liveLong)
	found, err := small.Candidates(ctx)
	if err != nil {
		return model.Sign{}, err
	}
	s, quad := l.place(small, found, frame.Bounds())
	if s.Wrong == "" {
		s.Wrong, err = l.closer(ctx, src, src.Corners(*s.Quad), at)
	}
	l.before = quad
	if err != nil || s.Wrong != "" {
		if s.Wrong != model.LiveNoCard && s.Wrong != model.LiveSide {
			l.card = unasked
		}
		l.since, l.sharp = time.Time{}, 0
		return s, err
	}
	if l.since.IsZero() || apart(quad, l.anchor) > drifts {
		l.since, l.anchor, l.card = at, quad, unasked
	}
	s.Held = min(float64(at.Sub(l.since))/float64(hold), 1)
	s.Take = s.Held == 1 && l.card == isCard
	return s, nil
}

// place finds the card in a frame and says whether it lies well.
func (l *Live) place(small *photo.Source, found []photo.Candidate, full image.Rectangle) (s model.Sign, quad photo.Quad) {
	s.Wrong = model.LiveNoCard
	if len(found) == 0 || found[0].Score < frameCut {
		return s, quad
	}
	best := found[0]
	if best.Frame {
		s.Wrong = model.LiveCut
		return s, quad
	}
	if best.Score < liveScore {
		return s, quad
	}
	s.Quad, s.Wrong = small.Outline(best.Quad), ""
	w, _ := small.KeptSize()
	length := photo.Length(best.Quad) * float64(full.Dx()) / float64(w)
	switch {
	case leaves(s.Quad):
		s.Wrong = model.LiveCut
	case length < min(cardLength.notice, liveShare*float64(max(full.Dx(), full.Dy()))):
		s.Wrong = model.LiveFar
	case l.before == photo.Quad{} || apart(best.Quad, l.before) > stirs:
		s.Wrong = model.LiveMoving
	}
	return s, best.Quad
}

// leaves reports whether a corner lies at the border or beyond.
func leaves(q *[4][2]float64) bool {
	for _, c := range q {
		if min(c[0], c[1], 1-c[0], 1-c[1]) < atBorder {
			return true
		}
	}
	return false
}

// apart is how far the corners of two places differ at most, in parts of the
// card's length; a card that is seen turned by half is the same.
func apart(a, b photo.Quad) float64 {
	long := max(photo.Length(a), 1)
	far, turned := 0.0, 0.0
	for i := range a {
		far = max(far, math.Hypot(a[i][0]-b[i][0], a[i][1]-b[i][1]))
		k := (i + 2) % 4
		turned = max(turned, math.Hypot(a[i][0]-b[k][0], a[i][1]-b[k][1]))
	}
	return min(far, turned) / long
}

// closer judges light and sharpness of the card as it lies in the whole frame,
// and, once that has been well for a while, whether it is a card at all.
func (l *Live) closer(ctx context.Context, src *photo.Source, quad photo.Quad, at time.Time) (wrong string, err error) {
	card := src.Straighten(quad, photo.CardWidth, photo.CardHeight)
	g := photo.NewGauge(card)
	softest, _ := g.Sharpness([]model.Place{whole})
	switch {
	case g.Level(0.8) < liveWhite:
		return model.LiveDark, nil
	case g.ClippedIn(whole) > liveClip:
		return model.LiveBright, nil
	case softest < liveSharp:
		return model.LiveBlur, nil
	}
	if softest > focusing*l.sharp { // a lens that is still moving will do better
		l.since, l.sharp = time.Time{}, softest
	}
	switch {
	case l.card == isCard:
		return "", nil
	case l.card == unasked && (l.since.IsZero() || at.Sub(l.since) < askAfter), l.card != unasked && at.Sub(l.asked) < askAgain:
	default:
		l.asked = at
		if l.card, err = l.ask(ctx, card); err != nil {
			return "", err
		}
	}
	switch l.card {
	case isNone:
		return model.LiveNoCard, nil
	case isOther:
		return model.LiveSide, nil
	}
	return "", nil
}

// ask looks for the lines of a card in what looks like one.
func (l *Live) ask(ctx context.Context, card *image.RGBA) (verdict, error) {
	boxes, err := l.eyes.reader.Boxes(ctx, card, textWidth, textHeight, 1)
	if err != nil {
		return unasked, err
	}
	fit := ocr.Judge(boxes, photo.CardWidth, photo.CardHeight)
	switch {
	case fit.Score <= leastFit:
		return isNone, nil
	case l.side != model.NoSide && fit.Side != model.NoSide && fit.Side != l.side && fit.Score >= sureFit:
		return isOther, nil
	}
	return isCard, nil
}
