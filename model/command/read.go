package command

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"truename/model"
	"truename/model/eyes"
	"truename/model/photo"
)

// A reading is the JSON line about one photograph.
type reading struct {
	File     string             `json:"file"`
	Side     model.Side         `json:"side"`
	Grade    model.Grade        `json:"grade"`
	Quad     *[4][2]float64     `json:"quad"` // pixels of the picture in the file, upright
	Findings []model.Finding    `json:"findings"`
	Fields   model.Reading      `json:"fields"`
	MS       map[string]float64 `json:"ms"` // milliseconds: open, each of steps, total
	Error    model.Code         `json:"error,omitempty"`
}

// readMemory is where a run over a folder tidies up oftener: what one photograph
// needed is garbage when the next comes. In bytes, the program included.
const readMemory = 160 << 20

func runRead(ctx context.Context, k *call) error {
	files, err := k.photographs()
	if err != nil {
		return err
	}
	go k.eyes.Open() // while the first photograph is decoded
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(readMemory))
	bar, both, unusable := newBar(k.Stderr, len(files)), pair{}, 0
	defer bar.clear()
	for i, f := range files {
		line, src := k.read(ctx, f, k.sideOf(i))
		if err := k.eyes.Open(); err != nil { // no photograph's fault
			return err
		}
		if len(k.args) == 2 {
			both.add(ctx, &line, src)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if line.Error != "" {
			unusable++
		}
		bar.clear()
		if err := k.print(line); err != nil {
			return err
		}
		bar.step()
	}
	if unusable > 0 {
		bar.clear()
		return &spoken{fmt.Sprintf("%d of %d photographs cannot be used: see their lines.", unusable, len(files)), errTold}
	}
	return nil
}

// sideOf is the side that the i-th photograph of the call is given as: only of
// two that are named the order tells.
func (k *call) sideOf(i int) model.Side {
	if len(k.args) < 2 {
		return model.NoSide
	}
	return []model.Side{model.Front, model.Back}[i]
}

// photographs are the files that the call names, those of a folder sorted.
// Hidden files are none.
func (k *call) photographs() ([]string, error) {
	if (k.dir == "") == (len(k.args) == 0) {
		return nil, misused("Name one or two photographs, or a folder with -dir.")
	}
	if k.dir == "" {
		return k.args, nil
	}
	entries, err := os.ReadDir(k.dir)
	if err != nil {
		return nil, &spoken{"The folder of photographs cannot be read.", model.Fail(model.CodeUnreadable, err)}
	}
	var files []string
	for _, e := range entries {
		if !e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			files = append(files, filepath.Join(k.dir, e.Name()))
		}
	}
	return files, nil
}

// steps are what a photograph's time is told by.
var steps = []string{"find", "straighten", "text", "read", "check"}

// read checks and reads one photograph; src is nil if it cannot be used.
func (k *call) read(ctx context.Context, path string, side model.Side) (line reading, src *photo.Source) {
	start := time.Now()
	line = reading{File: path, Side: model.NoSide, Findings: []model.Finding{}, Fields: model.Reading{}, MS: map[string]float64{}}
	lap := func(name string, d time.Duration) { line.MS[name] = float64(d.Microseconds()) / 1000 }
	defer func() { lap("total", time.Since(start)) }()
	src, err := photo.Open(ctx, path)
	lap("open", time.Since(start))
	seen := eyes.Seen{}
	if err == nil {
		seen, err = k.eyes.Look(ctx, src, side, eyes.Watch{})
	}
	if err != nil {
		line.Grade, line.Error = model.Retake, refusalOf(err).Error
		return line, nil
	}
	for _, step := range steps {
		lap(step, seen.Took[step])
	}
	r := seen.Report
	line.Side, line.Grade, line.Findings, line.Quad = r.Side, r.Grade, r.Findings, inPixels(r.Quad, src)
	if len(seen.Reading) > 0 {
		line.Fields = seen.Reading
	}
	return line, src
}

// inPixels are corners in pixels of the picture in the file, upright, to a
// tenth; nil if there are none.
func inPixels(parts *[4][2]float64, src *photo.Source) *[4][2]float64 {
	if parts == nil {
		return nil
	}
	w, h := src.Size()
	var out [4][2]float64
	for i, c := range parts {
		out[i] = [2]float64{math.Round(c[0]*float64(w)*10) / 10, math.Round(c[1]*float64(h)*10) / 10}
	}
	return &out
}

// A pair notices that one picture was given for both sides.
type pair struct{ first model.Photo }

// add holds a photograph against the one before it.
func (p *pair) add(ctx context.Context, line *reading, src *photo.Source) {
	if src == nil {
		return
	}
	this, err := src.Photo(ctx)
	if err != nil { // ctx is done
		return
	}
	if n, ok := this.Distance(p.first); ok && this.Same(p.first) {
		line.Grade = model.Retake
		line.Findings = append(line.Findings, model.SamePhoto(n))
	}
	p.first = this
}
