package photo

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"

	"truename/model"
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
	data, err := readAll(ctx, r, 0)
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
	// Asked before opening, since opening alone can move a device; asked
	// again of the handle, which is what counts.
	info, err := os.Stat(path)
	if err == nil {
		err = regular(info)
	}
	if err != nil {
		return nil, withoutPath(err)
	}
	f, err := openFile(path)
	if err != nil {
		return nil, withoutPath(err)
	}
	defer f.Close()
	if info, err = f.Stat(); err == nil {
		err = regular(info)
	}
	if err != nil {
		return nil, withoutPath(err)
	}
	return readAll(ctx, f, int(info.Size()))
}

// regular refuses what is no ordinary file, or an empty or too large one.
func regular(info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return notAPicture("a folder")
	case !info.Mode().IsRegular():
		return notAPicture("a device or pipe")
	case info.Size() == 0:
		return notAPicture("an empty file")
	case info.Size() > MaxFile:
		return tooLarge("a file over 20 MB")
	}
	return nil
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
		return nil, withoutPath(err)
	case n > MaxFile:
		return nil, tooLarge("more than 20 MB")
	case n == 0:
		return nil, notAPicture("nothing in it")
	}
	return buf.Bytes(), nil
}

// withoutPath gives err the code unreadable, unless it has one, and takes
// the path out of it: paths name people.
func withoutPath(err error) error {
	if model.CodeOf(err) != "" {
		return err
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return model.Fail(model.CodeUnreadable, err)
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
