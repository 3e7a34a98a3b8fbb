package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"truename/model"
	"truename/model/eyes"
	photos "truename/model/photo"
	"truename/model/specimen"
)

// childFlag has this program read one file in a process of its own:
// childFlag KIND FILE.
const childFlag = "-child"

// A cost is one measurement besides the figures.
type cost struct{ what, asked, got string }

func writeCosts(b *strings.Builder, all []cost) {
	if len(all) == 0 {
		return
	}
	head(b, "Starting, large files, memory, stopping", "what", "asked", "got")
	for _, c := range all {
		row(b, c.what, c.asked, c.got)
	}
	b.WriteString("\n")
}

// rounds is how often each cost is measured.
const rounds = 7

// measureCosts measures what the figures do not tell, on the first photograph
// of 12 megapixels.
func measureCosts(ctx context.Context, dir string, o *options, all []outcome) (out []cost, err error) {
	i := 0
	for i < len(all)-1 && !(all[i].large() && !all[i].refused()) {
		i++
	}
	file := filepath.Join(dir, specimen.ShotName(all[i].group, all[i].seed))
	big, err := drawOne(dir, shot{specimen.Standard, firstSeed[specimen.StyleB] + o.seed}, specimen.Options{Large: true})
	if err != nil {
		return nil, err
	}
	out = append(out, first("first photograph of a process, reader alone", selfChild("fields", file)))
	if o.bin != "" {
		out = append(out, first("first photograph of a process, `truename read`", func() *exec.Cmd { return exec.CommandContext(ctx, o.bin, "read", file) }))
	}
	out = append(out, again(ctx, "48 megapixels, JPEG", "≤ 900 ms", big.path))
	heic := filepath.Join(dir, "one.heic")
	if err := asHEIC(ctx, file, heic); err == nil {
		out = append(out, again(ctx, "12 megapixels, HEIC", "≤ 1700 ms", heic))
	} else {
		out = append(out, cost{"12 megapixels, HEIC", "≤ 1700 ms", "not measured: " + err.Error()})
	}
	out = append(out, memory("12 megapixels, one photograph", file), memory("48 megapixels, one photograph", big.path), hungriest(dir, all), memory("all that was drawn, up to 40, one after another", dir))
	stop, err := stopping(ctx, file)
	return append(out, stop), err
}

// selfChild is this program as a child.
func selfChild(kind, file string) func() *exec.Cmd {
	return func() *exec.Cmd { return exec.Command("/proc/self/exe", childFlag, kind, file) }
}

// first is how long a new process takes from its start until it has printed
// fields.
func first(what string, command func() *exec.Cmd) cost {
	c := cost{what, "≤ 450 ms", ""}
	var times []time.Duration
	for range rounds {
		start := time.Now()
		out, err := command().Output()
		times = append(times, time.Since(start))
		if err != nil || !bytes.Contains(out, []byte(`"confidence"`)) {
			c.got = "not measured: no field was read"
			return c
		}
	}
	c.got = fmt.Sprintf("p50 %s, longest %s (%d times)", ms(share(times, 0.5)), ms(share(times, 1)), rounds)
	return c
}

// again is how long a file takes when the nets are loaded.
func again(ctx context.Context, what, asked, file string) cost {
	b, err := newBench()
	var times []time.Duration
	for i := 0; i < rounds+1 && err == nil; i++ {
		var o outcome
		if o, err = b.read(ctx, photo{path: file}); i > 0 { // the first one warms up
			times = append(times, o.wall)
		}
	}
	if err != nil {
		return cost{what, asked, "not measured: " + err.Error()}
	}
	return cost{what, asked, fmt.Sprintf("p50 %s, longest %s (%d times)", ms(share(times, 0.5)), ms(share(times, 1)), rounds)}
}

// asHEIC makes a HEIC file of a JPEG.
func asHEIC(ctx context.Context, from, to string) error {
	if _, err := exec.LookPath("heif-enc"); err != nil {
		return errors.New("needs heif-enc (Debian: libheif-examples)")
	}
	return exec.CommandContext(ctx, "heif-enc", "-q", "60", "-o", to, from).Run()
}

