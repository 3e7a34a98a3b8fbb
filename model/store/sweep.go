package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"

	"truename/model"

	"github.com/dgraph-io/badger/v4"
	"github.com/google/uuid"
)

// settle brings a freshly opened index up to date with the files. After an
// orderly stop nothing is to be done but the walk, which can follow later.
func (s *Store) settle(orderly bool) (walked bool, err error) {
	head, ok := s.indexHead()
	if !ok && s.emptyIndex() {
		return true, s.build(s.o.Progress)
	}
	if !ok { // unfinished, or of another version: it may hold what none of ours does
		return true, s.again(s.o.Progress)
	}
	hash, known := s.audit.hashAt(head.Seq)
	if head.Seq != 0 && (!known || hash != head.Hash) {
		// The log was cut or changed while the store was closed. The record
		// keeps that visible after the index has followed the log.
		e := entry{At: s.now(), Actor: actorDevice, Action: actionBreak, Note: hex.EncodeToString(head.Hash[:])}
		if _, err := s.audit.append(e); err != nil {
			return false, err
		}
		s.o.Log.Error("the audit log does not continue what the index knows")
		return true, s.again(s.o.Progress)
	}
	if orderly && head == s.audit.head {
		return false, nil
	}
	err = s.walk(s.logged())
	if err == nil {
		err = s.update(s.putHead)
	}
	if err != nil { // the index cannot take it: build another
		s.o.Log.Warn("the index cannot be brought up to date", "error", s.without(err))
		err = s.again(s.o.Progress)
	}
	return true, err
}

// actionBreak says that the log's last record was not what the index knew.
const actionBreak = "break"

// again quarantines the index and builds it anew.
func (s *Store) again(progress func(done, total int)) error {
	if s.desk != nil {
		s.desk.tags = nil
	}
	if err := s.quarantine(); err != nil {
		return err
	}
	if err := s.openDB(); err != nil {
		return err
	}
	return s.build(progress)
}

// place is one folder of a case.
type place struct{ folder, name string }

// places lists the folders of cases.
func (s *Store) places() ([]place, error) {
	months, err := os.ReadDir(s.path("cases"))
	var all []place
	for _, m := range months {
		if !m.IsDir() || !folderForm.MatchString(m.Name()) {
			continue
		}
		cases, err := os.ReadDir(s.path("cases", m.Name()))
		if err != nil {
			return nil, err
		}
		for _, c := range cases {
			if c.IsDir() {
				all = append(all, place{m.Name(), c.Name()})
			}
		}
	}
	return all, err
}

// emptyIndex reports whether nothing is in the index.
func (s *Store) emptyIndex() bool {
	empty := true
	err := s.view(func(txn *badger.Txn) error {
		return scan(txn, "", nil, func([]byte) error { empty = false; return errEnough })
	})
	return err == nil && empty
}

// logUnknown appends records for the files of a case that the log does not
// know.
func (s *Store) logUnknown(r record, logged logged) error {
	add, err := s.unknown(r, logged)
	if err != nil {
		return err
	}
	return s.logAll(add)
}

// logAll appends records, if there are any.
func (s *Store) logAll(add []entry) error {
	if len(add) == 0 {
		return nil
	}
	_, err := s.audit.append(add...)
	return s.doubt(err)
}

// unknown are records for the files of a case that the log does not know.
func (s *Store) unknown(r record, logged logged) (add []entry, err error) {
	known, err := logged()
	if err != nil {
		return nil, err
	}
	for i, k := range r.Decisions {
		names := s.standing(r, i+1)
		for j := range k {
			names = append(names, r.decision(i+1, j+1))
		}
		for _, name := range names {
			if known[name] {
				continue
			}
			sum, err := sumOf(s.path(filepath.FromSlash(name)))
			if err != nil {
				return nil, err
			}
			add = append(add, entry{At: s.now(), Actor: actorDevice, Action: "found", Case: r.Head.Case, Revision: i + 1, File: name, Sum: sum})
		}
	}
	return add, nil
}

// standing are the files with the packet of revision n: itself, what stays of
// it, or both while it is dropped.
func (s *Store) standing(r record, n int) (names []string) {
	for _, name := range []string{r.packet(n), r.header(n)} {
		if _, err := os.Lstat(s.path(filepath.FromSlash(name))); err == nil {
			names = append(names, name)
		}
	}
	return names
}

// sumOf is the SHA-256 of a file in hexadecimal.
func sumOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), err
}

// logged gives the files that the audit log speaks of. The log is read when
// it is first asked for: mostly nothing is missing, and nobody asks.
type logged func() (map[string]bool, error)

func (s *Store) logged() logged {
	return sync.OnceValues(s.audit.files)
}

