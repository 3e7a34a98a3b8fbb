package pick

import (
	"bytes"
	"context"
	"time"
)

// Limit of a picture from the clipboard, in bytes: as large as a photograph's
// file may be.
const Limit = 20 << 20

// turn is held by the one read that runs: a read whose wait ended early may go
// on for a while, and they must not pile up behind an owner that hangs.
var turn = make(chan struct{}, 1)

// Image is the picture on the clipboard: the bytes of a PNG or JPEG file, at
// most Limit, not looked into further than that. It asks another program for
// them, so it belongs in a job; when ctx is done it returns ctx's error at once.
// It returns ErrNoImage if there is none, ErrTooLarge, or ErrNoClipboard where
// the clipboard cannot be read.
func Image(ctx context.Context) (picture []byte, err error) {
	picture, err = await(ctx, ErrNoClipboard, func() ([]byte, error) {
		select {
		case turn <- struct{}{}:
			defer func() { <-turn }()
			return clipboard(ctx)
		case <-time.After(patience):
			return nil, ErrNoClipboard
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	})
	if err != nil {
		return nil, err
	}
	return checked(picture)
}

// checked is picture, if it is one: some programs hand over whatever they hold,
// whichever format they are asked for.
func checked(picture []byte) ([]byte, error) {
	png := bytes.HasPrefix(picture, []byte("\x89PNG\r\n\x1a\n"))
	jpeg := bytes.HasPrefix(picture, []byte("\xff\xd8\xff"))
	switch {
	case len(picture) > Limit:
		return nil, ErrTooLarge
	case !png && !jpeg:
		return nil, ErrNoImage
	}
	return picture, nil
}
