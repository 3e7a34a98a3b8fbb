package kit_test

import (
	"image/color"
	"testing"
	"time"

	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// TestFingerScrolls drags a page of 2,000 dp in a window of 400.
func TestFingerScrolls(t *testing.T) {
	b := kittest.NewBench(t, "zh", func(func()) {}, nil)
	tall := canvas.NewRectangle(color.Black)
	tall.SetMinSize(fyne.NewSize(100, 2000))
	s := kit.Scrolling(tall)
	b.Window.SetContent(s)
	b.Window.SetPadded(false)
	b.Window.Resize(fyne.NewSize(300, 400))
	finger := s.Content.(fyne.Draggable)
	drag := func(dy float32) {
		finger.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(0, dy)})
	}
	drag(-150)
	if s.Offset.Y != 150 {
		t.Errorf("dragged up by 150, the page is at %v", s.Offset.Y)
	}
	drag(500)
	if s.Offset.Y != 0 {
		t.Errorf("dragged beyond the beginning, the page is at %v", s.Offset.Y)
	}
	drag(-5000)
	if s.Offset.Y != 1600 {
		t.Errorf("dragged beyond the end, the page is at %v", s.Offset.Y)
	}
	time.Sleep(100 * time.Millisecond)
	finger.DragEnd()
	if time.Sleep(50 * time.Millisecond); s.Offset.Y != 1600 {
		t.Errorf("a finger that rested before it left moved the page to %v", s.Offset.Y)
	}
}
