package photo

import (
	"cmp"
	"math"
	"math/cmplx"
	"slices"

	"truename/model"
)

// Shaking is looked for in the fine structure of the print: at points of the
// picture at half its size.
const (
	shakeWave  = 6.0 // wavelength of the structure, in pixels of that
	shakeReach = 14  // half the window around a point
	shakeStep  = 8   // from point to point
	shakeLeast = 10  // how much more structure the print must have than where there is least
	shakeWays  = 12  // directions
)

// A grain is the energy of the fine structure around a point, by direction.
type grain struct {
	ways [shakeWays]float64
	all  float64
}

// Shake is how much of the fine structure in places there is in most
// directions, in parts of that in the direction with most, 0 … 1. A picture
// that was shaken has it along one direction only: 0.2 and less. Print has it in
// all, also where it is somewhat soft: 0.3 to 0.5. It is 1 where there is none,
// as in a picture that is far out of focus.
func (g *Gauge) Shake(places []model.Place) float64 {
	grains, at := g.grains()
	var print []grain
	for i, p := range at {
		if slices.ContainsFunc(places, func(in model.Place) bool { return p[0] >= in.X0 && p[0] < in.X1 && p[1] >= in.Y0 && p[1] < in.Y1 }) {
			print = append(print, grains[i])
		}
	}
	if len(print) == 0 {
		return 1
	}
	most, noise := meanGrain(print, 0.6, 1), meanGrain(grains, 0, 0.2)
	if most.all <= shakeLeast*noise.all {
		return 1
	}
	for k, n := range noise.ways {
		most.ways[k] = max(most.ways[k]-n, 0)
	}
	slices.Sort(most.ways[:])
	return min((most.ways[shakeWays/2]+0.3*noise.all/shakeWays)/most.ways[shakeWays-1], 1)
}

// meanGrain is the mean of the grains between two shares of all, the weakest
// first.
func meanGrain(grains []grain, from, to float64) (m grain) {
	sorted := slices.SortedFunc(slices.Values(grains), func(a, b grain) int { return cmp.Compare(a.all, b.all) })
	n := float64(len(sorted))
	sorted = sorted[min(int(from*n), len(sorted)-1):max(int(to*n), 1)]
	for _, g := range sorted {
		for k, v := range g.ways {
			m.ways[k] += v / float64(len(sorted))
		}
		m.all += g.all / float64(len(sorted))
	}
	return m
}

// grains are measured at points all over the picture; at are the points in
// parts of it.
func (g *Gauge) grains() (out []grain, at [][2]float64) {
	half := g.luma.scaled(max(g.luma.w/2, 1), max(g.luma.h/2, 1))
	columns, rows := shakePoints(half.w), shakePoints(half.h)
	for _, y := range rows {
		for _, x := range columns {
			at = append(at, [2]float64{float64(x) / float64(half.w), float64(y) / float64(half.h)})
		}
	}
	out = make([]grain, len(at))
	inParallel(len(rows), 1, func(from, to int) {
		for j := from; j < to; j++ {
			half.grainsIn(rows[j], columns, out[j*len(columns):])
		}
	})
	return out, at
}

// shakePoints are the points on a line of n pixels whose windows lie on it.
func shakePoints(n int) (at []int) {
	for x := shakeReach; x+shakeReach < n; x += shakeStep {
		at = append(at, x)
	}
	return at
}

// grainsIn measures the points of a row.
func (p plane) grainsIn(y int, columns []int, out []grain) {
	level, waves := make([]complex128, len(columns)), make([]complex128, len(columns))
	re, im := make([]float64, p.w), make([]float64, p.w)
	p.wave(y, columns, shakeLevel, re, im, level)
	for k, f := range shakeFilters {
		p.wave(y, columns, f, re, im, waves)
		for i, w := range waves {
			w -= f.leak * level[i]
			e := real(w)*real(w) + imag(w)*imag(w)
			out[i].ways[k] = e
			out[i].all += e
		}
	}
}

// A shakeFilter is a wave in one direction under a bell (Gabor, 1946), which
// can be taken down the columns first and then along the row. The leak is what
// it gives of an even ground.
type shakeFilter struct {
	down, along [2*shakeReach + 1]complex128
	leak        complex128
}

var (
	shakeLevel   = newShakeFilter(0, 0)
	shakeFilters = func() (all [shakeWays]shakeFilter) {
		for k := range all {
			sin, cos := math.Sincos(math.Pi * float64(k) / shakeWays)
			all[k] = newShakeFilter(cos*2*math.Pi/shakeWave, sin*2*math.Pi/shakeWave)
		}
		return all
	}()
)

func newShakeFilter(u, v float64) (f shakeFilter) {
	var down, along complex128
	var bell float64
	for i := range f.down {
		d := float64(i - shakeReach)
		b := math.Exp(-d * d / (2 * 0.64 * shakeWave * shakeWave))
		f.down[i], f.along[i] = cmplx.Rect(b, v*d), cmplx.Rect(b, u*d)
		down, along, bell = down+f.down[i], along+f.along[i], bell+b
	}
	f.leak = down * along / complex(bell*bell, 0)
	return f
}

// wave puts into out what the filter gives at the points of a row; re and im are
// as long as the row, for the sums down the columns.
func (p plane) wave(y int, columns []int, f shakeFilter, re, im []float64, out []complex128) {
	clear(re)
	clear(im)
	for i, k := range f.down {
		for x, v := range p.row(y - shakeReach + i) {
			re[x] += real(k) * float64(v)
			im[x] += imag(k) * float64(v)
		}
	}
	for i, x := range columns {
		out[i] = 0
		for j, k := range f.along {
			at := x - shakeReach + j
			out[i] += k * complex(re[at], im[at])
		}
	}
}
