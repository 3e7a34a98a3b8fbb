package command_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"truename/model"
	"truename/model/command"
	"truename/model/photo"
	"truename/model/seal"
	"truename/model/workday"
)

func TestSubmit(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	before := time.Now()
	r := submit(t, dir, nil)
	if r.code != 0 || r.errors != "" {
		t.Fatalf("%+v", r)
	}
	receipt := r.one(t)
	if want := []string{"expected_from", "expected_until", "id", "received", "reference", "status"}; !slices.Equal(keys(receipt), want) {
		t.Errorf("receipt has %q, want %q", keys(receipt), want)
	}
	from, until := workday.Calendar{}.Expect(before)
	for key, want := range map[string]any{"status": "waiting", "expected_from": from.String(), "expected_until": until.String()} {
		if receipt[key] != want {
			t.Errorf("%s is %v, want %v", key, receipt[key], want)
		}
	}
	if _, ok := seal.ParseReference(receipt["reference"].(string)); !ok {
		t.Errorf("%v is no reference", receipt["reference"])
	}
	if at, err := time.Parse(time.RFC3339, receipt["received"].(string)); err != nil || at.Sub(before).Abs() > 2*time.Minute {
		t.Errorf("received %v, %v", at, err)
	}
	if left, err := os.ReadDir(filepath.Join(dir, "mine")); err != nil || len(left) != 0 {
		t.Errorf("mine/ has %v, %v", left, err)
	}
	if r := run(t, "", "verify", "-demo", "-data", dir); r.code != 0 || r.one(t)["flaws"] != 0.0 {
		t.Errorf("%+v", r)
	}
}

func TestStatusAndList(t *testing.T) {
	dir, reference := filled(t)
	if r := submit(t, dir, nil); r.code != 0 {
		t.Fatalf("%+v", r)
	}
	p := run(t, reference+"\r\n", "status", "-demo", "-data", dir).one(t)
	if want := []string{"due", "received", "reference", "revision", "status", "timeline", "updated"}; !slices.Equal(keys(p), want) {
		t.Errorf("status has %q, want %q", keys(p), want)
	}
	events := p["timeline"].([]any)
	if len(events) != 1 || events[0].(map[string]any)["what"] != "received" || p["reference"] != reference || p["status"] != "waiting" {
		t.Errorf("%v", p)
	}
	for status, want := range map[string]int{"": 2, "waiting": 2, "approved": 0} {
		r := run(t, "", "list", "-status", status, "-demo", "-data", dir)
		if got := r.lines(t); r.code != 0 || len(got) != want {
			t.Errorf("status %q: %+v, want %d", status, r, want)
		}
	}
}

// TestStatusTells: reasons and note of the desk come out in lower case.
func TestStatusTells(t *testing.T) {
	dir, reference := filled(t)
	st, ctx := open(t, dir), context.Background()
	if err := st.Claim(ctx, []byte(pass)); err != nil {
		t.Fatal(err)
	}
	heads, _, err := st.Queue(ctx, model.Sieve{}, "", 1)
	if err != nil || len(heads) != 1 {
		t.Fatal(heads, err)
	}
	d := model.Decision{Case: heads[0].Case, Verb: model.Return, Version: heads[0].Version, At: time.Now(),
		Reviewer: st.Desk().Reviewer, Reasons: []model.Reason{{Code: "front-blur", Field: "front"}}, Note: "by daylight"}
	if _, err := st.Decide(ctx, d); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	p := run(t, reference, "status", "-demo", "-data", dir).one(t)
	last := p["timeline"].([]any)[1].(map[string]any)
	delete(last, "at")
	want := map[string]any{"what": "returned", "note": "by daylight", "reasons": []any{map[string]any{"code": "front-blur", "field": "front"}}}
	if p["status"] != "returned" || !reflect.DeepEqual(last, want) {
		t.Errorf("%v, want %v", p, want)
	}
}

// TestSameID: a batch that is run again submits nothing twice.
func TestSameID(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	id := map[string]any{"id": "0199c9a4-2f7e-7c11-8f0e-3a5b7d9e1f20"}
	first, again := submit(t, dir, id).one(t), submit(t, dir, id).one(t)
	if first["id"] != id["id"] || first["reference"] == "" {
		t.Errorf("first %v", first)
	}
	if again["reference"] != "" {
		t.Errorf("a reference that opens nothing: %v", again)
	}
	first["reference"] = ""
	if first["received"], again["received"] = nil, nil; !reflect.DeepEqual(first, again) {
		t.Errorf("%v, want %v", again, first)
	}
	if got := run(t, "", "list", "-demo", "-data", dir).lines(t); len(got) != 1 {
		t.Errorf("%d cases, want 1", len(got))
	}
}

