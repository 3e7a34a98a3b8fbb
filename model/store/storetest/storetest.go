// Package storetest is the suite that the store must pass, with the factory
// of submissions it uses. All of it runs on real files.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/model/store"

	"github.com/google/uuid"
)

// Open opens a store as store.Open does.
type Open func(dir string, o store.Options) (*store.Store, error)

// Run holds a store against what its documentation promises.
func Run(t *testing.T, open Open) {
	for name, test := range map[string]func(*testing.T, *Bench){
		"submit":      submit,
		"revisions":   revisions,
		"lists":       lists,
		"progress":    progress,
		"desk":        desk,
		"throttle":    throttle,
		"conflict":    conflict,
		"own":         own,
		"withdraw":    withdraw,
		"drafts":      drafts,
		"topics":      topics,
		"months":      months,
		"changed":     changed,
		"requests":    requests,
		"not filed":   notFiled,
		"decided":     decided,
		"ended":       ended,
		"openings":    openings,
		"figures":     figures,
		"reasons":     reasons,
		"kept":        kept,
		"certificate": certificate,
		"bound":       bound,
	} {
		t.Run(name, func(t *testing.T) { test(t, NewBench(t, open)) })
	}
}

// want fails the test unless err has the code of target.
func want(t *testing.T, what string, err error, target *model.Error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Errorf("%s: %v, want %s", what, err, target.Code)
	}
}

