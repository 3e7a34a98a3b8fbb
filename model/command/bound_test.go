package command_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"truename/model/command"
	"truename/model/seal"

	"filippo.io/age"
)

const why = "audit of November"

// TestBound: who has the recipient's key reads what was bound, and nobody else;
// nothing of it is on the disk in clear.
func TestBound(t *testing.T) {
	s := newBoundStore(t)
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	to, dir := id.Recipient().String(), t.TempDir()
	export := func(name string, more ...string) ([]byte, map[string]any) {
		t.Helper()
		path := filepath.Join(dir, name)
		r := run(t, pass+"\n"+why+"\n", append([]string{"bound", path, "-demo", "-data", s.dir, "-to", to}, more...)...)
		if r.code != 0 {
			t.Fatalf("%s: %+v", name, r)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := seal.Unwrap(b, id.String(), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.one(t); got["bytes"] == float64(len(b)) {
			return plain, got
		}
		t.Errorf("%s: %d bytes, and it says %s", name, len(b), r.out)
		return plain, nil
	}
	plain, told := export("usual")
	var row map[string]string
	if err := json.Unmarshal(plain, &row); err != nil || told["bindings"] != 1.0 || told["sealed"] != 0.0 {
		t.Fatalf("%v: %s", err, plain)
	}
	if row["name"] != who.Name || row["number"] != who.Number || row["case"] != s.progress.Head.Case.String() || len(row) != 6 {
		t.Errorf("%v", row)
	}
	if plain, _ = export("chosen", "-fields", "number,name,reference"); string(plain) != `{"number":"`+who.Number+`","name":"`+who.Name+`","reference":"`+s.progress.Reference+"\"}\n" {
		t.Errorf("%s", plain)
	}
	const all = "case,reference,name,number,sex,birth,region,phone,valid-from,valid-until,received,approved,reviewer"
	to = file(t, []byte("# of the auditors\n"+to+"\n"))
	plain, _ = export("table", "-csv", "-fields", all)
	table, isMarked := strings.CutPrefix(string(plain), "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil || !isMarked || len(rows) != 2 || strings.Join(rows[0], ",") != all {
		t.Fatalf("%v: %s", err, plain)
	}
	for i, cell := range rows[1] {
		if cell == "" && rows[0][i] != "region" { // no specimen has one
			t.Errorf("%s is empty", rows[0][i])
		}
	}
	if plain, told = export("before", "-from", "2020-01-01", "-until", "2020-01-31"); len(plain) != 0 || told["bindings"] != 0.0 {
		t.Errorf("%s", plain)
	}
	nothingPersonal(t, dir)
	nothingPersonal(t, s.dir)
}

// TestBoundRefuses: nothing is written, and before the passphrase is tried.
func TestBoundRefuses(t *testing.T) {
	s := newBoundStore(t)
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	to, old := id.Recipient().String(), file(t, nil)
	for name, c := range map[string]struct {
		stdin string
		args  []string
		code  int
		says  string
	}{
		"no recipient":      {pass + "\n" + why, nil, 2, "age1pq1"},
		"another kind":      {pass + "\n" + why, []string{"-to", "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"}, 2, "age1pq1"},
		"a file without":    {pass + "\n" + why, []string{"-to", old}, 2, "age1pq1"},
		"no reason":         {pass, []string{"-to", to}, 2, "2 lines"},
		"a number":          {pass + "\nabout " + "13912345678", []string{"-to", to}, 2, "six digits"},
		"an unknown field":  {pass + "\n" + why, []string{"-to", to, "-fields", "name,portrait"}, 2, "fields"},
		"a field twice":     {pass + "\n" + why, []string{"-to", to, "-fields", "name,name"}, 2, "fields"},
		"no field":          {pass + "\n" + why, []string{"-to", to, "-fields", ""}, 2, "fields"},
		"backwards":         {pass + "\n" + why, []string{"-to", to, "-from", "2026-11-02", "-until", "2026-11-01"}, 2, "period"},
		"no such folder":    {pass + "\n" + why, []string{"-to", to, filepath.Join(t.TempDir(), "none", "x")}, 1, "could not be written"},
		"wrong passphrase":  {"not the passphrase\n" + why, []string{"-to", to}, 1, "passphrase"},
		"no folder for it":  {pass + "\n" + why, []string{"-to", to, filepath.Join(old, "x")}, 1, "could not be written"},
		"over another file": {pass + "\n" + why, []string{"-to", to, old}, 1, "could not be written"},
	} {
		path := filepath.Join(t.TempDir(), "export")
		if code := c.code; code == 1 && strings.Contains(c.says, "written") {
			path, c.args = c.args[len(c.args)-1], c.args[:len(c.args)-1]
		}
		if c.code == 2 { // it is not tried, so that it may be another one
			c.stdin = "not " + c.stdin
		}
		r := run(t, c.stdin, append([]string{"bound", path, "-demo", "-data", s.dir}, c.args...)...)
		if r.code != c.code || !strings.Contains(r.errors, c.says) {
			t.Errorf("%s: %+v", name, r)
		}
		if info, err := os.Stat(path); err == nil && (path != old || info.Size() > 0) {
			t.Errorf("%s: something was written", name)
		}
	}
	if log := auditLog(t, s.dir); strings.Contains(log, `"action":"bound"`) {
		t.Error("the log says that something was handed out")
	}
}

// TestHarmless: no cell begins as a formula does, and the others are as they
// were.
func TestHarmless(t *testing.T) {
	for cell, want := range map[string]string{
		"": "", "张三": "张三", "=1+1": "'=1+1", "+86 10": "'+86 10", "-1": "'-1", "@a": "'@a", "\ta": "'\ta", "a=b": "a=b", "2026-11-27": "2026-11-27",
		"110101199003074477": "'110101199003074477", "11010119900307447X": "11010119900307447X", "13800000000": "13800000000",
	} {
		if got := command.Harmless(cell); got != want {
			t.Errorf("%q: %q, want %q", cell, got, want)
		}
	}
}
