package receipt

import (
	"bytes"
	"context"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"truename/model"
)

// A fake is a receipt printer on the network, as it answers and reads.
type fake struct {
	silent   bool // answers nothing
	paper    byte // answers to DLE EOT 4 and 2, and to GS r 1; 0x12 and 0 are in order
	offline  byte
	done     byte
	deaf     bool // does not know GS r 1
	stops    int  // reads no more after so many bytes of a slip
	hangs    bool // closes after as many
	emptied  bool // has no paper once the slip is there
	mu       sync.Mutex
	got      []byte // what is no question
	listener net.Listener
}

// on starts f and returns its target.
func (f *fake) on(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f.listener = l
	stop := make(chan struct{})
	t.Cleanup(func() { close(stop); l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go f.serve(c.(*net.TCPConn), stop)
		}
	}()
	return "tcp://" + l.Addr().String()
}

func (f *fake) serve(c *net.TCPConn, stop chan struct{}) {
	defer c.Close()
	c.SetReadBuffer(4096) // as little as there is in such a printer
	b := make([]byte, 1024)
	for {
		n, err := c.Read(b)
		f.answer(c, b[:n])
		if err != nil {
			return
		}
		switch size := f.size(); {
		case f.hangs && size > f.stops:
			return
		case f.stops > 0 && size > f.stops:
			<-stop
			return
		}
	}
}

func (f *fake) size() int { return len(f.printed()) }

// printed is what arrived so far.
func (f *fake) printed() []byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	return bytes.Clone(f.got)
}

// answer takes one read of bytes; questions come alone or at the end of one.
func (f *fake) answer(c io.Writer, b []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for ask, with := range map[string]byte{"\x10\x04\x04": f.paper, "\x10\x04\x02": f.offline, "\x1dr\x01": f.done} {
		rest, ok := bytes.CutSuffix(b, []byte(ask))
		if !ok {
			continue
		}
		b = rest
		if f.emptied && len(f.got)+len(b) > 0 {
			with = 0x72
		}
		if !f.silent && (!f.deaf || ask[0] != 0x1d) {
			c.Write([]byte{with})
		}
	}
	f.got = append(f.got, b...)
}

// good is a fake that is in order.
func good() *fake { return &fake{paper: 0x12, offline: 0x12} }

func TestPrintRawNetwork(t *testing.T) {
	slip, err := EscPos(chinese, Wide)
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]*fake{
		"it tells": good(), "it is silent": {silent: true}, "it does not know the last question": {paper: 0x12, offline: 0x12, deaf: true},
		"paper is low": {paper: 0x1e, offline: 0x12, done: 0x03}, "it talks nonsense": {paper: 0xff, offline: 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := PrintRaw(t.Context(), f.on(t), slip); err != nil {
				t.Fatal(err)
			}
			for range 200 { // the fake of one that is silent may still be reading
				if f.size() >= len(slip) {
					break
				}
				time.Sleep(10 * time.Millisecond)
			}
			if got := f.printed(); !bytes.Equal(got, slip) {
				t.Errorf("%d bytes arrived of %d", len(got), len(slip))
			}
		})
	}
}

// TestPrintRawNetworkFails: what is wrong with a printer ends in a code, in time,
// and nothing of a slip is sent where it is known before.
func TestPrintRawNetworkFails(t *testing.T) {
	huge, short := bytes.Repeat([]byte{0xff}, maxDocument), bytes.Repeat([]byte{0xff}, 20_000)
	for name, c := range map[string]struct {
		fake   *fake
		want   model.Code
		prints bool
	}{
		"no paper":                  {&fake{paper: 0x72, offline: 0x12}, model.CodePaper, false},
		"its cover is open":         {&fake{paper: 0x12, offline: 0x16}, model.CodePaper, false},
		"it stopped for paper":      {&fake{paper: 0x12, offline: 0x32}, model.CodePaper, false},
		"a fault":                   {&fake{paper: 0x12, offline: 0x52}, model.CodePrinter, false},
		"it stops reading":          {&fake{paper: 0x12, offline: 0x12, stops: 5000}, model.CodePrinter, true},
		"it stops without a word":   {&fake{silent: true, stops: 5000}, model.CodePrinter, true},
		"it goes":                   {&fake{paper: 0x12, offline: 0x12, stops: 5000, hangs: true}, model.CodePrinter, true},
		"paper is out in the midst": {&fake{paper: 0x12, offline: 0x12, emptied: true}, model.CodePaper, true},
		"the end was the last":      {&fake{paper: 0x12, offline: 0x12, done: 0x0c}, model.CodePaper, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, stop := context.WithTimeout(t.Context(), 3*time.Second)
			defer stop()
			begun := time.Now()
			target := c.fake.on(t)
			slip := huge
			if c.fake.stops == 0 {
				slip = short
			}
			err := PrintRaw(ctx, target, slip)
			if model.CodeOf(err) != c.want {
				t.Errorf("%v, want %s", err, c.want)
			}
			if d := time.Since(begun); d > 5*time.Second {
				t.Errorf("it took %v", d)
			}
			if got := c.fake.size(); (got > 0) != c.prints {
				t.Errorf("%d bytes arrived", got)
			}
			if err != nil && strings.Contains(err.Error(), strings.TrimPrefix(target, "tcp://")) {
				t.Errorf("the error repeats the address: %v", err)
			}
		})
	}
}

