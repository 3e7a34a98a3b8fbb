package eyes

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"truename/model/ocr"
	"truename/model/photo"
)

// On a page full of print the small labels of a card are easily overlooked. One
// line that only a card has tells about where it lies; looked at more closely
// there, its labels tell exactly.

// tellers are lines of the card's back by which it is recognised among others:
// where they begin and end on it, about, and their row.
var tellers = []struct {
	line *regexp.Regexp
	mark
}{
	{regexp.MustCompile(`^\d{4}\.\d{2}\.\d{2}-\d{4}\.\d{2}\.\d{2}$`), mark{from: 0.40, to: 0.82, y: 0.870}},
	{regexp.MustCompile(`^\d{4}\.\d{2}\.\d{2}-长期$`), mark{from: 0.40, to: 0.66, y: 0.870}},
	{regexp.MustCompile(`^居民身份证$`), mark{from: 0.39, to: 0.78, y: 0.347}},
	{regexp.MustCompile(`^(港澳|台湾)居民居住证$`), mark{from: 0.35, to: 0.82, y: 0.347}},
	{regexp.MustCompile(`^中华人民共和国$`), mark{from: 0.34, to: 0.76, y: 0.168}},
}

const (
	around    = 1.5 // how much larger than the card what is looked at is,
	about     = 1.3 // and that of which lines are read,
	nearWide  = 960 // and its size, in pixels
	nearHigh  = 608
	mostTold  = 3     // so many lines that tell are followed: a table of dates has dozens
	mostNear  = 36    // lines that are read in it
	wellHung  = 0.025 // how far pins that agree are from where the card has them, in lengths of it, though it is tilted;
	fewPins   = 6     // so few are believed if they hang at all
	nearGuess = 0.15  // a label so far from where it should be, in lengths of the card, is another's
)

// nearer is the place where the card lies of which one of these lines tells;
// nil if none of the first few that tell of any does.
func (l *look) nearer(lines []ocr.Line) (*sight, error) {
	tried := 0
	for _, line := range lines {
		q, ok := told(line)
		if !ok {
			continue
		}
		if tried++; tried > mostTold {
			break
		}
		boxes, err := l.boxesIn(grown(q, around))
		boxes = within(boxes, grown(q, about))
		if err != nil {
			return nil, err
		}
		read, err := l.readAt(boxes, mostNear)
		if err != nil {
			return nil, err
		}
		if q, ok := agreeing(expected(pins(read), q)); ok {
			return l.at(l.refined(q, 0.035))
		}
	}
	return nil, nil
}

// told is about where the card lies of which a line tells.
func told(l ocr.Line) (q photo.Quad, ok bool) {
	if s := []rune(l.Text); digitsAtEnd(s) == 18 && !misread(l) {
		return hung(pins([]ocr.Line{l}))
	}
	text := strings.ReplaceAll(l.Text, " ", "")
	for _, t := range tellers {
		if t.line.MatchString(text) && len(l.Chars) > 1 {
			return hung([]pin{
				{card: [2]float64{t.from, t.y}, seen: seen(l, 0)},
				{card: [2]float64{t.to, t.y}, seen: seen(l, len(l.Chars)-1)},
			})
		}
	}
	return q, false
}

// grown is q so many times as large, about its middle.
func grown(q photo.Quad, times float64) (out photo.Quad) {
	var mid [2]float64
	for _, c := range q {
		mid[0], mid[1] = mid[0]+c[0]/4, mid[1]+c[1]/4
	}
	for i, c := range q {
		out[i] = [2]float64{mid[0] + times*(c[0]-mid[0]), mid[1] + times*(c[1]-mid[1])}
	}
	return out
}

// boxesIn are the lines of text in q, as boxes of the picture.
func (l *look) boxesIn(q photo.Quad) ([]ocr.Box, error) {
	img := l.src.Straighten(q, nearWide, nearHigh)
	boxes, err := l.reader.Boxes(l.ctx, img, nearWide, nearHigh, 2)
	out := carried(boxes, photo.Lift(q, nearWide, nearHigh))
	for i := range out {
		out[i] = alongside(out[i])
	}
	return out, err
}

// within are the boxes whose middles are in q.
func within(boxes []ocr.Box, q photo.Quad) (out []ocr.Box) {
	at := photo.Flatten(q, 1, 1)
	for _, b := range boxes {
		if c := at([2]float64{b.X, b.Y}); c[0] > 0 && c[0] < 1 && c[1] > 0 && c[1] < 1 {
			out = append(out, b)
		}
	}
	return out
}

// agreeing hangs the card on as many of the pins as agree: of the same words in
// two places one is another's.
func agreeing(pins []pin) (q photo.Quad, ok bool) {
	for len(pins) >= 4 && rows(pins) >= 2 {
		if q, ok = hung(pins); ok && (len(pins) <= fewPins || math.Sqrt(misfit(pins)) < wellHung*photo.Length(q)) {
			return q, true
		}
		best, at := math.Inf(1), 0
		for i := range pins {
			if e := misfit(slices.Delete(slices.Clone(pins), i, i+1)); e < best {
				best, at = e, i
			}
		}
		pins = slices.Delete(slices.Clone(pins), at, at+1)
	}
	return q, false
}

// misfit is how far pins are from where the card that hangs on them has them, in
// the mean of squares.
func misfit(pins []pin) (sum float64) {
	m, ok := affine(pins)
	if !ok {
		return math.Inf(1)
	}
	for _, p := range pins {
		x, y := m.at(p.card)
		sum += (x-p.seen[0])*(x-p.seen[0]) + (y-p.seen[1])*(y-p.seen[1])
	}
	return sum / float64(len(pins))
}

// expected are the pins that are about where they are on a card in q.
func expected(pins []pin, q photo.Quad) (out []pin) {
	at := photo.Lift(q, 1, 1)
	for _, p := range pins {
		if c := at(p.card); math.Hypot(c[0]-p.seen[0], c[1]-p.seen[1]) < nearGuess*photo.Length(q) {
			out = append(out, p)
		}
	}
	return out
}
