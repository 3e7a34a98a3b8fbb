// Command large makes a store of very many cases and measures it, beside SQLite
// doing the same work in the same run: see docs/benchmarks.md.
//
//	large [-cases 100000] [-photos 2000] [-commits 200] DIR
//
// DIR must be empty or not there; it is left behind, some 3 GB. Every figure of
// an opening comes from a process of its own.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/sys/unix"
)

func main() {
	log.SetFlags(0)
	var p plan
	flag.IntVar(&p.cases, "cases", 100_000, "how many cases")
	flag.IntVar(&p.photos, "photos", 2000, "how many of them have photographs")
	flag.IntVar(&p.commits, "commits", 200, "how many commits are timed")
	made := flag.Bool("made", false, "both are in DIR already: measure only")
	child := flag.String("child", "", "what a process of its own does")
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("usage: large [-cases N] [-photos N] [-commits N] DIR")
	}
	p.dir, p.made = flag.Arg(0), *made
	run := p.all
	if *child != "" {
		run = func(context.Context) error { return p.child(*child) }
	}
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

// A plan is what is made and measured.
type plan struct {
	dir                    string
	cases, photos, commits int
	made                   bool
}

func (p plan) store() string { return filepath.Join(p.dir, "store") }
func (p plan) lite() string  { return filepath.Join(p.dir, "lite.db") }

// all makes both and measures both.
func (p plan) all(ctx context.Context) error {
	fmt.Printf("%d cases, %d of them with two photographs of 300 kB, the rest sealed requests\n", p.cases, p.photos)
	steps := []func(context.Context) error{p.make, p.makeLite, p.opens, p.beside(p.lists), p.rebuilds, p.beside(p.commit)}
	if p.made {
		steps = steps[2:]
	}
	for _, step := range steps {
		begin := time.Now()
		if err := step(ctx); err != nil {
			return err
		}
		fmt.Printf("  (%.0f s)\n", time.Since(begin).Seconds())
	}
	return nil
}

// times are durations to be told.
type times []time.Duration

func (t times) at(percent int) float64 {
	s := slices.Sorted(slices.Values(t))
	return float64(s[min(len(s)*percent/100, len(s)-1)].Microseconds()) / 1000
}

func (t times) String() string {
	return fmt.Sprintf("p50 %.2f, p95 %.2f, p99 %.2f, most %.2f ms (%d)", t.at(50), t.at(95), t.at(99), t.at(100), len(t))
}

// timed is how long do takes.
func timed(do func() error) (time.Duration, error) {
	begin := time.Now()
	err := do()
	return time.Since(begin), err
}

// worked is the processor time of this process.
func worked() time.Duration {
	var r unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &r) != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// floor is what writing and syncing b to one new file takes.
func floor(path string, b []byte) (time.Duration, error) {
	defer os.Remove(path)
	return timed(func() error {
		f, err := os.Create(path)
		if err != nil {
			return err
		}
		_, err = f.Write(b)
		return errors.Join(err, f.Sync(), f.Close())
	})
}
