package photo

import (
	"image"
	"image/color"
	"math"
	"slices"
	"testing"

	"truename/model"
)

// A card seen very flatly is found as one, with its tilt; one seen from above
// is found too, and its tilt is small; nothing is found where nothing lies.
func TestFlat(t *testing.T) {
	flat := Quad{{110, 150}, {520, 158}, {550, 318}, {80, 310}}
	above := Quad{{110, 90}, {530, 95}, {525, 350}, {106, 348}}
	for name, c := range map[string]struct {
		q     Quad
		steep bool
	}{"flat": {flat, true}, "from above": {above, false}} {
		all := onTable(t, 640, 440, c.q).Flat(t.Context())
		if len(all) == 0 {
			t.Errorf("%s: not found", name)
			continue
		}
		got := all[0]
		if tilt := Tilt(got.Quad); tilt > 42 != c.steep {
			t.Errorf("%s: %.1f° in %v", name, tilt, got.Quad)
		}
		if d := offBy(got.Quad, c.q); d > 0.03 {
			t.Errorf("%s: off by %.3f", name, d)
		}
	}
	if c := sourceOf(t, noisy(lit(image.NewGray(image.Rect(0, 0, 400, 300)), 1, 120), 4, 1)).Flat(t.Context()); len(c) > 0 {
		t.Errorf("nothing: %+v", c)
	}
}

// A card that takes a tenth of the picture's width is found where it lies.
func TestFar(t *testing.T) {
	truth := Quad{{900, 300}, {1040, 312}, {1033, 400}, {893, 388}}
	all := onTable(t, 1440, 1080, truth).Far(t.Context())
	if len(all) == 0 {
		t.Fatal("not found")
	}
	found := all[0]
	if d := offBy(found.Quad, truth); d > 0.06 {
		t.Errorf("off by %.3f: %v", d, found.Quad)
	}
	table := lit(image.NewGray(image.Rect(0, 0, 700, 500)), 1, 120)
	if c := sourceOf(t, noisy(table, 6, 2)).Far(t.Context()); len(c) > 0 {
		t.Errorf("an empty table: %+v", c)
	}
}

// The spots that stand out are named first, each once.
func TestOutstanding(t *testing.T) {
	img := onPicture(200, 150, Quad{{50, 40}, {60, 40}, {60, 46}, {50, 46}}, color.RGBA{90, 90, 90, 255}, paper)
	blob(img, 150, 100, 5, 5, color.RGBA{170, 170, 170, 255})
	blob(img, 60, 120, 5, 5, color.RGBA{60, 60, 220, 255}) // by its tint
	spots := sourceOf(t, img).pixels.reduced(spotLong[0]).outstanding()
	near := func(p spot, x, y float64) bool { return math.Hypot(float64(p.x)-x, float64(p.y)-y) < 8 }
	if len(spots) < 2 || !(near(spots[0], 55, 43) && near(spots[1], 150, 100) || near(spots[1], 55, 43) && near(spots[0], 150, 100)) {
		t.Errorf("%v", spots)
	}
	if !slices.ContainsFunc(spots, func(p spot) bool { return p.tint && near(p, 60, 120) }) {
		t.Errorf("what differs by its tint alone: %v", spots)
	}
	for i, a := range spots {
		for _, b := range spots[:i] {
			if absInt(a.x-b.x) < 3 && absInt(a.y-b.y) < 3 {
				t.Errorf("%v is named twice", a)
			}
		}
	}
}

