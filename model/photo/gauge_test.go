package photo

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"

	"truename/model"
)

// everywhere is the whole card.
var everywhere = model.Place{X1: 1, Y1: 1}

func rgbaOf(img image.Image) *image.RGBA { return pixelsOf(img).rgba() }

// print600 is a card full of strokes.
func print600() *image.Gray {
	img := desk(1100, 760, 7)
	return img.SubImage(image.Rect(170, 160, 810, 560)).(*image.Gray)
}

// opaque is g without the room around it.
func opaque(g *image.Gray) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, g.Rect.Dx(), g.Rect.Dy()))
	for y := range out.Rect.Dy() {
		copy(out.Pix[y*out.Stride:(y+1)*out.Stride], g.Pix[y*g.Stride:])
	}
	return out
}

// Sharpness falls with every blur, and the softest direction is never sharper
// than the sharpest. Shaking softens one direction, a lens that is out of focus
// all: only the first shows in Shake.
func TestSharpnessAndShake(t *testing.T) {
	sharp := opaque(print600())
	measure := func(img *image.Gray) (softest, sharpest, shake float64) {
		g := NewGauge(rgbaOf(img))
		softest, sharpest = g.Sharpness([]model.Place{everywhere})
		return softest, sharpest, g.Shake([]model.Place{everywhere})
	}
	last := math.Inf(1)
	for _, sigma := range []float64{0, 0.8, 1.6, 3} {
		soft, hard, shake := measure(blurred(sharp, sigma, sigma))
		if soft >= last || soft > hard {
			t.Errorf("blurred by %.1f: %.2f to %.2f, before %.2f", sigma, soft, hard, last)
		}
		if shake < 0.30 {
			t.Errorf("blurred by %.1f: looks shaken, %.2f", sigma, shake)
		}
		last = soft
	}
	for degrees := 0; degrees < 180; degrees += 15 {
		if _, _, shake := measure(shaken(sharp, 30, float64(degrees))); shake > 0.27 {
			t.Errorf("shaken at %d°: %.2f", degrees, shake)
		}
	}
	if _, _, shake := measure(blurred(sharp, 12, 12)); shake != 1 {
		t.Errorf("far out of focus: looks shaken, %.2f", shake)
	}
}

// shaken is img moved by so many pixels while the picture was taken.
func shaken(img *image.Gray, way, degrees float64) *image.Gray {
	out := image.NewGray(img.Rect)
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	w, h := img.Rect.Dx(), img.Rect.Dy()
	for y := range h {
		for x := range w {
			sum := 0
			for i := range int(way) {
				d := float64(i) - way/2
				sum += int(img.GrayAt(min(max(x+int(math.Round(d*cos)), 0), w-1), min(max(y+int(math.Round(d*sin)), 0), h-1)).Y)
			}
			out.SetGray(x, y, color.Gray{Y: uint8(sum / int(way))})
		}
	}
	return out
}

// Where nothing is printed, and in places that are none, nothing is measured.
func TestSharpnessOfNothing(t *testing.T) {
	g := NewGauge(rgbaOf(lit(image.NewGray(image.Rect(0, 0, 320, 200)), 1, 180)))
	for name, places := range map[string][]model.Place{
		"no place": nil, "blank": {everywhere}, "a point": {{X0: 0.5, Y0: 0.5, X1: 0.5, Y1: 0.5}},
		"beyond": {{X0: 2, Y0: 2, X1: 3, Y1: 3}}, "backwards": {{X0: 0.9, Y0: 0.9, X1: 0.1, Y1: 0.1}},
	} {
		if soft, hard := g.Sharpness(places); soft != 0 || hard != 0 {
			t.Errorf("%s: %.2f, %.2f", name, soft, hard)
		}
		if s := g.Shake(places); s != 1 {
			t.Errorf("%s: shake %.2f", name, s)
		}
	}
}

