package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

func TestPathOf(t *testing.T) {
	for uri, want := range map[string]string{
		"file:///home/a/card.jpg":            "/home/a/card.jpg",
		"file:///home/a/%E8%BA%AB%20(1).jpg": "/home/a/身 (1).jpg",
		"/home/a/card.jpg":                   "/home/a/card.jpg",
		"%zz":                                "%zz",
	} {
		if got := pathOf(uri); got != want {
			t.Errorf("%s: %q, want %q", uri, got, want)
		}
	}
}

// TestOwnDialogCancelled: closing the dialog without a file is no failure.
func TestOwnDialogCancelled(t *testing.T) {
	test.NewTempApp(t)
	w := test.NewTempWindow(t, widget.NewLabel(""))
	w.Resize(fyne.NewSize(1024, 700))
	told := 0
	ownDialog(w, func(path string, err error) {
		told++
		if path != "" || err != nil {
			t.Errorf("told %q, %v", path, err)
		}
	})
	tapText(t, w.Canvas().Overlays().Top(), "Cancel")
	if told != 1 {
		t.Errorf("told %d times", told)
	}
}

// tapText presses the button with this text below o.
func tapText(t *testing.T, o fyne.CanvasObject, text string) {
	t.Helper()
	var walk func(o fyne.CanvasObject) bool
	walk = func(o fyne.CanvasObject) bool {
		if b, ok := o.(*widget.Button); ok && b.Text == text {
			test.Tap(b)
			return true
		}
		var below []fyne.CanvasObject
		switch v := o.(type) {
		case *fyne.Container:
			below = v.Objects
		case fyne.Widget:
			below = test.WidgetRenderer(v).Objects()
		}
		for _, b := range below {
			if walk(b) {
				return true
			}
		}
		return false
	}
	if !walk(o) {
		t.Fatalf("no button %q", text)
	}
}
