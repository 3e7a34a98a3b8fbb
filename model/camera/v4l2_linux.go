package camera

import (
	"cmp"
	"context"
	"errors"
	"image"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"truename/model"

	"github.com/blackjack/webcam"
	"golang.org/x/sys/unix"
)

// The kinds of frame that are understood (fourcc, videodev2.h).
const (
	motionJPEG webcam.PixelFormat = 'M' | 'J'<<8 | 'P'<<16 | 'G'<<24
	plainJPEG  webcam.PixelFormat = 'J' | 'P'<<8 | 'E'<<16 | 'G'<<24
	packed422  webcam.PixelFormat = 'Y' | 'U'<<8 | 'Y'<<16 | 'V'<<24
)

// list asks every video device of the kernel. One that may not be opened is
// named too: who chooses it is told why it does not work.
func list(ctx context.Context) (all []model.Camera, err error) {
	paths, err := filepath.Glob("/dev/video*")
	if err != nil {
		return nil, err
	}
	number := func(path string) int {
		n, _ := strconv.Atoi(strings.TrimPrefix(path, "/dev/video"))
		return n
	}
	slices.SortFunc(paths, func(a, b string) int { return cmp.Compare(number(a), number(b)) })
	for _, path := range paths {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if name, ok := called(path); ok {
			all = append(all, model.Camera{ID: path, Name: name})
		}
	}
	return all, nil
}

// called is the name of the camera at path; ok is false if it is no camera, or
// gives nothing that is understood (a camera has a second device for data about
// its pictures).
func called(path string) (name string, ok bool) {
	cam, err := webcam.Open(path)
	if errors.Is(err, unix.EACCES) || errors.Is(err, unix.EPERM) {
		return filepath.Base(path), true
	}
	if err != nil {
		return "", false
	}
	defer cam.Close()
	if name, err = cam.GetName(); err != nil {
		name = filepath.Base(path)
	}
	return name, best(cam).width > 0
}

// A mode is what a device is asked for; width 0 for none.
type mode struct {
	kind          webcam.PixelFormat
	width, height uint32
}

// best is the largest picture of a usual size. Compressed ones come quicker
// over USB than others of that size.
func best(cam *webcam.Webcam) (m mode) {
	kinds := cam.GetSupportedFormats()
	for _, kind := range []webcam.PixelFormat{motionJPEG, plainJPEG, packed422} {
		if _, ok := kinds[kind]; !ok {
			continue
		}
		for _, s := range cam.GetSupportedFrameSizes(kind) {
			w, h := fitting(s)
			if w*h > m.width*m.height {
				m = mode{kind, w, h}
			}
		}
		if m.width >= 1280 {
			break
		}
	}
	return m
}

// fitting is the largest size of s within what is asked for, 0 if there is none.
func fitting(s webcam.FrameSize) (w, h uint32) {
	if s.MinWidth > mostWidth || s.MinHeight > mostHeight {
		return 0, 0
	}
	largest := func(least, most, step, limit uint32) uint32 {
		most = min(most, limit)
		return most - (most-least)%max(step, 1)
	}
	return largest(s.MinWidth, s.MaxWidth, s.StepWidth, mostWidth), largest(s.MinHeight, s.MaxHeight, s.StepHeight, mostHeight)
}

// A kernelCamera is an open device.
type kernelCamera struct {
	*webcam.Webcam
	mode
}

// openDevice opens a device of the kernel.
func openDevice(id string) (device, error) {
	if !strings.HasPrefix(id, "/dev/video") {
		return nil, none("an id that is no video device")
	}
	cam, err := webcam.Open(id)
	if err != nil {
		return nil, told(err)
	}
	k := &kernelCamera{cam, best(cam)}
	if err := k.start(); err != nil {
		cam.Close()
		return nil, told(err)
	}
	return k, nil
}

// buffers is how many frames the kernel keeps: older ones are not wanted.
const buffers = 3

func (k *kernelCamera) start() error {
	if k.width == 0 {
		return unix.ENODEV
	}
	kind, w, h, err := k.SetImageFormat(k.kind, k.width, k.height)
	if err != nil {
		return err
	}
	k.mode = mode{kind, w, h}
	if err := k.SetBufferCount(buffers); err != nil {
		return err
	}
	return k.StartStreaming()
}

// told is err with a code. Some errors of the library are words only.
func told(err error) error {
	says := func(e unix.Errno) bool { return errors.Is(err, e) || strings.Contains(err.Error(), e.Error()) }
	code := model.CodeCameraBusy
	switch {
	case says(unix.EACCES), says(unix.EPERM):
		code = model.CodeNoAccess
	case says(unix.ENOENT), says(unix.ENODEV), says(unix.ENXIO):
		code = model.CodeNoCamera
	}
	return model.Fail(code, err)
}

// shoot implements device.
func (k *kernelCamera) shoot() (shot, error) {
	err := k.WaitForFrame(1)
	if errors.As(err, new(*webcam.Timeout)) {
		return nil, nil
	}
	if err != nil {
		return nil, model.Fail(model.CodeCameraGone, err)
	}
	frame, index, err := k.GetFrame()
	if errors.Is(err, unix.EAGAIN) {
		return nil, nil
	}
	if err != nil {
		return nil, model.Fail(model.CodeCameraGone, err)
	}
	own := slices.Clone(frame)
	if err := k.ReleaseFrame(index); err != nil {
		return nil, model.Fail(model.CodeCameraGone, err)
	}
	w, h := int(k.width), int(k.height)
	return func() (image.Image, error) {
		if k.kind == packed422 {
			return fromYUYV(own, w, h, 2*w)
		}
		return fromJPEG(own)
	}, nil
}

// close implements device.
func (k *kernelCamera) close() { k.Webcam.Close() }