func TestRefusals(t *testing.T) {
	front, back, none := card("front.jpg"), card("back.jpg"), filepath.Join(t.TempDir(), "none")
	consent := map[string]any{"version": "1", "language": "en", "at": nil}
	for name, c := range map[string]struct {
		demo        bool
		front, back string
		changes     map[string]any
		want        []any
	}{
		"specimen in a real store": {false, front, back, nil, problems("number", "number", "E_SPECIMEN")},
		"mistyped":                 {true, front, back, map[string]any{"number": who.Number[:17] + "?"}, problems("number", "number", "E_CHAR")},
		"too dark":                 {true, card("dark.jpg"), back, nil, problems("front", "front", "retake")},
		"one side twice":           {true, front, front, nil, problems("back", "back", "retake", "back", "back", "same-photo")},
		"sides mixed up":           {true, back, front, nil, problems("front", "front", "retake", "back", "back", "retake")},
		"not agreed": {true, front, back, map[string]any{"consent": consent},
			problems("consent", "consent", "missing", "consent", "photo_consent", "missing")},
		"photographs not agreed": {true, front, back, map[string]any{"photo_consent": consent}, problems("consent", "photo_consent", "missing")},
		"no such photograph":     {true, front, none, nil, problems("back", "back", "unreadable")},
	} {
		t.Run(name, func(t *testing.T) {
			args := []string{"submit", "-data", filepath.Join(t.TempDir(), "store"), "-front", c.front, "-back", c.back}
			if c.demo {
				args = append(args, "-demo")
			}
			r := run(t, typed(t, c.changes), args...)
			if got := r.one(t)["problems"]; r.code != 1 || !reflect.DeepEqual(got, c.want) {
				t.Errorf("exit code %d, %v, want %v; %s", r.code, got, c.want, r.errors)
			}
		})
	}
}

// problems are page, field, code, again and again.
func problems(all ...string) (out []any) {
	for p := range slices.Chunk(all, 3) {
		out = append(out, map[string]any{"page": p[0], "field": p[1], "code": p[2]})
	}
	return out
}

// TestSend: what the window sends is kept as this account's own, and sending
// it again gives the same receipt, also after the desk has decided.
func TestSend(t *testing.T) {
	st, ctx, now := open(t, t.TempDir()), context.Background(), time.Now()
	defer st.Close()
	d := complete(t, now)
	sending := command.Sending{Language: "zh", Keep: true, Now: now}
	first, err := command.Send(ctx, st, d, sending)
	if err != nil {
		t.Fatal(err)
	}
	if mine, err := st.Mine(ctx); err != nil || len(mine) != 1 || mine[0].Reference != d.Reference || first.Reference != d.Reference {
		t.Errorf("%v, %v, want the case of %v", mine, err, first)
	}
	if _, err := st.Withdraw(ctx, d.Reference); err != nil {
		t.Fatal(err)
	}
	sending.Now = now.AddDate(0, 0, 20)
	again, err := command.Send(ctx, st, d, sending)
	again.Status = first.Status
	if a, b := line(t, first), line(t, again); err != nil || a != b {
		t.Errorf("again: %s, %v, want %s", b, err, a)
	}
}

// complete is a draft that can be sent as it is.
func complete(t *testing.T, now time.Time) model.Draft {
	t.Helper()
	d, err := command.NewDraft()
	if err != nil {
		t.Fatal(err)
	}
	d.Name, d.Number, d.From, d.Until = who.Name, who.Number, who.From.String(), who.Until.String()
	d.Consent = model.Consent{Version: "1", Language: "zh", At: now}
	d.PhotoConsent = d.Consent
	d.Front, d.Back = kept(t, "front.jpg"), kept(t, "back.jpg")
	return d
}

func kept(t *testing.T, name string) model.Photo {
	t.Helper()
	src, err := photo.Open(context.Background(), card(name))
	if err != nil {
		t.Fatal(err)
	}
	p, err := src.Photo(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func line(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
