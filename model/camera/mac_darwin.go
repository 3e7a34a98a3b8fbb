//go:build cgo

package camera

import (
	"cmp"
	"context"
	"image"
	"slices"
	"sync"

	"truename/model"

	"github.com/pion/mediadevices/pkg/driver"
	drivers "github.com/pion/mediadevices/pkg/driver/camera"
	"github.com/pion/mediadevices/pkg/io/video"
	"github.com/pion/mediadevices/pkg/prop"
)

// known guards the list of the library, which it makes once, at start: it is
// made anew so that what was plugged in later is there.
var known sync.Mutex

// list asks AVFoundation.
func list(context.Context) (all []model.Camera, err error) {
	known.Lock()
	defer known.Unlock()
	defer func() { // the library gives up this way
		if recover() != nil {
			all, err = nil, none("the system does not list its cameras")
		}
	}()
	manager := driver.GetManager()
	for _, d := range manager.Query(driver.FilterVideoRecorder()) {
		if d.Status() == driver.StateClosed {
			manager.Delete(d.ID())
		}
	}
	drivers.Initialize()
	for _, d := range manager.Query(driver.FilterVideoRecorder()) {
		all = append(all, model.Camera{ID: d.Info().Label, Name: cmp.Or(d.Info().Name, d.Info().Label)})
	}
	slices.SortFunc(all, func(a, b model.Camera) int { return cmp.Compare(a.Name, b.Name) })
	return slices.CompactFunc(all, func(a, b model.Camera) bool { return a.ID == b.ID }), nil
}

// A macCamera is an open camera.
type macCamera struct {
	driver driver.Driver
	frames video.Reader
}

// openDevice opens the camera whose unique id is id.
func openDevice(id string) (device, error) {
	known.Lock()
	found := driver.GetManager().Query(func(d driver.Driver) bool { return d.Info().Label == id })
	known.Unlock()
	if len(found) == 0 {
		return nil, none("no such camera")
	}
	d := found[0]
	if err := d.Open(); err != nil {
		return nil, model.Fail(model.CodeCameraBusy, err)
	}
	want, ok := largest(d.Properties())
	recorder, records := d.(driver.VideoRecorder)
	if !ok || !records {
		d.Close()
		return nil, none("a camera whose pictures are not understood")
	}
	frames, err := recorder.VideoRecord(want)
	if err != nil { // AVFoundation refuses who was not allowed in the settings of the system
		d.Close()
		return nil, model.Fail(model.CodeNoAccess, err)
	}
	return &macCamera{d, frames}, nil
}

// largest is the largest picture of a usual size.
func largest(all []prop.Media) (out prop.Media, ok bool) {
	for _, p := range all {
		if p.Width <= mostWidth && p.Height <= mostHeight && p.Width*p.Height > out.Width*out.Height {
			out, ok = p, true
		}
	}
	return out, ok
}

// shoot implements device. The library waits three seconds for a picture.
func (m *macCamera) shoot() (shot, error) {
	img, release, err := m.frames.Read()
	if err != nil {
		return nil, model.Fail(model.CodeCameraGone, err)
	}
	defer release()
	own := copied(img)
	return func() (image.Image, error) { return own, nil }, nil
}

// close implements device.
func (m *macCamera) close() { m.driver.Close() }

// copied is img in memory of its own: the library uses its own again.
func copied(img image.Image) image.Image {
	m, ok := img.(*image.YCbCr)
	if !ok {
		return img
	}
	c := *m
	c.Y, c.Cb, c.Cr = slices.Clone(m.Y), slices.Clone(m.Cb), slices.Clone(m.Cr)
	return &c
}
