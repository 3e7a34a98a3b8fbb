package screens

import (
	"cmp"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// timings are how long the UI goroutine was kept by what the program does on
// it. Only that goroutine writes them.
type timings struct {
	callbacks []timing // what a tap or a result of a job set off
	pages     []timing // from a change of place until it is drawn by the software painter
	last      string   // what was set off last
}

type timing struct {
	what string
	took time.Duration
}

// callback runs and times f.
func (t *timings) callback(what string, f func()) {
	start := time.Now()
	f()
	t.callbacks = append(t.callbacks, timing{what, time.Since(start)})
	t.last = what
}

// job is told of every result that a job showed.
func (t *timings) job(took time.Duration) {
	t.callbacks = append(t.callbacks, timing{"result of a job, after " + t.last, took})
}

// page runs and times a change of place, and the drawing after it.
func (t *timings) page(what string, change func(), draw func() image.Image) {
	start := time.Now()
	t.callback(what, change)
	draw()
	t.pages = append(t.pages, timing{what, time.Since(start)})
}

// ReportName is the file with what a tour measured.
const ReportName = "timings.txt"

// report writes what was measured beside the pictures.
func (t *Tour) report() error {
	var b strings.Builder
	var callbacks, pages []timing
	if err := t.ui(func() { callbacks, pages = slices.Clone(t.took.callbacks), slices.Clone(t.took.pages) }); err != nil {
		return err
	}
	b.WriteString(t.who.String())
	summarize(&b, "callbacks on the UI goroutine", callbacks)
	summarize(&b, "change of place until drawn (software painter)", pages)
	return os.WriteFile(filepath.Join(t.out, ReportName), []byte(b.String()), 0o644)
}

// summarize writes how many there were, the usual and the longest.
func summarize(b *strings.Builder, title string, all []timing) {
	if len(all) == 0 {
		return
	}
	slices.SortStableFunc(all, func(x, y timing) int { return cmp.Compare(x.took, y.took) })
	at := func(part float64) time.Duration { return all[min(len(all)-1, int(part*float64(len(all))))].took }
	fmt.Fprintf(b, "%s: %d, median %s, 95 %% %s, longest %s\n", title, len(all), ms(at(0.5)), ms(at(0.95)), ms(at(1)))
	for _, worst := range all[max(0, len(all)-8):] {
		fmt.Fprintf(b, "  %s  %s\n", ms(worst.took), worst.what)
	}
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }
