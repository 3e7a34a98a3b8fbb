package pick

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// ownRig is a window, in a home folder that holds one picture and one text.
func ownRig(t *testing.T) (w fyne.Window, home string) {
	t.Helper()
	home = t.TempDir()
	for _, of := range []string{"HOME", "USERPROFILE"} {
		t.Setenv(of, home)
	}
	made(t, home, "身份证 1.JPG")
	made(t, home, "a.txt")
	test.NewTempApp(t)
	w = test.NewTempWindow(t, widget.NewLabel(""))
	w.Resize(fyne.NewSize(1024, 700))
	return w, home
}

// told collects what a dialog said.
type told struct {
	path  string
	err   error
	times int
}

func (a *told) hear(path string, err error) { a.path, a.err, a.times = path, err, a.times+1 }

// TestOwnCancelled: closing a dialog without a file is no failure.
func TestOwnCancelled(t *testing.T) {
	for name, ask := range map[string]func(fyne.Window, func(string, error)){
		"open": OwnOpen,
		"save": func(w fyne.Window, picked func(string, error)) { OwnSave(w, "receipt.pdf", picked) },
	} {
		w, home := ownRig(t)
		var a told
		ask(w, a.hear)
		tapText(t, w, "Cancel")
		if a != (told{times: 1}) {
			t.Errorf("%s: told %+v", name, a)
		}
		if _, err := os.Stat(filepath.Join(home, "receipt.pdf")); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: left a file: %v", name, err)
		}
	}
}

func TestOwnOpen(t *testing.T) {
	w, home := ownRig(t)
	var a told
	OwnOpen(w, a.hear)
	files := find(w.Canvas().Overlays().Top(), func(o fyne.CanvasObject) bool { _, ok := o.(*widget.GridWrap); return ok })
	grid := files.(*widget.GridWrap)
	if n := grid.Length(); n != 2 { // the folder above, and the picture
		t.Fatalf("%d files shown", n)
	}
	grid.Select(1)
	tapText(t, w, "Open")
	if a.path != filepath.Join(home, "身份证 1.JPG") || a.err != nil || a.times != 1 {
		t.Errorf("told %+v", a)
	}
}

// TestOwnOpenGone: the picture went away, or may not be read. Nobody is told
// where it was.
func TestOwnOpenGone(t *testing.T) {
	w, home := ownRig(t)
	var a told
	OwnOpen(w, a.hear)
	files := find(w.Canvas().Overlays().Top(), func(o fyne.CanvasObject) bool { _, ok := o.(*widget.GridWrap); return ok })
	files.(*widget.GridWrap).Select(1)
	if err := os.Remove(filepath.Join(home, "身份证 1.JPG")); err != nil {
		t.Fatal(err)
	}
	tapText(t, w, "Open")
	var named *fs.PathError
	if a.path != "" || a.times != 1 || !errors.Is(a.err, fs.ErrNotExist) || errors.As(a.err, &named) {
		t.Errorf("told %+v", a)
	}
}

func TestOwnSave(t *testing.T) {
	w, home := ownRig(t)
	var a told
	OwnSave(w, "/elsewhere/回执.pdf", a.hear)
	tapText(t, w, "Save")
	if want := filepath.Join(home, "回执.pdf"); a.path != want || a.err != nil || a.times != 1 {
		t.Errorf("told %+v, want %s", a, want)
	}
	// Once more: now it is there, and Fyne asks.
	OwnSave(w, "回执.pdf", a.hear)
	tapText(t, w, "Save")
	if a.times != 1 {
		t.Error("it did not ask before overwriting")
	}
	tapText(t, w, "Yes")
	if a.times != 2 || a.err != nil || a.path != filepath.Join(home, "回执.pdf") {
		t.Errorf("told %+v", a)
	}
}

// TestOwnFilter: the case of an extension does not matter.
func TestOwnFilter(t *testing.T) {
	filter := storage.NewExtensionFileFilter(extensions())
	for name, want := range map[string]bool{
		"a.jpg": true, "a.JPG": true, "a.Jpeg": true, "a.png": true, "a.WebP": true, "IMG_1.HEIC": true, "a.heif": true, "a.avif": false, "a.gif": false, "jpg": false,
	} {
		if got := filter.Matches(storage.NewFileURI("/home/a/" + name)); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// tapText presses the button with this text in the dialog on top.
func tapText(t *testing.T, w fyne.Window, text string) {
	t.Helper()
	o := find(w.Canvas().Overlays().Top(), func(o fyne.CanvasObject) bool {
		b, ok := o.(*widget.Button)
		return ok && b.Text == text
	})
	if o == nil {
		t.Fatalf("no button %q", text)
	}
	test.Tap(o.(*widget.Button))
}

// find is the first object, at or below o, that is wanted, or nil.
func find(o fyne.CanvasObject, wanted func(fyne.CanvasObject) bool) fyne.CanvasObject {
	if wanted(o) {
		return o
	}
	var below []fyne.CanvasObject
	switch v := o.(type) {
	case *fyne.Container:
		below = v.Objects
	case fyne.Widget:
		below = test.WidgetRenderer(v).Objects()
	}
	for _, b := range below {
		if found := find(b, wanted); found != nil {
			return found
		}
	}
	return nil
}
