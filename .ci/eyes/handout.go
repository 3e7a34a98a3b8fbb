package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"truename/model"
	"truename/model/eyes"
	photos "truename/model/photo"
	"truename/model/specimen"
)

// A peerLine is what a reader made of one photograph: a line of NAME.jsonl in
// the folder of peers. Lines are all that it read, for those that know no
// fields.
type peerLine struct {
	File   string   `json:"file"`
	Name   string   `json:"name,omitempty"`
	Number string   `json:"number,omitempty"`
	Lines  []string `json:"lines,omitempty"`
	Quad   *quad    `json:"quad,omitempty"` // pixels of the photograph
	MS     float64  `json:"ms"`
	Load   float64  `json:"load"` // average of the last minute
}

// handOut draws photographs for peers, lays a straightened card beside each,
// for those that find none themselves, and reads them here.
func handOut(ctx context.Context, o *options) error {
	for _, sub := range []string{"shots", "cards"} {
		if err := os.MkdirAll(filepath.Join(o.handout, sub), 0o755); err != nil {
			return err
		}
	}
	all, err := draw(ctx, filepath.Join(o.handout, "shots"), o.residents(), specimen.Options{Kind: specimen.KindResident, Side: "front"})
	if err != nil {
		return err
	}
	if err := writeTruth(filepath.Join(o.handout, "shots"), all); err != nil {
		return err
	}
	b, err := newBench()
	if err != nil {
		return err
	}
	whole, place, err := b.lines(ctx, o.handout, all)
	return errors.Join(err, writeLines(filepath.Join(o.handout, "ours.jsonl"), whole), writeLines(filepath.Join(o.handout, "ours-outline.jsonl"), place))
}

// residents are standard photographs of the styles b and c; they are drawn
// with the side and the cards that matter most: 人像面 of residents.
func (o *options) residents() (all shots) {
	for i := range uint64(*o.n[specimen.Standard]) {
		s := []specimen.Style{specimen.StyleB, specimen.StyleC}[i%2]
		all = append(all, shot{specimen.Standard, firstSeed[s] + o.seed + i})
	}
	return all
}

// lines are what is read here, and what the outlines alone say.
func (b *bench) lines(ctx context.Context, dir string, all []photo) (whole, place []peerLine, err error) {
	warm := min(warmUps, len(all))
	for i, p := range slices.Concat(all[:warm], all) {
		data, err := os.ReadFile(p.path)
		if err != nil {
			return nil, nil, err
		}
		w, err := b.whole(ctx, p, data)
		if err != nil {
			return nil, nil, err
		}
		q, err := outlineOf(ctx, p, data)
		if err != nil {
			return nil, nil, err
		}
		if i >= warm {
			whole, place = append(whole, w), append(place, q)
			if err := straightened(ctx, p, data, dir); err != nil {
				return nil, nil, err
			}
		}
	}
	return whole, place, nil
}

func (b *bench) whole(ctx context.Context, p photo, data []byte) (l peerLine, err error) {
	start := time.Now()
	src, err := photos.Decode(ctx, bytes.NewReader(data))
	if err != nil {
		return l, err
	}
	seen, err := b.eyes.Look(ctx, src, model.NoSide, eyes.Watch{})
	l = peerLine{File: filepath.Base(p.path), MS: since(start), Load: loadNow()}
	l.Name, l.Number = seen.Reading["name"].Text, seen.Reading["number"].Text
	l.Quad = inPixels(seen.Report.Quad, p.truth)
	return l, err
}

// outlineOf finds the card by its outline alone, and straightens it.
func outlineOf(ctx context.Context, p photo, data []byte) (l peerLine, err error) {
	start := time.Now()
	src, err := photos.Decode(ctx, bytes.NewReader(data))
	if err != nil {
		return l, err
	}
	found, err := src.Candidates(ctx)
	if len(found) > 0 {
		src.Straighten(found[0].Quad, photos.CardWidth, photos.CardHeight)
		l.Quad = inPixels(src.Outline(found[0].Quad), p.truth)
	}
	l.File, l.MS, l.Load = filepath.Base(p.path), since(start), loadNow()
	return l, err
}

// straightened saves the card as it truly lies, so that finding it is no
// hindrance.
func straightened(ctx context.Context, p photo, data []byte, dir string) error {
	src, err := photos.Decode(ctx, bytes.NewReader(data))
	if err != nil {
		return err
	}
	var part quad
	for i, c := range p.truth.Quad {
		part[i] = [2]float64{c[0] / float64(p.truth.W), c[1] / float64(p.truth.H)}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, src.Straighten(src.Corners(part), photos.CardWidth, photos.CardHeight)); err != nil {
		return err
	}
	name := strings.TrimSuffix(filepath.Base(p.path), ".jpg") + ".png"
	return os.WriteFile(filepath.Join(dir, "cards", name), out.Bytes(), 0o600)
}

func inPixels(q *quad, t specimen.Truth) *quad {
	if q == nil {
		return nil
	}
	out := *q
	for i, c := range q {
		out[i] = [2]float64{c[0] * float64(t.W), c[1] * float64(t.H)}
	}
	return &out
}

func writeLines(file string, all []peerLine) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	for _, l := range all {
		if err := e.Encode(l); err != nil {
			return err
		}
	}
	return os.WriteFile(file, b.Bytes(), 0o600)
}

func since(start time.Time) float64 { return float64(time.Since(start).Microseconds()) / 1000 }

func loadNow() float64 {
	v, _ := strconv.ParseFloat(strings.Fields(load())[0], 64)
	return v
}
