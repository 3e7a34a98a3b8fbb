// Package kit holds what screens share: background jobs, words, the look,
// layout, pictures and the picking of files.
package kit

import (
	"fmt"
	"image"
	"strings"
	"time"

	"truename/assets"
	"truename/model"
	"truename/model/idcard"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// A Bench is what every screen gets: the things it works with. Its fields
// change on the UI goroutine only.
type Bench struct {
	Jobs   *Jobs
	Words  *Words // replaced when the language changes, before Content is called anew
	Window fyne.Window
	Demo   bool
	Scale  Scale // replaced with the look, before Content is called anew
	Now    func() time.Time
	Go     func(place string)                                            // "status", "bind/front", "status/K7TM-…": the shell goes there
	Bar    func()                                                        // the screen's Bar has changed
	Pick   func(title string, picked func(path string, err error))       // path "" when cancelled
	Save   func(title, name string, picked func(path string, err error)) // asks where to save a file; path "" when cancelled

	// A kiosk is a terminal that strangers use one after the other: nothing leads
	// out of its window and nothing is kept. False at a desktop.
	Kiosk   bool
	Done    func()       // at a kiosk, ends the session and clears everything
	Touched func()       // somebody is there; nil: nobody wants to know
	Typing  func(Typist) // a field has the keyboard; nil: there are no pads
	Pad     func()       // at a desktop, shows or hides the pad of the field that has the keyboard; nil: there are no pads

	// Compose and ComposeKey hand what a keyboard types to the pad of a field: true
	// where the pad has taken it. nil: there are no pads.
	Compose    func(rune) bool
	ComposeKey func(*fyne.KeyEvent) bool
	Composing  func() bool // something was typed that is not in the field yet
}

// Rules are the circumstances for idcard at this moment.
func (b *Bench) Rules() idcard.Rules {
	return idcard.Rules{Today: idcard.Today(b.Now()), Specimens: b.Demo}
}

// touched tells whoever wants to know that somebody is there.
func (b *Bench) touched() {
	if b.Touched != nil {
		b.Touched()
	}
}

// T is b.Words.T.
func (b *Bench) T(key string, pairs ...any) string { return b.Words.T(key, pairs...) }

// A Screen is one place of the rail. Content builds its present state anew; it
// is called when the screen is entered, and again when the language, theme or
// size changes.
type Screen interface {
	Content() fyne.CanvasObject
	// Enter is told which part of the screen is wanted ("" for none) before
	// Content is called.
	Enter(part string)
	// Leave is called when another screen comes; pictures are let go of.
	Leave()
}

// Dropper is a Screen that takes files dropped on the window.
type Dropper interface{ Drop(paths []string) }

// Paster is a Screen that takes what is pasted while no field has the keyboard.
type Paster interface{ Paste() }

// Backer is a Screen with a way back of its own, for Esc and the top bar.
type Backer interface{ Back() }

// Barred is a Screen with something to show in the top bar, behind Back; nil
// for nothing.
type Barred interface{ Bar() fyne.CanvasObject }

// Placed is a Screen that knows which of its pages is shown.
type Placed interface {
	// Where names the page as the questions about it do, such as "front"; "" for
	// the screen itself.
	Where() string
	// Here is what Enter takes to show the same again.
	Here() string
}

// Keyed is a Screen with keys of its own, while no field has the keyboard; it
// reports whether it knew the key.
type Keyed interface{ Key(fyne.KeyName) bool }

// Show writes text so that no character is an empty box: one that no bundled
// font has is followed by its code point.
func Show(text string) string {
	var b strings.Builder
	for _, r := range text {
		if assets.HasGlyph(r) || r == '\n' {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "□(U+%04X)", r)
		}
	}
	return b.String()
}

// Picture shows img within a box of at least w × h dp, keeping its shape. The
// image is already decoded; a large one comes from Levels.
func Picture(img image.Image, w, h float32) fyne.CanvasObject {
	if img == nil {
		return container.NewGridWrap(fyne.NewSize(w, h), newSheet(ColorCard, ColorEdge, Radius))
	}
	img, scale := sized(img, model.Place{X1: 1, Y1: 1}, w*pixels)
	c := canvas.NewImageFromImage(img)
	c.FillMode, c.ScaleMode = canvas.ImageFillContain, scale
	c.SetMinSize(fyne.NewSize(w, h))
	return c
}
