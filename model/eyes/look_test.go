package eyes

import (
	"bytes"
	"context"
	"errors"
	"image"
	"math"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"truename/model"
	"truename/model/photo"
	"truename/model/specimen"
)

// person is on the photographs of these tests.
var person = sync.OnceValue(func() specimen.Person { return specimen.New(11) })

const (
	shotWide, shotHigh = 1200, 900
	shotSeed           = 4
)

// frontJPEG is a good photograph of the person's card, taken once.
var frontJPEG = sync.OnceValue(func() []byte {
	return specimen.JPEG(specimen.PhotographAt(specimen.DrawFront(person()), shotSeed, shotWide, shotHigh), 90)
})

func opened(t testing.TB, jpeg []byte) *photo.Source {
	t.Helper()
	src, err := photo.Decode(t.Context(), bytes.NewReader(jpeg))
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// An event is what a Watch was told: the outline, or the code of a finding.
type event = string

// A visit is a look at a photograph, with what its watch was told, in order.
type visit struct {
	seen Seen
	told []event
	err  error
}

func visited(ctx context.Context, src *photo.Source, side model.Side) (v visit) {
	v.seen, v.err = New(reader()).Look(ctx, src, side, Watch{
		Card:    func([4][2]float64) { v.told = append(v.told, "outline") },
		Finding: func(f model.Finding) { v.told = append(v.told, f.Code) },
	})
	return v
}

// goodLook is the look at the good photograph, shared by several tests.
var goodLook = sync.OnceValue(func() visit {
	src, err := photo.Decode(context.Background(), bytes.NewReader(frontJPEG()))
	if err != nil {
		panic(err)
	}
	return visited(context.Background(), src, model.Front)
})

// found is a finding of a report.
func found(r model.Report, code string) (model.Finding, bool) {
	for _, f := range r.Findings {
		if f.Code == code {
			return f, true
		}
	}
	return model.Finding{}, false
}

// A good photograph has no fault, and what is printed is read.
func TestGoodPhotograph(t *testing.T) {
	seen, p := goodLook().seen, person()
	if err := goodLook().err; err != nil {
		t.Fatal(err)
	}
	if seen.Report.Side != model.Front || seen.Report.Grade != model.Good {
		t.Errorf("%s, %s: %+v", seen.Report.Side, seen.Report.Grade, seen.Report.Findings)
	}
	for field, want := range map[string]string{
		model.ReadName: p.Name, model.ReadSex: p.Sex, model.ReadEthnicity: p.Ethnicity, model.ReadBirth: p.Birth.String(),
		model.ReadAddress: p.Address, model.ReadNumber: p.Number,
	} {
		if got := seen.Reading[field].Text; got != want {
			t.Errorf("%s is read as %q, want %q", field, got, want)
		}
	}
	truth := specimen.Quad(shotSeed, shotWide, shotHigh)
	for i, c := range seen.Report.Quad {
		if d := math.Hypot(c[0]*shotWide-truth[i][0], c[1]*shotHigh-truth[i][1]); d > 0.01*photo.Length(truth) {
			t.Errorf("corner %d is %.1f pixels off", i, d)
		}
	}
	for _, step := range []string{"find", "text", "read", "check", "total"} {
		if seen.Took[step] <= 0 {
			t.Errorf("%s took %v", step, seen.Took[step])
		}
	}
}

// The outline is told before anything that needs it, FindingCard before what is
// wrong with the card; the watch is told all that the report has, in order.
func TestWatchIsToldInOrder(t *testing.T) {
	told := goodLook().told
	outline, card := slices.Index(told, "outline"), slices.Index(told, model.FindingCard)
	if outline < 0 || card < outline {
		t.Errorf("told %q", told)
	}
	for _, code := range []string{model.FindingCut, model.FindingDark, model.FindingBlur, model.FindingGlare} {
		if slices.Index(told, code) < card {
			t.Errorf("%s was told before the card: %q", code, told)
		}
	}
	var codes []event
	for _, f := range goodLook().seen.Report.Findings {
		codes = append(codes, f.Code)
	}
	if rest := slices.DeleteFunc(slices.Clone(told), func(e event) bool { return e == "outline" }); !slices.Equal(rest, codes) {
		t.Errorf("told %q, reported %q", rest, codes)
	}
}

// The other side than the one asked for is a fault, and read all the same; a
// photograph that is turned gives the same reading.
func TestWrongSideOfATurnedPhotograph(t *testing.T) {
	src := opened(t, frontJPEG()).Turn(1)
	seen := visited(t.Context(), src, model.Back).seen
	f, ok := found(seen.Report, model.FindingWrongSide)
	if !ok || f.Weight != model.Fault || f.Side != model.Back || seen.Report.Grade != model.Retake || seen.Report.Side != model.Front {
		t.Errorf("%+v: %s, %s", f, seen.Report.Side, seen.Report.Grade)
	}
	if got := seen.Reading[model.ReadNumber].Text; got != person().Number {
		t.Errorf("the number is read as %q", got)
	}
	if _, ok := found(goodLook().seen.Report, model.FindingWrongSide); ok {
		t.Error("the side asked for is the wrong one")
	}
	// Turned to the right, the card's top left is where (x, y) has gone to (1-y, x).
	for i, c := range *goodLook().seen.Report.Quad {
		if got := seen.Report.Quad[i]; math.Hypot(got[0]-(1-c[1]), got[1]-c[0]) > 0.01 {
			t.Errorf("corner %d is at %v, before it was turned at %v", i, got, c)
		}
	}
}

// A faulty is a photograph with a fault, and what is to be found on it.
type faulty struct {
	fault string
	seed  uint64
	code  string
}

// looked draws it and looks at it, whichever side it shows.
func (f faulty) looked(t *testing.T, o specimen.Options) (model.Report, specimen.Truth) {
	t.Helper()
	o.Fault = f.fault
	jpeg, truth := specimen.ShotWith(specimen.Bad, f.seed, o)
	return visited(t.Context(), opened(t, jpeg), model.NoSide).seen.Report, truth
}

// unraced skips what draws too many photographs for the race detector.
func unraced(t *testing.T) {
	t.Helper()
	if raced {
		t.Skip("drawing these photographs takes a minute under the race detector; looking at one is raced elsewhere")
	}
}

// One photograph of each fault, of those that are found.
func TestFaultsOfSpecimens(t *testing.T) {
	unraced(t)
	for _, c := range []faulty{
		{"several", 102, model.FindingSeveral}, {"both-sides", 100, model.FindingBothSides}, {"copy", 102, model.FindingCopy},
		{"cut", 100, model.FindingCut}, {"glare", 102, model.FindingGlare},
	} {
		report, truth := c.looked(t, specimen.Options{Kind: "resident", Ground: "plain"})
		f, ok := found(report, c.code)
		if !ok || f.Weight != model.Fault || report.Grade != model.Retake {
			t.Errorf("%s: %+v, %s: %+v", c.fault, f, report.Grade, report.Findings)
		}
		if c.fault == "glare" && (f.Place == nil || !slices.Contains(truth.Hidden, f.Field)) {
			t.Errorf("glare hides %q, is told of %+v", truth.Hidden, f)
		}
	}
}

// Asked to stop at any stage, a look ends with the context's error and leaves
// nothing running.
func TestStopsAtEachStage(t *testing.T) {
	reader()
	before := runtime.NumGoroutine()
	for _, stage := range []event{"before", model.FindingResolution, "outline"} {
		ctx, cancel := context.WithCancel(t.Context())
		if stage == "before" {
			cancel()
		}
		after := 0
		at := func(e event) {
			if ctx.Err() != nil && stage != "before" {
				after++
			}
			if e == stage {
				cancel()
			}
		}
		_, err := New(reader()).Look(ctx, opened(t, frontJPEG()), model.Front, Watch{
			Card: func([4][2]float64) { at("outline") }, Finding: func(f model.Finding) { at(f.Code) },
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("stopped at %s: %v", stage, err)
		}
		if after > 0 {
			t.Errorf("stopped at %s, and told %d things more", stage, after)
		}
		cancel()
	}
	for tries := 0; runtime.NumGoroutine() > before; tries++ {
		if tries == 100 {
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// A watch without functions is told nothing, and an empty picture has no card.
func TestNothingIsNoCard(t *testing.T) {
	jpeg := specimen.JPEG(plain(700, 500), 90)
	seen, err := New(reader()).Look(t.Context(), opened(t, jpeg), model.Front, Watch{})
	if err != nil {
		t.Fatal(err)
	}
	if seen.Report.Side != model.NoSide || seen.Report.Grade != model.Retake || seen.Report.Quad != nil || len(seen.Reading) != 0 {
		t.Errorf("%+v, %v", seen.Report, seen.Reading)
	}
	if f, ok := seen.Report.Worst(); !ok || f.Weight != model.Fault || f.Side != model.Front {
		t.Errorf("%+v", f)
	}
}

// TestNarrowPictures: what is a few pixels wide is no card, and no crash.
func TestNarrowPictures(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {1, 50}, {50, 1}, {1, 600}, {3000, 1}, {3000, 2}, {2, 2}, {40, 9}} {
		img := image.NewGray(image.Rect(0, 0, size[0], size[1]))
		seen := judged(t, img)
		if seen.Report.Grade != model.Retake || seen.Report.Quad != nil {
			t.Errorf("%d x %d: %+v", size[0], size[1], seen.Report)
		}
	}
}

// TestStopsInTheMiddleOfTheChecks: who asks while findings are told is heard.
func TestStopsInTheMiddleOfTheChecks(t *testing.T) {
	img := specimen.Photograph(specimen.DrawFront(specimen.New(3)), 6)
	src, err := photo.Decode(t.Context(), bytes.NewReader(specimen.JPEG(img, 90)))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	after := 0
	_, err = New(reader()).Look(ctx, src, model.NoSide, Watch{Finding: func(f model.Finding) {
		if ctx.Err() != nil {
			after++
		}
		if f.Code == model.FindingCard {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) || after > 0 {
		t.Errorf("%v, and %d findings were told after it", err, after)
	}
}
