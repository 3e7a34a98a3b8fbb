package command_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const pass2 = "an orchard behind two gates"

// TestReviewers walks through the keys of a desk as an operator would: nothing
// secret is ever an argument, and the recovery words are the only secret that
// is printed.
func TestReviewers(t *testing.T) {
	dir, _ := filled(t)
	month := filepath.Base(filepath.Dir(filepath.Dir(packet(t, dir))))
	key := func(stdin string, args ...string) result {
		return run(t, stdin, append([]string{"key", "-demo", "-data", dir}, args...)...)
	}
	first := text(key(pass, "claim").one(t)["reviewer"])
	if r := key(pass, "claim"); r.code != 1 || r.one(t)["error"] != "not-allowed" {
		t.Errorf("claimed twice: %+v", r)
	}
	if r := key(pass, "add"); r.code != 2 || !strings.Contains(r.errors, "2 lines") {
		t.Errorf("one line: %+v", r)
	}
	second := text(key(pass+"\n"+pass2+"\n", "add", "-role", "supervisor").one(t)["reviewer"])
	if first == "" || second == "" || first == second {
		t.Fatalf("reviewers %q and %q", first, second)
	}
	words := key(pass2, "recovery").one(t)
	if n := len(strings.Fields(text(words["words"]))); n != 24 || !strings.HasPrefix(text(words["qr"]), "AGE-SECRET-KEY-PQ-1") {
		t.Errorf("%d words", n)
	}
	if r := key(pass2, "recovery"); r.code != 1 || r.one(t)["error"] != "not-allowed" || !strings.Contains(r.errors, "-replace") {
		t.Errorf("a second recovery key: %+v", r)
	}
	if r := key(pass2, "remove", first); r.code != 0 {
		t.Errorf("%+v", r)
	}
	if r := key(pass2, "remove", second); r.code != 1 || r.one(t)["error"] != "not-allowed" {
		t.Errorf("the last one: %+v", r)
	}
	if r := key("abandon zoo\n"+pass, "recover"); r.code != 1 || !strings.Contains(r.errors, "24 words") {
		t.Errorf("%+v", r)
	}
	if r := key(text(words["words"])+"\n"+pass, "recover"); r.code != 0 || text(r.one(t)["reviewer"]) == first {
		t.Errorf("%+v", r)
	}
	if r := key(pass+"\n"+pass+" and one more\n", "passphrase"); r.code != 0 {
		t.Errorf("%+v", r)
	}
	if r := key(pass2, "destroy", month); r.code != 1 || r.one(t)["error"] != "not-allowed" {
		t.Errorf("while a case waits: %+v", r)
	}
	if r := run(t, "", "verify", "-demo", "-data", dir); r.code != 0 {
		t.Errorf("%+v", r)
	}
	log := auditLog(t, dir)
	for _, action := range []string{"claim", "reviewer-add", "recovery", "reviewer-remove", "wrong-recovery", "recover", "passphrase"} {
		if !strings.Contains(log, `"action":"`+action+`"`) {
			t.Errorf("no record of %s", action)
		}
	}
}

// auditLog is the audit log of a store that has one segment.
func auditLog(t *testing.T, dir string) string {
	t.Helper()
	audit, err := filepath.Glob(filepath.Join(dir, "audit", "*.log"))
	if err != nil || len(audit) != 1 {
		t.Fatal(audit, err)
	}
	log, err := os.ReadFile(audit[0])
	if err != nil {
		t.Fatal(err)
	}
	return string(log)
}

// TestRoles: who is added is a reviewer unless it is said otherwise; an auditor
// gets nothing that opens a case.
func TestRoles(t *testing.T) {
	dir, _ := filled(t)
	key := func(stdin string, args ...string) result {
		return run(t, stdin, append([]string{"key", "-demo", "-data", dir}, args...)...)
	}
	key(pass, "claim")
	reviewer := key(pass+"\n"+pass2+"\n", "add").one(t)
	auditor := key(pass+"\n"+pass2+" too\n", "add", "-role", "auditor").one(t)
	if reviewer["role"] != "reviewer" || auditor["role"] != "auditor" {
		t.Errorf("added %v, %v", reviewer, auditor)
	}
	if r := key(pass+"\n"+pass2+" again\n", "add", "-role", "clerk"); r.code != 2 || !strings.Contains(r.errors, "-role") {
		t.Errorf("a role that there is not: %+v", r)
	}
	if r := key(pass+"\n"+pass2+" again\n", "passphrase", "-role", "auditor"); r.code != 2 || !strings.Contains(r.errors, "-role") {
		t.Errorf("a role for nobody: %+v", r)
	}
	month := filepath.Base(filepath.Dir(filepath.Dir(packet(t, dir))))
	for _, who := range []string{pass2, pass2 + " too"} {
		for _, args := range [][]string{{"export", month}, {"remove", text(auditor["reviewer"])}, {"recovery"}} {
			if r := key(who, args...); r.code != 1 || r.one(t)["error"] != "role" || !strings.Contains(r.errors, "supervisor") {
				t.Errorf("%v: %+v", args, r)
			}
		}
	}
	roles := map[string]string{}
	for _, k := range key("", "list").lines(t) {
		if k["kind"] == "reviewer" {
			roles[text(k["id"])] = text(k["role"])
		}
	}
	if len(roles) != 3 || roles[text(auditor["reviewer"])] != "auditor" || roles[text(reviewer["reviewer"])] != "reviewer" {
		t.Errorf("listed %v", roles)
	}
	if r := run(t, "", "verify", "-demo", "-data", dir); r.code != 0 {
		t.Errorf("%+v", r)
	}
}
