// Package kittest is what tests of screens share.
package kittest

import (
	"testing"
	"testing/synctest"
	"time"

	"truename/assets"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// A Loop is a UI goroutine: the test's own. It works inside synctest.Test
// only.
type Loop struct{ q chan func() }

// NewLoop makes a Loop.
func NewLoop() *Loop { return &Loop{q: make(chan func(), 1<<10)} }

// Post queues f for Settle.
func (l *Loop) Post(f func()) { l.q <- f }

// Settle runs what was posted until all background work is blocked or done.
func (l *Loop) Settle() {
	for {
		synctest.Wait()
		select {
		case f := <-l.q:
			f()
		default:
			return
		}
	}
}

// NewBench makes a Bench with a test window of 1024×700 in language lang, the
// bundled font and the light look. Places that Go was asked for are appended
// to *went.
func NewBench(t testing.TB, lang string, post func(func()), went *[]string) *kit.Bench {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(kit.Look{})
	w := app.NewWindow("test")
	w.Resize(fyne.NewSize(1024, 700))
	words, err := kit.LoadWords(assets.Text, lang)
	if err != nil {
		t.Fatal(err)
	}
	b := &kit.Bench{Jobs: kit.NewJobs(post), Words: words, Window: w, Demo: true, Now: time.Now}
	b.Go = func(place string) {
		if went != nil {
			*went = append(*went, place)
		}
	}
	t.Cleanup(b.Jobs.Abandon)
	return b
}

// Walk calls visit for every object below o that is shown, o included, until
// visit returns true; it reports whether visit did.
func Walk(o fyne.CanvasObject, visit func(fyne.CanvasObject) bool) bool {
	if o == nil || !o.Visible() {
		return false
	}
	if visit(o) {
		return true
	}
	var children []fyne.CanvasObject
	switch v := o.(type) {
	case *fyne.Container:
		children = v.Objects
	case fyne.Widget:
		children = test.WidgetRenderer(v).Objects()
	}
	for _, c := range children {
		if Walk(c, visit) {
			return true
		}
	}
	return false
}

// Button finds the shown button with this text, or nil.
func Button(o fyne.CanvasObject, text string) *widget.Button {
	var found *widget.Button
	Walk(o, func(o fyne.CanvasObject) bool {
		b, ok := o.(*widget.Button)
		if ok && b.Text == text {
			found = b
		}
		return found != nil
	})
	return found
}

// Tap presses the button with this text, or fails the test.
func Tap(t testing.TB, o fyne.CanvasObject, text string) {
	t.Helper()
	b := Button(o, text)
	if b == nil {
		t.Fatalf("no button %q among %q", text, Texts(o))
	}
	test.Tap(b)
}

// Texts lists all labels and buttons shown below o.
func Texts(o fyne.CanvasObject) []string {
	var out []string
	Walk(o, func(o fyne.CanvasObject) bool {
		switch v := o.(type) {
		case *widget.Label:
			out = append(out, v.Text)
		case *widget.Button:
			out = append(out, v.Text)
		case *widget.Check:
			out = append(out, v.Text)
		}
		return false
	})
	return out
}

// Find collects every shown object of type T below o, in order.
func Find[T fyne.CanvasObject](o fyne.CanvasObject) []T {
	var out []T
	Walk(o, func(o fyne.CanvasObject) bool {
		if v, ok := o.(T); ok {
			out = append(out, v)
		}
		return false
	})
	return out
}
