package storetest

import (
	"errors"
	"testing"
	"time"

	"truename/model"

	"github.com/google/uuid"
)

func desk(t *testing.T, b *Bench) {
	sub, head := b.Put()
	if d := b.Desk(); d.Claimed || d.Open {
		t.Errorf("desk = %+v", d)
	}
	want(t, "unlock", b.Unlock(t.Context(), []byte(Pass)), model.ErrUnclaimed)
	_, err := b.OpenCase(t.Context(), head.Case)
	want(t, "open while locked", err, model.ErrLocked)
	_, err = b.Decide(t.Context(), model.Decision{Case: head.Case, Version: 1, Verb: model.Approve})
	want(t, "decide while locked", err, model.ErrLocked)
	want(t, "a short passphrase", b.Claim(t.Context(), []byte("short")), model.ErrWeak)
	b.Claim1()
	want(t, "claim again", b.Claim(t.Context(), []byte(Pass)), model.ErrNotAllowed)
	if d := b.Desk(); !d.Claimed || !d.Open || d.Reviewer == "" {
		t.Errorf("claimed desk = %+v", d)
	}
	c, err := b.OpenCase(t.Context(), head.Case) // sealed before there was a reviewer
	if err != nil || !Same(c.Submission, sub) {
		t.Errorf("case = %+v, %v", c.Head, err)
	}
	fields, err := b.Fields(t.Context(), []uuid.UUID{head.Case, uuid.New()})
	if err != nil || len(fields) != 1 || fields[head.Case].Name != Name {
		t.Errorf("fields = %v, %v", len(fields), err)
	}
	_, err = b.OpenCase(t.Context(), uuid.New())
	want(t, "no such case", err, model.ErrNotFound)
	b.Lock()
	_, err = b.Fields(t.Context(), []uuid.UUID{head.Case})
	want(t, "fields while locked", err, model.ErrLocked)
	want(t, "a wrong passphrase", b.Unlock(t.Context(), []byte(Pass+"!")), model.ErrWrongKey)
	b.Reopen()
	if err := b.Unlock(t.Context(), []byte(Pass)); err != nil {
		t.Errorf("unlock: %v", err)
	}
}

func throttle(t *testing.T, b *Bench) {
	b.Claim1()
	b.Lock()
	for i := range 4 {
		want(t, "try", b.Unlock(t.Context(), []byte("wrong wrong wrong")), model.ErrWrongKey)
		if i == 1 {
			b.Reopen() // does not help
		}
	}
	var e *model.Error
	err := b.Unlock(t.Context(), []byte(Pass))
	if !errors.As(err, &e) || e.Code != model.CodeThrottled || e.Wait != time.Second {
		t.Fatalf("the right one, too early: %v", err)
	}
	b.Now = b.Now.Add(-24 * time.Hour) // a clock set back does not lock out
	if err = b.Unlock(t.Context(), []byte(Pass)); !errors.As(err, &e) || e.Wait != time.Second {
		t.Fatalf("clock set back: %v", err)
	}
	b.Now = b.Now.Add(time.Second)
	if err := b.Unlock(t.Context(), []byte(Pass)); err != nil {
		t.Fatalf("after the wait: %v", err)
	}
	b.Lock()
	want(t, "first failure after success", b.Unlock(t.Context(), []byte("wrong wrong wrong")), model.ErrWrongKey)
	if err := b.Unlock(t.Context(), []byte(Pass)); err != nil {
		t.Errorf("no wait after one failure: %v", err)
	}
}

func conflict(t *testing.T, b *Bench) {
	_, head := b.Put()
	b.Claim1()
	b.Take(head, model.Approve)
	_, err := b.Decide(t.Context(), model.Decision{Case: head.Case, Version: head.Version, Verb: model.Approve})
	want(t, "the second one", err, model.ErrConflict)
	_, err = b.Decide(t.Context(), model.Decision{Case: head.Case, Version: head.Version + 1, Verb: model.Approve})
	want(t, "approve what is approved", err, model.ErrNotAllowed)
	_, err = b.Decide(t.Context(), model.Decision{Case: uuid.New(), Version: 1, Verb: model.Approve})
	want(t, "no such case", err, model.ErrNotFound)
}
