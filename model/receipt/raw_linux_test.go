package receipt

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"truename/model"

	"golang.org/x/sys/unix"
)

// terminal is a device that a test can read from, and its path.
func terminal(t *testing.T) (*os.File, string) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no devices can be made here: ", err)
	}
	t.Cleanup(func() { master.Close() })
	fd := int(master.Fd())
	n, err := unix.IoctlGetUint32(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err != nil {
		t.Skip("no devices can be made here: ", err)
	}
	raw, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	raw.Oflag &^= unix.OPOST
	raw.Lflag, raw.Iflag = 0, 0
	if err := unix.IoctlSetTermios(fd, unix.TCSETS, raw); err != nil {
		t.Fatal(err)
	}
	return master, "/dev/pts/" + strconv.Itoa(int(n))
}

func TestPrintRawDevice(t *testing.T) {
	master, path := terminal(t)
	slip, err := EscPos(chinese, Narrow)
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan []byte)
	go func() {
		b := make([]byte, len(slip))
		n, _ := io.ReadFull(master, b)
		got <- b[:n]
	}()
	if err := PrintRaw(t.Context(), path, slip); err != nil {
		t.Fatal(err)
	}
	if b := <-got; !bytes.Equal(b, slip) {
		t.Errorf("%d bytes arrived of %d", len(b), len(slip))
	}
}

// TestPrintRawDeviceBlocks has a printer that takes nothing after its buffer: the
// job is given up, and the device is free for the next one.
func TestPrintRawDeviceBlocks(t *testing.T) {
	master, path := terminal(t)
	for range 2 {
		ctx, stop := context.WithTimeout(t.Context(), 300*time.Millisecond)
		begun := time.Now()
		err := PrintRaw(ctx, path, bytes.Repeat([]byte{0xff}, maxDocument))
		stop()
		if d := time.Since(begun); model.CodeOf(err) != model.CodePrinter || d > 3*time.Second {
			t.Errorf("%v after %v, want printer", err, d)
		}
	}
	for begun := time.Now(); slices.Contains(openFiles(t), path); time.Sleep(10 * time.Millisecond) {
		if time.Since(begun) > 2*time.Second {
			t.Fatal("the device is still open")
		}
	}
	master.Close()
	if err := PrintRaw(t.Context(), path, []byte{0}); model.CodeOf(err) != model.CodePrinter {
		t.Errorf("the printer was unplugged: %v", err)
	}
}

// openFiles are the names of what this process has open.
func openFiles(t *testing.T) (names []string) {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip(err)
	}
	for _, e := range entries {
		name, _ := os.Readlink("/proc/self/fd/" + e.Name())
		names = append(names, name)
	}
	return names
}

// TestPrintRawDeviceRefuses: nothing but a character device below /dev is opened,
// and files stay as they are.
func TestPrintRawDeviceRefuses(t *testing.T) {
	dir, err := os.MkdirTemp("/dev/shm", "truename-test-")
	if err != nil {
		t.Skip("nothing can be made below /dev: ", err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	file := filepath.Join(dir, "file")
	outside := filepath.Join(t.TempDir(), "outside")
	for _, f := range []string{file, outside} {
		if err := os.WriteFile(f, []byte("kept"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pipe := filepath.Join(dir, "pipe")
	if err := unix.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	leads := filepath.Join(dir, "leads-out")
	if err := os.Symlink(outside, leads); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]model.Code{
		file: model.CodeUsage, leads: model.CodeUsage, pipe: model.CodeUsage, dir: model.CodeUsage,
		"/dev/../" + outside: model.CodeUsage, "/dev/truename-none": model.CodePrinter, outside: model.CodeUsage,
	} {
		if err := PrintRaw(t.Context(), path, []byte("written")); model.CodeOf(err) != want {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
	for _, f := range []string{file, outside} {
		if b, err := os.ReadFile(f); err != nil || string(b) != "kept" {
			t.Errorf("%s holds %q, %v", f, b, err)
		}
	}
}

// TestPrintRawDeviceByLink: udev gives a printer a second name, as a link.
func TestPrintRawDeviceByLink(t *testing.T) {
	_, path := terminal(t)
	dir, err := os.MkdirTemp("/dev/shm", "truename-test-")
	if err != nil {
		t.Skip("nothing can be made below /dev: ", err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	link := filepath.Join(dir, "printer")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	p, err := ParsePrinter("escpos:" + link)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Ready(t.Context()); err != nil {
		t.Errorf("ready: %v", err)
	}
	if err := PrintRaw(t.Context(), link, []byte("short")); err != nil {
		t.Errorf("print: %v", err)
	}
}

func TestStatusOf(t *testing.T) {
	for name, c := range map[string]struct {
		status uint32
		err    error
		want   error
	}{
		"in order":   {0x18, nil, nil},
		"no paper":   {0x38, nil, errPaper},
		"both":       {0x30, nil, errPaper},
		"a fault":    {0x10, nil, errState},
		"no printer": {0, unix.ENOTTY, nil},
		"not asked":  {0, unix.EINVAL, nil},
	} {
		if got := statusOf(c.status, c.err); !errors.Is(got, c.want) || (got == nil) != (c.want == nil) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if statusOf(0x18, unix.ENODEV) == nil {
		t.Error("unplugged, it is in order")
	}
}
