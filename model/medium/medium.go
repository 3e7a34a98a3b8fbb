// Package medium lists the pictures on a medium that a stranger has put into the
// machine, and opens them. Nothing on it is trusted: links are not followed,
// devices and pipes not opened, and what is looked at has an end, however many
// files and folders there are.
package medium

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"truename/model"
	"truename/model/plainfile"
)

// How much of a medium is looked at.
const (
	MostPictures = 500
	mostEntries  = 20_000
	mostTime     = 2 * time.Second
	mostDepth    = 3  // folders below the first
	nameLength   = 60 // of a name that is shown, in characters
	readAtOnce   = 512
)

var kinds = []string{".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"}

// Find lists the pictures below root. A medium that is not there has none. The
// error is ctx.Err(), or has model.CodeUnreadable.
func Find(ctx context.Context, root string) (model.Shelf, error) {
	dir, err := os.OpenRoot(root)
	if errors.Is(err, fs.ErrNotExist) {
		return model.Shelf{}, nil
	}
	if err != nil {
		return model.Shelf{}, model.Fail(model.CodeUnreadable, plainfile.WithoutPath(err))
	}
	defer dir.Close()
	f := &finder{ctx: ctx, root: dir, until: time.Now().Add(mostTime)}
	f.walk()
	if err := ctx.Err(); err != nil {
		return model.Shelf{}, err
	}
	slices.SortStableFunc(f.found, func(a, b model.Shelved) int {
		if c := b.At.Compare(a.At); c != 0 {
			return c
		}
		return strings.Compare(a.Path, b.Path)
	})
	if len(f.found) > MostPictures {
		f.found, f.more = f.found[:MostPictures], true
	}
	return model.Shelf{Pictures: f.found, More: f.more}, nil
}

// A finder walks over a medium, near folders first.
type finder struct {
	ctx   context.Context
	root  *os.Root
	until time.Time
	seen  int
	found []model.Shelved
	more  bool
}

// A place is a folder, and how far below the first it is.
type place struct {
	path  string
	depth int
}

func (f *finder) walk() {
	for next := []place{{".", 0}}; len(next) > 0; next = next[1:] {
		if f.spent() {
			return
		}
		next = append(next, f.folder(next[0])...)
	}
}

// spent reports whether enough was looked at.
func (f *finder) spent() bool {
	if f.seen >= mostEntries || time.Now().After(f.until) {
		f.more = true
	}
	return f.ctx.Err() != nil || f.seen >= mostEntries || time.Now().After(f.until)
}

// folder takes up the pictures of a folder, and gives those below it. One that
// cannot be read is left out.
func (f *finder) folder(at place) (below []place) {
	dir, err := f.root.Open(at.path)
	if err != nil {
		return nil
	}
	defer dir.Close()
	for !f.spent() {
		entries, err := dir.ReadDir(min(readAtOnce, mostEntries-f.seen))
		for _, e := range entries {
			f.seen++
			name := path.Join(at.path, e.Name())
			switch {
			case strings.HasPrefix(e.Name(), "."): // what systems leave there: no photograph of a person's
			case e.IsDir() && at.depth < mostDepth:
				below = append(below, place{name, at.depth + 1})
			case e.IsDir():
				f.more = true
			case e.Type().IsRegular() && slices.Contains(kinds, strings.ToLower(path.Ext(e.Name()))):
				f.take(name, e)
			}
		}
		if err != nil || len(entries) == 0 {
			return below
		}
	}
	return below
}

// take takes up a picture.
func (f *finder) take(name string, e fs.DirEntry) {
	info, err := e.Info()
	if err != nil || !info.Mode().IsRegular() {
		return
	}
	shown := plainfile.Clean(e.Name(), nameLength)
	if shown == "" {
		shown = "?"
	}
	f.found = append(f.found, model.Shelved{Path: name, Name: shown, At: info.ModTime(), Size: info.Size()})
}

// Open opens a picture that Find named for reading, and tells its size in bytes.
// It opens nothing outside of root and nothing but an ordinary file, whatever
// became of the medium meanwhile. Errors have model.CodeUnreadable or
// CodeNotAPicture.
func Open(root, name string) (*os.File, int64, error) {
	dir, err := os.OpenRoot(root)
	if err != nil {
		return nil, 0, model.Fail(model.CodeUnreadable, plainfile.WithoutPath(err))
	}
	defer dir.Close()
	f, size, err := plainfile.OpenIn(dir, name)
	switch {
	case errors.As(err, new(plainfile.NotPlain)):
		return nil, 0, model.Fail(model.CodeNotAPicture, err)
	case err != nil:
		return nil, 0, model.Fail(model.CodeUnreadable, err)
	}
	return f, size, nil
}
