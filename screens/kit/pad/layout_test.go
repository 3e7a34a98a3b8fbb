package pad

import (
	"testing"

	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// windows are those that pads are made for.
var windows = []fyne.Size{{Width: 1024, Height: 700}, {Width: 1024, Height: 768}, {Width: 1280, Height: 860}, {Width: 1920, Height: 1080}, {Width: 1080, Height: 1920}}

// TestRoom: in every window, language and size of text, all keys are large enough
// for a finger and apart from each other, and what stands on them is readable and
// within them.
func TestRoom(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for _, scale := range kit.Scales {
			s := stand(t, lang, kit.PadNumber, kit.Look{Scale: scale}, small)
			s.everywhere("number", nil)
			s.field.Keys = kit.PadDigits
			s.everywhere("digits", nil)
			s.field.Keys = kit.PadCode
			s.everywhere("code", nil)
			s.field.Keys = kit.PadName
			for state, taps := range nameStates {
				s.everywhere("name "+state, taps)
			}
		}
	}
}

// everywhere looks at a state of a pad in all windows.
func (s *stage) everywhere(state string, taps []string) {
	s.Helper()
	for _, size := range windows {
		s.b.Window.Resize(size)
		s.field.SetText("")
		s.renew(Options{Next: func() {}, Close: func() {}})
		for _, k := range taps {
			s.word(k)
		}
		if high := s.pad.MinSize().Height; high > max(350, size.Height*0.46) {
			s.Errorf("%s: %v high in %v", state, high, size)
		}
		s.apart(state, size)
	}
}

// apart holds the keys shown to their room.
func (s *stage) apart(state string, size fyne.Size) {
	s.Helper()
	keys := kittest.Find[*key](s.pad)
	if len(keys) < 10 {
		s.Errorf("%s: only %d keys", state, len(keys))
	}
	for i, k := range keys {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(k)
		if k.Size().Width < least-0.01 || k.Size().Height < least-0.01 || at.X < 0 || at.X+k.Size().Width > size.Width || at.Y+k.Size().Height > size.Height {
			s.Errorf("%s in %v: %q is %v at %v", state, size, k.text, k.Size(), at)
		}
		if k.AccessibilityLabel() == "" {
			s.Errorf("%s: a key has no name", state)
		}
		for _, other := range keys[:i] {
			to := fyne.CurrentApp().Driver().AbsolutePositionForObject(other)
			if at.X < to.X+other.Size().Width+gap-0.1 && to.X < at.X+k.Size().Width+gap-0.1 &&
				at.Y < to.Y+other.Size().Height+gap-0.1 && to.Y < at.Y+k.Size().Height+gap-0.1 {
				s.Errorf("%s in %v: %q is too near to %q", state, size, k.text, other.text)
			}
		}
		s.readable(state, k)
	}
	for _, n := range kittest.Find[*note](s.pad) {
		s.readable(state, n)
	}
}

// readable holds texts to the room of their key or line.
func (s *stage) readable(state string, o fyne.Widget) {
	s.Helper()
	for _, part := range test.WidgetRenderer(o).Objects() {
		text, ok := part.(*canvas.Text)
		if !ok || text.Hidden || text.Text == "" {
			continue
		}
		if text.TextSize < 14 || text.Position().X < -0.5 || text.Position().X+text.MinSize().Width > o.Size().Width+0.5 {
			s.Errorf("%s: %q is %v high at %v and %v wide in %v", state, text.Text, text.TextSize, text.Position(), text.MinSize().Width, o.Size())
		}
	}
}