// Sharpness counts the places alone.
func TestSharpnessOfPlaces(t *testing.T) {
	img := opaque(print600())
	soft := blurred(img, 3, 3)
	for y := range img.Rect.Dy() {
		copy(img.Pix[y*img.Stride:y*img.Stride+img.Rect.Dx()/2], soft.Pix[y*soft.Stride:])
	}
	g := NewGauge(rgbaOf(img))
	left, _ := g.Sharpness([]model.Place{{X1: 0.45, Y1: 1}})
	right, _ := g.Sharpness([]model.Place{{X0: 0.55, X1: 1, Y1: 1}})
	if left > 1.3 || right < 1.8*left {
		t.Errorf("blurred half %.2f, sharp half %.2f", left, right)
	}
}

func TestLevels(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 200, 100))
	for i := range 200 * 100 {
		v := uint8(20) // a tenth is dark, seven tenths light, a fifth lost
		if x := i % 200; x >= 160 {
			v = 255
		} else if x >= 20 {
			v = 180
		}
		img.Pix[4*i], img.Pix[4*i+1], img.Pix[4*i+2], img.Pix[4*i+3] = v, v, v, 255
	}
	g := NewGauge(img)
	for share, want := range map[float64]float64{0: 20, 0.05: 20, 0.5: 180, 0.79: 180, 0.85: 255, 1: 255} {
		if got := g.Level(share); got != want {
			t.Errorf("level %.2f is %.0f, want %.0f", share, got, want)
		}
	}
	for name, c := range map[string]struct {
		p              model.Place
		level, clipped float64
	}{
		"all":       {everywhere, 180, 0.2},
		"the dark":  {model.Place{X1: 0.1, Y1: 1}, 20, 0},
		"the light": {model.Place{X0: 0.1, X1: 0.8, Y1: 1}, 180, 0},
		"the lost":  {model.Place{X0: 0.8, X1: 1, Y0: 0.4, Y1: 0.9}, 255, 1},
		"half lost": {model.Place{X0: 0.7, X1: 0.9, Y1: 0.5}, 180, 0.5},
		"too large": {model.Place{X0: -3, Y0: -3, X1: 5, Y1: 5}, 180, 0.2},
		"nothing":   {model.Place{X0: 1.5, X1: 2, Y1: 1}, 255, 0},
	} {
		if got := g.LevelIn(c.p, 0.4); got != c.level {
			t.Errorf("%s: level %.0f, want %.0f", name, got, c.level)
		}
		if got := g.ClippedIn(c.p); math.Abs(got-c.clipped) > 0.01 {
			t.Errorf("%s: %.3f clipped, want %.3f", name, got, c.clipped)
		}
	}
}

// One colour at its end is no shine: paper may be white in red light.
func TestClippedIsAllColours(t *testing.T) {
	red := onPicture(64, 48, Quad{}, color.RGBA{255, 255, 200, 255}, nil)
	if got := NewGauge(red).ClippedIn(everywhere); got != 0 {
		t.Errorf("%.2f", got)
	}
}

// mottled has stripes of several colours, as fine as a card's ground.
func mottled(u, v float64) color.RGBA {
	k := int(u*40)*3 + int(v*25)*2
	return color.RGBA{uint8(150 + k%4*20), 190, uint8(150 + (k+2)%5*18), 255}
}

