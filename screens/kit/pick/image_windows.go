package pick

import (
	"context"
	"runtime"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// The library used on macOS is not used here: version 0.7.1 refuses bitmaps of
// 24 bits a pixel, shows screenshots without an alpha channel as nothing, and
// its second way, for older bitmaps, never succeeds.

var (
	user32   = windows.NewLazySystemDLL("user32.dll")
	kernel32 = windows.NewLazySystemDLL("kernel32.dll")

	openClipboard    = user32.NewProc("OpenClipboard")
	closeClipboard   = user32.NewProc("CloseClipboard")
	getClipboardData = user32.NewProc("GetClipboardData")
	registerFormat   = user32.NewProc("RegisterClipboardFormatW")
	globalLock       = kernel32.NewProc("GlobalLock")
	globalUnlock     = kernel32.NewProc("GlobalUnlock")
	globalSize       = kernel32.NewProc("GlobalSize")
)

// formatDIB is the bitmap that Windows makes of whatever picture is there.
const formatDIB = 8

// Another program may have the clipboard open: for milliseconds, or for ever.
const (
	openTries = 50
	openPause = 20 * time.Millisecond
)

// clipboard takes a PNG that a program put there as it is, else the bitmap.
func clipboard(ctx context.Context) ([]byte, error) {
	picture, dib, err := taken(ctx)
	if err != nil || picture != nil {
		return picture, err
	}
	if dib == nil {
		return nil, ErrNoImage
	}
	return pngOf(dib)
}

// taken copies what is on the clipboard, so that it is closed again at once.
func taken(ctx context.Context) (picture, dib []byte, err error) {
	runtime.LockOSThread() // a thread has the clipboard open
	defer runtime.UnlockOSThread()
	if err := opened(ctx); err != nil {
		return nil, nil, err
	}
	defer closeClipboard.Call()
	for _, name := range []string{"PNG", "image/png"} {
		picture, err = data(formatOf(name), Limit)
		if _, wrong := checked(picture); err != nil || wrong == nil {
			return picture, nil, err
		}
	}
	dib, err = data(formatDIB, maxDIB)
	return nil, dib, err
}

// opened opens the clipboard.
func opened(ctx context.Context) error {
	for range openTries {
		if ok, _, _ := openClipboard.Call(0); ok != 0 {
			return nil
		}
		select {
		case <-time.After(openPause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return ErrNoClipboard
}

// formatOf is the number of a format that programs agreed on by name, or 0.
func formatOf(name string) uintptr {
	wide, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return 0
	}
	format, _, _ := registerFormat.Call(uintptr(unsafe.Pointer(wide)))
	return format
}

// data is a copy of what the clipboard has in a format, or nil. The copy is
// made by the system, which checks the memory that another program described.
func data(format uintptr, limit uintptr) ([]byte, error) {
	if format == 0 {
		return nil, nil
	}
	handle, _, _ := getClipboardData.Call(format)
	if handle == 0 {
		return nil, nil
	}
	size, _, _ := globalSize.Call(handle)
	at, _, _ := globalLock.Call(handle)
	if size == 0 || at == 0 {
		return nil, ErrNoClipboard
	}
	defer globalUnlock.Call(handle)
	if size > limit {
		return nil, ErrTooLarge
	}
	copied := make([]byte, size)
	if windows.ReadProcessMemory(windows.CurrentProcess(), at, &copied[0], size, nil) != nil {
		return nil, ErrNoClipboard
	}
	return copied, nil
}
