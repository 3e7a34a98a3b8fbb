package photo

import (
	"cmp"
	"image"
	"math"
	"slices"

	"truename/model"
)

// A Gauge measures a straightened card, so that the measures mean the same for
// every camera and distance.
type Gauge struct {
	img  *image.RGBA
	luma plane
	hist [256]int
}

// NewGauge takes a straightened card, upright.
func NewGauge(card *image.RGBA) *Gauge {
	g := &Gauge{img: card, luma: newPlane(card.Rect.Dx(), card.Rect.Dy())}
	inParallel(g.luma.h, 1, func(from, to int) {
		for y := from; y < to; y++ {
			in, out := card.Pix[y*card.Stride:], g.luma.row(y)
			for x := range out {
				p := in[4*x : 4*x+3 : 4*x+3]
				out[x] = uint8((19595*uint32(p[0]) + 38470*uint32(p[1]) + 7471*uint32(p[2]) + 1<<15) >> 16)
			}
		}
	})
	for y := 0; y < g.luma.h; y += 2 {
		for _, v := range g.luma.row(y) {
			g.hist[v]++
		}
	}
	return g
}

// Level is the luma that a share of the card's pixels does not exceed: its own
// white is about Level(0.8), its ink Level(0.01).
func (g *Gauge) Level(share float64) float64 { return levelOf(&g.hist, share) }

func levelOf(hist *[256]int, share float64) float64 {
	n := 0
	for _, k := range hist {
		n += k
	}
	rest := int(share * float64(n))
	for v, k := range hist {
		if rest -= k; rest < 0 {
			return float64(v)
		}
	}
	return 255
}

// LevelIn is Level for one place.
func (g *Gauge) LevelIn(p model.Place, share float64) float64 {
	var hist [256]int
	x0, y0, x1, y1 := g.pixelsIn(p)
	for y := y0; y < y1; y++ {
		for _, v := range g.luma.row(y)[x0:x1] {
			hist[v]++
		}
	}
	return levelOf(&hist, share)
}

func (g *Gauge) pixelsIn(p model.Place) (x0, y0, x1, y1 int) {
	w, h := float64(g.luma.w), float64(g.luma.h)
	x0, y0 = max(int(p.X0*w), 0), max(int(p.Y0*h), 0)
	x1, y1 = min(int(math.Ceil(p.X1*w)), g.luma.w), min(int(math.Ceil(p.Y1*h)), g.luma.h)
	return min(x0, x1), min(y0, y1), x1, y1
}

// clipped is the level from which the sensor holds no difference.
const clipped = 249

// ClippedIn is the share of a place in which all colours are at their end: shine
// or over-exposure.
func (g *Gauge) ClippedIn(p model.Place) float64 {
	x0, y0, x1, y1 := g.pixelsIn(p)
	n, all := 0, 0
	for y := y0; y < y1; y += 2 {
		row := g.img.Pix[y*g.img.Stride:]
		for x := x0; x < x1; x += 2 {
			c := row[4*x : 4*x+3 : 4*x+3]
			if c[0] >= clipped && c[1] >= clipped && c[2] >= clipped {
				n++
			}
			all++
		}
	}
	if all == 0 {
		return 0
	}
	return float64(n) / float64(all)
}

// colourCell is the side of the squares in which colours are compared, in
// pixels, and colourShare the share of them that may have none.
const (
	colourCell  = 32
	colourShare = 0.9
)

// Colour is how much the colours of the card differ from one another: the
// spread of both chroma channels within small squares, of the squares with
// most. A picture without colour has nearly none, whatever the tint of the
// light, which changes slowly across the card.
func (g *Gauge) Colour() float64 {
	var all []float64
	for y := 0; y+colourCell <= g.luma.h; y += colourCell {
		for x := 0; x+colourCell <= g.luma.w; x += colourCell {
			all = append(all, g.colourAt(x, y))
		}
	}
	slices.Sort(all)
	return all[int(colourShare*float64(len(all)))]
}

