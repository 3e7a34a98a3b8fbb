package ocr

import "truename/model"

// The reader is sure of most characters and wrong about few of those. Of the
// others, what is printed is held against the drawings of what it thought of, of
// what looks like that, and of the characters that it does not know: what looks
// most like the print by some margin is what stands there.

// How sure the reader must be of a character of a name. From surely on it is
// believed; from trusted on unless something else looks much more like the
// print; from leastSure on if nothing else looks more like it; below that, only
// if it looks like it and nothing else nearly as much.
const (
	surely    = 0.9995
	trusted   = 0.985
	almost    = 0.95
	leastSure = 0.80
)

// How alike (-1 … 1) a drawing and the print are.
const (
	looksClose = 0.70 // that of which the reader is sure, at least;
	looksLike  = 0.80 // that of which it is not, at least,
	clearly    = 0.05 // and more than anything else by so much
	closer     = 0.10 // how much more something else must be to refute the reader where it is trusted;
	strange    = 0.85 // that of a character which the reader does not know, at least
	little     = 0.03 // how much more it may be where the reader is almost sure
)

// confirmed is g with the character that is printed there, as far as that can be
// told, else without one.
func (r *Reader) confirmed(c *Card, g glyph) glyph {
	if g.Text == "" || g.Sure >= surely {
		return g
	}
	read := []rune(g.Text)[0]
	own, ok := drawn(read)
	if !ok {
		if g.Sure < leastSure {
			g.Text = ""
		}
		return g
	}
	thought := r.thoughts(g)
	if g.Sure >= trusted {
		seen := c.seenShape(g.place)
		_, rare := closest(seen)
		if max(rare, seen.most(thought)) <= max(looksLike-closer, own.like(seen)) {
			return g
		}
	}
	return c.judged(g, sketch{read, own, g.Sure}, thought)
}

// A sketch is a character, how it looks, and how sure the reader is of it.
type sketch struct {
	r     rune
	shape *shape
	sure  float64
}

// most is how alike s is to that of the drawings that is most like it.
func (s *shape) most(d []sketch) (like float32) {
	for _, k := range d {
		like = max(like, s.like(k.shape))
	}
	return like
}

// thoughts are the Han characters that the reader thought of for g, but the one
// that it took.
func (r *Reader) thoughts(g glyph) (out []sketch) {
	for _, k := range g.Also {
		if k.Class <= 0 || k.Class >= len(r.keys) || r.keys[k.Class] == g.Text {
			continue
		}
		c := []rune(r.keys[k.Class])[0]
		if s, ok := drawn(c); ok && isHan(c) {
			out = append(out, sketch{c, s, float64(k.Prob)})
		}
	}
	return out
}

// judged is g with what the print in and about its place looks like, of what the
// reader took it for and thought of.
func (c *Card) judged(g glyph, read sketch, thought []sketch) glyph {
	known := append([]sketch{read}, thought...)
	mine := len(known) // what follows only casts doubt
	for _, r := range neighbours(read.r) {
		if s, ok := drawn(r); ok {
			known = append(known, sketch{r: r, shape: s})
		}
	}
	like, rival := c.bestLike(g.place, known)
	top := 0
	for i, v := range like[:mine] {
		if v > like[top] {
			top = i
		}
	}
	if g.Sure >= trusted && like[top] < like[0]+closer {
		top = 0
	}
	for i, v := range like {
		if known[i].r != known[top].r {
			rival = max(rival, v)
		}
	}
	if !believable(g.Sure, top == 0, like[top], rival) {
		g.Text = ""
		return g
	}
	g.Text, g.Sure = string(known[top].r), known[top].sure
	return g
}

// believable reports whether what looks as much like the print as that is what
// is printed, with something else that does as rival does.
func believable(sure float64, first bool, like, rival float32) bool {
	switch {
	case first && sure >= trusted:
		return rival < max(looksLike, like+closer)
	case first && sure >= almost:
		return like >= looksClose && rival <= like+little
	case first && sure >= leastSure:
		return like >= looksClose && rival <= like
	}
	return like >= looksLike && rival <= like-clearly
}

// bestLike is how alike what is printed about a place is to each of the
// drawings, and to the rare character that is most alike: characters are not
// exactly where the reader puts them.
func (c *Card) bestLike(p model.Place, known []sketch) (like []float32, rare float32) {
	like = make([]float32, len(known))
	w := p.X1 - p.X0
	for _, less := range [...][2]float64{{}, {0.08, 0.08}, {0.16, 0}, {0, 0.16}, {0.16, 0.16}, {-0.1, 0}, {0, -0.1}, {0.25, 0}, {0, 0.25}} {
		near := p
		near.X0, near.X1 = p.X0+less[0]*w, p.X1-less[1]*w
		seen := c.seenShape(near)
		_, v := closest(seen)
		rare = max(rare, v)
		for i, k := range known {
			like[i] = max(like[i], k.shape.like(seen))
		}
	}
	return like, rare
}
