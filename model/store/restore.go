package store

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"truename/model"
	"truename/model/seal"
)

const (
	// stageName is the folder in which a restored store is made and checked.
	stageName = "truename-restore.tmp"
	// swapName stands from the moment at which the restored store counts.
	swapName = "truename-restore.swap"
	// replacedPrefix begins the folder with what a restore has replaced.
	replacedPrefix = "replaced-"
)

// restoredNames are what a restore exchanges; store.json comes last.
var restoredNames = []string{"cases", "audit", "keys", spareName, "mine", carriedName, indexName, cleanName, storeName}

// A Restoring says what to restore.
type Restoring struct {
	File    string // the backup
	Replace bool   // also over what is newer than the backup
}

// A Restored says what a restore did.
type Restored struct {
	Head  seal.BackupHead
	Files int
	Newer []model.Flaw // what the store has and the backup has not: with ErrConflict, why nothing was done
	Flaws []model.Flaw // what Verify found in the restored store
	Kept  string       // folder in the data folder with what was replaced; "" if the backup held all of it
	Local bool         // the keyring did not have the local key: drafts and own copies are not restored
}

// Restore brings the backup r.File into data folder dir: one that is new, or
// holds an older state of the same store. The restored store is made beside the
// old one, its index built and everything verified; only then it takes the
// place of the old one, at once. What is newer than the backup is named and
// nothing changed (ErrConflict), unless r.Replace is set: then it is set aside.
// What was erased stays erased, and a destroyed month stays destroyed. Errors:
// those of Open; ErrUnreadable, ErrDamaged (the backup; the old store is not
// touched), ErrUntrusted (a backup of another machine's store), ErrWrongKind.
func Restore(ctx context.Context, dir string, r Restoring, o Options) (Restored, error) {
	s := &Store{dir: dir, o: defaults(o)}
	s.disk = disk{hook: o.hook, home: dir}
	t := &restorer{old: s, ask: r}
	err := t.run(ctx)
	s.release()
	return t.Restored, plain(err)
}

// A restorer is one restore under way.
type restorer struct {
	Restored
	old   *Store // the place: only its lock is held
	new   *Store // the restored store in its stage
	ask   Restoring
	fresh bool // there was no store
}

func (t *restorer) run(ctx context.Context) (err error) {
	if t.fresh, err = t.old.take(); err != nil {
		return err
	}
	if err := t.old.finishRestore(); err != nil {
		return err
	}
	err = t.stage(ctx)
	if err == nil {
		err = t.compare()
	}
	if err == nil {
		err = t.check(ctx)
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(t.old.path(stageName)))
	}
	return t.swap()
}

// stage unpacks the backup.
func (t *restorer) stage(ctx context.Context) error {
	if err := t.old.disk.mkdir(t.old.path(stageName)); err != nil {
		return err
	}
	made := map[string]bool{}
	for _, name := range slices.Concat(truthFolders, otherFolders) {
		if err := os.MkdirAll(t.old.path(stageName, name), dirMode); err != nil {
			return err
		}
	}
	for _, name := range []string{monthsName, "reviewers"} { // a machine that only submits has none, and the folders
		if err := os.MkdirAll(t.old.path(stageName, "keys", name), dirMode); err != nil {
			return err
		}
	}
	head, err := readBackup(ctx, t.ask.File, func(name string, b []byte) error {
		if err := t.old.room(false); err != nil {
			return err
		}
		path := t.old.path(stageName, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), dirMode); err != nil {
			return err
		}
		made[filepath.Dir(path)] = true
		t.Files++
		return t.old.disk.fill(path, b)
	})
	t.Head = head
	for dir := range made {
		for ; err == nil && dir != t.old.dir; dir = filepath.Dir(dir) {
			err = syncDir(dir)
		}
	}
	return err
}

// compare judges what stands in the place already.
func (t *restorer) compare() error {
	if t.Head.Demo != t.old.o.Demo {
		return model.Fail(model.CodeWrongKind, errString("a backup of the other kind"))
	}
	if t.fresh {
		return nil
	}
	var machine public
	if err := readJSON(t.old.path("keys", "device.json"), &machine); err != nil && !t.ask.Replace {
		return err
	} else if err == nil && !t.Head.Machine.Public.Equal(ed25519.PublicKey(machine.Public)) {
		return model.Fail(model.CodeUntrusted, errString("a backup of another machine's store"))
	}
	if err := t.newer(); err != nil {
		return err
	}
	if len(t.Newer) > 0 && !t.ask.Replace {
		return model.Fail(model.CodeConflict, errString("the store has what the backup has not"))
	}
	return t.carryOver()
}

