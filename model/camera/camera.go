// Package camera gives the pictures of a camera, one at a time and never an old
// one: who is slow misses some. On Linux it speaks to the kernel (V4L2), on
// Windows to Media Foundation, both without cgo; on macOS through mediadevices,
// with cgo. Elsewhere there is none.
//
// Errors carry model.CodeNoCamera, CodeNoAccess, CodeCameraBusy or
// CodeCameraGone, or are ctx.Err(). A folder of JPEGs can stand for a camera:
// see Playback.
package camera

import (
	"context"
	"errors"
	"image"
	"strings"

	"truename/model"
	"truename/model/plainfile"
)

// A Camera is one that is there now.
type Camera struct {
	ID   string // for Open; means nothing to people, and may change when it is plugged in again
	Name string // as its maker calls it, fit to be shown
}

// A Stream is a camera in use. Next is called by one goroutine at a time, Close
// by any.
type Stream interface {
	// Next waits for a picture that was taken after the last one it gave. The
	// picture is the caller's. Errors are final, but for ctx.Err().
	Next(ctx context.Context) (image.Image, error)
	// Close lets go of the camera, whose light is out when it returns, unless the
	// system holds on to it: then after two seconds. Closing twice is no error.
	Close() error
}

// What the devices are asked for: print of 2 mm on a card can be read, and a
// frame takes no longer to decode than to come.
const (
	mostWidth  = 1920
	mostHeight = 1200
)

// nameLength is how much of a name is shown, in characters.
const nameLength = 40

// List names the cameras of this machine, the one to use first at the front; an
// empty list is no error.
func List(ctx context.Context) ([]Camera, error) {
	all, err := list(ctx)
	for i, c := range all {
		all[i].Name = plainfile.Clean(c.Name, nameLength)
	}
	return all, err
}

// Open begins to take pictures with a camera of List, or plays a folder: see
// Playback. A system that asks the person first makes it wait for the answer.
func Open(ctx context.Context, id string) (Stream, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if dir, ok := strings.CutPrefix(id, playback); ok {
		return openFolder(ctx, dir)
	}
	return start(ctx, func() (device, error) { return openDevice(id) })
}

// playback begins the id of a folder that is played.
const playback = "folder:"

// Playback reports whether id is a folder of pictures in place of a camera
// ("folder:/path"): its JPEGs in the order of their names, ten a second, again
// and again. It is for demonstrations: a store with real cards must not take
// such an id, since anybody's photographs could be in it.
func Playback(id string) bool { return strings.HasPrefix(id, playback) }

func none(why string) error { return model.Fail(model.CodeNoCamera, errors.New(why)) }

func gone(why string) error { return model.Fail(model.CodeCameraGone, errors.New(why)) }
