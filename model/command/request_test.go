package command_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"truename/model"
	"truename/model/command"
	"truename/model/seal"
	"truename/model/store"
	"truename/model/workday"

	"github.com/google/uuid"
)

// bound is a demonstration store with a binding of this account.
func bound(t *testing.T) (st *store.Store, dir string, binding model.Draft) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "store")
	st = open(t, dir)
	t.Cleanup(func() { st.Close() })
	binding = complete(t, time.Now())
	if _, err := command.Send(context.Background(), st, binding, command.Sending{Language: "zh", Keep: true, Now: time.Now()}); err != nil {
		t.Fatal(err)
	}
	return st, dir, binding
}

func TestNewRequest(t *testing.T) {
	about, reference := uuid.New(), "K7TM-4M2Q-9XWD-3H8A"
	if ref, err := seal.NewReference(); err == nil {
		reference = ref
	}
	seen := map[string]bool{about.String(): true, reference: true}
	for _, kind := range model.RequestKinds {
		r, err := command.NewRequest(kind, about, " "+strings.ToLower(reference))
		if err != nil || r.Kind != kind || r.About != about || r.AboutReference != reference {
			t.Fatalf("%+v, %v", r, err)
		}
		if _, ok := seal.ParseReference(r.Reference); !ok {
			t.Errorf("%s is no reference", r.Reference)
		}
		for _, drawn := range []string{r.ID.String(), r.Case.String(), r.Reference} {
			if seen[drawn] {
				t.Errorf("%s was drawn before", drawn)
			}
			seen[drawn] = true
		}
	}
	if _, err := command.NewRequest(model.Erase, about, "K7TM"); !errors.Is(err, model.ErrNotFound) {
		t.Errorf("about no reference: %v", err)
	}
}

func TestSendRequest(t *testing.T) {
	st, _, binding := bound(t)
	ctx, now := context.Background(), time.Now()
	from, until := workday.Calendar{}.Expect(now)
	sending := command.Sending{Language: "en", Keep: true, Now: now}
	for _, kind := range model.RequestKinds {
		r, err := command.NewRequest(kind, binding.Case, binding.Reference)
		if err != nil {
			t.Fatal(err)
		}
		if kind == model.Unbind {
			r.Reason = "lost-card"
		}
		first, err := command.SendRequest(ctx, st, r, sending)
		if err != nil || first.Reference != r.Reference || first.ID != r.ID || first.Status != model.Waiting ||
			first.ExpectedFrom != from || first.ExpectedUntil != until || first.Received.Sub(now).Abs() > 2*time.Minute {
			t.Errorf("%s: %+v, %v", kind, first, err)
		}
		if _, err := st.Withdraw(ctx, r.Reference); err != nil {
			t.Fatal(err)
		}
		sending.Now = now.AddDate(0, 0, 20)
		again, err := command.SendRequest(ctx, st, r, sending)
		sending.Now, again.Status = now, first.Status
		if err != nil || line(t, again) != line(t, first) {
			t.Errorf("%s again: %+v, %v; want %+v", kind, again, err, first)
		}
		other := r
		if other.Reference, err = seal.NewReference(); err != nil {
			t.Fatal(err)
		}
		other.Case = uuid.New()
		if got, err := command.SendRequest(ctx, st, other, sending); err != nil || got.Reference != "" || got.ID != r.ID {
			t.Errorf("%s with an id that was received: %+v, %v", kind, got, err)
		}
		mine, err := st.Mine(ctx)
		i := slices.IndexFunc(mine, func(m model.Mine) bool { return m.Reference == r.Reference })
		if err != nil || i < 0 || mine[i].Kind != kind || mine[i].About != binding.Case || !strings.HasPrefix(mine[i].MaskedName, "*") {
			t.Errorf("%s: mine = %+v, %v", kind, mine, err)
		}
	}
	if mine, err := st.Mine(ctx); err != nil || len(mine) != 1+len(model.RequestKinds) {
		t.Errorf("%d cases, %v", len(mine), err)
	}
}

