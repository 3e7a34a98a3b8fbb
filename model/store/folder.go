package store

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"truename/model"

	"github.com/gofrs/flock"
)

// format is the version of the layout. A folder with a higher one is refused.
const format = 1

// What store.json says a store is.
const (
	kindReal = "real"
	kindDemo = "demonstration"
)

const (
	lockName  = "lock"
	storeName = "store.json"
	// makingName stands while a store is being made for the first time; it
	// becomes store.json as the last step.
	makingName = storeName + tmpEnd
)

// truthFolders must be there in every store: one that is gone is damage.
var truthFolders = []string{"cases", "audit", "keys"}

// otherFolders are made again when they are gone.
var otherFolders = []string{"mine", "quarantine", carriedName, spareName}

// identity is store.json.
type identity struct {
	Format int    `json:"format"`
	Kind   string `json:"kind"`
}

// kind is the kind that was asked for.
func (s *Store) kind() string {
	if s.o.Demo {
		return kindDemo
	}
	return kindReal
}

// take looks at the folder, makes it if need be, and locks it. fresh is true
// if a store is to be made in it.
func (s *Store) take() (fresh bool, err error) {
	if _, err := s.look(); err != nil { // before the lock file would be put into a foreign folder
		return false, err
	}
	if err := os.MkdirAll(s.dir, dirMode); err != nil {
		return false, err
	}
	lock := flock.New(s.path(lockName), flock.SetPermissions(fileMode))
	ok, err := lock.TryLock()
	if err != nil {
		return false, err
	}
	if !ok {
		return false, model.Fail(model.CodeInUse, errString("another process holds the lock"))
	}
	s.lock = lock
	return s.look()
}

// look tells a store (fresh false) from a place for a new one (fresh true)
// and from anything else (ErrNotAStore). It changes nothing.
func (s *Store) look() (fresh bool, err error) {
	entries, err := os.ReadDir(s.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if info, serr := os.Stat(s.dir); serr == nil && !info.IsDir() {
		return false, model.Fail(model.CodeNotAStore, errString("it is a file"))
	}
	if err != nil {
		return false, err
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if slices.Contains(names, storeName) || slices.Contains(names, swapName) {
		return false, nil
	}
	return true, s.unfinished(names)
}

// unfinished fails unless names can be left over from a first start that did
// not end: nothing was acknowledged then.
func (s *Store) unfinished(names []string) error {
	made := slices.Concat(truthFolders, otherFolders)
	for _, name := range names {
		if name == lockName || name == makingName || name == stageName || slices.Contains(names, makingName) && slices.Contains(made, name) {
			continue
		}
		if slices.Contains(truthFolders, name) {
			return model.Fail(model.CodeDamaged, errString(storeName+" is missing"))
		}
		return model.Fail(model.CodeNotAStore, errString("the folder holds something else"))
	}
	if left, err := os.ReadDir(s.path("cases")); err == nil && len(left) > 0 {
		return model.Fail(model.CodeDamaged, errString("cases without "+storeName))
	}
	return nil
}

// create makes a new store; store.json is its last step.
func (s *Store) create() error {
	b, err := json.Marshal(identity{format, s.kind()})
	if err != nil {
		return err
	}
	if err := s.disk.fill(s.path(makingName), b); err != nil {
		return err
	}
	for _, name := range slices.Concat(truthFolders, otherFolders) {
		if err := os.RemoveAll(s.path(name)); err != nil {
			return err
		}
		if err := s.disk.mkdir(s.path(name)); err != nil {
			return err
		}
	}
	if err := s.makeKeys(); err != nil {
		return err
	}
	if err := os.Rename(s.path(makingName), s.path(storeName)); err != nil {
		return err
	}
	if err := s.disk.syncDir(s.dir); err != nil {
		return err
	}
	err = s.disk.syncDir(filepath.Dir(s.dir))
	if errors.Is(err, fs.ErrPermission) { // a parent that may be entered and not read, as /home can be
		return nil
	}
	return err
}

// identify checks that the folder is a store of the kind asked for, in a
// format that is understood, with all that must be there.
func (s *Store) identify() error {
	if _, ok := readSpare(s.path(spareName, storeName)); ok {
		if err := s.mendOne(storeName); err != nil {
			return err
		}
	}
	b, err := os.ReadFile(s.path(storeName))
	if err != nil {
		return err
	}
	var id identity
	if json.Unmarshal(b, &id) != nil || id.Format < 1 || id.Kind != kindReal && id.Kind != kindDemo {
		return model.Fail(model.CodeDamaged, errString(storeName))
	}
	if id.Format > format {
		return model.Fail(model.CodeNewer, errString("a newer format"))
	}
	if id.Kind != s.kind() {
		return model.Fail(model.CodeWrongKind, errString("it is a "+id.Kind+" store"))
	}
	for _, name := range truthFolders {
		if info, err := os.Stat(s.path(name)); err != nil || !info.IsDir() {
			return model.Fail(model.CodeDamaged, errString(name+"/ is missing"))
		}
	}
	for _, name := range otherFolders {
		if err := s.disk.mkdir(s.path(name)); err != nil {
			return err
		}
	}
	return nil
}
