package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Of everything in keys/, and of store.json, a second copy lies in spare/: one
// bit of a wrap would lose a month, one of the device's key the whole store. A
// copy is a line with the SHA-256 of what follows, so it is always known which
// of the two is whole.
//
// The copy is written first and removed first. So a copy that is whole is never
// older than the file, and opening puts it in the file's place wherever they
// differ: that also ends a write that was cut short.
const spareName = "spare"

// throttleName has no copy: what cannot be read counts as many failures.
func hasSpare(name string) bool {
	return name == storeName || strings.HasPrefix(name, "keys/") && name != "keys/"+throttleName && !strings.HasSuffix(name, tmpEnd)
}

// spareOf is the place of the copy of a file of the data folder; ok is false if
// it has none.
func (d *disk) spareOf(file string) (spare string, ok bool) {
	name, err := filepath.Rel(d.home, file)
	if d.home == "" || err != nil || !hasSpare(filepath.ToSlash(name)) {
		return "", false
	}
	return filepath.Join(d.home, spareName, spareFile(filepath.ToSlash(name))), true
}

// spareFile names the copy of a file: keys+months+202611+month.json.
func spareFile(name string) string { return strings.ReplaceAll(name, "/", "+") }

// sumLine is the first line of a copy of b.
func sumLine(b []byte) []byte {
	sum := sha256.Sum256(b)
	return append(hex.AppendEncode(nil, sum[:]), '\n')
}

// readSpare is what a copy holds; ok is false if it is not there or not whole.
func readSpare(path string) (b []byte, ok bool) {
	all, err := os.ReadFile(path)
	_, b, found := bytes.Cut(all, []byte("\n"))
	return b, err == nil && found && bytes.Equal(all[:len(all)-len(b)], sumLine(b))
}

// putSpare writes the copy of b at spare.
func (d *disk) putSpare(spare string, b []byte) error {
	return d.put(spare, slices.Concat(sumLine(b), b))
}

// both writes the copy and then the file. If that fails the copy is what the
// file still is, or the error has errUnsure in its chain.
func (d *disk) both(file, spare string, b []byte) error {
	err := d.putSpare(spare, b)
	if err == nil {
		err = d.put(file, b)
		if err == nil || errors.Is(err, errUnsure) {
			return err
		}
	}
	old, rerr := os.ReadFile(file)
	if errors.Is(rerr, fs.ErrNotExist) {
		rerr = d.removeOne(spare)
	} else if rerr == nil {
		rerr = d.putSpare(spare, old)
	}
	if rerr != nil {
		return errors.Join(errUnsure, err, rerr)
	}
	return err
}

// spares lists the files that have a copy, or of which there is one.
func (s *Store) spares() (names []string, err error) {
	err = filepath.WalkDir(s.path("keys"), func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(s.dir, file)
		if name := filepath.ToSlash(rel); hasSpare(name) {
			names = append(names, name)
		}
		return err
	})
	entries, rerr := os.ReadDir(s.path(spareName))
	for _, e := range entries {
		if name := strings.ReplaceAll(e.Name(), "+", "/"); hasSpare(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(append(names, storeName)), errors.Join(err, rerr)
}

// mend puts whole copies in the place of files that are not what they are, and
// makes copies that are missing.
func (s *Store) mend() error {
	names, err := s.spares()
	for _, name := range names {
		err = errors.Join(err, s.mendOne(name))
	}
	return err
}

// mendOne is mend for one file.
func (s *Store) mendOne(name string) error {
	file := s.path(filepath.FromSlash(name))
	spare := s.path(spareName, spareFile(name))
	now, err := os.ReadFile(file)
	b, whole := readSpare(spare)
	switch {
	case whole && (err != nil || !bytes.Equal(now, b)):
		s.o.Log.Warn("a file was damaged, or its writing cut short: its second copy takes its place", "file", name)
		if err := os.MkdirAll(filepath.Dir(file), dirMode); err != nil {
			return err
		}
		return s.disk.put(file, b)
	case !whole && err == nil:
		return s.disk.putSpare(spare, now)
	}
	return nil
}

// copies checks that every key file is what its copy says. A copy that is not
// there is made by the next opening.
func (v *verifier) copies() error {
	names, err := v.s.spares()
	for _, name := range names {
		now, ferr := os.ReadFile(v.s.path(filepath.FromSlash(name)))
		spare := v.s.path(spareName, spareFile(name))
		b, whole := readSpare(spare)
		_, serr := os.Lstat(spare)
		switch {
		case errors.Is(serr, fs.ErrNotExist):
		case !whole:
			v.flaw(path.Join(spareName, spareFile(name)), flawDamaged)
		case errors.Is(ferr, fs.ErrNotExist):
			v.flaw(name, flawMissing)
		case ferr != nil || !bytes.Equal(now, b):
			v.flaw(name, flawDamaged)
		}
	}
	return err
}
