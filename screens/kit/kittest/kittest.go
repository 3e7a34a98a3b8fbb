// Package kittest is what tests of screens share.
package kittest

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"truename/assets"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/software"
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
	plain := app.NewWindow("test")
	w := &window{plain, &canvas{hidden(plain.Canvas())}}
	w.Resize(fyne.NewSize(1024, 700))
	words, err := kit.LoadWords(assets.Text, lang)
	if err != nil {
		t.Fatal(err)
	}
	b := &kit.Bench{Jobs: kit.NewJobs(post), Words: words, Window: w, Demo: true, Now: time.Now, Bar: func() {}}
	b.Go = func(place string) {
		if went != nil {
			*went = append(*went, place)
		}
	}
	t.Cleanup(b.Jobs.Abandon)
	return b
}

// window adds to the toolkit's test window what it lacks: shortcuts.
type window struct {
	fyne.Window
	canvas *canvas
}

// Canvas implements fyne.Window.
func (w *window) Canvas() fyne.Canvas { return w.canvas }

// canvas is the toolkit's, which takes shortcuts but hides that it does.
type canvas struct{ software.WindowlessCanvas }

// TypedShortcut implements fyne.Shortcutable.
func (c *canvas) TypedShortcut(s fyne.Shortcut) {
	c.WindowlessCanvas.(fyne.Shortcutable).TypedShortcut(s)
}

// hidden is the canvas within that of a test window.
func hidden(c fyne.Canvas) software.WindowlessCanvas {
	return reflect.ValueOf(c).Elem().FieldByName("WindowlessCanvas").Interface().(software.WindowlessCanvas)
}

// Press presses a key with Ctrl, or Cmd on a Mac. It goes to the focused field
// or else to the window, as in the real one.
func Press(b *kit.Bench, key fyne.KeyName) {
	s := &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
	c := b.Window.Canvas()
	if focused, ok := c.Focused().(fyne.Shortcutable); ok {
		focused.TypedShortcut(s)
		return
	}
	c.(fyne.Shortcutable).TypedShortcut(s)
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
	for _, c := range Children(o) {
		if Walk(c, visit) {
			return true
		}
	}
	return false
}

// Children are what is directly below o: in a container, or what a widget draws
// itself with.
func Children(o fyne.CanvasObject) []fyne.CanvasObject {
	switch v := o.(type) {
	case *fyne.Container:
		return v.Objects
	case fyne.Widget:
		return test.WidgetRenderer(v).Objects()
	}
	return nil
}

// Frames draws nothing, but lays out below o what the real window lays out
// before each frame, until there is nothing to: the parents of what changed its
// least size. The toolkit's test window leaves that out. It returns how many
// frames that took, at most limit.
func Frames(o fyne.CanvasObject, limit int) int {
	f := frames{least: map[fyne.CanvasObject]fyne.Size{}}
	for n := range limit {
		f.busy = false
		if f.draw(o); !f.busy {
			return n
		}
	}
	return limit
}

// frames remembers the least sizes of the frame before.
type frames struct {
	least map[fyne.CanvasObject]fyne.Size
	busy  bool // something changed in this one
}

// draw reports whether o changed its least size.
func (f *frames) draw(o fyne.CanvasObject) bool {
	if !o.Visible() {
		return false
	}
	grown := false
	for _, c := range Children(o) {
		grown = f.draw(c) || grown
	}
	if grown {
		layOut(o)
	}
	before, least := f.least[o], o.MinSize()
	f.least[o] = least
	f.busy = f.busy || before != least
	return before != least
}

func layOut(o fyne.CanvasObject) {
	switch v := o.(type) {
	case *fyne.Container:
		if v.Layout != nil {
			v.Layout.Layout(v.Objects, v.Size())
		}
	case fyne.Widget:
		test.WidgetRenderer(v).Layout(v.Size())
	}
}

// Buttons lists the shown buttons with this text below o, in order; the key
// that presses one may stand before it.
func Buttons(o fyne.CanvasObject, text string) []*kit.Button {
	return slices.DeleteFunc(Find[*kit.Button](o), func(b *kit.Button) bool {
		return b.Text != text && !strings.HasSuffix(b.Text, "　"+text)
	})
}

// Button finds the first shown button with this text, or nil.
func Button(o fyne.CanvasObject, text string) *kit.Button {
	if found := Buttons(o, text); len(found) > 0 {
		return found[0]
	}
	return nil
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

// Texts lists what all texts, buttons and boxes shown below o say.
func Texts(o fyne.CanvasObject) []string {
	var out []string
	Walk(o, func(o fyne.CanvasObject) bool {
		switch v := o.(type) {
		case *kit.Text:
			out = append(out, v.Text)
			return false
		case *widget.Label:
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

// Boxes lists the choices shown below o, in order.
func Boxes(o fyne.CanvasObject) []*kit.Choice { return Find[*kit.Choice](o) }

// Tick taps the choice with this text, or fails the test.
func Tick(t testing.TB, o fyne.CanvasObject, text string) {
	t.Helper()
	for _, c := range Boxes(o) {
		if c.Text == text {
			test.Tap(c)
			return
		}
	}
	t.Fatalf("no choice %q among %q", text, Texts(o))
}

// Type replaces what stands in the n-th field below o, counted from 0.
func Type(t testing.TB, o fyne.CanvasObject, n int, text string) {
	t.Helper()
	fields := Find[*kit.Entry](o)
	if n >= len(fields) {
		t.Fatalf("%d fields, wanted number %d, among %q", len(fields), n, Texts(o))
	}
	fields[n].SetText(text)
}

// Says reports whether a text shown below o contains part.
func Says(o fyne.CanvasObject, part string) bool {
	return strings.Contains(strings.Join(Texts(o), "\n"), part)
}

// Hear fails the test for each part that no text below o contains.
func Hear(t testing.TB, o fyne.CanvasObject, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !Says(o, part) {
			t.Errorf("nobody says %q, but %q", part, Texts(o))
		}
	}
}
