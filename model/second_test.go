package model_test

import (
	"errors"
	"testing"

	"truename/model"
)

// TestDecideBySecond: a refusal that is proposed is seconded by another or
// declined, and until then nothing else is decided, but the person may withdraw.
func TestDecideBySecond(t *testing.T) {
	for _, kind := range []model.Kind{model.Binding, model.Erase} {
		reason := model.ReasonsFor(kind, model.Propose)[:1]
		take := func(h model.Head, verb model.Verb, by string, reasons []model.Reason) (model.Head, error) {
			return h.Decide(model.Decision{Case: h.Case, Version: h.Version, Verb: verb, At: noon, Reviewer: by, Reasons: reasons})
		}
		free := headIn(model.Waiting)
		free.Kind = kind
		proposed, err := take(free, model.Propose, "r1", reason)
		want := free
		want.Version, want.Proposed = free.Version+1, "r1"
		if err != nil || proposed != want || !proposed.Seconding() {
			t.Fatalf("%s: %+v, %v; want %+v", kind, proposed, err, want)
		}
		for name, c := range map[string]struct {
			from    model.Head
			verb    model.Verb
			by      string
			reasons []model.Reason
			status  model.Status // "": not allowed
			names   string       // who proposed, after it
		}{
			"seconded":             {proposed, model.Refuse, "r2", reason, model.Refused, "r1"},
			"by oneself":           {proposed, model.Refuse, "r1", reason, "", ""},
			"without a reason":     {proposed, model.Refuse, "r2", nil, "", ""},
			"declined":             {proposed, model.Decline, "r2", nil, model.Waiting, ""},
			"taken back":           {proposed, model.Decline, "r1", nil, model.Waiting, ""},
			"withdrawn":            {proposed, model.Withdraw, "", nil, model.Withdrawn, ""},
			"approved over it":     {proposed, model.Approve, "r2", nil, "", ""},
			"proposed twice":       {proposed, model.Propose, "r2", reason, "", ""},
			"declined for nothing": {free, model.Decline, "r2", nil, "", ""},
			"no reason":            {free, model.Propose, "r1", nil, "", ""},
			"by nobody":            {free, model.Propose, "", reason, "", ""},
			"no longer waiting":    {headIn(model.Refused), model.Propose, "r1", reason, "", ""},
		} {
			after, err := take(c.from, c.verb, c.by, c.reasons)
			if c.status == "" {
				if !errors.Is(err, model.ErrNotAllowed) || after != c.from {
					t.Errorf("%s, %s: %+v, %v; want ErrNotAllowed and no change", kind, name, after, err)
				}
				continue
			}
			if err != nil || after.Status != c.status || after.Proposed != c.names || after.Version != c.from.Version+1 {
				t.Errorf("%s, %s: %+v, %v", kind, name, after, err)
			}
			if changed := !after.Updated.Equal(c.from.Updated); changed != (c.status != model.Waiting) {
				t.Errorf("%s, %s: for the person something changed: %v", kind, name, changed)
			}
		}
	}
}

// TestSecondAsks: a policy stops what nobody proposed, and nothing else.
func TestSecondAsks(t *testing.T) {
	free, proposed := headIn(model.Waiting), headIn(model.Waiting)
	proposed.Proposed = "r1"
	policy := model.Second{model.Refuse}
	for name, c := range map[string]struct {
		policy model.Second
		head   model.Head
		verb   model.Verb
		want   error
	}{
		"no policy":  {nil, free, model.Refuse, nil},
		"nobody did": {policy, free, model.Refuse, model.ErrNotAllowed},
		"seconded":   {policy, proposed, model.Refuse, nil},
		"a return":   {policy, free, model.Return, nil},
		"a proposal": {policy, free, model.Propose, nil},
	} {
		if err := c.policy.Allows(c.head, c.verb); !errors.Is(err, c.want) || c.want == nil && err != nil {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// TestRoles: who may what, and who may second whom.
func TestRoles(t *testing.T) {
	for role, want := range map[model.Role][3]bool{
		model.Reviewer: {true, false, true}, model.Supervisor: {true, true, true}, model.Auditor: {false, false, true}, "": {}, "clerk": {},
	} {
		if got := [3]bool{role.Decides(), role.Supervises(), role.Reads()}; got != want {
			t.Errorf("%q: %v, want %v", role, got, want)
		}
	}
	for pair, want := range map[[2]model.Role]bool{
		{model.Reviewer, model.Supervisor}: true, {model.Supervisor, model.Reviewer}: true, {model.Supervisor, model.Supervisor}: true,
		{model.Reviewer, model.Reviewer}: false, {model.Auditor, model.Supervisor}: false, {model.Supervisor, ""}: false,
	} {
		if got := pair[1].Seconds(pair[0]); got != want {
			t.Errorf("%s seconds %s: %v", pair[1], pair[0], got)
		}
	}
}
