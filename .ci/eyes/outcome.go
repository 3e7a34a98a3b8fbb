package main

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"os"
	"slices"
	"strings"
	"time"

	"truename/assets"
	"truename/model"
	"truename/model/command"
	"truename/model/eyes"
	"truename/model/ocr"
	photos "truename/model/photo"
	"truename/model/specimen"
)

// An outcome is what came of one photograph.
type outcome struct {
	shot
	truth specimen.Truth
	seen  eyes.Seen
	wall  time.Duration // from the bytes of the file to the fields
	cpu   time.Duration // of all threads, in the same time
	open  time.Duration // decoding alone
	// What Verify says about the printed name, and about one with another
	// common character in it.
	right, wrong model.Verdict
	knows        bool // the dictionary has all characters of the name
}

// A bench reads photographs.
type bench struct {
	reader *ocr.Reader
	eyes   *eyes.Eyes
}

func newBench() (*bench, error) {
	r, err := ocr.New(assets.Models)
	if err != nil {
		return nil, err
	}
	command.Tidy() // as the program does
	return &bench{r, eyes.New(r)}, nil
}

// warmUps are read before anything counts.
const warmUps = 3

// readAll reads photographs one after another.
func readAll(ctx context.Context, all []photo) ([]outcome, error) {
	b, err := newBench()
	if err != nil {
		return nil, err
	}
	for _, p := range all[:min(warmUps, len(all))] {
		if _, err := b.read(ctx, p); err != nil {
			return nil, err
		}
	}
	out := make([]outcome, 0, len(all))
	for i, p := range all {
		one, err := b.read(ctx, p)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.path, err)
		}
		if out = append(out, one); (i+1)%100 == 0 {
			log.Printf("%d of %d read", i+1, len(all))
		}
	}
	return out, nil
}

// read reads one photograph, and asks about its name.
func (b *bench) read(ctx context.Context, p photo) (o outcome, err error) {
	o = outcome{shot: shot{p.truth.Group, p.truth.Seed}, truth: p.truth}
	data, err := os.ReadFile(p.path)
	if err != nil {
		return o, err
	}
	before, start := cpuTime(), time.Now()
	src, err := photos.Decode(ctx, bytes.NewReader(data))
	if err != nil {
		return o, err
	}
	o.open = time.Since(start)
	o.seen, err = b.eyes.Look(ctx, src, model.NoSide, eyes.Watch{})
	o.wall, o.cpu = time.Since(start), cpuTime()-before
	if err != nil || p.truth.Fields["name"] == "" || o.foreign() || p.truth.Group == specimen.Bad {
		return o, err
	}
	return o, b.verify(ctx, src, &o)
}

// verify asks about the printed name and about a wrong one, as the program
// does: on the photograph as it is kept.
func (b *bench) verify(ctx context.Context, src *photos.Source, o *outcome) error {
	name := o.truth.Fields["name"]
	o.knows = !strings.ContainsFunc(name, func(r rune) bool { return !b.reader.Knows(r) })
	kept, err := src.Photo(ctx)
	if err != nil {
		return err
	}
	kept.Report, kept.Reading = o.seen.Report, o.seen.Reading
	right, err := b.eyes.Verify(ctx, kept, name)
	if err != nil {
		return err
	}
	wrong, err := b.eyes.Verify(ctx, kept, otherName(name, o.truth.Seed))
	o.right, o.wrong = right.Verdict, wrong.Verdict
	return err
}

// commons are characters that names often have.
var commons = []rune("伟强磊军洋勇杰涛明超刚平辉鹏志文建国华宇浩芳娜秀英敏静丽艳娟霞桂玉萍红玲慧怡雨晓燕云雪梅")

// otherName is name with one character replaced by another common one.
func otherName(name string, seed uint64) string {
	r := []rune(name)
	at := int(seed % uint64(len(r)))
	if r[at] == '·' {
		at--
	}
	for i := seed / 7; ; i++ {
		if c := commons[i%uint64(len(commons))]; c != r[at] {
			r[at] = c
			return string(r)
		}
	}
}

func (o *outcome) foreign() bool { return strings.HasPrefix(o.truth.Kind, "foreign") }
func (o *outcome) refused() bool { return o.seen.Report.Grade == model.Retake }
func (o *outcome) front() bool   { return o.truth.Side == "front" }
func (o *outcome) back() bool    { return o.truth.Side == "back" }

// text is what was read of a field.
func (o *outcome) text(field string) string { return o.seen.Reading[field].Text }

// exact reports whether a field was read as it is printed.
func (o *outcome) exact(field string) bool { return o.text(field) == o.truth.Fields[field] }

// misread reports whether something else than what is printed was taken for
// read.
func (o *outcome) misread(field string) bool { return o.text(field) != "" && !o.exact(field) }

// found reports whether a finding says code and means it at least so much.
func (o *outcome) found(code string, weights ...model.Weight) bool {
	return slices.ContainsFunc(o.seen.Report.Findings, func(f model.Finding) bool {
		return f.Code == code && slices.Contains(weights, f.Weight)
	})
}

// reason is the finding that a person is told first.
func (o *outcome) reason() string {
	f, ok := o.seen.Report.Worst()
	if !ok {
		return "nothing"
	}
	return f.Code
}

// onPrint reports whether the card lies on printed paper.
func (o *outcome) onPrint() bool {
	return slices.Contains([]string{"page", "form", "newspaper"}, o.truth.Ground)
}

// large reports whether the photograph has the 12 megapixels of a telephone's.
func (o *outcome) large() bool { return o.truth.W*o.truth.H == 4032*3024 }

// iou is what the outline that was found and the card's have in common.
func (o *outcome) iou() float64 {
	q := o.seen.Report.Quad
	if q == nil {
		return 0
	}
	var found quad
	for i, c := range q {
		found[i] = [2]float64{c[0] * float64(o.truth.W), c[1] * float64(o.truth.H)}
	}
	return overlap(found, o.truth.Quad)
}
