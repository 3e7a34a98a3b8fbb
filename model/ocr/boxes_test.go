package ocr

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"truename/model"
)

// inkMap is a map of probabilities with p in a turned rectangle.
func inkMap(w, h int, p float32, rects ...Box) []float32 {
	out := make([]float32, w*h)
	for i := range out {
		x, y := float64(i%w)+0.5, float64(i/w)+0.5
		for _, b := range rects {
			sin, cos := math.Sincos(b.Angle)
			u, v := (x-b.X)*cos+(y-b.Y)*sin, (y-b.Y)*cos-(x-b.X)*sin
			if math.Abs(u) < b.W/2 && math.Abs(v) < b.H/2 {
				out[i] = p
			}
		}
	}
	return out
}

// A drawn stretch of ink is found where it is, with its angle, and grown by as
// much as the finder leaves out.
func TestRegionsFindWhatIsDrawn(t *testing.T) {
	for name, want := range map[string]Box{
		"level": {X: 100, Y: 60, W: 80, H: 12}, "rising": {X: 100, Y: 60, W: 80, H: 12, Angle: -0.4},
		"falling": {X: 90, Y: 70, W: 100, H: 14, Angle: 0.3}, "at the border": {X: 30, Y: 8, W: 60, H: 16},
	} {
		got := regions(inkMap(200, 130, 0.8, want), 200, 130)
		if len(got) != 1 {
			t.Errorf("%s: %d boxes", name, len(got))
			continue
		}
		grown := want.W * want.H * growth / (want.W + want.H)
		b := got[0]
		if !nearly(b.X, want.X, 1) || !nearly(b.Y, want.Y, 1) || !nearly(b.Angle, want.Angle, 0.04) {
			t.Errorf("%s: %+v", name, b)
		}
		if !nearly(b.W, want.W+grown, 3.5) || !nearly(b.H, want.H+grown, 3.5) || !nearly(b.Sure, 0.8, 1e-6) {
			t.Errorf("%s: %.1f × %.1f, want %.1f × %.1f, sure %.2f", name, b.W, b.H, want.W+grown, want.H+grown, b.Sure)
		}
	}
}

// Lines are kept apart; what is too pale, too small or too thin is no text.
func TestRegionsOfSeveral(t *testing.T) {
	line := Box{X: 60, Y: 20, W: 80, H: 10}
	for name, c := range map[string]struct {
		p     float32
		boxes []Box
		want  int
	}{
		"nothing":     {0.8, nil, 0},
		"one":         {0.8, []Box{line}, 1},
		"two rows":    {0.8, []Box{line, {X: 60, Y: 45, W: 80, H: 10}}, 2},
		"two columns": {0.8, []Box{line, {X: 160, Y: 20, W: 60, H: 10}}, 2},
		"touching":    {0.8, []Box{line, {X: 60, Y: 29, W: 40, H: 10}}, 1},
		"pale":        {0.45, []Box{line}, 0},
		"no ink":      {0.25, []Box{line}, 0},
		"a speck":     {0.9, []Box{{X: 40, Y: 40, W: 4, H: 4}}, 0},
		"a hair":      {0.9, []Box{{X: 60, Y: 40.5, W: 80, H: 1}}, 0},
	} {
		if got := regions(inkMap(200, 64, c.p, c.boxes...), 200, 64); len(got) != c.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// The smallest rectangle is no larger than the one that was filled, and all
// points are in it.
func TestAround(t *testing.T) {
	rnd := rand.New(rand.NewPCG(6, 6))
	for range 40 {
		want := Box{X: 50, Y: 40, W: 30 + rnd.Float64()*40, H: 5 + rnd.Float64()*20, Angle: (rnd.Float64() - 0.5) * math.Pi}
		sin, cos := math.Sincos(want.Angle)
		var points [][2]float64
		for range 60 {
			u, v := (rnd.Float64()-0.5)*want.W, (rnd.Float64()-0.5)*want.H
			points = append(points, [2]float64{want.X + u*cos - v*sin, want.Y + u*sin + v*cos})
		}
		got := around(points)
		if got.W*got.H > want.W*want.H+1e-6 || got.Angle > math.Pi/4 || got.Angle <= -math.Pi/4 {
			t.Errorf("around %+v: %+v", want, got)
		}
		sin, cos = math.Sincos(got.Angle)
		for _, p := range points {
			u, v := (p[0]-got.X)*cos+(p[1]-got.Y)*sin, (p[1]-got.Y)*cos-(p[0]-got.X)*sin
			if math.Abs(u) > got.W/2+1e-6 || math.Abs(v) > got.H/2+1e-6 {
				t.Fatalf("%v is outside of %+v", p, got)
			}
		}
	}
}

// A hull turns one way only and has all points on its inner side.
func TestHull(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 7))
	for range 40 {
		var points [][2]float64
		for range 3 + rnd.IntN(40) {
			points = append(points, [2]float64{float64(rnd.IntN(12)), float64(rnd.IntN(12))})
		}
		hull := hullOf(points)
		for i, a := range hull {
			b := hull[(i+1)%len(hull)]
			for _, p := range points {
				if len(hull) > 2 && turning(a, b, p) < 0 {
					t.Fatalf("%v is outside of %v", p, hull)
				}
			}
		}
	}
	for name, points := range map[string][][2]float64{"a point": {{3, 4}}, "one point twice": {{3, 4}, {3, 4}}} {
		if b := around(points); b.W != 0 || b.H != 0 {
			t.Errorf("%s: %+v", name, b)
		}
	}
	if b := around([][2]float64{{0, 0}, {3, 3}, {6, 6}, {1, 1}}); !nearly(max(b.W, b.H), 6*math.Sqrt2, 1e-9) || min(b.W, b.H) > 1e-9 {
		t.Errorf("a line: %+v", b)
	}
}

