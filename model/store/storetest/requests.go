package storetest

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"truename/model"

	"github.com/google/uuid"
)

func requests(t *testing.T, b *Bench) {
	about, binding := b.Keep()
	for _, kind := range model.RequestKinds {
		sub := Request(t, kind, about, b.Now)
		head := b.File1(sub)
		if head.Kind != kind || head.Status != model.Waiting || head.Version != 1 || head.ID != sub.ID || head.Weight != 0 {
			t.Errorf("%s: head = %+v", kind, head)
		}
		other := sub
		other.Fields.Request = &model.RequestFields{About: about.Case, AboutReference: about.Reference, Text: "else"}
		if again := b.File1(other); again != head {
			t.Errorf("%s again: %+v, want %+v", kind, again, head)
		}
		b.Reopen()
		if again := b.File1(sub); again != head {
			t.Errorf("%s after opening again: %+v, want %+v", kind, again, head)
		}
		p, err := b.Progress(t.Context(), strings.ToLower(sub.Reference))
		if err != nil || p.Head != head {
			t.Fatalf("%s: progress = %+v, %v", kind, p, err)
		}
		whats(t, p.Timeline, "received")
		if _, err := b.Own(t.Context(), sub.Case); !errors.Is(err, model.ErrNotFound) {
			t.Errorf("%s has an own copy: %v", kind, err)
		}
	}
	mine, err := b.Mine(t.Context())
	if err != nil || len(mine) != 1+len(model.RequestKinds) {
		t.Fatalf("mine = %+v, %v", mine, err)
	}
	for _, m := range mine {
		if isRequest := m.Case != binding.Case; isRequest != m.Kind.IsRequest() || isRequest != (m.About == binding.Case) || m.MaskedName != "*测" || m.Ended {
			t.Errorf("mine has %+v", m)
		}
	}
	heads, _, err := b.List(t.Context(), "", "", 0)
	if err != nil || len(heads) != len(mine) {
		t.Errorf("%d cases in the list, %v", len(heads), err)
	}
	whole(t, b)
}

