package command_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestEraseCommand: by reference and passphrase, and what is due.
func TestEraseCommand(t *testing.T) {
	dir, reference := filled(t)
	if r := run(t, pass, "key", "claim", "-demo", "-data", dir); r.code != 0 {
		t.Fatalf("%+v", r)
	}
	erase := func(stdin string, more ...string) result {
		return run(t, stdin, append([]string{"erase", "-demo", "-data", dir}, more...)...)
	}
	if r := erase(reference); r.code != 2 {
		t.Errorf("without a passphrase: %+v", r)
	}
	if r := erase(reference + "\nnot the passphrase"); r.code != 1 || r.one(t)["error"] != "wrong-key" {
		t.Errorf("%+v", r)
	}
	r := erase(reference + "\n" + pass)
	if r.code != 0 {
		t.Fatalf("%+v", r)
	}
	receipt := r.one(t)["receipt"].(map[string]any)
	for lang, says := range map[string]string{"zh": "密钥", "en": "until the operator destroys the key"} {
		if text := text(receipt[lang]); !strings.Contains(text, says) || strings.Contains(text, "{") || strings.Contains(text, reference) {
			t.Errorf("%s: %s", lang, text)
		}
	}
	if r := run(t, reference, "status", "-demo", "-data", dir); r.one(t)["error"] != "not-found" {
		t.Errorf("%+v", r)
	}
	if r := run(t, "", "verify", "-demo", "-data", dir); r.code != 0 {
		t.Errorf("%+v", r)
	}
	config := filepath.Join(t.TempDir(), "truename.toml")
	if err := os.WriteFile(config, []byte("[retention]\nwithdrawn = 30\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := erase("", "-due", "-config", config); r.code != 0 || r.one(t)["erased"] != 0.0 {
		t.Errorf("%+v", r)
	}
}
