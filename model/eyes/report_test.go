//go:build cgo && !race

// Drawing these photographs takes ten times as long with the race detector, and
// reading them without the kernels in C; eyes_test.go does both.

package eyes_test

import (
	"bytes"
	"fmt"
	"slices"
	"sync"
	"testing"

	"truename/assets"
	"truename/model"
	"truename/model/eyes"
	"truename/model/ocr"
	"truename/model/photo"
	"truename/model/specimen"
)

// fixed are photographs of the styles that the eyes were not tuned on, that
// passed with something to spare when they were chosen: they find what breaks,
// and say nothing about how good the eyes are (docs/eyes.md does).
var fixed = []struct {
	group specimen.Group
	seed  uint64
	fault string // the seed's own if ""
}{
	{specimen.Standard, 1_623_001, ""}, {specimen.Standard, 1_623_002, ""}, {specimen.Standard, 1_623_003, ""},
	{specimen.Standard, 2_623_001, ""}, {specimen.Standard, 2_623_003, ""},
	{specimen.Standard, 1_127_403, ""}, {specimen.Standard, 2_127_531, ""}, // small on a form, on a page
	{specimen.Hard, 1_623_000, ""}, {specimen.Hard, 1_623_001, ""}, {specimen.Hard, 2_623_001, ""},
	{specimen.Bad, 1_623_000, "glare"}, {specimen.Bad, 1_623_001, "copy"},
	{specimen.Bad, 2_834_002, "several"}, {specimen.Bad, 1_833_001, "both-sides"}, {specimen.Bad, 1_830_002, "oblique"},
	{specimen.Bad, 2_831_003, "far"}, {specimen.Bad, 1_832_001, "cut"},
	{specimen.NoCard, 1_623_001, ""}, {specimen.NoCard, 2_623_000, ""}, // book, bank card
}

// eyesOnce loads the nets once for all tests.
var eyesOnce = sync.OnceValues(func() (*eyes.Eyes, error) {
	r, err := ocr.New(assets.Models)
	return eyes.New(r), err
})

func TestFixedSet(t *testing.T) {
	for _, f := range fixed {
		t.Run(fmt.Sprintf("%s-%d-%s", f.group, f.seed, f.fault), func(t *testing.T) {
			t.Parallel()
			jpeg, truth := specimen.ShotWith(f.group, f.seed, specimen.Options{Fault: f.fault})
			seen := look(t, jpeg)
			switch f.group {
			case specimen.Standard, specimen.Hard:
				isRead(t, seen, truth)
			default:
				isRefused(t, seen, truth)
			}
		})
	}
}

func look(t *testing.T, jpeg []byte) eyes.Seen {
	t.Helper()
	e, err := eyesOnce()
	if err != nil {
		t.Fatal(err)
	}
	src, err := photo.Decode(t.Context(), bytes.NewReader(jpeg))
	if err != nil {
		t.Fatal(err)
	}
	seen, err := e.Look(t.Context(), src, model.NoSide, eyes.Watch{})
	if err != nil {
		t.Fatal(err)
	}
	return seen
}

// isRead asks that a photograph is not refused, its side told, every number and
// day read, and nothing read that is not printed.
func isRead(t *testing.T, seen eyes.Seen, truth specimen.Truth) {
	t.Helper()
	if string(seen.Report.Side) != truth.Side {
		t.Errorf("side %s, it is the %s", seen.Report.Side, truth.Side)
	}
	if seen.Report.Grade == model.Retake {
		t.Errorf("refused: %+v", faults(seen))
	}
	for field, printed := range truth.Fields {
		read := seen.Reading[field].Text
		exact := slices.Contains([]string{"number", "from", "until"}, field)
		if read != printed && (exact || read != "") {
			t.Errorf("%s: %q is read, %q is printed", field, read, printed)
		}
	}
}

// isRefused asks that a photograph is refused for its fault, and no number or name of a card
// made up from it.
func isRefused(t *testing.T, seen eyes.Seen, truth specimen.Truth) {
	t.Helper()
	if seen.Report.Grade != model.Retake {
		t.Errorf("%s is not refused", truth.Fault)
	}
	if worst, _ := seen.Report.Worst(); truth.Group == specimen.Bad && worst.Code != truth.Fault {
		t.Errorf("%s is refused as %s", truth.Fault, worst.Code)
	}
	if truth.Fault == "several" {
		return // either may be read
	}
	for _, field := range []string{"number", "name"} {
		if read := seen.Reading[field].Text; read != "" && read != truth.Fields[field] {
			t.Errorf("%s: %q is read, %q is printed", field, read, truth.Fields[field])
		}
	}
}

func faults(seen eyes.Seen) []model.Finding {
	return slices.DeleteFunc(slices.Clone(seen.Report.Findings), func(f model.Finding) bool { return f.Weight != model.Fault })
}
