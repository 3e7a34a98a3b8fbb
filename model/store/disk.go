package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"

	"truename/model"
)

// Modes of everything in the data folder: the owner's alone.
const (
	fileMode = 0o600
	dirMode  = 0o700
)

// tmpEnd marks a file that is not finished; the next opening removes it.
const tmpEnd = ".tmp"

// A disk makes writes durable. hook, if set, is asked before every step and
// may fail it: that is how tests fail the n-th step of a commit.
type disk struct {
	hook func(step string) error
	home string // the data folder, whose keys have a second copy: see spareName
}

// errUnsure marks a failure after which it is not known what stands on disk.
var errUnsure = errors.New("not known whether it was written")

// step asks the hook, then runs do.
func (d *disk) step(name string, do func() error) error {
	if d.hook != nil {
		if err := d.hook(name); err != nil {
			return err
		}
	}
	return do()
}

// write puts b at path so that it is there whole or not at all, and stays. A
// key is written twice.
func (d *disk) write(path string, b []byte) error {
	if spare, ok := d.spareOf(path); ok {
		return d.both(path, spare, b)
	}
	return d.put(path, b)
}

// put writes one file: temporary file, fsync, rename, fsync of the folder.
func (d *disk) put(path string, b []byte) error {
	tmp := path + tmpEnd
	if err := d.fill(tmp, b); err != nil {
		os.Remove(tmp)
		return err
	}
	if err := d.step("rename", func() error { return os.Rename(tmp, path) }); err != nil {
		os.Remove(tmp)
		return err
	}
	if err := d.syncDir(filepath.Dir(path)); err != nil {
		return errors.Join(errUnsure, err)
	}
	return nil
}

// fill writes and syncs one new file.
func (d *disk) fill(path string, b []byte) (err error) {
	var f *os.File
	err = d.step("create", func() error {
		f, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, fileMode)
		return err
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := d.step("write", func() error { _, err := f.Write(b); return err }); err != nil {
		return err
	}
	return d.step("sync", f.Sync)
}

// mkdir makes one folder and syncs the folder above it. A folder that is
// there already is fine.
func (d *disk) mkdir(path string) error {
	err := d.step("mkdir", func() error { return os.Mkdir(path, dirMode) })
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return d.syncDir(filepath.Dir(path))
}

// remove deletes path for good, and its second copy if it is a key; one that is
// not there is fine.
func (d *disk) remove(path string) error {
	if spare, ok := d.spareOf(path); ok {
		entries, err := os.ReadDir(filepath.Dir(spare))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		for _, e := range entries {
			if name := filepath.Base(spare); e.Name() == name || strings.HasPrefix(e.Name(), name+"+") { // path may be a folder
				if err := d.removeOne(filepath.Join(filepath.Dir(spare), e.Name())); err != nil {
					return err
				}
			}
		}
	}
	return d.removeOne(path)
}

func (d *disk) removeOne(path string) error {
	err := d.step("remove", func() error { return os.RemoveAll(path) })
	if err != nil {
		return err
	}
	return d.syncDir(filepath.Dir(path))
}

// syncDir makes the names in a folder durable.
func (d *disk) syncDir(path string) error {
	return d.step("syncdir", func() error { return syncDir(path) })
}

// path is a place in the data folder.
func (s *Store) path(parts ...string) string {
	return filepath.Join(append([]string{s.dir}, parts...)...)
}

// matching lists what fits a pattern below the data folder, whose own name may
// hold what a pattern would be read for.
func (s *Store) matching(pattern ...string) ([]string, error) {
	names, err := fs.Glob(os.DirFS(s.dir), path.Join(pattern...))
	for i, name := range names {
		names[i] = s.path(filepath.FromSlash(name))
	}
	return names, err
}

// plain gives err a code where the cause is known, and takes paths out of
// it: a data folder's path may hold a person's name.
func plain(err error) error {
	if err == nil || model.CodeOf(err) != "" {
		return err
	}
	cause := pathless(err)
	switch {
	case isFull(err):
		return model.Fail(model.CodeDiskFull, cause)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return model.Fail(model.CodeReadOnly, cause)
	}
	return cause
}

// pathless is err without the path that os puts in, still to be compared by
// errors.Is.
func pathless(err error) error {
	var p *fs.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		return fmt.Errorf("%s: %w", p.Op, p.Err)
	case errors.As(err, &l):
		return fmt.Errorf("%s: %w", l.Op, l.Err)
	}
	return err
}

// without is an error of the index as a sentence without the folder's name.
func (s *Store) without(err error) error {
	return errors.New("index: " + strings.ReplaceAll(pathless(err).Error(), s.dir, "<data>"))
}

// sweepTmp removes what was not finished, but for cases: to look into each of
// their folders is for the walk, since opening would wait for it.
func (s *Store) sweepTmp() error {
	for _, top := range []string{"audit", "mine", "keys", spareName, carriedName} {
		err := filepath.WalkDir(s.path(top), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, tmpEnd) {
				return err
			}
			return os.Remove(path)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
