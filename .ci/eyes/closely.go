package main

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"truename/model/specimen"
)

// closely draws single photographs and says all about them.
func closely(ctx context.Context, list, keep string) error {
	all, err := shotsOf(list)
	if err != nil {
		return err
	}
	dir, done, err := folder(keep)
	if err != nil {
		return err
	}
	defer done()
	b, err := newBench()
	if err != nil {
		return err
	}
	for _, s := range all {
		p, err := drawOne(dir, s, specimen.Options{})
		if err != nil {
			return err
		}
		o, err := b.read(ctx, p)
		if err != nil {
			return err
		}
		o.tell()
	}
	return nil
}

// tell prints what is known of a photograph.
func (o *outcome) tell() {
	fmt.Printf("%s: %s, fault %q, hides %v\n", o.shot, o.about(), o.truth.Fault, o.truth.Hidden)
	fmt.Printf("  side %s, grade %s, IoU %.3f, %s\n", o.seen.Report.Side, o.seen.Report.Grade, o.iou(), ms(o.wall))
	for _, f := range o.seen.Report.Findings {
		fmt.Printf("  %-7s %-16s %8.3f limit %8.3f %s\n", f.Weight, f.Code, f.Value, f.Limit, f.Field)
	}
	for _, f := range slices.Sorted(maps.Keys(o.truth.Fields)) {
		mark := "  "
		if !o.exact(f) {
			mark = "! "
		}
		fmt.Printf("  %s%-10s %s (%.2f)\n", mark, f, o.pair(f), o.seen.Reading[f].Confidence)
	}
	if o.right != "" {
		fmt.Printf("  typed name: %s, another: %s\n", o.right, o.wrong)
	}
	for _, f := range o.failures() {
		fmt.Printf("  -> %s\n", f.what)
	}
}
