//go:build !windows && !darwin

package pick

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// The other half of the protocol, which only an owner of the clipboard speaks.
const (
	opChangeWindow      = 2
	opChangeProperty    = 18
	opSetSelectionOwner = 22
	opSendEvent         = 25
	evSelectionRequest  = 30
	deleted             = 1
	xPiece              = 200_000 // bytes: less than one request of any server may hold
)

// ownDisplay starts an X server for this test alone: nobody's clipboard changes.
func ownDisplay(t *testing.T) {
	t.Helper()
	server, err := exec.LookPath("Xvfb")
	if err != nil {
		t.Skip("no Xvfb here")
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(server, "-displayfd", "3", "-nolisten", "tcp", "-screen", "0", "64x64x24", "-noreset")
	cmd.ExtraFiles = []*os.File{w}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	w.Close()
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Skip("Xvfb does not start here")
	}
	t.Setenv("DISPLAY", ":"+strings.TrimSpace(number))
}

// An owner has the clipboard, as another program would.
type owner struct {
	x        *xConn
	holds    map[string][]byte // by format
	anything []byte            // for formats that it does not hold; nil: refused
	dumb     bool              // never answers
	breaks   bool              // begins a large picture and stops
	formats  map[uint32]string // by atom
}

// serve takes the clipboard and answers for it until the test ends.
func (o *owner) serve(t *testing.T) {
	t.Helper()
	x, err := dialX(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(x.close)
	o.x, o.formats = x, make(map[uint32]string)
	for _, f := range []string{"image/png", "image/jpeg"} {
		o.formats[must(x.atom(f))] = f
	}
	clipboard := must(x.atom("CLIPBOARD"))
	if err := errors.Join(x.createWindow(x.firstID), x.send(opSetSelectionOwner, 0, x.firstID, clipboard, currentTime)); err != nil {
		t.Fatal(err)
	}
	must(x.atom("SYNC")) // an answer: all before it has happened
	go func() {
		for {
			e, err := x.event(evSelectionRequest)
			if err != nil {
				return
			}
			if !o.dumb {
				o.handOver(u32(e, 12), u32(e, 16), u32(e, 20), u32(e, 24))
			}
		}
	}()
}

func (o *owner) handOver(to, selection, target, property uint32) {
	data, ok := o.holds[o.formats[target]]
	if !ok {
		data = o.anything
	}
	switch {
	case data == nil:
		o.notify(to, selection, target, 0)
	case len(data) <= xPiece:
		o.change(to, property, target, data)
		o.notify(to, selection, target, property)
	default:
		_ = o.x.send(opChangeWindow, 0, to, maskEvents, wantPropertyChange)
		o.change(to, property, must(o.x.atom("INCR")), nil)
		o.notify(to, selection, target, property)
		for o.taken(to, property) && !o.breaks {
			n := min(len(data), xPiece)
			o.change(to, property, target, data[:n])
			if data = data[n:]; n == 0 {
				return
			}
		}
	}
}

// taken waits until the other side took the property.
func (o *owner) taken(from, property uint32) bool {
	for {
		e, err := o.x.event(evPropertyNotify)
		if err != nil {
			return false
		}
		if u32(e, 4) == from && u32(e, 8) == property && e[16] == deleted {
			return true
		}
	}
}

// change sets a property: data of that kind, or for INCR, the least size of what
// will come.
func (o *owner) change(window, property, kind uint32, data []byte) {
	if data == nil {
		_ = o.x.send(opChangeProperty, 0, window, property, kind, 32, 1, 4)
		return
	}
	_ = o.x.sendBytes(opChangeProperty, 0, append(words(window, property, kind, 8, uint32(len(data))), data...))
}

func (o *owner) notify(to, selection, target, property uint32) {
	event := []uint32{evSelectionNotify, currentTime, to, selection, target, property, 0, 0}
	_ = o.x.send(opSendEvent, 0, append([]uint32{to, 0}, event...)...)
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestImage(t *testing.T) {
	ownDisplay(t)
	png, jpeg := filled(pngBegin, 3000), filled(jpegBegin, 3001)
	large, largest := filled(pngBegin, 3_600_002), filled(jpegBegin, Limit)
	for name, c := range map[string]struct {
		owner owner
		want  []byte
		err   error
	}{
		"a PNG":              {owner{holds: map[string][]byte{"image/png": png}}, png, nil},
		"a JPEG":             {owner{holds: map[string][]byte{"image/jpeg": jpeg}}, jpeg, nil},
		"both":               {owner{holds: map[string][]byte{"image/png": png, "image/jpeg": jpeg}}, png, nil},
		"a JPEG in disguise": {owner{holds: map[string][]byte{"image/png": jpeg}}, jpeg, nil},
		"a bad PNG":          {owner{holds: map[string][]byte{"image/png": []byte("no"), "image/jpeg": jpeg}}, jpeg, nil},
		"in parts":           {owner{holds: map[string][]byte{"image/png": large}}, large, nil},
		"the largest":        {owner{holds: map[string][]byte{"image/jpeg": largest}}, largest, nil},
		"too large":          {owner{holds: map[string][]byte{"image/png": filled(pngBegin, Limit+1)}}, nil, ErrTooLarge},
		"text":               {owner{holds: map[string][]byte{}}, nil, ErrNoImage},
		"text for anything":  {owner{anything: []byte("11010519491231002X")}, nil, ErrNoImage},
		"nothing":            {owner{holds: map[string][]byte{"image/png": {}}}, nil, ErrNoImage},
	} {
		c.owner.serve(t)
		got, err := Image(t.Context())
		if err != c.err || !bytes.Equal(got, c.want) {
			t.Errorf("%s: %d bytes, %v, want %d, %v", name, len(got), err, len(c.want), c.err)
		}
	}
}

// TestImageNobody: an empty clipboard has no owner.
func TestImageNobody(t *testing.T) {
	ownDisplay(t)
	if got, err := Image(t.Context()); got != nil || err != ErrNoImage {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

// TestImageHangs: an owner that does not answer holds nobody up, and the next
// one is heard.
func TestImageHangs(t *testing.T) {
	ownDisplay(t)
	large := map[string][]byte{"image/png": filled(pngBegin, 2*xPiece)}
	for name, o := range map[string]owner{
		"says nothing":     {dumb: true},
		"stops in between": {holds: large, breaks: true},
	} {
		o.serve(t)
		ctx, end := context.WithTimeout(t.Context(), 100*time.Millisecond)
		got, err := Image(ctx)
		end()
		if got != nil || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
	next := owner{holds: large}
	next.serve(t)
	if got, err := Image(t.Context()); err != nil || len(got) != 2*xPiece {
		t.Errorf("the next one: %d bytes, %v", len(got), err)
	}
}

// TestImageTurns: reads at the same time do not disturb each other.
func TestImageTurns(t *testing.T) {
	ownDisplay(t)
	o := owner{holds: map[string][]byte{"image/png": filled(pngBegin, 3*xPiece)}}
	o.serve(t)
	const times = 8
	sizes := make(chan int, times)
	for range times {
		go func() { got, _ := Image(t.Context()); sizes <- len(got) }()
	}
	for range times {
		if n := <-sizes; n != 3*xPiece {
			t.Errorf("%d bytes", n)
		}
	}
}

// TestImageNoServer: without X11 there is no clipboard to read.
func TestImageNoServer(t *testing.T) {
	for _, display := range []string{"", "wayland-0", ":59000"} {
		t.Setenv("DISPLAY", display)
		if got, err := Image(t.Context()); got != nil || err != ErrNoClipboard {
			t.Errorf("%q: %d bytes, %v", display, len(got), err)
		}
	}
}
