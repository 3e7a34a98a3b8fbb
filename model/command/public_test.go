package command_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPublicKeys: a desk's list makes another folder a store that submits and
// never opens.
func TestPublicKeys(t *testing.T) {
	desk, kiosk, file := filepath.Join(t.TempDir(), "desk"), filepath.Join(t.TempDir(), "kiosk"), filepath.Join(t.TempDir(), "list")
	if r := run(t, pass, "key", "claim", "-demo", "-data", desk); r.code != 0 {
		t.Fatalf("%+v", r)
	}
	made := run(t, pass, "key", "export-public", file, "-demo", "-data", desk)
	public := text(made.one(t)["public"])
	if made.code != 0 || len(public) != 64 || made.one(t)["months"] != 13.0 {
		t.Fatalf("%+v", made)
	}
	if r := run(t, pass, "key", "export-public", file, "-demo", "-data", desk); r.code != 1 || r.one(t)["error"] != "not-saved" {
		t.Errorf("over a file: %+v", r)
	}
	take := func(path string, more ...string) result {
		return run(t, "", append([]string{"key", "import-public", path, "-demo", "-data", kiosk}, more...)...)
	}
	if r := take(file); r.code != 1 || r.one(t)["error"] != "untrusted" || !strings.Contains(r.errors, public) {
		t.Errorf("not trusted: %+v", r)
	}
	notes := filepath.Join(t.TempDir(), "notes")
	if err := os.WriteFile(notes, []byte("no list"), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := take(notes, "-trust", public); r.code != 1 || r.one(t)["error"] != "damaged" {
		t.Errorf("no list: %+v", r)
	}
	if r := take(t.TempDir(), "-trust", public); r.code != 1 || r.one(t)["error"] != "unreadable" {
		t.Errorf("a folder: %+v", r)
	}
	conf := filepath.Join(t.TempDir(), "truename.toml")
	if err := os.WriteFile(conf, []byte("[trust]\norganisation = \""+public+"\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := take(file, "-config", conf); r.code != 0 || r.one(t)["version"] != 1.0 {
		t.Errorf("%+v", r)
	}
	if r := run(t, pass, "key", "distrust", "0123456789abcdef", "-demo", "-data", desk); r.code != 1 || !strings.Contains(r.errors, "key list") {
		t.Errorf("distrust of nobody: %+v", r)
	}
	if r := run(t, pass, "key", "claim", "-demo", "-data", kiosk); r.code != 1 || r.one(t)["error"] != "elsewhere" {
		t.Errorf("claimed: %+v", r)
	}
	if r := submit(t, kiosk, nil); r.code != 0 {
		t.Errorf("%+v", r)
	}
	if r := run(t, "", "verify", "-demo", "-data", kiosk); r.code != 0 {
		t.Errorf("%+v", r)
	}
}
