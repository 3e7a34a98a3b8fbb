package command_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBackupCommands: from a store to a file, to a new folder, and not over
// what is newer.
func TestBackupCommands(t *testing.T) {
	dir, reference := filled(t)
	file, again := filepath.Join(t.TempDir(), "backup"), filepath.Join(t.TempDir(), "new")
	r := run(t, "", "backup", file, "-demo", "-data", dir)
	if r.code != 0 || len(r.one(t)["months"].([]any)) != 1 || r.one(t)["unclaimed"] != true {
		t.Fatalf("%+v", r)
	}
	if r := run(t, "", "backup", file, "-demo", "-data", dir); r.code != 1 || r.one(t)["error"] != "not-saved" {
		t.Errorf("over another: %+v", r)
	}
	if r := run(t, "", "restore", file, "-demo", "-data", again); r.code != 0 || r.one(t)["flaws"] != 0.0 {
		t.Fatalf("%+v", r)
	}
	if r := run(t, reference, "status", "-demo", "-data", again); r.one(t)["status"] != "waiting" {
		t.Errorf("%+v", r)
	}
	submit(t, dir, nil)
	r = run(t, "", "restore", file, "-demo", "-data", dir)
	if lines := r.lines(t); r.code != 1 || lines[len(lines)-1]["error"] != "conflict" || !strings.Contains(r.errors, "-replace") {
		t.Errorf("%+v", r)
	}
	if r := run(t, "", "restore", file, "-replace", "-demo", "-data", dir); r.code != 0 || r.one(t)["kept"] == "" {
		t.Errorf("%+v", r)
	}
	if r := run(t, "", "verify", "-demo", "-data", dir); r.code != 0 {
		t.Errorf("%+v", r)
	}
	b, err := os.ReadFile(file)
	if err != nil || os.WriteFile(file, b[:len(b)/2], 0o600) != nil {
		t.Fatal(err)
	}
	if r := run(t, "", "restore", file, "-demo", "-data", again); r.code != 1 || r.one(t)["error"] != "damaged" {
		t.Errorf("half of one: %+v", r)
	}
	if r := run(t, "", "restore", again, "-demo", "-data", again); r.code != 1 || r.one(t)["error"] != "unreadable" {
		t.Errorf("a folder: %+v", r)
	}
	nothingPersonal(t, filepath.Dir(file))
}
