package command_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"truename/model"
	"truename/model/command"
	"truename/model/device"
	"truename/model/kiosk"
	"truename/model/store"
)

// session is a session of a kiosk on a store, with a pipe between the two as in
// the product; wire is everything that went through it.
func session(t *testing.T, st *store.Store, conf device.Config) (s *command.KioskSession, wire *strings.Builder) {
	t.Helper()
	wire = &strings.Builder{}
	there, here := io.Pipe()
	back, answer := io.Pipe()
	sup := kiosk.NewLine(io.TeeReader(there, wire), answer, command.Ask(st, conf))
	var over sync.WaitGroup
	over.Go(func() { sup.Run(context.Background()) })
	nothing := func(context.Context) error { return nil }
	s = command.NewKioskSession(back, here, nil, nothing, nothing, func() {})
	t.Cleanup(func() { here.Close(); answer.Close(); over.Wait() })
	return s, wire
}

// TestKioskSession: a session submits, follows, corrects and withdraws through
// the pipe, and nothing of the person goes through it in clear.
func TestKioskSession(t *testing.T) {
	ctx, dir := t.Context(), filepath.Join(t.TempDir(), "store")
	st := open(t, dir)
	defer st.Close()
	if err := st.Claim(ctx, []byte(pass)); err != nil {
		t.Fatal(err)
	}
	s, wire := session(t, st, device.Config{})
	d := complete(t, time.Now())
	first, err := s.Submit(ctx, d, "zh")
	if err != nil || first.Reference != d.Reference || first.Status != model.Waiting || first.ExpectedFrom.IsZero() {
		t.Fatalf("%+v, %v", first, err)
	}
	if again, err := s.Submit(ctx, d, "zh"); err != nil || again.ID != first.ID || !again.Received.Equal(first.Received) {
		t.Errorf("a second time: %+v, %v", again, err)
	}
	heads, _, err := st.Queue(ctx, model.Sieve{}, "", 0)
	if err != nil || len(heads) != 1 {
		t.Fatalf("%d cases, %v", len(heads), err)
	}
	c, err := st.OpenCase(ctx, heads[0].Case)
	if err != nil || c.Submission.Fields.Name != who.Name || len(c.Submission.Front.JPEG) == 0 {
		t.Fatalf("at the desk: %v, %v", c.Submission.Fields.Name, err)
	}
	if err := s.Correct(d.Case); !errors.Is(err, model.ErrNotFound) {
		t.Errorf("correcting what was not looked up: %v", err)
	}
	back := model.Decision{Case: d.Case, Verb: model.Return, Version: heads[0].Version, At: time.Now(), Reasons: []model.Reason{{Code: "front-blur", Field: "front"}}, Note: "by daylight"}
	if _, err := st.Decide(ctx, back); err != nil {
		t.Fatal(err)
	}
	p, err := s.Progress(ctx, strings.ToLower(d.Reference))
	want, werr := st.Progress(ctx, d.Reference)
	if err = errors.Join(err, werr); err != nil || !reflect.DeepEqual(p, want) || p.Timeline[1].Note != "by daylight" {
		t.Errorf("progress %+v, %v, want %+v", p, err, want)
	}
	if err := s.Correct(d.Case); err != nil {
		t.Fatal(err)
	}
	if why, note, err := s.Reasons(ctx, d.Case); err != nil || len(why) != 1 || why[0].Code != "front-blur" || note != "by daylight" {
		t.Errorf("reasons %v, %q, %v", why, note, err)
	}
	next, ok, err := s.Draft(ctx)
	if err != nil || !ok || next.Revision != 2 || next.Case != d.Case || next.Reference != d.Reference || !next.Empty() {
		t.Fatalf("the draft of the correction: %+v, %v", next, err)
	}
	full := complete(t, time.Now())
	full.ID, full.Case, full.Revision, full.Reference = next.ID, next.Case, next.Revision, next.Reference
	if r, err := s.Submit(ctx, full, "zh"); err != nil || r.ID != next.ID {
		t.Errorf("the correction: %+v, %v", r, err)
	}
	if h, err := s.Withdraw(ctx, d.Reference); err != nil || h.Status != model.Withdrawn {
		t.Errorf("withdrawing: %+v, %v", h, err)
	}
	if _, err := s.Progress(ctx, "K7TM-4M2Q"); !errors.Is(err, model.ErrNotFound) {
		t.Errorf("no reference: %v", err)
	}
	for _, v := range []string{who.Name, who.Number, d.Reference, strings.ReplaceAll(d.Reference, "-", ""), "by daylight"} {
		if strings.Contains(wire.String(), v) {
			t.Errorf("%q went through the pipe in clear", v)
		}
	}
	if left, err := os.ReadDir(filepath.Join(dir, "mine")); err != nil || len(left) > 0 {
		t.Errorf("mine/ has %v, %v", left, err)
	}
}