func submit(t *testing.T, b *Bench) {
	sub, head := b.Put()
	if head.Status != model.Waiting || head.Version != 1 || head.ID != sub.ID || head.Weight != 1 || head.Machine != b.Machine() {
		t.Errorf("head = %+v", head)
	}
	changedSub := sub
	changedSub.Fields.Name = "李四"
	if again := b.Submit1(changedSub); again != head {
		t.Errorf("again: %+v, want %+v", again, head)
	}
	b.Reopen()
	if again := b.Submit1(sub); again != head {
		t.Errorf("after opening again: %+v, want %+v", again, head)
	}
	none := sub
	none.ID, none.Reference = uuid.New(), "K7TM"
	_, err := b.Submit(t.Context(), none, nil)
	want(t, "no reference", err, model.ErrNotReady)
	specimen := New(t, b.Now, 100)
	specimen.Fields.NumberKind = idcard.SpecimenKind
	_, err = b.Submit(t.Context(), specimen, nil)
	want(t, "a specimen in a real store", err, model.ErrWrongKind)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Submit(ctx, New(t, b.Now, 100), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if n, err := b.Counts(t.Context()); err != nil || n[model.Waiting] != 1 {
		t.Errorf("counts = %v, %v", n, err)
	}
}

func revisions(t *testing.T, b *Bench) {
	sub, head := b.Put()
	b.Claim1()
	_, err := b.Submit(t.Context(), Next(t, sub, b.Now), nil)
	want(t, "a revision of what waits", err, model.ErrNotAllowed)
	head = b.Take(head, model.Return, "front-blur")
	other := Next(t, sub, b.Now)
	other.Reference = New(t, b.Now, 1).Reference
	_, err = b.Submit(t.Context(), other, nil)
	want(t, "a revision under another reference", err, model.ErrNotAllowed)
	orphan := Next(t, New(t, b.Now, 10), b.Now)
	_, err = b.Submit(t.Context(), orphan, nil)
	want(t, "a revision of nothing", err, model.ErrNotFound)

	b.Now = b.Now.Add(40 * 24 * time.Hour) // the month's key is another
	next := Next(t, sub, b.Now)
	head = b.Submit1(next)
	if head.Status != model.Waiting || head.Revision != 2 || head.Version != 3 || head.ID != next.ID {
		t.Errorf("head of the revision = %+v", head)
	}
	if again := b.Submit1(sub); again != head { // the first one is in, whatever followed
		t.Errorf("first revision again: %+v", again)
	}
	b.Reopen()
	if err := b.Unlock(t.Context(), []byte(Pass)); err != nil {
		t.Fatal(err)
	}
	head = b.Take(head, model.Approve)
	c, err := b.OpenCase(t.Context(), head.Case)
	if err != nil || !Same(c.Submission, next) || c.Head != head {
		t.Fatalf("case = %+v, %v", c.Head, err)
	}
	whats(t, c.Timeline, "received", "returned", "corrected", "approved")
	if len(c.DeskNotes) != 2 || c.DeskNotes[0] != Desk {
		t.Errorf("desk notes = %q", c.DeskNotes)
	}
	flaws, err := b.Verify(t.Context(), nil)
	if err != nil || len(flaws) != 0 {
		t.Errorf("verify: %v, %v", flaws, err)
	}
}

func whats(t *testing.T, events []model.Event, names ...string) {
	t.Helper()
	if len(events) != len(names) {
		t.Fatalf("timeline = %+v", events)
	}
	for i, e := range events {
		if e.What != names[i] {
			t.Errorf("event %d is %s, want %s", i, e.What, names[i])
		}
	}
}

func lists(t *testing.T, b *Bench) {
	var heads []model.Head
	for i := range 7 {
		sub := New(t, b.Now.Add(time.Duration(i)*time.Hour), 100)
		sub.Due = idcard.Date{Year: 2026, Month: 12, Day: 20 - i}
		heads = append(heads, b.Submit1(sub))
	}
	b.Claim1()
	heads[3] = b.Take(heads[3], model.Approve)
	b.Reopen()
	for name, c := range map[string]struct {
		list func(after string) ([]model.Head, string, error)
		want []int
	}{
		"all":      {func(a string) ([]model.Head, string, error) { return b.List(t.Context(), "", a, 2) }, []int{6, 5, 4, 3, 2, 1, 0}},
		"waiting":  {func(a string) ([]model.Head, string, error) { return b.List(t.Context(), model.Waiting, a, 2) }, []int{6, 5, 4, 2, 1, 0}},
		"approved": {func(a string) ([]model.Head, string, error) { return b.List(t.Context(), model.Approved, a, 0) }, []int{3}},
		"refused":  {func(a string) ([]model.Head, string, error) { return b.List(t.Context(), model.Refused, a, 0) }, nil},
		"queue":    {func(a string) ([]model.Head, string, error) { return b.Queue(t.Context(), model.Sieve{}, a, 3) }, []int{6, 5, 4, 2, 1, 0}},
		"overdue": {func(a string) ([]model.Head, string, error) {
			return b.Queue(t.Context(), model.Sieve{DueBefore: idcard.Date{Year: 2026, Month: 12, Day: 17}}, a, 2)
		}, []int{6, 5, 4}},
		"by reference": {func(a string) ([]model.Head, string, error) {
			return b.Queue(t.Context(), model.Sieve{Tag: heads[2].Tag}, a, 1)
		}, []int{2}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []model.Head
			for after, first := "", true; first || after != ""; first = false {
				page, next, err := c.list(after)
				if err != nil || next != "" && len(page) == 0 {
					t.Fatalf("page of %d, %v", len(page), err)
				}
				got, after = append(got, page...), next
			}
			if len(got) != len(c.want) {
				t.Fatalf("%d heads, want %d", len(got), len(c.want))
			}
			for i, n := range c.want {
				if got[i] != heads[n] {
					t.Errorf("place %d is %v, want %v", i, got[i].Due, heads[n].Due)
				}
			}
		})
	}
	n, err := b.Counts(t.Context())
	if err != nil || n[model.Waiting] != 6 || n[model.Approved] != 1 || n[model.Refused] != 0 {
		t.Errorf("counts = %v, %v", n, err)
	}
	_, _, err = b.Queue(t.Context(), model.Sieve{}, "no cursor", 1)
	want(t, "a wrong cursor", err, &model.Error{Code: model.CodeUsage})
}

func progress(t *testing.T, b *Bench) {
	sub, head := b.Put()
	b.Claim1()
	head = b.Take(head, model.Return, "back-glare", "term-differs")
	b.Reopen() // the desk is locked: the reference is enough
	p, err := b.Progress(t.Context(), " "+sub.Reference+" ")
	if err != nil || p.Head != head || p.Reference != sub.Reference {
		t.Fatalf("progress = %+v, %v", p, err)
	}
	whats(t, p.Timeline, "received", "returned")
	last := p.Timeline[1]
	if last.Note != Note || len(last.Reasons) != 2 || last.Reasons[0].Code != "back-glare" {
		t.Errorf("last event = %+v", last)
	}
	for name, ref := range map[string]string{
		"empty": "", "not a reference": "hello", "of no case": New(t, b.Now, 1).Reference, "its tag": head.Tag,
	} {
		_, err := b.Progress(t.Context(), ref)
		want(t, name, err, model.ErrNotFound)
	}
}

