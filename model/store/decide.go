package store

import (
	"context"
	"crypto/ed25519"
	"encoding/binary"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"truename/model"
	"truename/model/seal"

	"github.com/google/uuid"
)

// A capsule is what the holder of the reference may read of a decision.
type capsule struct {
	Reasons     []model.Reason `json:"reasons,omitempty"`
	Note        string         `json:"note,omitempty"`
	Certificate string         `json:"certificate,omitempty"` // of an approved binding: see certify
}

func (c capsule) empty() bool { return len(c.Reasons) == 0 && c.Note == "" && c.Certificate == "" }

// capsuleAD ties a capsule to its place.
func capsuleAD(h seal.DecisionHead) []byte {
	ad := append(h.Case[:], h.ID[:]...)
	return binary.BigEndian.AppendUint32(ad, uint32(h.Seq))
}

// An act is a decision with all that is needed to take it.
type act struct {
	decision model.Decision
	record   record
	capsule  [32]byte // the reference's key
	sign     ed25519.PrivateKey
	fields   model.Fields // of the last revision; nothing for a withdrawal
}

// Decide takes a decision of the open desk on a case; it fills in who and
// when. Refuse on a case that another reviewer proposed to refuse seconds that:
// reasons and note are the proposal's. Errors: ErrLocked, ErrRole, ErrNotFound, ErrConflict (d.Version is not the
// case's: somebody else decided; both attempts stand in the audit log),
// ErrNotAllowed, ErrDiskFull, ErrReadOnly, ErrWrongKey (the case's month is
// not wrapped to this reviewer), ErrDestroyed.
func (s *Store) Decide(ctx context.Context, d model.Decision) (model.Head, error) {
	head, err := s.decide(ctx, d)
	if err != nil {
		return model.Head{}, plain(err)
	}
	s.tell()
	return head, nil
}

func (s *Store) decide(ctx context.Context, d model.Decision) (model.Head, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.decides(); err != nil {
		return model.Head{}, err
	}
	d.Reviewer, d.At = s.desk.id, s.now()
	r, err := s.get(d.Case)
	if err != nil {
		return model.Head{}, err
	}
	opened, err := s.openFields(&r)
	if err != nil {
		return model.Head{}, err
	}
	if d.Automatic, err = s.sampled(r); err != nil {
		return model.Head{}, err
	}
	if err := s.second(&d, r, opened.Capsule); err != nil {
		return model.Head{}, err
	}
	return s.act(ctx, act{d, r, opened.Capsule, s.desk.sign, opened.Fields})
}

// Withdraw takes a case back for who holds its reference. Errors: ErrNotFound
// for every wrong reference, ErrNotAllowed if it is no longer open,
// ErrDiskFull, ErrReadOnly. It may take 0.1 s: run it in a job.
func (s *Store) Withdraw(ctx context.Context, reference string) (model.Head, error) {
	keys, err := s.find(reference)
	if err != nil {
		return model.Head{}, err
	}
	return s.WithdrawBy(ctx, keys)
}

func (s *Store) withdraw(ctx context.Context, keys seal.RefKeys) (model.Head, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.getBy("f/", keys.Lookup[:])
	if err != nil {
		return model.Head{}, err
	}
	d := model.Decision{Case: r.Head.Case, Verb: model.Withdraw, Version: r.Head.Version, At: s.now()}
	return s.act(ctx, act{d, r, keys.Capsule, s.device.Private, model.Fields{}})
}

