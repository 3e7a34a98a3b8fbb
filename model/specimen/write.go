package specimen

import (
	"os"
	"path/filepath"

	"truename/model/idcard"
)

// A Set is one specimen ready for use: its two photographs on disk, and what a
// person would type.
type Set struct{ Front, Back, Name, Number, From, Until string }

// Write draws the specimen of a person of 35 years on the day today and saves
// photographs of both sides (1600×1200, JPEG) in dir.
func Write(dir string, seed uint64, today idcard.Date) (Set, error) {
	p := NewAged(seed, 35, today)
	until := p.Until.String()
	if p.Long {
		until = "长期"
	}
	s := Set{
		Front: filepath.Join(dir, "front.jpg"), Back: filepath.Join(dir, "back.jpg"),
		Name: p.Name, Number: p.Number, From: p.From.String(), Until: until,
	}
	if err := os.WriteFile(s.Front, JPEG(Photograph(DrawFront(p), seed), 90), 0o600); err != nil {
		return s, err
	}
	return s, os.WriteFile(s.Back, JPEG(Photograph(DrawBack(p), seed+1), 90), 0o600)
}