func own(t *testing.T, b *Bench) {
	sub := New(t, b.Now, 3000)
	draft := Draft(sub)
	if err := b.SaveDraft(t.Context(), draft); err != nil {
		t.Fatal(err)
	}
	head, err := b.Submit(t.Context(), sub, &draft)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok, err := b.Draft(t.Context()); ok || err != nil {
		t.Errorf("the draft is still there: %v", err)
	}
	b.Put() // somebody else's, at the same machine
	b.Claim1()
	head = b.Take(head, model.Return, "name-differs")
	b.Reopen()
	got, err := b.Own(t.Context(), sub.Case)
	if err != nil || got.Name != Name || len(got.Front.JPEG) != 3000 {
		t.Fatalf("own copy: %v", err)
	}
	mine, err := b.Mine(t.Context())
	if err != nil || len(mine) != 1 || mine[0].Head != head || mine[0].MaskedName != "*测" || mine[0].MaskedNum != "110***********4477" || mine[0].Reference != sub.Reference {
		t.Fatalf("mine = %+v, %v", mine, err)
	}
	next := Next(t, sub, b.Now)
	nextDraft := Draft(next)
	if head, err = b.Submit(t.Context(), next, &nextDraft); err != nil {
		t.Fatal(err)
	}
	if err := b.Unlock(t.Context(), []byte(Pass)); err != nil {
		t.Fatal(err)
	}
	b.Take(head, model.Approve)
	_, err = b.Own(t.Context(), sub.Case)
	want(t, "own copy after approval", err, model.ErrNotFound)
	if _, err := b.Submit(t.Context(), next, &nextDraft); err != nil { // a late retry
		t.Error(err)
	}
	b.Reopen()
	_, err = b.Own(t.Context(), sub.Case)
	want(t, "own copy after a late retry", err, model.ErrNotFound)
	if mine, err = b.Mine(t.Context()); err != nil || len(mine) != 1 || mine[0].Head.Status != model.Approved {
		t.Errorf("mine after approval = %+v, %v", mine, err)
	}
}

func withdraw(t *testing.T, b *Bench) {
	sub := New(t, b.Now, 100)
	draft := Draft(sub)
	if _, err := b.Submit(t.Context(), sub, &draft); err != nil {
		t.Fatal(err)
	}
	_, err := b.Withdraw(t.Context(), New(t, b.Now, 1).Reference)
	want(t, "a wrong reference", err, model.ErrNotFound)
	head, err := b.Withdraw(t.Context(), sub.Reference)
	if err != nil || head.Status != model.Withdrawn {
		t.Fatalf("withdraw: %+v, %v", head, err)
	}
	_, err = b.Withdraw(t.Context(), sub.Reference)
	want(t, "withdraw again", err, model.ErrNotAllowed)
	_, err = b.Own(t.Context(), sub.Case)
	want(t, "own copy", err, model.ErrNotFound)
	if p, err := b.Progress(t.Context(), sub.Reference); err != nil {
		t.Error(err)
	} else {
		whats(t, p.Timeline, "received", "withdrawn")
	}
}

