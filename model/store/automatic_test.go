package store_test

import (
	"context"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"

	"truename/model"
	"truename/model/idcard"
	"truename/model/store"
	"truename/model/store/storetest"

	"github.com/google/uuid"
)

// A checker is a check that says what it was told to, and counts.
type checker struct {
	unclear map[uuid.UUID]bool
	asked   map[uuid.UUID]int
	during  func(model.Submission)
}

func (c *checker) check(_ context.Context, s model.Submission) ([]model.Finding, bool, error) {
	if c.asked == nil {
		c.asked = map[uuid.UUID]int{}
	}
	c.asked[s.Case]++
	if c.during != nil {
		c.during(s)
	}
	return []model.Finding{{Code: "blur", Weight: model.Passed, Side: model.Front, Value: 2.5, Limit: 1.25}}, !c.unclear[s.Case], nil
}

// alone submits a case that has nothing in common with another.
func alone(t *testing.T, b *storetest.Bench) model.Head {
	t.Helper()
	sub := storetest.New(t, b.Now, 100)
	seed := binary.BigEndian.Uint64(sub.Case[8:])
	sub.Fields.Number = sub.Case.String()
	sub.Front.JPEG, sub.Front.Print = storetest.JPEG(seed, 100), seed
	sub.Back.JPEG, sub.Back.Print = storetest.JPEG(seed+1, 100), seed+1
	return b.Submit1(sub)
}

// reviewed applies a policy to all that waits.
func reviewed(t *testing.T, b *storetest.Bench, p model.Policy, c *checker, skip ...uuid.UUID) (all model.Reviewed) {
	t.Helper()
	inHand := func(id uuid.UUID) bool { return slices.Contains(skip, id) }
	for after := ""; ; {
		done, next, err := b.Review(t.Context(), p, after, inHand, c.check)
		if err != nil {
			t.Fatal(err)
		}
		all.Approved, all.Sampled, all.Left = all.Approved+done.Approved, all.Sampled+done.Sampled, all.Left+done.Left
		if after = next; after == "" {
			return all
		}
	}
}

// What is clear is approved in the name of the open desk, with what was checked;
// what is not is left, and not opened again until it changes.
func TestReviewApprovesWhatIsClear(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	var heads []model.Head
	for range 12 {
		heads = append(heads, alone(t, b))
	}
	c := &checker{unclear: map[uuid.UUID]bool{heads[3].Case: true, heads[9].Case: true}}
	if done := reviewed(t, b, model.Policy{Sample: 5}, c); done != (model.Reviewed{}) || len(c.asked) > 0 {
		t.Fatalf("without a policy: %+v", done)
	}
	policy := model.Policy{Automatic: true}
	if done := reviewed(t, b, policy, c, heads[5].Case); done != (model.Reviewed{Approved: 9, Left: 2}) {
		t.Fatalf("%+v", done)
	}
	if c.asked[heads[5].Case] != 0 {
		t.Error("a case was opened that was to be passed over")
	}
	if done := reviewed(t, b, policy, c); done != (model.Reviewed{Approved: 1}) || c.asked[heads[3].Case] != 1 {
		t.Errorf("the second time: %+v, asked %d times", done, c.asked[heads[3].Case])
	}
	opened, err := b.OpenCase(t.Context(), heads[0].Case)
	if err != nil || opened.Head.Status != model.Approved || len(opened.DeskNotes) != 1 || !strings.Contains(opened.DeskNotes[0], "front blur 2.5 1.25") {
		t.Errorf("%+v, %q, %v", opened.Head, opened.DeskNotes, err)
	}
	day := idcard.Today(b.Now)
	f, err := b.Figures(t.Context(), day, day)
	if err != nil || f.Automatic != (model.Agreement{Approved: 10}) {
		t.Errorf("%+v, %v", f.Automatic, err)
	}
	b.Reopen()
	if f, err = b.Figures(t.Context(), day, day); err != nil || f.Automatic.Approved != 10 {
		t.Errorf("after a restart: %+v, %v", f.Automatic, err)
	}
	if flaws, err := b.Verify(t.Context(), nil); err != nil || len(flaws) > 0 {
		t.Errorf("%v, %v", flaws, err)
	}
}

// Of the sample, a person decides, without knowing; the figures tell how often
// they agree.
func TestReviewLeavesASample(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	yes, no, unclear := alone(t, b), alone(t, b), alone(t, b)
	c := &checker{unclear: map[uuid.UUID]bool{unclear.Case: true}}
	if done := reviewed(t, b, model.Policy{Automatic: true, Sample: 100}, c); done != (model.Reviewed{Sampled: 2, Left: 1}) {
		t.Fatalf("%+v", done)
	}
	if done := reviewed(t, b, model.Policy{Automatic: true}, c); done != (model.Reviewed{}) {
		t.Fatalf("what was in the sample is approved later: %+v", done)
	}
	b.Take(yes, model.Approve)
	b.Take(no, model.Return, "front-blur")
	b.Take(unclear, model.Approve)
	day := idcard.Today(b.Now)
	f, err := b.Figures(t.Context(), day, day)
	if err != nil || f.Automatic != (model.Agreement{Sample: 2, Agreed: 1, Share: 0.5}) {
		t.Errorf("%+v, %v", f.Automatic, err)
	}
}

