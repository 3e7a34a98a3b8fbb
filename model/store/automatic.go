package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"

	"truename/model"

	"github.com/dgraph-io/badger/v4"
	"github.com/google/uuid"
)

// What the policy did with a binding that waits stands in the index (a/<case>)
// until the case changes, so that it is opened for it once. It is lost with the
// index; then it is looked at again.
const (
	markLeft   = 'l' // to a person: it does not pass every check
	markSample = 's' // to a person, though it does
)

// noteAutomatic says in the audit log that a case was opened for the policy.
const noteAutomatic = "automatic review"

// reviewBatch is how many cases Review looks at.
const reviewBatch = 8

// A Check is what the policy asks about a binding: what was found, and whether
// every check passes.
type Check func(ctx context.Context, s model.Submission) (found []model.Finding, clear bool, err error)

// Review applies a policy to the next few bindings that wait, due first, from a
// place in the queue on ("" is its beginning), and returns the next place, ""
// at the end. A binding of which check says that it is clear, and that has
// nothing in common with another case, is approved in the name of the open
// desk, with what was checked as its note for the desk; of so many in a hundred
// as the policy says, drawn by a secret of the store, each is left to a person.
// What a reviewer has inHand, then or when it would be approved, is passed over,
// and looked at again another time. Each case that is opened stands in the audit
// log, and its person sees it. Errors: those of OpenCase and Decide, and
// check's.
func (s *Store) Review(ctx context.Context, p model.Policy, after string, inHand func(uuid.UUID) bool, check Check) (done model.Reviewed, next string, err error) {
	if !p.Automatic {
		return done, "", nil
	}
	a := automatic{policy: p, inHand: inHand, check: check}
	ids, next, err := s.unreviewed(after, inHand)
	for _, id := range ids {
		if err != nil {
			break
		}
		if !inHand(id) {
			if err = s.review(ctx, &a, id); errors.Is(err, model.ErrNotFound) {
				err = nil // it was erased meanwhile
			}
		}
	}
	if a.done.Approved > 0 {
		s.tell()
	}
	return a.done, next, plain(err)
}

// automatic is a policy at work.
type automatic struct {
	policy model.Policy
	inHand func(uuid.UUID) bool
	check  Check
	done   model.Reviewed
}

