package photo

import (
	"image"
	"image/color"
	"testing"

	"truename/model"
)

// blob draws an ellipse.
func blob(img *image.RGBA, cx, cy, rx, ry float64, c color.RGBA) {
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			if u, v := (float64(x)-cx)/rx, (float64(y)-cy)/ry; u*u+v*v < 1 {
				img.SetRGBA(x, y, c)
			}
		}
	}
}

var skin = color.RGBA{214, 160, 130, 255}

// portraitSide is where the portrait belongs.
var portraitSide = model.Place{X0: 0.60, Y0: 0.04, X1: 0.97, Y1: 0.78}

// A finger that comes in over the edge is found where it is; what does not
// come from the edge, or only touches it, is none.
func TestCoverFindsAFinger(t *testing.T) {
	for name, c := range map[string]struct {
		draw    func(*image.RGBA)
		covered bool
	}{
		"nothing":            {func(*image.RGBA) {}, false},
		"from below":         {func(m *image.RGBA) { blob(m, 200, 400, 60, 140, skin) }, true},
		"from the left":      {func(m *image.RGBA) { blob(m, 0, 200, 150, 60, skin) }, true},
		"from above":         {func(m *image.RGBA) { blob(m, 250, 0, 60, 130, skin) }, true},
		"a thumb on a glove": {func(m *image.RGBA) { blob(m, 640, 380, 180, 90, color.RGBA{40, 60, 160, 255}) }, true},
		"a stain inside":     {func(m *image.RGBA) { blob(m, 250, 200, 40, 40, skin) }, false},
		"a nail at the edge": {func(m *image.RGBA) { blob(m, 200, 400, 60, 40, skin) }, false},
		"the portrait":       {func(m *image.RGBA) { blob(m, 500, 170, 90, 130, skin) }, false},
		"a dark shadow":      {func(m *image.RGBA) { blob(m, 0, 400, 200, 200, color.RGBA{100, 102, 98, 255}) }, false},
	} {
		img := onPicture(640, 400, Quad{{0, 0}, {640, 0}, {640, 400}, {0, 400}}, color.RGBA{}, paper)
		c.draw(img)
		cover := NewGauge(img).Cover(portraitSide)
		if share := cover.Share(everywhere); share > 0.02 != c.covered || !c.covered && share > 0 {
			t.Errorf("%s: %.3f of the card is covered", name, share)
		}
	}
}

// In dim light colours are weak: the same finger is found.
func TestCoverInDimLight(t *testing.T) {
	img := onPicture(640, 400, Quad{{0, 0}, {640, 0}, {640, 400}, {0, 400}}, color.RGBA{}, paper)
	blob(img, 200, 400, 60, 140, skin)
	for i, v := range img.Pix {
		if i%4 != 3 {
			img.Pix[i] = uint8(float64(v) * 0.4)
		}
	}
	if share := NewGauge(img).Cover(portraitSide).Share(everywhere); share < 0.02 {
		t.Errorf("%.3f", share)
	}
}

// Share and Bounds say how much of a place is covered, and where.
func TestCoverShare(t *testing.T) {
	img := onPicture(640, 400, Quad{{0, 0}, {640, 0}, {640, 400}, {0, 400}}, color.RGBA{}, paper)
	for y := 208; y < 400; y++ { // a ruler, exactly on the cells
		for x := range 160 {
			img.SetRGBA(x, y, skin)
		}
	}
	c := NewGauge(img).Cover(portraitSide)
	if b, want := c.Bounds(), (model.Place{X0: 0, Y0: 0.52, X1: 0.25, Y1: 1}); b != want {
		t.Errorf("bounds %v, want %v", b, want)
	}
	for name, p := range map[string]struct {
		place model.Place
		want  float64
	}{
		"all of it":       {model.Place{X0: 0.05, Y0: 0.6, X1: 0.2, Y1: 0.9}, 1},
		"none of it":      {model.Place{X0: 0.3, Y0: 0.1, X1: 0.5, Y1: 0.4}, 0},
		"half":            {model.Place{X0: 0, Y0: 0.52, X1: 0.5, Y1: 1}, 0.5},
		"an eighth":       {everywhere, 0.12},
		"nothing at all":  {model.Place{X0: 0.3, Y0: 0.3, X1: 0.3, Y1: 0.3}, 0},
		"beyond the card": {model.Place{X0: 1.1, Y0: 1.1, X1: 1.3, Y1: 1.3}, 0},
	} {
		if got := c.Share(p.place); got < p.want-0.01 || got > p.want+0.01 {
			t.Errorf("%s: %.3f, want %.3f", name, got, p.want)
		}
	}
}

// Nothing covers a card as it is drawn, on either side.
func TestCoverOfCleanSpecimens(t *testing.T) {
	for name, c := range map[string]struct {
		img  image.Image
		keep model.Place
	}{
		"front": {bothSides()[0], portraitSide},
		"back":  {bothSides()[1], model.Place{X0: 0.03, Y0: 0.05, X1: 0.33, Y1: 0.47}},
	} {
		cover := NewGauge(rgbaOf(c.img)).Cover(c.keep)
		if share := cover.Share(everywhere); share > 0.005 {
			t.Errorf("%s: %.4f, %v", name, share, cover.Bounds())
		}
	}
}
