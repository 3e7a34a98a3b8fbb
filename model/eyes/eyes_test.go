package eyes

import (
	"bytes"
	"context"
	"errors"
	"image"
	"math"
	"sync"
	"testing"

	"truename/assets"
	"truename/model"
	"truename/model/ocr"
	"truename/model/photo"
	"truename/model/specimen"
)

// reader is loaded once for all tests.
var reader = sync.OnceValue(func() *ocr.Reader {
	r, err := ocr.New(assets.Models)
	if err != nil {
		panic(err)
	}
	return r
})

// lookAt looks at a specimen photograph.
func lookAt(t *testing.T, g specimen.Group, seed uint64, o specimen.Options) (Seen, specimen.Truth) {
	t.Helper()
	jpeg, truth := specimen.ShotWith(g, seed, o)
	src, err := photo.Decode(t.Context(), bytes.NewReader(jpeg))
	if err != nil {
		t.Fatal(err)
	}
	seen, err := New(reader()).Look(t.Context(), src, model.NoSide, Watch{})
	if err != nil {
		t.Fatal(err)
	}
	return seen, truth
}

// away is how far the outline is from where the card lies, in parts of the
// card's length.
func away(r model.Report, truth specimen.Truth) float64 {
	if r.Quad == nil {
		return math.Inf(1)
	}
	far := 0.0
	for i, c := range r.Quad {
		far = max(far, math.Hypot(c[0]*float64(truth.W)-truth.Quad[i][0], c[1]*float64(truth.H)-truth.Quad[i][1]))
	}
	return far / truth.CardLength
}

func TestReadsBothSides(t *testing.T) {
	for _, side := range []string{"front", "back"} {
		for _, ground := range []string{"wood", "page"} {
			seen, truth := lookAt(t, specimen.Standard, 81, specimen.Options{Side: side, Ground: ground, Kind: "resident"})
			if string(seen.Report.Side) != side || seen.Report.Grade == model.Retake {
				t.Errorf("%s on %s: side %s, grade %s, %+v", side, ground, seen.Report.Side, seen.Report.Grade, seen.Report.Findings)
			}
			if d := away(seen.Report, truth); d > 0.02 {
				t.Errorf("%s on %s: a corner is off by %.3f of the card", side, ground, d)
			}
			for field, want := range truth.Fields {
				if got := seen.Reading[field].Text; got != want && !(field == model.ReadName && got == "") {
					t.Errorf("%s on %s: %s is read as %q, printed is %q", side, ground, field, got, want)
				}
			}
		}
	}
}

func TestStopsWhenAsked(t *testing.T) {
	jpeg, _ := specimen.Shot(specimen.Standard, 5)
	src, err := photo.Decode(t.Context(), bytes.NewReader(jpeg))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err = New(reader()).Look(ctx, src, model.Front, Watch{Card: func([4][2]float64) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("stopped after the card was found: %v", err)
	}
}

// TestSpoiltSpecimens: the specimens of the demonstration are good, and spoilt
// ones are refused for what was done to them.
func TestSpoiltSpecimens(t *testing.T) {
	p := specimen.New(3)
	for side, card := range map[model.Side]image.Image{model.Front: specimen.DrawFront(p), model.Back: specimen.DrawBack(p)} {
		img := specimen.Photograph(card, 6)
		if r := judged(t, img).Report; r.Grade != model.Good || r.Side != side {
			t.Errorf("%s: a good photograph is %s of %s: %+v", side, r.Grade, r.Side, r.Findings)
		}
		for code, how := range map[string]specimen.Fault{"blur": specimen.Blur, "dark": specimen.Dark, "bright": specimen.Bright} {
			r := judged(t, specimen.Spoil(img, how)).Report
			if worst, _ := r.Worst(); r.Grade != model.Retake || worst.Code != code {
				t.Errorf("%s: %s is %s: %+v", side, code, r.Grade, r.Findings)
			}
		}
	}
}

func judged(t *testing.T, img image.Image) Seen {
	t.Helper()
	src, err := photo.Decode(t.Context(), bytes.NewReader(specimen.JPEG(img, 90)))
	if err != nil {
		t.Fatal(err)
	}
	seen, err := New(reader()).Look(t.Context(), src, model.NoSide, Watch{})
	if err != nil {
		t.Fatal(err)
	}
	return seen
}
