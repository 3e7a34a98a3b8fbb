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
	"slices"
	"strings"

	"truename/model"
	"truename/model/plainfile"
)

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

// List names the cameras of this machine, the one to use first at the front: all,
// or those that only names by id or name ("": all). An empty list is no error.
// In a demonstration only may be a folder: see Playback.
func List(ctx context.Context, only string, demo bool) ([]model.Camera, error) {
	if Playback(only) && demo {
		return []model.Camera{{ID: only, Name: only}}, nil
	}
	all, err := list(ctx)
	for i, c := range all {
		all[i].Name = plainfile.Clean(c.Name, nameLength)
	}
	return slices.DeleteFunc(all, func(c model.Camera) bool { return only != "" && only != c.ID && only != c.Name }), err
}

// Open begins to take pictures with a camera of List; a folder is played in a
// demonstration alone. A system that asks the person first makes it wait for the answer.
func Open(ctx context.Context, id string, demo bool) (Stream, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if dir, ok := strings.CutPrefix(id, playback); ok {
		if !demo {
			return nil, none("a folder in place of a camera, outside a demonstration")
		}
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