func TestSendRequestRefuses(t *testing.T) {
	st, _, binding := bound(t)
	for name, c := range map[string]struct {
		edit func(*model.Request)
		want *model.Error
	}{
		"nothing chosen":  {func(r *model.Request) { r.Reason = "" }, model.ErrNotReady},
		"no telephone":    {func(r *model.Request) { r.Contact = who.Name }, model.ErrNotReady},
		"a binding":       {func(r *model.Request) { r.Kind = model.Binding }, model.ErrNotReady},
		"another's case":  {func(r *model.Request) { r.About = uuid.New() }, model.ErrNotFound},
		"wrong reference": {func(r *model.Request) { r.AboutReference = "2222-2222-2222-2224" }, model.ErrNotFound},
	} {
		r, err := command.NewRequest(model.Unbind, binding.Case, binding.Reference)
		if err != nil {
			t.Fatal(err)
		}
		r.Reason = "other"
		c.edit(&r)
		receipt, err := command.SendRequest(context.Background(), st, r, command.Sending{Language: "zh", Keep: true, Now: time.Now()})
		if !errors.Is(err, c.want) || receipt != (model.Receipt{}) || strings.Contains(err.Error(), who.Name) {
			t.Errorf("%s: %+v, %v; want %s", name, receipt, err, c.want.Code)
		}
	}
	if n, err := st.Counts(context.Background()); err != nil || n[model.Waiting] != 1 {
		t.Errorf("%v, %v", n, err)
	}
}

// TestCommandsKnowRequests: every command works with requests in the store,
// and a request that is not kept leaves nothing in mine/.
func TestCommandsKnowRequests(t *testing.T) {
	st, dir, binding := bound(t)
	references := map[model.Kind]string{}
	for _, kind := range model.RequestKinds {
		r, err := command.NewRequest(kind, binding.Case, binding.Reference)
		if err != nil {
			t.Fatal(err)
		}
		if kind == model.Unbind {
			r.Reason = "not-needed"
		}
		r.Text, r.Contact, references[kind] = who.Name+" asks", "13800138000", r.Reference
		if _, err := command.SendRequest(context.Background(), st, r, command.Sending{Language: "zh", Now: time.Now()}); err != nil {
			t.Fatal(err)
		}
	}
	if err := st.Claim(context.Background(), []byte(pass)); err != nil {
		t.Fatal(err)
	}
	decideErase(t, st, references[model.Erase])
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	if entries, err := filepath.Glob(filepath.Join(dir, "mine", "*.case")); err != nil || len(entries) != 1 {
		t.Errorf("entries of this account: %v, %v; want the binding's alone", entries, err)
	}
	check := func(when string) {
		t.Helper()
		kinds := []string{}
		for _, h := range run(t, "", "list", "-demo", "-data", dir).lines(t) {
			kinds = append(kinds, text(h["kind"])+" "+text(h["status"]))
		}
		slices.Sort(kinds)
		if want := []string{"binding waiting", "erase refused", "export waiting", "unbind waiting"}; !slices.Equal(kinds, want) {
			t.Errorf("%s: list has %q, want %q", when, kinds, want)
		}
		for kind, reference := range references {
			r := run(t, reference, "status", "-demo", "-data", dir)
			if p := r.one(t); r.code != 0 || p["reference"] != reference || p["revision"] != 1.0 {
				t.Errorf("%s: status of %s: %+v", when, kind, r)
			}
		}
		if r := run(t, "", "verify", "-demo", "-data", dir); r.code != 0 || r.one(t)["flaws"] != 0.0 {
			t.Errorf("%s: verify: %+v", when, r)
		}
	}
	check("at once")
	if err := os.RemoveAll(filepath.Join(dir, "index")); err != nil {
		t.Fatal(err)
	}
	if r := run(t, "", "rebuild", "-demo", "-data", dir); r.code != 0 || r.one(t)["cases"] != 4.0 {
		t.Errorf("rebuild: %+v", r)
	}
	check("built anew")
}

// decideErase refuses a request at the open desk.
func decideErase(t *testing.T, st *store.Store, reference string) {
	t.Helper()
	p, err := st.Progress(context.Background(), reference)
	if err != nil {
		t.Fatal(err)
	}
	d := model.Decision{Case: p.Head.Case, Version: p.Head.Version, Verb: model.Refuse, Reasons: []model.Reason{{Code: "at-counter"}}}
	if _, err := st.Decide(context.Background(), d); err != nil {
		t.Fatal(err)
	}
}
