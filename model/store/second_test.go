package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/model/seal"
	"truename/model/store"
	"truename/model/store/storetest"
)

// byTwo opens a store whose policy asks for a second reviewer.
func byTwo(dir string, o store.Options) (*store.Store, error) {
	o.Second = model.Second{model.Refuse}
	return store.Open(dir, o)
}

// refuse is a refusal of a case as it is, for a reason.
func refuse(h model.Head, reason string) model.Decision {
	return model.Decision{Case: h.Case, Version: h.Version, Verb: model.Refuse, Reasons: []model.Reason{{Code: reason}}}
}

// waits gives a case of the queue.
func waits(t *testing.T, b *storetest.Bench, h model.Head) model.Head {
	t.Helper()
	heads, _, err := b.Queue(t.Context(), model.Sieve{}, "", 0)
	i := slices.IndexFunc(heads, func(q model.Head) bool { return q.Case == h.Case })
	if err != nil || i < 0 {
		t.Fatalf("not in the queue: %v, %v", heads, err)
	}
	return heads[i]
}

// TestRefusedByTwo: one proposes, and nothing changes for the person; another
// sees why and seconds it, in both names.
func TestRefusedByTwo(t *testing.T) {
	s := newStaff(t, byTwo)
	sub, head := s.Put()
	before, err := s.Progress(t.Context(), sub.Reference)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Decide(t.Context(), refuse(head, "not-a-card")); !errors.Is(err, model.ErrNotAllowed) {
		t.Errorf("refused by one: %v", err)
	}
	s.Now = s.Now.Add(time.Hour)
	head = s.Take(head, model.Propose, "not-a-card")
	if head.Status != model.Waiting || head.Proposed != s.ids[model.Supervisor] {
		t.Errorf("proposed: %+v", head)
	}
	s.Reopen()
	inOrder(t, s.Bench)
	if got := waits(t, s.Bench, head); got != head {
		t.Errorf("after a restart %+v, want %+v", got, head)
	}
	now, err := s.Progress(t.Context(), sub.Reference)
	if err != nil || len(now.Timeline) != 1 || now.Head.Status != model.Waiting || !now.Head.Updated.Equal(before.Head.Updated) || now.Head.Proposed != "" {
		t.Errorf("the person sees %+v, %v", now, err)
	}
	s.turn(t, model.Supervisor)
	if c, err := s.OpenCase(t.Context(), head.Case); err != nil || c.MaySecond {
		t.Errorf("their own: %v, %v", c.MaySecond, err)
	}
	if _, err := s.Decide(t.Context(), refuse(head, "not-a-card")); !errors.Is(err, model.ErrNotAllowed) {
		t.Errorf("seconded by oneself: %v", err)
	}
	s.turn(t, model.Reviewer)
	c, err := s.OpenCase(t.Context(), head.Case)
	if err != nil || !c.MaySecond || len(c.Timeline) != 2 || c.Timeline[1].What != "proposed" || !slices.Equal(c.DeskNotes, []string{storetest.Desk}) {
		t.Fatalf("the second sees %+v, %q, %v", c.Timeline, c.DeskNotes, err)
	}
	if got := c.Timeline[1]; got.Note != storetest.Note || !slices.Equal(got.Reasons, []model.Reason{{Code: "not-a-card"}}) {
		t.Errorf("proposed %+v", got)
	}
	if _, err := s.Decide(t.Context(), model.Decision{Case: head.Case, Version: head.Version, Verb: model.Approve}); !errors.Is(err, model.ErrNotAllowed) {
		t.Errorf("approved over it: %v", err)
	}
	if head, err = s.Decide(t.Context(), refuse(head, "card-void")); err != nil || head.Status != model.Refused || head.Proposed != s.ids[model.Supervisor] {
		t.Fatalf("seconded: %+v, %v", head, err)
	}
	now, err = s.Progress(t.Context(), sub.Reference)
	if err != nil || len(now.Timeline) != 2 || now.Timeline[1].What != "refused" || now.Timeline[1].Note != storetest.Note ||
		!slices.Equal(now.Timeline[1].Reasons, []model.Reason{{Code: "not-a-card"}}) {
		t.Errorf("the person sees %+v, %v; want what was proposed", now.Timeline, err)
	}
	day := idcard.Today(s.Now)
	if f, err := s.Figures(t.Context(), day, day); err != nil || len(f.Decided) != len(model.Verbs) || f.Decided[model.Refuse] != 1 || f.Took.Decisions != 1 {
		t.Errorf("figures: %+v, %v", f, err)
	}
	if why, err := s.Reasons(t.Context(), day, day); err != nil || len(why) != 1 || why["not-a-card"] != 1 {
		t.Errorf("reasons: %v, %v", why, err)
	}
	s.wrote(t, head, []string{"propose", s.ids[model.Supervisor]}, []string{"refuse", s.ids[model.Reviewer]})
	if err := s.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if all, _, err := s.List(t.Context(), model.Refused, "", 0); err != nil || len(all) != 1 || all[0] != head {
		t.Errorf("built anew: %+v, %v; want %+v", all, err, head)
	}
	inOrder(t, s.Bench)
}

