// Command bare is a window with one label, the bundled font and nothing else:
// what Truename's start and memory are held against.
package main

import (
	"truename/assets"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

type look struct{ fyne.Theme }

var (
	regular = fyne.NewStaticResource("regular.ttf", assets.FontRegular)
	bold    = fyne.NewStaticResource("bold.ttf", assets.FontBold)
)

func (l look) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Symbol:
		return l.Theme.Font(style)
	case style.Bold:
		return bold
	}
	return regular
}

func main() {
	a := app.NewWithID("app.truename.bare")
	a.Settings().SetTheme(look{theme.DefaultTheme()})
	w := a.NewWindow("bare")
	w.Resize(fyne.NewSize(1280, 860))
	w.SetContent(widget.NewLabel("尚未绑定身份证"))
	w.ShowAndRun()
}
