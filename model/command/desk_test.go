package command_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"truename/model/seal"
)

const pass = "four quiet herons wade"

// packet is the only packet in the store in dir.
func packet(t *testing.T, dir string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "cases", "*", "*", "1.packet"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	return found[0]
}

func TestVerifyFindsAFlippedByte(t *testing.T) {
	dir, _ := filled(t)
	file := packet(t, dir)
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	r := run(t, "", "verify", "-demo", "-data", dir)
	got := r.lines(t)
	if r.code != 1 || len(got) < 2 || !strings.Contains(r.errors, "see the list") {
		t.Fatalf("%+v, want exit code 1 and a list", r)
	}
	name, err := filepath.Rel(dir, file)
	if err != nil {
		t.Fatal(err)
	}
	if got[0]["path"] != filepath.ToSlash(name) || got[0]["what"] != "damaged" || got[len(got)-1]["flaws"] != float64(len(got)-1) {
		t.Errorf("%v, want %s damaged", got, name)
	}
}

func TestRebuild(t *testing.T) {
	dir, reference := filled(t)
	if err := os.RemoveAll(filepath.Join(dir, "index")); err != nil {
		t.Fatal(err)
	}
	if r := run(t, "", "rebuild", "-demo", "-data", dir); r.code != 0 || r.one(t)["cases"] != 1.0 {
		t.Errorf("%+v", r)
	}
	if r := run(t, reference, "status", "-demo", "-data", dir); r.code != 0 {
		t.Errorf("%+v", r)
	}
	if r := run(t, "", "verify", "-demo", "-data", dir); r.code != 0 {
		t.Errorf("%+v", r)
	}
}

func TestKeys(t *testing.T) {
	dir, _ := filled(t)
	month := filepath.Base(filepath.Dir(filepath.Dir(packet(t, dir))))
	export := func(pass string) result { return run(t, pass, "key", "export", month, "-demo", "-data", dir) }
	if r := export(pass); r.code != 1 || r.one(t)["error"] != "unclaimed" {
		t.Errorf("before it was claimed: %+v", r)
	}
	st := open(t, dir)
	if err := st.Claim(context.Background(), []byte(pass)); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	if r := export(pass + "s"); r.code != 1 || r.one(t)["error"] != "wrong-key" {
		t.Errorf("wrong passphrase: %+v", r)
	}
	r := export(pass + "\n")
	if r.code != 0 || r.errors != "" {
		t.Fatalf("%+v", r)
	}
	b, err := os.ReadFile(packet(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := seal.Unwrap(seal.Fields(b), strings.TrimSpace(r.out), 1<<20)
	if err != nil || !bytes.Contains(plain, []byte(who.Number)) {
		t.Errorf("the key opens nothing: %v", err)
	}

	list := run(t, "", "key", "list", "-demo", "-data", dir)
	var kinds []string
	for _, k := range list.lines(t) {
		kinds = append(kinds, text(k["kind"]))
		role := ""
		if k["kind"] == "reviewer" {
			role = "supervisor"
		}
		if text(k["role"]) != role || text(k["id"]) == "" || text(k["public"]) == "" {
			t.Errorf("%v", k)
		}
	}
	if want := []string{"device", "local", "month", "month", "reviewer"}; !slices.Equal(kinds, want) || strings.Contains(list.out, "SECRET") {
		t.Errorf("%q, want %q: %s", kinds, want, list.out)
	}
}

// TestProbe: after an unclean stop the index is tried in another process.
func TestProbe(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("an open store cannot be copied there")
	}
	dir, _ := filled(t)
	st, crashed := open(t, dir), filepath.Join(t.TempDir(), "crashed")
	if err := os.CopyFS(crashed, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	mark := filepath.Join(t.TempDir(), "probed")
	t.Setenv(probed, mark)
	if r := run(t, "", "list", "-demo", "-data", crashed); r.code != 0 || len(r.lines(t)) != 1 {
		t.Errorf("%+v", r)
	}
	if b, err := os.ReadFile(mark); err != nil || string(b) != "0" {
		t.Errorf("probed with %q, %v", b, err)
	}
}
