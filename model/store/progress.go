package store

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"path/filepath"

	"truename/model"
	"truename/model/seal"

	"github.com/dgraph-io/badger/v4"
	"github.com/google/uuid"
)

// Progress is what the holder of a reference may see: the head, and what
// happened with reasons and notes. ErrNotFound for every wrong reference. It
// takes 0.1 s unless the case is this account's own: run it in a job.
func (s *Store) Progress(ctx context.Context, reference string) (model.Progress, error) {
	keys, err := s.find(reference)
	if err != nil {
		return model.Progress{}, err
	}
	if err := ctx.Err(); err != nil {
		return model.Progress{}, err
	}
	t, err := s.trail(keys.Lookup)
	if err != nil {
		return model.Progress{}, plain(err)
	}
	p, err := t.Open(reference, keys)
	return p, plain(err)
}

// find gives the keys of a reference as typed; from mine/ without any work.
func (s *Store) find(reference string) (seal.RefKeys, error) {
	ref, ok := seal.ParseReference(reference)
	if !ok {
		return seal.RefKeys{}, model.ErrNotFound
	}
	s.mu.RLock()
	for _, m := range s.mine {
		if m.Reference == ref {
			s.mu.RUnlock()
			return seal.RefKeys{Lookup: m.Lookup, Capsule: m.Capsule}, nil
		}
	}
	s.mu.RUnlock()
	return s.keysOf(ref), nil
}

// timeline reads what happened to a case from its files, oldest first, and
// opens the capsules with the reference's key. each, if given, sees every
// decision with the id of the month's key of the revision it is about.
func (s *Store) timeline(r record, key [32]byte, each func(month string, d seal.DecisionFile) error) ([]model.Event, error) {
	var events []model.Event
	for n := 1; n <= len(r.Decisions); n++ {
		h, _, err := s.readFront(s.path(filepath.FromSlash(r.packet(n))))
		if err != nil {
			return nil, err
		}
		what := "received"
		if n > 1 {
			what = "corrected"
		}
		events = append(events, model.Event{At: h.Created, What: what})
		for k := 1; k <= r.Decisions[n-1]; k++ {
			d, err := s.readDecision(r.decision(n, k))
			if err != nil {
				return nil, err
			}
			e, err := event(d, key)
			if err == nil && each != nil {
				err = each(h.Month, d)
			}
			if err != nil {
				return nil, err
			}
			events = append(events, e)
		}
	}
	return events, nil
}

// event is a decision as the person sees it.
func event(d seal.DecisionFile, key [32]byte) (model.Event, error) {
	c, err := openCapsule(d, key)
	return eventOf(d, c), err
}

func eventOf(d seal.DecisionFile, c capsule) model.Event {
	return model.Event{At: d.Head.At, What: what(d.Head), Reasons: c.Reasons, Note: c.Note, Automatic: d.Head.Automatic == model.ByPolicy}
}

// openCapsule opens the capsule of a decision; one without has nothing to say.
func openCapsule(d seal.DecisionFile, key [32]byte) (c capsule, err error) {
	if len(d.Capsule) == 0 {
		return c, nil
	}
	plain, err := seal.OpenCapsule(key, d.Capsule, capsuleAD(d.Head))
	if err != nil {
		return c, err
	}
	if json.Unmarshal(plain, &c) != nil {
		return capsule{}, model.Fail(model.CodeDamaged, errString("a status capsule"))
	}
	return c, nil
}

// pageSize is what a list gives if it is not told how much.
const pageSize = 50

// Queue lists what waits and a sieve lets through, due first or by risk, from
// behind cursor after ("" is the beginning; one order's cursors are not the
// other's), at most n (0: 50). next is the cursor of the following page, or "" if
// there is none. ErrLocked: the sieve asks for what only an open desk knows.
func (s *Store) Queue(ctx context.Context, only model.Sieve, after string, n int) (heads []model.Head, next string, err error) {
	return s.page(ctx, span{"q/", after, n, only}, func(suffix []byte) []byte { return suffix[len(suffix)-16:] })
}

// List lists the cases in a status ("" is all), newest first; cursors are as
// in Queue.
func (s *Store) List(ctx context.Context, status model.Status, after string, n int) ([]model.Head, string, error) {
	return s.page(ctx, span{"i/" + string(status) + "/", after, n, model.Sieve{}}, func(suffix []byte) []byte {
		return complement(suffix[len(suffix)-16:])
	})
}

// A span is a part of the index to list.
type span struct {
	prefix string
	after  string
	n      int
	only   model.Sieve
}

// page reads one page; id finds the case in the rest of a key.
func (s *Store) page(ctx context.Context, p span, id func(suffix []byte) []byte) (heads []model.Head, next string, err error) {
	if p.n <= 0 {
		p.n = pageSize
	}
	after, err := hex.DecodeString(p.after)
	if err != nil {
		return nil, "", model.Fail(model.CodeUsage, errString("not a cursor"))
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	var about *tags
	if p.only.Sealed() {
		if s.desk == nil {
			return nil, "", model.ErrLocked
		}
		about = s.desk.tags
	}
	if p.only.ByRisk {
		heads, next, err = s.byRisk(ctx, p)
		return heads, next, plain(err)
	}
	var last []byte
	err = s.view(func(txn *badger.Txn) error {
		return scan(txn, p.prefix, after, func(key []byte) error {
			suffix := key[len(p.prefix):]
			if err := ctx.Err(); err != nil || len(suffix) < 16 {
				return err
			}
			if len(heads) == p.n && p.only == (model.Sieve{}) {
				next = hex.EncodeToString(last)
				return errEnough
			}
			of := uuid.UUID(id(suffix))
			if !about.about(p.only.Concern, of) {
				return nil
			}
			r, err := getRecord(txn, of)
			if err != nil || !p.only.Lets(r.Head) {
				return err
			}
			if len(heads) == p.n { // there is one more
				next = hex.EncodeToString(last)
				return errEnough
			}
			heads, last = append(heads, r.Head), suffix
			return nil
		})
	})
	if err != nil {
		return nil, "", plain(err)
	}
	return heads, next, nil
}

// Counts is how many cases are in each status; statuses without any are 0.
func (s *Store) Counts(ctx context.Context) (map[model.Status]int, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	n := map[model.Status]int{}
	err := s.view(func(txn *badger.Txn) error {
		for _, status := range model.Statuses {
			n[status] = 0
			err := scan(txn, "i/"+string(status)+"/", nil, func([]byte) error {
				n[status]++
				return ctx.Err()
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return n, plain(err)
}
