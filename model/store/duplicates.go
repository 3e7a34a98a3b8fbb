package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"truename/model"
	"truename/model/seal"

	"github.com/dgraph-io/badger/v4"
	"github.com/google/uuid"
)

// Tags are what cases are compared and found by: see tag. Each lies sealed in the index
// (d/<case>); their key lies in keys/duplicates/, wrapped to every holder as a
// month's is, so that only an open desk makes and reads them. The sample of
// automatic review is drawn with it, too, and nothing else needs it: where
// somebody must not read tags any more, it is thrown
// away, and the next open desk makes another one and all tags anew.
const duplicatesName = "duplicates"

// tagging is keys/duplicates.json.
type tagging struct {
	ID string `json:"id"`
}

// tags are those that the open desk knows.
type tags struct {
	key     [32]byte
	of      map[uuid.UUID]tag
	todo    map[uuid.UUID]bool // cases to look at
	loaded  bool
	twins   map[uuid.UUID]bool // cases that have something in common with another
	settled bool               // twins says how it is now
}

// Two photographs are taken for copies of one picture if their prints differ in
// no more than nearBits. A camera that stands fixed makes those of two persons
// alike up to 3 bits (portrait side; emblem side: 1, so that one is not
// compared), so where there are more than nearMost, they say nothing.
const (
	nearBits = 2
	nearMost = 3
)

// tagBatch is how many cases are opened at a time, about 10 ms; readBatch how
// many tags are read at a time, about 5 ms.
const (
	tagBatch  = 16
	readBatch = 1000
)

// loadTagging reads which key tags are sealed with.
func (s *Store) loadTagging() error {
	var t tagging
	s.tagsID = ""
	if _, err := os.Lstat(s.path("keys", duplicatesName+".json")); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	err := readJSON(s.path("keys", duplicatesName+".json"), &t)
	s.tagsID = t.ID
	return err
}

// dropTags throws the key of all tags away: they cannot be read any more. The
// caller holds mu, or is alone with the store.
func (s *Store) dropTags() error {
	s.tagsID = ""
	if s.desk != nil {
		s.desk.tags = nil
	}
	return errors.Join(s.disk.remove(s.path("keys", duplicatesName+".json")), s.disk.remove(s.path("keys", duplicatesName)))
}

// tagsKey is the key of the tags, made if there is none.
func (s *Store) tagsKey() (key [32]byte, err error) {
	if s.tagsID != "" {
		secret, err := s.unwrap(duplicatesName, s.desk.id, s.desk.secret.Identity)
		if err == nil && len(secret) == len(key) {
			copy(key[:], secret)
			return key, nil
		}
		if err != nil && !errors.Is(err, model.ErrWrongKey) && !errors.Is(err, model.ErrDamaged) {
			return key, err
		}
		if err := s.dropTags(); err != nil { // another takes its place: tags are made anew
			return key, err
		}
	}
	rand.Read(key[:])
	id := make([]byte, 8)
	rand.Read(id)
	t := tagging{hex.EncodeToString(id)}
	if err := s.note(entry{Actor: s.desk.id, Action: duplicatesName, Key: t.ID}); err != nil {
		return key, err
	}
	if err := s.disk.mkdir(s.path("keys", duplicatesName)); err != nil {
		return key, err
	}
	for _, h := range s.holders() {
		if err := s.wrapTo(duplicatesName, key[:], h); err != nil {
			return key, err
		}
	}
	if err := s.writeJSON(t, "keys", duplicatesName+".json"); err != nil {
		return key, err
	}
	s.tagsID = t.ID
	return key, nil
}

// retag lets the open desk look at a case again. The caller holds mu.
func (s *Store) retag(id uuid.UUID) {
	if s.desk != nil && s.desk.tags != nil {
		delete(s.desk.tags.of, id)
		s.desk.tags.todo[id], s.desk.tags.settled = true, false
	}
}

// CompareCases makes the tags of all cases that have none, so that Duplicates
// and Search find those that nobody opened, and their risk is known. It needs
// the open desk, and takes about half a millisecond a case, once; it ends with
// ErrLocked when the desk is locked.
// How many were opened for it stands in the audit log.
func (s *Store) CompareCases(ctx context.Context) error {
	s.tagMu.Lock()
	defer s.tagMu.Unlock()
	return plain(s.tagAll(ctx))
}

