// Command eyes measures how well photographs of identity cards are found,
// checked and read, and how long that takes, on specimen photographs with
// fresh seeds. All photographs are drawn first and then read one after another,
// so that drawing does not disturb the times.
//
//	go run ./.ci/eyes -out docs/eyes.md            the published run
//	go run ./.ci/eyes -standard 20 -hard 10 -bad 26 -nocard 10
//	go run ./.ci/eyes -only standard:1234567,bad:2345678
//	go run ./.ci/eyes -dir FOLDER                  photographs of others, with truth.json as specimen.WriteShots writes it
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"truename/model/specimen"
)

// options are what the command line says.
type options struct {
	n        map[specimen.Group]*int
	tuned    int
	seed     uint64
	out      string
	failures string
	only     string
	dir      string
	keep     string
	bin      string
	peers    string
	handout  string
	costs    bool
}

func parse() *options {
	o := &options{n: map[specimen.Group]*int{}}
	for _, g := range []struct {
		group specimen.Group
		flag  string
		n     int
	}{{specimen.Standard, "standard", 300}, {specimen.Hard, "hard", 150}, {specimen.Bad, "bad", 150}, {specimen.NoCard, "nocard", 50}} {
		o.n[g.group] = flag.Int(g.flag, g.n, "how many photographs of group "+string(g.group))
	}
	flag.IntVar(&o.tuned, "tuned", 5, "one photograph of the style that the reader was tuned on for so many of the others; 0: none")
	flag.Uint64Var(&o.seed, "seed", 0, "where the seeds begin, below 900000; 0: taken from the clock")
	flag.StringVar(&o.out, "out", "", "file whose table is replaced; else it is printed")
	flag.StringVar(&o.failures, "failures", filepath.Join("build", "eyes-failures.txt"), "file for what went wrong")
	flag.StringVar(&o.only, "only", "", "GROUP:SEED,… to look at closely, in place of a run")
	flag.StringVar(&o.dir, "dir", "", "folder of photographs with truth.json, in place of specimens; folders in it count too")
	flag.StringVar(&o.keep, "keep", "", "folder to leave the photographs in; -dir reads them again, without drawing")
	flag.StringVar(&o.bin, "bin", "", "the program, for the time of its command read")
	flag.StringVar(&o.peers, "peers", "", "folder of photographs that others have read too: writes the table of peers")
	flag.StringVar(&o.handout, "handout", "", "folder for what peers are given: -standard photographs, their straightened cards, and what is read here")
	flag.BoolVar(&o.costs, "costs", true, "measure memory, large files, cancelling and the first photograph too")
	flag.Parse()
	if o.seed == 0 {
		o.seed = 100_000 + uint64(time.Now().UnixNano()/1000)%800_000
	}
	return o
}

func main() {
	log.SetFlags(0)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if len(os.Args) == 4 && os.Args[1] == childFlag {
		child(ctx, os.Args[2], os.Args[3])
		return
	}
	if err := run(ctx, parse()); err != nil {
		stop()
		log.Fatal(err)
	}
}

func run(ctx context.Context, o *options) error {
	switch {
	case o.peers != "":
		return comparePeers(o)
	case o.only != "":
		return closely(ctx, o.only, o.keep)
	case o.handout != "":
		return handOut(ctx, o)
	case o.dir != "":
		return outside(ctx, o)
	}
	return report(ctx, o)
}

// report is the published run.
func report(ctx context.Context, o *options) error {
	if _, err := os.Stat(o.out); o.out != "" && err != nil {
		return err // before a quarter of an hour of reading
	}
	dir, done, err := folder(o.keep)
	if err != nil {
		return err
	}
	defer done()
	shots := o.shots()
	log.Printf("drawing %d photographs from seed %d", len(shots), o.seed)
	photos, err := draw(ctx, dir, shots, specimen.Options{})
	if err != nil {
		return err
	}
	if err := writeTruth(dir, photos); err != nil {
		return err
	}
	r := &result{seeds: shots.seeds(), command: o.command(), machine: thisMachine(), date: time.Now()}
	if r.outcomes, err = readAll(ctx, photos); err != nil {
		return err
	}
	if o.costs {
		if r.costs, err = measureCosts(ctx, dir, o, r.outcomes); err != nil {
			return err
		}
	}
	r.after = load()
	return r.write(o)
}

// outside measures photographs that were made elsewhere.
func outside(ctx context.Context, o *options) error {
	photos, err := photosIn(o.dir)
	if err != nil {
		return err
	}
	r := &result{seeds: fmt.Sprintf("%d photographs made elsewhere", len(photos)), command: o.command(), machine: thisMachine(), date: time.Now()}
	if r.outcomes, err = readAll(ctx, photos); err != nil {
		return err
	}
	r.after = load()
	return r.write(o)
}

// command is how to have the same photographs read again.
func (o *options) command() string {
	var b strings.Builder
	b.WriteString("go run ./.ci/eyes")
	if o.dir != "" {
		return b.String() + " -dir FOLDER"
	}
	for _, g := range groups {
		fmt.Fprintf(&b, " -%s %d", strings.ReplaceAll(string(g), "-", ""), *o.n[g])
	}
	fmt.Fprintf(&b, " -tuned %d -seed %d", o.tuned, o.seed)
	return b.String()
}

// folder is where photographs are kept while they are read.
func folder(keep string) (dir string, done func(), err error) {
	if keep != "" {
		return keep, func() {}, os.MkdirAll(keep, 0o755)
	}
	dir, err = os.MkdirTemp("", "truename-eyes-")
	return dir, func() { os.RemoveAll(dir) }, err
}
