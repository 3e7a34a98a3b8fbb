package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/model/seal"
)

// What a session of a kiosk needs of the store that it must not open: the terms
// to seal under, the acceptance of what it sealed, and what happened to a case,
// still sealed. Nothing of it is about a person in clear.

// Terms are what a submission is sealed under now.
type Terms struct {
	Machine string      `json:"machine"`
	Demo    bool        `json:"demo"`
	Month   seal.Month  `json:"month"`
	From    idcard.Date `json:"from"` // when an answer is to be expected
	Due     idcard.Date `json:"due"`
}

// Terms are those of this moment. They are asked for again with each
// submission: a month may end between two. Errors: ErrDiskFull, ErrReadOnly,
// ErrNoKeys, all of which mean that nothing can be accepted now.
func (s *Store) Terms(ctx context.Context) (Terms, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.writable(ctx); err != nil {
		return Terms{}, plain(err)
	}
	month, err := s.month()
	if err != nil {
		return Terms{}, plain(err)
	}
	t := Terms{Machine: s.device.ID, Demo: s.o.Demo, Month: month}
	t.From, t.Due = s.o.Calendar.Expect(s.now())
	return t, nil
}

// clockSlack is how far the time in a packet that was sealed in a session may be
// from the store's: they share a clock, and sealing takes seconds.
const clockSlack = 10 * time.Minute

// Accept signs and stores one revision of a binding that was sealed elsewhere
// under Terms. When it returns without an error everything is synced; the same
// id again gives the stored head. Errors: those of Submit, and ErrNotAllowed
// for what was not sealed under the terms that hold.
func (s *Store) Accept(ctx context.Context, p seal.Sealed) (model.Head, error) {
	r, err := s.accept(ctx, p)
	if err != nil {
		return model.Head{}, plain(err)
	}
	s.tell()
	return r.Head, nil
}

