package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"truename/model"
	"truename/model/seal"

	"github.com/dgraph-io/badger/v4"
	"github.com/google/uuid"
)

const (
	monthsName    = "months"
	destroyedName = "destroyed.json"
)

// destroyed is keys/months/<id>/destroyed.json: once it stands, no wrap may.
type destroyed struct {
	At time.Time `json:"at"`
}

// loadMonths reads the public halves of the months' keys, and which of them
// are destroyed.
func (s *Store) loadMonths() error {
	s.months, s.dead = map[string]seal.Month{}, map[string]bool{}
	entries, err := os.ReadDir(s.path("keys", monthsName))
	if errors.Is(err, fs.ErrNotExist) {
		return missing(monthsName)
	}
	for _, e := range entries {
		var m seal.Month
		path := s.path("keys", monthsName, e.Name(), monthFile)
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			continue // it was being made: nothing was sealed to it
		}
		if err := readJSON(path, &m); err != nil {
			return err
		}
		s.months[m.ID] = m
		if _, err := os.Stat(s.path("keys", monthsName, e.Name(), destroyedName)); err == nil {
			s.dead[m.ID] = true
		}
	}
	return err
}

// month is the key packets are sealed to now. It is made if this is the
// month's first packet: its secret is wrapped to every holder and forgotten. A
// machine that only submits has it from its list, or fails with ErrNoKeys. The
// caller holds mu for writing.
func (s *Store) month() (seal.Month, error) {
	base := s.now().Format("200601")
	if s.submitOnly() {
		return s.listed(base)
	}
	return s.monthOf(base)
}

// monthOf is the key of a month that counts, made if there is none.
func (s *Store) monthOf(base string) (seal.Month, error) {
	n := s.last(base)
	if m := s.months[numbered(base, n)]; n > 0 && !s.dead[m.ID] {
		return m, nil
	}
	return s.newMonth(numbered(base, n+1))
}

// last is how many keys a month has had; the one that counts is the last.
func (s *Store) last(base string) (n int) {
	for id := range s.months {
		if of, k := splitMonth(id); of == base {
			n = max(n, k)
		}
	}
	return n
}

// numbered names the n-th key of a month: 202611, then 202611-2. A later one
// is made when somebody who holds the ones before must not open what comes
// after: a copy of the folder opens those for ever.
func numbered(base string, n int) string {
	if n < 2 {
		return base
	}
	return fmt.Sprintf("%s-%d", base, n)
}

// splitMonth is the counterpart of numbered.
func splitMonth(id string) (base string, n int) {
	base, number, later := strings.Cut(id, "-")
	if !later {
		return base, 1
	}
	n, _ = strconv.Atoi(number) // 0, which is never the last, for what no key is called
	return base, n
}

// rotate makes a new key for this month and for those ahead that have one.
func (s *Store) rotate() error {
	now := s.now().Format("200601")
	bases := map[string]bool{}
	for id := range s.months {
		if base, _ := splitMonth(id); base >= now {
			bases[base] = true
		}
	}
	for _, base := range slices.Sorted(maps.Keys(bases)) {
		if _, err := s.newMonth(numbered(base, s.last(base)+1)); err != nil {
			return err
		}
	}
	return nil
}

// newMonth makes the key called id. The caller holds mu.
func (s *Store) newMonth(id string) (seal.Month, error) {
	m, secret, err := seal.NewMonth(id)
	if err != nil {
		return m, err
	}
	if err := s.disk.mkdir(s.path("keys", monthsName, id)); err != nil {
		return m, err
	}
	for _, h := range s.holders() {
		if err := s.wrapTo(monthDir(id), []byte(secret), h); err != nil {
			return m, err
		}
	}
	if err := s.writeJSON(m, "keys", monthsName, id, monthFile); err != nil {
		return m, err
	}
	s.months[id] = m
	return m, s.note(entry{Actor: actorDevice, Action: "month", Key: id})
}

// monthDir is the folder of a month in keys/.
func monthDir(id string) string { return filepath.Join(monthsName, id) }

// living lists the months that can still be opened, by id.
func (s *Store) living() (ids []string) {
	for _, id := range slices.Sorted(maps.Keys(s.months)) {
		if !s.dead[id] {
			ids = append(ids, id)
		}
	}
	return ids
}

// errDestroyed is what everything sealed to a destroyed month gives: nothing
// is wrong with the file.
var errDestroyed = model.Fail(model.CodeDestroyed, errString("the month's key was destroyed"))

// DestroyMonth deletes every wrap of a month's key: nobody opens anything any
// more that was sealed to it, the recovery key included. Packets and what
// stands in clear in them stay. It cannot be undone, and reaches no copy of
// keys/ made before. It needs a supervisor at the open desk; a month that is
// destroyed already is fine. Errors: ErrLocked, ErrRole, ErrNotFound, ErrNotAllowed (a case sealed to it
// still waits), ErrReadOnly, ErrDiskFull.
func (s *Store) DestroyMonth(ctx context.Context, id string) error {
	s.mu.Lock()
	err := s.destroyMonth(ctx, id)
	s.mu.Unlock()
	if err == nil {
		s.tell()
	}
	return plain(err)
}

func (s *Store) destroyMonth(ctx context.Context, id string) error {
	if err := s.supervises(); err != nil {
		return err
	}
	if _, ok := s.months[id]; !ok {
		return model.ErrNotFound
	}
	if s.dead[id] {
		return nil
	}
	if err := s.writable(ctx); err != nil {
		return err
	}
	if err := s.unused(id); err != nil {
		return err
	}
	if err := s.note(entry{Actor: s.desk.id, Action: "destroy", Key: id}); err != nil {
		return err
	}
	if err := s.writeJSON(destroyed{s.now()}, "keys", monthsName, id, destroyedName); err != nil {
		return s.doubt(err)
	}
	s.dead[id] = true
	delete(s.desk.months, id)
	return s.doubt(s.dropWraps(id))
}

// dropWraps deletes all wraps of a month, and with the first time the key of
// the tags.
func (s *Store) dropWraps(id string) error {
	wraps, err := s.matching("keys", monthsName, id, "*"+wrapEnd)
	if err == nil && len(wraps) > 0 {
		err = s.dropTags() // of its cases, also those that were erased and linger
	}
	for _, path := range wraps {
		err = errors.Join(err, s.disk.remove(path))
	}
	return err
}

// unused fails with ErrNotAllowed while a case that waits is sealed to month:
// it could not be decided any more.
func (s *Store) unused(month string) error {
	var waiting []record
	err := s.view(func(txn *badger.Txn) error {
		return scan(txn, "q/", nil, func(key []byte) error {
			if len(key) < 16 {
				return nil
			}
			r, err := getRecord(txn, uuid.UUID(key[len(key)-16:]))
			waiting = append(waiting, r)
			return err
		})
	})
	for _, r := range waiting {
		if err != nil {
			break
		}
		if err = s.front(&r); err != nil {
			break
		}
		h, herr := s.header(r.sealed)
		if err = herr; err == nil && h.Month == month {
			err = model.Fail(model.CodeNotAllowed, errString("a case sealed to it waits"))
		}
	}
	return err
}
