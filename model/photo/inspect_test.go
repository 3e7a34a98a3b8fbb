package photo

import (
	"bytes"
	"image"
	"testing"

	"truename/model"
)

// inspect is the report on img, by way of a JPEG.
func inspect(t testing.TB, img image.Image) model.Report {
	t.Helper()
	src, err := Decode(t.Context(), bytes.NewReader(encoded(t, img, 85)))
	if err != nil {
		t.Fatal(err)
	}
	var told []model.Finding
	r := src.Inspect(t.Context(), model.Front, func(f model.Finding) { told = append(told, f) })
	if len(told) != len(r.Findings) || len(told) != len(checks) {
		t.Fatalf("told %d of %d findings", len(told), len(r.Findings))
	}
	return r
}

func TestInspect(t *testing.T) {
	sharp := desk(1600, 1200, 1)
	plain := func(v uint8) *image.Gray {
		img := image.NewGray(image.Rect(0, 0, 1600, 1200))
		box(img, img.Rect, v)
		return img
	}
	for name, c := range map[string]struct {
		img   image.Image
		grade model.Grade
		bad   string // the code of the worst finding
	}{
		"sharp":                   {sharp, model.Good, ""},
		"sharp, noise":            {noisy(sharp, 8, 1), model.Good, ""},
		"sharp, evening":          {lit(sharp, .65, 0), model.Good, ""},
		"sharp, bright":           {lit(sharp, 1.1, 20), model.Good, ""},
		"a scan on white":         {scan(1600), model.Good, ""},
		"soft":                    {blurred(sharp, 1.6, 1.6), model.Good, ""},
		"blurred":                 {blurred(sharp, 4.5, 4.5), model.Retake, "blur"},
		"very blurred":            {blurred(sharp, 9, 9), model.Retake, "blur"},
		"blurred, noise":          {noisy(blurred(sharp, 5, 5), 8, 1), model.Retake, "blur"},
		"shaken across":           {blurred(sharp, 5, .5), model.Retake, "blur"},
		"shaken down":             {blurred(sharp, .5, 5), model.Retake, "blur"},
		"dark":                    {lit(sharp, .2, 0), model.Retake, "dark"},
		"dim":                     {lit(sharp, .42, 0), model.Flagged, "dark"},
		"washed out":              {lit(sharp, .4, 180), model.Retake, "bright"},
		"black":                   {plain(0), model.Retake, "dark"},
		"white":                   {plain(255), model.Retake, "bright"},
		"fog":                     {plain(140), model.Retake, "contrast"},
		"small":                   {desk(900, 675, 1), model.Flagged, "resolution"},
		"very small":              {desk(500, 375, 1), model.Retake, "resolution"},
		"a strip":                 {image.NewGray(image.Rect(0, 0, 2000, 20)), model.Retake, "resolution"},
		"one pixel":               {image.NewGray(image.Rect(0, 0, 1, 1)), model.Retake, "resolution"},
		"large and sharp":         {desk(3600, 2700, 2), model.Good, ""},
		"large and soft (0.5 mm)": {blurred(desk(3600, 2700, 2), 10, 10), model.Retake, "blur"},
	} {
		t.Run(name, func(t *testing.T) {
			r := inspect(t, c.img)
			worst, any := r.Worst()
			if r.Grade != c.grade || worst.Code != c.bad || any != (c.bad != "") || r.Quad != nil || r.Side != model.Front {
				t.Errorf("%+v", r)
			}
		})
	}
}

// scan is a card on the white of a flatbed scanner.
func scan(w int) *image.Gray {
	img := desk(w, w*3/4, 3)
	for i, v := range img.Pix {
		if v < 95 && v > 50 { // the table
			img.Pix[i] = 250
		}
	}
	return img
}

func TestSharpnessFallsWithBlur(t *testing.T) {
	for seed := range uint64(3) {
		base := desk(1000, 750, seed)
		last := 99.0
		for _, sigma := range []float64{0, .5, 1, 1.5, 2, 2.5, 3, 4} {
			s := edgeSharpness(pixelsOf(noisy(blurred(base, sigma, sigma), 4, seed)).y)
			if s >= last {
				t.Errorf("seed %d: %.2f at %.1f, %.2f before", seed, s, sigma, last)
			}
			if sigma <= 1 && s < 1.2*sharpness.notice || sigma >= 2.5 && s > sharpness.fault {
				t.Errorf("seed %d: %.2f at %.1f is on the wrong side", seed, s, sigma)
			}
			last = s
		}
	}
}

func TestPrint(t *testing.T) {
	a, b := desk(1600, 1200, 1), corners(1600, 1200)
	src, err := Decode(t.Context(), bytes.NewReader(encoded(t, a, 95)))
	if err != nil {
		t.Fatal(err)
	}
	kept, err := src.Photo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	shown, err := DecodePreview(t.Context(), kept.JPEG, 400)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		img  image.Image
		same bool
	}{
		"itself":          {a, true},
		"kept":            {shown, true},
		"preview":         {src.Preview(), true},
		"brighter":        {lit(a, .9, 20), true},
		"noise":           {noisy(a, 6, 1), true},
		"turned":          {src.Turn(1).Preview(), false},
		"another":         {b, false},
		"upside down":     {src.Turn(2).Preview(), false},
		"nothing, really": {image.NewGray(image.Rect(0, 0, 20, 20)), false},
	} {
		t.Run(name, func(t *testing.T) {
			if d := Distance(kept.Print, Print(c.img)); (d <= 6) != c.same {
				t.Errorf("%d bits apart", d)
			}
		})
	}
	if d := Distance(0, ^uint64(0)); d != 64 {
		t.Errorf("distance %d", d)
	}
}
