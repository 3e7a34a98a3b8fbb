//go:build window && linux

package screens

import (
	"bytes"
	"fmt"
	"image"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"truename/assets"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
)

// The screen that tests run on, which a kiosk fills: see the Makefile.
const kioskWidth, kioskHeight = 1280, 860

// operatorPIN is that of the kiosks in tests.
const operatorPIN = "274913"

// A lobby is the real program as a kiosk on the display.
type lobby struct {
	*real
	dir    string // data, configuration, camera
	places map[string]image.Point
	clean  *image.RGBA // the attract page
	card   string      // photograph of the portrait side
	back   string
}

// places are where things stand on the pages of a kiosk, by page and name, as a
// twin in the test lays them out.
func placesOf(t *testing.T) map[string]image.Point {
	t.Helper()
	out := map[string]image.Point{}
	synctest.Test(t, func(t *testing.T) {
		r := terminal(t, "zh")
		fyne.CurrentApp().Settings().SetTheme(r.look)
		r.b.Window.Resize(fyne.NewSize(kioskWidth, kioskHeight))
		r.show()
		note := func(page string) {
			r.loop.Settle()
			kittest.Frames(r.b.Window.Content(), 10)
			kittest.Walk(r.root, func(o fyne.CanvasObject) bool {
				named, ok := o.(fyne.Accessible)
				if !ok || named.AccessibilityRole() == fyne.AccessibleRoleText && !isField(o) || named.AccessibilityLabel() == "" {
					return false
				}
				at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
				size := o.Size()
				p := image.Pt(int(at.X+size.Width/2), int(at.Y+size.Height/2))
				if box, ok := o.(*kit.Choice); ok && box != nil { // pressed at its box
					p.X = int(at.X) + 20
				}
				if _, known := out[page+"/"+named.AccessibilityLabel()]; !known {
					out[page+"/"+named.AccessibilityLabel()] = p
				}
				return false
			})
		}
		note("attract")
		r.Go("status")
		note("status")
		r.b.Window.Canvas().Focus(kittest.Find[*kit.Entry](r.root)[0])
		note("typing")
		r.Go("bind/start")
		note("start")
		r.give()
		r.Go("bind/consent")
		note("consent")
		r.ask()
		note("ask")
		r.uncover()
		r.warn()
		note("warn")
	})
	return out
}

func isField(o fyne.CanvasObject) bool { _, ok := o.(*kit.Entry); return ok }

