package screens

import (
	"slices"

	"truename/model/idcard"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// railWidth is how wide the rail is at least, in dp.
const railWidth = 216

// shown reports whether a place stands in the rail: hot topics can be switched
// off, and in larger text there is less, so that what matters is found.
func (s *Shell) shown(place string) bool {
	return place != "topics" || s.place == place || s.parts.HotTopics && s.usual()
}

// usual reports whether text has its usual size.
func (s *Shell) usual() bool { return s.look.Scale == "" || s.look.Scale == kit.ScaleStandard }

func (s *Shell) rail() fyne.CanvasObject {
	icon := canvas.NewImageFromResource(s.parts.Icon)
	icon.SetMinSize(fyne.NewSquareSize(32))
	icon.FillMode = canvas.ImageFillContain
	name := kit.NewText(s.Bench.T("app.name"), kit.Style{SizeName: kit.SizeSub, Bold: true})
	mark := container.New(layout.NewCustomPaddedLayout(4, 16, 14, 0), container.New(markLayout{}, icon, name))
	rows := []fyne.CanvasObject{}
	for _, place := range places[:6] {
		if s.shown(place) {
			rows = append(rows, s.railButton(place))
		}
	}
	column := container.NewBorder(mark, s.railButton("desk"), nil, nil, container.NewVScroll(kit.Column(rows...)))
	padded := container.New(layout.NewCustomPaddedLayout(18, 16, 12, 12), column)
	return container.New(atLeast{railWidth, rows}, kit.Backdrop(kit.ColorRail, padded), widget.NewSeparator())
}

func (s *Shell) railButton(place string) fyne.CanvasObject {
	b := kit.NewButton(s.Bench.T("nav."+place), kit.Place, func() { s.Go(place) }).With(place)
	b.Chosen = place == s.place
	return b
}

// strip says on every screen that a demonstration store is open; nil otherwise.
func (s *Shell) strip() fyne.CanvasObject {
	if !s.Bench.Demo {
		return nil
	}
	return kit.Strip(s.Bench.T("shell.demo"))
}

// topBar has the way back at the left, and language and look at the right.
func (s *Shell) topBar() fyne.CanvasObject {
	right := container.NewHBox()
	for _, l := range [][2]string{{"zh", "中文"}, {"en", "EN"}} {
		if s.look.Scale != kit.ScaleDouble || l[0] != s.Bench.Words.Lang { // there is room for the other one only
			right.Add(s.language(l[0], l[1]))
		}
	}
	right.Add(s.scales())
	right.Add(s.tone())
	return container.New(layout.NewCustomPaddedLayout(8, 4, kit.Margin-kit.Gap, kit.Margin-kit.Gap),
		container.New(barLayout{}, s.bar, right))
}

// drawBar draws the left of the top bar: the screen's own way back, or the way
// to the place before, and what the screen has to say there.
func (s *Shell) drawBar() {
	parts := []fyne.CanvasObject{}
	if _, own := s.present().(kit.Backer); own || len(s.past) > 0 {
		parts = append(parts, kit.Link(s.Bench.T("common.back"), s.Back).With("back"))
	}
	if b, ok := s.present().(kit.Barred); ok {
		if more := b.Bar(); more != nil {
			parts = append(parts, more)
		}
	}
	kit.Swap(s.Bench.Window, s.bar, container.New(leftLayout{}, parts...))
}

func (s *Shell) language(lang, name string) fyne.CanvasObject {
	b := kit.Link(name, func() { s.Speak(lang) })
	b.Chosen = lang == s.Bench.Words.Lang
	return b
}

// scales are three letters of growing size.
func (s *Shell) scales() fyne.CanvasObject {
	row := container.NewHBox()
	at := max(0, slices.Index(kit.Scales, s.look.Scale))
	for i, scale := range kit.Scales {
		if i == at && scale == kit.ScaleDouble { // no room to say what is plain to see
			continue
		}
		b := kit.Link("A"+[]string{"", "⁺", "⁺⁺"}[i], func() { s.Restyle(kit.Look{Tone: s.look.Tone, Scale: scale}) })
		b.Label, b.Chosen = s.Bench.T("shell.scale."+string(scale)), i == at
		row.Add(b)
	}
	return row
}

// tone changes from light to dark to high contrast, and names the present one.
func (s *Shell) tone() fyne.CanvasObject {
	at := max(0, slices.Index(kit.Tones, s.look.Tone))
	next := kit.Tones[(at+1)%len(kit.Tones)]
	name := string(kit.Tones[at])
	return kit.Link(s.Bench.T("shell.tone."+name), func() { s.Restyle(kit.Look{Tone: next, Scale: s.look.Scale}) }).With(name)
}

// Saved shows a state of saving in the status line: "saving", "saved" or
// "failed".
func (s *Shell) Saved(state string) {
	s.saved, s.savedAt = state, s.Bench.Now().In(idcard.China).Format("15:04")
	s.drawLine()
}

// drawLine draws the status line: what is saved, and the version.
func (s *Shell) drawLine() {
	b := s.Bench
	text, dot := b.T("shell.offline"), theme.ColorNameSuccess
	switch s.saved {
	case "saving":
		text, dot = b.T("shell.saving"), theme.ColorNameWarning
	case "saved":
		text = b.T("shell.saved", "time", s.savedAt)
	case "failed":
		text, dot = b.T("shell.save-failed"), theme.ColorNameError
	}
	circle := canvas.NewCircle(theme.Color(dot))
	said := kit.NewText(text+"　·　"+s.version(), kit.Style{SizeName: kit.SizeCaption, Color: theme.ColorNamePlaceHolder})
	if s.saved == "failed" {
		said.Color, said.Bold = theme.ColorNameError, true
	}
	s.line.Objects = []fyne.CanvasObject{container.New(dotLayout{}, circle, said)}
	s.line.Refresh()
}

func (s *Shell) bottom() fyne.CanvasObject {
	return kit.Tight(widget.NewSeparator(), container.New(layout.NewCustomPaddedLayout(6, 8, kit.Margin, kit.Margin), kit.Column(s.line)))
}

// docked stands the panel of topics beside the page on Me, in wide windows.
func (s *Shell) docked() fyne.CanvasObject {
	if s.at != "me" || !s.parts.HotTopics || !s.usual() {
		return s.holder
	}
	return container.New(&dockLayout{s.Bench.Window, dockFrom}, s.holder, s.topics.Dock())
}
