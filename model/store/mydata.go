package store

import (
	"context"

	"truename/model"
)

// MyData opens everything that is stored of the last revision of a case, for a
// copy that its person is given: it needs the reference and the open desk.
// That a copy was made stands in the audit log before anything is returned.
// Errors: ErrLocked, ErrNotFound for every wrong reference, else those of
// OpenCase.
func (s *Store) MyData(ctx context.Context, reference string) (model.Case, error) {
	keys, err := s.find(reference)
	if err != nil {
		return model.Case{}, err
	}
	if err := ctx.Err(); err != nil {
		return model.Case{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.desk == nil {
		return model.Case{}, model.ErrLocked
	}
	r, err := s.getBy("f/", keys.Lookup[:])
	if err != nil {
		return model.Case{}, plain(err)
	}
	if s.broken != nil {
		return model.Case{}, model.Fail(model.CodeReadOnly, s.broken)
	}
	e := entry{Actor: s.desk.id, Action: "copy", Case: r.Head.Case, Revision: r.Head.Revision, From: r.Head.Version, To: r.Head.Version}
	if err := s.note(e); err != nil {
		return model.Case{}, err
	}
	c, err := s.openCase(r.Head.Case)
	return c, plain(err)
}