// act is the commit of one decision. The caller holds mu.
func (s *Store) act(ctx context.Context, a act) (model.Head, error) {
	if err := s.writable(ctx); err != nil {
		return model.Head{}, err
	}
	e := entry{
		Actor: a.decision.Reviewer, Action: string(a.decision.Verb), Case: a.decision.Case,
		Revision: a.record.Head.Revision, From: a.record.Head.Version, To: a.record.Head.Version + 1,
	}
	if e.Actor == "" {
		e.Actor = actorPerson
	}
	next, err := a.record.Head.Decide(a.decision)
	if errors.Is(err, model.ErrConflict) {
		e.Action, e.From, e.To = "conflict", a.decision.Version, 0
		return next, errors.Join(err, s.note(e))
	}
	if err == nil {
		err = s.o.Second.Allows(a.record.Head, a.decision.Verb)
	}
	if err != nil {
		return next, err
	}
	b, seq, err := s.encode(a, next)
	if err != nil {
		return next, err
	}
	if err := s.keepFile(a.record.decision(next.Revision, seq), b, e); err != nil {
		return next, err
	}
	r, err := s.indexed(a.record)
	if err == nil {
		s.closeOwn(r.Head)
	}
	return r.Head, err
}

// encode makes a decision's file.
func (s *Store) encode(a act, next model.Head) (b []byte, seq int, err error) {
	seq = a.record.Decisions[next.Revision-1] + 1
	f := seal.DecisionFile{AuditSeq: s.audit.head.Seq, AuditHead: s.audit.head.Hash, Head: seal.DecisionHead{
		Case: next.Case, ID: next.ID, Revision: next.Revision, Seq: seq,
		Verb: a.decision.Verb, Status: next.Status, Version: next.Version, At: a.decision.At,
		Reviewer: a.decision.Reviewer, Device: s.device.ID, Automatic: a.decision.Automatic,
	}}
	if a.decision.Verb == model.Refuse {
		f.Head.Proposed = next.Proposed
	}
	c := capsule{Reasons: a.decision.Reasons, Note: a.decision.Note}
	if c.Certificate, err = s.certify(a, next); err != nil {
		return nil, 0, err
	}
	if !c.empty() {
		plain, err := json.Marshal(c)
		if err != nil {
			return nil, 0, err
		}
		if f.Capsule, err = seal.SealCapsule(a.capsule, plain, capsuleAD(f.Head)); err != nil {
			return nil, 0, err
		}
	}
	if a.decision.DeskNote != "" {
		h, err := seal.ParseHeader(a.record.sealed)
		if err != nil {
			return nil, 0, err
		}
		if f.Desk, err = seal.Wrap([]byte(a.decision.DeskNote), s.months[h.Month].Recipient); err != nil {
			return nil, 0, err
		}
	}
	b, err = seal.EncodeDecision(f, a.sign)
	return b, seq, err
}

// actionOpen says that a reviewer opened the file of a case.
const actionOpen = "open"

