// Package plainfile opens files that a person or an operator names, and nothing
// else: no folder, no pipe, no device. It imports no package of ours.
package plainfile

import (
	"errors"
	"io/fs"
	"os"
)

// A NotPlain says what stands in place of an ordinary file.
type NotPlain string

// Error is e itself.
func (e NotPlain) Error() string { return string(e) }

// Open opens the ordinary file at path for reading and tells its size in bytes.
// It follows links and waits for no pipe or device; a file swapped or growing
// later changes nothing for who reads from the handle alone. Errors: a
// NotPlain, or the system's without the path, which may hold a person's name.
func Open(path string) (*os.File, int64, error) {
	// Asked before opening, since opening alone can move a device; asked
	// again of the handle, which is what counts.
	info, err := os.Stat(path)
	if err == nil {
		err = plain(info)
	}
	if err != nil {
		return nil, 0, WithoutPath(err)
	}
	f, err := openFile(path)
	if err != nil {
		return nil, 0, WithoutPath(err)
	}
	if info, err = f.Stat(); err == nil {
		err = plain(info)
	}
	if err != nil {
		f.Close()
		return nil, 0, WithoutPath(err)
	}
	return f, info.Size(), nil
}

func plain(info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return NotPlain("a folder")
	case !info.Mode().IsRegular():
		return NotPlain("a device or pipe")
	}
	return nil
}

// WithoutPath takes the path out of err: paths name people.
func WithoutPath(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
