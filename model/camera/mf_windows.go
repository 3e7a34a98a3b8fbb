//go:build amd64 || arm64

package camera

import (
	"context"
	"errors"
	"image"
	"runtime"
	"slices"
	"syscall"
	"unsafe"

	"truename/model"

	"golang.org/x/sys/windows"
)

// Media Foundation, by its documentation: it decodes what the camera sends and
// says what happened to it.
var (
	mfplat      = windows.NewLazySystemDLL("mfplat.dll")
	mfStartup   = mfplat.NewProc("MFStartup")
	mfShutdown  = mfplat.NewProc("MFShutdown")
	mfAttribute = mfplat.NewProc("MFCreateAttributes")
	mfMediaType = mfplat.NewProc("MFCreateMediaType")
	mfSources   = windows.NewLazySystemDLL("mf.dll").NewProc("MFEnumDeviceSources")
	mfReader    = windows.NewLazySystemDLL("mfreadwrite.dll").NewProc("MFCreateSourceReaderFromMediaSource")
)

const mfVersion = 0x00020070

func guid(a uint32, b, c uint16, d ...byte) (g windows.GUID) {
	g.Data1, g.Data2, g.Data3 = a, b, c
	copy(g.Data4[:], d)
	return g
}

// Names of attributes and kinds (mfidl.h, mfapi.h, mfreadwrite.h).
var (
	keySourceType = guid(0xc60ac5fe, 0x252a, 0x478f, 0xa0, 0xef, 0xbc, 0x8f, 0xa5, 0xf7, 0xca, 0xd3)
	keyLink       = guid(0x58f0aad8, 0x22bf, 0x4f8a, 0xbb, 0x3d, 0xd2, 0xc4, 0x97, 0x8c, 0x6e, 0x2f)
	keyName       = guid(0x60d0e559, 0x52f8, 0x4fa2, 0xbb, 0xce, 0xac, 0xdb, 0x34, 0xa8, 0xec, 0x01)
	keyProcessing = guid(0xfb394f3d, 0xccf1, 0x42ee, 0xbb, 0xb3, 0xf9, 0xb8, 0x45, 0xd5, 0x68, 0x1d)
	keyMajorType  = guid(0x48eba18e, 0xf8c9, 0x4687, 0xbf, 0x11, 0x0a, 0x74, 0xc9, 0xf9, 0x6a, 0x8f)
	keySubtype    = guid(0xf7e34c9a, 0x42e8, 0x4714, 0xb7, 0x4b, 0xcb, 0x29, 0xd7, 0x2c, 0x35, 0xe5)
	keyFrameSize  = guid(0x1652c33d, 0xd6b2, 0x4012, 0xb8, 0x34, 0x72, 0x03, 0x08, 0x49, 0xa3, 0x7d)
	keyStride     = guid(0x644b4e48, 0x1e02, 0x4516, 0xb0, 0xeb, 0xc0, 0x1c, 0xa9, 0xd4, 0x9a, 0xc6)
	videoCapture  = guid(0x8ac3587a, 0x4ae7, 0x42d8, 0x99, 0xe0, 0x0a, 0x60, 0x13, 0xee, 0xf9, 0x0f)
	kindVideo     = guid(0x73646976, 0x0000, 0x0010, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71)
	kindNV12      = guid('N'|'V'<<8|'1'<<16|'2'<<24, 0x0000, 0x0010, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71)
	sourceID      = guid(0x279a808d, 0xaec7, 0x40c8, 0x9c, 0x6b, 0xa6, 0xb4, 0x92, 0xc7, 0x8a, 0x66) // IMFMediaSource
)

// within starts COM and Media Foundation on this thread; end is to be called on
// the same.
func within() (end func(), err error) {
	if err := windows.CoInitializeEx(0, windows.COINIT_MULTITHREADED); err != nil && !errors.Is(err, syscallFalse) {
		return nil, model.Fail(model.CodeNoCamera, err)
	}
	if err := api(mfStartup, mfVersion, 1); err != nil {
		windows.CoUninitialize()
		return nil, model.Fail(model.CodeNoCamera, err)
	}
	return func() {
		mfShutdown.Call()
		windows.CoUninitialize()
	}, nil
}

