package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path/filepath"

	"truename/model"
	"truename/model/seal"
)

// An arrival is a file of another machine, as its manifest names it.
type arrival struct {
	place string
	b     []byte
}

// sum is the SHA-256 in hexadecimal.
func (a arrival) sum() string {
	sum := sha256.Sum256(a.b)
	return hex.EncodeToString(sum[:])
}

// errMisplaced refuses a file that is not what the manifest says.
var errMisplaced = model.Fail(model.CodeDamaged, errString("a file in another's place"))

// errDiffers refuses what does not follow what is stored: nothing is
// overwritten.
var errDiffers = model.Fail(model.CodeConflict, errString("something else is stored there"))

// takePacket stores a packet that machine from signed, as Submit does one of
// this machine. isNew is false if it was here already. Errors: ErrDamaged,
// ErrConflict, ErrNotFound (a revision whose case is not here), ErrNotAllowed
// (this machine only submits), ErrWrongKind, ErrNoKeys, ErrDestroyed,
// ErrReadOnly, ErrDiskFull.
func (s *Store) takePacket(ctx context.Context, from seal.Named, a arrival) (isNew bool, err error) {
	h, err := seal.VerifyPacket(a.b, from.Public)
	if err != nil {
		return false, err
	}
	if h.Machine != from.ID || packetPlace(h) != a.place {
		return false, errMisplaced
	}
	if h.Demo != s.o.Demo {
		return false, model.Fail(model.CodeWrongKind, errString("a packet of the other kind"))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.getBy("p/", h.ID[:])
	if err == nil {
		return false, s.same(r, r.packet(h.Revision), a)
	}
	if !errors.Is(err, model.ErrNotFound) {
		return false, err
	}
	if err := s.opens(h.Month); err != nil {
		return false, err
	}
	if r, err = s.continues(h); err != nil {
		return false, err
	}
	if err := s.writable(ctx); err != nil {
		return false, err
	}
	e := entry{
		Actor: actorDevice, Action: "take-in", Case: h.Case, Revision: h.Revision,
		From: r.Head.Version, To: r.Head.Version + 1, Key: from.ID,
	}
	if h.Kind.IsRequest() {
		e.Note = string(h.Kind)
	}
	if err := s.keepFile(r.packet(h.Revision), a.b, e); err != nil {
		return false, err
	}
	_, err = s.indexed(r)
	return true, err
}

// same compares a file that is here with one that arrived.
func (s *Store) same(r record, name string, a arrival) error {
	if filepath.Dir(filepath.FromSlash(a.place)) != r.Head.Case.String() {
		return errDiffers
	}
	sum, err := sumOf(s.path(filepath.FromSlash(name)))
	if err != nil {
		return model.Fail(model.CodeDamaged, pathless(err))
	}
	if sum != a.sum() {
		return errDiffers
	}
	return nil
}

// opens fails unless a reviewer here can open what is sealed to a month.
func (s *Store) opens(month string) error {
	_, known := s.months[month]
	switch {
	case s.submitOnly():
		return model.Fail(model.CodeNotAllowed, errString("this machine only submits"))
	case !known:
		return model.Fail(model.CodeNoKeys, errString("sealed to a month that is not known"))
	case s.dead[month]:
		return errDestroyed
	}
	return nil
}

// continues is the record that a new packet belongs to, as it is before.
func (s *Store) continues(h seal.Header) (record, error) {
	if err := s.gone(h.Case); err != nil {
		return record{}, err
	}
	r, err := s.get(h.Case)
	if errors.Is(err, model.ErrNotFound) && h.Revision == 1 {
		if _, err := s.getBy("f/", h.Lookup[:]); !errors.Is(err, model.ErrNotFound) {
			return r, errors.Join(errDiffers, err)
		}
		r = record{Folder: h.Created.Format("200601")}
		r.Head.Case = h.Case
		return r, nil
	}
	if err != nil {
		return r, err
	}
	fits := r.Head.Machine == h.Machine && r.Head.Kind == h.Kind && r.Lookup == h.Lookup &&
		r.Head.Status == model.Returned && r.Head.Revision+1 == h.Revision && r.Head.ID == h.Previous
	if !fits {
		return r, errDiffers
	}
	return r, nil
}

// takeDecision stores a decision that was taken on machine from. On a machine
// that only submits it is a reviewer's of the organisation's list, or somebody
// withdrew at the desk; at a desk it is that somebody withdrew on the machine
// where they submitted. isNew is
// false if it was here already. Errors: ErrDamaged, ErrConflict, ErrNotFound,
// ErrNotAllowed, ErrUntrusted (a reviewer who was removed before),
// ErrReadOnly, ErrDiskFull.
func (s *Store) takeDecision(ctx context.Context, from seal.Named, a arrival) (isNew bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h, err := s.arrived(a.b)
	if err != nil {
		return false, err
	}
	if h.Device != from.ID || decisionPlace(h) != a.place {
		return false, errMisplaced
	}
	if err := s.gone(h.Case); err != nil {
		return false, err
	}
	r, err := s.get(h.Case)
	if err != nil {
		return false, err
	}
	if h.Revision <= len(r.Decisions) && h.Seq <= r.Decisions[h.Revision-1] {
		return false, s.same(r, r.decision(h.Revision, h.Seq), a)
	}
	if err := s.mayDecide(h, r); err != nil {
		return false, err
	}
	if err := fitsCase(h, r); err != nil {
		return false, err
	}
	if err := s.o.Second.Allows(r.Head, h.Verb); err != nil {
		return false, err
	}
	if err := s.writable(ctx); err != nil {
		return false, err
	}
	e := entry{
		Actor: actorDevice, Action: "take-in", Case: h.Case, Revision: h.Revision,
		From: r.Head.Version, To: h.Version, Key: from.ID, Note: string(h.Verb),
	}
	if err := s.keepFile(r.decision(h.Revision, h.Seq), a.b, e); err != nil {
		return false, err
	}
	if r, err = s.indexed(r); err == nil {
		s.closeOwn(r.Head)
	}
	return true, err
}

// arrived reads a decision that comes from elsewhere and checks its signature:
// ErrUntrusted says that nobody who counts here has signed it.
func (s *Store) arrived(b []byte) (h seal.DecisionHead, err error) {
	d, err := seal.ParseDecision(b)
	if err != nil {
		return h, err
	}
	key, err := s.signer(d.Head)
	if err != nil {
		return h, model.Fail(model.CodeUntrusted, err)
	}
	_, err = seal.VerifyDecision(b, key)
	return d.Head, err
}

// mayDecide judges who took a decision that comes from elsewhere.
func (s *Store) mayDecide(h seal.DecisionHead, r record) error {
	if h.Reviewer == "" {
		if h.Device != r.Head.Machine && !s.submitOnly() {
			return model.Fail(model.CodeNotAllowed, errString("withdrawn on another machine"))
		}
		return nil
	}
	if !s.submitOnly() {
		return model.Fail(model.CodeNotAllowed, errString("this desk decides itself"))
	}
	for _, known := range s.list.Reviewers {
		if known.ID == h.Reviewer && (known.Removed.IsZero() || h.At.Before(known.Removed)) {
			return nil
		}
	}
	return model.Fail(model.CodeUntrusted, errString("a reviewer who was removed before"))
}

// fitsCase fails with ErrConflict or ErrNotAllowed unless a decision is the
// next one of its case. What its reasons are is sealed.
func fitsCase(h seal.DecisionHead, r record) error {
	if h.ID != r.Head.ID || h.Revision != r.Head.Revision || h.Seq != r.Decisions[h.Revision-1]+1 {
		return errDiffers
	}
	d := model.Decision{Case: h.Case, Verb: h.Verb, Version: h.Version - 1, At: h.At, Reviewer: h.Reviewer}
	if reasons := model.ReasonsFor(r.Head.Kind, h.Verb); len(reasons) > 0 {
		d.Reasons = reasons[:1]
	}
	next, err := r.Head.Decide(d)
	if err == nil && (next.Status != h.Status || next.Version != h.Version || h.Verb == model.Refuse && next.Proposed != h.Proposed) {
		err = errMisplaced
	}
	return err
}
