package specimen

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"
	"testing"
)

func TestPhotographsAreAlike(t *testing.T) {
	card := DrawBack(New(1))
	a, b, other := flat(PhotographAt(card, 1, 400, 300)), flat(PhotographAt(card, 1, 400, 300)), flat(PhotographAt(card, 2, 400, 300))
	if !bytes.Equal(a.Pix, b.Pix) {
		t.Error("the same seed makes two photographs")
	}
	if bytes.Equal(a.Pix, other.Pix) || Quad(1, 400, 300) == Quad(2, 400, 300) {
		t.Error("two seeds make the same photograph")
	}
	if s := Photograph(card, 1).Bounds().Size(); s != image.Pt(1600, 1200) {
		t.Errorf("%v pixels", s)
	}
}

func TestQuadIsInsideAndUpright(t *testing.T) {
	for name, size := range map[string][2]int{"usual": {1600, 1200}, "12 MP": {4000, 3000}, "upright": {1200, 1600}, "wide": {1920, 1080}} {
		t.Run(name, func(t *testing.T) {
			w, h := float64(size[0]), float64(size[1])
			for seed := range uint64(200) {
				q := Quad(seed, size[0], size[1])
				for _, c := range q {
					if c[0] < 0.03*w || c[0] > 0.97*w || c[1] < 0.03*h || c[1] > 0.97*h {
						t.Fatalf("seed %d: corner at %v", seed, c)
					}
				}
				aspect := math.Hypot(q[1][0]-q[0][0], q[1][1]-q[0][1]) / math.Hypot(q[3][0]-q[0][0], q[3][1]-q[0][1])
				if q[1][0] < q[0][0] || q[3][1] < q[0][1] || aspect < 1.4 || aspect > 1.8 {
					t.Fatalf("seed %d: aspect %.2f of %v", seed, aspect, q)
				}
			}
		})
	}
}

func TestSquareToAndInvert(t *testing.T) {
	q := Quad(7, 1600, 1200)
	for i, c := range [4][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}} {
		if x, y := apply(squareTo(q), c[0], c[1]); math.Hypot(x-q[i][0], y-q[i][1]) > 1e-6 {
			t.Errorf("corner %d goes to %g, %g", i, x, y)
		}
		if u, v := apply(invert(squareTo(q)), q[i][0], q[i][1]); math.Hypot(u-c[0], v-c[1]) > 1e-9 {
			t.Errorf("corner %d comes from %g, %g", i, u, v)
		}
	}
}

func apply(m [9]float64, x, y float64) (float64, float64) {
	d := m[6]*x + m[7]*y + m[8]
	return (m[0]*x + m[1]*y + m[2]) / d, (m[3]*x + m[4]*y + m[5]) / d
}

// What is printed at a place of the card is seen where Quad says it lies.
func TestPhotographShowsTheCard(t *testing.T) {
	for seed := range uint64(6) {
		card := flat(DrawFront(New(seed)))
		m := flat(PhotographAt(card, seed, 1600, 1200))
		to := squareTo(Quad(seed, 1600, 1200))
		var a, b []float64
		for i := range 120 {
			for j := range 80 {
				u, v := 0.05+0.9*float64(i)/119, 0.05+0.9*float64(j)/79
				x, y := apply(to, u, v)
				a = append(a, sample(card, u, v)[1])
				b = append(b, sample(m, x/1600, y/1200)[1])
			}
		}
		if r := correlation(a, b); r < 0.95 {
			t.Errorf("seed %d: correlation %.3f", seed, r)
		}
	}
}

func correlation(a, b []float64) float64 {
	var ma, mb, aa, bb, ab float64
	for i := range a {
		ma, mb = ma+a[i]/float64(len(a)), mb+b[i]/float64(len(b))
	}
	for i := range a {
		aa, bb, ab = aa+(a[i]-ma)*(a[i]-ma), bb+(b[i]-mb)*(b[i]-mb), ab+(a[i]-ma)*(b[i]-mb)
	}
	return ab / math.Sqrt(aa*bb)
}

func TestSpoil(t *testing.T) {
	good := flat(Photograph(DrawBack(New(2)), 2))
	before := bytes.Clone(good.Pix)
	mean, sharp := measure(good)
	if mean < 60 || mean > 220 {
		t.Fatalf("a good photograph has mean %.0f", mean)
	}
	for name, c := range map[string]struct {
		how Fault
		ok  func(m, s float64) bool
	}{
		"blur":   {Blur, func(m, s float64) bool { return math.Abs(m-mean) < 3 && s < sharp/3 }},
		"dark":   {Dark, func(m, _ float64) bool { return m < 20 }},
		"bright": {Bright, func(m, _ float64) bool { return m > 242 }},
	} {
		t.Run(name, func(t *testing.T) {
			bad := flat(Spoil(good, c.how))
			if m, s := measure(bad); !c.ok(m, s) {
				t.Errorf("mean %.1f of %.1f, sharpness %.2f of %.2f", m, mean, s, sharp)
			}
			if bad.Rect != good.Rect || !bytes.Equal(before, good.Pix) {
				t.Error("the size or the photograph itself changed")
			}
		})
	}
}

// measure is the mean of green and the mean step between neighbours in a row.
func measure(m *image.RGBA) (mean, sharp float64) {
	n := 0.0
	for i := 5; i < len(m.Pix); i += 4 {
		mean, n = mean+float64(m.Pix[i]), n+1
		sharp += math.Abs(float64(m.Pix[i]) - float64(m.Pix[i-4]))
	}
	return mean / n, sharp / n
}

func TestSpoilTakesAnyPicture(t *testing.T) {
	grey := image.NewGray(image.Rect(5, 5, 25, 15))
	for i := range grey.Pix {
		grey.Pix[i] = 100
	}
	for _, how := range []Fault{Blur, Dark, Bright} {
		m := Spoil(grey, how)
		if s := m.Bounds(); s != image.Rect(0, 0, 20, 10) {
			t.Errorf("fault %d: %v", how, s)
		}
		if _, _, _, a := m.At(3, 3).RGBA(); a != 0xFFFF {
			t.Errorf("fault %d: see-through", how)
		}
	}
	if r, _, _, _ := Spoil(grey, Blur).At(0, 0).RGBA(); r>>8 != 100 {
		t.Errorf("an even picture became %d", r>>8)
	}
}

func TestJPEG(t *testing.T) {
	m := PhotographAt(DrawFront(New(1)), 1, 640, 480)
	small, large := JPEG(m, 30), JPEG(m, 95)
	got, err := jpeg.Decode(bytes.NewReader(large))
	if err != nil || got.Bounds() != m.Bounds() {
		t.Fatalf("%v, %v", got.Bounds(), err)
	}
	if len(small) >= len(large) {
		t.Errorf("%d bytes at 30, %d at 95", len(small), len(large))
	}
}

func BenchmarkPhotograph12MP(b *testing.B) {
	card := DrawFront(New(1))
	for b.Loop() {
		PhotographAt(card, 1, 4000, 3000)
	}
}
