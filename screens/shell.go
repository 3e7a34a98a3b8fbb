// Package screens is the window: a rail of places, the screen of the place,
// and a line that says what is saved.
package screens

import (
	"io/fs"

	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// A Set is one screen for each place of the rail.
type Set struct {
	Me, Bind, Status, Guide, Questions, Topics, Desk kit.Screen
}

// Parts is what the shell is made of.
type Parts struct {
	Bench   *kit.Bench
	Screens Set
	Texts   fs.FS
	Icon    fyne.Resource // the mark in the rail
	Version string
	Look    kit.Look
	Restyle func(kit.Look) // hands a new look to the toolkit
	Keep    func(lang string, look kit.Look)
}

// A Shell places the screens. It lives on the UI goroutine.
type Shell struct {
	Parts
	place  string // of the present screen
	saved  string
	line   *widget.Label
	holder *fyne.Container
	past   []string
}

// places in the order of the rail; their numbers are their shortcuts.
var places = []string{"me", "bind", "status", "guide", "questions", "topics", "desk"}

// New makes the shell and goes to "me".
func New(p Parts) *Shell {
	s := &Shell{Parts: p, holder: container.NewStack(), line: &widget.Label{SizeName: kit.SizeCaption}}
	p.Bench.Go = s.Go
	s.shortcuts()
	s.Go("me")
	return s
}

func (s *Shell) screen(place string) kit.Screen {
	set := s.Screens
	return map[string]kit.Screen{"me": set.Me, "bind": set.Bind, "status": set.Status, "guide": set.Guide,
		"questions": set.Questions, "topics": set.Topics, "desk": set.Desk}[place]
}

// present is the screen that is shown.
func (s *Shell) present() kit.Screen { return s.screen(s.place) }

// Saved shows a state of saving in the status line: "saving", "saved" or
// "failed".
func (s *Shell) Saved(state string) {
	s.saved = state
	s.line.SetText(s.status())
}

func (s *Shell) status() string {
	b := s.Bench
	version := b.T("shell.version", "version", s.Version)
	switch s.saved {
	case "saving":
		return b.T("shell.saving") + "　·　" + version
	case "saved":
		return b.T("shell.saved", "time", b.Now().Format("15:04")) + "　·　" + version
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
	rows := []fyne.CanvasObject{}
	if s.Bench.Demo {
		rows = append(rows, kit.Strip(s.Bench.T("shell.demo")))
	}
	top := container.NewVBox(append(rows, s.topBar())...)
	bottom := container.NewVBox(widget.NewSeparator(), container.NewPadded(s.line))
	main := container.NewBorder(top, bottom, nil, nil, s.holder)
	s.Bench.Window.SetContent(container.NewBorder(nil, nil, s.rail(), nil, main))
}

func (s *Shell) rail() fyne.CanvasObject {
	icon := widget.NewIcon(s.Icon)
	name := &widget.Label{Text: s.Bench.T("app.name"), SizeName: kit.SizeSub, TextStyle: fyne.TextStyle{Bold: true}}
	title := container.NewHBox(container.NewGridWrap(fyne.NewSize(32, 32), icon), name)
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
	if s.Look.Care {
		size = "A"
	}
	dark := "◐"
	right := container.NewHBox(
		s.language("zh", "中文"), s.language("en", "EN"),
		kit.Link(size, func() { s.restyle(kit.Look{Dark: s.Look.Dark, Care: !s.Look.Care}) }),
		kit.Link(dark, func() { s.restyle(kit.Look{Dark: !s.Look.Dark, Care: s.Look.Care}) }),
	)
	return container.New(layout.NewCustomPaddedLayout(6, 0, 16, 16), container.NewHBox(layout.NewSpacer(), right))
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
	words, err := kit.LoadWords(s.Texts, lang)
	if err != nil { // a test loads both languages; only a broken build gets here
		fyne.LogError("texts", err)
		return
	}
	s.Bench.Words = words
	s.Keep(lang, s.Look)
	s.show()
}

func (s *Shell) restyle(l kit.Look) {
	s.Look = l
	s.Restyle(l)
	s.Keep(s.Bench.Words.Lang, l)
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
