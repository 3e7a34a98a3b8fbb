//go:build amd64 || arm64

package camera

import (
	"fmt"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// An object is a COM object: its methods stand in a table, in the order of the
// headers of the Windows SDK (mfobjects.h, mfidl.h, mfreadwrite.h).
type object struct{ methods *[64]uintptr }

// The places of the methods that are called.
const (
	release             = 2 // IUnknown
	getUINT32           = 7 // IMFAttributes, and all that have attributes
	getUINT64           = 8
	getGUID             = 10
	getAllocatedString  = 13
	setUINT32           = 21
	setUINT64           = 22
	setGUID             = 24
	activateObject      = 33 // IMFActivate
	contiguousBuffer    = 41 // IMFSample
	lockBuffer          = 3  // IMFMediaBuffer
	unlockBuffer        = 4
	shutdownSource      = 12 // IMFMediaSource
	getNativeMediaType  = 5  // IMFSourceReader
	getCurrentMediaType = 6
	setCurrentMediaType = 7
	readSample          = 9
)

// call calls a method. Pointers among args must stand in the call itself.
//
//go:uintptrescapes
func (o *object) call(method int, args ...uintptr) error {
	all := append([]uintptr{uintptr(unsafe.Pointer(o))}, args...)
	r, _, _ := syscall.SyscallN(o.methods[method], all...)
	return result(r)
}

// free gives o back; nil is nothing.
func (o *object) free() {
	if o != nil {
		syscall.SyscallN(o.methods[release], uintptr(unsafe.Pointer(o)))
	}
}

// An hresult is a failure of COM.
type hresult uint32

// Error names the number, which the headers explain.
func (h hresult) Error() string { return fmt.Sprintf("0x%08x", uint32(h)) }

func result(r uintptr) error {
	if int32(r) < 0 {
		return hresult(uint32(r))
	}
	return nil
}

// api calls a function of a library of the system, which some editions of
// Windows lack.
//
//go:uintptrescapes
func api(p *windows.LazyProc, args ...uintptr) error {
	if err := p.Find(); err != nil {
		return err
	}
	r, _, _ := p.Call(args...)
	return result(r)
}

// text is a string attribute of o, "" if it has none.
func (o *object) text(key *windows.GUID) string {
	var s *uint16
	var n uint32
	if o.call(getAllocatedString, uintptr(unsafe.Pointer(key)), uintptr(unsafe.Pointer(&s)), uintptr(unsafe.Pointer(&n))) != nil {
		return ""
	}
	defer windows.CoTaskMemFree(unsafe.Pointer(s))
	return windows.UTF16PtrToString(s)
}

// size is the size of the pictures of a media type, 0 × 0 if it has none.
func (o *object) size() (w, h int) {
	var both uint64
	if o.call(getUINT64, uintptr(unsafe.Pointer(&keyFrameSize)), uintptr(unsafe.Pointer(&both))) != nil {
		return 0, 0
	}
	return int(both >> 32), int(uint32(both))
}
