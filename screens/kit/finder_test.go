package kit_test

import (
	"image"
	"testing"
	"time"

	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// TestFinder: the frame and the outline lie on each other, and white lies over
// both for as long as it is asked for.
func TestFinder(t *testing.T) {
	kittest.NewBench(t, "zh", func(func()) {}, nil)
	f := kit.NewFinder("camera")
	f.Resize(fyne.NewSize(400, 200))
	parts := func() (img *canvas.Image, bar, flash *canvas.Rectangle, lines int) {
		all := test.WidgetRenderer(f).Objects()
		for _, o := range all {
			if l, ok := o.(*canvas.Line); ok && !l.Hidden && l.StrokeWidth == 3 {
				lines++
			}
		}
		return all[1].(*canvas.Image), all[len(all)-2].(*canvas.Rectangle), all[len(all)-1].(*canvas.Rectangle), lines
	}
	if img, bar, flash, lines := parts(); !img.Hidden || !bar.Hidden || !flash.Hidden || lines > 0 {
		t.Error("something is shown before there is a frame")
	}
	f.Frame(image.NewRGBA(image.Rect(0, 0, 160, 160)))
	f.Point(&[4][2]float64{{0.1, 0.2}, {0.9, 0.2}, {0.9, 0.8}, {0.1, 0.8}}, 0.5)
	img, bar, _, lines := parts()
	if img.Hidden || img.Size() != fyne.NewSize(200, 200) || img.Position().X != 100 || lines != 4 {
		t.Errorf("a square frame lies at %v, %v; %d lines", img.Position(), img.Size(), lines)
	}
	if bar.Hidden || !near(bar.Size().Width, 100) || !near(bar.Position().X, 100) {
		t.Errorf("half the time is over, and the line is %v at %v", bar.Size(), bar.Position())
	}
	f.Flash(true)
	if _, _, flash, _ := parts(); flash.Hidden || flash.Size() != img.Size() {
		t.Error("it does not flash")
	}
	f.Flash(false)
	f.Drop()
	if img, bar, flash, lines := parts(); !img.Hidden || img.Image != nil || !bar.Hidden || !flash.Hidden || lines > 0 {
		t.Error("something is kept")
	}
}

// TestFinderIsQuick: what a frame changes on the window's own goroutine.
func TestFinderIsQuick(t *testing.T) {
	b := kittest.NewBench(t, "zh", func(func()) {}, nil)
	f := kit.NewFinder("camera")
	b.Window.SetContent(kit.Page("title", "", f))
	quad := &[4][2]float64{{0.1, 0.2}, {0.9, 0.2}, {0.9, 0.8}, {0.1, 0.8}}
	img := image.NewRGBA(image.Rect(0, 0, 960, 540))
	const n = 50
	begun := time.Now()
	for i := range n {
		f.Frame(img)
		f.Point(quad, float64(i)/n)
	}
	if took := time.Since(begun) / n; took > 10*time.Millisecond {
		t.Errorf("a frame takes %v", took)
	}
}
