package command

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
)

// A Window holds the flags of the window.
type Window struct {
	Common
	Tour          string // folder for pictures; "" = no tour
	Lang          string // zh or en; "" = as it was left
	Theme         string // light, dark or contrast; "" = as it was left
	Size          string // standard, care or double; "" = as it was left
	Width, Height int    // density-independent pixels
	Probe         string // folder of an index to open and close, in a child process
	Kiosk         bool   // a terminal for strangers: this process supervises
	Session       bool   // one session of a kiosk, in a child process
}

// probeFlag is not in the help: probe uses it.
const probeFlag = "probe-index"

// Limits of the window's sides: from where nothing can be read, to beyond any
// screen.
const (
	minSide = 320
	maxSide = 10_000
)

// ParseWindow reads the flags of the window, and says on stderr what is wrong
// with them. The error has CodeUsage, or is flag.ErrHelp: see ExitCode.
func ParseWindow(args []string, stderr io.Writer) (Window, error) {
	var w Window
	err := w.parse(args)
	if errors.Is(err, flag.ErrHelp) {
		printHelp(stderr)
	} else if err != nil {
		fmt.Fprintln(stderr, Sentence(err, "en"))
		fmt.Fprintln(stderr, "usage: truename [flags]; truename -h lists them")
	}
	return w, err
}

func (w *Window) parse(args []string) error {
	f := w.flags()
	if err := f.Parse(args); err != nil {
		return flagError(err)
	}
	switch {
	case f.NArg() > 0:
		return misused("A command comes first, and its flags behind it.")
	case !slices.Contains([]string{"", "zh", "en"}, w.Lang):
		return misused("The value of -lang is zh or en.")
	case !slices.Contains([]string{"", "light", "dark", "contrast"}, w.Theme):
		return misused("The value of -theme is light, dark or contrast.")
	case !slices.Contains([]string{"", "standard", "care", "double"}, w.Size):
		return misused("The value of -size is standard, care or double.")
	case (w.Kiosk || w.Session) && w.Tour != "":
		return misused("A kiosk makes no tour.")
	case min(w.Width, w.Height) < minSide || max(w.Width, w.Height) > maxSide:
		return misused(fmt.Sprintf("Width and height are %d to %d.", minSide, maxSide))
	}
	return nil
}

func (w *Window) flags() *flag.FlagSet {
	f := w.Common.flags("truename")
	f.StringVar(&w.Tour, "tour", "", "folder for pictures of a tour")
	f.StringVar(&w.Lang, "lang", "", "zh or en")
	f.StringVar(&w.Theme, "theme", "", "light, dark or contrast")
	f.StringVar(&w.Size, "size", "", "standard, care or double")
	f.IntVar(&w.Width, "width", 1280, "of the window")
	f.IntVar(&w.Height, "height", 860, "of the window")
	f.BoolVar(&w.Kiosk, "kiosk", false, "a terminal that strangers use one after the other")
	f.BoolVar(&w.Session, sessionFlag, false, "one session of a kiosk")
	f.StringVar(&w.Probe, probeFlag, "", "folder of an index to open and close")
	return f
}
