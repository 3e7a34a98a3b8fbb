package desk

import (
	"image"
	"testing"

	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2/test"
)

// seen is the size of the part that each photograph on the page shows, in
// pixels, and how wide it is drawn.
func (r *rig) seen() (pixels []image.Point, wide []float32) {
	for _, c := range pictures(r) {
		pixels = append(pixels, c.Image.Bounds().Size())
	}
	for _, v := range kittest.Find[*kit.Viewer](r.content()) {
		wide = append(wide, v.Size().Width)
	}
	return pixels, wide
}

func (r *rig) sees(want ...image.Point) {
	r.Helper()
	got, _ := r.seen()
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			r.Fatalf("%v is seen, want %v", got, want)
		}
	}
}

// zoom presses the button with an icon alone that a screen reader calls so.
func (r *rig) zoom(what, side string) {
	r.Helper()
	for _, b := range kittest.Find[*kit.Button](r.content()) {
		if b.AccessibilityLabel() == r.b.T(what)+" "+r.b.T(side) {
			test.Tap(b)
			return
		}
	}
	r.Fatalf("no button for %s of %s", what, side)
}

// TestLookingCloser: each side has its view, which stays while the page is
// drawn anew and is gone with the case.
func TestLookingCloser(t *testing.T) {
	whole, closer := image.Pt(40, 30), image.Pt(27, 19)
	onDesk(t, "zh", 2, func(r *rig) {
		r.openFirst()
		r.sees(whole, whole)
		r.zoom("photo.larger", "side.back")
		r.sees(whole, closer)
		r.speak("en")
		r.sees(whole, closer)
		r.tap("desk.return")
		r.tap("common.cancel")
		r.sees(whole, closer)
		r.zoom("photo.smaller", "side.back")
		r.sees(whole, whole)
		r.hand(r.b.T("side.front"))
		r.b.Window.Canvas().Focused().TypedRune('+')
		r.sees(closer, whole)
		r.b.Window.Canvas().Focused().TypedRune('0')
		r.sees(whole, whole)
		r.b.Window.Canvas().Focused().TypedRune('+')
		r.tap("desk.back")
		r.s.list.Select(1)
		r.loop.Settle()
		r.sees(whole, whole)
	})
}

// TestLarge: one side has most of the width of both, and its view is the same as
// beside the other.
func TestLarge(t *testing.T) {
	for i, side := range []string{"side.front", "side.back"} {
		onDesk(t, "zh", 2, func(r *rig) {
			r.openFirst()
			_, before := r.seen()
			test.Tap(kittest.Buttons(r.content(), r.b.T("desk.larger"))[i])
			pixels, wide := r.seen()
			if len(pixels) != 1 || wide[0] < 1.5*before[i] {
				r.Fatalf("%v are drawn %v wide, beside each other %v", pixels, wide, before)
			}
			if got := spoken(kittest.Find[*kit.Viewer](r.content())[0]); got != r.b.T(side) {
				t.Errorf("%q is large, want %q", got, r.b.T(side))
			}
			r.zoom("photo.larger", side)
			r.speak("en")
			r.sees(image.Pt(27, 19))
			r.tap("desk.smaller")
			if pixels, _ := r.seen(); len(pixels) != 2 || pixels[i] != image.Pt(27, 19) || pixels[1-i] != image.Pt(40, 30) {
				t.Errorf("%v is seen of both", pixels)
			}
		})
	}
}
