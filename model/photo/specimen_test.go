package photo

import (
	"image"
	"testing"

	"truename/model/specimen"
)

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
