package kit_test

import (
	"image/color"
	"strings"
	"testing"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// TestRuns: what differs is red and underlined where it stands, on whichever
// line that is; the rest is neither.
func TestRuns(t *testing.T) {
	kittest.NewBench(t, "zh", func(func()) {}, nil)
	red := theme.Color(theme.ColorNameError)
	for name, c := range map[string]struct {
		typed, read string
		width       float32
		marked      string
		lines       int
	}{
		"a digit":          {"994758 19920507 6743", "994758 19920807 6743", 400, "5", 1},
		"on three lines":   {"994758 19920507 6743", "994758 19920807 6748", 120, "53", 3},
		"with a new line":  {"2014年3月10日 –\n2034年3月10日", "2014年3月10日 –\n2034年5月10日", 400, "3", 2},
		"nothing":          {"林新", "林新", 400, "", 1},
		"all":              {"长期", "2034", 400, "长期", 1},
		"beyond the plane": {"𠮷田", "吉田", 400, "𠮷", 1},
	} {
		t.Run(name, func(t *testing.T) {
			runs, _ := model.Runs(c.typed, c.read)
			text := kit.Runs(runs)
			w := test.NewWindow(text)
			defer w.Close()
			w.Resize(fyne.NewSize(c.width, 200))
			text.Resize(fyne.NewSize(c.width, text.MinSize().Height))
			var all, marked strings.Builder
			var under []*canvas.Rectangle
			rows := map[float32]bool{}
			var last *canvas.Text
			for _, o := range test.WidgetRenderer(text).Objects() {
				switch o := o.(type) {
				case *canvas.Text:
					last = o
					rows[o.Position().Y] = true
					all.WriteString(o.Text)
					if o.Color == red {
						marked.WriteString(o.Text)
					}
				case *canvas.Rectangle:
					under = append(under, o)
					if last.Color != red || o.Position().X != last.Position().X || o.Size().Width != last.Size().Width || o.FillColor == color.Transparent {
						t.Errorf("a line below %q", last.Text)
					}
				}
			}
			if all.String() != strings.ReplaceAll(c.typed, "\n", "") || marked.String() != c.marked || len(rows) != c.lines {
				t.Errorf("%q on %d lines, marked %q", all.String(), len(rows), marked.String())
			}
			if (len(under) > 0) != (c.marked != "") {
				t.Errorf("%d lines below %q", len(under), marked.String())
			}
			if n := kittest.Frames(text, 9); n > 2 {
				t.Errorf("it comes to rest after %d frames", n)
			}
			if text.AccessibilityLabel() != c.typed {
				t.Errorf("it is read as %q", text.AccessibilityLabel())
			}
		})
	}
}

// TestPress: a part of a page is pressed with the mouse and with keys; other
// keys are the window's. It is high enough for a finger.
func TestPress(t *testing.T) {
	b := kittest.NewBench(t, "zh", func(func()) {}, nil)
	n, passed := 0, fyne.KeyName("")
	p := kit.NewPress("看这一项", kit.Strong("林新"), func() { n++ })
	b.Window.SetContent(p)
	b.Window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { passed = e.Name })
	test.Tap(p)
	b.Window.Canvas().Focus(p)
	for _, key := range []fyne.KeyName{fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyJ} {
		p.TypedKey(&fyne.KeyEvent{Name: key})
	}
	if n != 4 || passed != fyne.KeyJ {
		t.Errorf("pressed %d times, the window got %q", n, passed)
	}
	if h := p.MinSize().Height; h < 44 {
		t.Errorf("%v high", h)
	}
	if !kittest.Says(p, "林新") || p.AccessibilityLabel() != "看这一项" {
		t.Error("it says something else")
	}
}
