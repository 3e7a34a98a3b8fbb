package screens

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
)

// A fitting is a window that every page has to fit into.
type fitting struct {
	width, height float32
	scale         kit.Scale
}

func (f fitting) String() string { return fmt.Sprintf("%v×%v %s", f.width, f.height, f.scale) }

var fittings = []fitting{
	{1024, 700, kit.ScaleStandard}, {1280, 860, kit.ScaleStandard}, {1920, 1080, kit.ScaleStandard},
	{1024, 700, kit.ScaleCare}, {1024, 700, kit.ScaleDouble},
}

// A tailor looks at every page in every fitting and collects what does not fit.
type tailor struct {
	*rig
	seen  []string
	wrong map[string][]string // what is wrong, and where
	at    string              // page and fitting
}

// fitted is how many frames a page may take until nothing moves any more.
const fitted = 8

// TestFit walks through every page and looks whether it fits: nothing is cut
// off, nothing lies on something else, nothing is stretched, and everything
// that can be pressed is large enough.
func TestFit(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		t.Run(lang, func(t *testing.T) {
			f := &tailor{rig: start(t, t.TempDir(), lang), wrong: map[string][]string{}}
			defer f.report()
			f.walk(card(t))
			if len(f.seen) < 63 {
				t.Errorf("only %d pages were looked at", len(f.seen))
			}
		})
	}
}

// report says what is wrong, each once with where it is.
func (f *tailor) report() {
	for _, what := range slices.Sorted(maps.Keys(f.wrong)) {
		where := slices.Compact(f.wrong[what])
		f.Errorf("%s\n    %d times: %s", what, len(where), strings.Join(where[:min(len(where), 6)], "; "))
	}
}

// see looks at the present page in every fitting.
func (f *tailor) see(name string) {
	f.Helper()
	f.settle()
	f.seen = append(f.seen, name)
	for _, to := range fittings {
		f.dress(to)
		f.check(name+" "+to.String(), f.content(), fyne.NewSize(to.width, to.height))
	}
	f.dress(fittings[1])
	f.at = name
	f.reach()
}

// reach gives the keyboard to everything that takes it: each has a name for
// screen readers and leaves the window its keys.
func (f *tailor) reach() {
	canvas := f.bench.Window.Canvas()
	shell, heard := canvas.OnTypedKey(), 0
	defer canvas.SetOnTypedKey(shell)
	defer canvas.Unfocus()
	canvas.SetOnTypedKey(func(*fyne.KeyEvent) { heard++ })
	for _, o := range kittest.Find[kittest.Focusable](f.content()) {
		if d, ok := o.(fyne.Disableable); ok && d.Disabled() {
			continue
		}
		called, ok := o.(fyne.Accessible)
		if !ok || called.AccessibilityLabel() == "" {
			f.fault(fmt.Sprintf("a %T that takes the keyboard has no name", o), "")
			continue
		}
		canvas.Focus(o)
		heard = 0
		o.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF1})
		o.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if heard != 2 {
			f.fault("“"+called.AccessibilityLabel()+"” keeps F1 or Esc for itself", "")
		}
	}
}

// dress gives the window a size and a scale.
func (f *tailor) dress(to fitting) {
	f.bench.Window.Resize(fyne.NewSize(to.width, to.height))
	f.shell.Restyle(kit.Look{Scale: to.scale})
}

// settle runs what jobs have posted.
func (r *rig) settle() {
	for {
		select {
		case f := <-r.posts:
			f()
		default:
			return
		}
	}
}

// fault notes something that is wrong, with a measure of it that may differ
// from place to place.
func (f *tailor) fault(what, measure string) {
	where := f.at
	if measure != "" {
		where += " (" + measure + ")"
	}
	f.wrong[what] = append(f.wrong[what], where)
}

// check looks at everything below root, which fills a window.
func (f *tailor) check(at string, root fyne.CanvasObject, window fyne.Size) {
	f.at = at
	if kittest.Frames(root, fitted) == fitted {
		f.fault("it never comes to rest", "")
	}
	if least := root.MinSize(); least.Width > window.Width+slack || least.Height > window.Height+slack {
		f.fault("needs a larger window", fmt.Sprintf("%.0f×%.0f", least.Width, least.Height))
	}
	m := &measured{tailor: f}
	m.collect(root, fyne.Position{}, &hole{box{0, 0, window.Width, window.Height}, nil, nil})
	for i, a := range m.things {
		for _, b := range m.things[:i] {
			if over(a, b) {
				f.fault(a.name+" lies on "+b.name, "")
			}
		}
	}
}