// newer lists records of the audit log and files that the backup lacks.
func (t *restorer) newer() error {
	have := map[uint64]string{}
	stage := &auditLog{dir: t.old.path(stageName, "audit")}
	err := stage.read(0, func(l line) error { have[l.Seq] = l.Hash; return nil })
	if err != nil {
		return err
	}
	old := &auditLog{dir: t.old.path("audit")}
	err = old.read(0, func(l line) error {
		if l.ok && have[l.Seq] != l.Hash {
			t.Newer = append(t.Newer, model.Flaw{Path: fmt.Sprintf("audit#%d", l.Seq), What: l.Action})
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return filepath.WalkDir(t.old.path("cases"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(t.old.dir, path)
		if err != nil || limitOf(filepath.ToSlash(name)) == 0 {
			return err
		}
		if _, serr := os.Lstat(t.old.path(stageName, name)); serr != nil {
			t.Newer = append(t.Newer, model.Flaw{Path: filepath.ToSlash(name), What: "newer"})
		}
		return nil
	})
}

// carryOver takes along what a restore must not undo: cases that were erased,
// months that were destroyed, and this account's own files if the same local key opens them.
func (t *restorer) carryOver() error {
	var carry []string
	ends, err := t.old.matching("keys", monthsName, "*", destroyedName)
	for _, path := range ends {
		if _, err := os.Lstat(t.old.path(stageName, "keys", monthsName, filepath.Base(filepath.Dir(path)))); err == nil {
			carry = append(carry, path)
		}
	}
	stones, gerr := t.old.matching("cases", "*", "*", tombstoneName)
	err, carry = errors.Join(err, gerr), append(carry, stones...)
	if t.sameLocal() {
		names, merr := t.old.mineFiles()
		if !errors.Is(merr, fs.ErrNotExist) {
			err = errors.Join(err, merr)
		}
		for _, name := range names {
			carry = append(carry, t.old.path("mine", name))
		}
	}
	for _, path := range carry {
		name, rerr := filepath.Rel(t.old.dir, path)
		b, ferr := os.ReadFile(path)
		if err = errors.Join(err, rerr, ferr); err == nil {
			err = os.MkdirAll(filepath.Dir(t.old.path(stageName, name)), dirMode)
		}
		if err == nil {
			err = t.old.disk.write(t.old.path(stageName, name), b)
		}
	}
	return err
}

// sameLocal reports whether store and backup have the same local key.
func (t *restorer) sameLocal() bool {
	var a, b keeping
	aerr := readJSON(t.old.path("keys", "local.json"), &a)
	berr := readJSON(t.old.path(stageName, "keys", "local.json"), &b)
	return aerr == nil && berr == nil && a == b
}

// check opens the restored store, which builds its index, and verifies it.
func (t *restorer) check(ctx context.Context) error {
	dir, o := t.old.path(stageName), t.old.o
	s, err := Open(dir, o)
	if errors.Is(err, model.ErrKeyring) && t.fresh && !t.Head.Unclaimed {
		// Another machine or account: what only the local key opens is lost,
		// and everything else is not.
		t.Local = true
		if err = t.newLocal(); err == nil {
			s, err = Open(dir, o)
		}
	}
	if err != nil {
		return err
	}
	s.mu.Lock()
	err = s.note(entry{Actor: actorDevice, Action: "restore", Note: t.Head.ID.String()})
	s.mu.Unlock()
	if err == nil {
		t.Flaws, err = s.Verify(ctx, nil)
	}
	return errors.Join(err, s.Close())
}

// newLocal draws another local key for the restored store.
func (t *restorer) newLocal() error {
	s := &Store{dir: t.old.path(stageName), o: t.old.o}
	s.disk = disk{hook: t.old.disk.hook, home: s.dir}
	if err := os.RemoveAll(s.path("mine")); err != nil {
		return err
	}
	return s.makeLocal()
}

// swapping is the file that says that the restored store counts.
type swapping struct {
	Aside string `json:"aside"` // where the old one goes
	Keep  bool   `json:"keep"`  // and stays
}

// swap lets the restored store count. From its first write on, the next opening
// finishes what is cut short.
func (t *restorer) swap() error {
	w := swapping{Aside: replacedPrefix + t.Head.ID.String(), Keep: len(t.Newer) > 0}
	if err := t.old.writeJSON(w, swapName); err != nil {
		return err
	}
	if w.Keep {
		t.Kept = w.Aside
	}
	return t.old.finishRestore()
}

// finishRestore puts a restored store that counts in its place, and removes one
// that does not. It can be cut short anywhere and done again.
func (s *Store) finishRestore() error {
	b, err := os.ReadFile(s.path(swapName))
	if errors.Is(err, fs.ErrNotExist) {
		return os.RemoveAll(s.path(stageName))
	}
	var w swapping
	if err != nil || json.Unmarshal(b, &w) != nil || filepath.Base(w.Aside) != w.Aside || w.Aside == "" {
		return errors.Join(err, model.Fail(model.CodeDamaged, errString(swapName)))
	}
	if err := s.disk.mkdir(s.path(w.Aside)); err != nil {
		return err
	}
	for _, name := range restoredNames {
		if err := s.exchange(name, w.Aside); err != nil {
			return err
		}
	}
	for _, dir := range []string{s.path(w.Aside), s.path(stageName), s.dir} {
		if err := s.disk.syncDir(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if !w.Keep {
		if err := s.disk.remove(s.path(w.Aside)); err != nil {
			return err
		}
	}
	if err := s.disk.remove(s.path(stageName)); err != nil {
		return err
	}
	return s.disk.remove(s.path(swapName))
}

// exchange moves one thing out of the stage into its place, and what stood
// there aside.
func (s *Store) exchange(name, aside string) error {
	from, to := s.path(stageName, name), s.path(name)
	if _, err := os.Lstat(from); errors.Is(err, fs.ErrNotExist) {
		return nil // done before
	}
	err := s.disk.step("rename", func() error { return os.Rename(to, s.path(aside, name)) })
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return s.disk.step("rename", func() error { return os.Rename(from, to) })
}