// whole verifies the store, also after its index was built anew.
func whole(t *testing.T, b *Bench) {
	t.Helper()
	before, _, err := b.List(t.Context(), "", "", 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	after, _, err := b.List(t.Context(), "", "", 0)
	if err != nil || len(after) != len(before) {
		t.Fatalf("%d cases, there were %d; %v", len(after), len(before), err)
	}
	for i := range after {
		if after[i] != before[i] {
			t.Errorf("built anew: %+v, want %+v", after[i], before[i])
		}
	}
	if flaws, err := b.Verify(t.Context(), nil); err != nil || len(flaws) != 0 {
		t.Errorf("verify: %v, %v", flaws, err)
	}
}

// notFiled: what is no request, or about something the person does not hold.
func notFiled(t *testing.T, b *Bench) {
	about, _ := b.Put()
	other, _ := b.Put()
	first := Request(t, model.Export, about, b.Now)
	b.File1(first)
	for name, c := range map[string]struct {
		edit func(*model.Submission)
		want *model.Error
	}{
		"a binding":            {func(s *model.Submission) { s.Kind = model.Binding }, model.ErrNotAllowed},
		"no kind":              {func(s *model.Submission) { s.Kind = "" }, model.ErrNotAllowed},
		"nothing asked":        {func(s *model.Submission) { s.Fields.Request = nil }, model.ErrNotReady},
		"a revision":           {func(s *model.Submission) { s.Revision = 2 }, model.ErrNotReady},
		"with a photograph":    {func(s *model.Submission) { s.Front = about.Front }, model.ErrNotReady},
		"no reference":         {func(s *model.Submission) { s.Reference = "K7TM" }, model.ErrNotReady},
		"no time":              {func(s *model.Submission) { s.At = time.Time{} }, model.ErrNotReady},
		"about itself":         {func(s *model.Submission) { s.Case = about.Case }, model.ErrNotReady},
		"under its reference":  {func(s *model.Submission) { s.Reference = about.Reference }, model.ErrNotAllowed},
		"under another's":      {func(s *model.Submission) { s.Reference = other.Reference }, model.ErrNotAllowed},
		"about another case":   {func(s *model.Submission) { s.Fields.Request.About = other.Case }, model.ErrNotFound},
		"about no case":        {func(s *model.Submission) { s.Fields.Request.About = uuid.New() }, model.ErrNotFound},
		"about no reference":   {func(s *model.Submission) { s.Fields.Request.AboutReference = "" }, model.ErrNotFound},
		"reference of no case": {func(s *model.Submission) { s.Fields.Request.AboutReference = New(t, b.Now, 1).Reference }, model.ErrNotFound},
		"reference of another": {func(s *model.Submission) { s.Fields.Request.AboutReference = other.Reference }, model.ErrNotFound},
		"about a request": {func(s *model.Submission) {
			s.Fields.Request.About, s.Fields.Request.AboutReference = first.Case, first.Reference
		}, model.ErrNotFound},
		"another for that case":   {func(s *model.Submission) { s.Case = first.Case }, model.ErrNotAllowed},
		"another of the same ref": {func(s *model.Submission) { s.Reference = first.Reference }, model.ErrNotAllowed},
	} {
		sub := Request(t, model.Erase, about, b.Now)
		c.edit(&sub)
		_, err := b.File(t.Context(), sub, true)
		want(t, name, err, c.want)
	}
	_, err := b.Submit(t.Context(), Request(t, model.Erase, about, b.Now), nil)
	want(t, "a request as a submission", err, model.ErrNotAllowed)
	stolen := New(t, b.Now, 100)
	stolen.Reference = about.Reference
	_, err = b.Submit(t.Context(), stolen, nil)
	want(t, "a new case under a known reference", err, model.ErrNotAllowed)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.File(ctx, Request(t, model.Erase, about, b.Now), true); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if n, err := b.Counts(t.Context()); err != nil || n[model.Waiting] != 3 {
		t.Errorf("counts = %v, %v", n, err)
	}
	if mine, err := b.Mine(t.Context()); err != nil || len(mine) != 1 {
		t.Errorf("mine = %+v, %v", mine, err)
	}
}

// decided: the desk opens a request, cannot return it, and closes it; the
// person reads why, or takes it back.
func decided(t *testing.T, b *Bench) {
	about, _ := b.Put()
	b.Claim1()
	for name, c := range map[string]struct {
		kind   model.Kind
		verb   model.Verb
		reason []string
		want   string
	}{
		"done":      {model.Unbind, model.Approve, nil, "approved"},
		"refused":   {model.Erase, model.Refuse, []string{"not-yours", "at-counter"}, "refused"},
		"withdrawn": {model.Export, model.Withdraw, nil, "withdrawn"},
	} {
		sub := Request(t, c.kind, about, b.Now)
		head := b.File1(sub)
		opened, err := b.OpenCase(t.Context(), head.Case)
		if err != nil || !Same(opened.Submission, sub) || opened.Head != head || !opened.Submission.Front.Empty() {
			t.Fatalf("%s: opened %+v, %v", name, opened.Head, err)
		}
		fields, err := b.Fields(t.Context(), []uuid.UUID{head.Case})
		if err != nil || fields[head.Case].Request == nil || *fields[head.Case].Request != *sub.Fields.Request {
			t.Errorf("%s: fields %v", name, err)
		}
		for verb, reason := range map[model.Verb]string{model.Return: "front-blur", model.Refuse: "card-void"} {
			d := model.Decision{Case: head.Case, Version: head.Version, Verb: verb, Reasons: []model.Reason{{Code: reason}}}
			_, err := b.Decide(t.Context(), d)
			want(t, name+": "+string(verb), err, model.ErrNotAllowed)
		}
		if c.verb == model.Withdraw {
			head, err = b.Withdraw(t.Context(), sub.Reference)
		} else {
			head = b.Take(head, c.verb, c.reason...)
		}
		p, perr := b.Progress(t.Context(), sub.Reference)
		if err != nil || perr != nil || p.Head != head || string(head.Status) != c.want {
			t.Fatalf("%s: %+v, %v, %v", name, p.Head, err, perr)
		}
		whats(t, p.Timeline, "received", c.want)
		if last := p.Timeline[1]; len(last.Reasons) != len(c.reason) || (last.Note == Note) != (c.verb != model.Withdraw) {
			t.Errorf("%s: %+v", name, last)
		}
		_, err = b.Withdraw(t.Context(), sub.Reference)
		want(t, name+": withdrawn when closed", err, model.ErrNotAllowed)
	}
	whole(t, b)
	if p, err := b.Progress(t.Context(), about.Reference); err != nil || p.Head.Status != model.Waiting || p.Head.Version != 1 {
		t.Errorf("the case that they are about: %+v, %v", p.Head, err)
	}
}

// ended: which approved request ends which binding of this account.
func ended(t *testing.T, b *Bench) {
	b.Claim1()
	for name, c := range map[string]struct {
		kind model.Kind
		verb model.Verb
		keep bool
		want bool
	}{
		"unbound":       {model.Unbind, model.Approve, true, true},
		"erased":        {model.Erase, model.Approve, true, true},
		"copied":        {model.Export, model.Approve, true, false},
		"refused":       {model.Unbind, model.Refuse, true, false},
		"waiting":       {model.Erase, "", true, false},
		"not kept here": {model.Unbind, model.Approve, false, false},
		"copy refused":  {model.Export, model.Refuse, true, false},
	} {
		about, head := b.Keep()
		head = b.Take(head, model.Approve)
		request, err := b.File(t.Context(), Request(t, c.kind, about, b.Now), c.keep)
		if err != nil {
			t.Fatal(err)
		}
		switch c.verb {
		case model.Approve:
			b.Take(request, c.verb)
		case model.Refuse:
			b.Take(request, c.verb, "at-counter")
		}
		mine, err := b.Mine(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, m := range mine {
			if m.Case == about.Case {
				found++
				if m.Ended != c.want || m.Head != head {
					t.Errorf("%s: ended is %v, want %v; %+v", name, m.Ended, c.want, m.Head)
				}
			}
			if m.Case == request.Case && (m.Ended || !c.keep) {
				t.Errorf("%s: the request itself: %+v", name, m)
			}
		}
		if found != 1 {
			t.Errorf("%s: the binding stands %d times in the list", name, found)
		}
	}
}

func openings(t *testing.T, b *Bench) {
	sub, head := b.Put()
	other, otherHead := b.Put()
	request := Request(t, model.Export, sub, b.Now)
	requestHead := b.File1(request)
	b.Claim1()
	reviewer := b.Desk().Reviewer
	want1 := []model.Opening{}
	open := func(c uuid.UUID, list *[]model.Opening, revision int) {
		b.Now = b.Now.Add(time.Hour)
		if _, err := b.OpenCase(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		*list = append(*list, model.Opening{At: b.Now.UTC(), By: reviewer[:8], Revision: revision})
	}
	same(t, b, "not opened", sub.Reference, want1)
	var others, requested []model.Opening
	open(head.Case, &want1, 1)
	open(otherHead.Case, &others, 1)
	open(requestHead.Case, &requested, 1)
	if _, err := b.Fields(t.Context(), []uuid.UUID{head.Case}); err != nil { // a list is no opening
		t.Fatal(err)
	}
	head = b.Take(head, model.Return, "back-cut")
	open(head.Case, &want1, 1)
	head = b.Submit1(Next(t, sub, b.Now))
	open(head.Case, &want1, 2)
	for range 2 {
		same(t, b, "opened", sub.Reference, want1)
		same(t, b, "another", " "+strings.ToLower(other.Reference), others)
		same(t, b, "a request", request.Reference, requested)
		b.Reopen()
	}
	for name, ref := range map[string]string{"empty": "", "none": "hello", "of no case": New(t, b.Now, 1).Reference, "its tag": head.Tag} {
		_, err := b.Openings(t.Context(), ref)
		want(t, name, err, model.ErrNotFound)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Openings(ctx, sub.Reference); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if err := editLog(b.Dir, `"action":"open"`, `"action":"list"`); err != nil {
		t.Fatal(err)
	}
	_, err := b.Openings(t.Context(), sub.Reference)
	want(t, "an opening that was made to look like something else", err, model.ErrDamaged)
}

// editLog changes the first place in the audit log.
func editLog(dir, from, to string) error {
	found, err := filepath.Glob(filepath.Join(dir, "audit", "*.log"))
	if err != nil || len(found) != 1 {
		return errors.Join(errors.New("not one segment"), err)
	}
	text, err := os.ReadFile(found[0])
	if err != nil {
		return err
	}
	return os.WriteFile(found[0], bytes.Replace(text, []byte(from), []byte(to), 1), 0o600)
}

// same compares the openings of a case.
func same(t *testing.T, b *Bench, what, reference string, want []model.Opening) {
	t.Helper()
	got, err := b.Openings(t.Context(), reference)
	if err != nil || len(got) != len(want) {
		t.Fatalf("%s: %+v, %v; want %+v", what, got, err, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("%s: opening %d is %+v, want %+v", what, i, got[i], want[i])
		}
	}
}

func kept(t *testing.T, b *Bench) {
	is := func(what string, want model.Kept) {
		t.Helper()
		got, err := b.Kept(t.Context())
		saved := got.Saved
		got.Saved = time.Time{}
		if err != nil || got != want {
			t.Errorf("%s: %+v, %v; want %+v", what, got, err, want)
		}
		if got.Draft != (time.Since(saved).Abs() < time.Hour) {
			t.Errorf("%s: draft is %v, saved %v", what, got.Draft, saved)
		}
	}
	is("a new store", model.Kept{})
	b.Put() // somebody else's
	sub, head := b.Keep()
	b.File1(Request(t, model.Erase, sub, b.Now))
	if _, err := b.File(t.Context(), Request(t, model.Export, sub, b.Now), false); err != nil {
		t.Fatal(err)
	}
	is("a case and a request", model.Kept{Bindings: 1, Requests: 1, Copies: 1})
	if err := b.SaveDraft(t.Context(), Draft(New(t, b.Now, 10))); err != nil {
		t.Fatal(err)
	}
	b.Claim1()
	b.Take(head, model.Approve)
	b.Reopen()
	is("with a draft, after approval", model.Kept{Bindings: 1, Requests: 1, Draft: true, Claimed: true})
}
