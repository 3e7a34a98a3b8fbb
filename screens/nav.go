package screens

import (
	"strings"

	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Go shows a place: "status", or "status/K7TM-…" for a part of it. A place
// that does not exist shows "me": a guide or a configuration may name one of a
// newer version. "me" is where every way begins.
func (s *Shell) Go(place string) {
	if from := s.here(); s.at != "" && from != place {
		s.past = append(s.past, from)
	}
	if place == "me" {
		s.past = nil
	}
	s.enter(place)
}

func (s *Shell) enter(place string) {
	name, part, _ := strings.Cut(place, "/")
	if s.screens[name] == nil {
		name, part = "me", ""
	}
	from := s.where()
	if s.place != "" {
		s.present().Leave()
	}
	if name == "questions" && part == "" {
		part = from // related questions first
	}
	s.hidePad()
	s.typist = nil
	s.at, s.place = place, name
	s.present().Enter(part)
	s.show()
}

// here is the present place to come back to: the page that is shown now, not
// the one that was asked for.
func (s *Shell) here() string {
	if p, ok := s.screens[s.place].(kit.Placed); ok && p.Here() != "" {
		return s.place + "/" + p.Here()
	} else if ok {
		return s.place
	}
	return s.at
}

// where is the place shown, with the page of it as the questions name them.
func (s *Shell) where() string {
	if p, ok := s.screens[s.place].(kit.Placed); ok && p.Where() != "" {
		return s.place + "/" + p.Where()
	}
	return s.place
}

// Back goes back inside the present screen, or to the place before this one.
func (s *Shell) Back() {
	if b, ok := s.present().(kit.Backer); ok {
		b.Back()
		return
	}
	if len(s.past) == 0 {
		return
	}
	place := s.past[len(s.past)-1]
	s.past = s.past[:len(s.past)-1]
	s.enter(place)
}

// shortcuts: Ctrl/Cmd+1…7 go to a place, Esc goes back, F1 opens the questions
// about this place, F2 the pad of a name, and what is pasted goes to the screen.
func (s *Shell) shortcuts() {
	canvas := s.Bench.Window.Canvas()
	for i, place := range places {
		key := fyne.KeyName([]rune{rune(0x31 + i)})
		canvas.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}, func(fyne.Shortcut) {
			if !s.hidden() {
				s.Go(place)
			}
		})
	}
	canvas.AddShortcut(&fyne.ShortcutPaste{}, func(fyne.Shortcut) {
		if p, ok := s.present().(kit.Paster); ok && !s.hidden() {
			p.Paste()
		}
	})
	canvas.SetOnTypedKey(func(e *fyne.KeyEvent) {
		if s.hidden() {
			return
		}
		switch e.Name {
		case fyne.KeyEscape:
			s.Back()
		case fyne.KeyF1:
			s.Go("questions")
		case fyne.KeyF2:
			s.togglePad()
		default:
			if k, ok := s.present().(kit.Keyed); ok {
				k.Key(e.Name)
			}
		}
	})
}
