package photo

import (
	"bytes"
	"context"
	"errors"
	"io"

	"truename/model"
	"truename/model/plainfile"
)

// Open reads, checks, decodes and turns the picture at path. It follows
// links to regular files only, waits for no pipe or device, and reads from
// one handle, so that a file swapped or growing meanwhile changes nothing.
// Errors: see the package; ctx.Err() when ctx is done.
func Open(ctx context.Context, path string) (*Source, error) {
	data, err := readFile(ctx, path)
	if err != nil {
		return nil, err
	}
	return decode(ctx, data)
}

// Decode is Open for what comes from r. A Read of r that blocks is not cut
// short by ctx; no further one is begun.
func Decode(ctx context.Context, r io.Reader) (*Source, error) {
	size := 0
	if known, ok := r.(interface{ Len() int }); ok {
		size = known.Len()
	}
	data, err := readAll(ctx, r, size)
	if err != nil {
		return nil, err
	}
	return decode(ctx, data)
}

// readFile is the content of the regular file at path.
func readFile(ctx context.Context, path string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f, size, err := plainfile.Open(path)
	switch {
	case errors.As(err, new(plainfile.NotPlain)):
		return nil, notAPicture(err.Error())
	case err != nil:
		return nil, model.Fail(model.CodeUnreadable, err)
	}
	defer f.Close()
	switch {
	case size == 0:
		return nil, notAPicture("an empty file")
	case size > MaxFile:
		return nil, tooLarge("a file over 20 MB")
	}
	return readAll(ctx, f, int(size))
}

// readAll reads at most MaxFile bytes; size is a guess, 0 for none.
func readAll(ctx context.Context, r io.Reader, size int) ([]byte, error) {
	var buf bytes.Buffer
	buf.Grow(min(size, MaxFile) + bytes.MinRead)
	n, err := io.Copy(&buf, io.LimitReader(&stopReader{ctx, r}, MaxFile+1))
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, model.Fail(model.CodeUnreadable, plainfile.WithoutPath(err))
	case n > MaxFile:
		return nil, tooLarge("more than 20 MB")
	case n == 0:
		return nil, notAPicture("nothing in it")
	}
	return buf.Bytes(), nil
}

// A stopReader ends with ctx.Err() when ctx is done. The decoders read
// through it too, which is how decoding is stopped.
type stopReader struct {
	ctx context.Context
	r   io.Reader
}

// Read reads at most 256 KB, so that stopping never waits for long.
func (s *stopReader) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p[:min(len(p), 256<<10)])
}
