//go:build window && linux

package screens

import (
	"bytes"
	"fmt"
	"image"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"truename/model"
)

// What a session may leave how long, and how soon the attract page is there
// again.
const (
	goneLimit = 2 * time.Second // after the person is done
	backLimit = 5 * time.Second
	leeway    = 2 * time.Second // of a machine that does other things besides
)

// TestWindowKiosk binds a card at a kiosk with nothing but a finger and a
// camera. The store has it, and nobody else: not the processes that are left,
// and no file in clear.
func TestWindowKiosk(t *testing.T) {
	l := openKiosk(t, "")
	pid := l.sessions()[0]
	l.bind()
	heads := func() int {
		n, _ := filepath.Glob(filepath.Join(l.data(), "cases", "*", "*", "*.packet"))
		return len(n)
	}
	if n := heads(); n != 1 {
		t.Fatalf("there are %d packets at the receipt (%s)", n, keepPictures(t, map[string]image.Image{"page": l.look1()}))
	}
	l.goOn("the receipt")
	gone, back := l.renewed("a card was bound", pid, backLimit+leeway)
	t.Logf("after the end: memory gone in %v, attract page in %v", gone, back)
	if gone > goneLimit+leeway {
		t.Errorf("the session is gone after %v", gone)
	}
	c := card(t)
	l.await(2, startLimit)
	sup, all := l.memory()
	t.Logf("memory: supervisor %d MB, with two sessions %d MB", sup, all)
	l.remains("a card was bound", c.Name, c.Number)
	l.end(t)
	got := list(t, l.data())
	if len(got) != 1 || got[0].Status != model.Waiting {
		t.Errorf("the store lists %+v", got)
	}
	if f := sealedIn(t, l.data()); f.Name != c.Name || f.Number != c.Number {
		t.Errorf("sealed is %+v", f)
	}
}

// bind binds the card, up to the receipt.
func (l *lobby) bind() {
	l.Helper()
	l.goOn("the attract page")
	l.goOn("before you start")
	l.still("the consents")
	l.touch("consent", l.said("bind.consent.data.agree"))
	l.touch("consent", l.said("bind.consent.photo.agree"))
	l.goOn("the consents")
	for side, photo := range map[string]string{"front": l.card} {
		l.see(photo)
		l.goOn(side)
		time.Sleep(3 * time.Second)
		l.goOn(side + ", taken")
	}
	l.see(l.back)
	l.goOn("back")
	time.Sleep(3 * time.Second)
	for _, page := range []string{"back, taken", "name", "number", "term", "check"} {
		l.goOn(page)
	}
	l.loud("the receipt")
}

// end ends the kiosk as a service manager does.
func (l *lobby) end(t *testing.T) {
	t.Helper()
	if err := l.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-l.ended
	if code := l.cmd.ProcessState.ExitCode(); code != 143 {
		t.Errorf("ended with %d", code)
	}
}

// A way is how a session ends.
type way struct {
	name   string
	weight int
	walk   func(l *lobby, pid int) (values []string)
	limit  time.Duration // until the attract page is back
}

// code is a reference that nobody has, typed on the pad of the status page.
func (l *lobby) typeCode(r *rand.Rand) string {
	const alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
	l.touch("attract", l.said("kiosk.status"))
	l.still("status")
	l.touch("status", l.said("status.reference"))
	empty := l.still("the pad")
	var typed []byte
	for range 8 {
		c := alphabet[r.IntN(len(alphabet))]
		typed = append(typed, c)
		l.touch("typing", string(c))
		time.Sleep(40 * time.Millisecond)
	}
	for end := time.Now().Add(loudLimit); differ(empty, l.look1()) < typedPixels; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			l.Fatalf("nothing is typed (%s)", keepPictures(l.T, map[string]image.Image{"pad": empty, "typed": l.look1()}))
		}
	}
	return string(typed)
}

// typedPixels is how many pixels eight characters in a field change at least,
// and a blinking cursor does not.
const typedPixels = 500

// ways are how sessions end, with how often each comes among a hundred.
func ways(r *rand.Rand) []way {
	return []way{
		{"ended", 50, func(l *lobby, _ int) []string {
			code := l.typeCode(r)
			l.touch("status", l.said("kiosk.end.short"))
			return []string{code}
		}, backLimit},
		{"killed", 38, func(l *lobby, pid int) []string {
			code := l.typeCode(r)
			syscall.Kill(pid, syscall.SIGKILL)
			return []string{code}
		}, backLimit},
		{"camera unplugged", 7, func(l *lobby, _ int) []string {
			l.goOn("the attract page")
			l.goOn("before you start")
			l.still("the consents")
			l.touch("consent", l.said("bind.consent.data.agree"))
			l.touch("consent", l.said("bind.consent.photo.agree"))
			l.goOn("the consents")
			l.see("")
			l.goOn("the camera")
			time.Sleep(300 * time.Millisecond)
			l.see(l.card)
			l.still("no camera")
			l.touch("status", l.said("kiosk.end.short"))
			l.still("whether to end")
			l.touch("ask", l.said("kiosk.end"))
			return nil
		}, backLimit},
		{"submitted", 3, func(l *lobby, _ int) []string {
			l.bind()
			l.goOn("the receipt")
			l.see(l.card)
			return nil
		}, backLimit},
		{"walked away", 2, func(l *lobby, _ int) []string {
			code := l.typeCode(r)
			time.Sleep(48 * time.Second)
			return []string{code}
		}, 10 * time.Second},
	}
}