// A dim picture is made bright, its colours as well; a bright one stays, and
// the picture that is kept is never touched.
func TestBrighten(t *testing.T) {
	dark := color.RGBA{30, 24, 20, 255}
	img := onPicture(120, 90, Quad{{20, 20}, {110, 20}, {110, 80}, {20, 80}}, dark, func(u, v float64) color.RGBA {
		return color.RGBA{60, 60, 48, 255}
	})
	src := sourceOf(t, img)
	before := src.pixels.y.row(50)[60]
	got := src.pixels.reduced(600)
	if v := got.y.row(50)[60]; absInt(int(v)-good) > 12 {
		t.Errorf("the lightest part has %d, want %d", v, good)
	}
	was, is := 128-int(src.pixels.cb.row(25)[30]), 128-int(got.cb.row(50)[60])
	if is < 2*was {
		t.Errorf("chroma %d from grey was %d", is, was)
	}
	if src.pixels.y.row(50)[60] != before {
		t.Error("the picture itself became brighter")
	}
	bright := sourceOf(t, corners(80, 60))
	a, b := bright.pixels.y, bright.pixels.reduced(600).y
	for y := range a.h {
		if string(a.row(y)) != string(b.row(y)) {
			t.Fatalf("row %d of a bright picture changed", y)
		}
	}
	if black := sourceOf(t, image.NewGray(image.Rect(0, 0, 40, 30))).pixels.reduced(600); black.y.row(3)[3] != 0 {
		t.Errorf("black became %d", black.y.row(3)[3])
	}
}

// Closing wipes dark strokes away and leaves the dark things that are wider.
func TestClosed(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 80, 60))
	box(img, img.Rect, 200)
	box(img, image.Rect(10, 10, 16, 50), 40) // a stroke
	box(img, image.Rect(40, 20, 70, 45), 40) // a thing
	got := pixelsOf(img).y.closed(4)
	for p, want := range map[image.Point]uint8{{12, 30}: 200, {55, 30}: 40, {41, 21}: 40, {38, 30}: 200, {75, 55}: 200} {
		if v := got.row(p.Y)[p.X]; v != want {
			t.Errorf("%v has %d, want %d", p, v, want)
		}
	}
}

// A line of the card is cut out of the stored photograph, as high as asked for
// and with its own shape, also where the photograph is stored turned.
func TestStrip(t *testing.T) {
	q := Quad{{60, 50}, {500, 70}, {490, 345}, {52, 330}}
	place := model.Place{X0: 0.25, Y0: 0.25, X1: 0.75, Y1: 0.75} // the middle: all four colours
	img := onPicture(560, 400, q, color.RGBA{90, 90, 90, 255}, fourths)
	jpg := encoded(t, img, 95)
	outline := *sourceOf(t, img).Outline(q)
	strip, err := Strip(t.Context(), jpg, outline, place, 60)
	if err != nil {
		t.Fatal(err)
	}
	if got := quarters(strip); got != "RGBW" || strip.Rect.Dy() != 60 || absInt(strip.Rect.Dx()-95) > 1 {
		t.Errorf("%s, %v", got, strip.Rect)
	}
	top := model.Place{X0: 0.05, Y0: 0.1, X1: 0.45, Y1: 0.4}
	if strip, err = Strip(t.Context(), jpg, outline, top, 40); err != nil || quarters(strip) != "RRRR" {
		t.Errorf("a place in the first quarter: %v, %v", quarters(strip), err)
	}
}

// What stands in a stored report may be anything: the strip stays small, and
// bytes that are no picture are refused.
func TestStripOfAnything(t *testing.T) {
	jpg := encoded(t, corners(120, 80), 90)
	whole := [4][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}}
	for name, p := range map[string]model.Place{
		"nothing": {}, "backwards": {X0: 0.9, Y0: 0.9, X1: 0.1, Y1: 0.1}, "huge": {X0: -1e9, Y0: 0, X1: 1e9, Y1: 1e-9},
		"no numbers": {X0: math.NaN(), Y1: math.Inf(1)},
	} {
		for _, outline := range [][4][2]float64{whole, {}} {
			strip, err := Strip(t.Context(), jpg, outline, p, 32)
			if err != nil || strip.Rect.Dy() != 32 || strip.Rect.Dx() < 1 || strip.Rect.Dx() > 8*CardWidth {
				t.Errorf("%s: %v, %v", name, strip, err)
			}
		}
	}
	if _, err := Strip(t.Context(), []byte("GIF89a"), whole, everywhere, 32); err == nil {
		t.Error("bytes that are no picture are cut")
	}
}
