package kit

import (
	"image"
	"image/color"
	"testing"

	"truename/model"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"golang.org/x/image/draw"
)

// checked is a picture whose points are red on the left and green on the right,
// light and dark by turns.
func checked(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			v := uint8(100 + 100*((x+y)%2))
			ink := color.RGBA{v, 0, 0, 255}
			if x >= w/2 {
				ink = color.RGBA{0, v, 0, 255}
			}
			img.SetRGBA(x, y, ink)
		}
	}
	return img
}

// TestLevels: the smallest picture that is large enough is drawn, without room
// between its rows; it is the mean of what it stands for, and the part asked for.
func TestLevels(t *testing.T) {
	whole := model.Place{X1: 1, Y1: 1}
	right := model.Place{X0: 0.5, Y0: 0.25, X1: 1, Y1: 0.75}
	img := Levels(checked(1601, 1001))
	for _, c := range []struct {
		part model.Place
		wide float32
		want image.Point
	}{
		{whole, 3000, image.Pt(1601, 1001)}, {whole, 900, image.Pt(1601, 1001)}, {whole, 800, image.Pt(800, 500)},
		{whole, 401, image.Pt(800, 500)}, {whole, 300, image.Pt(400, 250)}, {whole, 10, image.Pt(200, 125)},
		{right, 401, image.Pt(801, 500)}, {right, 400, image.Pt(400, 250)},
	} {
		got, scale := sized(img, c.part, c.wide)
		of, ok := got.(*image.RGBA)
		if size := got.Bounds().Size(); size != c.want || scale != canvas.ImageScaleFastest {
			t.Errorf("%v in %v: %v, want %v; scale %v", c.part, c.wide, size, c.want, scale)
		}
		if !ok || of.Stride != 4*of.Rect.Dx() || len(of.Pix) != of.Stride*of.Rect.Dy() {
			t.Errorf("%v in %v: not fit for a texture", c.part, c.wide)
		}
	}
	small, _ := sized(img, whole, 300)
	if l, r := small.At(10, 10), small.At(390, 240); l != (color.RGBA{150, 0, 0, 255}) || r != (color.RGBA{0, 150, 0, 255}) {
		t.Errorf("left %v, right %v", l, r)
	}
	if part, _ := sized(img, right, 400); part.At(part.Bounds().Min.X+10, part.Bounds().Min.Y+10) != (color.RGBA{0, 150, 0, 255}) {
		t.Error("another part than asked for")
	}
	if none, err := LevelsOf((*image.RGBA)(nil), model.ErrDamaged); none != nil || err != model.ErrDamaged {
		t.Errorf("what failed became %v, %v", none, err)
	}
	if plain, scale := sized(checked(300, 200), right, 40); plain.Bounds().Dx() != 150 || scale != canvas.ImageScaleSmooth {
		t.Errorf("a plain picture: %v, scale %v", plain.Bounds(), scale)
	}
}

// TestViewerKeepsTexture: a page that draws itself anew does not put the same
// picture into the graphics memory again.
func TestViewerKeepsTexture(t *testing.T) {
	v := NewViewer(Levels(checked(1600, 1000)), nil, &View{})
	w := test.NewTempWindow(t, v)
	w.Resize(fyne.NewSize(500, 400))
	img := test.WidgetRenderer(v).(*viewerRenderer).img
	before := img.Image
	v.Refresh()
	if img.Image != before || before.Bounds().Dx() != 800 {
		t.Errorf("another picture is drawn, or one of %v", before.Bounds())
	}
	v.Key(fyne.KeyPlus)
	if img.Image == before {
		t.Error("nearer it is the same one")
	}
	nearer := img.Image
	w.Resize(fyne.NewSize(1500, 1200))
	if img.Image == nearer {
		t.Error("larger it is the same one")
	}
}

// BenchmarkLevels is what a job needs for a picture that is shown, and what the
// toolkit needs on the window's goroutine to scale one that is not made ready.
func BenchmarkLevels(b *testing.B) {
	img := checked(1600, 1067)
	b.Run("job", func(b *testing.B) {
		for b.Loop() {
			Levels(img)
		}
	})
	ready := Levels(img)
	b.Run("window", func(b *testing.B) {
		for b.Loop() {
			sized(ready, model.Place{X1: 1, Y1: 1}, 560)
		}
	})
	b.Run("window-without", func(b *testing.B) {
		for b.Loop() {
			to := image.NewNRGBA(image.Rect(0, 0, 560, 373))
			draw.CatmullRom.Scale(to, to.Rect, img, img.Rect, draw.Over, nil)
		}
	})
}
