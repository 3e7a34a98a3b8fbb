package command_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"truename/model/seal"

	"filippo.io/age"
)

const own = "a passphrase of the person's own"

// TestMydata: the person opens everything with a passphrase of their own, and
// nobody without.
func TestMydata(t *testing.T) {
	dir, reference := filled(t)
	if r := run(t, pass, "key", "claim", "-demo", "-data", dir); r.code != 0 {
		t.Fatalf("%+v", r)
	}
	file := filepath.Join(t.TempDir(), "copy.age")
	get := func(lines ...string) result {
		return run(t, strings.Join(lines, "\n"), "mydata", "-to", file, "-demo", "-data", dir)
	}
	if r := get(reference, pass, "short"); r.code != 1 || r.one(t)["error"] != "weak" {
		t.Errorf("%+v", r)
	}
	if r := get("AAAA-AAAA-AAAA-AAAA", pass, own); r.code != 1 || r.one(t)["error"] != "not-found" {
		t.Errorf("%+v", r)
	}
	if r := get(reference, pass, own); r.code != 0 || r.one(t)["revision"] != 1.0 {
		t.Fatalf("%+v", r)
	}
	if r := get(reference, pass, own); r.code != 1 || r.one(t)["error"] != "not-saved" {
		t.Errorf("over another: %+v", r)
	}
	nothingPersonal(t, filepath.Dir(file))
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	plain := openCopy(t, b)
	z, err := zip.NewReader(bytes.NewReader(plain), int64(len(plain)))
	if err != nil {
		t.Fatal(err)
	}
	for name, holds := range map[string]string{"my-data.pdf": "%PDF", "data.json": who.Number, "front.jpg": "\xff\xd8", "back.jpg": "\xff\xd8"} {
		f, err := z.Open(name)
		if err != nil {
			t.Fatal(name, err)
		}
		if got, err := io.ReadAll(f); err != nil || !strings.Contains(string(got), holds) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
}

// openCopy opens a copy with the person's passphrase; a reviewer's does not.
func openCopy(t *testing.T, b []byte) []byte {
	t.Helper()
	if _, err := seal.OpenPass(b, []byte(pass)); err == nil {
		t.Error("a reviewer's passphrase opens it")
	}
	id, err := age.NewScryptIdentity(own)
	if err != nil {
		t.Fatal(err)
	}
	r, err := age.Decrypt(bytes.NewReader(b), id)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}