// TestKioskOperator: what the operator may do needs the PIN in that session.
func TestKioskOperator(t *testing.T) {
	ctx := t.Context()
	st := open(t, filepath.Join(t.TempDir(), "store"))
	defer st.Close()
	conf := device.Config{Kiosk: device.Kiosk{Export: t.TempDir()}}
	s, _ := session(t, st, conf)
	refused := func(s *command.KioskSession) (out []error) {
		_, state := s.State(ctx)
		_, _, export := s.Export(ctx)
		return []error{state, export, s.End(ctx)}
	}
	if err := errors.Join(st.SetPIN(ctx, []byte("274913"))); err != nil {
		t.Fatal(err)
	}
	for _, err := range append(refused(s), s.PIN(ctx, "111111")) {
		if code := model.CodeOf(err); code != model.CodeNotAllowed && code != model.CodeWrongKey {
			t.Errorf("without the PIN: %v", err)
		}
	}
	if err := s.PIN(ctx, "274913"); err != nil {
		t.Fatal(err)
	}
	other, _ := session(t, st, conf)
	for _, err := range refused(other) {
		if !errors.Is(err, model.ErrNotAllowed) {
			t.Errorf("in another session: %v", err)
		}
	}
	state, err := s.State(ctx)
	if err != nil || state.Free == 0 || state.Machine != st.Machine() || !state.Export || state.Printer || state.Accepts != "" {
		t.Errorf("%+v, %v", state, err)
	}
	if n, left, err := s.Export(ctx); err != nil || n != 0 || left != 0 {
		t.Errorf("an export of nothing: %d, %d, %v", n, left, err)
	}
	if err := s.PIN(ctx, "111111"); model.CodeOf(err) != model.CodeWrongKey {
		t.Error(err)
	}
	if _, err := s.State(ctx); !errors.Is(err, model.ErrNotAllowed) {
		t.Errorf("after a wrong PIN: %v", err)
	}
	if err := s.Print(ctx, "", []byte("x")); model.CodeOf(err) != model.CodePrinter {
		t.Errorf("printing without a printer: %v", err)
	}
}

// TestKioskStarts: with a claimed desk and a PIN, and not otherwise.
func TestKioskStarts(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	check := func(want int, desk, pin bool) {
		t.Helper()
		r := run(t, "", "kiosk", "check", "-demo", "-data", dir)
		if got := r.lines(t)[0]; r.code != want || got["desk"] != desk || got["pin"] != pin || got["accepts"] != "" {
			t.Errorf("%+v, want %d, %v, %v", r, want, desk, pin)
		}
	}
	if r := run(t, "123456\n", "kiosk", "pin", "-demo", "-data", dir); r.code != 1 || !strings.Contains(r.errors, "6 to 12 digits") {
		t.Errorf("%+v", r)
	}
	check(1, false, false)
	if r := run(t, "274913\n", "kiosk", "pin", "-demo", "-data", dir); r.code != 0 {
		t.Errorf("%+v", r)
	}
	check(1, false, true)
	st := open(t, dir)
	if err := errors.Join(st.Claim(t.Context(), []byte(pass)), command.Startable(st), st.Close()); err != nil {
		t.Fatal(err)
	}
	check(0, true, true)
	if r := run(t, "", "kiosk", "dance", "-demo", "-data", dir); r.code != 2 {
		t.Errorf("%+v", r)
	}
}
