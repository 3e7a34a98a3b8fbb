package model_test

import (
	"errors"
	"testing"
	"time"

	"truename/model"
	"truename/model/idcard"

	"github.com/google/uuid"
)

var (
	caseID  = uuid.MustParse("7a3c5d0e-0000-4000-8000-000000000001")
	firstID = uuid.MustParse("7a3c5d0e-0000-4000-8000-000000000002")
	nextID  = uuid.MustParse("7a3c5d0e-0000-4000-8000-000000000003")
	noon    = time.Date(2026, 11, 23, 12, 0, 0, 0, idcard.China)
)

const reference = "K7TM-4M2Q-9XWD-3H8A"

func headIn(status model.Status) model.Head {
	return model.Head{
		Case: caseID, ID: firstID, Kind: model.Binding, Revision: 1, Version: 3, Status: status,
		Received: noon.Add(-time.Hour).UTC(), Updated: noon.Add(-time.Hour).UTC(), Weight: 2,
	}
}

func decision(verb model.Verb) model.Decision {
	d := model.Decision{Case: caseID, Verb: verb, Version: 3, At: noon, Reviewer: "r1"}
	switch verb {
	case model.Return:
		d.Reasons = []model.Reason{{Code: "front-blur", Field: "front"}}
	case model.Refuse:
		d.Reasons = []model.Reason{{Code: "not-own-card"}}
	}
	return d
}

// TestDecidePairs has every status with every verb; a pair without an entry
// is not allowed.
func TestDecidePairs(t *testing.T) {
	type pair struct {
		status model.Status
		verb   model.Verb
	}
	becomes := map[pair]model.Status{
		{model.Waiting, model.Approve}:   model.Approved,
		{model.Waiting, model.Return}:    model.Returned,
		{model.Waiting, model.Refuse}:    model.Refused,
		{model.Waiting, model.Withdraw}:  model.Withdrawn,
		{model.Returned, model.Withdraw}: model.Withdrawn,
	}
	seen := 0
	for _, status := range append([]model.Status{"", "other"}, model.Statuses...) {
		for _, verb := range append([]model.Verb{"", "other"}, model.Verbs...) {
			before := headIn(status)
			after, err := before.Decide(decision(verb))
			want, ok := becomes[pair{status, verb}]
			if !ok {
				if !errors.Is(err, model.ErrNotAllowed) || after != before {
					t.Errorf("%q %q: %v, %+v; want ErrNotAllowed and no change", status, verb, err, after)
				}
				continue
			}
			seen++
			expect := before
			expect.Status, expect.Version, expect.Updated = want, 4, noon.UTC()
			if err != nil || after != expect {
				t.Errorf("%q %q: %v, %+v; want %+v", status, verb, err, after, expect)
			}
		}
	}
	if seen != len(becomes) {
		t.Errorf("%d pairs allowed were tried, want %d", seen, len(becomes))
	}
}

func TestDecideRefuses(t *testing.T) {
	cases := map[string]struct {
		verb model.Verb
		edit func(*model.Decision)
		want error
	}{
		"older version":                  {model.Approve, func(d *model.Decision) { d.Version = 2 }, model.ErrConflict},
		"newer version":                  {model.Approve, func(d *model.Decision) { d.Version = 4 }, model.ErrConflict},
		"another case":                   {model.Approve, func(d *model.Decision) { d.Case = firstID }, model.ErrNotAllowed},
		"return without reason":          {model.Return, func(d *model.Decision) { d.Reasons = nil }, model.ErrNotAllowed},
		"return, unknown reason":         {model.Return, func(d *model.Decision) { d.Reasons[0].Code = "mood" }, model.ErrNotAllowed},
		"return, one of two unknown":     {model.Return, func(d *model.Decision) { d.Reasons = append(d.Reasons, model.Reason{}) }, model.ErrNotAllowed},
		"return for a refusal's reason":  {model.Return, func(d *model.Decision) { d.Reasons[0].Code = "card-void" }, model.ErrNotAllowed},
		"refusal without reason":         {model.Refuse, func(d *model.Decision) { d.Reasons = nil }, model.ErrNotAllowed},
		"refusal for a return's reason":  {model.Refuse, func(d *model.Decision) { d.Reasons[0].Code = "front-blur" }, model.ErrNotAllowed},
		"conflict goes before the rules": {model.Return, func(d *model.Decision) { d.Version, d.Reasons = 2, nil }, model.ErrConflict},
	}
	for name, c := range cases {
		d := decision(c.verb)
		c.edit(&d)
		before := headIn(model.Waiting)
		if after, err := before.Decide(d); !errors.Is(err, c.want) || after != before {
			t.Errorf("%s: %v, %+v; want %v and no change", name, err, after, c.want)
		}
	}
}

