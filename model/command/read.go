package command

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"truename/model"
	"truename/model/photo"
)

// A reading is the JSON line about one photograph.
type reading struct {
	File     string             `json:"file"`
	Side     model.Side         `json:"side"`
	Grade    model.Grade        `json:"grade"`
	Quad     *[4][2]float64     `json:"quad"`
	Findings []model.Finding    `json:"findings"`
	Fields   model.Reading      `json:"fields"`
	MS       map[string]float64 `json:"ms"` // milliseconds: open, total
	Error    model.Code         `json:"error,omitempty"`
}

func runRead(ctx context.Context, k *call) error {
	files, err := k.photographs()
	if err != nil {
		return err
	}
	unusable := 0
	for _, f := range files {
		line := read(ctx, f)
		if err := ctx.Err(); err != nil {
			return err
		}
		if line.Error != "" {
			unusable++
		}
		if err := k.print(line); err != nil {
			return err
		}
	}
	if unusable > 0 {
		return &spoken{fmt.Sprintf("%d of %d photographs cannot be used: see their lines.", unusable, len(files)), errTold}
	}
	return nil
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

// read checks one photograph. Sides are not told apart yet and no text is read
// yet, so it says none and has no fields.
func read(ctx context.Context, path string) reading {
	start := time.Now()
	line := reading{File: path, Side: model.NoSide, Findings: []model.Finding{}, Fields: model.Reading{}, MS: map[string]float64{}}
	lap := func(name string) { line.MS[name] = float64(time.Since(start).Microseconds()) / 1000 }
	defer lap("total")
	src, err := photo.Open(ctx, path)
	lap("open")
	if err != nil {
		line.Grade, line.Error = model.Retake, refusalOf(err).Error
		return line
	}
	report := src.Inspect(ctx, model.NoSide, nil)
	line.Grade, line.Quad, line.Findings = report.Grade, report.Quad, report.Findings
	return line
}