// Levelling turns by quarters: the box stays where it is.
func TestLevelled(t *testing.T) {
	for _, angle := range []float64{0, 0.7, 0.8, math.Pi / 2, 2, math.Pi, 4, -0.7, -0.8, -math.Pi / 2, -3} {
		b := Box{X: 50, Y: 60, W: 40, H: 10, Angle: angle}
		l := b.Levelled()
		if l.Angle > math.Pi/4 || l.Angle <= -math.Pi/4 {
			t.Errorf("%.2f is levelled to %.2f", angle, l.Angle)
		}
		turns := int(math.Round((angle - l.Angle) / (math.Pi / 2)))
		if swapped := turns%2 != 0; swapped != (l.W == 10 && l.H == 40) || l.X != 50 || l.Y != 60 || l.W*l.H != 400 {
			t.Errorf("%.2f: %+v", angle, l)
		}
	}
}

func TestBoxMoves(t *testing.T) {
	b := Box{X: 300, Y: 200, W: 80, H: 20, Angle: 0.3, Sure: 0.7}
	if got := b.HalfTurn(1280, 808); got.X != 980 || got.Y != 608 || got.HalfTurn(1280, 808) != b {
		t.Errorf("half a turn: %+v", got)
	}
	if got := b.part(0, 1); got != b {
		t.Errorf("all of it: %+v", got)
	}
	first, last := b.part(0, 0.25), b.part(0.75, 1)
	if first.W != 20 || !nearly((first.X+last.X)/2, b.X, 1e-9) || !nearly((first.Y+last.Y)/2, b.Y, 1e-9) ||
		!nearly(math.Hypot(last.X-first.X, last.Y-first.Y), 60, 1e-9) || last.X < first.X || last.Y < first.Y {
		t.Errorf("ends: %+v, %+v", first, last)
	}
	if got := (Box{X: 3, Y: 4, W: 10, H: 2}).scaled(2, 5); got.X != 6 || got.Y != 20 || got.W != 20 || got.H != 10 {
		t.Errorf("scaled: %+v", got)
	}
	if got := (Box{W: 10, H: 2, Angle: math.Pi / 2}).scaled(2, 5); !nearly(got.W, 50, 1e-9) || !nearly(got.H, 4, 1e-9) {
		t.Errorf("upright, scaled: %+v", got)
	}
}

