package command_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"truename/model"
	"truename/model/command"
	"truename/model/idcard"
	"truename/model/seal"
	"truename/model/store"

	"filippo.io/age"
	"github.com/google/uuid"
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

// TestCopyOfRevisions: every revision and every reason is in the copy; pictures
// that were not changed are in it once, and the page says what was otherwise.
func TestCopyOfRevisions(t *testing.T) {
	st, err := store.Open(t.TempDir(), store.Options{Work: 10})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if err := st.Claim(t.Context(), []byte(pass)); err != nil {
		t.Fatal(err)
	}
	first := submission(t)
	put := func(sub model.Submission, verb model.Verb, reasons ...model.Reason) {
		t.Helper()
		h, err := st.Submit(t.Context(), sub, nil)
		if err == nil {
			_, err = st.Decide(t.Context(), model.Decision{Case: h.Case, Version: h.Version, Verb: verb, Reasons: reasons, Note: "照片反光", DeskNote: "only here"})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	put(first, model.Return, model.Reason{Code: "front-blur"}, model.Reason{Code: "name-differs"})
	second := first
	second.ID, second.Revision, second.Front.JPEG = uuid.New(), 2, []byte("another portrait")
	second.Fields.Name, second.Fields.Phone = "测试丙", ""
	put(second, model.Approve)
	sealed, err := command.Copy(t.Context(), st, first.Reference, []byte(own))
	if err != nil {
		t.Fatal(err)
	}
	plain := openCopy(t, sealed)
	z, err := zip.NewReader(bytes.NewReader(plain), int64(len(plain)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	want := map[string][]byte{"front.jpg": second.Front.JPEG, "back.jpg": first.Back.JPEG, "revision-1-front.jpg": first.Front.JPEG}
	for name, b := range want {
		if !bytes.Equal(files[name], b) {
			t.Errorf("%s: %d bytes, want %d", name, len(files[name]), len(b))
		}
	}
	if _, _, err := seal.ParseCertificate(files["certificate.txt"]); err != nil {
		t.Errorf("the certificate: %v", err)
	}
	if len(files) != len(want)+3 {
		t.Errorf("%d files", len(files))
	}
	data := string(files["data.json"])
	for _, said := range []string{first.Fields.Name, "测试丙", first.Fields.Phone, "front-blur", "name-differs", "照片反光", "only here", `"back_file": "back.jpg"`, `"front_file": "revision-1-front.jpg"`} {
		if !strings.Contains(data, said) {
			t.Errorf("data.json does not say %q", said)
		}
	}
	if to := os.Getenv("MYDATA_PAGE"); to != "" { // to look at it
		if err := os.WriteFile(to, files["my-data.pdf"], 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// submission is the first revision of a case whose photographs are none.
func submission(t *testing.T) model.Submission {
	t.Helper()
	reference, err := seal.NewReference()
	if err != nil {
		t.Fatal(err)
	}
	return model.Submission{
		ID: uuid.New(), Case: uuid.New(), Kind: model.Binding, Revision: 1, Reference: reference, Language: "en", At: time.Now().UTC(),
		Fields: model.Fields{
			Name: "测试甲", Number: "110101199003074477", NumberKind: idcard.Resident, Phone: "13912345678",
			From: idcard.Date{Year: 2015, Month: 3, Day: 1}, Until: idcard.Date{Year: 2035, Month: 3, Day: 1},
		},
		Front: model.Photo{JPEG: []byte("the portrait")}, Back: model.Photo{JPEG: []byte("the emblem")},
	}
}