// A case that somebody decides while it is being checked stays as they decided,
// one that has a twin is for a person, and a locked desk approves nothing.
func TestReviewGivesWay(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	policy := model.Policy{Automatic: true}
	sub := storetest.New(t, b.Now, 100)
	first := b.Submit1(sub)
	free := func(uuid.UUID) bool { return false }
	if done, _, err := b.Review(t.Context(), policy, "", free, (&checker{}).check); !errors.Is(err, model.ErrLocked) || done != (model.Reviewed{}) {
		t.Errorf("an unclaimed desk: %+v, %v", done, err)
	}
	b.Claim1()
	head := alone(t, b)
	c := &checker{during: func(s model.Submission) {
		if s.Case == head.Case {
			b.Take(head, model.Return, "front-blur")
		}
	}}
	if done := reviewed(t, b, policy, c, first.Case); done != (model.Reviewed{}) {
		t.Errorf("decided meanwhile: %+v", done)
	}
	twin := storetest.New(t, b.Now, 100)
	twin.Fields.Number = sub.Fields.Number
	b.Submit1(twin)
	if done := reviewed(t, b, policy, &checker{}); done != (model.Reviewed{Left: 2}) {
		t.Errorf("two of one number: %+v", done)
	}
	alone(t, b)
	b.Lock()
	if done, _, err := b.Review(t.Context(), policy, "", free, (&checker{}).check); !errors.Is(err, model.ErrLocked) || done != (model.Reviewed{}) {
		t.Errorf("locked: %+v, %v", done, err)
	}
}

// A case that a reviewer takes in hand while it is being checked is not approved;
// when they let go of it it is.
func TestReviewLeavesWhatIsTaken(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	policy := model.Policy{Automatic: true}
	alone(t, b)
	taken := false
	inHand := func(uuid.UUID) bool { return taken }
	c := &checker{during: func(model.Submission) { taken = true }}
	if done, _, err := b.Review(t.Context(), policy, "", inHand, c.check); err != nil || done != (model.Reviewed{}) {
		t.Errorf("taken: %+v, %v", done, err)
	}
	taken = false
	if done := reviewed(t, b, policy, &checker{}); done != (model.Reviewed{Approved: 1}) {
		t.Errorf("let go: %+v", done)
	}
}

// A binding of the sample that one reviewer proposes to refuse, and another
// refuses, counts as a disagreement, and is not approved by itself in between.
func TestReviewOfAProposedRefusal(t *testing.T) {
	s := newStaff(t, byTwo)
	head := alone(t, s.Bench)
	policy := model.Policy{Automatic: true, Sample: 100}
	if done := reviewed(t, s.Bench, policy, &checker{}); done != (model.Reviewed{Sampled: 1}) {
		t.Fatalf("%+v", done)
	}
	head = s.Take(head, model.Propose, "not-a-card")
	policy.Sample = 0
	if done := reviewed(t, s.Bench, policy, &checker{}); done != (model.Reviewed{}) {
		t.Errorf("with a proposal: %+v", done)
	}
	s.turn(t, model.Reviewer)
	s.Take(head, model.Refuse, "not-a-card")
	day := idcard.Today(s.Now)
	f, err := s.Figures(t.Context(), day, day)
	if err != nil || f.Automatic != (model.Agreement{Sample: 1}) {
		t.Errorf("%+v, %v", f.Automatic, err)
	}
}

// A binding that one reviewer wanted to refuse and another did not is for a
// person, and in the sample if it was.
func TestReviewOfADeclinedRefusal(t *testing.T) {
	s := newStaff(t, byTwo)
	head := alone(t, s.Bench)
	policy := model.Policy{Automatic: true, Sample: 100}
	reviewed(t, s.Bench, policy, &checker{})
	head = s.Take(head, model.Propose, "not-a-card")
	s.turn(t, model.Reviewer)
	head = s.Take(head, model.Decline)
	policy.Sample = 0
	if done := reviewed(t, s.Bench, policy, &checker{}); done != (model.Reviewed{}) {
		t.Errorf("after it was declined: %+v", done)
	}
	s.Take(head, model.Approve)
	day := idcard.Today(s.Now)
	f, err := s.Figures(t.Context(), day, day)
	if err != nil || f.Automatic != (model.Agreement{Sample: 1, Agreed: 1, Share: 1}) {
		t.Errorf("%+v, %v", f.Automatic, err)
	}
}

// An approval is signed by who opened the case for it, or not at all.
func TestReviewByAnotherReviewer(t *testing.T) {
	s := newStaff(t, byTwo)
	alone(t, s.Bench)
	c := &checker{during: func(model.Submission) { s.turn(t, model.Reviewer) }}
	free := func(uuid.UUID) bool { return false }
	if done, _, err := s.Review(t.Context(), model.Policy{Automatic: true}, "", free, c.check); !errors.Is(err, model.ErrLocked) || done != (model.Reviewed{}) {
		t.Errorf("%+v, %v", done, err)
	}
}

// A case that is erased while it is checked does not end the review.
func TestReviewOfAnErasedCase(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	sub := storetest.New(t, b.Now, 100)
	b.Submit1(sub)
	alone(t, b)
	c := &checker{during: func(s model.Submission) {
		if s.Case != sub.Case {
			return
		}
		if _, err := b.Erase(t.Context(), sub.Reference); err != nil {
			t.Error(err)
		}
	}}
	if done := reviewed(t, b, model.Policy{Automatic: true}, c); done != (model.Reviewed{Approved: 1}) {
		t.Errorf("%+v", done)
	}
}
