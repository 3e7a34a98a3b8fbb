package storetest

import (
	"testing"
	"time"

	"truename/model"
	"truename/model/store"
)

// A Bench is a store in a folder of its own with a clock that tests set.
type Bench struct {
	*store.Store
	Now time.Time
	Dir string
	t   *testing.T
	fn  Open
}

// NewBench opens a new store; it is closed with the test.
func NewBench(t *testing.T, open Open) *Bench {
	t.Helper()
	return NewBenchOf(t, open, func(string) {})
}

// NewBenchOf is NewBench on a folder that before fills.
func NewBenchOf(t *testing.T, open Open, before func(dir string)) *Bench {
	t.Helper()
	b := &Bench{Now: time.Date(2026, 11, 23, 9, 30, 15, 0, time.UTC), Dir: t.TempDir(), t: t, fn: open}
	before(b.Dir)
	b.Reopen()
	t.Cleanup(func() { b.Store.Close() })
	return b
}

// Options are light ones with the bench's clock.
func (b *Bench) Options() store.Options {
	return store.Options{Work: 10, Now: func() time.Time { return b.Now }}
}

// Reopen closes the store and opens it again.
func (b *Bench) Reopen() {
	b.t.Helper()
	if b.Store != nil {
		if err := b.Store.Close(); err != nil {
			b.t.Fatalf("close: %v", err)
		}
	}
	s, err := b.fn(b.Dir, b.Options())
	if err != nil {
		b.t.Fatalf("open: %v", err)
	}
	b.Store = s
}

// Put submits a new case with small photographs.
func (b *Bench) Put() (model.Submission, model.Head) {
	b.t.Helper()
	sub := New(b.t, b.Now, 5000)
	return sub, b.Submit1(sub)
}

// Submit1 submits without an own copy.
func (b *Bench) Submit1(sub model.Submission) model.Head {
	b.t.Helper()
	head, err := b.Submit(b.t.Context(), sub, nil)
	if err != nil {
		b.t.Fatalf("submit: %v", err)
	}
	return head
}

// File1 files a request and keeps this account's entry.
func (b *Bench) File1(sub model.Submission) model.Head {
	b.t.Helper()
	head, err := b.File(b.t.Context(), sub, true)
	if err != nil {
		b.t.Fatalf("file: %v", err)
	}
	return head
}

// Keep submits a new case with an own copy.
func (b *Bench) Keep() (model.Submission, model.Head) {
	b.t.Helper()
	sub := New(b.t, b.Now, 1000)
	draft := Draft(sub)
	head, err := b.Submit(b.t.Context(), sub, &draft)
	if err != nil {
		b.t.Fatalf("submit: %v", err)
	}
	return sub, head
}

// Claim1 claims the desk with Pass.
func (b *Bench) Claim1() {
	b.t.Helper()
	if err := b.Claim(b.t.Context(), []byte(Pass)); err != nil {
		b.t.Fatalf("claim: %v", err)
	}
}

// Take takes a decision on the case as it is in head.
func (b *Bench) Take(head model.Head, verb model.Verb, reasons ...string) model.Head {
	b.t.Helper()
	d := model.Decision{Case: head.Case, Version: head.Version, Verb: verb, Note: Note, DeskNote: Desk}
	for _, r := range reasons {
		d.Reasons = append(d.Reasons, model.Reason{Code: r})
	}
	next, err := b.Decide(b.t.Context(), d)
	if err != nil {
		b.t.Fatalf("%s: %v", verb, err)
	}
	return next
}
