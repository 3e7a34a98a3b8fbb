package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"truename/model/specimen"
)

// groups in the order in which they are read and told.
var groups = []specimen.Group{specimen.Standard, specimen.Hard, specimen.Bad, specimen.NoCard}

// A shot is a photograph to be drawn. Its seed says its style.
type shot struct {
	group specimen.Group
	seed  uint64
}

func (s shot) String() string { return fmt.Sprintf("%s:%d", s.group, s.seed) }

type shots []shot

// The first seeds of the styles: see specimen.StyleOf.
var firstSeed = map[specimen.Style]uint64{specimen.StyleA: 0, specimen.StyleB: 1_000_000, specimen.StyleC: 2_000_000}

// shots are half of style b, half of style c and, to compare, some of the
// style that the reader was tuned on, with seeds that it was not.
func (o *options) shots() (all shots) {
	add := func(g specimen.Group, s specimen.Style, n int) {
		for i := range n {
			all = append(all, shot{g, firstSeed[s] + o.seed + uint64(i)})
		}
	}
	for _, g := range groups {
		n := *o.n[g]
		add(g, specimen.StyleB, (n+1)/2)
		add(g, specimen.StyleC, n/2)
		if o.tuned > 0 {
			add(g, specimen.StyleA, n/o.tuned)
		}
	}
	return all
}

// seeds tells the seeds of all shots in one line.
func (all shots) seeds() string {
	var parts []string
	for i := 0; i < len(all); {
		k := i
		for k+1 < len(all) && all[k+1].group == all[i].group && all[k+1].seed == all[k].seed+1 {
			k++
		}
		parts = append(parts, fmt.Sprintf("%s %d–%d", all[i].group, all[i].seed, all[k].seed))
		i = k + 1
	}
	return strings.Join(parts, ", ")
}

// A photo is a photograph in a file, and what it shows.
type photo struct {
	path  string
	truth specimen.Truth
}

// draw draws all shots into dir, as many at a time as there are cores.
func draw(ctx context.Context, dir string, all shots, o specimen.Options) ([]photo, error) {
	out, failed := make([]photo, len(all)), make([]error, len(all))
	next := make(chan int)
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := range next {
				out[i], failed[i] = drawOne(dir, all[i], o)
			}
		})
	}
	for i := range all {
		if ctx.Err() != nil {
			break
		}
		if next <- i; (i+1)%100 == 0 {
			log.Printf("%d of %d drawn", i+1, len(all))
		}
	}
	close(next)
	wait.Wait()
	return out, errors.Join(append(failed, ctx.Err())...)
}

func drawOne(dir string, s shot, o specimen.Options) (photo, error) {
	jpeg, truth := specimen.ShotWith(s.group, s.seed, o)
	name := specimen.ShotName(s.group, s.seed)
	if o.Large {
		name = "large-" + name
	}
	p := photo{filepath.Join(dir, name), truth}
	return p, os.WriteFile(p.path, jpeg, 0o600)
}

// writeTruth leaves what photographs show beside them, so that they can be read
// again without being drawn.
func writeTruth(dir string, all []photo) error {
	truths := make([]specimen.Truth, len(all))
	for i, p := range all {
		truths[i] = p.truth
	}
	list, err := json.MarshalIndent(truths, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "truth.json"), list, 0o600)
}

// photosIn are the photographs of a folder and of those in it that have a
// truth.json.
func photosIn(dir string) (all []photo, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() != "truth.json" {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var truths []specimen.Truth
		if err := json.Unmarshal(b, &truths); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		for _, t := range truths {
			all = append(all, photo{filepath.Join(filepath.Dir(path), specimen.ShotName(t.Group, t.Seed)), t})
		}
		return nil
	})
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("no truth.json in %s", dir)
	}
	return all, err
}

// shotsOf reads GROUP:SEED,….
func shotsOf(list string) (all shots, err error) {
	for one := range strings.SplitSeq(list, ",") {
		group, seed, _ := strings.Cut(strings.TrimSpace(one), ":")
		n, err := strconv.ParseUint(seed, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%q is not GROUP:SEED", one)
		}
		all = append(all, shot{specimen.Group(group), n})
	}
	return all, nil
}
