// Package screens is the window: a rail of places, the screen of the place,
// and a line that says what is saved.
package screens

import (
	"truename/screens/kit"
	"truename/screens/kit/pad"
	"truename/screens/topics"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// A Shell places the screens. It lives on the UI goroutine.
type Shell struct {
	Bench   *kit.Bench
	parts   Parts
	screens map[string]kit.Screen
	look    kit.Look
	at      string   // the present place, such as "status/K7TM-…"
	place   string   // its screen, such as "status"
	past    []string // places before it
	saved   string   // "saving", "saved", "failed" or ""
	savedAt string
	update  update
	topics  *topics.Screen
	root    *fyne.Container   // the content of the window
	page    fyne.CanvasObject // what stands in it, unless it is covered
	covered bool              // another window is in front
	uncover func()            // stops the taking off of the cover
	refocus func()            // gives the keyboard back to what had it
	bar     *fyne.Container   // left of the top bar
	line    *fyne.Container   // says what is saved
	holder  *fyne.Container   // of the present screen
	forget  func()            // stops the store's news
	typist  kit.Typist        // field that had the keyboard last; nil for none
	pad     *pad.Pad          // of it; nil while there is none
	cool    func()            // stops the drawing ahead of icons
}

// places in the order of the rail; their numbers are their shortcuts.
var places = []string{"me", "bind", "status", "guide", "questions", "topics", "desk"}

// start goes to "me" and draws the window.
func (s *Shell) start() {
	s.holder, s.bar, s.line, s.root = container.NewStack(), container.NewStack(), container.NewStack(), container.NewStack()
	s.Bench.Go, s.Bench.Bar, s.Bench.Scale = s.Go, s.drawBar, s.look.Scale
	s.Bench.Typing, s.Bench.Pad, s.Bench.Compose, s.Bench.ComposeKey = s.typing, s.togglePad, s.compose, s.composeKey
	s.Bench.Composing = func() bool { return s.pad != nil && s.pad.Composing() }
	s.shortcuts()
	s.Bench.Window.SetOnDropped(s.Drop)
	s.Bench.Window.SetContent(s.root) // first, so that pages are laid out once, at the size they get
	s.Go("me")
	s.warm()
	s.askForUpdate()
}

// present is the screen that is shown.
func (s *Shell) present() kit.Screen { return s.screens[s.place] }

// Drop hands dropped files to the present screen, if it takes any.
func (s *Shell) Drop(_ fyne.Position, uris []fyne.URI) {
	d, ok := s.present().(kit.Dropper)
	if !ok {
		return
	}
	var paths []string
	for _, u := range uris {
		if u.Scheme() == "file" {
			paths = append(paths, u.Path())
		}
	}
	d.Drop(paths)
}

// Speak changes the language of every screen.
func (s *Shell) Speak(lang string) {
	words, err := kit.LoadWords(s.parts.Texts, lang)
	if err != nil { // a test loads both languages; only a broken build gets here
		fyne.LogError("texts", err)
		return
	}
	s.Bench.Words = words
	s.parts.Keep(lang, s.look)
	s.show()
}

// Restyle changes the look of every screen.
func (s *Shell) Restyle(l kit.Look) {
	s.look = l
	s.Bench.Scale = l.Scale
	s.parts.Restyle(l)
	s.parts.Keep(s.Bench.Words.Lang, l)
	s.show()
	s.cool()
	s.warm()
}

// warm draws the icons of the present look ahead.
func (s *Shell) warm() { s.cool = kit.Warm(s.Bench.Jobs, s.Bench.Window.Canvas().Scale()) }

// show draws the whole window anew, with the present screen in it. What was
// typed is in the screens' fields.
func (s *Shell) show() {
	back := kit.KeepFocus(s.Bench.Window, s.root)
	s.holder.Objects = []fyne.CanvasObject{s.present().Content()}
	s.drawBar()
	s.drawLine()
	s.frame()
	back()
}

// frame stands what is shown into the window again, as it is.
func (s *Shell) frame() {
	f := frame{strip: s.strip(), rail: s.rail(), top: s.topBar(), bottom: s.below()}
	f.page = s.docked()
	s.page = container.New(f, f.objects()...)
	s.dress()
}
