package command

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// A bar says on a terminal how far a command with many files is. A nil bar says
// nothing.
type bar struct {
	w      io.Writer
	n, all int
	start  time.Time
	wide   int // characters on the line now
}

// newBar is the bar of a command with so many files, nil if w is no terminal or
// there is only one file.
func newBar(w io.Writer, all int) *bar {
	f, ok := w.(*os.File)
	if !ok || all < 2 {
		return nil
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return &bar{w: w, all: all, start: time.Now()}
}

// step counts a file and draws the bar, unless that was the last.
func (b *bar) step() {
	if b == nil {
		return
	}
	if b.n++; b.n < b.all {
		b.draw(time.Since(b.start))
	}
}

// draw draws how far it is after some time.
func (b *bar) draw(took time.Duration) {
	b.clear()
	const cells = 20
	full := cells * b.n / b.all
	each := took / time.Duration(b.n)
	left := (each * time.Duration(b.all-b.n)).Round(time.Second)
	line := fmt.Sprintf("[%s%s] %d of %d, %.1f a second, %v left",
		strings.Repeat("#", full), strings.Repeat(".", cells-full), b.n, b.all, float64(time.Second)/float64(max(each, 1)), left)
	b.wide = len(line)
	fmt.Fprint(b.w, line)
}

// clear takes the bar away: what comes next may stand on the same terminal.
func (b *bar) clear() {
	if b != nil && b.wide > 0 {
		fmt.Fprint(b.w, "\r"+strings.Repeat(" ", b.wide)+"\r")
		b.wide = 0
	}
}
