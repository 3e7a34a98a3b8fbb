package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"truename/model"
	"truename/model/idcard"

	"github.com/dgraph-io/badger/v4"
	"github.com/google/uuid"
)

// maxPeriod is the longest period of figures, in days: ten years.
const maxPeriod = 3660

// Figures are how the desk did from one day in China to another, both counted,
// and what waits now. It needs no key: times and verbs stand in clear. What it
// cannot tell is why cases were returned: see Reasons. CodeUsage refuses a
// period that ends before it begins or is longer than ten years.
func (s *Store) Figures(ctx context.Context, from, until idcard.Date) (model.Figures, error) {
	if err := checkPeriod(from, until); err != nil {
		return model.Figures{}, err
	}
	t := model.NewTally(from, until, idcard.Today(s.now()), s.o.Calendar.Between)
	err := s.histories(ctx, period{from, until}, func(h found) {
		var last model.Act
		for d := range h.deeds(h.kind) {
			last = d.Act
			t.Act(last)
		}
		if h.waits {
			t.Wait(model.Wait{Arrived: last.Arrived, Due: last.Due})
		}
	})
	if err != nil {
		return model.Figures{}, plain(err)
	}
	return t.Figures(), nil
}

// checkPeriod refuses what is no period.
func checkPeriod(from, until idcard.Date) error {
	if until.Before(from) || from.AddDays(maxPeriod).Before(until) {
		return model.Fail(model.CodeUsage, errString("a period is from a day to the same or a later one, ten years at most"))
	}
	return nil
}

// recently is how far back the desk's own times are looked at, in days.
const recently = 60

// Expect is what a person can be told to expect of an answer to what was
// received then: the range promised, and a longer one if the desk took longer
// for the decisions of the last 60 days.
func (s *Store) Expect(ctx context.Context, received time.Time) (from, until idcard.Date, err error) {
	today := idcard.Today(s.now())
	last := period{today.AddDays(-recently), today}
	var took []int
	err = s.histories(ctx, last, func(h found) {
		for d := range h.deeds(h.kind) {
			if n, ok := d.Workdays(s.o.Calendar.Between); ok && last.has(d.At) {
				took = append(took, n)
			}
		}
	})
	quick, slow := model.Usual(took)
	from, until = s.o.Calendar.Range(received, quick, slow)
	return from, until, plain(err)
}

// A period is from one day in China to another, both counted.
type period struct{ from, until idcard.Date }

// has reports whether t lies in p.
func (p period) has(t time.Time) bool {
	d := idcard.Today(t)
	return !d.Before(p.from) && !d.After(p.until)
}

// found is the history of one case.
type found struct {
	history
	id    uuid.UUID
	kind  model.Kind
	waits bool
}

// histories gives the history of every case that waits, and of every other that
// was last changed in the period or later: one that was not had nothing happen
// to it in the period. What f is given holds until it returns.
func (s *Store) histories(ctx context.Context, p period, f func(found)) error {
	since := binary.BigEndian.AppendUint64(nil, uint64(p.from.Time().Unix()))
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.view(func(txn *badger.Txn) error {
		err := scanHistories(ctx, txn, "q/", nil, func(h found) { h.waits = true; f(h) })
		for _, class := range classes {
			err = errors.Join(err, scanHistories(ctx, txn, "r/"+class+"/", since, f))
		}
		return err
	})
}

// classes are those of cases that do not wait.
var classes = []string{
	string(model.Approved), string(model.Returned), string(model.Refused), string(model.Withdrawn), model.ClassRequests,
}

// scanHistories reads the histories under prefix, from what comes at or behind
// since.
func scanHistories(ctx context.Context, txn *badger.Txn, prefix string, since []byte, f func(found)) error {
	o := badger.DefaultIteratorOptions
	o.PrefetchValues = false // they lie beside the keys
	o.Prefix = []byte(prefix)
	it := txn.NewIterator(o)
	defer it.Close()
	var h found
	for it.Seek(keyOf(prefix, since)); it.Valid(); it.Next() {
		if err := ctx.Err(); err != nil {
			return err
		}
		key := it.Item().Key()
		if len(key) < len(prefix)+16 {
			return model.Fail(model.CodeDamaged, errString("an entry of the index"))
		}
		h.id, h.waits = uuid.UUID(key[len(key)-16:]), false
		err := it.Item().Value(func(b []byte) (err error) {
			h.kind, h.history, err = decodeHistory(b, h.history[:0])
			return err
		})
		if err != nil {
			return err
		}
		f(h)
	}
	return nil
}

