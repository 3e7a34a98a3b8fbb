package store

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"truename/model"
)

// AuditLog is what the audit log says before record number before (0: up to the
// newest), newest first, at most n records; each is checked against its
// signature and the one before it. It needs the open desk, in any role. Errors:
// ErrLocked, ErrRole. It takes some tens of milliseconds, however long the log
// is: run it in a job.
func (s *Store) AuditLog(ctx context.Context, before uint64, n int) ([]model.Entry, error) {
	s.mu.RLock()
	err := s.deskFor(model.Role.Reads)
	if err != nil {
		s.mu.RUnlock()
		return nil, err
	}
	a, last := s.audit, s.audit.head.Seq
	s.mu.RUnlock()
	if before == 0 || before > last+1 {
		before = last + 1
	}
	from := uint64(1)
	if before > uint64(n) {
		from = before - uint64(n)
	}
	var all []model.Entry
	segment, seq, prev := "", uint64(0), ""
	err = a.lines(max(from, 2)-1, func(in string, raw []byte) error {
		if in != segment { // a damaged line has no number of its own: they are counted
			first, err := strconv.ParseUint(strings.TrimSuffix(in, ".log"), 10, 64)
			if err != nil {
				return err
			}
			segment, seq = in, first-1
		}
		if seq++; seq+1 < from {
			return nil
		}
		if seq >= before {
			return errEnough
		}
		l := parseLine(raw)
		if seq < from { // only the one after it is checked against it
			prev = l.Hash
			return ctx.Err()
		}
		sound := l.ok && l.Seq == seq && (prev == "" || l.Prev == prev) && l.genuine(s.device.Public())
		all, prev = append(all, model.Entry{
			Seq: seq, At: l.At, Actor: l.Actor, Action: l.Action, Case: l.Case, Revision: l.Revision, Key: l.Key, Sound: sound,
		}), l.Hash
		return ctx.Err()
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	slices.Reverse(all)
	return all, plain(err)
}