// TestWindowKioskSessions is one session after the other, each ended in another
// way: every start is clean, and nothing that was typed is anywhere afterwards.
// TRUENAME_SESSIONS is how many; see make kiosk.
func TestWindowKioskSessions(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("TRUENAME_SESSIONS"))
	if n == 0 {
		n = 8
	}
	r := rand.New(rand.NewPCG(1, 2))
	l := openKiosk(t, "")
	all := ways(r)
	var typed []string
	times := map[string][]time.Duration{}
	memory := 0
	for i := range n {
		w := all[i%len(all)]
		if n > len(all) && i >= len(all) {
			w = pick(r, all)
		}
		pid := l.sessions()[0]
		typed = append(typed, w.walk(l, pid)...)
		what := fmt.Sprintf("session %d, %s", i+1, w.name)
		gone, back := l.renewed(what, pid, w.limit+leeway)
		times[w.name] = append(times[w.name], back)
		if w.name == "ended" && gone > goneLimit+leeway {
			t.Errorf("%s: gone after %v", what, gone)
		}
		l.await(2, startLimit)
		sup, mb := l.memory()
		l.remainsIn(l.sessions(), what, typed[max(0, len(typed)-3):]...)
		if i == 9 {
			memory = mb
		} else if i == n-1 && memory > 0 {
			t.Logf("memory after the tenth %d MB, after the last %d MB", memory, mb)
			if mb > memory*11/10 {
				t.Errorf("memory grew from %d to %d MB", memory, mb)
			}
		}
		if i%25 == 24 {
			t.Logf("%s: supervisor %d MB, all %d MB", what, sup, mb)
		}
	}
	l.remains("all sessions", typed...)
	for name, took := range times {
		slices.Sort(took)
		t.Logf("%s: %d sessions, attract page back after %v median, %v longest", name, len(took), took[len(took)/2], took[len(took)-1])
	}
	l.end(t)
	if _, code := run(t, "verify", "-demo", "-data", l.data()); code != 0 {
		t.Error("the store is not in order")
	}
}

// pick draws a way by its weight.
func pick(r *rand.Rand, all []way) way {
	at := r.IntN(100)
	for _, w := range all {
		if at -= w.weight; at < 0 {
			return w
		}
	}
	return all[0]
}

// answerLimit is how long a touch may take until something of it is seen, of 95
// in 100: 100 ms on a machine without other work.
const answerLimit = 250 * time.Millisecond