// wrote fails unless the log says so of a case, in this order.
func (s staff) wrote(t *testing.T, h model.Head, want ...[]string) {
	t.Helper()
	all, err := s.AuditLog(t.Context(), 0, 1000)
	var got [][]string
	for _, e := range slices.Backward(all) {
		if e.Case == h.Case && (model.Verb(e.Action).Interim() || slices.Contains(model.Verbs, model.Verb(e.Action))) {
			got = append(got, []string{e.Action, e.Actor})
		}
	}
	if err != nil || !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("the log says %v, %v; want %v", got, err, want)
	}
}

// TestProposalDeclined: what was declined, or taken back, is decided as any
// other; two reviewers do not refuse between themselves.
func TestProposalDeclined(t *testing.T) {
	s := newStaff(t, byTwo)
	other := "nine boats under a paper moon"
	s.add(t, model.Reviewer, other)
	sub, head := s.Put()
	s.turn(t, model.Reviewer)
	head = s.Take(head, model.Propose, "not-a-card")
	head = s.Take(head, model.Decline)
	head = s.Take(head, model.Propose, "card-void")
	s.Lock()
	unlocked(t, s.Bench, other)
	if c, err := s.OpenCase(t.Context(), head.Case); err != nil || c.MaySecond {
		t.Errorf("a reviewer may second a reviewer: %v, %v", c.MaySecond, err)
	}
	if _, err := s.Decide(t.Context(), refuse(head, "card-void")); !errors.Is(err, model.ErrRole) {
		t.Errorf("a reviewer seconds a reviewer: %v", err)
	}
	s.turn(t, model.Supervisor)
	if c, err := s.OpenCase(t.Context(), head.Case); err != nil || !c.MaySecond {
		t.Errorf("a supervisor may not second a reviewer: %v", err)
	}
	if head = s.Take(head, model.Decline); head.Seconding() {
		t.Errorf("declined: %+v", head)
	}
	s.Reopen()
	if got := waits(t, s.Bench, head); got != head {
		t.Errorf("after a restart %+v, want %+v", got, head)
	}
	s.turn(t, model.Reviewer)
	c, err := s.OpenCase(t.Context(), head.Case)
	if err != nil || len(c.Timeline) != 5 || c.Timeline[4].What != "declined" || len(c.DeskNotes) != 4 {
		t.Errorf("the desk sees %+v, %q, %v", c.Timeline, c.DeskNotes, err)
	}
	if head = s.Take(head, model.Approve); head.Status != model.Approved {
		t.Errorf("approved: %+v", head)
	}
	if p, err := s.Progress(t.Context(), sub.Reference); err != nil || len(p.Timeline) != 2 || p.Certificate == nil {
		t.Errorf("the person sees %+v, %v", p.Timeline, err)
	}
	inOrder(t, s.Bench)
}

