// Package pick is how a picture or a place to save gets into and out of the
// app, per system: the system's own dialogs (Open, Save), Fyne's where there
// are none (OwnOpen, OwnSave), and the clipboard (Image, File).
//
//	            dialogs                      picture on the clipboard
//	Windows     zenity: Win32 dialogs        Win32
//	macOS       zenity: osascript            golang.design/x/clipboard, with cgo
//	others      the desktop portal on D-Bus  X11, also below Wayland's XWayland
//
// Nothing here logs or keeps what it was given, and no error holds a path.
package pick

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"path/filepath"
	"time"
)

// The failures of this package. None says what was picked or pasted.
var (
	// ErrNoDialog: this machine has no dialog of its own, or it failed. Use
	// OwnOpen or OwnSave instead.
	ErrNoDialog = errors.New("pick: no dialog of the system")
	// ErrNotAFile: what was picked is not a file of this machine.
	ErrNotAFile = errors.New("pick: not a file of this machine")
	// ErrNoClipboard: the clipboard cannot be read here, or its owner does not
	// answer.
	ErrNoClipboard = errors.New("pick: the clipboard cannot be read")
	// ErrNoImage: there is no picture on the clipboard.
	ErrNoImage = errors.New("pick: no picture on the clipboard")
	// ErrTooLarge: the picture on the clipboard is over Limit.
	ErrTooLarge = errors.New("pick: the picture on the clipboard is too large")
)

// patience is how long another program may take to answer at all: the portal to
// start its dialog, the owner of the clipboard to hand over a picture.
const patience = 10 * time.Second

// extensions of the pictures that can be opened: JPEG, PNG, WebP and HEIC. They
// are compared without regard to case.
func extensions() []string { return []string{".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"} }

// filterName is what the dialogs call those pictures, in any language.
const filterName = "JPG, PNG, WebP, HEIC"

// await runs do and returns what it returned, or ctx's error as soon as ctx is
// done: do may wait for another program in a way that nothing can stop. A
// library that panics (a missing procedure, a half-made dialog) has broken.
func await[T any](ctx context.Context, broken error, do func() (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	if err := ctx.Err(); err != nil {
		return *new(T), err
	}
	answered := make(chan answer, 1)
	go func() {
		a := answer{err: broken} // unless do returns
		defer func() {
			_ = recover()
			answered <- a
		}()
		value, err := do()
		a = answer{value, err}
	}()
	select {
	case a := <-answered:
		if a.err != nil && ctx.Err() != nil { // it failed because of that
			return *new(T), ctx.Err()
		}
		return a.value, a.err
	case <-ctx.Done():
		return *new(T), ctx.Err()
	}
}

// bare is err without the path that it may name.
func bare(err error) error {
	var p *fs.PathError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &p):
		return p.Err
	}
	return ErrNotAFile
}

// suggested is the last element of name: a suggestion never leads elsewhere.
func suggested(name string) string {
	if name == "" {
		return ""
	}
	return filepath.Base(name)
}

// KeepKeyboard holds the keyboard for as long as the program runs. Where it
// cannot it says why in the log, once, and tries again.
func KeepKeyboard() {
	for i := 0; ; i++ {
		err := HoldKeyboard(context.Background())
		if err == nil {
			return // there is nothing to hold here
		}
		if i == 0 {
			slog.Error("the keyboard is not kept from others", "error", err)
		}
		time.Sleep(time.Second)
	}
}
