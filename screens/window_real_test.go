//go:build window && linux

package screens

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const (
	windowWidth, windowHeight = 1024, 700
	// startLimit and endLimit are how long a window may take to come and to
	// go, on a machine that does other things besides.
	startLimit = 30 * time.Second
	endLimit   = 10 * time.Second
)

// program is the program under test.
func program(t *testing.T) string {
	t.Helper()
	path := os.Getenv("TRUENAME_BIN")
	if path == "" {
		t.Fatal("TRUENAME_BIN names no program")
	}
	return path
}

// A real is the real program with a window on the display.
type real struct {
	*testing.T
	d      *display
	cmd    *exec.Cmd
	window string // its number, for xdotool
	errs   *output
	ended  chan error // gets what Wait returns
}

// output collects what a process writes.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// surround makes home the home folder of what the test starts. There is no
// session bus, so that the local key is in a file and the file dialog Fyne's
// own, and one pixel is a dp.
func surround(t *testing.T, home string) {
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(t.TempDir(), "config"))
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
	t.Setenv("FYNE_SCALE", "1")
}

// launch starts a program without waiting for its window.
func launch(t *testing.T, d *display, name string, args ...string) *real {
	t.Helper()
	p := &real{T: t, d: d, cmd: exec.Command(name, args...), errs: &output{}, ended: make(chan error, 1)}
	p.cmd.Stderr = p.errs
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.ended <- p.cmd.Wait() }()
	t.Cleanup(func() { p.cmd.Process.Kill() })
	return p
}

// open starts the window on a data folder and waits until it is there.
func open(t *testing.T, d *display, data string, more ...string) *real {
	t.Helper()
	p := launch(t, d, program(t), append([]string{"-demo", "-data", data, "-lang", "en", "-theme", "light", "-size", "standard",
		"-width", fmt.Sprint(windowWidth), "-height", fmt.Sprint(windowHeight)}, more...)...)
	p.appear()
	return p
}

// appear waits for the window and puts the keyboard on it.
func (p *real) appear() {
	p.Helper()
	for end := time.Now().Add(startLimit); ; time.Sleep(20 * time.Millisecond) {
		out, _ := exec.Command("xdotool", "search", "--all", "--onlyvisible", "--pid", fmt.Sprint(p.cmd.Process.Pid), "--name", "^Truename$").Output()
		if p.window, _, _ = strings.Cut(strings.TrimSpace(string(out)), "\n"); p.window != "" {
			break
		}
		select {
		case err := <-p.ended:
			p.Fatalf("it ended before its window came: %v\n%s", err, p.errs)
		default:
		}
		if time.Now().After(end) {
			p.Fatalf("no window after %v\n%s", startLimit, p.errs)
		}
	}
	p.do("windowfocus", "--sync", p.window)
}

// eventually waits until is holds.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(startLimit); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// do runs xdotool.
func (p *real) do(args ...string) {
	p.Helper()
	p.out(args...)
}

// out runs xdotool and gives what it printed.
func (p *real) out(args ...string) string {
	p.Helper()
	ctx, stop := context.WithTimeout(p.Context(), startLimit)
	defer stop()
	out, err := exec.CommandContext(ctx, "xdotool", args...).CombinedOutput()
	if err != nil {
		p.Fatalf("xdotool %s: %v %s", args[0], err, out)
	}
	return string(out)
}

// press presses keys with the names that X has for them.
func (p *real) press(keys ...string) {
	p.Helper()
	p.do(append([]string{"key", "--clearmodifiers"}, keys...)...)
}

func (p *real) click(x, y int) {
	p.Helper()
	p.do("mousemove", fmt.Sprint(x), fmt.Sprint(y), "click", "1")
}

func (p *real) typeText(text string) {
	p.Helper()
	p.do("type", "--clearmodifiers", "--delay", "25", "--", text)
}

// look is a picture of the window.
func (p *real) look() *image.RGBA {
	p.Helper()
	img, err := p.d.see(windowWidth, windowHeight)
	if err != nil {
		p.Fatal(err)
	}
	return img
}

// end waits for the end and gives the exit code; a crash, or one that takes too
// long, fails the test.
func (p *real) end(what string) int {
	p.Helper()
	select {
	case <-p.ended:
	case <-time.After(endLimit):
		p.cmd.Process.Signal(syscall.SIGQUIT) // Go writes what every goroutine does
		time.Sleep(time.Second)
		p.Fatalf("%s: it is still there after %v\n%s", what, endLimit, p.errs)
	}
	for _, bad := range []string{"panic", "fatal error", "DATA RACE", "SIGSEGV"} {
		if strings.Contains(p.errs.String(), bad) {
			p.Fatalf("%s: %s", what, p.errs)
		}
	}
	return p.cmd.ProcessState.ExitCode()
}

// quit closes the window as a window manager does.
func (p *real) quit(what string) int {
	p.Helper()
	if err := p.d.askToClose(p.window); err != nil {
		p.Fatal(err)
	}
	return p.end(what)
}

// lasting is a folder that stays when a test is over.
var lasting = os.TempDir()

// keepPictures saves pictures outside of the test's folder and gives their names.
func keepPictures(t *testing.T, pictures map[string]image.Image) string {
	dir, err := os.MkdirTemp(lasting, "truename-window-")
	if err != nil {
		t.Error(err)
	}
	for name, img := range pictures {
		var b bytes.Buffer
		if err := errors.Join(png.Encode(&b, img), os.WriteFile(filepath.Join(dir, name+".png"), b.Bytes(), 0o600)); err != nil {
			t.Error(err)
		}
	}
	return dir
}

// run runs a command of the program and gives what it printed.
func run(t *testing.T, args ...string) (stdout string, code int) {
	t.Helper()
	cmd := exec.Command(program(t), args...)
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}
