package receipt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// lpGetStatus asks a printer on USB how it is, in the bits of a parallel port
// (linux/lp.h); paperOut and noFault are two of them, the second one upside down.
const (
	lpGetStatus = 0x060b
	paperOut    = 0x20
	noFault     = 0x08
)

// printDevice prints on a device; without b it only asks.
func printDevice(ctx context.Context, path string, b []byte) error {
	f, err := openDevice(path)
	if err != nil {
		return err
	}
	defer closeDevice(ctx, f)
	if err := deviceState(f); err != nil || len(b) == 0 {
		return err
	}
	defer context.AfterFunc(ctx, func() { f.SetWriteDeadline(time.Unix(1, 0)) })()
	n, err := f.Write(b)
	if err == nil {
		err = drained(f)
	}
	if err == nil {
		return nil
	}
	if paper := deviceState(f); paper != nil {
		return paper
	}
	return fmt.Errorf("%w: after %d of %d bytes", errLate, n, len(b))
}

// closeDevice drops what the printer did not take. Closing can wait for a printer,
// too (a serial port does, for thirty seconds): not longer than ctx.
func closeDevice(ctx context.Context, f *os.File) {
	closed := make(chan struct{})
	go func() {
		f.Close()
		close(closed)
	}()
	select {
	case <-closed:
	case <-ctx.Done():
	}
}

var errDevice = usage("a printer is a character device below /dev")

// openDevice opens a character device below /dev for writing, without waiting
// for it. It may be named by a link (udev makes them) as long as that stays
// below /dev; what was opened is judged by its handle.
func openDevice(path string) (*os.File, error) {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return nil, errors.New("receipt: the printer is not there")
	}
	if !strings.HasPrefix(real, "/dev/") {
		return nil, errDevice
	}
	// Asked before opening, since opening alone can move a device.
	if info, err := os.Lstat(real); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil, errDevice
	}
	f, err := os.OpenFile(real, os.O_WRONLY|unix.O_NONBLOCK|unix.O_NOCTTY|unix.O_NOFOLLOW, 0)
	if err != nil {
		return nil, fmt.Errorf("receipt: the printer cannot be opened: %w", errors.Unwrap(err))
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		f.Close()
		return nil, errDevice
	}
	return f, nil
}

// deviceState is what the printer says is wrong. A device that is no printer on
// USB (a serial port) says nothing.
func deviceState(f *os.File) (complaint error) {
	c, err := f.SyscallConn()
	if err != nil {
		return err
	}
	err = c.Control(func(fd uintptr) {
		status, err := unix.IoctlGetUint32(int(fd), lpGetStatus)
		complaint = statusOf(status, err)
	})
	if err != nil {
		return err
	}
	return complaint
}

// statusOf reads the answer to lpGetStatus.
func statusOf(status uint32, err error) error {
	switch {
	case errors.Is(err, unix.ENODEV), errors.Is(err, unix.EIO):
		return errors.New("receipt: the printer is gone")
	case err != nil:
		return nil // it does not tell
	case status&paperOut != 0:
		return errPaper
	case status&noFault == 0:
		return errState
	}
	return nil
}

// drained waits until the last bytes have left: the driver of printers on USB
// drops what is on its way when the device is closed.
func drained(f *os.File) error {
	c, err := f.SyscallConn()
	if err != nil {
		return err
	}
	return c.Write(func(fd uintptr) bool {
		fds := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLOUT}}
		n, err := unix.Poll(fds, 0)
		return err == nil && n == 1 || err != nil && !errors.Is(err, unix.EINTR)
	})
}
