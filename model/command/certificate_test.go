package command_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"truename/model"
)

// A boundStore is a demonstration store with an approved binding.
type boundStore struct {
	dir         string
	public      string // the office's key, hexadecimal
	list        string // its list, a file
	reference   string
	certificate []byte
	progress    model.Progress
}

func newBoundStore(t *testing.T) (s boundStore) {
	t.Helper()
	s.list = filepath.Join(t.TempDir(), "list")
	s.dir, s.reference, s.progress = decided(t, model.Approve)
	if s.progress.Certificate == nil {
		t.Fatal("no certificate")
	}
	s.certificate = s.progress.Certificate.File
	s.public = text(run(t, pass, "key", "export-public", s.list, "-demo", "-data", s.dir).one(t)["public"])
	return s
}

// file writes b into a file of its own.
func file(t *testing.T, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestCheckCertificate: genuine only with the office's key, said by a list, by
// its digits or by the configuration; everything else has a sentence of its own.
func TestCheckCertificate(t *testing.T) {
	s := newBoundStore(t)
	c := s.certificate
	if got := run(t, s.reference, "status", "-demo", "-data", s.dir).one(t)["certificate"]; got != string(c) {
		t.Errorf("status has the certificate %v", got)
	}
	replaced := filepath.Join(t.TempDir(), "replaced")
	if r := run(t, pass, "key", "organisation", replaced, "-demo", "-data", s.dir); r.code != 0 {
		t.Fatalf("%+v", r)
	}
	hex, conf := file(t, []byte(strings.ToUpper(s.public)+"\r\n")), file(t, []byte("[trust]\norganisation = \""+s.public+"\"\n"))
	changed := bytes.Replace(c, []byte(`"name":"*`), []byte(`"name":"*甲`), 1)
	for name, d := range map[string]struct {
		file  []byte
		args  []string
		error string // "" for genuine
		says  string
	}{
		"a list":             {c, []string{"-key", s.list}, "", ""},
		"a key":              {c, []string{"-key", hex}, "", ""},
		"the configuration":  {c, []string{"-config", conf}, "", ""},
		"from a code":        {bytes.TrimSuffix(c, []byte("\n")), []string{"-key", hex}, "", ""},
		"from a shell":       {append(bytes.Clone(c), '\n'), []string{"-key", hex}, "", ""},
		"from Windows":       {bytes.ReplaceAll(c, []byte("\n"), []byte("\r\n")), []string{"-key", hex}, "", ""},
		"no key":             {c, nil, "untrusted", s.public},
		"another's key":      {c, []string{"-key", file(t, []byte(strings.Repeat("0", 64)))}, "untrusted", "another"},
		"replaced key":       {c, []string{"-key", replaced}, "outdated", "replaced"},
		"a key that is none": {c, []string{"-key", file(t, []byte("0123"))}, "damaged", "-key"},
		"no key there":       {c, []string{"-key", t.TempDir()}, "unreadable", "ordinary file"},
		"changed":            {changed, []string{"-key", hex}, "damaged", "changed"},
		"cut":                {c[:len(c)-9], []string{"-key", hex}, "damaged", "changed"},
		"no certificate":     {[]byte("Dear Sir or Madam"), []string{"-key", hex}, "damaged", "no certificate"},
		"empty":              {nil, []string{"-key", hex}, "damaged", "no certificate"},
		"huge":               {make([]byte, 9<<20), []string{"-key", hex}, "damaged", "no certificate"},
		"a newer one":        {bytes.Replace(c, []byte("certificate 1"), []byte("certificate 2"), 1), []string{"-key", hex}, "newer", "newer"},
	} {
		r := run(t, "", append([]string{"check-certificate", file(t, d.file), "-demo"}, d.args...)...)
		got := r.one(t)
		if d.error != "" {
			if r.code != 1 || got["error"] != d.error || !strings.Contains(r.errors, d.says) {
				t.Errorf("%s: %+v", name, r)
			}
			continue
		}
		says, _ := got["says"].(map[string]any)
		if r.code != 0 || got["public"] != s.public || got["case"] != s.progress.Head.Case.String() || got["tag"] != s.progress.Head.Tag || got["demo"] != true {
			t.Errorf("%s: %+v", name, r)
		}
		for _, lang := range []string{"zh", "en"} {
			for _, part := range []any{got["office"], got["name"], got["number"], got["approved"]} {
				if !strings.Contains(text(says[lang]), text(part)) || text(part) == "" {
					t.Errorf("%s: %q does not say %q", name, says[lang], part)
				}
			}
		}
	}
	if r := run(t, "", "check-certificate", file(t, c), "-key", hex); r.code != 1 || r.one(t)["error"] != "wrong-kind" {
		t.Errorf("of a demonstration, taken for a real one: %+v", r)
	}
	if r := run(t, "", "check-certificate", "-demo"); r.code != 2 {
		t.Errorf("without a file: %+v", r)
	}
	if r := run(t, "", "check-certificate", filepath.Join(t.TempDir(), "none"), "-demo"); r.code != 1 || r.one(t)["error"] != "unreadable" {
		t.Errorf("no file: %+v", r)
	}
}

// TestEveryByteOfACertificate: whichever is another one, it is not genuine.
func TestEveryByteOfACertificate(t *testing.T) {
	s := newBoundStore(t)
	path := filepath.Join(t.TempDir(), "certificate")
	for i := range s.certificate {
		b := bytes.Clone(s.certificate)
		b[i] ^= 1
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if r := run(t, "", "check-certificate", path, "-key", s.list, "-demo"); r.code != 1 {
			t.Fatalf("byte %d: %+v", i, r)
		}
	}
}
