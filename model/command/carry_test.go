package command_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"truename/model"

	"github.com/google/uuid"
)

// pairOf makes a desk and a machine that submits to it, by commands alone, and
// gives the public key of the machine.
func pairOf(t *testing.T) (desk, kiosk, public string) {
	t.Helper()
	desk, kiosk = filepath.Join(t.TempDir(), "desk"), filepath.Join(t.TempDir(), "kiosk")
	file := filepath.Join(t.TempDir(), "list")
	if r := run(t, pass, "key", "claim", "-demo", "-data", desk); r.code != 0 {
		t.Fatalf("%+v", r)
	}
	list := run(t, pass, "key", "export-public", file, "-demo", "-data", desk).one(t)
	if r := run(t, "", "key", "import-public", file, "-trust", text(list["public"]), "-demo", "-data", kiosk); r.code != 0 {
		t.Fatalf("%+v", r)
	}
	for _, k := range run(t, "", "key", "list", "-demo", "-data", kiosk).lines(t) {
		if k["kind"] == "device" {
			public = text(k["public"])
		}
	}
	return desk, kiosk, public
}

// TestCarry: from a machine to the desk and back, on a medium.
func TestCarry(t *testing.T) {
	desk, kiosk, public := pairOf(t)
	medium := t.TempDir()
	reference := text(submit(t, kiosk, nil).one(t)["reference"])
	export := func(dir string) result { return run(t, "", "export", "-to", medium, "-demo", "-data", dir) }
	take := func(dir string, more ...string) result {
		return run(t, "", append([]string{"import", medium, "-demo", "-data", dir}, more...)...)
	}
	if r := take(desk); r.code != 1 || !strings.Contains(r.errors, "nothing of Truename") {
		t.Errorf("an empty medium: %+v", r)
	}
	if r := export(kiosk); r.code != 0 || r.one(t)["packets"] != 1.0 {
		t.Fatalf("%+v", r)
	}
	r := take(desk)
	if got := r.lines(t); r.code != 1 || got[0]["error"] != "untrusted" || got[0]["public"] != public {
		t.Fatalf("%+v", r)
	}
	if r := take(desk, "-trust", "6f1c"); r.code != 1 || r.one(t)["error"] != "untrusted" {
		t.Errorf("half a key: %+v", r)
	}
	if r := take(desk, "-trust", public); r.code != 0 || r.one(t)["stored"] != 1.0 {
		t.Fatalf("%+v", r)
	}
	if r := take(desk); r.code != 0 || r.one(t)["known"] != 1.0 {
		t.Errorf("again: %+v", r)
	}
	approve(t, desk)
	if r := export(desk); r.code != 0 || r.one(t)["decisions"] != 1.0 {
		t.Errorf("%+v", r)
	}
	if r := take(kiosk); r.code != 0 || r.one(t)["stored"] != 1.0 || r.one(t)["receipts"] != 1.0 {
		t.Errorf("%+v", r)
	}
	if r := run(t, reference, "status", "-demo", "-data", kiosk); r.one(t)["status"] != "approved" {
		t.Errorf("%+v", r)
	}
	if r := export(kiosk); r.code != 0 || r.one(t)["folder"] != "" {
		t.Errorf("nothing is left to export: %+v", r)
	}
	for _, dir := range []string{desk, kiosk} {
		if r := run(t, "", "verify", "-demo", "-data", dir); r.code != 0 {
			t.Errorf("%+v", r)
		}
	}
	nothingPersonal(t, medium)
}

// approve approves the only case in the store in dir.
func approve(t *testing.T, dir string) {
	t.Helper()
	listed := run(t, "", "list", "-demo", "-data", dir).one(t)
	id, err := uuid.Parse(text(listed["case"]))
	if err != nil {
		t.Fatal(err)
	}
	st := open(t, dir)
	defer st.Close()
	if err := st.Unlock(context.Background(), []byte(pass)); err != nil {
		t.Fatal(err)
	}
	if _, err := st.Decide(context.Background(), model.Decision{Case: id, Version: 1, Verb: model.Approve}); err != nil {
		t.Fatal(err)
	}
}

// nothingPersonal looks for the specimen in names and bytes of a folder.
func nothingPersonal(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		for _, private := range []string{who.Name, who.Number} {
			if strings.Contains(path+string(b), private) {
				t.Errorf("%s tells who it is about", d.Name())
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestCarryRefused(t *testing.T) {
	dir, _ := filled(t)
	none := filepath.Join(t.TempDir(), "none")
	for name, c := range map[string]struct {
		args []string
		code int
		json string
	}{
		"export to nowhere":   {[]string{"export"}, 2, ""},
		"nothing to export":   {[]string{"export", "-to", none}, 0, ""},
		"import from nowhere": {[]string{"import", none}, 1, "unreadable"},
		"import of a file":    {[]string{"import", card("notes.txt")}, 1, "unreadable"},
	} {
		r := run(t, "", append(c.args, "-demo", "-data", dir)...)
		if r.code != c.code || c.json != "" && r.one(t)["error"] != c.json {
			t.Errorf("%s: %+v", name, r)
		}
	}
	_, kiosk, _ := pairOf(t)
	submit(t, kiosk, nil)
	if r := run(t, "", "export", "-to", none, "-demo", "-data", kiosk); r.code != 1 || r.one(t)["error"] != "not-saved" {
		t.Errorf("a medium that is not there: %+v", r)
	}
	if _, err := os.Stat(none); err == nil {
		t.Error("a folder was made where no medium is")
	}
}
