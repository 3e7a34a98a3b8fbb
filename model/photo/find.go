package photo

import (
	"context"
	"image"
	"math"
	"sync"
)

// The long sides of the reduced pictures: on the first the sides of a card
// are searched, on the second they are placed.
const (
	searched = 360
	placed   = 1440
)

// strokes is the half-width of the dark strokes that the second search wipes
// away, in pixels of the reduced picture: the print of a page under the card.
const strokes = 4

// enough is the score from which a second search is not needed.
const enough = 0.85

// Candidates are the places where a card may lie, best first, at most six, and
// then up to three that have nothing to do with the first.
// The error is ctx.Err().
func (s *Source) Candidates(ctx context.Context) ([]Candidate, error) {
	if s.narrow() {
		return nil, ctx.Err()
	}
	small := s.memo.small(s)
	found := edgesOf(small).quads(small)
	if len(found) == 0 || found[0].Score < enough || found[0].Frame {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		plain := small
		plain.y = small.y.closed(strokes)
		found = append(found, edgesOf(plain).quads(small)...)
		found = best(found, 0.015*math.Hypot(float64(small.y.w), float64(small.y.h)))
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return s.place(found, small, usual), ctx.Err()
}

// narrow reports whether the picture is so narrow, or becomes so when it is
// reduced, that no card can be in it.
func (s *Source) narrow() bool {
	w, h := s.pixels.y.w, s.pixels.y.h
	return min(w, h) < leastSide || min(w, h)*searched < leastSide*max(w, h)
}

// leastSide is the shorter side of a picture in which a card may be, in pixels.
const leastSide = 24

// mostPlaces is how many places are worth naming, and samePlace how near two
// are, in parts of the card's length, that are one.
const (
	mostPlaces = 6
	samePlace  = 0.006
)

// place moves candidates from the reduced picture to s, exactly, and judges
// them again by what is seen there.
func (s *Source) place(found []Candidate, small pixels, b bound) []Candidate {
	if len(found) == 0 {
		return nil
	}
	larger := s.memo.larger(s)
	for i, c := range found {
		c.Quad = scaledQuad(c.Quad, small, larger)
		if agreed := 0.0; !c.Frame {
			c.Quad, agreed = refined(larger, c.Quad, 2.2*float64(larger.y.w)/float64(small.y.w))
			score := 0.5*c.Score + larger.outline(c.Quad, agreed)
			if b == usual {
				score -= larger.bent(c.Quad)
			} else {
				score = max(score, c.Score-0.2) // one end is often out of focus
			}
			c.Score = score
		}
		found[i] = c
	}
	inner(found)
	found = best(found, samePlace*distance(found[0].Quad[0], found[0].Quad[1]))
	for i, c := range found {
		found[i].Quad = s.asSeen(scaledQuad(c.Quad, larger, s.pixels))
	}
	if len(found) <= mostPlaces {
		return found
	}
	return append(found[:mostPlaces:mostPlaces], elsewhere(found[mostPlaces:], found)...)
}

// inner holds back what lies within a likely larger place: the portrait has the
// shape of a card, and a sharper edge.
func inner(found []Candidate) {
	for i, c := range found {
		for _, k := range found {
			if k.Score > 0.5 && areaOf(c.Quad) < 0.45*areaOf(k.Quad) && within(c.Quad, k.Quad) {
				found[i].Score = min(c.Score, k.Score-0.05)
			}
		}
	}
}

// within reports whether the middle of each side of q lies in the clockwise k.
func within(q, k Quad) bool {
	for i := range q {
		a, b := q[i], q[(i+1)%4]
		x, y := (a[0]+b[0])/2, (a[1]+b[1])/2
		for n := range k {
			c, d := k[n], k[(n+1)%4]
			if (d[0]-c[0])*(y-c[1])-(d[1]-c[1])*(x-c[0]) < 0 {
				return false
			}
		}
	}
	return true
}

// asSeen shifts corners from pixel centres to the edges of pixels, and mirrors
// the order where the picture is stored mirrored.
func (s *Source) asSeen(q Quad) Quad {
	for i := range q {
		q[i][0], q[i][1] = q[i][0]+0.5, q[i][1]+0.5
	}
	if s.orient.mirrors() {
		q = Quad{q[1], q[0], q[3], q[2]}
	}
	return q
}

// mirrors reports whether left and right are swapped in the stored picture.
func (o orientation) mirrors() bool {
	return o == flipped || o == upsideDown || o == transposed || o == transversed
}

// scaledQuad carries q from pixels of one picture to those of another, both
// with the centres of pixels at whole numbers.
func scaledQuad(q Quad, from, to pixels) Quad {
	kx, ky := float64(to.y.w)/float64(from.y.w), float64(to.y.h)/float64(from.y.h)
	for i, c := range q {
		q[i] = [2]float64{(c[0]+0.5)*kx - 0.5, (c[1]+0.5)*ky - 0.5}
	}
	return q
}

// A memo keeps the reduced pictures of a Source: each is made once, when it is
// asked for.
type memo struct {
	onceLarger, onceSmall sync.Once
	atPlaced, atSearched  pixels
}

func (m *memo) larger(s *Source) pixels {
	m.onceLarger.Do(func() { m.atPlaced = s.pixels.reduced(placed) })
	return m.atPlaced
}

func (m *memo) small(s *Source) pixels {
	m.onceSmall.Do(func() { m.atSearched = m.larger(s).reduced(searched) })
	return m.atSearched
}

// reduced is the picture at most long, all planes of one size, and bright.
func (p pixels) reduced(long int) pixels {
	w, h := fit(p.y.w, p.y.h, long)
	out := pixels{y: p.y.scaled(w, h)}
	if p.cb.w > 0 {
		out.cb, out.cr = p.cb.scaled(w, h), p.cr.scaled(w, h)
	}
	if w == p.y.w && h == p.y.h {
		out = out.clone() // brightened in place
	}
	out.brighten()
	return out
}

func (p pixels) clone() pixels {
	for _, c := range []*plane{&p.y, &p.cb, &p.cr} {
		own := newPlane(c.w, c.h)
		for y := range c.h {
			copy(own.row(y), c.row(y))
		}
		*c = own
	}
	return p
}

// In a picture whose lightest parts are below dim, differences are small; they
// are stretched to what they would be in good light.
const (
	dim      = 150
	good     = 210
	mostGain = 6.0
)

// brighten stretches a dim picture.
func (p pixels) brighten() {
	var hist [256]int
	for y := 0; y < p.y.h; y += 3 {
		for _, v := range p.y.row(y) {
			hist[v]++
		}
	}
	light := levelOf(&hist, 0.97)
	if light >= dim {
		return
	}
	gain := min(good/max(light, 1), mostGain)
	stretch(p.y.pix, gain, 0)
	stretch(p.cb.pix, gain, 128)
	stretch(p.cr.pix, gain, 128)
}

// stretch moves values away from zero by gain.
func stretch(pix []byte, gain, zero float64) {
	var table [256]byte
	for v := range table {
		table[v] = uint8(min(max((float64(v)-zero)*gain+zero, 0), 255))
	}
	for i, v := range pix {
		pix[i] = table[v]
	}
}

// closed is p without dark strokes thinner than twice r: the lightest pixel
// around each, then the darkest of those.
func (p plane) closed(r int) plane {
	return p.extreme(r, true).extreme(r, false)
}

// extreme is the lightest or darkest pixel in the square of r around each.
func (p plane) extreme(r int, lightest bool) plane {
	keep := func(a, b byte) byte {
		if (a > b) == lightest {
			return a
		}
		return b
	}
	rows, out := newPlane(p.w, p.h), newPlane(p.w, p.h)
	inParallel(p.h, 1, func(from, to int) {
		for y := from; y < to; y++ {
			in, line := p.row(y), rows.row(y)
			for x := range line {
				v := in[x]
				for _, u := range in[max(0, x-r):min(p.w, x+r+1)] {
					v = keep(u, v)
				}
				line[x] = v
			}
		}
	})
	inParallel(p.h, 1, func(from, to int) {
		for y := from; y < to; y++ {
			line := out.row(y)
			copy(line, rows.row(max(0, y-r)))
			for k := max(0, y-r) + 1; k <= min(p.h-1, y+r); k++ {
				for x, u := range rows.row(k) {
					line[x] = keep(u, line[x])
				}
			}
		}
	})
	return out
}

// Outline is q in parts of the upright picture, as a report has it.
func (s *Source) Outline(q Quad) *[4][2]float64 {
	var out [4][2]float64
	for i, c := range q {
		out[i] = s.orient.point(c[0]/float64(s.pixels.y.w), c[1]/float64(s.pixels.y.h))
	}
	return &out
}

// Corners is the reverse of Outline: pixels of the picture as it is kept, not
// turned.
func (s *Source) Corners(outline [4][2]float64) (q Quad) {
	for i, c := range outline {
		c = s.orient.inverse().point(c[0], c[1])
		q[i] = [2]float64{c[0] * float64(s.pixels.y.w), c[1] * float64(s.pixels.y.h)}
	}
	return q
}

// point carries a place in parts of the picture as stored to the picture as
// shown.
func (o orientation) point(x, y float64) [2]float64 {
	switch o {
	case flipped:
		return [2]float64{1 - x, y}
	case halfTurn:
		return [2]float64{1 - x, 1 - y}
	case upsideDown:
		return [2]float64{x, 1 - y}
	case transposed:
		return [2]float64{y, x}
	case quarterRight:
		return [2]float64{1 - y, x}
	case transversed:
		return [2]float64{1 - y, 1 - x}
	case quarterLeft:
		return [2]float64{y, 1 - x}
	}
	return [2]float64{x, y}
}

// inverse leads back from the picture as shown to the one stored.
func (o orientation) inverse() orientation {
	switch o {
	case quarterRight:
		return quarterLeft
	case quarterLeft:
		return quarterRight
	}
	return o
}

// Whole is the whole picture, not turned, at most long.
func (s *Source) Whole(long int) *image.RGBA { return s.pixels.within(long).rgba() }

// KeptSize is the size of the picture as it is kept, not turned, in pixels:
// what quads are measured in.
func (s *Source) KeptSize() (w, h int) { return s.pixels.y.w, s.pixels.y.h }

// Refine moves the sides of q, which may be off by reach in parts of the card's
// length, onto the edges of the card. worth compares it with other places, as
// the score of a Candidate does.
func (s *Source) Refine(q Quad, reach float64) (_ Quad, worth float64) {
	if s.narrow() || !(Length(q) > 1) { // not a number is not either
		return q, 0
	}
	larger := s.memo.larger(s)
	k := float64(larger.y.w) / float64(s.pixels.y.w)
	for i := range q {
		q[i] = [2]float64{q[i][0]*k - 0.5, q[i][1]*k - 0.5}
	}
	if pixels := reach * distance(q[0], q[1]); pixels > 4 {
		q = larger.sought(q, pixels)
	}
	q, agreed := refined(larger, q, 4)
	worth = 0.5 + larger.outline(q, agreed) - larger.bent(q)
	for i := range q {
		q[i] = [2]float64{(q[i][0] + 0.5) / k, (q[i][1] + 0.5) / k}
	}
	return q, worth
}