func TestPrintRawGone(t *testing.T) {
	f := good()
	target := f.on(t)
	f.listener.Close()
	if err := PrintRaw(t.Context(), target, []byte{0}); model.CodeOf(err) != model.CodePrinter {
		t.Errorf("nobody listens: %v", err)
	}
	ended, stop := context.WithCancel(t.Context())
	stop()
	if err := PrintRaw(ended, good().on(t), []byte{0}); model.CodeOf(err) != model.CodePrinter {
		t.Errorf("ended before: %v", err)
	}
}

// TestPrintRawCancelled ends a job that hangs, without a time limit of its own.
func TestPrintRawCancelled(t *testing.T) {
	f := good()
	f.stops = 5000
	ctx, stop := context.WithCancel(t.Context())
	time.AfterFunc(400*time.Millisecond, stop)
	begun := time.Now()
	err := PrintRaw(ctx, f.on(t), bytes.Repeat([]byte{0xff}, maxDocument))
	if d := time.Since(begun); model.CodeOf(err) != model.CodePrinter || d > 3*time.Second {
		t.Errorf("%v after %v", err, d)
	}
}

func TestReadyNetwork(t *testing.T) {
	for name, c := range map[string]struct {
		fake *fake
		want model.Code
	}{
		"in order": {good(), ""}, "silent": {&fake{silent: true}, ""}, "no paper": {&fake{paper: 0x72, offline: 0x12}, model.CodePaper},
	} {
		p, err := ParsePrinter("escpos:" + c.fake.on(t))
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Ready(t.Context()); model.CodeOf(err) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		if n := c.fake.size(); n > 0 {
			t.Errorf("%s: %d bytes were printed", name, n)
		}
	}
}

func TestTargetOf(t *testing.T) {
	for target, want := range map[string]struct {
		address string
		network bool
	}{
		"/dev/usb/lp0": {"/dev/usb/lp0", false}, "tcp://10.0.0.5:9100": {"10.0.0.5:9100", true},
		"tcp://[fd00::5]:9100": {"[fd00::5]:9100", true}, "tcp://printer.example:1": {"printer.example:1", true},
	} {
		address, network, err := targetOf(target)
		if err != nil || address != want.address || network != want.network {
			t.Errorf("%s: %q %v %v", target, address, network, err)
		}
	}
	for _, target := range []string{
		"", "lp0", "/tmp/lp0", "dev/usb/lp0", "/dev/usb/lp0\x00", "tcp://10.0.0.5", "tcp://10.0.0.5:0", "tcp://10.0.0.5:99999",
		"tcp://:9100", "tcp://10.0.0.5:9100/", "tcp://a@10.0.0.5:9100", "tcp://10.0.0.5:9100?x", "udp://10.0.0.5:9100", "http://10.0.0.5:9100",
		"tcp:10.0.0.5:9100", "file:///dev/usb/lp0", "tcp://10.0.0.5:lpd",
	} {
		if _, _, err := targetOf(target); model.CodeOf(err) != model.CodeUsage {
			t.Errorf("%q: %v, want usage", target, err)
		}
	}
	for _, b := range [][]byte{nil, make([]byte, maxDocument+1)} {
		if err := PrintRaw(t.Context(), "tcp://127.0.0.1:1", b); model.CodeOf(err) != model.CodeUsage {
			t.Errorf("%d bytes: %v, want usage", len(b), err)
		}
	}
}
