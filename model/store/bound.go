package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"truename/model"
	"truename/model/idcard"

	"github.com/google/uuid"
)

// maxWhy is how long the reason for an export may be, in characters.
const maxWhy = 100

// manyDigits are what a card's or telephone's number has and no reason needs.
var manyDigits = regexp.MustCompile(`\p{Nd}{6}`)

// checkWhy refuses what must not stand in the audit log, which is in clear.
func checkWhy(why string) error {
	switch n := utf8.RuneCountInString(why); {
	case !utf8.ValidString(why) || strings.TrimSpace(why) == "" || n > maxWhy,
		strings.ContainsFunc(why, func(r rune) bool { return !unicode.IsPrint(r) }), manyDigits.MatchString(why):
		return model.Fail(model.CodeUsage, errString("a reason has 1 to 100 characters in one line, and no number of six digits"))
	}
	return nil
}

// CheckBound refuses, with CodeUsage, what is no period or no reason for Bound.
func CheckBound(from, until idcard.Date, why string) error {
	if err := checkPeriod(from, until); err != nil {
		return err
	}
	return checkWhy(why)
}

// actionBound says that bindings were handed out.
const actionBound = "bound"

// Bound opens the bindings that were approved from one day in China to another,
// both counted, in the order of their approval, and calls each with one after
// another; an error of each ends it. sealed is how many were left out: their
// month was destroyed or is another reviewer's, or they are damaged, which
// Verify names. What was erased is not counted. It needs a supervisor at the
// open desk. Before anything is opened the audit log has the period, how many and why (in clear:
// no names), and of each case that it was opened, which its person sees. Errors:
// ErrLocked, ErrRole, ErrReadOnly, ErrDiskFull, and CodeUsage as of CheckBound. Run it in a job: it takes about a millisecond for each.
func (s *Store) Bound(ctx context.Context, from, until idcard.Date, why string, each func(model.Bound) error) (sealed int, err error) {
	if err := CheckBound(from, until, why); err != nil {
		return 0, err
	}
	all, err := s.approvals(ctx, period{from, until})
	if err == nil {
		err = s.noteBound(ctx, fmt.Sprintf("%s %s %d %s", from, until, len(all), why))
	}
	for batch := range slices.Chunk(all, tagBatch) {
		if err != nil {
			break
		}
		var few []model.Bound
		if few, err = s.openBound(ctx, batch); err != nil {
			break
		}
		for _, b := range few {
			if b.Head.Case != b.Submission.Case {
				sealed++
			} else if err = errors.Join(err, each(b)); err != nil {
				break
			}
		}
	}
	return sealed, plain(err)
}

// An approval is when a case was bound. Nothing follows it, so it is the last
// decision there.
type approval struct {
	id uuid.UUID
	at time.Time
}

// approvals lists the decisions of a period that bound a card, oldest first.
func (s *Store) approvals(ctx context.Context, p period) (all []approval, err error) {
	err = s.histories(ctx, p, func(h found) {
		for d := range h.deeds(h.kind) {
			if h.kind == model.Binding && d.Verb == model.Approve && p.has(d.At) {
				all = append(all, approval{h.id, d.At})
			}
		}
	})
	slices.SortStableFunc(all, func(a, b approval) int {
		return cmp.Or(a.at.Compare(b.at), slices.Compare(a.id[:], b.id[:]))
	})
	return all, err
}

// noteBound logs that bindings are handed out.
func (s *Store) noteBound(ctx context.Context, note string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.supervises(); err != nil {
		return err
	}
	if err := s.writable(ctx); err != nil {
		return err
	}
	return s.note(entry{Actor: s.desk.id, Action: actionBound, Note: note})
}

// openBound opens a few bindings, after each stands in the audit log. One that
// nobody here can open has an empty submission.
func (s *Store) openBound(ctx context.Context, few []approval) (out []model.Bound, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.supervises(); err != nil {
		return nil, err
	}
	if err := s.writable(ctx); err != nil {
		return nil, err
	}
	var seen []entry
	var records []record
	for _, a := range few {
		r, err := s.get(a.id)
		if errors.Is(err, model.ErrNotFound) {
			continue // erased meanwhile
		}
		if err != nil {
			return nil, err
		}
		out, records = append(out, model.Bound{Head: r.Head, At: a.at}), append(records, r)
		seen = append(seen, entry{Actor: s.desk.id, Action: actionOpen, Case: a.id, Revision: r.Head.Revision, From: r.Head.Version, To: r.Head.Version})
	}
	if err := s.noteSeen(seen...); err != nil {
		return nil, err
	}
	for i, r := range records {
		d, err := s.readDecision(r.decision(r.Head.Revision, r.Decisions[r.Head.Revision-1]))
		if err != nil { // Verify names it
			continue
		}
		if o, err := s.openFields(&r); err == nil { // else destroyed, of another reviewer, damaged
			out[i].Reviewer, out[i].Submission = d.Head.Reviewer, o.Submission
		}
	}
	return out, nil
}
