package screens

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Go shows a place: "status", or "status/K7TM-…" for a part of it. A place
// that does not exist shows "me": a guide or a configuration may name one of a
// newer version.
func (s *Shell) Go(place string) {
	from := s.place
	s.enter(place)
	if from != "" && from != s.place {
		s.past = append(s.past, from)
	}
}

func (s *Shell) enter(place string) {
	name, part, _ := strings.Cut(place, "/")
	if s.screens[name] == nil {
		name, part = "me", ""
	}
	if s.place != "" {
		s.present().Leave()
	}
	if name == "questions" && part == "" {
		part = s.place // related questions first
	}
	s.place = name
	s.present().Enter(part)
	s.show()
}

// Back goes to the place before this one.
func (s *Shell) Back() {
	if len(s.past) == 0 {
		return
	}
	place := s.past[len(s.past)-1]
	s.past = s.past[:len(s.past)-1]
	s.enter(place)
}

// shortcuts: Ctrl/Cmd+1…7 go to a place, Esc goes back, F1 opens the questions
// about this place.
func (s *Shell) shortcuts() {
	canvas := s.Bench.Window.Canvas()
	for i, place := range places {
		key := fyne.KeyName([]rune{rune(0x31 + i)})
		canvas.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}, func(fyne.Shortcut) { s.Go(place) })
	}
	canvas.SetOnTypedKey(func(e *fyne.KeyEvent) {
		switch e.Name {
		case fyne.KeyEscape:
			s.Back()
		case fyne.KeyF1:
			s.Go("questions")
		}
	})
}