// TestWindowKioskAnswers measures from a finger that is put down on a key until
// that looks otherwise.
func TestWindowKioskAnswers(t *testing.T) {
	l := openKiosk(t, "")
	l.typeCode(rand.New(rand.NewPCG(5, 6)))
	var took []time.Duration
	for i := range 100 {
		at := l.places["typing/"+string("KQWER"[i%5])]
		l.do("mousemove", fmt.Sprint(at.X), fmt.Sprint(at.Y))
		time.Sleep(100 * time.Millisecond)
		before := must(l.d.part(at))
		begun := time.Now()
		if err := l.d.press(true); err != nil {
			t.Fatal(err)
		}
		for bytes.Equal(must(l.d.part(at)), before) && time.Since(begun) < endLimit {
			time.Sleep(time.Millisecond)
		}
		took = append(took, time.Since(begun))
		if err := l.d.press(false); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(took)
	t.Logf("touch to visible answer: median %v, p95 %v, longest %v", took[50], took[95], took[99])
	if took[95] > answerLimit {
		t.Errorf("p95 is %v", took[95])
	}
}

// combinations are the keys of the breakout list that can be sent to a display.
var combinations = []string{
	"alt+F4", "alt+Tab", "alt+shift+Tab", "alt+space", "alt+Escape", "alt+F1", "alt+F2", "alt+F10", "Super_L", "super+d", "super+e", "super+r", "super+l",
	"ctrl+Escape", "ctrl+shift+Escape", "ctrl+alt+Delete", "ctrl+alt+BackSpace", "ctrl+alt+t", "ctrl+alt+Right", "ctrl+alt+d",
	"F1", "F5", "F10", "F11", "F12", "Print", "Menu", "shift+F10", "ctrl+o", "ctrl+s", "ctrl+p", "ctrl+n", "ctrl+q", "ctrl+w",
	"ctrl+c", "ctrl+v", "ctrl+x", "ctrl+a", "ctrl+z", "ctrl+l", "ctrl+1", "ctrl+7", "Escape", "Tab", "XF86WWW", "XF86Mail", "XF86Calculator", "XF86PowerOff", "XF86Sleep",
}

// gestures are those of a mouse or a finger.
func (l *lobby) gestures() {
	l.do("mousemove", "640", "400", "click", "2", "click", "3", "click", "8", "click", "9")
	l.do("mousemove", "640", "400", "click", "--repeat", "20", "--delay", "10", "3")
	for _, edge := range [][4]string{{"0", "400", "600", "400"}, {"1279", "400", "700", "400"}, {"640", "0", "640", "500"}, {"640", "859", "640", "300"}} {
		l.do("mousemove", edge[0], edge[1], "mousedown", "1", "mousemove", edge[2], edge[3], "mouseup", "1")
	}
	l.do("mousemove", "640", "500", "mousedown", "1", "sleep", "2", "mouseup", "1") // a long press
	l.do("keydown", "ctrl", "click", "4", "click", "5", "keyup", "ctrl")            // as a pinch zooms elsewhere
	for range 5 {                                                                   // sticky keys
		l.press("Shift_L")
	}
}

// TestWindowKioskBreakout tries to get out of a kiosk under a window manager
// with all its own keys, which a window that is not protected loses to: the
// session stays as it is, nothing else stands on the screen, no process is
// started, and the data is untouched.
func TestWindowKioskBreakout(t *testing.T) {
	if _, err := exec.LookPath("openbox"); err != nil {
		t.Fatal("openbox is not installed: .ci/install does")
	}
	d := openDisplay(t)
	wm := exec.Command("openbox")
	if err := wm.Start(); err != nil {
		t.Fatal(err)
	}
	// It leaves its name on the root window: the tests behind this one show that
	// Truename starts all the same.
	defer func() { wm.Process.Signal(syscall.SIGTERM); wm.Wait() }()
	time.Sleep(time.Second)

	// The control: the same program as a window on a desktop.
	surround(t, t.TempDir())
	w := open(t, d, filepath.Join(t.TempDir(), "data"))
	w.press("super+d")
	time.Sleep(time.Second)
	hidden, err := d.see(kioskWidth, kioskHeight)
	if err != nil {
		t.Fatal(err)
	}
	w.press("super+d")
	w.press("alt+F4")
	select {
	case <-w.ended:
	case <-time.After(endLimit):
		t.Error("alt+F4 does not close a window that is not protected: this test shows nothing")
	}
	if colourful(hidden) {
		t.Error("super+d does not hide a window that is not protected: this test shows nothing")
	}

	l := openKiosk(t, "")
	code := l.typeCode(rand.New(rand.NewPCG(3, 4)))
	l.still("the code is typed")
	before, pids, files := l.still("typed"), l.sessions(), l.snapshot()
	same := func(what string) {
		t.Helper()
		time.Sleep(250 * time.Millisecond)
		if now := l.look1(); differ(before, now) > cursorPixels {
			dir := keepPictures(t, map[string]image.Image{"before": before, "after": now})
			t.Errorf("%s: the screen is another one (%s)", what, dir)
			before = now
		}
		if now := l.sessions(); !slices.Equal(now, pids) {
			t.Errorf("%s: sessions %v, before %v", what, now, pids)
			pids = now
		}
	}
	for _, keys := range combinations {
		l.press(keys)
		same(keys)
	}
	l.gestures()
	l.at(l.places["status/"+l.said("status.reference")])
	l.still("after gestures")
	same("gestures")
	if now := l.snapshot(); !slices.Equal(now, files) {
		t.Errorf("the data folder was %q and is %q", files, now)
	}
	l.touch("status", l.said("kiosk.end.short"))
	l.renewed("after the breakout", pids[0], backLimit+leeway)
	l.remains("the breakout", code)
}

// cursorPixels is how many pixels a blinking cursor changes.
const cursorPixels = 200

// differ counts pixels that are not the same.
func differ(a, b *image.RGBA) (n int) {
	for i := 0; i < len(a.Pix); i += 4 {
		if !bytes.Equal(a.Pix[i:i+4], b.Pix[i:i+4]) {
			n++
		}
	}
	return n
}

// snapshot lists the files of the data and of the homes, with their sizes; those
// of the index change by themselves.
func (l *lobby) snapshot() (out []string) {
	for _, line := range strings.Split(string(must(exec.Command("find", l.dir, "-type", "f", "-printf", "%P %s\n").Output())), "\n") {
		if !strings.HasPrefix(line, "data/index/") {
			out = append(out, line)
		}
	}
	slices.Sort(out)
	return out
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
