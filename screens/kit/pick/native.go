//go:build windows || darwin

package pick

import (
	"context"
	"errors"

	"github.com/ncruces/zenity"
)

// Open asks for one picture in the system's own dialog and returns its path:
// "" if the dialog was cancelled. It waits for the person, so it belongs in a
// job; when ctx is done it returns ctx's error at once and the dialog closes.
// It returns ErrNoDialog where there is no such dialog.
func Open(ctx context.Context, title string) (path string, err error) {
	filter := zenity.FileFilter{Name: filterName, CaseFold: true}
	for _, e := range extensions() {
		filter.Patterns = append(filter.Patterns, "*"+e)
	}
	return chosen(await(ctx, ErrNoDialog, func() (string, error) {
		return zenity.SelectFile(zenity.Context(ctx), zenity.Title(title), filter)
	}))
}

// Save asks where to save in the system's own dialog, suggesting name, and
// returns the path: "" if the dialog was cancelled. The dialog asks before a
// file is overwritten; the file is not made yet. For the rest it is as Open.
func Save(ctx context.Context, title, name string) (path string, err error) {
	options := []zenity.Option{zenity.Context(ctx), zenity.Title(title), zenity.ConfirmOverwrite()}
	if name = suggested(name); name != "" {
		options = append(options, zenity.Filename(name))
	}
	return chosen(await(ctx, ErrNoDialog, func() (string, error) { return zenity.SelectFileSave(options...) }))
}

// chosen is what zenity said, in our words.
func chosen(path string, err error) (string, error) {
	switch {
	case err == nil:
		return path, nil
	case errors.Is(err, zenity.ErrCanceled):
		return "", nil
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return "", err
	}
	return "", ErrNoDialog
}
