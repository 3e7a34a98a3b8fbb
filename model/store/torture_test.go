package store_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const (
	flipsEnv   = "TRUENAME_FLIPS"         // how many bits are flipped, and a tenth as many cuts; 60 without it
	tortureEnv = "TRUENAME_TORTURE_CHILD" // folder of the sound stores; set for the process that opens damaged ones
	probeEnv   = "TRUENAME_PROBE_CHILD"   // data folder; set for the process that probes an index
)

// A blow is one damage to one file of a copy of a store. All follows from the
// seed.
type blow struct {
	Seed   uint64
	Cut    bool // the file is cut short; else one bit is flipped
	Killed bool // the store was killed; else it was closed in order
	Blind  bool // the control: the sums of the index are made to fit the damage
}

// A wound is what became of it.
type wound struct {
	Blow  blow
	File  string
	At    int64
	Opens [2]string // why it did not open, the first and the second time; "" if it did
	Named []string  // paths that Verify names
	Wrong []string  // what is shown otherwise than it was stored
	Gone  []string  // what is not shown any more
	Died  string    // the process ended by itself
}

// TestFlips flips single bits and cuts files of a store, anywhere: nothing
// wrong is shown, nothing crashes at opening twice in a row, and at most the
// one case that was hit is lost, and named.
func TestFlips(t *testing.T) {
	flips := 60
	if n, err := strconv.Atoi(os.Getenv(flipsEnv)); err == nil {
		flips = n
	}
	if testing.Short() {
		flips = 10
	}
	var blows []blow
	for i := range flips + flips/10 {
		blows = append(blows, blow{Seed: uint64(i), Cut: i >= flips, Killed: i%2 == 1})
	}
	wounds := strike(t, blows)
	kinds := map[string]int{}
	for _, w := range wounds {
		kinds[w.kind()]++
		if why := w.unfit(); why != "" {
			t.Errorf("%s: %+v", why, w)
		}
	}
	t.Logf("%d flips and %d cuts; by what was hit and what came of it: %v", flips, len(blows)-flips, kinds)
}

// TestFlipsControl takes the sums of the index away, by making them fit the
// damage: then the same test sees crashes, losses or refusals.
func TestFlipsControl(t *testing.T) {
	var blows []blow
	for i := range 100 {
		blows = append(blows, blow{Seed: uint64(i), Cut: i%4 == 0, Blind: true})
	}
	bad := 0
	for _, w := range strike(t, blows) {
		if strings.HasPrefix(w.File, "index/") && w.unfit() != "" {
			bad++
		}
	}
	t.Logf("%d of 100 blows do harm where no sums are checked", bad)
	if bad == 0 {
		t.Error("nothing is seen without the sums: the test sees nothing")
	}
}

// kind names what was hit and what came of it.
func (w wound) kind() string {
	top, _, _ := strings.Cut(w.File, "/")
	switch {
	case w.Died != "":
		return top + " died"
	case w.Opens[1] != "":
		return top + " refused"
	case len(w.Gone) > 0:
		return top + " unreadable"
	case len(w.Named) > 0:
		return top + " named"
	}
	return top + " healed"
}

// unfit says what is not as it must be; "" is nothing.
func (w wound) unfit() string {
	cases := map[string]bool{}
	for _, what := range w.Gone {
		// Where a record of the audit log is gone, nobody is told who opened a
		// case: it may have been any. That is no case that is lost.
		if kind, id, _ := strings.Cut(what, " "); kind != "openings" {
			cases[id] = true
		}
	}
	switch {
	case w.Died != "":
		return "the process died"
	case len(w.Wrong) > 0:
		return "wrong bytes are shown"
	case w.Opens[0] != w.Opens[1]:
		return "the second opening ends in another way"
	case w.Opens[0] != "":
		return "it does not open"
	case len(cases) > 1:
		return "more than one case is lost"
	case len(w.Gone) > 0 && !slices.ContainsFunc(w.Named, func(n string) bool {
		return strings.HasPrefix(w.File, n) || strings.HasPrefix(n, w.File) || strings.HasPrefix(n, "audit") && strings.HasPrefix(w.File, "audit/")
	}):
		return "what is lost is not named"
	}
	return ""
}

// strike deals the blows, in twice as many processes as there are processors:
// much of an opening is waiting.
func strike(t *testing.T, blows []blow) (wounds []wound) {
	t.Helper()
	dir := t.TempDir()
	if shm, err := os.MkdirTemp("/dev/shm", "truename"); err == nil { // what is synced does not matter here
		t.Cleanup(func() { os.RemoveAll(shm) })
		dir = shm
	}
	makeSound(t, dir)
	next, out := make(chan blow), make(chan wound)
	var wg sync.WaitGroup
	for range 2 * runtime.NumCPU() {
		wg.Go(func() {
			var s *smith
			for b := range next {
				if s == nil {
					s = newSmith(t, dir)
				}
				w, alive := s.deal(b)
				if !alive {
					s = nil
				}
				out <- w
			}
			if s != nil {
				s.in.Close()
				s.cmd.Wait()
			}
		})
	}
	go func() {
		for _, b := range blows {
			next <- b
		}
		close(next)
		wg.Wait()
		close(out)
	}()
	for w := range out {
		wounds = append(wounds, w)
	}
	return wounds
}

// A smith is a process that damages copies of a store and opens them.
type smith struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
	err bytes.Buffer
}

func newSmith(t *testing.T, dir string) *smith {
	exe, err := os.Executable()
	if err != nil {
		panic(err)
	}
	s := &smith{cmd: exec.Command(exe)}
	s.cmd.Env = append(os.Environ(), tortureEnv+"="+dir)
	s.cmd.Stderr = &s.err
	if s.in, err = s.cmd.StdinPipe(); err != nil {
		panic(err)
	}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		panic(err)
	}
	s.out = bufio.NewReaderSize(out, 1<<20)
	if err := s.cmd.Start(); err != nil {
		panic(err)
	}
	return s
}

// deal deals one blow; alive is false if the process died of it.
func (s *smith) deal(b blow) (w wound, alive bool) {
	line, err := json.Marshal(b)
	if err == nil {
		_, err = s.in.Write(append(line, '\n'))
	}
	var file, answer []byte
	if err == nil {
		file, err = s.out.ReadBytes('\n') // what is going to be hit
	}
	if err == nil {
		answer, err = s.out.ReadBytes('\n')
	}
	if err == nil && json.Unmarshal(answer, &w) == nil {
		return w, true
	}
	s.in.Close()
	s.cmd.Wait()
	text := s.err.String()
	return wound{Blow: b, File: strings.TrimSpace(string(file)), Died: text[:min(len(text), 600)]}, false
}
