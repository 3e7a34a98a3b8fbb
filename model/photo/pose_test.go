package photo

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"
)

// posed is a card of length 500 seen from far away, tilted about an axis in
// its plane, then turned in the picture.
func posed(tilt, axis, turn float64) (q Quad) {
	rad := math.Pi / 180
	sa, ca := math.Sincos(axis * rad)
	st, ct := math.Sincos(turn * rad)
	for i, c := range [4][2]float64{{-0.5, -0.5}, {0.5, -0.5}, {0.5, 0.5}, {-0.5, 0.5}} {
		x, y := c[0]*500, c[1]*500/cardShape
		along, across := x*ca+y*sa, (y*ca-x*sa)*math.Cos(tilt*rad)
		x, y = along*ca-across*sa, along*sa+across*ca
		q[i] = [2]float64{800 + x*ct - y*st, 600 + x*st + y*ct}
	}
	return q
}

func TestTilt(t *testing.T) {
	for _, tilt := range []float64{0, 10, 25, 40, 60, 80} {
		for _, axis := range []float64{0, 30, 90, 145} {
			for _, turn := range []float64{0, 17, 90, 200} {
				if got := Tilt(posed(tilt, axis, turn)); math.Abs(got-tilt) > 0.01 {
					t.Errorf("%v° about %v°, turned %v°: %.2f°", tilt, axis, turn, got)
				}
			}
		}
	}
	if got := Tilt(Quad{}); got != 0 {
		t.Errorf("no card: %v", got)
	}
	if got := Tilt(Quad{{0, 0}, {10, 0}, {20, 0}, {5, 0}}); math.Abs(got-90) > 0.01 {
		t.Errorf("a line: %v°", got)
	}
}

func TestLength(t *testing.T) {
	if got := Length(posed(0, 0, 33)); math.Abs(got-500) > 1e-9 {
		t.Errorf("%v", got)
	}
	if got := Length(Quad{{0, 0}, {100, 0}, {90, 50}, {10, 50}}); got != 90 {
		t.Errorf("a tapered one: %v", got)
	}
}

// The share outside is what counting finds, for quads over each border and
// corner, and for all of them at once.
func TestOutsideAgainstSampling(t *testing.T) {
	const w, h = 320, 240
	src := sourceOf(t, image.NewGray(image.Rect(0, 0, w, h)))
	at := func(x, y, size float64) Quad {
		return Quad{{x, y}, {x + size, y + 0.2*size}, {x + 0.9*size, y + 0.8*size}, {x - 0.1*size, y + 0.6*size}}
	}
	for name, q := range map[string]Quad{
		"inside": at(60, 50, 150), "left": at(-60, 50, 150), "right": at(250, 50, 150), "above": at(60, -50, 150),
		"below": at(60, 170, 150), "a corner": at(260, 190, 120), "all round": at(-80, -100, 500), "away": at(400, 50, 100),
		"the other way round": {{-40, 20}, {-20, 120}, {100, 100}, {110, 10}},
	} {
		want := outsideByCounting(q, w, h)
		if got := src.Outside(q); math.Abs(got-want) > 0.005 {
			t.Errorf("%s: %.4f outside, counted %.4f", name, got, want)
		}
	}
	if got := src.Outside(Quad{}); got != 1 {
		t.Errorf("no outline: %v", got)
	}
}

func outsideByCounting(q Quad, w, h float64) float64 {
	lift := Lift(q, 1, 1)
	out, all := 0.0, 0.0
	const n = 400
	for i := range n * n {
		u, v := (float64(i%n)+0.5)/n, (float64(i/n)+0.5)/n
		p := lift([2]float64{u, v})
		// Points lie closer together where the map shrinks: weigh by area.
		d, e := lift([2]float64{u + 1e-4, v}), lift([2]float64{u, v + 1e-4})
		area := math.Abs((d[0]-p[0])*(e[1]-p[1]) - (d[1]-p[1])*(e[0]-p[0]))
		all += area
		if p[0] < 0 || p[1] < 0 || p[0] > w || p[1] > h {
			out += area
		}
	}
	return out / all
}

// Cutting at a line keeps the part on its side.
func TestCutAt(t *testing.T) {
	rnd := rand.New(rand.NewPCG(9, 1))
	for range 30 {
		cx, cy := rnd.Float64()*100, rnd.Float64()*100
		var poly [][2]float64
		for k := range 5 {
			s, c := math.Sincos(float64(k) * 2 * math.Pi / 5)
			poly = append(poly, [2]float64{cx + 40*c, cy + 40*s})
		}
		for axis := range 2 {
			low, high := cutAt(poly, axis, 50, -1), cutAt(poly, axis, 50, 1)
			if sum := areaOrNone(low) + areaOrNone(high); math.Abs(sum-polygonArea(poly)) > 1e-6 {
				t.Fatalf("the parts of %v have %.3f, the whole %.3f", poly, sum, polygonArea(poly))
			}
			for _, p := range low {
				if p[axis] > 50+1e-9 {
					t.Errorf("%v is beyond the line", p)
				}
			}
			for _, p := range high {
				if p[axis] < 50-1e-9 {
					t.Errorf("%v is before the line", p)
				}
			}
		}
	}
}

func areaOrNone(p [][2]float64) float64 {
	if len(p) < 3 {
		return 0
	}
	return polygonArea(p)
}

// A sum of areas is the mean that adding up gives, also at the borders.
func TestAreasAgainstAdding(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 4))
	p := newPlane(37, 23)
	for i := range p.pix {
		p.pix[i] = uint8(rnd.IntN(256))
	}
	inner := plane{p.pix[3*p.stride+5:], p.stride, 20, 15} // rows with gaps
	for name, p := range map[string]plane{"whole": p, "part": inner} {
		sums := p.sums()
		for range 200 {
			x, y, r := rnd.IntN(p.w), rnd.IntN(p.h), rnd.IntN(9)
			sum, n := 0.0, 0.0
			for yy := max(y-r, 0); yy <= min(y+r, p.h-1); yy++ {
				for xx := max(x-r, 0); xx <= min(x+r, p.w-1); xx++ {
					sum, n = sum+float64(p.row(yy)[xx]), n+1
				}
			}
			if got := sums.mean(x, y, r); math.Abs(got-sum/n) > 1e-9 {
				t.Fatalf("%s at %d, %d ± %d: %.3f, want %.3f", name, x, y, r, got, sum/n)
			}
		}
	}
}
