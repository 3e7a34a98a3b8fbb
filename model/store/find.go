package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"

	"truename/model"

	"github.com/dgraph-io/badger/v4"
	"github.com/google/uuid"
)

// actionSearch says that a reviewer looked for a name, number or reference;
// never which.
const actionSearch = "search"

// Search finds cases, whatever their status, by what a name begins with, a
// number, its last four characters or the first four of a reference: see
// model.Look. It asks the tags that the open desk has; those that are still to
// be made are counted in Left. That somebody searched, and how many cases were
// found, stands in the audit log before anything is returned; what was typed
// does not. Errors: ErrLocked, ErrRole (of an auditor), ErrReadOnly.
func (s *Store) Search(ctx context.Context, typed string) (model.Found, error) {
	if s.tagMu.TryLock() { // else somebody reads them now
		err := s.loadTags(ctx)
		s.tagMu.Unlock()
		if err != nil {
			return model.Found{}, plain(err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.decides(); err != nil {
		return model.Found{}, err
	}
	if s.broken != nil {
		return model.Found{}, model.Fail(model.CodeReadOnly, s.broken)
	}
	found, err := s.search(model.Look(typed))
	if err == nil {
		err = s.note(entry{Actor: s.desk.id, Action: actionSearch, Note: fmt.Sprint(found.Total)})
	}
	if err != nil {
		return model.Found{}, plain(err)
	}
	return found, nil
}

// search looks through the tags. The caller holds mu, and the desk is open.
func (s *Store) search(l model.Wanted) (found model.Found, err error) {
	if t := s.desk.tags; t != nil && l != (model.Wanted{}) {
		return s.searchTags(hasher(t.key).want(l))
	}
	return found, nil
}

// searchTags is search for what stands in tags.
func (s *Store) searchTags(w wanted) (found model.Found, err error) {
	t := s.desk.tags
	var ids []uuid.UUID
	for id, is := range t.of {
		if w.in(&is) {
			ids = append(ids, id)
		}
	}
	found.Total, found.Left = len(ids), len(t.todo)
	// Ids begin with the time at which they were made.
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return bytes.Compare(b[:], a[:]) })
	for _, id := range ids[:min(len(ids), model.FoundMost)] {
		r, err := s.get(id)
		if errors.Is(err, model.ErrNotFound) {
			continue
		}
		if err != nil {
			return found, err
		}
		found.Heads = append(found.Heads, r.Head)
	}
	return found, nil
}

// Risks says how much of each of these cases is to be looked at, as far as the
// open desk knows; a case that it has not read yet is left out. left is how many
// of all cases that are. Errors: ErrLocked, ErrRole.
func (s *Store) Risks(ctx context.Context, cases []uuid.UUID) (of map[uuid.UUID]model.Risk, left int, err error) {
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := s.decides(); err != nil {
		return nil, 0, err
	}
	of = map[uuid.UUID]model.Risk{}
	t := s.desk.tags
	if t == nil {
		return of, 0, nil
	}
	for _, id := range cases {
		if is, ok := t.of[id]; ok {
			r := is.counts(t.twins[id])
			r.Codes = is.codes()
			of[id] = r
		}
	}
	return of, len(t.todo), nil
}

// weight is the weight of a case's risk; ok is false while it is not known.
func (t *tags) weight(id uuid.UUID) (weight int, ok bool) {
	if t == nil {
		return 0, false
	}
	is, ok := t.of[id]
	return is.counts(t.twins[id]).Weight(), ok
}

// about reports whether a case is about a concern, as far as it was read; every
// case is about none in particular.
func (t *tags) about(c model.Concern, id uuid.UUID) bool {
	switch {
	case c == "":
		return true
	case t == nil:
		return false
	case c == model.ConcernAlike:
		return t.twins[id]
	}
	return t.of[id].Codes&concernBits[c] != 0
}

// settleTwins notes which cases have a number or a photograph in common. The
// caller holds tagMu; to look through a hundred thousand tags takes 0.1 s, in
// which others can read.
func (s *Store) settleTwins() error {
	s.mu.RLock()
	if s.desk == nil || s.desk.tags == nil {
		s.mu.RUnlock()
		return model.ErrLocked
	}
	t := s.desk.tags
	if t.settled {
		s.mu.RUnlock()
		return nil
	}
	twins := t.findTwins()
	s.mu.RUnlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	t.twins, t.settled = twins, len(t.todo) == 0
	return nil
}

// findTwins sorts all macs, so that it needs 8 bytes for each, and looks for
// those that stand there twice.
func (t *tags) findTwins() map[uuid.UUID]bool {
	all := make([]uint64, 0, 3*len(t.of))
	for _, is := range t.of {
		for _, m := range is.macs() {
			if m != 0 {
				all = append(all, m)
			}
		}
	}
	slices.Sort(all)
	double := map[uint64]bool{}
	for i := 1; i < len(all); i++ {
		if all[i] == all[i-1] {
			double[all[i]] = true
		}
	}
	twins := map[uuid.UUID]bool{}
	if len(double) == 0 {
		return twins
	}
	for id, is := range t.of {
		for _, m := range is.macs() {
			if double[m] {
				twins[id] = true
			}
		}
	}
	return twins
}

// macs are what makes a case the twin of another, as numbers. Those of the emblem
// side are turned round: they are held against each other alone.
func (t tag) macs() (all [3]uint64) {
	all[0], all[1] = binary.BigEndian.Uint64(t.Number[:]), binary.BigEndian.Uint64(t.Front[:])
	if t.Back != (mac{}) {
		all[2] = ^binary.BigEndian.Uint64(t.Back[:])
	}
	return all
}

// Lanes hold the cases of one weight each: the suffixes of their keys in q/, due
// first, one more than is asked for.
type lanes map[int][][]byte

// byRisk is page for a queue by risk: the heaviest first, and due first among
// those that weigh the same. A case that was not read yet weighs what its head
// says. It looks at all that waits, and keeps no more than a page of each weight.
// The caller holds mu, and the desk is open.
func (s *Store) byRisk(ctx context.Context, p span) (heads []model.Head, next string, err error) {
	after, err := hex.DecodeString(p.after)
	if err != nil {
		return nil, "", model.Fail(model.CodeUsage, errString("not a cursor"))
	}
	err = s.view(func(txn *badger.Txn) error {
		full, err := s.fillLanes(ctx, txn, p, after)
		if err != nil {
			return err
		}
		var last []byte
		for _, weight := range slices.Backward(slices.Sorted(maps.Keys(full))) {
			for _, suffix := range full[weight] {
				if len(heads) == p.n {
					next = hex.EncodeToString(last)
					return nil
				}
				r, err := getRecord(txn, uuid.UUID(suffix[len(suffix)-16:]))
				if err != nil {
					return err
				}
				heads, last = append(heads, r.Head), append([]byte{byte(weight)}, suffix...)
			}
		}
		return nil
	})
	return heads, next, err
}

// fillLanes sorts what waits into lanes; after is where the page before ended:
// the weight and the suffix of its last case.
func (s *Store) fillLanes(ctx context.Context, txn *badger.Txn, p span, after []byte) (lanes, error) {
	full := lanes{}
	return full, scan(txn, p.prefix, nil, func(key []byte) error {
		suffix := key[len(p.prefix):]
		if err := ctx.Err(); err != nil || len(suffix) < 16 {
			return err
		}
		id := uuid.UUID(suffix[len(suffix)-16:])
		weight, known := s.desk.tags.weight(id)
		if known && behind(after, weight, suffix) || !s.desk.tags.about(p.only.Concern, id) {
			return nil
		}
		if !known || p.only.Clear() != (model.Sieve{}) {
			r, err := getRecord(txn, id)
			if err != nil || !p.only.Lets(r.Head) {
				return err
			}
			if !known {
				weight = r.Head.Weight
			}
		}
		if len(full[weight]) <= p.n && !behind(after, weight, suffix) {
			full[weight] = append(full[weight], suffix)
		}
		return nil
	})
}

// behind reports whether a case stood on a page that ended with the cursor after,
// or on one before.
func behind(after []byte, weight int, suffix []byte) bool {
	return len(after) > 0 && (weight > int(after[0]) || weight == int(after[0]) && bytes.Compare(suffix, after[1:]) <= 0)
}
