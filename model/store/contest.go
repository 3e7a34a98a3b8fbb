package store

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"truename/model"
	"truename/model/seal"

	"github.com/google/uuid"
)

// Machines without a network can decide a case twice: where it was submitted
// somebody withdraws, or a copy of the desk is at work. Nothing stored is
// replaced; that there are two stands in the audit log, until a supervisor says
// that it is settled. The log is all there is of it.
const (
	actionContest = "contest" // key is the machine, note a model.ContestWhy
	actionSettle  = "settle"
)

// contests are what the audit log says of them, up to a record. contestMu guards
// them.
type contests struct {
	upTo uint64
	of   map[uuid.UUID][]model.Contest // not settled
	said map[contested]bool            // settled or not
}

// contested is what is said of a case once.
type contested struct {
	id       uuid.UUID
	revision int
	why      model.ContestWhy
}

// Contests lists the cases that were decided twice, first found first. It needs
// a supervisor at the open desk. Errors: ErrLocked, ErrRole. The audit log is read
// for it, once: run it in a job.
func (s *Store) Contests(ctx context.Context) ([]model.Contest, error) {
	s.mu.RLock()
	err := s.supervises()
	s.mu.RUnlock()
	if err != nil {
		return nil, err
	}
	s.contestMu.Lock()
	defer s.contestMu.Unlock()
	if err := s.readContests(ctx); err != nil {
		return nil, plain(err)
	}
	var all []model.Contest
	s.mu.RLock()
	defer s.mu.RUnlock()
	for id, of := range s.contests.of {
		r, err := s.get(id)
		if errors.Is(err, model.ErrNotFound) { // erased
			continue
		}
		if err != nil {
			return nil, plain(err)
		}
		for _, c := range of {
			c.Head = r.Head
			all = append(all, c)
		}
	}
	slices.SortFunc(all, func(a, b model.Contest) int {
		return cmp.Or(a.At.Compare(b.At), strings.Compare(a.Head.Tag, b.Head.Tag), strings.Compare(string(a.Why), string(b.Why)))
	})
	return all, nil
}

// Settle notes that a supervisor has looked at the two decisions about a case.
// Errors: ErrLocked, ErrRole, ErrNotFound (there are none), ErrReadOnly,
// ErrDiskFull.
func (s *Store) Settle(ctx context.Context, id uuid.UUID) error {
	all, err := s.Contests(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(c model.Contest) bool { return c.Head.Case == id })
	if i < 0 {
		return model.ErrNotFound
	}
	s.mu.Lock()
	err = s.supervises()
	if err == nil {
		err = s.writable(ctx)
	}
	if err == nil {
		err = s.note(entry{Actor: s.desk.id, Action: actionSettle, Case: id, Revision: all[i].Head.Revision})
	}
	s.mu.Unlock()
	if err == nil {
		s.tell()
	}
	return plain(err)
}

