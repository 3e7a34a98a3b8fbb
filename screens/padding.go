package screens

import (
	"truename/screens/kit"
	"truename/screens/kit/pad"

	"fyne.io/fyne/v2"
)

// The pad for names stands in the window too, one key away: input methods are
// weak there, or have no rare characters (fyne 618).

// typing remembers the field that has the keyboard; a pad that is shown goes
// with it.
func (s *Shell) typing(f kit.Typist) {
	if s.typist == f {
		return
	}
	shown := s.pad != nil
	if shown && f.Same(s.pad.For()) { // the page was drawn anew
		s.pad.For().Hold(false)
		s.pad.To(f)
		f.Hold(true)
		s.typist = f
		return
	}
	s.hidePad()
	s.typist = f
	if shown && f.Pad() == kit.PadName {
		s.showPad()
	}
	if shown {
		s.frame()
	}
}

// togglePad shows the pad of the field that has the keyboard, or hides it.
func (s *Shell) togglePad() {
	switch {
	case s.pad != nil:
		s.hidePad()
	case s.typist == nil || s.typist.Pad() != kit.PadName || s.hidden():
		return
	default:
		s.showPad()
	}
	s.frame()
	if s.pad == nil && s.typist != nil {
		s.Bench.Window.Canvas().Focus(s.typist)
	}
	s.Bench.Jobs.Post(func() { // the page is laid out at its new height by then
		if s.typist != nil {
			kit.Reveal(s.typist)
		}
	})
}

func (s *Shell) showPad() {
	s.pad = pad.New(s.Bench, kit.PadName, s.typist, pad.Options{Close: s.togglePad})
	s.typist.Hold(true)
}

// hidePad throws the pad away, with what was being composed on it.
func (s *Shell) hidePad() {
	if s.pad == nil {
		return
	}
	f := s.pad.For()
	s.pad = nil
	f.Hold(false)
}

// below is what stands below the page: the status line, with the pad above it.
func (s *Shell) below() fyne.CanvasObject {
	if s.pad == nil {
		return s.bottom()
	}
	return kit.Tight(s.pad, s.bottom())
}

func (s *Shell) compose(r rune) bool              { return s.pad != nil && s.pad.TypedRune(r) }
func (s *Shell) composeKey(k *fyne.KeyEvent) bool { return s.pad != nil && s.pad.TypedKey(k) }
