package kittest

import (
	"regexp"
	"testing"

	"truename/screens/kit"

	"fyne.io/fyne/v2"
)

// A Focusable is what Tab stops at.
type Focusable interface {
	fyne.CanvasObject
	fyne.Focusable
}

// key is what a text that is missing shows.
var key = regexp.MustCompile(`^[a-z]+(\.[a-z_-]+)+$`)

// WellMade fails unless the page gives what it owes people who work without a
// mouse or only hear it: in both languages whatever can have the keyboard has a
// name, the keyboard stays when the page is drawn anew, every text is there,
// and at most loud buttons ask loudest to be pressed. speak changes the
// language of the page, redraw draws it anew as the screen itself does.
func WellMade(t testing.TB, b *kit.Bench, page func() fyne.CanvasObject, speak func(lang string), redraw func(), loud int) {
	t.Helper()
	before := b.Words.Lang
	for _, lang := range []string{"zh", "en"} {
		speak(lang)
		for i := range Find[Focusable](page()) {
			o := Find[Focusable](page())[i] // drawn anew each time
			a, ok := o.(fyne.Accessible)
			if !ok || a.AccessibilityLabel() == "" || key.MatchString(a.AccessibilityLabel()) {
				t.Errorf("%s: a %T has no name", lang, o)
			}
			b.Window.Canvas().Focus(o)
			redraw()
			if now := Find[Focusable](page()); i >= len(now) || b.Window.Canvas().Focused() != fyne.Focusable(now[i]) {
				t.Errorf("%s: drawn anew, the keyboard left number %d, a %T", lang, i, o)
			}
		}
		for _, text := range Texts(page()) {
			if key.MatchString(text) {
				t.Errorf("%s: no text for %s", lang, text)
			}
		}
		if asks := Loud(page()); len(asks) > loud {
			t.Errorf("%s: %q all ask to be pressed", lang, asks)
		}
	}
	b.Window.Canvas().Focus(nil)
	speak(before)
}

// Loud are the texts of the buttons that ask most to be pressed.
func Loud(o fyne.CanvasObject) []string {
	var out []string
	for _, b := range Find[*kit.Button](o) {
		if b.Rank == kit.Main || b.Rank == kit.Onto {
			out = append(out, b.Text)
		}
	}
	return out
}