// syscallFalse is S_FALSE: COM was started on this thread before.
const syscallFalse = syscall.Errno(1)

// list asks Media Foundation, on a thread of its own.
func list(ctx context.Context) ([]model.Camera, error) {
	type answer struct {
		all []model.Camera
		err error
	}
	done := make(chan answer, 1)
	go func() {
		all, err := listHere()
		done <- answer{all, err}
	}()
	select {
	case a := <-done:
		return a.all, a.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func listHere() (all []model.Camera, err error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	end, err := within()
	if err != nil {
		return nil, err
	}
	defer end()
	err = sources(func(s *object) bool {
		all = append(all, model.Camera{ID: s.text(&keyLink), Name: s.text(&keyName)})
		return false
	})
	return all, err
}

// sources offers every camera to take, until one is taken; it must not be used
// after that.
func sources(take func(activate *object) bool) error {
	var want *object
	if err := api(mfAttribute, uintptr(unsafe.Pointer(&want)), 1); err != nil {
		return model.Fail(model.CodeNoCamera, err)
	}
	defer want.free()
	if err := want.call(setGUID, uintptr(unsafe.Pointer(&keySourceType)), uintptr(unsafe.Pointer(&videoCapture))); err != nil {
		return model.Fail(model.CodeNoCamera, err)
	}
	var found **object
	var n uint32
	if err := api(mfSources, uintptr(unsafe.Pointer(want)), uintptr(unsafe.Pointer(&found)), uintptr(unsafe.Pointer(&n))); err != nil {
		return model.Fail(model.CodeNoCamera, err)
	}
	if found == nil {
		return nil
	}
	defer windows.CoTaskMemFree(unsafe.Pointer(found))
	taken := false
	for _, s := range unsafe.Slice(found, n) {
		taken = taken || take(s)
		s.free()
	}
	return nil
}

// A mediaCamera is an open camera.
type mediaCamera struct {
	source, reader *object
	w, h, stride   int
	end            func()
}

// openDevice opens the camera with a symbolic link.
func openDevice(id string) (device, error) {
	end, err := within()
	if err != nil {
		return nil, err
	}
	m := &mediaCamera{end: end}
	if err := m.open(id); err != nil {
		m.close()
		return nil, told(err)
	}
	return m, nil
}

func (m *mediaCamera) open(id string) error {
	err := none("no such camera")
	failed := sources(func(s *object) bool {
		if s.text(&keyLink) != id {
			return false
		}
		err = s.call(activateObject, uintptr(unsafe.Pointer(&sourceID)), uintptr(unsafe.Pointer(&m.source)))
		return true
	})
	if err = errors.Join(failed, err); err != nil {
		return err
	}
	var how *object
	if err := api(mfAttribute, uintptr(unsafe.Pointer(&how)), 1); err != nil {
		return err
	}
	defer how.free()
	if err := how.call(setUINT32, uintptr(unsafe.Pointer(&keyProcessing)), 1); err != nil {
		return err
	}
	if err := api(mfReader, uintptr(unsafe.Pointer(m.source)), uintptr(unsafe.Pointer(how)), uintptr(unsafe.Pointer(&m.reader))); err != nil {
		return err
	}
	return m.choose()
}

// firstVideo is MF_SOURCE_READER_FIRST_VIDEO_STREAM.
const firstVideo = 0xfffffffc

// choose asks for the largest picture of a usual size, as NV12.
func (m *mediaCamera) choose() error {
	best, most := -1, 0
	for i := range 500 {
		var t *object
		if m.reader.call(getNativeMediaType, firstVideo, uintptr(i), uintptr(unsafe.Pointer(&t))) != nil {
			break
		}
		if w, h := t.size(); w <= mostWidth && h <= mostHeight && w*h > most {
			best, most = i, w*h
		}
		t.free()
	}
	if best < 0 {
		return none("a camera whose pictures are not understood")
	}
	var native, out *object
	if err := m.reader.call(getNativeMediaType, firstVideo, uintptr(best), uintptr(unsafe.Pointer(&native))); err != nil {
		return err
	}
	defer native.free()
	if err := m.reader.call(setCurrentMediaType, firstVideo, 0, uintptr(unsafe.Pointer(native))); err != nil {
		return err
	}
	if err := api(mfMediaType, uintptr(unsafe.Pointer(&out))); err != nil {
		return err
	}
	defer out.free()
	w, h := native.size()
	err := errors.Join(
		out.call(setGUID, uintptr(unsafe.Pointer(&keyMajorType)), uintptr(unsafe.Pointer(&kindVideo))),
		out.call(setGUID, uintptr(unsafe.Pointer(&keySubtype)), uintptr(unsafe.Pointer(&kindNV12))),
		out.call(setUINT64, uintptr(unsafe.Pointer(&keyFrameSize)), uintptr(w)<<32|uintptr(h)),
		m.reader.call(setCurrentMediaType, firstVideo, 0, uintptr(unsafe.Pointer(out))))
	if err != nil {
		return err
	}
	return m.measure()
}

// measure asks how the pictures lie in memory, which may change.
func (m *mediaCamera) measure() error {
	var t *object
	if err := m.reader.call(getCurrentMediaType, firstVideo, uintptr(unsafe.Pointer(&t))); err != nil {
		return err
	}
	defer t.free()
	var stride uint32
	m.w, m.h = t.size()
	m.stride = m.w
	if t.call(getUINT32, uintptr(unsafe.Pointer(&keyStride)), uintptr(unsafe.Pointer(&stride))) == nil && int(int32(stride)) > m.w {
		m.stride = int(stride)
	}
	return nil
}

// What comes with a sample (MF_SOURCE_READER_FLAG).
const (
	flagError, flagEnd, flagChanged = 0x1, 0x2, 0x20
)

// shoot implements device.
func (m *mediaCamera) shoot() (shot, error) {
	var flags uint32
	var sample, buffer *object
	err := m.reader.call(readSample, firstVideo, 0, 0, uintptr(unsafe.Pointer(&flags)), 0, uintptr(unsafe.Pointer(&sample)))
	defer func() { sample.free() }()
	if err == nil && flags&(flagError|flagEnd) != 0 {
		err = errors.New("the stream has ended")
	}
	if err == nil && flags&flagChanged != 0 {
		err = m.measure()
	}
	if err == nil && sample != nil {
		err = sample.call(contiguousBuffer, uintptr(unsafe.Pointer(&buffer)))
		defer func() { buffer.free() }()
	}
	if err != nil {
		return nil, model.Fail(model.CodeCameraGone, err)
	}
	if sample == nil {
		return nil, nil
	}
	var data *byte
	var n uint32
	if err := buffer.call(lockBuffer, uintptr(unsafe.Pointer(&data)), 0, uintptr(unsafe.Pointer(&n))); err != nil {
		return nil, model.Fail(model.CodeCameraGone, err)
	}
	own := slices.Clone(unsafe.Slice(data, n))
	buffer.call(unlockBuffer)
	w, h, stride := m.w, m.h, m.stride
	if len(own) == w*h*3/2 { // no room between the rows, whatever was said
		stride = w
	}
	return func() (image.Image, error) { return fromNV12(own, w, h, stride) }, nil
}

// close implements device.
func (m *mediaCamera) close() {
	m.reader.free()
	if m.source != nil {
		m.source.call(shutdownSource)
	}
	m.source.free()
	m.end()
}

// Failures of a device (mferror.h, winerror.h).
const (
	accessDenied  hresult = 0x80070005
	invalidated   hresult = 0xc00d3ea2 // unplugged
	noneAvailable hresult = 0xc00dabe0
)

// told is err with a code.
func told(err error) error {
	if model.CodeOf(err) != "" {
		return err
	}
	code := model.CodeCameraBusy
	switch {
	case errors.Is(err, accessDenied): // "Let desktop apps access your camera" is off
		code = model.CodeNoAccess
	case errors.Is(err, invalidated), errors.Is(err, noneAvailable):
		code = model.CodeNoCamera
	}
	return model.Fail(code, err)
}
