//go:build !windows && !darwin

package pick

import (
	"context"
	"os"
	"runtime"
	"time"
)

const (
	opDeleteProperty = 19
	anyType          = 0
	managerTime      = 2 * time.Second
)

// UseX11 prepares the display before the toolkit opens it. It keeps the toolkit
// off native Wayland, which has no Chinese input and no touch there (fyne 618).
// And it takes the name of a window manager that has ended off the root window:
// some leave theirs behind (openbox 3.6 does), and GLFW, which asks after it,
// then keeps its error handler and fails at the first window.
func UseX11() {
	if runtime.GOOS == "linux" && os.Getenv("FYNE_PLATFORM") == "" {
		os.Setenv("FYNE_PLATFORM", "x11")
	}
	if os.Getenv("DISPLAY") == "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), managerTime)
	defer cancel()
	if x, err := dialX(ctx); err == nil {
		x.forgetManager()
		x.close()
	}
}

// forgetManager deletes _NET_SUPPORTING_WM_CHECK of the root window if the
// window it names does not name itself in turn (EWMH 1.5).
func (x *xConn) forgetManager() error {
	check, err := x.atom("_NET_SUPPORTING_WM_CHECK")
	if err != nil {
		return err
	}
	named, ok := x.window(x.root, check)
	if !ok {
		return nil
	}
	if itself, ok := x.window(named, check); ok && itself == named {
		return nil
	}
	if err := x.send(opDeleteProperty, 0, x.root, check); err != nil {
		return err
	}
	_, err = x.atom("_NET_SUPPORTING_WM_CHECK") // answered: it is done
	return err
}

// window is the window that a property of another names; ok is false if there is
// no such window or property.
func (x *xConn) window(of, property uint32) (id uint32, ok bool) {
	r, err := x.ask(opGetProperty, 0, of, property, anyType, 0, 1)
	if err != nil || r[1] != 32 || len(r) < xPacket+4 {
		return 0, false
	}
	return u32(r, xPacket), true
}
