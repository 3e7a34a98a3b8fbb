package photo

import (
	"math"

	"truename/model/memory"
)

// An edgeMap says where a reduced picture changes from one thing to another.
// Colour counts as well as light: a pale card on pale paper often differs in
// tint alone.
type edgeMap struct {
	w, h  int
	force []float32 // of the strongest channel, levels per pixel; 0 beside an edge
	angle []float32 // of the gradient there, 0 … π
}

// chromaForce is how much more a step of chroma counts than one of luma:
// print and shadows change chroma little, the outline of things does.
const chromaForce = 1.8

// The edges that are kept: as strong as the strongest part of the picture
// (edgeShare), but never weaker than edgeLeast nor only those above edgeMost;
// what hangs together with them may be weaker by edgeFollow.
const (
	edgeShare  = 0.86
	edgeLeast  = 1.6
	edgeMost   = 9
	edgeFollow = 0.4
)

func edgesOf(p pixels) *edgeMap {
	g := gradientsOf(p)
	e := &edgeMap{w: g.w, h: g.h, force: memory.Floats(g.w * g.h), angle: memory.Floats(g.w * g.h)}
	strong := g.level(edgeShare)
	strong = min(max(strong, edgeLeast), edgeMost)
	var seeds []int
	for y := 2; y < e.h-2; y++ {
		for x := 2; x < e.w-2; x++ {
			o := y*e.w + x
			if m := g.force[o]; m >= strong*edgeFollow && g.ridge(o) {
				e.force[o] = -m // waits for a strong neighbour
				e.angle[o] = angleOf(g.gx[o], g.gy[o])
				if m >= strong {
					seeds = append(seeds, o)
				}
			}
		}
	}
	e.follow(seeds)
	return e
}

// follow keeps what hangs together with seeds and drops the rest.
func (e *edgeMap) follow(seeds []int) {
	for _, o := range seeds {
		e.force[o] = -e.force[o]
	}
	around := [8]int{1, -1, e.w, -e.w, e.w + 1, e.w - 1, 1 - e.w, -1 - e.w}
	for len(seeds) > 0 {
		o := seeds[len(seeds)-1]
		seeds = seeds[:len(seeds)-1]
		for _, d := range around {
			if e.force[o+d] < 0 {
				e.force[o+d] = -e.force[o+d]
				seeds = append(seeds, o+d)
			}
		}
	}
	for o, m := range e.force {
		e.force[o] = max(m, 0)
	}
}

func angleOf(gx, gy float32) float32 {
	a := math.Atan2(float64(gy), float64(gx))
	if a < 0 {
		a += math.Pi
	}
	if a >= math.Pi {
		a -= math.Pi
	}
	return float32(a)
}

// gradients hold, for each pixel, the gradient of the channel in which it is
// strongest.
type gradients struct {
	w, h          int
	gx, gy, force []float32
}

func gradientsOf(p pixels) *gradients {
	n := p.y.w * p.y.h
	g := &gradients{p.y.w, p.y.h, memory.Floats(n), memory.Floats(n), memory.Floats(n)}
	for i, c := range []plane{p.y, p.cb, p.cr} {
		if c.w == g.w && c.h == g.h { // a grey picture has no chroma
			weight := float32(1)
			if i > 0 {
				weight = chromaForce
			}
			g.add(smoothed(c), weight)
		}
	}
	for o, m := range g.force {
		g.force[o] = float32(math.Sqrt(float64(m))) / 64 // 8 of Sobel, 8 of two pixels
	}
	return g
}

// add is Sobel's operator on one channel.
func (g *gradients) add(c []int16, weight float32) {
	w := g.w
	inParallel(g.h, 1, func(from, to int) {
		for y := max(from, 1); y < min(to, g.h-1); y++ {
			up, mid, low := c[(y-1)*w:y*w], c[y*w:(y+1)*w], c[(y+1)*w:(y+2)*w]
			for x := 1; x < w-1; x++ {
				dx := float32(int32(up[x+1])+2*int32(mid[x+1])+int32(low[x+1])-int32(up[x-1])-2*int32(mid[x-1])-int32(low[x-1])) * weight
				dy := float32(int32(low[x-1])+2*int32(low[x])+int32(low[x+1])-int32(up[x-1])-2*int32(up[x])-int32(up[x+1])) * weight
				if m := dx*dx + dy*dy; m > g.force[y*w+x] {
					g.force[y*w+x], g.gx[y*w+x], g.gy[y*w+x] = m, dx, dy
				}
			}
		}
	})
}

// smoothed is c under the binomial 1 4 6 4 1 both ways, in 16ths of a level.
func smoothed(c plane) []int16 {
	w, h := c.w, c.h
	rows, out := make([]int32, w*h), make([]int16, w*h)
	inParallel(h, 1, func(from, to int) {
		for y := from; y < to; y++ {
			r, t := c.row(y), rows[y*w:(y+1)*w]
			for x := range t {
				t[x] = int32(r[max(x-2, 0)]) + int32(r[min(x+2, w-1)]) + 4*(int32(r[max(x-1, 0)])+int32(r[min(x+1, w-1)])) + 6*int32(r[x])
			}
		}
	})
	inParallel(h, 1, func(from, to int) {
		for y := from; y < to; y++ {
			line := func(i int) []int32 { i = min(max(i, 0), h-1); return rows[i*w : (i+1)*w] }
			a, b, m, d, e := line(y-2), line(y-1), line(y), line(y+1), line(y+2)
			for x := range w {
				out[y*w+x] = int16((a[x] + e[x] + 4*(b[x]+d[x]) + 6*m[x]) >> 4)
			}
		}
	})
	return out
}

// level is the force that a share of the pixels does not exceed.
func (g *gradients) level(share float64) float32 {
	var hist [1024]int
	for _, m := range g.force {
		hist[min(int(m*4), 1023)]++
	}
	rest := int(share * float64(len(g.force)))
	for i, n := range hist {
		if rest -= n; rest < 0 {
			return float32(i) / 4
		}
	}
	return 256
}

// ridge reports whether the pixel is the crest of its edge.
func (g *gradients) ridge(o int) bool {
	const eighth = 0.4142 // tan π/8
	ax, ay := abs32(g.gx[o]), abs32(g.gy[o])
	d := g.w - 1
	switch {
	case ay <= ax*eighth:
		d = 1
	case ax <= ay*eighth:
		d = g.w
	case (g.gx[o] > 0) == (g.gy[o] > 0):
		d = g.w + 1
	}
	return g.force[o] >= g.force[o-d] && g.force[o] > g.force[o+d]
}

func abs32(v float32) float32 { return max(v, -v) }