// A photocopy has no colour, whatever the tint of the light, and however that
// changes across the card.
func TestColour(t *testing.T) {
	q := Quad{{0, 0}, {320, 0}, {320, 200}, {0, 200}}
	coloured := onPicture(320, 200, q, color.RGBA{}, mottled)
	grey, tinted, yellow, weak := image.NewRGBA(coloured.Rect), image.NewRGBA(coloured.Rect), image.NewRGBA(coloured.Rect), image.NewRGBA(coloured.Rect)
	for i := 0; i < len(coloured.Pix); i += 4 {
		r, g, b := float64(coloured.Pix[i]), float64(coloured.Pix[i+1]), float64(coloured.Pix[i+2])
		l, side := 0.299*r+0.587*g+0.114*b, float64(i/4%320)/320
		copy(grey.Pix[i:], []byte{uint8(l), uint8(l), uint8(l), 255})
		copy(tinted.Pix[i:], []byte{uint8(l * (1 - 0.1*side)), uint8(l * 0.9), uint8(l * (0.75 + 0.1*side)), 255})
		ink := l
		if i/4%7 == 0 { // thin dark strokes
			ink /= 4
		}
		copy(yellow.Pix[i:], []byte{uint8(ink), uint8(ink * 0.95), uint8(ink * 0.6), 255})
		copy(weak.Pix[i:], []byte{uint8(0.5*l + 0.5*r), uint8(0.5*l + 0.5*g), uint8(0.5*l + 0.5*b), 255})
	}
	all, some := NewGauge(coloured).Colour(), NewGauge(weak).Colour()
	if all < 6 || some < 0.4*all || some > 0.6*all {
		t.Errorf("coloured %.2f, half of it %.2f", all, some)
	}
	for name, img := range map[string]*image.RGBA{"grey": grey, "grey in yellow light": tinted, "print in very yellow light": yellow} {
		if c := NewGauge(img).Colour(); c > 1 {
			t.Errorf("%s: %.2f", name, c)
		}
	}
}

// A screen has a grid of pixels that is seen in both directions. Noise, print,
// stripes one way and the blocks of JPEG have none.
func TestGrid(t *testing.T) {
	const w, h = 460, 330
	q := Quad{{10, 10}, {450, 10}, {450, 320}, {10, 320}}
	grid := func(px, py, strong float64) *image.Gray {
		img := image.NewGray(image.Rect(0, 0, w, h))
		for i := range img.Pix {
			v := 150.0
			for k, p := range [2]float64{px, py} {
				if p > 0 {
					v += strong * math.Cos(2*math.Pi*[2]float64{float64(i % w), float64(i / w)}[k]/p)
				}
			}
			img.Pix[i] = uint8(v)
		}
		return img
	}
	for name, c := range map[string]struct {
		img    *image.Gray
		screen bool
	}{
		"a screen":           {grid(5.3, 5.3, 8), true},
		"a fine one":         {grid(3.4, 3.4, 8), true},
		"a coarse one":       {grid(11.2, 10.7, 12), true},
		"with a little haze": {noisy(grid(5.3, 5.1, 10), 2, 1), true},
		"blank":              {grid(0, 0, 0), false},
		"noise":              {noisy(grid(0, 0, 0), 8, 2), false},
		"lines one way":      {grid(5.3, 0, 10), false},
		"print":              {desk(w, h, 3), false},
	} {
		if v := sourceOf(t, c.img).Grid(q); v > 0.22 != c.screen {
			t.Errorf("%s: %.3f", name, v)
		}
	}
}

// JPEG leaves steps every eight pixels, which show most where there is little
// else.
func TestGridOfJPEGBlocks(t *testing.T) {
	for _, c := range []struct{ noise, quality int }{{3, 60}, {9, 10}, {9, 30}, {9, 60}, {40, 20}} {
		rnd := rand.New(rand.NewPCG(5, 5))
		img := image.NewGray(image.Rect(0, 0, 460, 330))
		for i := range img.Pix {
			img.Pix[i] = uint8(90 + i%460/6 + i/460/8 + rnd.IntN(c.noise))
		}
		if v := sourceFrom(t, encoded(t, img, c.quality)).Grid(Quad{{10, 10}, {450, 10}, {450, 320}, {10, 320}}); v > 0.22 {
			t.Errorf("%+v: %.3f", c, v)
		}
	}
}

// A card too small for a patch has no grid to be seen.
func TestGridOfASmallPicture(t *testing.T) {
	if v := sourceOf(t, desk(100, 80, 1)).Grid(Quad{{5, 5}, {95, 5}, {95, 70}, {5, 70}}); v != 0 {
		t.Errorf("%.3f", v)
	}
}
