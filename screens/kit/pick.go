package kit

import (
	"context"
	"net/url"
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
	"github.com/rymdport/portal/filechooser"
)

// Picker asks for one file: through the desktop's own dialog where a portal
// answers, else through Fyne's.
func Picker(j *Jobs, w fyne.Window) func(title string, picked func(path string, err error)) {
	return func(title string, picked func(string, error)) {
		if runtime.GOOS != "linux" {
			ownDialog(w, picked)
			return
		}
		ask := func(ctx context.Context, _ func(float64)) ([]string, error) { return portal(ctx, title) }
		Start(j, ask, nil, func(uris []string, err error) {
			switch {
			case err != nil: // no portal on this machine
				ownDialog(w, picked)
			case len(uris) > 0:
				picked(pathOf(uris[0]), nil)
			default:
				picked("", nil)
			}
		})
	}
}

// portal asks the desktop. It returns when ctx is done, although the call below
// it cannot be stopped: otherwise quitting would wait for an open dialog.
func portal(ctx context.Context, title string) ([]string, error) {
	type answer struct {
		uris []string
		err  error
	}
	answered := make(chan answer, 1)
	go func() {
		uris, err := filechooser.OpenFile("", title, &filechooser.OpenFileOptions{})
		answered <- answer{uris, err}
	}()
	select {
	case a := <-answered:
		return a.uris, a.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func ownDialog(w fyne.Window, picked func(string, error)) {
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if r == nil { // cancelled, or err
			picked("", err)
			return
		}
		path := r.URI().Path()
		picked(path, r.Close())
	}, w)
	d.SetFilter(storage.NewExtensionFileFilter([]string{".jpg", ".jpeg", ".png", ".webp", ".JPG", ".JPEG", ".PNG", ".WEBP"}))
	d.Show()
	d.Resize(fyne.NewSize(860, 600)) // before Show it panics (fyne 2.8.1)
}

func pathOf(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" {
		return uri
	}
	return u.Path
}
