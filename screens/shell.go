// Package screens is the window: a rail of places, the screen of the place,
// and a line that says what is saved.
package screens

import (
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// A Shell places the screens. It lives on the UI goroutine.
type Shell struct {
	Bench   *kit.Bench
	parts   Parts
	screens map[string]kit.Screen
	look    kit.Look
	place   string // of the present screen
	past    []string
	saved   string // "saving", "saved", "failed" or ""
	savedAt string
	line    *widget.Label
	holder  *fyne.Container
	forget  func() // stops the store's news
}

// places in the order of the rail; their numbers are their shortcuts.
var places = []string{"me", "bind", "status", "guide", "questions", "topics", "desk"}

// start goes to "me" and draws the window.
func (s *Shell) start() {
	s.holder = container.NewStack()
	s.line = &widget.Label{SizeName: kit.SizeCaption, Wrapping: fyne.TextWrapWord}
	s.Bench.Go = s.Go
	s.shortcuts()
	s.Bench.Window.SetOnDropped(s.Drop)
	s.Go("me")
}

// present is the screen that is shown.
func (s *Shell) present() kit.Screen { return s.screens[s.place] }

// Saved shows a state of saving in the status line: "saving", "saved" or
// "failed".
func (s *Shell) Saved(state string) {
	s.saved, s.savedAt = state, s.Bench.Now().Format("15:04")
	s.line.SetText(s.status())
}

func (s *Shell) status() string {
	b := s.Bench
	version := b.T("shell.version", "version", s.parts.Version)
	switch s.saved {
	case "saving":
		return b.T("shell.saving") + "　·　" + version
	case "saved":
		return b.T("shell.saved", "time", s.savedAt) + "　·　" + version
	case "failed":
		return b.T("shell.save-failed")
	}
	return b.T("shell.offline") + "　·　" + version
}

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

// build draws the whole window anew: at the start and when the language or
// look changes. What was typed is in the screens' fields.
func (s *Shell) build() {
	s.line.SetText(s.status())
	top := s.topBar()
	bottom := container.NewVBox(widget.NewSeparator(), container.New(layout.NewCustomPaddedLayout(0, 0, 15, 15), s.line))
	main := container.NewBorder(top, bottom, nil, nil, s.holder)
	s.Bench.Window.SetContent(container.NewBorder(nil, nil, s.rail(), nil, main))
}

func (s *Shell) rail() fyne.CanvasObject {
	icon := widget.NewIcon(s.parts.Icon)
	name := &widget.Label{Text: s.Bench.T("app.name"), SizeName: kit.SizeSub, TextStyle: fyne.TextStyle{Bold: true}}
	title := container.NewHBox(container.NewCenter(container.NewGridWrap(fyne.NewSize(32, 32), icon)), name)
	rows := []fyne.CanvasObject{container.NewPadded(title)}
	for _, place := range places[:6] {
		rows = append(rows, s.railButton(place))
	}
	rows = append(rows, layout.NewSpacer(), s.railButton("desk"))
	column := container.New(layout.NewCustomPaddedLayout(16, 12, 10, 10), container.NewVBox(rows...))
	return container.NewHBox(container.New(atLeast{206}, kit.Backdrop(kit.ColorRail, column)), widget.NewSeparator())
}

func (s *Shell) railButton(place string) fyne.CanvasObject {
	b := kit.Link(s.Bench.T("nav."+place), func() { s.Go(place) })
	if place == s.place {
		b.Importance = widget.MediumImportance
	}
	return b
}

func (s *Shell) topBar() fyne.CanvasObject {
	size := "A⁺"
	if s.look.Care {
		size = "A"
	}
	dark := "◐"
	right := container.NewHBox(
		s.language("zh", "中文"), s.language("en", "EN"),
		kit.Link(size, func() { s.restyle(kit.Look{Dark: s.look.Dark, Care: !s.look.Care}) }),
		kit.Link(dark, func() { s.restyle(kit.Look{Dark: !s.look.Dark, Care: s.look.Care}) }),
	)
	var left fyne.CanvasObject = layout.NewSpacer()
	if s.Bench.Demo {
		left = container.NewVBox(layout.NewSpacer(), kit.Strip(s.Bench.T("shell.demo")), layout.NewSpacer())
	}
	return container.New(layout.NewCustomPaddedLayout(6, 0, 16, 16), container.NewBorder(nil, nil, nil, right, left))
}

func (s *Shell) language(lang, name string) fyne.CanvasObject {
	b := kit.Link(name, func() { s.Speak(lang) })
	if lang == s.Bench.Words.Lang {
		b.Importance = widget.MediumImportance
	}
	return b
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

func (s *Shell) restyle(l kit.Look) {
	s.look = l
	s.parts.Restyle(l)
	s.parts.Keep(s.Bench.Words.Lang, l)
	s.show()
}

// show puts the present screen into the holder and draws the frame.
func (s *Shell) show() {
	s.holder.Objects = []fyne.CanvasObject{s.present().Content()}
	s.holder.Refresh()
	s.build()
}

// atLeast gives its one object a minimum width.
type atLeast struct{ width float32 }

func (a atLeast) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[0].MinSize()
	return fyne.NewSize(max(a.width, m.Width), m.Height)
}

func (a atLeast) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(size)
	o[0].Move(fyne.NewPos(0, 0))
}
