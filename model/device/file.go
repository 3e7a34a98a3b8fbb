package device

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// readFile is the content of the regular file at path, at most limit bytes. It
// follows links, waits for no pipe or device, and reads from one handle, so
// that a file swapped or growing meanwhile changes nothing. Its errors have no
// code and no path.
func readFile(path string, limit int64) ([]byte, error) {
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
	b, err := readAtMost(f, limit)
	return b, withoutPath(err)
}

// regular refuses what is no ordinary file.
func regular(info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return errors.New("a folder")
	case !info.Mode().IsRegular():
		return errors.New("a device or pipe")
	}
	return nil
}

// readAtMost is what comes from r; more than limit bytes are an error.
func readAtMost(r io.Reader, limit int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(b)) > limit {
		err = fmt.Errorf("more than %d bytes", limit)
	}
	if err != nil {
		return nil, err
	}
	return b, nil
}

// withoutPath takes the path out of err: it may hold a person's name.
func withoutPath(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
