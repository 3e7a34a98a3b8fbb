package photo

import (
	"bytes"
	"image"
	"image/draw"
	"testing"

	"truename/model"
	"truename/model/specimen"
)

// specimens calls see with photographs of both sides of some cards.
func specimens(n uint64, see func(seed uint64, img image.Image)) {
	for seed := range n {
		p := specimen.New(seed)
		see(seed, specimen.Photograph(specimen.DrawFront(p), 2*seed))
		see(seed, specimen.Photograph(specimen.DrawBack(p), 2*seed+1))
	}
}

func TestSpecimens(t *testing.T) {
	specimens(3, func(seed uint64, img image.Image) {
		r := inspect(t, img)
		if r.Grade != model.Good {
			t.Errorf("seed %d: a good photograph is %s: %+v", seed, r.Grade, r.Findings)
		}
		for code, how := range map[string]specimen.Fault{"blur": specimen.Blur, "dark": specimen.Dark, "bright": specimen.Bright} {
			r := inspect(t, specimen.Spoil(img, how))
			found := false
			for _, f := range r.Findings {
				found = found || f.Code == code && f.Weight == model.Fault
			}
			if worst, _ := r.Worst(); !found || r.Grade != model.Retake || worst.Code != code {
				t.Errorf("seed %d: %s is %s: %+v", seed, code, r.Grade, r.Findings)
			}
		}
	})
}

// TestSpecimenSoftness blurs good photographs a little (still to be read) and
// much, in pixels of a long side of 1000.
func TestSpecimenSoftness(t *testing.T) {
	specimens(1, func(seed uint64, img image.Image) {
		grey := image.NewGray(img.Bounds())
		draw.Draw(grey, grey.Rect, img, grey.Rect.Min, draw.Src)
		for _, sigma := range []float64{.5, 1, 2.5} {
			s := sigma * 1.6
			src, err := Decode(t.Context(), bytes.NewReader(encoded(t, blurred(grey, s, s), 85)))
			if err != nil {
				t.Fatal(err)
			}
			v := edgeSharpness((&measures{src: src}).luma())
			if sigma <= 1 && v < sharpness.notice || sigma > 2 && v > sharpness.fault {
				t.Errorf("seed %d: %.2f at %.1f is on the wrong side", seed, v, sigma)
			}
		}
	})
}

// TestPrintsOfDifferentPictures: no two photographs are taken for one, least
// of all the two sides of a card on the same spot.
func TestPrintsOfDifferentPictures(t *testing.T) {
	for seed := range uint64(4) {
		p, other := specimen.New(seed), specimen.New(seed+50)
		front := Print(specimen.Photograph(specimen.DrawFront(p), seed))
		for name, img := range map[string]image.Image{
			"the back, same spot":      specimen.Photograph(specimen.DrawBack(p), seed),
			"the front, another photo": specimen.Photograph(specimen.DrawFront(p), seed+9),
			"another, another photo":   specimen.Photograph(specimen.DrawFront(other), seed+9),
		} {
			if d := Distance(front, Print(img)); d <= 8 {
				t.Errorf("seed %d: %s is %d bits apart", seed, name, d)
			}
		}
	}
}