func (s *Store) accept(ctx context.Context, p seal.Sealed) (record, error) {
	if err := p.Check(); err != nil {
		return record{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.getBy("p/", p.Header.ID[:])
	if err == nil && (r.Head.Case != p.Header.Case || r.Lookup != p.Header.Lookup) {
		return r, model.Fail(model.CodeConflict, errString("the id is another case's"))
	}
	if !errors.Is(err, model.ErrNotFound) {
		return r, err
	}
	if err := s.writable(ctx); err != nil {
		return r, err
	}
	if err := s.underTerms(p.Header); err != nil {
		return r, err
	}
	if r, err = s.succeeds(p.Header); err != nil {
		return r, err
	}
	p.Header.AuditSeq, p.Header.AuditHead = s.audit.head.Seq, s.audit.head.Hash
	packet, err := p.Sign(s.device)
	if err != nil {
		return r, err
	}
	return s.commit(r, packet)
}

// underTerms refuses what was sealed for another machine, with another key or
// at another time. The caller holds mu.
func (s *Store) underTerms(h seal.Header) error {
	month, err := s.month()
	if err != nil {
		return err
	}
	now := s.now()
	_, due := s.o.Calendar.Expect(h.Created)
	switch gap := now.Sub(h.Created); {
	case h.Kind != model.Binding || h.PhotosLen == 0:
		return notUnderTerms("no binding")
	case h.Machine != s.device.ID || h.Demo != s.o.Demo:
		return notUnderTerms("another machine's")
	case h.Month != month.ID:
		return notUnderTerms("another month's key")
	case gap > clockSlack || gap < -clockSlack || h.Due != due:
		return notUnderTerms("another time")
	}
	return nil
}

func notUnderTerms(why string) error {
	return model.Fail(model.CodeNotAllowed, errString("a packet of a session: "+why))
}

// succeeds is the record as it will be with a revision that is known by its
// header alone. The caller holds mu.
func (s *Store) succeeds(h seal.Header) (r record, err error) {
	if err := s.gone(h.Case); err != nil {
		return r, err
	}
	r, err = s.get(h.Case)
	switch {
	case errors.Is(err, model.ErrNotFound) && h.Revision == 1:
		if _, err := s.getBy("f/", h.Lookup[:]); !errors.Is(err, model.ErrNotFound) {
			return r, errors.Join(err, errTaken)
		}
		r = record{Folder: h.Created.UTC().Format("200601")}
	case err != nil:
		return r, err
	case r.Lookup != h.Lookup:
		return r, errTaken
	case r.Head.Status != model.Returned || r.Head.Kind != h.Kind:
		return r, model.Fail(model.CodeNotAllowed, errString("a revision does not fit"))
	case h.Revision != r.Head.Revision+1 || h.Previous != r.Head.ID:
		return r, model.Fail(model.CodeConflict, errString("a revision does not follow"))
	}
	r.revise(h)
	return r, nil
}

// WithdrawBy is Withdraw for who has derived the keys of the reference.
func (s *Store) WithdrawBy(ctx context.Context, keys seal.RefKeys) (model.Head, error) {
	head, err := s.withdraw(ctx, keys)
	if err != nil {
		return model.Head{}, plain(err)
	}
	s.tell()
	return head, nil
}

// A Trail is what a store holds about a case for who has its reference. What
// is about the person in it is sealed.
type Trail struct {
	Head  model.Head  `json:"head"`
	Steps []Step      `json:"steps"` // revisions, oldest first
	Until idcard.Date `json:"until"` // when an answer is to be expected as the desk goes at present; zero if it does not wait
}

// A Step is one revision and the decisions on it, as their files stand.
type Step struct {
	At        time.Time `json:"at"`
	Decisions [][]byte  `json:"decisions"`
}

// Trail is that of the case with a lookup key: see seal.DeriveRef. ErrNotFound
// for every wrong one.
func (s *Store) Trail(ctx context.Context, lookup [16]byte) (Trail, error) {
	t, err := s.trail(lookup)
	if err == nil && t.Head.Status == model.Waiting {
		_, t.Until, _ = s.Expect(ctx, t.Head.Updated) // without it there is the promise
	}
	return t, plain(err)
}

func (s *Store) trail(lookup [16]byte) (Trail, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	r, err := s.getBy("f/", lookup[:])
	if err != nil {
		return Trail{}, err
	}
	t := Trail{Head: r.Head}
	t.Head.Proposed = "" // for the desk alone
	for n := 1; n <= len(r.Decisions); n++ {
		h, _, err := s.readFront(s.path(filepath.FromSlash(r.packet(n))))
		if err != nil {
			return Trail{}, err
		}
		step := Step{At: h.Created}
		for k := 1; k <= r.Decisions[n-1]; k++ {
			b, err := os.ReadFile(s.path(filepath.FromSlash(r.decision(n, k))))
			if err != nil {
				return Trail{}, s.coded(err)
			}
			if _, err := s.checkDecision(b); err != nil {
				return Trail{}, err
			}
			step.Decisions = append(step.Decisions, b)
		}
		t.Steps = append(t.Steps, step)
	}
	return t, nil
}

// Open reads a trail with the keys of its reference. Whose signatures are on it
// the store has checked. ErrWrongKey for other keys.
func (t Trail) Open(reference string, keys seal.RefKeys) (p model.Progress, err error) {
	p.Head = t.Head
	p.Reference, _ = seal.ParseReference(reference)
	for i, step := range t.Steps {
		what := "received"
		if i > 0 {
			what = "corrected"
		}
		p.Timeline = append(p.Timeline, model.Event{At: step.At, What: what})
		for _, b := range step.Decisions {
			if err := openStep(&p, b, keys.Capsule); err != nil {
				return model.Progress{}, err
			}
		}
	}
	p.Timeline = told(p.Timeline)
	return p, nil
}

// openStep adds a decision to p: what it says to the person, and the
// certificate that came with it. A certificate that this version cannot read is
// left out, as in certificateOf.
func openStep(p *model.Progress, file []byte, key [32]byte) error {
	d, err := seal.ParseDecision(file)
	if err != nil {
		return err
	}
	c, err := openCapsule(d, key)
	if err != nil {
		return err
	}
	p.Timeline = append(p.Timeline, eventOf(d, c))
	if cert, _, failed := seal.ParseCertificate([]byte(c.Certificate)); c.Certificate != "" && failed == nil && cert.Case == d.Head.Case {
		p.Certificate = &cert
	}
	return nil
}
