// Package kittest is what tests of screens share.
package kittest

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"

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
	b := &kit.Bench{Jobs: kit.NewJobs(post), Words: words, Window: w, Demo: true, Now: time.Now}
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

// Buttons lists the shown buttons with this text below o, in order.
func Buttons(o fyne.CanvasObject, text string) []*widget.Button {
	return slices.DeleteFunc(Find[*widget.Button](o), func(b *widget.Button) bool { return b.Text != text })
}

// Button finds the first shown button with this text, or nil.
func Button(o fyne.CanvasObject, text string) *widget.Button {
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

// Texts lists all labels, buttons and boxes shown below o, with the lines of a
// Chinese text joined again.
func Texts(o fyne.CanvasObject) []string {
	var out []string
	Walk(o, func(o fyne.CanvasObject) bool {
		switch v := o.(type) {
		case *widget.Label:
			out = append(out, joined(v.Text))
		case *widget.Button:
			out = append(out, v.Text)
		case *widget.Check:
			out = append(out, v.Text)
		}
		return false
	})
	return out
}

// joined takes out the line breaks that kit put into a Chinese text to fit it
// into a width; paragraphs are two line breaks apart.
func joined(text string) string {
	if strings.IndexFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) < 0 {
		return text
	}
	paragraphs := strings.Split(text, "\n\n")
	for i, p := range paragraphs {
		paragraphs[i] = strings.ReplaceAll(p, "\n", "")
	}
	return strings.Join(paragraphs, "\n\n")
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