// TestProposedRequest: nothing is erased for a request that somebody proposed to
// refuse; its person may withdraw all the same.
func TestProposedRequest(t *testing.T) {
	s := newStaff(t, byTwo)
	sub, head := s.Put()
	request := storetest.Request(t, model.Erase, sub, s.Now)
	filed := s.Take(s.File1(request), model.Propose, "at-counter")
	if _, err := s.Erase(t.Context(), request.Reference); !errors.Is(err, model.ErrNotAllowed) {
		t.Errorf("done over a proposal: %v", err)
	}
	if _, err := s.OpenCase(t.Context(), head.Case); err != nil {
		t.Errorf("what it is about: %v", err)
	}
	s.Take(filed, model.Decline)
	if _, err := s.Erase(t.Context(), request.Reference); err != nil {
		t.Errorf("after it was declined: %v", err)
	}
	other, head := s.Put()
	s.Take(head, model.Propose, "not-a-card")
	if got, err := s.Withdraw(t.Context(), other.Reference); err != nil || got.Status != model.Withdrawn || got.Proposed != "" {
		t.Errorf("withdrawn: %+v, %v", got, err)
	}
	s.Reopen()
	if p, err := s.Progress(t.Context(), other.Reference); err != nil || p.Head.Status != model.Withdrawn || len(p.Timeline) != 2 {
		t.Errorf("the person sees %+v, %v", p, err)
	}
	inOrder(t, s.Bench)
}

// TestPlantedRefusal: a refusal that a reviewer's key signs past the program,
// after what was proposed was declined, is found.
func TestPlantedRefusal(t *testing.T) {
	s := newStaff(t, byTwo)
	_, head := s.Put()
	head = s.Take(head, model.Propose, "not-a-card")
	s.turn(t, model.Reviewer)
	head = s.Take(head, model.Decline)
	dir := filepath.Join(s.Dir, "cases", "202611", head.Case.String())
	secret, err := os.ReadFile(filepath.Join(s.Dir, "keys", "reviewers", s.ids[model.Reviewer]+".secret"))
	if err != nil {
		t.Fatal(err)
	}
	key, err := reviewerSecret(t, secret, pass2).SigningKey()
	if err != nil {
		t.Fatal(err)
	}
	b, err := seal.EncodeDecision(seal.DecisionFile{Head: seal.DecisionHead{
		Case: head.Case, ID: head.ID, Revision: 1, Seq: 3, Verb: model.Refuse, Status: model.Refused, Version: head.Version + 1,
		At: s.Now, Reviewer: s.ids[model.Reviewer], Device: head.Machine, Proposed: s.ids[model.Supervisor],
	}}, key)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "1.3.decision"), b, 0o600); err != nil {
		t.Fatal(err)
	}
	want := model.Flaw{Path: "cases/202611/" + head.Case.String(), What: "damaged"}
	if flaws, err := s.Verify(t.Context(), nil); err != nil || !slices.Contains(flaws, want) {
		t.Errorf("verify: %v, %v; want %v", flaws, err, want)
	}
}

// TestCarryByTwo: both the proposal and what seconds it go to the machine where
// the person submitted, which takes no refusal of one where its policy asks for
// two.
func TestCarryByTwo(t *testing.T) {
	p := newPair(t)
	other := "nine boats under a paper moon"
	if _, err := p.desk.AddReviewer(t.Context(), model.Reviewer, []byte(other)); err != nil {
		t.Fatal(err)
	}
	publicKeys(t, p.desk)
	two, first := p.kiosk.Put()
	_, second := p.kiosk.Put()
	p.carry(t, p.kiosk, p.desk)
	p.desk.Take(second, model.Refuse, "not-a-card") // the desk has no policy
	first = p.desk.Take(first, model.Propose, "not-a-card")
	p.desk.Lock()
	unlocked(t, p.desk, other)
	p.desk.Take(first, model.Refuse, "not-a-card")
	if err := p.kiosk.Store.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := byTwo(p.kiosk.Dir, p.kiosk.Options())
	if err != nil {
		t.Fatal(err)
	}
	p.kiosk.Store = s
	p.export(t, p.desk)
	in, err := s.Import(t.Context(), p.medium)
	if err != nil || in.Stored != 2 || len(in.Refused) != 1 || in.Refused[0].Code != model.CodeNotAllowed {
		t.Errorf("%+v, %v", in, err)
	}
	got, err := s.Progress(t.Context(), two.Reference)
	if err != nil || got.Head.Status != model.Refused || len(got.Timeline) != 2 || len(got.Timeline[1].Reasons) != 1 {
		t.Errorf("the person sees %+v, %v", got, err)
	}
	inOrder(t, p.kiosk)
	inOrder(t, p.desk)
}