// contest notes that another decision about a case was found, on a medium or in
// a receipt of a machine, unless it was said before. The caller does not hold mu.
func (s *Store) contest(ctx context.Context, c contested, machine string) error {
	s.contestMu.Lock()
	defer s.contestMu.Unlock()
	if err := s.readContests(ctx); err != nil || s.contests.said[c] {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.writable(ctx); err != nil {
		return err
	}
	return s.note(entry{Actor: actorDevice, Action: actionContest, Case: c.id, Revision: c.revision, Key: machine, Note: string(c.why)})
}

// readContests reads what the audit log has more than when it was read last. The
// caller holds contestMu, and not mu. Records that are not in order count for
// nothing: verify names them.
func (s *Store) readContests(ctx context.Context) error {
	s.mu.RLock()
	if s.audit == nil {
		s.mu.RUnlock()
		return errClosed
	}
	log, newest, public, have := s.audit, s.audit.head.Seq, s.device.Public(), &s.contests
	s.mu.RUnlock()
	if have.of == nil {
		*have = contests{of: map[uuid.UUID][]model.Contest{}, said: map[contested]bool{}}
	}
	if have.upTo >= newest {
		return nil
	}
	err := log.lines(have.upTo+1, func(_ string, raw []byte) error {
		if !bytes.Contains(raw, []byte(`"`+actionContest+`"`)) && !bytes.Contains(raw, []byte(`"`+actionSettle+`"`)) {
			return ctx.Err()
		}
		if l := parseLine(raw); l.ok && l.Seq > have.upTo && l.Seq <= newest && l.genuine(public) {
			have.take(l)
		}
		return ctx.Err()
	})
	if err != nil { // what was taken of it would count twice
		*have = contests{}
		return err
	}
	have.upTo = newest
	return nil
}

// take counts a record of the audit log.
func (c *contests) take(l line) {
	is := contested{l.Case, l.Revision, model.ContestWhy(l.Note)}
	switch {
	case l.Action == actionSettle:
		delete(c.of, l.Case)
	case l.Action == actionContest && !c.said[is]:
		c.said[is] = true
		c.of[l.Case] = append(c.of[l.Case], model.Contest{At: l.At, Why: is.why})
	}
}

// decisionOf is which decision a place in a manifest or receipt is of.
func decisionOf(place string) (id uuid.UUID, revision, seq int, ok bool) {
	id, err := uuid.Parse(path.Dir(place))
	if err != nil {
		return id, 0, 0, false
	}
	_, err = fmt.Sscanf(path.Base(place), "%d.%d"+decisionEnd, &revision, &seq)
	return id, revision, seq, err == nil && revision > 0 && seq > 0
}

// withdrawn notes that a machine's decision about a case came second: it is
// genuine, and another one stands here.
func (in *importer) withdrawn(ctx context.Context, place string, err error) error {
	id, revision, _, ok := decisionOf(place)
	if !ok || model.CodeOf(err) != model.CodeConflict || in.s.SubmitsOnly() {
		return nil
	}
	return in.s.contest(ctx, contested{id, revision, model.ContestWithdrawn}, in.m.Machine.ID)
}

// kept notes which decisions of this desk a machine did not take, since it has
// another one.
func (in *importer) kept(ctx context.Context, r seal.Receipt) error {
	for _, t := range r.Taken {
		id, revision, _, ok := decisionOf(t.Place)
		if !ok || t.Error != string(model.CodeConflict) || in.s.SubmitsOnly() {
			continue
		}
		if err := in.s.contest(ctx, contested{id, revision, model.ContestKept}, r.Machine.ID); err != nil {
			return err
		}
	}
	return nil
}

// copied notes which decisions in an export with this desk's own signature are
// not what stands here: a copy of the desk took them, or this desk before it was
// restored.
func (in *importer) copied(ctx context.Context) error {
	for _, item := range in.m.Items {
		id, revision, seq, ok := decisionOf(item.Place)
		if !ok || in.s.SubmitsOnly() {
			continue
		}
		same, err := in.s.stands(id, revision, seq, item.Sum)
		if err == nil && !same {
			err = in.s.contest(ctx, contested{id, revision, model.ContestCopy}, in.m.Machine.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// stands reports whether a decision of a case is the one with this sum. Of a
// case that is not here nothing is asked.
func (s *Store) stands(id uuid.UUID, revision, seq int, sum [32]byte) (bool, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	r, err := s.get(id)
	if errors.Is(err, model.ErrNotFound) {
		return true, nil
	}
	if err != nil || revision > len(r.Decisions) || seq > r.Decisions[revision-1] {
		return false, err
	}
	have, err := sumOf(s.path(filepath.FromSlash(r.decision(revision, seq))))
	if err != nil { // verify names it
		return true, nil
	}
	return have == fmt.Sprintf("%x", sum), nil
}

// tookBefore are the places of an export that a receipt of this desk, which lies
// beside it, says were taken in.
func (in *importer) tookBefore() map[string]bool {
	took := map[string]bool{}
	b, err := in.read(receiptPrefix+in.s.device.ID, seal.MaxDocument)
	if err != nil {
		return took
	}
	r, err := seal.ParseReceipt(b)
	if err != nil || r.Export != in.m.ID || !r.Machine.Public.Equal(in.s.device.Public()) {
		return took
	}
	for _, t := range r.Taken {
		took[t.Place] = t.Error == ""
	}
	return took
}

// taken notes that a packet which is new here was taken in with this desk's own
// signature before.
func (in *importer) taken(ctx context.Context, place string) error {
	id, err := uuid.Parse(path.Dir(place))
	var revision int
	if _, serr := fmt.Sscanf(path.Base(place), "%d"+packetEnd, &revision); err != nil || serr != nil {
		return nil
	}
	return in.s.contest(ctx, contested{id, revision, model.ContestTaken}, in.s.device.ID)
}
