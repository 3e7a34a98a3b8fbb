package store

import (
	"truename/model/seal"

	"github.com/google/uuid"
)

// FailSteps lets hook fail steps of every durable write of s.
func FailSteps(s *Store, hook func(step string) error) { s.disk.hook = hook }

// CloseIndex closes Badger behind the store's back: every later use of it
// fails.
func CloseIndex(s *Store) error { return s.db.Close() }

// Derive has the keys of a reference ready, as saving a draft would.
func Derive(s *Store, reference string) { s.keysOf(reference) }

// SetKeys gives a reference keys that were not derived from it, so that many
// cases can be made in little time.
func SetKeys(s *Store, reference string, keys seal.RefKeys) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refs[reference] = keys
}

// NoteOpenings appends to the audit log that cases were opened, with one sync
// for all of them, so that a long log can be made in little time.
func NoteOpenings(s *Store, reviewer string, cases ...uuid.UUID) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	entries := make([]entry, len(cases))
	for i, id := range cases {
		entries[i] = entry{At: s.now(), Actor: reviewer, Action: actionOpen, Case: id, Revision: 1, From: 1, To: 1}
	}
	_, err := s.audit.append(entries...)
	return s.doubt(err)
}

// WaitAfter is the throttle's table.
var WaitAfter = after

// Plain is what errors of the system become.
var Plain = plain
