package store

import (
	"context"
	"errors"

	"truename/model"
)

// A Copy is everything that is stored of a case.
type Copy struct {
	model.Case                    // with the last revision
	Earlier    []model.Submission // the revisions before, oldest first
	Gone       int                // of those, how many nobody can open any more: their month was destroyed
}

// MyData opens everything that is stored of a case, for a copy that its person
// is given: it needs the reference and the open desk. That a copy was made
// stands in the audit log before anything is returned. Errors: ErrLocked,
// ErrNotFound for every wrong reference, else those of OpenCase.
func (s *Store) MyData(ctx context.Context, reference string) (Copy, error) {
	keys, err := s.find(reference)
	if err != nil {
		return Copy{}, err
	}
	if err := ctx.Err(); err != nil {
		return Copy{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.myData(keys.Lookup)
	if err != nil {
		return Copy{}, plain(err)
	}
	return c, nil
}

func (s *Store) myData(lookup [16]byte) (c Copy, err error) {
	if err := s.decides(); err != nil {
		return c, err
	}
	r, err := s.getBy("f/", lookup[:])
	if err != nil {
		return c, err
	}
	if s.broken != nil {
		return c, model.Fail(model.CodeReadOnly, s.broken)
	}
	e := entry{Actor: s.desk.id, Action: "copy", Case: r.Head.Case, Revision: r.Head.Revision, From: r.Head.Version, To: r.Head.Version}
	if err := s.note(e); err != nil {
		return c, err
	}
	if c.Case, err = s.openCase(r.Head.Case, ""); err != nil {
		return c, err
	}
	for n := 1; n < r.Head.Revision; n++ {
		o, err := s.openRevision(r, n)
		if errors.Is(err, model.ErrDestroyed) {
			c.Gone++
			continue
		}
		if err != nil {
			return c, err
		}
		c.Earlier = append(c.Earlier, o.Submission)
	}
	return c, nil
}