// unreviewed are bindings that wait and that no policy has seen as they are.
func (s *Store) unreviewed(after string, inHand func(uuid.UUID) bool) (ids []uuid.UUID, next string, err error) {
	from, err := hex.DecodeString(after)
	if err != nil {
		return nil, "", model.Fail(model.CodeNotFound, errString("no place in the queue"))
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	seen := 0
	err = s.view(func(txn *badger.Txn) error {
		return scan(txn, "q/", from, func(key []byte) error {
			if seen++; len(ids) == reviewBatch || seen > readBatch {
				return errEnough
			}
			next = hex.EncodeToString(key[len("q/"):])
			id, err := uuid.FromBytes(key[len(key)-16:])
			if err != nil || inHand(id) {
				return err
			}
			if _, err := getBytes(txn, keyOf("a/", id[:])); !errors.Is(err, model.ErrNotFound) {
				return err
			}
			if r, err := getRecord(txn, id); err != nil || r.Head.Kind != model.Binding || r.judged() {
				return err
			}
			ids = append(ids, id)
			return nil
		})
	})
	if len(ids) < reviewBatch && seen <= readBatch {
		next = ""
	}
	return ids, next, err
}

// judged reports whether a person had to do with the last revision: who wanted to
// refuse it is not overruled by a policy, also if another reviewer did not agree.
func (r record) judged() bool { return r.Decisions[r.Head.Revision-1] > 0 }

// review applies the policy to one binding. One that cannot be opened is left
// to a person; one that somebody decided or took in hand meanwhile is passed
// over.
func (s *Store) review(ctx context.Context, a *automatic, id uuid.UUID) error {
	c, desk, err := s.inspect(ctx, id)
	switch {
	case errors.Is(err, model.ErrWrongKey), errors.Is(err, model.ErrDestroyed), errors.Is(err, model.ErrDamaged):
		a.done.Left++
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.markReviewed(id, markLeft) // else it is opened, and logged, again and again
	case err != nil:
		return err
	case c.Head.Status != model.Waiting:
		return nil
	}
	found, clear, err := a.check(ctx, c.Submission)
	if err != nil {
		return err
	}
	if clear {
		others, err := s.Duplicates(ctx, id)
		if err != nil {
			return err
		}
		clear = len(others) == 0
	}
	return s.conclude(ctx, a, desk, c.Head, found, clear)
}

// inspect opens a case for the policy, and says at which desk.
func (s *Store) inspect(ctx context.Context, id uuid.UUID) (model.Case, *openDesk, error) {
	if err := ctx.Err(); err != nil {
		return model.Case{}, nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.openCase(id, noteAutomatic)
	return c, s.desk, err
}

// conclude approves a binding that is clear, or leaves it to a person. It does so
// for who opened it: somebody else may be at the desk by now.
func (s *Store) conclude(ctx context.Context, a *automatic, desk *openDesk, h model.Head, found []model.Finding, clear bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.decides(); err != nil {
		return err
	}
	if s.desk != desk || desk.tags == nil {
		return model.ErrLocked
	}
	r, err := s.get(h.Case)
	if err != nil || r.Head.Version != h.Version || r.judged() || a.inHand(h.Case) {
		return err // somebody was faster, or is at it
	}
	if _, compared := desk.tags.of[h.Case]; !clear || !compared {
		a.done.Left++
		return s.markReviewed(h.Case, markLeft)
	}
	if drawn(desk.tags.key, h.ID, a.policy.Sample) {
		a.done.Sampled++
		return s.markReviewed(h.Case, markSample)
	}
	opened, err := s.openFields(&r)
	if err != nil {
		return err
	}
	d := model.Decision{
		Case: h.Case, Verb: model.Approve, Version: h.Version, Reviewer: s.desk.id, At: s.now(),
		DeskNote: model.Protocol(found), Automatic: model.ByPolicy,
	}
	if _, err := s.act(ctx, act{d, r, opened.Capsule, s.desk.sign, opened.Fields}); err != nil {
		return err
	}
	a.done.Approved++
	return nil
}

// drawn reports whether a revision is in the sample: the same whoever asks and
// whenever, and to be foreseen by nobody without the key, which the reviewers
// of this store have.
func drawn(key [32]byte, revision uuid.UUID, percent int) bool {
	h := hmac.New(sha256.New, key[:])
	h.Write([]byte("sample\n"))
	h.Write(revision[:])
	return binary.BigEndian.Uint32(h.Sum(nil))%100 < uint32(percent)
}

// markReviewed writes what the policy did with a case. The caller holds mu.
func (s *Store) markReviewed(id uuid.UUID, mark byte) error {
	return s.update(func(txn *badger.Txn) error { return txn.Set(keyOf("a/", id[:]), []byte{mark}) })
}

// sampled is what a policy had to do with the decision that a person takes now.
func (s *Store) sampled(r record) (auto model.Automatic, err error) {
	err = s.view(func(txn *badger.Txn) error {
		b, err := getBytes(txn, keyOf("a/", r.Head.Case[:]))
		if err == nil && len(b) == 1 && b[0] == markSample {
			auto = model.InSample
		}
		if errors.Is(err, model.ErrNotFound) {
			return nil
		}
		return err
	})
	if err != nil || auto != "" || !r.judged() {
		return auto, err
	}
	// What was proposed changed the case, and says itself what it was, also if it
	// was declined.
	d, err := s.readDecision(r.decision(r.Head.Revision, r.Decisions[r.Head.Revision-1]))
	return d.Head.Automatic, err
}
