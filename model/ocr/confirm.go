package ocr

import (
	"slices"

	"truename/model"
)

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
	alone      = 0.92 // that of which the reader did not think, at least,
	farOff     = 0.10 // and more than anything else by so much
	strange    = 0.85 // that of a character which the reader does not know, at least
	little     = 0.03 // how much more it may be where the reader is almost sure
)

// confirmed is g with the character that is printed there, as far as that can be
// told, else without one; odd says that it looks like one that the reader does
// not know.
func (r *Reader) confirmed(c *Card, g glyph) (_ glyph, odd bool) {
	if g.Text == "" {
		return c.judged(g, nil)
	}
	if g.Sure >= surely {
		return g, false
	}
	read := []rune(g.Text)[0]
	own, ok := drawn(read)
	if !ok {
		if g.Sure < leastSure {
			g.Text = ""
		}
		return g, false
	}
	thought := r.thoughts(g)
	if g.Sure >= trusted {
		seen := c.seenShape(g.place)
		_, rare := closest(seen)
		if max(rare, seen.most(thought)) <= max(looksLike-closer, own.like(seen)) {
			return g, false
		}
	}
	return c.judged(g, append([]sketch{{read, own, g.Sure}}, thought...))
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

// judged is g with what the print in and about its place looks like: of what the
// reader took it for and thought of, or else, if nothing comes near it, of all
// that it knows. odd says that the print looks like something that it does not.
func (c *Card) judged(g glyph, mine []sketch) (_ glyph, odd bool) {
	all := append(mine, c.lookalikes(g.place, mine)...)
	like, rare := c.bestLike(g.place, all)
	top := best(like[:len(mine)])
	if len(mine) > 0 && g.Sure >= trusted && like[top] < like[0]+closer {
		top = 0
	}
	if len(mine) > 0 && believable(g.Sure, top == 0, like[top], max(rare, rival(all, like, top))) {
		g.Text, g.Sure = string(all[top].r), all[top].sure
		return g, false
	}
	g.Text = ""
	if top = best(like); len(all) > 0 && like[top] >= alone && max(rare, rival(all, like, top)) <= like[top]-farOff {
		g.Text, g.Sure = string(all[top].r), min(max(all[top].sure, g.Sure), leastSure/2)
	}
	return g, g.Text == "" && rare >= strange
}

// best is the place of the largest.
func best(like []float32) (at int) {
	for i, v := range like {
		if v > like[at] {
			at = i
		}
	}
	return at
}

// rival is how alike the most alike is that is another character than that at
// top.
func rival(all []sketch, like []float32, top int) (most float32) {
	for i, v := range like {
		if all[i].r != all[top].r {
			most = max(most, v)
		}
	}
	return most
}

// lookalikes are the characters known to the reader, beside those of mine, that
// look most like the print in and about a place.
func (c *Card) lookalikes(p model.Place, mine []sketch) (out []sketch) {
	has := func(r rune) bool {
		is := func(k sketch) bool { return k.r == r }
		return slices.ContainsFunc(mine, is) || slices.ContainsFunc(out, is)
	}
	for _, less := range about[:lookedAt] {
		for _, r := range likest(c.seenShape(less.of(p)), mostLikely) {
			if s, ok := drawn(r); ok && !has(r) {
				out = append(out, sketch{r: r, shape: s})
			}
		}
	}
	return out
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

// A margin is what a character's place is taken less wide, left and right, in
// parts of it: characters are not exactly where the reader puts them.
type margin [2]float64

func (m margin) of(p model.Place) model.Place {
	w := p.X1 - p.X0
	p.X0, p.X1 = p.X0+m[0]*w, p.X1-m[1]*w
	return p
}

// about are the margins that are tried; at the first lookedAt of them the
// mostLikely characters of all are looked for.
var about = []margin{{}, {0.16, 0}, {0, 0.16}, {0.08, 0.08}, {0.16, 0.16}, {-0.1, 0}, {0, -0.1}, {0.25, 0}, {0, 0.25}}

const (
	lookedAt   = 3
	mostLikely = 4
)

// bestLike is how alike what is printed about a place is to each of the
// drawings, and to the rare character that is most alike.
func (c *Card) bestLike(p model.Place, all []sketch) (like []float32, rare float32) {
	like = make([]float32, len(all))
	for _, less := range about {
		seen := c.seenShape(less.of(p))
		_, v := closest(seen)
		rare = max(rare, v)
		for i, k := range all {
			like[i] = max(like[i], k.shape.like(seen))
		}
	}
	return like, rare
}