// kiosk starts a kiosk on a demonstration store, with more lines of
// configuration.
func openKiosk(t *testing.T, more string) *lobby {
	t.Helper()
	c := card(t)
	dir := t.TempDir()
	surround(t, filepath.Join(dir, "home"))
	t.Setenv("TMPDIR", filepath.Join(dir, "tmp"))
	l := &lobby{dir: dir, places: placesOf(t), card: c.Front, back: c.Back}
	for _, d := range []string{"home", "tmp", "camera"} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	text := fmt.Sprintf("[kiosk]\nidle = 30\nhelp = { zh = \"Counter 3\", en = \"Counter 3\" }\ncamera = \"folder:%s\"\n%s\n", filepath.Join(dir, "camera"), more)
	if err := os.WriteFile(filepath.Join(dir, "kiosk.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	tell(t, operatorPIN+"\n", "kiosk", "pin", "-demo", "-data", l.data())
	tell(t, passphrase+"\n", "key", "claim", "-demo", "-data", l.data())
	l.see(c.Front)
	l.real = launch(t, openDisplay(t), program(t), "-kiosk", "-demo", "-data", l.data(), "-config", filepath.Join(dir, "kiosk.toml"), "-lang", "zh", "-theme", "light")
	t.Cleanup(func() { // killed, it takes its sessions along; then nobody writes any more
		pids := append(l.sessions(), l.cmd.Process.Pid)
		l.cmd.Process.Kill()
		for end := time.Now().Add(endLimit); slices.ContainsFunc(pids, running) && time.Now().Before(end); {
			time.Sleep(20 * time.Millisecond)
		}
	})
	l.await(2, startLimit)
	l.still("the attract page")
	l.clean = l.look1()
	return l
}

// tell runs a command with something on its standard input.
func tell(t *testing.T, in string, args ...string) {
	t.Helper()
	cmd := exec.Command(program(t), args...)
	cmd.Stdin = strings.NewReader(in)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
}

func (l *lobby) data() string { return filepath.Join(l.dir, "data") }

// see puts a photograph before the camera; "" unplugs it.
func (l *lobby) see(photo string) {
	file := filepath.Join(l.dir, "camera", "1.jpg")
	if photo == "" {
		os.Remove(file)
		return
	}
	b, err := os.ReadFile(photo)
	if err == nil {
		err = os.WriteFile(file+".new", b, 0o600)
	}
	if err == nil {
		err = os.Rename(file+".new", file)
	}
	if err != nil {
		panic(err)
	}
}

// sessions are the processes of the sessions, the older one first.
func (l *lobby) sessions() (pids []int) {
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", l.cmd.Process.Pid))
	for _, file := range tasks {
		b, _ := os.ReadFile(file)
		for _, f := range strings.Fields(string(b)) {
			if pid, err := strconv.Atoi(f); err == nil {
				pids = append(pids, pid)
			}
		}
	}
	slices.SortFunc(pids, func(a, b int) int { return started(a) - started(b) })
	return pids
}

// started is when a process began, in ticks since the machine did.
func started(pid int) int {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(b), ") ")
	f := strings.Fields(rest)
	if len(f) < 20 {
		return 0
	}
	n, _ := strconv.Atoi(f[19])
	return n
}

// running reports whether a process is there and not a zombie.
func running(pid int) bool {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, rest, _ := strings.Cut(string(b), ") ")
	return err == nil && !strings.HasPrefix(rest, "Z")
}

// await waits until there are n sessions.
func (l *lobby) await(n int, limit time.Duration) {
	l.Helper()
	for end := time.Now().Add(limit); len(l.sessions()) != n; time.Sleep(20 * time.Millisecond) {
		select {
		case err := <-l.ended:
			l.Fatalf("the kiosk ended: %v\n%s", err, l.errs)
		default:
		}
		if time.Now().After(end) {
			l.Fatalf("%d sessions after %v\n%s", len(l.sessions()), limit, l.errs)
		}
	}
}

// look1 is what stands on the screen.
func (l *lobby) look1() *image.RGBA {
	img, err := l.d.see(kioskWidth, kioskHeight)
	if err != nil {
		l.Fatal(err)
	}
	return img
}

// still waits until the screen does not change any more.
func (l *lobby) still(what string) *image.RGBA {
	l.Helper()
	before := l.look1()
	for range 100 {
		time.Sleep(150 * time.Millisecond)
		now := l.look1()
		if bytes.Equal(before.Pix, now.Pix) && colourful(now) {
			return now
		}
		before = now
	}
	l.Fatalf("%s: the screen keeps changing", what)
	return nil
}

// colourful reports whether a picture is more than one plain colour, as a
// screen without a window is.
func colourful(img *image.RGBA) bool {
	first := img.Pix[:4]
	for i := 0; i < len(img.Pix); i += 4 * 97 {
		if !bytes.Equal(img.Pix[i:i+4], first) {
			return true
		}
	}
	return false
}

// touch puts a finger on something of a page.
func (l *lobby) touch(page, name string) {
	l.Helper()
	p, ok := l.places[page+"/"+name]
	if !ok {
		l.Fatalf("there is no %q on %s", name, page)
	}
	l.at(p)
}

func (l *lobby) at(p image.Point) {
	l.Helper()
	l.do("mousemove", fmt.Sprint(p.X), fmt.Sprint(p.Y), "sleep", "0.03", "click", "1")
}

// said is a text of the kiosk.
func (l *lobby) said(key string) string {
	words, err := kit.LoadWords(assets.Text, "zh")
	if err != nil {
		l.Fatal(err)
	}
	return words.T(key)
}

// changes waits until the screen differs from before, and says how long that
// took.
func (l *lobby) changes(what string, before *image.RGBA, limit time.Duration) time.Duration {
	l.Helper()
	begun := time.Now()
	for !time.Now().After(begun.Add(limit)) {
		if !bytes.Equal(l.look1().Pix, before.Pix) {
			return time.Since(begun)
		}
		time.Sleep(5 * time.Millisecond)
	}
	l.Fatalf("%s: nothing changes in %v", what, limit)
	return 0
}

// renewed waits until a session is gone and the attract page is as it was, and
// says how long each took.
func (l *lobby) renewed(what string, pid int, limit time.Duration) (gone, back time.Duration) {
	l.Helper()
	begun := time.Now()
	for {
		if _, err := os.Stat(fmt.Sprintf("/proc/%d", pid)); err != nil && gone == 0 {
			gone = time.Since(begun)
		}
		if gone > 0 && bytes.Equal(l.look1().Pix, l.clean.Pix) {
			return gone, time.Since(begun)
		}
		if time.Since(begun) > limit {
			dir := keepPictures(l.T, map[string]image.Image{"is": l.look1(), "was": l.clean})
			l.Fatalf("%s: after %v the session is gone: %v, and the attract page is not back (%s)\n%s", what, limit, gone > 0, dir, l.errs)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// remains looks for what somebody typed, in the memory of the supervisor and of
// the sessions that are left, and on the disk. It is called when the session of
// that person is gone.
func (l *lobby) remains(what string, values ...string) {
	l.Helper()
	l.remainsIn(append(l.sessions(), l.cmd.Process.Pid), what, values...)
}

// remainsIn is remains for some of the processes: what is read of a process that
// nobody has used counts as its memory from then on.
func (l *lobby) remainsIn(pids []int, what string, values ...string) {
	l.Helper()
	for _, pid := range pids {
		for _, v := range inMemory(pid, values) {
			l.Errorf("%s: %q is in the memory of %s", what, v, cmdline(pid))
		}
	}
	err := filepath.WalkDir(l.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || strings.HasPrefix(path, filepath.Join(l.dir, "camera")) {
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return nil // it was just removed
		}
		for _, v := range values {
			if bytes.Contains(b, []byte(v)) || strings.Contains(path, v) {
				l.Errorf("%s: %q stands in %s", what, v, path)
			}
		}
		return nil
	})
	if err != nil {
		l.Error(err)
	}
}

func cmdline(pid int) string {
	b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	return strings.ReplaceAll(string(b), "\x00", " ")
}

// inMemory lists the values that stand in the writable memory of a process.
func inMemory(pid int, values []string) (found []string) {
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		return nil
	}
	mem, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		return []string{"(its memory cannot be read)"}
	}
	defer mem.Close()
	for line := range strings.Lines(string(maps)) {
		f := strings.Fields(line)
		if len(f) < 2 || !strings.HasPrefix(f[1], "rw") {
			continue
		}
		var from, to uint64
		if _, err := fmt.Sscanf(f[0], "%x-%x", &from, &to); err != nil || to-from > 1<<30 {
			continue
		}
		b := make([]byte, to-from)
		n, _ := io.ReadFull(io.NewSectionReader(mem, int64(from), int64(to-from)), b)
		for _, v := range values {
			if bytes.Contains(b[:n], []byte(v)) && !slices.Contains(found, v) {
				found = append(found, v)
			}
		}
	}
	return found
}

// memory is what the supervisor, and it and its sessions, have written to their
// memory, in MB.
func (l *lobby) memory() (supervisor, all int) {
	for _, pid := range append(l.sessions(), l.cmd.Process.Pid) {
		b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
		_, rest, _ := strings.Cut(string(b), "Private_Dirty:")
		kb := 0
		fmt.Sscan(rest, &kb)
		all += kb >> 10
		if pid == l.cmd.Process.Pid {
			supervisor = kb >> 10
		}
	}
	return supervisor, all
}
