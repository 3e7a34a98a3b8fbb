package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"truename/model"
	"truename/model/store"
	"truename/model/store/storetest"

	"github.com/google/uuid"
)

// contests are the cases that were decided twice, and how that was found.
func contests(t *testing.T, b *storetest.Bench) (all []model.ContestWhy, ids []uuid.UUID) {
	t.Helper()
	of, err := b.Contests(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range of {
		if c.At.IsZero() || c.Head.Tag == "" {
			t.Errorf("%+v", c)
		}
		all, ids = append(all, c.Why), append(ids, c.Head.Case)
	}
	return all, ids
}

// TestContest: who withdraws where they submitted while the desk decides is told
// to a supervisor, once, until one of them has looked; so is that the machine did
// not take the desk's decision.
func TestContest(t *testing.T) {
	p := newPair(t)
	sub, head := p.kiosk.Put()
	_, other := p.kiosk.Put()
	p.carry(t, p.kiosk, p.desk)
	if _, err := p.kiosk.Withdraw(t.Context(), sub.Reference); err != nil {
		t.Fatal(err)
	}
	p.desk.Take(head, model.Approve)
	p.desk.Take(other, model.Approve)
	p.export(t, p.kiosk)
	for range 2 { // the same medium again says nothing new
		if _, err := p.desk.Import(t.Context(), p.medium); err != nil {
			t.Fatal(err)
		}
		if all, ids := contests(t, p.desk); !slices.Equal(all, []model.ContestWhy{model.ContestWithdrawn}) || ids[0] != head.Case {
			t.Fatalf("%v of %v", all, ids)
		}
	}
	p.export(t, p.desk)
	if in, err := p.kiosk.Import(t.Context(), p.medium); err != nil || len(in.Refused) != 1 {
		t.Fatalf("%+v, %v", in, err)
	}
	if _, err := p.desk.Import(t.Context(), p.medium); err != nil {
		t.Fatal(err)
	}
	both := []model.ContestWhy{model.ContestWithdrawn, model.ContestKept}
	if all, _ := contests(t, p.desk); !slices.Equal(slices.Sorted(slices.Values(all)), slices.Sorted(slices.Values(both))) {
		t.Errorf("%v", all)
	}
	p.desk.Reopen()
	unlocked(t, p.desk, storetest.Pass)
	if all, _ := contests(t, p.desk); len(all) != 2 {
		t.Errorf("after a start: %v", all)
	}
	if err := p.desk.Settle(t.Context(), other.Case); !errors.Is(err, model.ErrNotFound) {
		t.Errorf("what was decided once: %v", err)
	}
	if err := p.desk.Settle(t.Context(), head.Case); err != nil {
		t.Fatal(err)
	}
	if _, err := p.desk.Import(t.Context(), p.medium); err != nil {
		t.Fatal(err)
	}
	if all, _ := contests(t, p.desk); len(all) != 0 {
		t.Errorf("settled: %v", all)
	}
	inOrder(t, p.desk)
	inOrder(t, p.kiosk)
}

// TestContestOfACopy: a copy of the desk that took in and decided the same case
// is noticed by what it leaves on the medium.
func TestContestOfACopy(t *testing.T) {
	p := newPair(t)
	copied := p.copyDesk(t)
	unlocked(t, copied, storetest.Pass)
	_, head := p.kiosk.Put()
	p.export(t, p.kiosk)
	p.take(t, copied)
	p.take(t, p.desk)
	if all, ids := contests(t, p.desk); !slices.Equal(all, []model.ContestWhy{model.ContestTaken}) || ids[0] != head.Case {
		t.Fatalf("%v of %v", all, ids)
	}
	if err := p.desk.Settle(t.Context(), head.Case); err != nil {
		t.Fatal(err)
	}
	copied.Now = copied.Now.Add(time.Hour)
	copied.Take(head, model.Refuse, "not-a-card")
	p.desk.Take(head, model.Approve)
	p.export(t, copied)
	p.take(t, p.desk)
	if all, ids := contests(t, p.desk); !slices.Equal(all, []model.ContestWhy{model.ContestCopy}) || ids[0] != head.Case {
		t.Errorf("%v of %v", all, ids)
	}
	p.take(t, copied)
	if all, _ := contests(t, copied); len(all) != 0 {
		t.Errorf("its own export: %v", all)
	}
	inOrder(t, p.desk)
}

// TestContestsAreForSupervisors: nobody else sees or settles them, and nobody at a
// locked desk.
func TestContestsAreForSupervisors(t *testing.T) {
	s := newStaff(t, store.Open)
	for _, role := range []model.Role{model.Reviewer, model.Auditor} {
		s.turn(t, role)
		if _, err := s.Contests(t.Context()); !errors.Is(err, model.ErrRole) {
			t.Errorf("%s: %v", role, err)
		}
		if err := s.Settle(t.Context(), uuid.New()); !errors.Is(err, model.ErrRole) {
			t.Errorf("%s: %v", role, err)
		}
	}
	s.Lock()
	if _, err := s.Contests(t.Context()); !errors.Is(err, model.ErrLocked) {
		t.Errorf("locked: %v", err)
	}
}
