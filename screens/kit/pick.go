package kit

import (
	"context"
	"errors"
	"net/url"

	"truename/model"
	"truename/screens/kit/pick"

	"fyne.io/fyne/v2"
)

// Picker asks for one file: through the system's own dialog where there is one,
// else through Fyne's.
func Picker(j *Jobs, w fyne.Window) func(title string, picked func(path string, err error)) {
	return func(title string, picked func(string, error)) {
		ask := func(ctx context.Context, _ func(float64)) (string, error) { return pick.Open(ctx, title) }
		Start(j, ask, nil, func(path string, err error) {
			if errors.Is(err, pick.ErrNoDialog) {
				pick.OwnOpen(w, picked)
				return
			}
			picked(path, unreadable(err))
		})
	}
}

// Saver asks where to save a file, in the same way.
func Saver(j *Jobs, w fyne.Window) func(title, name string, picked func(path string, err error)) {
	return func(title, name string, picked func(string, error)) {
		ask := func(ctx context.Context, _ func(float64)) (string, error) { return pick.Save(ctx, title, name) }
		Start(j, ask, nil, func(path string, err error) {
			if errors.Is(err, pick.ErrNoDialog) {
				pick.OwnSave(w, name, picked)
				return
			}
			picked(path, unreadable(err))
		})
	}
}

// unreadable gives what a dialog could not do a sentence.
func unreadable(err error) error {
	if err == nil {
		return nil
	}
	return model.Fail(model.CodeUnreadable, err)
}

// Browse hands an address to the system.
func Browse(a fyne.App, address string) error {
	u, err := url.Parse(address)
	if err == nil {
		err = a.OpenURL(u)
	}
	if err != nil {
		return model.Fail(model.CodeBrowser, err)
	}
	return nil
}