func TestEveryReasonCanBeGiven(t *testing.T) {
	for verb, list := range map[model.Verb][]model.Reason{model.Return: model.Reasons, model.Refuse: model.RefusalReasons} {
		for _, r := range list {
			d := decision(verb)
			d.Reasons = []model.Reason{r}
			if _, err := headIn(model.Waiting).Decide(d); err != nil {
				t.Errorf("%s for %s: %v", verb, r.Code, err)
			}
		}
	}
}

func TestNewHead(t *testing.T) {
	s := model.Submission{
		ID: firstID, Case: caseID, Kind: model.Binding, Revision: 1, Reference: reference,
		At: noon, Due: idcard.Date{Year: 2026, Month: 11, Day: 30},
		Fields: model.Fields{Findings: []model.Finding{{Weight: model.Fault}, {Weight: model.Notice}, {Weight: model.Passed}}},
	}
	want := model.Head{
		Case: caseID, ID: firstID, Kind: model.Binding, Revision: 1, Version: 1, Status: model.Waiting,
		Received: noon.UTC(), Updated: noon.UTC(), Due: s.Due, Weight: 4, Machine: "m1", Tag: "K7TM", Demo: true,
	}
	if got := model.NewHead(s, "m1", true); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestWeightStaysInRange(t *testing.T) {
	for name, c := range map[string]struct {
		weight model.Weight
		n      int
		want   int
	}{
		"none": {model.Notice, 0, 0}, "passed": {model.Passed, 20, 0}, "notices": {model.Notice, 8, 8},
		"many notices": {model.Notice, 12, 9}, "faults": {model.Fault, 2, 6}, "many faults": {model.Fault, 5, 9},
	} {
		var s model.Submission
		for range c.n {
			s.Fields.Findings = append(s.Fields.Findings, model.Finding{Weight: c.weight})
		}
		if got := model.NewHead(s, "", false).Weight; got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestTag(t *testing.T) {
	for in, want := range map[string]string{reference: "K7TM", "K7TM4M2Q9XWD3H8A": "K7TM", "K7": "K7", "": ""} {
		if got := model.Tag(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func revision() model.Submission {
	return model.Submission{
		ID: nextID, Case: caseID, Kind: model.Binding, Revision: 2, Reference: reference,
		At: noon, Due: idcard.Date{Year: 2026, Month: 12, Day: 1},
		Fields: model.Fields{Findings: []model.Finding{{Weight: model.Notice}}},
	}
}

func TestRevise(t *testing.T) {
	before := headIn(model.Returned)
	want := before
	want.ID, want.Revision, want.Version, want.Status = nextID, 2, 4, model.Waiting
	want.Updated, want.Weight = noon.UTC(), 1
	want.Due = idcard.Date{Year: 2026, Month: 12, Day: 1}
	if got, err := before.Revise(revision()); err != nil || got != want {
		t.Errorf("%v, %+v; want %+v", err, got, want)
	}
}

func TestReviseRefuses(t *testing.T) {
	type kase struct {
		status model.Status
		edit   func(*model.Submission)
		want   error
	}
	cases := map[string]kase{
		"another case":     {model.Returned, func(s *model.Submission) { s.Case = firstID }, model.ErrNotAllowed},
		"another kind":     {model.Returned, func(s *model.Submission) { s.Kind = model.Erase }, model.ErrNotAllowed},
		"the same again":   {model.Returned, func(s *model.Submission) { s.Revision = 1 }, model.ErrConflict},
		"one left out":     {model.Returned, func(s *model.Submission) { s.Revision = 3 }, model.ErrConflict},
		"a status unknown": {"other", func(*model.Submission) {}, model.ErrNotAllowed},
	}
	for _, status := range model.Statuses {
		if status != model.Returned {
			cases[string(status)] = kase{status, func(*model.Submission) {}, model.ErrNotAllowed}
		}
	}
	for name, c := range cases {
		s, before := revision(), headIn(c.status)
		c.edit(&s)
		if after, err := before.Revise(s); !errors.Is(err, c.want) || after != before {
			t.Errorf("%s: %v, %+v; want %v and no change", name, err, after, c.want)
		}
	}
}
