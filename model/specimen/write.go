package specimen

import (
	"errors"
	"os"
	"path/filepath"

	"truename/model/idcard"
)

// A Set is one specimen ready for use: photographs of its two sides on disk, a
// second one of the front (Again), one of it that is out of focus (Blurred),
// and what a person would type. Child is the number of another person, of 9
// years.
type Set struct{ Front, Back, Again, Blurred, Name, Number, From, Until, Child string }

// Write draws the specimen of a person of 35 years on the day today and saves
// photographs of both sides (1600×1200, JPEG) in dir.
func Write(dir string, seed uint64, today idcard.Date) (Set, error) {
	p := NewAged(seed, 35, today)
	until := p.Until.String()
	if p.Long {
		until = "长期"
	}
	s := Set{
		Front: filepath.Join(dir, "front.jpg"), Back: filepath.Join(dir, "back.jpg"), Again: filepath.Join(dir, "again.jpg"), Blurred: filepath.Join(dir, "blurred.jpg"),
		Name: p.Name, Number: p.Number, From: p.From.String(), Until: until, Child: NewAged(seed+1, 9, today).Number,
	}
	front, back := DrawFront(p), DrawBack(p)
	return s, errors.Join(
		os.WriteFile(s.Front, JPEG(Photograph(front, seed), 90), 0o600),
		os.WriteFile(s.Back, JPEG(Photograph(back, seed+1), 90), 0o600),
		os.WriteFile(s.Again, JPEG(Photograph(front, seed+2), 90), 0o600),
		os.WriteFile(s.Blurred, JPEG(Spoil(Photograph(front, seed+3), Blur), 90), 0o600),
	)
}
