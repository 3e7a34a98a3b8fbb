package store

// FailSteps lets hook fail steps of every durable write of s.
func FailSteps(s *Store, hook func(step string) error) { s.disk.hook = hook }

// CloseIndex closes Badger behind the store's back: every later use of it
// fails.
func CloseIndex(s *Store) error { return s.db.Close() }

// Derive has the keys of a reference ready, as saving a draft would.
func Derive(s *Store, reference string) { s.keysOf(reference) }

// WaitAfter is the throttle's table.
var WaitAfter = after

// Plain is what errors of the system become.
var Plain = plain
