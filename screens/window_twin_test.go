//go:build window && linux

package screens

import (
	"fmt"
	"image"
	"image/draw"
	"strings"
	"time"

	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// twins are the real window and the same shell on Fyne's test driver, with a
// store of its own. What is done to one is done to the other: the twin tells
// where a button is and how the window has to look, the real one gets real keys
// and a real mouse.
type twins struct {
	*real
	twin *rig
}

// twinOf starts a twin on a data folder like that of p.
func twinOf(p *real, data string) *twins {
	p.Helper()
	test.NewCanvas().Capture() // sets the clock of Fyne's caches, which throw out young things while it is slow
	r := start(p.T, data, "en")
	r.bench.Window.SetPadded(false)
	r.bench.Window.Resize(fyne.NewSize(windowWidth, windowHeight))
	r.bench.Pick = kit.Picker(r.bench.Jobs, r.bench.Window)
	return &twins{p, r}
}

// Limits of likeness, in thousandths of the window: for the same page, and for
// one with another reference and picture of it.
const (
	same    = 5
	similar = 60
)

// block is the side of what is compared.
const block = 8

// differing counts, in thousandths, the blocks of a and b that differ plainly.
func differing(a, b image.Image) int {
	x, y, n := pixels(a), pixels(b), 0
	for at := range windowWidth / block * (windowHeight / block) {
		if !alike(x, y, image.Pt(at%(windowWidth/block)*block, at/(windowWidth/block)*block)) {
			n++
		}
	}
	return n * 1000 / (windowWidth / block * (windowHeight / block))
}

// around are the places where a block may be found again: painters round
// differently, and the edge of a field is inside of it for the one and half
// outside for the other.
var around = []image.Point{
	{}, {-1, 0}, {1, 0}, {0, -1}, {0, 1}, {-1, -1}, {1, -1}, {-1, 1}, {1, 1}, {-2, 0}, {2, 0}, {0, -2}, {0, 2},
}

// alike reports whether the block of x at a point has about the colour of that
// of y there, or around there.
func alike(x, y *image.RGBA, at image.Point) bool {
	want := mean(x, at)
	for _, beside := range around {
		d, got := 0, mean(y, at.Add(beside))
		for c := range want {
			d = max(d, want[c]-got[c], got[c]-want[c])
		}
		if d <= 32 {
			return true
		}
	}
	return false
}

// mean is the mean colour of a block; at the edge of the picture of what there
// is of it.
func mean(img *image.RGBA, at image.Point) (sum [3]int) {
	inside := image.Rectangle{at, at.Add(image.Pt(block, block))}.Intersect(img.Rect)
	for y := inside.Min.Y; y < inside.Max.Y; y++ {
		row := img.Pix[img.PixOffset(inside.Min.X, y):]
		for i := range 4 * inside.Dx() {
			if i%4 < 3 {
				sum[i%4] += int(row[i])
			}
		}
	}
	for c := range sum {
		sum[c] /= max(1, inside.Dx()*inside.Dy())
	}
	return sum
}

func pixels(img image.Image) *image.RGBA {
	if p, ok := img.(*image.RGBA); ok {
		return p
	}
	p := image.NewRGBA(img.Bounds())
	draw.Draw(p, p.Rect, img, p.Rect.Min, draw.Src)
	return p
}

// agree waits until the real window looks like the twin.
func (w *twins) agree(what string, limit int) {
	w.Helper()
	for end := time.Now().Add(waitLimit); ; time.Sleep(30 * time.Millisecond) {
		w.twin.settle()
		real, twin := w.look(), w.picture()
		n := differing(real, twin)
		if n <= limit {
			w.Logf("%s: %d", what, n)
			return
		}
		if time.Now().After(end) {
			dir := keepPictures(w.T, map[string]image.Image{"real": real, "expected": twin})
			w.Fatalf("%s: the window does not look as it should in %d of 1000 parts: pictures in %s\n%s", what, n, dir, w.errs)
		}
	}
}

// picture draws the twin. The test driver does not lay out anew what grew: the
// real one does, at every frame.
func (w *twins) picture() image.Image {
	kittest.Walk(w.top(), func(o fyne.CanvasObject) bool {
		switch o := o.(type) {
		case *fyne.Container:
			if o.Layout != nil {
				o.Layout.Layout(o.Objects, o.Size())
			}
		case *container.Scroll:
			o.Refresh()
		}
		return false
	})
	return w.twin.bench.Window.Canvas().Capture()
}

// top is the dialog that is open, or the window.
func (w *twins) top() fyne.CanvasObject {
	if o := w.twin.bench.Window.Canvas().Overlays().Top(); o != nil {
		return o
	}
	return w.twin.content()
}

// labelled is the button or else text that says this, or nil; in the toolkit's
// own dialogs too.
func (w *twins) labelled(text string) fyne.CanvasObject {
	if b := kittest.Button(w.top(), text); b != nil {
		if b.Disabled() {
			return nil
		}
		return b
	}
	var found fyne.CanvasObject
	kittest.Walk(w.top(), func(o fyne.CanvasObject) bool {
		said := ""
		switch o := o.(type) {
		case *kit.Text:
			said = o.Text
		case *widget.Label:
			said = o.Text
		case *widget.Button:
			said = o.Text
		}
		if said == text {
			found = o
		}
		return found != nil
	})
	return found
}

// tapText clicks on what has this text, once both windows show it.
func (w *twins) tapText(text string) {
	w.Helper()
	w.twin.until("“"+text+"”", func() bool { return w.labelled(text) != nil })
	w.agree("before “"+text+"”", same)
	o := w.labelled(text)
	w.into(o)
	w.hit(o)
}

func (w *twins) tap(key string) {
	w.Helper()
	w.tapText(w.twin.bench.T(key))
}

// hit clicks on the left half of an object, and moves the mouse out of the way.
func (w *twins) hit(o fyne.CanvasObject) {
	w.Helper()
	inside := fyne.NewPos(min(20, o.Size().Width/2), o.Size().Height/2)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Add(inside)
	w.do("mousemove", fmt.Sprint(int(at.X)), fmt.Sprint(int(at.Y)), "click", "1", "mousemove", fmt.Sprint(windowWidth+20), "10")
	if m, ok := o.(desktop.Mouseable); ok { // a field takes the keyboard when the button goes down: a tap comes later
		e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
		e.Position, e.AbsolutePosition = inside, at
		m.MouseDown(e)
		m.MouseUp(e)
	}
	test.TapCanvas(w.twin.bench.Window.Canvas(), at)
}

// into scrolls to the end of the page if o is below what is shown.
func (w *twins) into(o fyne.CanvasObject) {
	w.Helper()
	var page *container.Scroll
	for _, p := range kittest.Find[*container.Scroll](w.top()) {
		if kittest.Walk(p.Content, func(below fyne.CanvasObject) bool { return below == o }) {
			page = p
		}
	}
	if page == nil {
		return
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject
	if at(o).Y+o.Size().Height <= at(page).Y+page.Size().Height {
		return
	}
	w.do("mousemove", "600", "400", "click", "--repeat", "40", "--delay", "5", "5", "mousemove", fmt.Sprint(windowWidth+20), "10")
	page.ScrollToBottom()
	w.agree("the end of the page", same)
}

// tick ticks the first n boxes.
func (w *twins) tick(n int) {
	w.Helper()
	for i := range n {
		w.agree("boxes", same)
		box := kittest.Boxes(w.twin.shell.holder)[i]
		w.into(box)
		w.hit(box)
	}
}

// write types into the fields of a page, the first of which has the keyboard
// already.
func (w *twins) write(title string, values ...string) {
	w.Helper()
	w.twin.hear(w.twin.bench.T(title))
	w.agree(title, same)
	for i, v := range values {
		f := w.twin.fields()[i]
		if i > 0 {
			w.press("Tab")
			w.twin.bench.Window.Canvas().Focus(f)
		}
		w.typeText(v)
		test.Type(f, v)
	}
	if name := w.title(); name != "Truename" {
		w.Errorf("the title bar says %q", name)
	}
}

func (w *twins) title() string { return strings.TrimSpace(w.out("getwindowname", w.window)) }
