package ocr

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io/fs"
	"strings"
	"sync"

	"truename/model/memory"
	"truename/model/ocr/nn"
)

// A Reader holds the three nets. It does not change and may be used by
// several goroutines.
type Reader struct {
	find, read, turn *nn.Net
	keys             []string     // by class: blank, the dictionary, space
	class            map[rune]int // of a character in keys
}

// New loads the nets from det.bin, rec.bin, cls.bin and keys.txt.
func New(models fs.FS) (*Reader, error) {
	r := &Reader{}
	nets := []struct {
		name string
		net  **nn.Net
	}{{"rec.bin", &r.read}, {"det.bin", &r.find}, {"cls.bin", &r.turn}}
	errs := make([]error, len(nets))
	var all sync.WaitGroup
	for i, n := range nets {
		all.Go(func() {
			b, err := memory.ReadFile(models, n.name)
			if err == nil {
				*n.net, err = nn.Load(b)
			}
			errs[i] = err
		})
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	b, err := fs.ReadFile(models, "keys.txt")
	if err != nil {
		return nil, err
	}
	r.keys = append([]string{""}, strings.Split(string(bytes.TrimRight(b, "\n")), "\n")...)
	r.keys = append(r.keys, " ")
	r.class = make(map[rune]int, len(r.keys))
	for i, k := range r.keys {
		for _, c := range k {
			r.class[c] = i
		}
	}
	return r, nil
}

// Knows reports whether the dictionary has the character.
func (r *Reader) Knows(c rune) bool { _, ok := r.class[c]; return ok }

// UpsideDown is how sure the reader is, 0 … 1, that the lines in boxes stand on
// their heads, from the longest three. Without a line that is long enough it
// is 0.5.
func (r *Reader) UpsideDown(ctx context.Context, img *image.RGBA, boxes []Box) (float64, error) {
	const width, height, lines = 192, 48, 3
	sum, n := 0.0, 0
	for _, b := range longest(boxes, lines) {
		if b.W < 2*b.H {
			continue
		}
		in := b.crop(img, height, min(int(height*b.W/b.H), width), width, false)
		out, err := r.turn.Run(ctx, in, height, width, 1)
		if err != nil {
			return 0, err
		}
		sum, n = sum+float64(out.Data[1]), n+1
	}
	if n == 0 {
		return 0.5, nil
	}
	return sum / float64(n), nil
}
