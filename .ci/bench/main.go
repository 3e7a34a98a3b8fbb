// Command bench starts Truename and a bare window in turn on a virtual display
// and prints how long each takes until something is drawn, and how much memory
// each holds when idle. It reads the display's memory directly, so that no
// picture has to be taken.
//
//	bench TRUENAME BARE [ROUNDS]
package main

import (
	"bufio"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 3 {
		log.Fatal("usage: bench TRUENAME BARE [ROUNDS]")
	}
	rounds := 11
	if len(os.Args) > 3 {
		rounds, _ = strconv.Atoi(os.Args[3])
	}
	dir, err := os.MkdirTemp("", "truename-bench-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	programs := [2][]string{{os.Args[1], "-demo", "-data", filepath.Join(dir, "data")}, {os.Args[2]}}
	if _, _, err := once(dir, programs[0]); err != nil { // the store is made in a round that does not count
		log.Fatal(err)
	}
	var starts, memory [2][]float64
	for range rounds {
		for i, p := range programs {
			start, rss, err := once(dir, p)
			if err != nil {
				log.Fatal(err)
			}
			starts[i] = append(starts[i], start)
			memory[i] = append(memory[i], rss)
		}
	}
	report("start to first drawing", "ms", starts, 1.3)
	report("idle memory (resident)", "MB", memory, 1.5)
}

func report(what, unit string, got [2][]float64, limit float64) {
	for i := range got {
		slices.Sort(got[i])
	}
	mid := func(v []float64) float64 { return v[len(v)/2] }
	last := func(v []float64) float64 { return v[len(v)-1] }
	fmt.Printf("%s: truename %.0f %s (max %.0f), bare %.0f %s (max %.0f), ratio %.2f, at most %.1f\n", what,
		mid(got[0]), unit, last(got[0]), mid(got[1]), unit, last(got[1]), mid(got[0])/mid(got[1]), limit)
}

// once starts a program on a fresh display: milliseconds until three colours
// are on it, and resident megabytes three seconds later.
func once(dir string, program []string) (ms, mb float64, err error) {
	frames := filepath.Join(dir, "Xvfb_screen0")
	os.Remove(frames)
	ready, number, err := os.Pipe()
	if err != nil {
		return 0, 0, err
	}
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1280x860x24", "-fbdir", dir)
	x.ExtraFiles = []*os.File{number}
	if err := x.Start(); err != nil {
		return 0, 0, err
	}
	defer stop(x)
	number.Close()
	display, err := bufio.NewReader(ready).ReadString('\n')
	if err != nil {
		return 0, 0, err
	}
	c := exec.Command(program[0], program[1:]...)
	c.Env = append(os.Environ(), "DISPLAY=:"+strings.TrimSpace(display), "FYNE_PLATFORM=x11", "FYNE_SCALE=1")
	start := time.Now()
	if err := c.Start(); err != nil {
		return 0, 0, err
	}
	defer stop(c)
	for !drawn(frames) {
		if time.Since(start) > 30*time.Second {
			return 0, 0, fmt.Errorf("%s draws nothing", filepath.Base(program[0]))
		}
		time.Sleep(2 * time.Millisecond)
	}
	ms = float64(time.Since(start).Microseconds()) / 1000
	time.Sleep(3 * time.Second)
	mb, err = resident(c.Process.Pid)
	return ms, mb, err
}

// stop ends c as a session's end would, and by force after five seconds.
func stop(c *exec.Cmd) {
	c.Process.Signal(syscall.SIGTERM)
	force := time.AfterFunc(5*time.Second, func() { c.Process.Kill() })
	c.Wait()
	force.Stop()
}

// drawn reports whether the top left part of the display shows three colours:
// the ground of the display, that of a window, and something on it.
func drawn(frames string) bool {
	b, err := os.ReadFile(frames)
	if err != nil || len(b) < 1280*860*4 {
		return false
	}
	b = b[len(b)-1280*860*4:]
	colours := map[[3]byte]bool{}
	for y := 0; y < 200; y += 2 {
		for x := 0; x < 400; x++ {
			i := (y*1280 + x) * 4
			colours[[3]byte(b[i:i+3])] = true
		}
	}
	return len(colours) >= 3
}

func resident(pid int) (float64, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, err := strconv.Atoi(strings.Fields(rest)[0])
			return float64(kb) / 1024, err
		}
	}
	return 0, fmt.Errorf("no VmRSS of %d", pid)
}