// Duplicates finds the other cases of this store that have the number or a
// photograph of case id, last received first. Errors: ErrLocked, ErrRole,
// ErrNotFound, ErrReadOnly, ErrDiskFull.
func (s *Store) Duplicates(ctx context.Context, id uuid.UUID) ([]model.Duplicate, error) {
	s.tagMu.Lock()
	defer s.tagMu.Unlock()
	if err := s.tagAll(ctx); err != nil {
		return nil, plain(err)
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.desk == nil || s.desk.tags == nil {
		return nil, model.ErrLocked
	}
	if _, err := s.get(id); err != nil {
		return nil, plain(err)
	}
	all, err := s.alike(id)
	return all, plain(err)
}

// alike compares the tags of a case with those of all others.
func (s *Store) alike(id uuid.UUID) (all []model.Duplicate, err error) {
	t := s.desk.tags
	var near int
	for other, of := range t.of {
		d := t.of[id].compare(of)
		if other == id || d == (model.Duplicate{}) {
			continue
		}
		r, err := s.get(other)
		if errors.Is(err, model.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		d.Head = r.Head
		if d.Near {
			near++
		}
		all = append(all, d)
	}
	if near > nearMost {
		all = slices.DeleteFunc(all, func(d model.Duplicate) bool { return d == model.Duplicate{Head: d.Head, Near: true} })
		for i := range all {
			all[i].Near = false
		}
	}
	slices.SortFunc(all, func(a, b model.Duplicate) int {
		if c := b.Head.Received.Compare(a.Head.Received); c != 0 {
			return c
		}
		return bytes.Compare(b.Head.Case[:], a.Head.Case[:])
	})
	return all, nil
}

// tagAll brings the open desk's tags up to date. The caller holds tagMu; mu is
// given back between batches.
func (s *Store) tagAll(ctx context.Context) error {
	if err := s.loadTags(ctx); err != nil {
		return err
	}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		if done, err := s.tagSome(ctx); err != nil {
			return err
		} else if done {
			return s.settleTwins()
		}
	}
}

// loadTags reads what the index has, a batch at a time so that nobody waits for
// it, and lists what it lacks.
func (s *Store) loadTags(ctx context.Context) error {
	t, err := s.beginTags(ctx)
	if err != nil || t.loaded {
		return err
	}
	if err := s.listTodo(t); err != nil {
		return err
	}
	for after := []byte(nil); ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		if after, err = s.loadSome(t, after); err != nil || after == nil {
			return err
		}
	}
}

// listTodo lists all cases as such that have no tag.
func (s *Store) listTodo(t *tags) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.desk == nil || s.desk.tags != t {
		return model.ErrLocked
	}
	return s.view(func(txn *badger.Txn) error {
		return scan(txn, "s/", nil, func(key []byte) error {
			id, err := uuid.FromBytes(key[len("s/"):])
			if _, done := t.of[id]; !done {
				t.todo[id] = true
			}
			return err
		})
	})
}

// loadSome reads the tags that follow one, and drops those of the index that
// belong to no case or to a key that was thrown away. last is where to go on,
// nil at the end; there it logs how many cases are to be opened.
func (s *Store) loadSome(t *tags, after []byte) (last []byte, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.desk == nil || s.desk.tags != t {
		return nil, model.ErrLocked
	}
	last, stale, err := s.readTags(t, after)
	if err == nil && len(stale) > 0 {
		err = s.update(func(txn *badger.Txn) (err error) {
			for _, key := range stale {
				err = errors.Join(err, txn.Delete(key))
			}
			return err
		})
	}
	if err != nil || last != nil {
		return last, err
	}
	if len(t.todo) == 0 {
		t.todo = map[uuid.UUID]bool{} // a map keeps the memory of what was in it
	} else if err := s.note(entry{Actor: s.desk.id, Action: "compare", Note: fmt.Sprint(len(t.todo))}); err != nil {
		return nil, err // nothing is opened of which it is not said
	}
	t.loaded = true
	return nil, nil
}

// beginTags gives the open desk's tags, with their key.
func (s *Store) beginTags(ctx context.Context) (*tags, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.decides(); err != nil {
		return nil, err
	}
	if s.desk.tags != nil {
		return s.desk.tags, nil
	}
	if err := s.writable(ctx); err != nil {
		return nil, err
	}
	key, err := s.tagsKey()
	if err != nil {
		return nil, s.doubt(err)
	}
	s.desk.tags = &tags{key: key, of: map[uuid.UUID]tag{}, todo: map[uuid.UUID]bool{}}
	return s.desk.tags, nil
}

// readTags reads readBatch tags of the index behind the key with the suffix
// after. last is the suffix of the last one, nil if there are no more; stale are
// the keys of those that do not count.
func (s *Store) readTags(t *tags, after []byte) (last []byte, stale [][]byte, err error) {
	n := 0
	err = s.view(func(txn *badger.Txn) error {
		return scan(txn, "d/", after, func(key []byte) error {
			if n++; n > readBatch {
				return errEnough
			}
			last = key[len("d/"):]
			id, err := uuid.FromBytes(last)
			if _, read := t.of[id]; read {
				return nil // before this was stopped
			}
			if err != nil || !t.todo[id] {
				stale = append(stale, key)
				return nil
			}
			b, err := getBytes(txn, key)
			if err == nil {
				b, err = seal.OpenTags(t.key, b, tagAD(id))
			}
			is, ok := decodeTag(b)
			if err != nil || !ok {
				stale = append(stale, key)
				return nil // made anew, if the case can be opened
			}
			t.of[id] = is
			delete(t.todo, id)
			return nil
		})
	})
	if n <= readBatch {
		last = nil
	}
	return last, stale, err
}

// tagSome makes the tags of a few cases.
func (s *Store) tagSome(ctx context.Context) (done bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.desk == nil || s.desk.tags == nil {
		return true, model.ErrLocked
	}
	t := s.desk.tags
	if len(t.todo) == 0 {
		return true, nil
	}
	if err := s.writable(ctx); err != nil {
		return true, err
	}
	made, seen := map[uuid.UUID][]byte{}, 0
	for id := range t.todo {
		if seen++; seen > tagBatch {
			break
		}
		delete(t.todo, id)
		is, err := s.tagOf(t.key, id)
		if err != nil { // damaged, destroyed, erased: what cannot be opened is not compared
			continue
		}
		if made[id], err = seal.SealTags(t.key, is.encode(), tagAD(id)); err != nil {
			return true, err
		}
		t.of[id], t.settled = is, false
	}
	return false, s.update(func(txn *badger.Txn) (err error) {
		for id, b := range made {
			err = errors.Join(err, txn.Set(keyOf("d/", id[:]), b))
		}
		return err
	})
}
