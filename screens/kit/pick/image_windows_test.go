package pick

import (
	"bytes"
	"image/png"
	"os"
	"runtime"
	"testing"

	"golang.org/x/sys/windows"
)

var (
	emptyClipboard   = user32.NewProc("EmptyClipboard")
	setClipboardData = user32.NewProc("SetClipboardData")
	globalAlloc      = kernel32.NewProc("GlobalAlloc")
)

const (
	formatText   = 13
	formatDIBV5  = 17
	memoryToMove = 2
)

// put replaces what is on the clipboard, by format.
func put(t *testing.T, formats map[uintptr][]byte) {
	t.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := opened(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer closeClipboard.Call()
	emptyClipboard.Call()
	for format, b := range formats {
		handle, _, _ := globalAlloc.Call(memoryToMove, uintptr(len(b)))
		at, _, _ := globalLock.Call(handle)
		if err := windows.WriteProcessMemory(windows.CurrentProcess(), at, &b[0], uintptr(len(b)), nil); err != nil {
			t.Fatal(err)
		}
		globalUnlock.Call(handle)
		if ok, _, err := setClipboardData.Call(format, handle); ok == 0 {
			t.Fatal(err)
		}
	}
}

// TestImage replaces the clipboard of whoever runs it, who has to agree.
func TestImage(t *testing.T) {
	if os.Getenv("TRUENAME_CLIPBOARD") == "" {
		t.Skip("set TRUENAME_CLIPBOARD=1 to have the clipboard replaced")
	}
	file := filled(pngBegin, 3000)
	dib24 := append(dibHead(40, 2, 2, 24, plainPixels), rows24...)
	masks := append(append(dibHead(40, 2, 2, 32, maskPixels), usual...), rows32...)
	for name, c := range map[string]struct {
		holds map[uintptr][]byte
		same  []byte // nil: the picture of the bitmaps
		err   error
	}{
		"a PNG":            {map[uintptr][]byte{formatOf("PNG"): file, formatDIB: dib24}, file, nil},
		"a browser's PNG":  {map[uintptr][]byte{formatOf("image/png"): file}, file, nil},
		"24 bits":          {map[uintptr][]byte{formatDIB: dib24}, nil, nil},
		"32 bits, masks":   {map[uintptr][]byte{formatDIB: masks}, nil, nil},
		"a new header":     {map[uintptr][]byte{formatDIBV5: append(newHead(124, 0), rows32...)}, nil, nil},
		"not a PNG at all": {map[uintptr][]byte{formatOf("PNG"): []byte("no"), formatDIB: dib24}, nil, nil},
		"too large":        {map[uintptr][]byte{formatOf("PNG"): filled(pngBegin, Limit+1)}, nil, ErrTooLarge},
		"text":             {map[uintptr][]byte{formatText: {'1', 0, 0, 0}}, nil, ErrNoImage},
		"nothing":          {nil, nil, ErrNoImage},
	} {
		put(t, c.holds)
		got, err := Image(t.Context())
		switch {
		case err != c.err:
			t.Errorf("%s: %v, want %v", name, err, c.err)
		case err == nil && c.same != nil:
			if !bytes.Equal(got[:min(len(got), len(c.same))], c.same) { // memory comes in larger pieces
				t.Errorf("%s: another file of %d bytes", name, len(got))
			}
		case err == nil:
			img, err := png.Decode(bytes.NewReader(got))
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			for i, want := range seen {
				if r, g, b, a := img.At(i%2, i/2).RGBA(); r != uint32(want.R)*257 || g != uint32(want.G)*257 || b != uint32(want.B)*257 || a != 65535 {
					t.Errorf("%s: pixel %d is %v, want %v", name, i, img.At(i%2, i/2), want)
				}
			}
		}
	}
}
