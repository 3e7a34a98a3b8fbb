// Command power cuts the power of a virtual machine that submits, again and
// again, and looks each time whether all that was acknowledged is there and
// whole: see docs/reliability.md and make power.
//
//	power [-cuts 60] [-each 12] [-without fsync,msync] [-seed N] DIR
//
// DIR holds kernel and initrd, made by guest.sh. The cut is SIGKILL for QEMU, so
// that all which is only in the guest's memory is gone. Its disk is a part of
// this program and has a cache, as a disk has that honours flushes: what was
// written behind the last flush is kept, lost, or kept sector by sector as a
// coin falls. -without is the control: these system calls of the store
// and of Badger succeed and do nothing.
package main

import (
	"flag"
	"fmt"
	"log"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"time"
)

const span = 5 * time.Second // within which the power is cut

func main() {
	log.SetFlags(0)
	cuts := flag.Int("cuts", 60, "how often the power is cut")
	each := flag.Int("each", 12, "cuts of one store, the first of them mostly while it is made")
	without := flag.String("without", "", "syncs that do nothing: fsync, msync or both with a comma")
	seed := flag.Uint64("seed", uint64(time.Now().UnixNano()), "of the moments and fates")
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("usage: power [-cuts N] [-each N] [-without fsync,msync] [-seed N] DIR")
	}
	l := &lab{dir: flag.Arg(0), each: *each, random: rand.New(rand.NewPCG(*seed, 0))}
	fmt.Printf("%d cuts, seed %d, without %q\n", *cuts, *seed, *without)
	sum := tally{fates: map[fate]int{}, notes: map[string]int{}}
	err := l.cuts(*cuts, *without, &sum)
	fmt.Println(sum)
	switch {
	case err != nil:
		log.Fatal(err)
	case sum.acks == 0:
		log.Fatal("nothing was acknowledged: nothing was tested")
	case strings.Contains(*without, "fsync") && sum.harmful == 0:
		log.Fatal("nothing is lost without syncs: the test sees nothing")
	}
}

// A tally is what a run found.
type tally struct {
	cuts, early int // early: before the store was open and compared
	acks        int
	harmful     int // starts at which something was missing or not whole
	lost, torn  int // versions of cases; files that verify names
	open        int64
	fates       map[fate]int
	notes       map[string]int
}

func (t tally) String() string {
	var notes []string
	for _, note := range slices.Sorted(maps.Keys(t.notes)) {
		notes = append(notes, fmt.Sprintf("\n%d times: %s", t.notes[note], note))
	}
	return fmt.Sprintf("%d cuts, %d of them before the store was compared; unflushed: %v, %d kB in all; %d acknowledgements; harm after %d cuts: %d versions lost, %d flaws%s",
		t.cuts, t.early, t.fates, t.open>>10, t.acks, t.harmful, t.lost, t.torn, strings.Join(notes, ""))
}

// cuts cuts the power n times, and compares after the last one too.
func (l *lab) cuts(n int, without string, sum *tally) error {
	begin := l.newDisk
	if without != "" {
		// The control begins each time with a store that was synced, so that what
		// it loses are cases and not the store.
		base, err := l.base()
		if err != nil {
			return err
		}
		begin = base
	}
	for sum.cuts < n {
		if err := begin(); err != nil {
			return err
		}
		if err := l.disk(min(l.each, n-sum.cuts), without, sum); err != nil {
			return err
		}
	}
	return nil
}

// disk cuts the power n times with one disk, or until there is harm: only the
// control may see some.
func (l *lab) disk(n int, without string, sum *tally) error {
	for i := range n + 1 {
		p := l.plan(i, without)
		if i == n { // only compared
			p = plan{after: "whole", fate: lost}
		}
		v, err := l.live(p)
		if err != nil {
			return err
		}
		fmt.Printf("%d cuts before, %d acknowledged; whole: %v, after %.1fs; %d acknowledged, cut %v, %d kB unflushed\n",
			sum.cuts, len(l.acked), v.whole, v.opening.Seconds(), len(v.acks), p, v.open>>10)
		for note, n := range v.notes {
			fmt.Printf("  %d times: %s\n", n, note)
			sum.notes[note] += n
		}
		switch {
		case len(v.harm) > 0 && without == "":
			sum.harm(v)
			return fmt.Errorf("harm: the disk and what was acknowledged are in %s", l.dir)
		case len(v.harm) > 0:
			sum.harm(v)
			return nil
		case i < n:
			l.acked = append(l.acked, v.acks...)
			sum.add(v, p.fate)
		}
	}
	return nil
}

// add counts a cut.
func (t *tally) add(v life, f fate) {
	if !v.whole {
		t.early++
	}
	t.cuts++
	t.acks += len(v.acks)
	t.open += v.open
	t.fates[f]++
}

// plan draws when the power is cut: a quarter of the cuts fall into starting,
// where there are few writes, the others behind it; a third at a moment, the
// others at a write. The control has none at the start: its store syncs until
// it is compared.
func (l *lab) plan(i int, without string) plan {
	p := plan{without: without, after: "whole", wait: time.Duration(l.random.Int64N(int64(span))), fate: fate(l.random.IntN(3))}
	starting := without == "" && i%4 == 0
	if starting {
		p.after, p.wait = "mounted", p.wait/3
	}
	if l.random.IntN(3) > 0 && !strings.Contains(without, "fsync") { // without it there are hardly any writes to wait for
		p.wait, p.writes = 0, 1+l.random.IntN(300)
		if starting {
			p.after, p.writes = "", 1+p.writes/10
		}
	}
	return p
}

// String says when it is, and what becomes of what is not flushed.
func (p plan) String() string {
	when := fmt.Sprintf("after %.1fs", p.wait.Seconds())
	if p.writes > 0 {
		when = fmt.Sprintf("at write %d", p.writes)
	}
	from := "the start"
	if p.after != "" {
		from = p.after
	}
	return fmt.Sprintf("%s from %s, %v", when, from, p.fate)
}

// harm counts what is missing.
func (t *tally) harm(v life) {
	t.harmful++
	for i, line := range v.harm {
		if strings.HasPrefix(line, "lost: version") {
			t.lost++
		}
		if strings.HasPrefix(line, "flaw: ") {
			t.torn++
		}
		if i < 5 {
			fmt.Println("  harm:", line)
		}
	}
	if n := len(v.harm) - 5; n > 0 {
		fmt.Printf("  and %d more\n", n)
	}
}

// base makes a store with some cases in it, all synced; again puts it in the
// place of the disk.
func (l *lab) base() (again func() error, err error) {
	if err := l.newDisk(); err != nil {
		return nil, err
	}
	v, err := l.live(plan{after: "whole", wait: 3 * time.Second, fate: lost})
	if err != nil || !v.whole || len(v.acks) < 2 {
		return nil, fmt.Errorf("no store to begin with: %v, %w", v.harm, err)
	}
	if err := os.Rename(l.path("disk"), l.path("base")); err != nil {
		return nil, err
	}
	return func() error {
		l.acked = v.acks
		return run("cp", "--sparse=always", l.path("base"), l.path("disk"))
	}, nil
}
