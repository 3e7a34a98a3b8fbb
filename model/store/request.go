package store

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"truename/model"
	"truename/model/seal"

	"github.com/google/uuid"
)

// File seals and stores a request, as Submit does a revision of a binding:
// when it returns without an error everything is synced, and the same sub.ID
// again gives the stored head. With keep, this account's entry is kept:
// reference, kind, masked name and what it is about, and no own words. A
// request about a case can only be filed by who holds its reference:
// ErrNotFound for every other one, and where the case is no binding of this
// store. Further errors: ErrDiskFull, ErrReadOnly, ErrNotReady (no reference
// or time, or not the one revision that a request has), ErrNotAllowed (no
// request). It takes 0.1 s once for a reference: run it in a job.
func (s *Store) File(ctx context.Context, sub model.Submission, keep bool) (model.Head, error) {
	if err := s.fileable(sub); err != nil {
		return model.Head{}, err
	}
	about, err := s.find(sub.Fields.Request.AboutReference)
	if err != nil {
		return model.Head{}, err
	}
	keys := s.keysOf(sub.Reference)
	r, err := s.submit(ctx, sub, keys, about)
	if err == nil && keep && r.Head.Case == sub.Case { // else the id was another request's
		err = s.keepRequest(mineOf(sub, keys))
	}
	if err != nil {
		return model.Head{}, plain(err)
	}
	s.tell()
	return r.Head, nil
}

// fileable refuses what is no request.
func (s *Store) fileable(sub model.Submission) error {
	q := sub.Fields.Request
	switch {
	case !sub.Kind.IsRequest():
		return model.Fail(model.CodeNotAllowed, errString("no kind of request"))
	case q == nil || sub.Revision != 1 || q.About == sub.Case || !sub.Front.Empty() || !sub.Back.Empty():
		return model.Fail(model.CodeNotReady, errString("not what a request is"))
	}
	return s.acceptable(sub)
}

// holds fails with ErrNotFound unless about are the keys of the binding that a
// request is about. The caller holds mu.
func (s *Store) holds(sub model.Submission, about seal.RefKeys) error {
	if !sub.Kind.IsRequest() {
		return nil
	}
	r, err := s.getBy("f/", about.Lookup[:])
	if err == nil && (r.Head.Case != sub.Fields.Request.About || r.Head.Kind != model.Binding) {
		err = model.ErrNotFound
	}
	return err
}

// keepRequest keeps this account's entry of a request.
func (s *Store) keepRequest(m mineEntry) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.keepEntry(m)
}

// shortID is how many characters of a reviewer's id the person sees.
const shortID = 8

// Openings lists who opened the file of a case at the desk, and when, for the
// holder of its reference; oldest first. It is read from the audit log, in
// which each opening stands before anything was shown. ErrNotFound for every
// wrong reference; ErrDamaged if a record since the case came was changed or is
// gone, whomever it is about: it may have been about this case. The whole log since the case was submitted is read, and nobody waits for that:
// run it in a job.
func (s *Store) Openings(ctx context.Context, reference string) ([]model.Opening, error) {
	keys, err := s.find(reference)
	if err != nil {
		return nil, err
	}
	of, err := s.logOf(keys)
	if err != nil {
		return nil, plain(err)
	}
	var all []model.Opening
	name := []byte(of.id.String())
	chain := newChain(of.from, of.head)
	err = of.log.lines(of.from.Seq, func(_ string, raw []byte) error {
		if err := errors.Join(ctx.Err(), chain.follow(raw)); err != nil || !bytes.Contains(raw, name) {
			return err
		}
		l := parseLine(raw)
		if !l.ok || !l.genuine(s.device.Public()) {
			return errLogDamaged
		}
		if l.Action == actionOpen && l.Case == of.id {
			all = append(all, model.Opening{At: l.At, By: l.Actor[:min(shortID, len(l.Actor))], Revision: l.Revision})
		}
		return nil
	})
	if errors.Is(err, errEnough) || err == nil && chain.ended() {
		return all, nil
	}
	if err == nil {
		err = errLogDamaged
	}
	return nil, plain(err)
}

// errLogDamaged says that nobody can tell any more who opened a case: a record
// since then was changed, or is gone.
var errLogDamaged = model.Fail(model.CodeDamaged, errString("a record of the audit log"))

// A logOf is where the audit log speaks of a case.
type logOf struct {
	id   uuid.UUID
	log  *auditLog
	from auditHead // the last record from before the case
	head auditHead // the last record now
}

// logOf finds a case by its reference's keys.
func (s *Store) logOf(keys seal.RefKeys) (of logOf, err error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	r, err := s.getBy("f/", keys.Lookup[:])
	if err != nil {
		return of, err
	}
	of = logOf{id: r.Head.Case, log: s.audit, head: s.audit.head}
	h, _, err := s.readFront(s.path(filepath.FromSlash(r.packet(1))))
	if h.Machine == s.device.ID { // else it names a record of another log
		of.from = auditHead{h.AuditSeq, h.AuditHead}
	}
	return of, err
}

// Kept counts what is stored about this account on this machine. It opens
// none of it.
func (s *Store) Kept(ctx context.Context) (k model.Kept, err error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.db == nil {
		return k, errClosed
	}
	for _, m := range s.mine {
		if m.Kind.IsRequest() {
			k.Requests++
		} else {
			k.Bindings++
		}
	}
	if s.keep.Keeper != keeperFile {
		k.Keyring = s.keep.Keeper
	}
	k.Claimed, k.Days = s.guarded(), s.o.Retention
	names, err := s.mineFiles()
	for _, name := range names {
		if strings.HasSuffix(name, ownEnd) {
			k.Copies++
		}
		if strings.HasSuffix(name, draftEnd) { // the last one counts: see Draft
			k.Draft, k.Saved = true, s.saved(name)
			k.Until, _ = s.draftEnds(name)
		}
	}
	return k, plain(errors.Join(err, ctx.Err()))
}

// saved is when a file in mine/ was written; zero if the disk does not say.
func (s *Store) saved(name string) time.Time {
	info, err := os.Stat(s.path("mine", name))
	if err != nil {
		return time.Time{}
	}
	return info.ModTime().UTC()
}
