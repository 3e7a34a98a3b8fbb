package screens

import (
	"context"
	"slices"
	"time"

	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
)

// personal are the places that show something about a person.
var personal = []string{"me", "bind", "status", "desk"}

// uncovering is how long the window stays covered after it came to the front:
// the click that brought it there must not press what nobody has seen.
const uncovering = 400 * time.Millisecond

// Cover hides what is about a person, as long as another window is in front.
// The page below stays what it is: what was typed there, how far it was scrolled
// and where the keyboard was. Keys do nothing to it meanwhile.
func (s *Shell) Cover(on bool) {
	if s.uncover != nil {
		s.uncover()
	}
	if on {
		if !s.covered && slices.Contains(personal, s.place) {
			place, back := s.place, kit.KeepFocus(s.Bench.Window, s.holder)
			s.refocus = func() {
				if s.place == place {
					back()
				}
			}
			s.Bench.Window.Canvas().Unfocus()
		}
		s.covered = true
		s.dress()
		return
	}
	s.uncover = kit.Start(s.Bench.Jobs, func(ctx context.Context, _ func(float64)) (struct{}, error) {
		select {
		case <-ctx.Done():
		case <-time.After(uncovering):
		}
		return struct{}{}, nil
	}, nil, func(struct{}, error) {
		s.covered = false
		s.dress()
		if s.refocus != nil {
			s.refocus()
			s.refocus = nil
		}
	})
}

// hidden reports whether the cover is over the page.
func (s *Shell) hidden() bool { return s.covered && slices.Contains(personal, s.place) }

// dress shows the page in the window, or its cover.
func (s *Shell) dress() {
	shown := s.page
	if s.hidden() {
		said := kit.NewText(s.Bench.T("shell.covered"), kit.Style{Color: theme.ColorNamePlaceHolder, Align: fyne.TextAlignCenter})
		shown = kit.Centred(kit.ColumnWidth, layout.NewCustomPaddedLayout(0, 0, kit.Margin, kit.Margin),
			container.NewVBox(layout.NewSpacer(), said, layout.NewSpacer()))
	}
	s.root.Objects = []fyne.CanvasObject{shown}
	s.root.Refresh()
}
