package store

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
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

// Tags are what cases are compared by: see tag. Each lies sealed in the index
// (d/<case>); their key lies in keys/duplicates/, wrapped to every holder as a
// month's is, so that only an open desk makes and reads them. It is not needed
// for anything else: where somebody must not read tags any more, it is thrown
// away, and the next open desk makes another one and all tags anew.
const duplicatesName = "duplicates"

// tagging is keys/duplicates.json.
type tagging struct {
	ID string `json:"id"`
}

// A tag is what is compared of the last revision of a case. Numbers and
// photographs stand in it as keyed hashes.
type tag struct {
	Number []byte `json:"number,omitempty"`
	Front  []byte `json:"front,omitempty"`
	Back   []byte `json:"back,omitempty"`
	Print  uint64 `json:"print,omitempty"` // of the photograph of the portrait side
}

// tags are those that the open desk knows.
type tags struct {
	key    [32]byte
	of     map[uuid.UUID]tag
	todo   map[uuid.UUID]bool // cases to look at
	loaded bool
}

// Two photographs are taken for copies of one picture if their prints differ in
// no more than nearBits. A camera that stands fixed makes those of two persons
// alike up to 3 bits (portrait side; emblem side: 1, so that one is not
// compared), so where there are more than nearMost, they say nothing.
const (
	nearBits = 2
	nearMost = 3
)

// tagBatch is how many cases are opened at a time, about 10 ms.
const tagBatch = 16

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
		if err := s.dropTags(); err != nil { // another takes its place: nothing is lost with it
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
		s.desk.tags.todo[id] = true
	}
}

// CompareCases makes the tags of all cases that have none, so that Duplicates
// finds those that nobody opened. It needs the open desk, and takes about half
// a millisecond a case, once; it ends with ErrLocked when the desk is locked.
// How many were opened for it stands in the audit log.
func (s *Store) CompareCases(ctx context.Context) error {
	s.tagMu.Lock()
	defer s.tagMu.Unlock()
	return plain(s.tagAll(ctx))
}

// Duplicates finds the other cases of this store that have the number or a
// photograph of case id, last received first. Errors: ErrLocked, ErrNotFound,
// ErrReadOnly, ErrDiskFull.
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

// compare is what two tags have in common.
func (t tag) compare(o tag) (d model.Duplicate) {
	same := func(a, b []byte) bool { return len(a) > 0 && bytes.Equal(a, b) }
	d.Number, d.Front, d.Back = same(t.Number, o.Number), same(t.Front, o.Front), same(t.Back, o.Back)
	n, ok := model.Photo{Print: t.Print}.Distance(model.Photo{Print: o.Print})
	d.Near = ok && n <= nearBits && !d.Front
	return d
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
		if done, err := s.tagSome(ctx); done || err != nil {
			return err
		}
	}
}

// loadTags reads what the index has, and lists what it lacks.
func (s *Store) loadTags(ctx context.Context) error {
	t, err := s.beginTags(ctx)
	if err != nil || t.loaded {
		return err
	}
	s.mu.RLock()
	if s.desk == nil || s.desk.tags != t {
		s.mu.RUnlock()
		return model.ErrLocked
	}
	// Nobody else writes to t: that takes mu.
	stale, err := s.readTags(t)
	t.loaded = err == nil
	todo := len(t.todo)
	s.mu.RUnlock()
	if err != nil || todo+len(stale) == 0 {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.desk == nil {
		return model.ErrLocked
	}
	if todo > 0 {
		err = s.note(entry{Actor: s.desk.id, Action: "compare", Note: fmt.Sprint(todo)})
	}
	for ; err == nil && len(stale) > 0; stale = stale[min(len(stale), 1000):] {
		err = s.update(func(txn *badger.Txn) (err error) {
			for _, key := range stale[:min(len(stale), 1000)] {
				err = errors.Join(err, txn.Delete(key))
			}
			return err
		})
	}
	return err
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

// readTags reads the tags of the index; stale are keys of those that belong to
// no case or to a key that was thrown away.
func (s *Store) readTags(t *tags) (stale [][]byte, err error) {
	err = s.view(func(txn *badger.Txn) error {
		err := scan(txn, "s/", nil, func(key []byte) error {
			id, err := uuid.FromBytes(key[len("s/"):])
			t.todo[id] = true
			return err
		})
		return errors.Join(err, scan(txn, "d/", nil, func(key []byte) error {
			id, err := uuid.FromBytes(key[len("d/"):])
			if err != nil || !t.todo[id] {
				stale = append(stale, key)
				return nil
			}
			b, err := getBytes(txn, key)
			if err == nil {
				b, err = seal.OpenTags(t.key, b, id[:])
			}
			var is tag
			if err != nil || json.Unmarshal(b, &is) != nil {
				stale = append(stale, key)
				return nil // made anew, if the case can be opened
			}
			t.of[id] = is
			delete(t.todo, id)
			return nil
		}))
	})
	return stale, err
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
		b, err := json.Marshal(is)
		if err == nil {
			made[id], err = seal.SealTags(t.key, b, id[:])
		}
		if err != nil {
			return true, err
		}
		t.of[id] = is
	}
	return false, s.update(func(txn *badger.Txn) (err error) {
		for id, b := range made {
			err = errors.Join(err, txn.Set(keyOf("d/", id[:]), b))
		}
		return err
	})
}

// tagOf opens a case's sealed fields and makes its tag. That of a request is
// empty.
func (s *Store) tagOf(key [32]byte, id uuid.UUID) (t tag, err error) {
	r, err := s.get(id)
	if err != nil || r.Head.Kind.IsRequest() {
		return t, err
	}
	o, err := s.openFields(&r)
	if err != nil {
		return t, err
	}
	hash := func(what string, b []byte) []byte {
		h := hmac.New(sha256.New, key[:])
		h.Write([]byte(what))
		h.Write(b)
		return h.Sum(nil)[:16]
	}
	front, back := o.PhotoSums()
	none := sha256.Sum256(nil)
	if o.Fields.Number != "" {
		t.Number = hash("number\n", []byte(o.Fields.Number))
	}
	if front != none {
		t.Front, t.Print = hash("photo\n", front[:]), o.Front.Print
	}
	if back != none {
		t.Back = hash("photo\n", back[:])
	}
	return t, nil
}
