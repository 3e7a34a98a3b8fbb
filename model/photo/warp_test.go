package photo

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"
)

// A painter is the colour of a card at (u, v), in parts of it.
type painter func(u, v float64) color.RGBA

// onPicture draws what lies in q as paint has it, with other colour around.
// Quads are as everywhere: (0, 0) is the corner of the first pixel.
func onPicture(w, h int, q Quad, around color.RGBA, paint painter) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	flat := Flatten(q, 1, 1)
	for y := range h {
		for x := range w {
			c := around
			if p := flat([2]float64{float64(x) + 0.5, float64(y) + 0.5}); p[0] >= 0 && p[0] < 1 && p[1] >= 0 && p[1] < 1 {
				c = paint(p[0], p[1])
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

// sourceOf is img as it comes out of a file.
func sourceOf(t testing.TB, img image.Image) *Source {
	t.Helper()
	return sourceFrom(t, encoded(t, img, 95))
}

func sourceFrom(t testing.TB, data []byte) *Source {
	t.Helper()
	src, err := Decode(t.Context(), bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// ramp goes from dark to light along the card and from blue to red across it,
// so that each place has a colour of its own.
func ramp(u, v float64) color.RGBA {
	return color.RGBA{uint8(40 + 90*u + 90*v), uint8(40 + 160*u), uint8(40 + 90*u + 90*(1-v)), 255}
}

// fourths is the pattern of corners: red, green, blue, white.
func fourths(u, v float64) color.RGBA {
	return [2][2]color.RGBA{{{220, 20, 20, 255}, {20, 200, 20, 255}}, {{20, 20, 220, 255}, {255, 255, 255, 255}}}[int(2*v)][int(2*u)]
}

// paper is a pale card with a few dark bars.
func paper(u, v float64) color.RGBA {
	if u > 0.1 && u < 0.5 && math.Mod(v, 0.2) > 0.13 && v > 0.1 && v < 0.9 {
		return color.RGBA{40, 40, 50, 255}
	}
	return color.RGBA{225, 228, 220, 255}
}

// leaning are quads of several sizes, turns and tapers.
var leaning = map[string]Quad{
	"level":      {{100, 80}, {420, 80}, {420, 280}, {100, 280}},
	"turned":     {{150, 60}, {450, 120}, {410, 310}, {110, 250}},
	"tapered":    {{120, 90}, {400, 70}, {440, 300}, {90, 270}},
	"upright":    {{420, 40}, {430, 360}, {225, 370}, {230, 30}},
	"upsidedown": {{420, 280}, {100, 285}, {105, 80}, {425, 70}},
	"small":      {{60, 60}, {100, 62}, {99, 88}, {58, 85}},
}

// Lift and Flatten lead back and forth, inside the card and beyond it.
func TestFlattenIsTheReverseOfLift(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for name, q := range leaning {
		for _, size := range [][2]float64{{1, 1}, {1280, 808}, {3, 700}} {
			lift, flat := Lift(q, size[0], size[1]), Flatten(q, size[0], size[1])
			for i, c := range [4][2]float64{{0, 0}, {size[0], 0}, size, {0, size[1]}} {
				if d := distance(lift(c), q[i]); d > 1e-9 {
					t.Errorf("%s: corner %d is lifted %g away", name, i, d)
				}
			}
			for range 50 {
				p := [2]float64{(rnd.Float64()*1.4 - 0.2) * size[0], (rnd.Float64()*1.4 - 0.2) * size[1]}
				if back := flat(lift(p)); math.Abs(back[0]-p[0]) > 1e-7*size[0] || math.Abs(back[1]-p[1]) > 1e-7*size[1] {
					t.Errorf("%s: %v comes back as %v", name, p, back)
				}
			}
		}
	}
}

// A drawn ramp comes back upright, to a few levels, whether the picture is
// coarser than the result or up to four times finer.
func TestStraightenBringsThePatternBack(t *testing.T) {
	for name, q := range leaning {
		src := sourceOf(t, onPicture(540, 400, q, color.RGBA{128, 128, 128, 255}, ramp))
		for _, w := range []int{80, 160, 320} {
			h := w * 5 / 8
			card := src.Straighten(q, w, h)
			if card.Rect != image.Rect(0, 0, w, h) {
				t.Fatalf("%s: %v", name, card.Rect)
			}
			if d := rampError(card); d > 6 {
				t.Errorf("%s at %d: colours are off by %.1f levels", name, w, d)
			}
		}
	}
}

// rampError is how far a picture is from ramp, away from its edges: the mean
// over its pixels of the channel that is worst.
func rampError(card *image.RGBA) float64 {
	w, h := card.Rect.Dx(), card.Rect.Dy()
	sum, n := 0.0, 0.0
	for y := h / 8; y < h*7/8; y += 3 {
		for x := w / 8; x < w*7/8; x += 3 {
			got, want := card.RGBAAt(x, y), ramp((float64(x)+0.5)/float64(w), (float64(y)+0.5)/float64(h))
			off := max(absInt(int(got.R)-int(want.R)), absInt(int(got.G)-int(want.G)), absInt(int(got.B)-int(want.B)))
			sum, n = sum+float64(off), n+1
		}
	}
	return sum / n
}

// Where the picture is finer than the result, many of its pixels make one: a
// pattern too fine becomes its mean.
func TestStraightenTakesTheMean(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 360, 240))
	for i := range img.Pix {
		img.Pix[i] = uint8((i%360 + i/360) % 2 * 255)
	}
	src := sourceFrom(t, asPNG(t, img))
	const w = 120
	card := src.Straighten(Quad{{3, 3}, {357, 3}, {357, 237}, {3, 237}}, w, w*2/3)
	for x := 4; x < w-4; x += 3 {
		if v := card.RGBAAt(x, w/3).R; v < 80 || v > 175 {
			t.Errorf("%d at %d, want about 128", v, x)
		}
	}
}

// Straightening goes by the corners' order: begun elsewhere the card is turned,
// never mirrored.
func TestStraightenFollowsTheCorners(t *testing.T) {
	q := leaning["tapered"]
	src := sourceOf(t, onPicture(540, 400, q, color.RGBA{A: 255}, fourths))
	for begin, want := range []string{"RGBW", "GWRB", "WBGR", "BRWG"} {
		turned := Quad{q[begin], q[(begin+1)%4], q[(begin+2)%4], q[(begin+3)%4]}
		if got := quarters(src.Straighten(turned, 80, 50)); got != want {
			t.Errorf("from corner %d: %s, want %s", begin, got, want)
		}
	}
	if got := quarters(src.Straighten(HalfTurn(q), 80, 50)); got != "WBGR" {
		t.Errorf("half a turn: %s", got)
	}
}

// What lies outside the picture has the colour of its border.
func TestStraightenBeyondTheBorder(t *testing.T) {
	for name, img := range map[string]image.Image{
		"grey":   lit(image.NewGray(image.Rect(0, 0, 64, 48)), 1, 90),
		"colour": onPicture(64, 48, Quad{}, color.RGBA{90, 90, 90, 255}, nil),
	} {
		src := sourceOf(t, img)
		for _, q := range []Quad{
			{{-500, -500}, {-400, -500}, {-400, -440}, {-500, -440}}, {{30, 20}, {9000, 20}, {9000, 7000}, {30, 7000}},
		} {
			card := src.Straighten(q, 50, 30)
			for i, v := range card.Pix {
				if want := uint8(90); i%4 != 3 && absInt(int(v)-int(want)) > 1 || i%4 == 3 && v != 255 {
					t.Fatalf("%s %v: byte %d is %d", name, q, i, v)
				}
			}
		}
	}
}

// An outline that is none (all corners in one point, on a line, or no numbers)
// may stand in a stored report: it gives some picture.
func TestStraightenOfNoOutline(t *testing.T) {
	src := sourceOf(t, corners(64, 48))
	for name, q := range map[string]Quad{
		"a point":    {},
		"a line":     {{0, 0}, {10, 10}, {20, 20}, {30, 30}},
		"far away":   {{1e300, 0}, {1e300, 1e300}, {0, -1e300}, {5, 5}},
		"no numbers": {{math.NaN(), 0}, {math.Inf(1), 3}, {math.Inf(-1), math.NaN()}, {4, 4}},
		"crossed":    {{0, 0}, {60, 40}, {60, 0}, {0, 40}},
	} {
		if card := src.Straighten(q, 40, 25); card.Rect.Dx() != 40 || card.Rect.Dy() != 25 {
			t.Errorf("%s: %v", name, card.Rect)
		}
	}
}

// The corners that a report has and those in pixels are one and the same,
// however the picture is stored.
func TestOutlineOfEachOrientation(t *testing.T) {
	jpg := encoded(t, corners(96, 64), 95)
	outline := [4][2]float64{{0.1, 0.2}, {0.93, 0.15}, {0.8, 0.9}, {0.05, 0.7}}
	for o := upright; o <= quarterLeft; o++ {
		src := sourceFrom(t, withExif(jpg, exifBlock(binary.BigEndian, "MM", uint16(o))))
		back := src.Outline(src.Corners(outline))
		for i, c := range outline {
			if distance(back[i], c) > 1e-12 {
				t.Errorf("orientation %d: corner %d %v comes back as %v", o, i, c, back[i])
			}
		}
		whole := src.Corners([4][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}})
		if got, want := quarters(src.Straighten(whole, 60, 60)), quarters(src.Preview()); got != want {
			t.Errorf("orientation %d: the whole picture is cut out as %s, shown is %s", o, got, want)
		}
		if w, h := src.KeptSize(); w != 96 || h != 64 {
			t.Errorf("orientation %d: kept as %d x %d", o, w, h)
		}
	}
}

// A card is found clockwise as it is seen, also where the picture is stored
// mirrored: what is cut out is not mirrored.
func TestCandidatesAreNotMirrored(t *testing.T) {
	card := func(u, v float64) color.RGBA {
		if math.Abs(math.Abs(u-0.5)-0.3) < 0.05 && math.Abs(math.Abs(v-0.5)-0.25) < 0.08 {
			return fourths(u, v)
		}
		return color.RGBA{225, 228, 220, 255}
	}
	stored := onPicture(300, 220, Quad{{45, 40}, {250, 52}, {243, 180}, {40, 170}}, color.RGBA{70, 80, 60, 255}, card)
	jpg := encoded(t, stored, 95)
	for _, o := range []orientation{upright, flipped, upsideDown, transposed, quarterRight} {
		src := sourceFrom(t, withExif(jpg, exifBlock(binary.BigEndian, "MM", uint16(o))))
		found, err := src.Candidates(t.Context())
		if err != nil || len(found) == 0 {
			t.Fatalf("orientation %d: %v, %v", o, found, err)
		}
		if seen := Quad(*src.Outline(found[0].Quad)); areaOf(seen) <= 0 {
			t.Errorf("orientation %d: the corners go the wrong way round: %v", o, seen)
		}
		mirror := o.mirrors()
		got := corner4(src.Straighten(found[0].Quad, 160, 100))
		if straight := got == "RGBW" || got == "WBGR"; straight == mirror {
			t.Errorf("orientation %d: cut out as %s", o, got)
		}
	}
}

// corner4 names the colours of the four marks that lie inside of the corners.
func corner4(img *image.RGBA) string {
	small := image.NewRGBA(image.Rect(0, 0, 40, 40))
	for y := range 40 {
		for x := range 40 {
			small.Set(x, y, img.At(img.Rect.Dx()*(2+x/20*6)/10, img.Rect.Dy()*(1+y/20*2)/4))
		}
	}
	return quarters(small)
}
