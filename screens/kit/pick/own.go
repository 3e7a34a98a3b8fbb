package pick

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
)

// ownSize of Fyne's dialogs, as far as the window has room.
var ownSize = fyne.NewSize(860, 600)

// OwnOpen asks for one picture in Fyne's dialog over w, and tells picked its
// path once: "" if the dialog was cancelled. Both happen on the UI goroutine.
func OwnOpen(w fyne.Window, picked func(path string, err error)) {
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if err != nil || r == nil { // nil: cancelled; with err it is a shell around no file
			picked("", bare(err))
			return
		}
		path := filepath.FromSlash(r.URI().Path())
		picked(path, bare(r.Close()))
	}, w)
	d.SetFilter(storage.NewExtensionFileFilter(extensions()))
	d.Show()
	d.Resize(ownSize) // before Show it panics (fyne 2.8.1)
}

// OwnSave asks where to save in Fyne's dialog over w, suggesting name, and
// tells picked the path once: "" if the dialog was cancelled. Fyne asks before
// it overwrites, and the file is there then, empty: unlike Save, whose caller
// makes it.
func OwnSave(w fyne.Window, name string, picked func(path string, err error)) {
	d := dialog.NewFileSave(func(f fyne.URIWriteCloser, err error) {
		if err != nil || f == nil { // nil: cancelled; with err it is a shell around no file
			picked("", bare(err))
			return
		}
		path := filepath.FromSlash(f.URI().Path())
		picked(path, bare(f.Close()))
	}, w)
	d.SetFileName(suggested(name))
	d.Show()
	d.Resize(ownSize) // before Show it panics (fyne 2.8.1)
}
