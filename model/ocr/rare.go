package ocr

import (
	_ "embed" // for rare.bin
	"encoding/binary"
	"math"
	"sync"
)

// rareShapes are the characters that the reader does not know and our font
// draws, each as its code point (4 bytes, little-endian) and its shape, a signed
// byte for each value. To draw them takes 0.2 s on two cores, which the first
// photograph has not; a test draws them and compares.
//
//go:embed rare.bin
var rareShapes []byte

// A rare is one of them. Its shape is values times scale.
type rare struct {
	r      rune
	values []byte // int8
	scale  float32
	coarse coarse
	rest   float32 // the length of what coarse leaves out
}

// coarse is a shape reduced to means of blockSide × blockSide values, each
// counted as often as it stands for one, so that the product of two is that of
// the shapes made of means.
type coarse [coarseSide * coarseSide]float32

const (
	blockSide  = 2
	coarseSide = shapeSide / blockSide
)

// coarsely is s reduced, and the length of the rest.
func (s *shape) coarsely() (c coarse, rest float32) {
	var all, kept float32
	for i, v := range s {
		c[i/shapeSide/blockSide*coarseSide+i%shapeSide/blockSide] += v / blockSide
		all += v * v
	}
	for _, v := range c {
		kept += v * v
	}
	return c, float32(math.Sqrt(float64(max(all-kept, 0))))
}

func (c *coarse) like(d *coarse) (sum float32) {
	for i, v := range c {
		sum += v * d[i]
	}
	return sum
}

func (k *rare) like(s *shape) (sum float32) {
	for i, v := range k.values {
		sum += float32(int8(v)) * s[i]
	}
	return sum * k.scale
}

// rares are all of them.
var rares = sync.OnceValue(func() (all []rare) {
	for b := rareShapes; len(b) > 0; b = b[4+len(shape{}):] {
		k := rare{r: rune(binary.LittleEndian.Uint32(b)), values: b[4 : 4+len(shape{})]}
		var s shape
		var square float32
		for i, v := range k.values {
			s[i] = float32(int8(v))
			square += s[i] * s[i]
		}
		k.scale = 1 / float32(math.Sqrt(float64(square)))
		for i := range s {
			s[i] *= k.scale
		}
		k.coarse, k.rest = s.coarsely()
		all = append(all, k)
	}
	return all
})

// closest is the rare character that looks most like s, and how much. Two
// shapes are no more alike than their coarse ones and the lengths of the rests
// allow, so that few have to be compared wholly.
func closest(s *shape) (c rune, like float32) {
	all := rares()
	most := make([]float32, len(all))
	small, rest := s.coarsely()
	first := 0
	for i := range all {
		most[i] = all[i].coarse.like(&small) + all[i].rest*rest
		if most[i] > most[first] {
			first = i
		}
	}
	c, like = 0, 0
	for n := range all {
		i := (first + n) % len(all) // the most promising one before the others
		if most[i] <= like {
			continue
		}
		if v := all[i].like(s); v > like {
			c, like = all[i].r, v
		}
	}
	return c, like
}