// The place of a box is the rectangle around its corners.
func TestBoxPlace(t *testing.T) {
	for _, angle := range []float64{0, 0.2, -0.2, 0.7, -0.7} {
		b := Box{X: 300, Y: 200, W: 80, H: 20, Angle: angle}
		sin, cos := math.Sincos(angle)
		want := model.Place{X0: math.Inf(1), Y0: math.Inf(1), X1: math.Inf(-1), Y1: math.Inf(-1)}
		for _, c := range [4][2]float64{{-40, -10}, {40, -10}, {40, 10}, {-40, 10}} {
			x, y := (300+c[0]*cos-c[1]*sin)/1280, (200+c[0]*sin+c[1]*cos)/808
			want = model.Place{X0: min(want.X0, x), Y0: min(want.Y0, y), X1: max(want.X1, x), Y1: max(want.Y1, y)}
		}
		if got := b.Place(1280, 808); !samePlace(got, want, 1e-9) {
			t.Errorf("at %.1f: %+v, want %+v", angle, got, want)
		}
	}
}

// Cutting a line out of a picture takes it level, and turned by half if asked.
func TestCropTakesTheLine(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 200, 120))
	b := Box{X: 100, Y: 60, W: 120, H: 24, Angle: 0.25}
	sin, cos := math.Sincos(b.Angle)
	for i := range 200 * 120 { // red grows along the line, green across it
		x, y := float64(i%200)+0.5-b.X, float64(i/200)+0.5-b.Y
		u, v := (x*cos+y*sin)/b.W+0.5, (y*cos-x*sin)/b.H+0.5
		copy(img.Pix[4*i:], []byte{uint8(min(max(255*u, 0), 255)), uint8(min(max(255*v, 0), 255)), 128, 255})
	}
	const h, width, room = 12, 60, 64
	for _, flip := range []bool{false, true} {
		out := b.crop(img, h, width, room, flip)
		for _, at := range [][2]int{{5, 2}, {30, 6}, {55, 10}} {
			u, v := (float64(at[0])+0.5)/width, (float64(at[1])+0.5)/h
			if flip {
				u, v = 1-u, 1-v
			}
			o := at[1]*room + at[0]
			blue, green, red := float64(out[o]), float64(out[h*room+o]), float64(out[2*h*room+o])
			if !nearly(red, 2*u-1, 0.04) || !nearly(green, 2*v-1, 0.1) || !nearly(blue, 0, 0.02) {
				t.Errorf("flip %v at %v: %.2f %.2f %.2f", flip, at, red, green, blue)
			}
		}
		if out[room-1] != 0 {
			t.Errorf("beyond the line: %v", out[room-1])
		}
	}
}

// Reduced, a picture keeps its means; enlarged, its colours.
func TestResized(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 60, 40))
	for i := range 60 * 40 {
		copy(img.Pix[4*i:], []byte{uint8(4 * (i % 60)), uint8(6 * (i / 60)), uint8(200 * (i % 2)), 255})
	}
	small := resized(img, 15, 10)
	if c := small.RGBAAt(7, 5); !nearly(float64(c.R), 4*29.5, 3) || !nearly(float64(c.G), 6*21.5, 3) || !nearly(float64(c.B), 100, 12) {
		t.Errorf("small: %v", c)
	}
	large := resized(img, 240, 160)
	if c := large.RGBAAt(120, 80); !nearly(float64(c.R), 4*29.6, 4) || !nearly(float64(c.G), 6*19.6, 4) {
		t.Errorf("large: %v", c)
	}
	if resized(img, 60, 40) != img {
		t.Error("the same size is another picture")
	}
}

// Only the longest lines are looked at, and none is lost when there are few.
func TestLongest(t *testing.T) {
	in := []Box{{W: 3}, {W: 9}, {W: 5}}
	if got := longest(in, 2); len(got) != 2 || got[0].W != 9 || got[1].W != 5 {
		t.Errorf("%+v", got)
	}
	if got := longest(in, 7); len(got) != 3 || in[0].W != 3 {
		t.Errorf("%+v, %+v", got, in)
	}
}