// memory is the most memory that a process of its own needs for a file, above
// what it holds when idle.
func memory(what, file string) cost {
	c := cost{"memory above idle: " + what, "≤ 150 MB", ""}
	if strings.HasPrefix(what, "48") {
		c.asked = "–"
	}
	out, err := selfChild("memory", file)().Output()
	if c.got = strings.TrimSpace(string(out)); err != nil {
		c.got = "not measured: " + err.Error()
	}
	return c
}

// hungriest is the most of what four photographs of each group need, each in
// a process of its own.
func hungriest(dir string, all []outcome) cost {
	c := cost{"memory above idle: most of four photographs of each group, a process each", "≤ 150 MB", ""}
	most, taken := -1, map[specimen.Group]int{}
	for i := range all {
		o := &all[i]
		if taken[o.group]++; taken[o.group] > 4 {
			continue
		}
		out, err := selfChild("memory", filepath.Join(dir, specimen.ShotName(o.group, o.seed)))().Output()
		if mb, _, _ := strings.Cut(string(out), " "); err == nil {
			if n, _ := strconv.Atoi(mb); n > most {
				most, c.got = n, fmt.Sprintf("%s: %s", o.shot, out)
			}
		}
	}
	return c
}

// child is what a child does.
func child(ctx context.Context, kind, file string) {
	fail := func(err error) {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	debug.FreeOSMemory()
	before := kilobytes("VmRSS")
	b, err := newBench()
	fail(err)
	debug.FreeOSMemory()
	loaded := kilobytes("VmRSS")
	for _, f := range upTo(40, file) {
		src, err := photos.Open(ctx, f)
		fail(err)
		seen, err := b.eyes.Look(ctx, src, model.NoSide, eyes.Watch{})
		fail(err)
		if kind == "fields" {
			fail(json.NewEncoder(os.Stdout).Encode(seen.Reading))
		}
	}
	if kind == "memory" {
		fmt.Printf("%d MB with the nets loaded, %d MB before they are (%d MB idle)", (kilobytes("VmHWM")-loaded)>>10, (kilobytes("VmHWM")-before)>>10, before>>10)
	}
}

// upTo is a file, or the first n photographs of a folder.
func upTo(n int, file string) []string {
	if all, _ := filepath.Glob(filepath.Join(file, "*-*.jpg")); len(all) > 0 {
		var some []string
		for _, f := range all {
			if !strings.HasPrefix(filepath.Base(f), "large-") && len(some) < n {
				some = append(some, f)
			}
		}
		return some
	}
	return []string{file}
}

// stopping is how long reading goes on when it is asked to stop, at moments
// spread over its time.
func stopping(ctx context.Context, file string) (cost, error) {
	c := cost{"stopping after it is asked to", "≤ 50 ms", ""}
	b, err := newBench()
	if err != nil {
		return c, err
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return c, err
	}
	var times []time.Duration
	for i := range 30 {
		after := time.Duration(i+1) * 9 * time.Millisecond
		late, done := b.stopped(ctx, data, after)
		if !done {
			times = append(times, late)
		}
	}
	c.got = "p50 " + ms(share(times, 0.5)) + ", longest " + ms(share(times, 1)) + " (" + strconv.Itoa(len(times)) + " times)"
	return c, nil
}

// stopped reads until it is asked to stop after a time: how much longer it
// went on, and whether it was done before.
func (b *bench) stopped(ctx context.Context, data []byte, after time.Duration) (late time.Duration, done bool) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	asked := make(chan time.Time, 1)
	timer := time.AfterFunc(after, func() { asked <- time.Now(); cancel() })
	defer timer.Stop()
	if src, err := photos.Decode(ctx, bytes.NewReader(data)); err == nil {
		_, err = b.eyes.Look(ctx, src, model.NoSide, eyes.Watch{})
		if !errors.Is(err, context.Canceled) {
			return 0, true
		}
	}
	return time.Since(<-asked), false
}
