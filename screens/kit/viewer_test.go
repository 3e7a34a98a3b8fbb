package kit

import (
	"image"
	"testing"

	"truename/model"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestDrop: a viewer that let go of its picture shows nothing, takes no tap, and
// holds nothing the toolkit could keep.
func TestDrop(t *testing.T) {
	test.NewTempApp(t)
	v := NewViewer(image.NewRGBA(image.Rect(0, 0, 40, 30)), []model.Place{{X1: 0.5, Y1: 0.5}}, &View{})
	v.OnPoint = func(float64, float64) { t.Error("a tap on no picture points somewhere") }
	w := test.NewWindow(v)
	defer w.Close()
	w.Resize(fyne.NewSize(300, 200))
	r := test.WidgetRenderer(v).(*viewerRenderer)
	if r.img.Image == nil {
		t.Fatal("no picture is drawn")
	}
	v.Drop()
	w.Resize(fyne.NewSize(320, 220))
	if v.img != nil || r.img.Image != nil {
		t.Error("the picture is still held")
	}
	test.TapAt(v, fyne.NewPos(150, 100))
}

// BenchmarkTone is what a job needs to turn and light a picture of 12 megapixels.
func BenchmarkTone(b *testing.B) {
	img := image.NewRGBA(image.Rect(0, 0, 4000, 3000))
	for b.Loop() {
		tone{turn: 1, light: 1, contrast: 1}.of(img)
	}
}