func drafts(t *testing.T, b *Bench) {
	if _, ok, err := b.Draft(t.Context()); ok || err != nil {
		t.Fatalf("a draft in a new store: %v", err)
	}
	for range 3 {
		d := Draft(New(t, b.Now, 2000))
		for _, page := range []string{model.PageFront, model.PageTerm} {
			d.Page = page
			if err := b.SaveDraft(t.Context(), d); err != nil {
				t.Fatal(err)
			}
		}
		b.Reopen()
		got, ok, err := b.Draft(t.Context())
		if err != nil || !ok || got.ID != d.ID || got.Page != model.PageTerm || len(got.Back.JPEG) != 2000 {
			t.Fatalf("draft on page %s, %v, %v", got.Page, ok, err)
		}
	}
	if err := b.DropDraft(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := b.Draft(t.Context()); ok || err != nil {
		t.Errorf("dropped draft: %v, %v", ok, err)
	}
}

// topics: lists come back as they were kept, by time, and old ones are dropped
// with the titles that are in no other.
func topics(t *testing.T, b *Bench) {
	begin := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	list := func(n int, platform string) model.TopicList {
		l := model.TopicList{Platform: platform, At: begin.Add(time.Duration(n) * time.Hour)}
		for i := range 5 {
			l.Rows = append(l.Rows, model.TopicRow{Title: fmt.Sprintf("第%d条\n%s", n/3+i, platform), Link: "https://example.org/?a=1", Heat: float64(i * n)})
		}
		return l
	}
	for n := range 30 {
		for _, platform := range []string{"zhihu", "weibo"} {
			if err := b.KeepList(t.Context(), list(n, platform)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := b.KeepTopicDays(t.Context(), map[int]float64{20000: 0.5, 20001: 0.25}); err != nil {
		t.Fatal(err)
	}
	all := func(since time.Time) (got []model.TopicList) {
		t.Helper()
		if err := b.Lists(t.Context(), since, func(l model.TopicList) error { got = append(got, l); return nil }); err != nil {
			t.Fatal(err)
		}
		return got
	}
	for name, again := range map[string]func() error{
		"as kept":  func() error { return nil },
		"reopened": func() error { b.Reopen(); return nil },
		"rebuilt":  func() error { return b.Rebuild(t.Context(), nil) },
	} {
		if err := again(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got := all(begin.Add(10 * time.Hour))
		if len(got) != 40 || !reflect.DeepEqual(got[0], list(10, "weibo")) || !reflect.DeepEqual(got[39], list(29, "zhihu")) {
			t.Errorf("%s: %d lists, the first %+v", name, len(got), got[:min(1, len(got))])
		}
		if days, err := b.TopicDays(t.Context()); err != nil || len(days) != 2 || days[20001] != 0.25 {
			t.Errorf("%s: %v, %v", name, days, err)
		}
	}
	if err := b.DropLists(t.Context(), begin.Add(28*time.Hour), begin.Add(40*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if got := all(time.Time{}); len(got) != 4 || !reflect.DeepEqual(got[3], list(29, "zhihu")) {
		t.Errorf("after dropping: %d lists", len(got))
	}
}

func months(t *testing.T, b *Bench) {
	first, head := b.Put()
	b.Now = b.Now.Add(31 * 24 * time.Hour)
	b.Put()
	_, err := b.ExportMonth(t.Context(), "202611")
	want(t, "export while locked", err, model.ErrLocked)
	b.Claim1()
	b.Now = b.Now.Add(31 * 24 * time.Hour)
	b.Put() // after claiming, and without a passphrase
	b.Lock()
	b.Now = b.Now.Add(31 * 24 * time.Hour)
	_, last := b.Put()
	b.Reopen()
	if err := b.Unlock(t.Context(), []byte(Pass)); err != nil {
		t.Fatal(err)
	}
	for name, id := range map[string]uuid.UUID{"sealed before claiming": head.Case, "sealed while locked": last.Case} {
		if _, err := b.OpenCase(t.Context(), id); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	kinds := map[string]int{}
	for _, k := range b.Keys() {
		kinds[k.Kind]++
	}
	if kinds["month"] != 5 || kinds["reviewer"] != 1 || kinds["unclaimed"] != 0 || kinds["device"] != 1 || kinds["local"] != 1 {
		t.Errorf("keys = %v", kinds)
	}
	if secret, err := b.ExportMonth(t.Context(), first.At.Format("200601")); err != nil || len(secret) < 70 {
		t.Errorf("export: %v", err)
	}
	_, err = b.ExportMonth(t.Context(), "200001")
	want(t, "export of no month", err, model.ErrNotFound)
}

func changed(t *testing.T, b *Bench) {
	n := 0
	stop := b.Changed(func() { n++; b.Desk() }) // it may ask at once
	_, head := b.Put()
	b.Claim1()
	b.Take(head, model.Approve)
	b.Lock()
	if err := b.Unlock(t.Context(), []byte(Pass)); err != nil {
		t.Fatal(err)
	}
	if n != 5 {
		t.Errorf("told %d times, want 5", n)
	}
	stop()
	b.Put()
	if n != 5 {
		t.Error("told after stop")
	}
}
