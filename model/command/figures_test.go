package command_test

import (
	"encoding/csv"
	"errors"
	"strings"
	"testing"
	"time"

	"truename/model"
	"truename/model/idcard"
)

// TestFigures: what the desk did, as JSON and as a table, without a case in it.
func TestFigures(t *testing.T) {
	dir, _, p := decided(t, model.Return, model.Reason{Code: "front-glare", Text: who.Name})
	figures := func(stdin string, more ...string) result {
		r := run(t, stdin, append([]string{"figures", "-demo", "-data", dir}, more...)...)
		if strings.Contains(r.out, p.Head.Case.String()) || strings.Contains(r.out, p.Head.Tag) {
			t.Errorf("a case is named: %s", r.out)
		}
		return r
	}
	got := figures("").one(t)
	if got["arrived"] != 1.0 || got["decided"].(map[string]any)["return"] != 1.0 || len(got["days"].([]any)) != 30 || got["reasons"] != nil {
		t.Errorf("%v", got)
	}
	if got := figures(pass, "-reasons").one(t); got["reasons"].(map[string]any)["front-glare"] != 1.0 {
		t.Errorf("%v", got["reasons"])
	}
	rows, err := csv.NewReader(strings.NewReader(figures("", "-csv", "-from", p.Head.Received.In(idcard.China).Format(time.DateOnly)).out)).ReadAll()
	if err != nil || len(rows) < 20 || strings.Join(rows[0], " ") != "figure day key value" {
		t.Errorf("%v, %v", rows, err)
	}
	if got := figures("", "-from", "2020-01-01", "-until", "2020/1/31").one(t); got["arrived"] != 0.0 || got["until"] != "2020-01-31" {
		t.Errorf("%v", got)
	}
	for name, c := range map[string]struct {
		args  []string
		stdin string
		code  int
		says  string
	}{
		"no day":            {[]string{"-from", "yesterday"}, "", 2, "2026-11-23"},
		"no last day":       {[]string{"-until", "2026-02-30"}, "", 2, "2026-11-23"},
		"backwards":         {[]string{"-from", "2026-11-02", "-until", "2026-11-01"}, "", 2, "period"},
		"too long":          {[]string{"-from", "2001-01-01", "-until", "2026-11-01"}, "", 2, "period"},
		"nobody's reasons":  {[]string{"-reasons"}, "", 2, "standard input"},
		"another's reasons": {[]string{"-reasons"}, "not the passphrase", 1, "passphrase"},
	} {
		if r := figures(c.stdin, c.args...); r.code != c.code || !strings.Contains(r.errors, c.says) {
			t.Errorf("%s: %+v, want exit code %d and %q", name, r, c.code, c.says)
		}
	}
}

// decided is a filled store whose desk is claimed and has decided, and what the
// person sees then.
func decided(t *testing.T, verb model.Verb, reasons ...model.Reason) (dir, reference string, p model.Progress) {
	t.Helper()
	dir, reference = filled(t)
	if r := run(t, pass, "key", "claim", "-demo", "-data", dir); r.code != 0 {
		t.Fatalf("%+v", r)
	}
	st := open(t, dir)
	if err := st.Unlock(t.Context(), []byte(pass)); err != nil {
		t.Fatal(err)
	}
	p, err := st.Progress(t.Context(), reference)
	if err == nil {
		_, err = st.Decide(t.Context(), model.Decision{Case: p.Head.Case, Version: p.Head.Version, Verb: verb, Reasons: reasons})
	}
	if err == nil {
		p, err = st.Progress(t.Context(), reference)
	}
	if err = errors.Join(err, st.Close()); err != nil {
		t.Fatal(err)
	}
	return dir, reference, p
}
