package command

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"truename/model"
	"truename/model/photo"
)

// reading is the JSON line about one photograph.
type reading struct {
	File     string             `json:"file"`
	Side     model.Side         `json:"side"`
	Grade    model.Grade        `json:"grade"`
	Quad     *[4][2]float64     `json:"quad"`
	Findings []model.Finding    `json:"findings"`
	Fields   model.Reading      `json:"fields"`
	MS       map[string]float64 `json:"ms"`
	Error    model.Code         `json:"error,omitempty"`
}

func runRead(ctx context.Context, k *call) error {
	files := k.args
	if k.dir != "" {
		entries, err := os.ReadDir(k.dir)
		if err != nil {
			return model.Fail(model.CodeUnreadable, err)
		}
		for _, e := range entries {
			if !e.IsDir() {
				files = append(files, filepath.Join(k.dir, e.Name()))
			}
		}
	} else if len(files) < 1 || len(files) > 2 {
		return errUsage
	}
	var failed error
	for _, f := range files {
		line, err := read(ctx, f)
		if err != nil {
			failed = err
		}
		if err := k.print(line); err != nil {
			return err
		}
	}
	return failed
}

// read checks one photograph. The side is not told apart yet, so it says none;
// no text is read yet, so there are no fields.
func read(ctx context.Context, path string) (reading, error) {
	start := time.Now()
	line := reading{File: path, Side: model.NoSide, Findings: []model.Finding{}, Fields: model.Reading{}, MS: map[string]float64{}}
	ms := func() float64 { return float64(time.Since(start).Microseconds()) / 1000 }
	src, err := photo.Open(ctx, path)
	line.MS["open"] = ms()
	if err != nil {
		line.Grade, line.Error = model.Retake, model.CodeOf(err)
		return line, err
	}
	report := src.Inspect(ctx, model.NoSide, nil)
	line.MS["total"] = ms()
	line.Grade, line.Findings = report.Grade, report.Findings
	return line, nil
}
