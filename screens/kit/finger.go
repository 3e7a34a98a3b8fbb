package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Scrolling puts content into a scroll that a finger moves too: the desktop
// drivers of the toolkit know the bar and the wheel only (fyne 1065, 5755).
func Scrolling(content fyne.CanvasObject) *container.Scroll {
	f := &finger{content: content}
	f.ExtendBaseWidget(f)
	f.scroll = container.NewVScroll(f)
	return f.scroll
}

// How a page runs on after the finger has left it, in dp and seconds.
const (
	fingerLeast = 80.0 // dp a second: slower is a finger that rests
	fingerMost  = 6000 // dp a second
	fingerBrake = 4.0  // of the speed is lost in a second, exponentially
	fingerRest  = 0.08 // seconds without a move after which the finger rests
	fingerPart  = 0.4  // how much the latest move counts for the speed
)

// A finger lies around what a scroll shows. What is dragged on it moves the
// scroll, and it runs on when it is let go of.
type finger struct {
	widget.BaseWidget
	content fyne.CanvasObject
	scroll  *container.Scroll
	speed   float64   // dp a second, downwards
	last    time.Time // of the latest move
	run     *fyne.Animation
}

var _ fyne.Draggable = (*finger)(nil)

// Inside is what is shown.
func (f *finger) Inside() []fyne.CanvasObject { return []fyne.CanvasObject{f.content} }

// CreateRenderer implements fyne.Widget.
func (f *finger) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.content) }

// Dragged implements fyne.Draggable.
func (f *finger) Dragged(e *fyne.DragEvent) {
	f.stop()
	now := time.Now()
	if gap := now.Sub(f.last).Seconds(); gap > 0 && gap < fingerRest {
		latest := float64(-e.Dragged.DY) / gap
		f.speed += (latest - f.speed) * fingerPart
	} else {
		f.speed = 0
	}
	f.last = now
	f.move(-e.Dragged.DY)
}

// DragEnd implements fyne.Draggable.
func (f *finger) DragEnd() {
	speed := min(max(f.speed, -fingerMost), fingerMost)
	f.speed = 0
	if time.Since(f.last).Seconds() > fingerRest || speed > -fingerLeast && speed < fingerLeast {
		return
	}
	f.run = f.glide(speed)
	f.run.Start()
}

// glide runs on from a speed until it has nearly stopped, or the end is
// reached.
func (f *finger) glide(speed float64) *fyne.Animation {
	from, far := f.scroll.Offset.Y, float32(speed/fingerBrake)
	a := fyne.NewAnimation(1200*time.Millisecond, func(done float32) {
		f.to(from + far*done)
	})
	a.Curve = func(t float32) float32 { return 1 - (1-t)*(1-t)*(1-t) }
	return a
}

// stop holds a page that runs on.
func (f *finger) stop() {
	if f.run != nil {
		f.run.Stop()
		f.run = nil
	}
}

func (f *finger) move(by float32) { f.to(f.scroll.Offset.Y + by) }

// to shows what is y below the beginning, or as near as there is.
func (f *finger) to(y float32) {
	most := max(0, f.content.MinSize().Height-f.scroll.Size().Height)
	y = min(max(0, y), most)
	if y != f.scroll.Offset.Y {
		f.scroll.ScrollToOffset(fyne.NewPos(f.scroll.Offset.X, y))
	}
}