// Reasons is how often each reason was given for the returns and refusals of a
// period, by code; a decision with two reasons counts for both. Reasons lie
// sealed, so it needs the open desk, and the cases are opened for it one after
// another: about half a millisecond each, once while the desk is open. How many
// stands in the audit log. Run it in a job. Errors: ErrLocked, ErrRole,
// ErrReadOnly, ErrDiskFull, and CodeUsage as of Figures.
func (s *Store) Reasons(ctx context.Context, from, until idcard.Date) (map[string]int, error) {
	if err := checkPeriod(from, until); err != nil {
		return nil, err
	}
	all, err := s.reasoned(ctx, period{from, until})
	if err == nil {
		err = s.noteReasons(ctx, all)
	}
	n := map[string]int{}
	for batch := range slices.Chunk(all, tagBatch) {
		if err != nil {
			break
		}
		err = s.countReasons(ctx, batch, n)
	}
	if err != nil {
		return nil, plain(err)
	}
	return n, nil
}

// A verdict is where a decision with reasons lies.
type verdict struct {
	id     uuid.UUID
	n, seq int
}

// reasoned lists the decisions of a period that have reasons.
func (s *Store) reasoned(ctx context.Context, p period) (all []verdict, err error) {
	err = s.histories(ctx, p, func(h found) {
		for d := range h.deeds(h.kind) {
			if (d.Verb == model.Return || d.Verb == model.Refuse) && p.has(d.At) {
				all = append(all, verdict{h.id, d.Revision, d.seq})
			}
		}
	})
	return all, err
}

// noteReasons logs how many decisions are opened that were not yet.
func (s *Store) noteReasons(ctx context.Context, all []verdict) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.decides(); err != nil {
		return err
	}
	todo := 0
	for _, v := range all {
		if _, ok := s.desk.reasons[v]; !ok {
			todo++
		}
	}
	if todo == 0 {
		return nil
	}
	if err := s.writable(ctx); err != nil {
		return err
	}
	return s.note(entry{Actor: s.desk.id, Action: "figures", Note: fmt.Sprint(todo)})
}

// countReasons adds the reasons of a few decisions to n.
func (s *Store) countReasons(ctx context.Context, few []verdict, n map[string]int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.decides(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, v := range few {
		codes, ok := s.desk.reasons[v]
		if !ok {
			var err error
			if codes, err = s.openReasons(v); errors.Is(err, model.ErrNotFound) {
				continue // erased meanwhile
			} else if err != nil { // destroyed, of another reviewer, damaged: Verify names the last
				codes = []string{model.ReasonSealed}
			}
			s.desk.reasons[v] = codes
		}
		for _, code := range codes {
			n[code]++
		}
	}
	return nil
}

// openReasons opens the reasons of one decision: their codes, each once. The
// caller holds mu, and the desk is open.
func (s *Store) openReasons(v verdict) (codes []string, err error) {
	r, err := s.get(v.id)
	if err != nil {
		return nil, err
	}
	opened, err := s.openFields(&r)
	if err != nil {
		return nil, err
	}
	d, err := s.readDecision(r.decision(v.n, v.seq))
	if err != nil {
		return nil, err
	}
	c, err := openCapsule(d, opened.Capsule)
	if err != nil {
		return nil, err
	}
	known := model.ReasonsFor(r.Head.Kind, d.Head.Verb)
	for _, reason := range c.Reasons {
		same := func(k model.Reason) bool { return k.Code == reason.Code }
		if slices.ContainsFunc(known, same) && !slices.Contains(codes, reason.Code) { // nothing that somebody wrote
			codes = append(codes, reason.Code)
		}
	}
	return codes, nil
}