// walk compares the names of all files with the index: it adopts what the
// index lacks and drops what stands in no file. Nobody else has the store yet.
func (s *Store) walk(known logged) error {
	all, err := s.places()
	if err != nil {
		return err
	}
	seen := map[uuid.UUID]bool{}
	for _, p := range all {
		id, err := uuid.Parse(p.name)
		if err != nil {
			continue
		}
		seen[id] = true
		if err := s.compare(p, id, known); err != nil {
			return err
		}
	}
	return s.dropMissing(seen)
}

// compare brings the index's record of one case up to date if its files are
// others than the record says.
func (s *Store) compare(p place, id uuid.UUID, known logged) error {
	same, err := s.upToDate(p, id)
	if err != nil || same {
		return err
	}
	if s.buried(p) {
		return errors.Join(s.found(p, id, known), s.bury(p, id))
	}
	r, ok, err := s.readCase(p.folder, p.name)
	if err != nil {
		r, ok, err = s.reread(p, known, err)
	}
	if err != nil || !ok {
		return err
	}
	if err := s.logUnknown(r, known); err != nil {
		return err
	}
	return s.put(r)
}

// upToDate reports whether the index's record of a case tells the files in
// its folder.
func (s *Store) upToDate(p place, id uuid.UUID) (bool, error) {
	n, both, err := counts(s.path("cases", p.folder, p.name))
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil // gone since it was listed: for dropMissing
	}
	if err != nil {
		return false, err
	}
	if n == nil && s.buried(p) {
		return s.onlyTombstone(p, id), nil
	}
	r, err := s.get(id)
	if errors.Is(err, model.ErrNotFound) || errors.Is(err, model.ErrDamaged) {
		return len(n) == 0, nil
	}
	return r.Folder == p.folder && slices.Equal(r.Decisions, n) && !both, err
}

// dropMissing takes cases out of the index whose folder is gone, and says so
// in the audit log.
func (s *Store) dropMissing(seen map[uuid.UUID]bool) error {
	var gone []record
	err := s.view(func(txn *badger.Txn) error {
		return scan(txn, "s/", nil, func(key []byte) error {
			id, err := uuid.FromBytes(key[len("s/"):])
			if err != nil || seen[id] {
				return err
			}
			r, err := getRecord(txn, id)
			gone = append(gone, r)
			return err
		})
	})
	if err != nil {
		return err
	}
	for _, r := range gone {
		if _, err := os.Stat(s.path(filepath.FromSlash(r.dir()))); err == nil {
			continue // it came after the walk had listed the folders
		}
		s.o.Log.Error("a case is missing", "case", r.Head.Case)
		e := entry{Actor: actorDevice, Action: "missing", Case: r.Head.Case, Note: path.Base(r.Folder)}
		if err := s.note(e); err != nil {
			return err
		}
		if err := s.update(func(txn *badger.Txn) error { return s.forget(txn, r.Head.Case, uuid.Nil) }); err != nil {
			return err
		}
	}
	return nil
}

// scan calls f with each key that begins with prefix, in order, from the
// first after prefix+after on, until f returns an error. errEnough ends it.
func scan(txn *badger.Txn, prefix string, after []byte, f func(key []byte) error) error {
	o := badger.DefaultIteratorOptions
	o.PrefetchValues = false
	o.Prefix = []byte(prefix)
	it := txn.NewIterator(o)
	defer it.Close()
	it.Seek(keyOf(prefix, after))
	for ; it.Valid(); it.Next() {
		key := it.Item().KeyCopy(nil)
		if len(after) > 0 && string(key[len(prefix):]) == string(after) {
			continue
		}
		if err := f(key); err != nil {
			if errors.Is(err, errEnough) {
				return nil
			}
			return err
		}
	}
	return nil
}

// errEnough ends a scan.
var errEnough = errors.New("enough")

// sweep is the walk after an opening that followed an orderly stop. It lets
// others in between two cases.
func (s *Store) sweep(ctx context.Context) {
	all, err := s.places()
	seen := map[uuid.UUID]bool{}
	for _, p := range all {
		id, perr := uuid.Parse(p.name)
		if ctx.Err() != nil || err != nil {
			break
		}
		if perr != nil {
			continue
		}
		seen[id] = true
		err = s.sweepOne(p, id)
	}
	if err == nil && ctx.Err() == nil {
		s.mu.Lock()
		err = s.dropMissing(seen)
		s.mu.Unlock()
	}
	if errors.Is(err, model.ErrDamaged) && ctx.Err() == nil {
		s.o.Log.Error("the index is damaged and is rebuilt", "error", pathless(err))
		s.mu.Lock()
		err = s.again(s.o.Progress)
		s.mu.Unlock()
		s.tell()
	}
	if err != nil && ctx.Err() == nil {
		s.o.Log.Error("the walk over the cases stopped", "error", pathless(err))
	}
}

// sweepOne compares one case, and takes the store for itself only if there is
// something to do.
func (s *Store) sweepOne(p place, id uuid.UUID) error {
	s.mu.RLock()
	same, err := s.upToDate(p, id)
	s.mu.RUnlock()
	if err != nil || same {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.compare(p, id, s.logged())
}
