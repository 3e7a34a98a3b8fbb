package store_test

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"truename/model"
	"truename/model/store"
)

func TestVerifyFinds(t *testing.T) {
	packet := func(s *stock) string { return "cases/202611/" + s.heads[0].Case.String() + "/1.packet" }
	decision := func(s *stock) string { return "cases/202611/" + s.heads[1].Case.String() + "/1.1.decision" }
	line := func(f func(lines [][]byte) [][]byte) func(b []byte) []byte {
		return func(b []byte) []byte { return bytes.Join(f(bytes.SplitAfter(b, []byte("\n"))), nil) }
	}
	for name, c := range map[string]struct {
		file   func(*stock) string
		change func([]byte) []byte
		want   model.Flaw // Path: a part of it
	}{
		"packet body bit":    {packet, flip(6000), model.Flaw{Path: "1.packet", What: "damaged"}},
		"packet header bit":  {packet, flip(100), model.Flaw{Path: "1.packet", What: "damaged"}},
		"packet signature":   {packet, func(b []byte) []byte { b[1000] = swapHex(b[1000]); return b }, model.Flaw{Path: "1.packet", What: "signature"}},
		"packet cut":         {packet, cut(1), model.Flaw{Path: "1.packet", What: "damaged"}},
		"packet emptied":     {packet, cut(1 << 30), model.Flaw{Path: "1.packet", What: "damaged"}},
		"decision bit":       {decision, flip(80), model.Flaw{Path: "1.1.decision", What: "damaged"}},
		"decision signature": {decision, func(b []byte) []byte { b[len(b)-9] = swapHex(b[len(b)-9]); return b }, model.Flaw{Path: "1.1.decision", What: "signature"}},
		"audit line edited": {nil, func(b []byte) []byte {
			return bytes.Replace(b, []byte(`"action":"approve"`), []byte(`"action":"refuse"`), 1)
		}, model.Flaw{Path: "audit/", What: "chain"}},
		"audit line spoiled":   {nil, flip(700), model.Flaw{Path: "audit/", What: "chain"}},
		"audit line taken out": {nil, line(func(l [][]byte) [][]byte { return slices.Delete(l, 4, 5) }), model.Flaw{Path: "audit/", What: "chain"}},
		"audit cut":            {nil, line(func(l [][]byte) [][]byte { return l[:len(l)-3] }), model.Flaw{Path: "audit", What: "chain"}},
		"audit emptied":        {nil, cut(1 << 30), model.Flaw{Path: "audit", What: "chain"}},
	} {
		for when, reopen := range map[string]bool{"at once": false, "after opening again": true} {
			t.Run(name+" "+when, func(t *testing.T) {
				s := newStock(t)
				pattern := "audit/*.log"
				if c.file != nil {
					pattern = c.file(s)
				}
				if reopen {
					s.Store.Close()
				}
				change(t, s.Dir, pattern, c.change)
				if reopen {
					s.Reopen()
				}
				flaws, err := s.Verify(t.Context(), nil)
				if err != nil {
					t.Fatal(err)
				}
				if !slices.ContainsFunc(flaws, func(f model.Flaw) bool {
					return strings.Contains(f.Path, c.want.Path) && f.What == c.want.What
				}) {
					t.Errorf("flaws = %v, want %v", flaws, c.want)
				}
			})
		}
	}
}

// swapHex gives another hexadecimal digit.
func swapHex(b byte) byte {
	if b == '0' {
		return '1'
	}
	return '0'
}

// TestAuditCutAndIndexGone cuts the log and takes the index, which knows its
// head: the packets know it too.
func TestAuditCutAndIndexGone(t *testing.T) {
	s := newStock(t)
	s.Store.Close()
	change(t, s.Dir, "audit/*.log", func(b []byte) []byte { return b[:bytes.IndexByte(b, '\n')+1] })
	if err := os.RemoveAll(filepath.Join(s.Dir, "index")); err != nil {
		t.Fatal(err)
	}
	s.Reopen()
	s.whole(t)
	flaws, err := s.Verify(t.Context(), nil)
	if err != nil || !slices.ContainsFunc(flaws, func(f model.Flaw) bool { return f.What == "chain" }) {
		t.Errorf("verify: %v, %v", flaws, err)
	}
}

// TestOpeningChecksTheLog: what was changed in the audit log is said in the
// program's log without anybody asking.
func TestOpeningChecksTheLog(t *testing.T) {
	for name, c := range map[string]struct {
		from, to string
		want     bool
	}{
		"untouched": {"approve", "approve", false},
		"edited":    {`"action":"approve"`, `"action":"refuse"`, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStock(t)
			s.Store.Close()
			change(t, s.Dir, "audit/*.log", func(b []byte) []byte { return bytes.Replace(b, []byte(c.from), []byte(c.to), 1) })
			var out bytes.Buffer
			o := s.Options()
			o.Log = slog.New(slog.NewTextHandler(&out, nil))
			var err error
			if s.Store, err = store.Open(s.Dir, o); err != nil {
				t.Fatal(err)
			}
			s.Store.Close() // waits for the check
			if got := strings.Contains(out.String(), "damaged"); got != c.want {
				t.Errorf("log: %s", out.String())
			}
		})
	}
}