// colourAt is the spread in one square: of means of 4 × 4 pixels, so that noise
// does not count. Light with a tint gives one to all that is grey, the more the
// lighter that is; what this explains is taken off.
func (g *Gauge) colourAt(x0, y0 int) float64 {
	const part = 4
	var n, b, r, bb, rr, ll, lb, lr float64
	for y := y0; y < y0+colourCell; y += part {
		for x := x0; x < x0+colourCell; x += part {
			var red, blue, luma int
			for k := range part * part {
				o := g.img.PixOffset(x+k%part, y+k/part)
				red, blue, luma = red+int(g.img.Pix[o]), blue+int(g.img.Pix[o+2]), luma+int(g.luma.row(y + k/part)[x+k%part])
			}
			l := float64(luma) / (part * part)
			cb, cr := 0.564*(float64(blue)/(part*part)-l), 0.713*(float64(red)/(part*part)-l)
			n, b, r, bb, rr = n+1, b+cb, r+cr, bb+cb*cb, rr+cr*cr
			ll, lb, lr = ll+l*l, lb+l*cb, lr+l*cr
		}
	}
	plain := (bb - b*b/n + rr - r*r/n) / n
	tinted := (bb + rr - (lb*lb+lr*lr)/max(ll, 1)) / n
	return math.Sqrt(max(min(plain, tinted), 0))
}

// directions are the four in which sharpness is measured: across, down, and
// the diagonals, as steps of one pixel.
var directions = [4][2]int{{1, 0}, {0, 1}, {1, 1}, {1, -1}}

// Sharpness is how steep the strongest structures in places are, in the softest
// and in the sharpest of four directions: about 1 where edges are ramps wider
// than four pixels of the straightened card, 3 and more where they are one
// pixel wide.
func (g *Gauge) Sharpness(places []model.Place) (softest, sharpest float64) {
	var by [4][]slope
	const edge = 4
	for _, p := range places {
		x0, y0, x1, y1 := g.pixelsIn(p)
		for y := max(y0, edge); y+tile <= min(y1+tile/2, g.luma.h-edge); y += tile {
			for x := max(x0, edge); x+tile <= min(x1, g.luma.w-edge); x += tile {
				for i, d := range directions {
					by[i] = append(by[i], g.slopeAt(x, y, d))
				}
			}
		}
	}
	if len(by[0]) == 0 {
		return 0, 0
	}
	softest = math.Inf(1)
	for _, s := range by {
		v := steepness(s)
		softest, sharpest = min(softest, v), max(sharpest, v)
	}
	return softest, sharpest
}

func (g *Gauge) slopeAt(x0, y0 int, d [2]int) slope {
	var near, far int
	one := d[1]*g.luma.stride + d[0]
	for y := y0; y < y0+tile; y += 2 {
		o := y*g.luma.stride + x0
		for range tile {
			v := int(g.luma.pix[o])
			a, b := int(g.luma.pix[o+one])-v, int(g.luma.pix[o+3*one])-v
			near, far = near+a*a, far+b*b
			o++
		}
	}
	return slope{float64(near), float64(far)}
}

// tile is the side of the squares that sharpness is measured in.
const tile = 40

// A slope holds the sums of squared differences one and three pixels apart.
type slope struct{ near, far float64 }

// steepness is the ratio over the tenth of the tiles with most structure.
// Noise adds as much to near as to far; what the quietest fifth of the tiles
// has of it is taken off both.
func steepness(s []slope) float64 {
	if len(s) == 0 {
		return 0
	}
	slices.SortFunc(s, func(a, b slope) int { return cmp.Compare(a.near, b.near) })
	noise := s[len(s)/5].near
	slices.SortFunc(s, func(a, b slope) int { return cmp.Compare(b.far, a.far) })
	var near, far float64
	for _, t := range s[:max(1, len(s)/10)] {
		near, far = near+max(t.near-noise, 0), far+max(t.far-noise, 0)
	}
	if far == 0 {
		return 0
	}
	return 9 * near / far
}
