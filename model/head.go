package model

import (
	"errors"
	"fmt"
	"strings"
)

// Weights of findings in Head.Weight: a fault weighs as much as three notices.
const (
	faultWeight  = 3
	noticeWeight = 1
	maxWeight    = 9
)

// NewHead is the head of a case that was just received: waiting, version 1.
// machine is the id of the machine that takes it in; demo marks a
// demonstration store.
func NewHead(s Submission, machine string, demo bool) Head {
	return Head{
		Case: s.Case, ID: s.ID, Kind: s.Kind, Revision: s.Revision, Version: 1, Status: Waiting,
		Received: s.At.UTC(), Updated: s.At.UTC(), Due: s.Due,
		Weight: weigh(s.Fields.Findings), Machine: machine, Tag: Tag(s.Reference), Demo: demo,
	}
}

// Tag is the first group of a reference: the four characters that may stand
// in clear.
func Tag(reference string) string {
	group, _, _ := strings.Cut(reference, "-")
	return group[:min(4, len(group))]
}

// weigh sums findings up to 0 (nothing to look at) … 9.
func weigh(findings []Finding) int {
	sum := 0
	for _, f := range findings {
		switch f.Weight {
		case Fault:
			sum += faultWeight
		case Notice:
			sum += noticeWeight
		}
	}
	return min(sum, maxWeight)
}

// Open reports whether h still waits for somebody: the desk or the person.
func (h Head) Open() bool { return h.Status == Waiting || h.Status == Returned }

// Decide is h after d: the whole state machine.
//
//	waiting  ─ approve ─► approved      waiting, returned ─ withdraw ─► withdrawn
//	waiting  ─ return  ─► returned      returned ─ Revise ─► waiting
//	waiting  ─ refuse  ─► refused
//	waiting  ─ propose ─► waiting, Proposed ─ refuse, by another ─► refused
//	                                        ─ decline ─► waiting
//
// A request is never returned. While a refusal is proposed, the desk seconds or
// declines that first; for the person nothing has changed. Decide fails with ErrConflict if h has changed
// since d was taken (d.Version is not h's), and with ErrNotAllowed if the verb
// does not fit kind and status, if a return or refusal lacks a reason or has
// one that is not among ReasonsFor, or if d is about another case. h itself is
// not changed.
func (h Head) Decide(d Decision) (Head, error) {
	if d.Case != h.Case {
		return h, Fail(CodeNotAllowed, errors.New("the decision is about another case"))
	}
	if d.Version != h.Version {
		return h, Fail(CodeConflict, fmt.Errorf("taken on version %d, now %d", d.Version, h.Version))
	}
	free := h.Status == Waiting && !h.Seconding()
	switch {
	case d.Verb == Propose && free && d.Reviewer != "" && known(d.Reasons, ReasonsFor(h.Kind, Propose)):
		h.Proposed = d.Reviewer
		h.Version++
		return h, nil
	case d.Verb == Decline && h.Seconding():
		h.Proposed = ""
		h.Version++
		return h, nil
	case d.Verb == Approve && free:
		h.Status = Approved
	case d.Verb == Return && free && known(d.Reasons, ReasonsFor(h.Kind, Return)):
		h.Status = Returned
	case d.Verb == Refuse && h.Status == Waiting && (free || d.Reviewer != h.Proposed) && known(d.Reasons, ReasonsFor(h.Kind, Refuse)):
		h.Status = Refused
	case d.Verb == Withdraw && h.Open():
		h.Status, h.Proposed = Withdrawn, ""
	default:
		return h, Fail(CodeNotAllowed, fmt.Errorf("%s with %d reasons does not fit %s %s", d.Verb, len(d.Reasons), h.Status, h.Kind))
	}
	h.Version++
	h.Updated = d.At.UTC()
	return h, nil
}

// known reports whether there is at least one reason and each has a code of
// the list.
func known(reasons, list []Reason) bool {
	for _, r := range reasons {
		if _, ok := reasonOf(list, r.Code); !ok {
			return false
		}
	}
	return len(reasons) > 0
}

// reasonOf finds a code in a list of reasons.
func reasonOf(list []Reason, code string) (Reason, bool) {
	for _, r := range list {
		if r.Code == code {
			return r, true
		}
	}
	return Reason{}, false
}

// Revise is h after s, the next revision, arrived: returned becomes waiting
// again. Received stays that of the first revision. It fails with
// ErrNotAllowed if h was not returned or s belongs to another case, and with
// ErrConflict if s is not the revision that follows h's.
func (h Head) Revise(s Submission) (Head, error) {
	switch {
	case s.Case != h.Case || s.Kind != h.Kind:
		return h, Fail(CodeNotAllowed, errors.New("the revision belongs to another case"))
	case h.Status != Returned:
		return h, Fail(CodeNotAllowed, fmt.Errorf("a revision does not fit %s", h.Status))
	case s.Revision != h.Revision+1:
		return h, Fail(CodeConflict, fmt.Errorf("revision %d does not follow %d", s.Revision, h.Revision))
	}
	h.ID, h.Revision, h.Status = s.ID, s.Revision, Waiting
	h.Due, h.Weight = s.Due, weigh(s.Fields.Findings)
	h.Version++
	h.Updated = s.At.UTC()
	return h, nil
}
