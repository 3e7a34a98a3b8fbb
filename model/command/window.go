package command

import (
	"io"

	"truename/model"
)

// A Window holds the flags of the window.
type Window struct {
	Common
	Tour          string // folder for pictures; "" = no tour
	Lang          string // zh or en; "" = as it was left
	Theme         string // light or dark; "" = as it was left
	Size          string // standard or care; "" = as it was left
	Width, Height int
	Probe         string // folder of an index to open and close, in a child process
}

// ParseWindow reads the flags of the window. The error has CodeUsage.
func ParseWindow(args []string, stderr io.Writer) (Window, error) {
	var w Window
	f := w.Common.flags("truename", stderr)
	f.StringVar(&w.Tour, "tour", "", "walk through the whole journey with specimens and save pictures in this folder")
	f.StringVar(&w.Lang, "lang", "", "zh or en")
	f.StringVar(&w.Theme, "theme", "", "light or dark")
	f.StringVar(&w.Size, "size", "", "standard or care")
	f.IntVar(&w.Width, "width", 1280, "width of the window")
	f.IntVar(&w.Height, "height", 860, "height of the window")
	f.StringVar(&w.Probe, "probe-index", "", "open and close the index in this folder")
	if err := f.Parse(args); err != nil || f.NArg() > 0 {
		return w, errUsage
	}
	for _, c := range []struct {
		got     string
		allowed [3]string
	}{{w.Lang, [3]string{"", "zh", "en"}}, {w.Theme, [3]string{"", "light", "dark"}}, {w.Size, [3]string{"", "standard", "care"}}} {
		if c.got != c.allowed[0] && c.got != c.allowed[1] && c.got != c.allowed[2] {
			return w, model.Fail(model.CodeUsage, nil)
		}
	}
	return w, nil
}