// OpenCase opens a case for the desk, with both photographs (a request has
// none), the revision before and what was decided so far. The audit record is synced before
// anything is returned. Errors: ErrLocked, ErrRole, ErrNotFound, ErrDamaged,
// ErrWrongKey (the case's month is not wrapped to this reviewer), ErrDestroyed
// (its month's key is gone for good), ErrReadOnly.
func (s *Store) OpenCase(ctx context.Context, id uuid.UUID) (model.Case, error) {
	if err := ctx.Err(); err != nil {
		return model.Case{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.openCase(id, "")
	if err != nil {
		return model.Case{}, plain(err)
	}
	return c, nil
}

// openCase opens a case; what for stands in the audit log.
func (s *Store) openCase(id uuid.UUID, purpose string) (c model.Case, err error) {
	if err := s.decides(); err != nil {
		return c, err
	}
	r, err := s.get(id)
	if err != nil {
		return c, err
	}
	if s.broken != nil {
		return c, model.Fail(model.CodeReadOnly, s.broken)
	}
	e := entry{Actor: s.desk.id, Action: actionOpen, Case: id, Revision: r.Head.Revision, From: r.Head.Version, To: r.Head.Version, Note: purpose}
	if err := s.noteSeen(e); err != nil {
		return c, err
	}
	opened, err := s.openRevision(r, r.Head.Revision)
	if err != nil {
		return c, err
	}
	c = model.Case{Head: r.Head, Submission: opened.Submission, MaySecond: s.maySecond(r.Head)}
	if n := r.Head.Revision - 1; n > 0 { // to be held against; the case can be decided without it
		before, err := s.openRevision(r, n)
		if c.BeforeLost = err != nil; err == nil {
			c.Before = &before.Submission
		}
	}
	c.Timeline, err = s.timeline(r, opened.Capsule, func(month string, d seal.DecisionFile) error {
		if err := s.deskNote(&c, month, d); err != nil {
			return err
		}
		c.Certificate, err = s.certificateOf(d, opened.Capsule)
		return err
	})
	return c, err
}

// openRevision opens revision n of a case, with its photographs.
func (s *Store) openRevision(r record, n int) (o seal.Opened, err error) {
	b, err := os.ReadFile(s.path(filepath.FromSlash(r.packet(n))))
	if err != nil {
		return o, model.Fail(model.CodeDamaged, pathless(err))
	}
	key, err := s.packetKey(b)
	if err != nil {
		return o, err
	}
	h, err := seal.VerifyPacket(b, key)
	if err != nil {
		return o, err
	}
	if h.ID != r.IDs[n-1] || h.Case != r.Head.Case {
		return o, model.Fail(model.CodeDamaged, errString("a packet lies in another's place"))
	}
	secret, err := s.desk.month(s, h.Month)
	if err != nil {
		return o, err
	}
	return seal.OpenPacket(b, secret, true)
}

// deskNote adds the note for the desk of one decision.
func (s *Store) deskNote(c *model.Case, month string, d seal.DecisionFile) error {
	if len(d.Desk) == 0 {
		return nil
	}
	secret, err := s.desk.month(s, month)
	if errors.Is(err, model.ErrDestroyed) { // of an earlier revision: the note is gone, the case is not
		return nil
	}
	if err != nil {
		return err
	}
	note, err := seal.Unwrap(d.Desk, secret, 1<<20)
	c.DeskNotes = append(c.DeskNotes, string(note))
	return err
}

// openFields opens the sealed fields of a case's last revision; it fills in
// r.sealed. The caller holds mu, and the desk is open.
func (s *Store) openFields(r *record) (seal.Opened, error) {
	if err := s.front(r); err != nil {
		return seal.Opened{}, err
	}
	h, err := s.header(r.sealed)
	if err != nil {
		return seal.Opened{}, err
	}
	secret, err := s.desk.month(s, h.Month)
	if err != nil {
		return seal.Opened{}, err
	}
	o, err := seal.OpenFields(r.sealed[seal.HeaderSize:], secret)
	if err != nil {
		return o, err
	}
	return o, o.Fits(h)
}

// front fills in r.sealed from the file of the last revision.
func (s *Store) front(r *record) error {
	h, sealed, err := s.readFront(s.path(filepath.FromSlash(r.packet(r.Head.Revision))))
	if err == nil && (h.ID != r.Head.ID || h.Case != r.Head.Case) {
		err = model.Fail(model.CodeDamaged, errString("a packet lies in another's place"))
	}
	r.sealed = sealed
	return err
}

// Fields opens the typed facts of cases for the desk's list and search,
// without touching photographs. Each stands in the audit log first.
// A case that is not there, or whose month this reviewer does not hold, is
// left out. Errors: ErrLocked, ErrRole, ErrReadOnly.
func (s *Store) Fields(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]model.Fields, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.decides(); err != nil {
		return nil, err
	}
	if s.broken != nil {
		return nil, model.Fail(model.CodeReadOnly, s.broken)
	}
	if err := s.noteList(ids); err != nil {
		return nil, err
	}
	all := map[uuid.UUID]model.Fields{}
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r, err := s.get(id)
		if err != nil {
			continue
		}
		if o, err := s.openFields(&r); err == nil {
			all[id] = o.Fields
		}
	}
	return all, nil
}

// noteList logs that the fields of cases are opened, with one sync.
func (s *Store) noteList(ids []uuid.UUID) error {
	entries := make([]entry, len(ids))
	for i, id := range ids {
		entries[i] = entry{At: s.now(), Actor: s.desk.id, Action: "list", Case: id}
	}
	_, err := s.audit.append(entries...)
	return s.doubt(err)
}
