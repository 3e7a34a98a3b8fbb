package command_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"truename/model/command"
	"truename/model/idcard"
	"truename/model/specimen"
	"truename/model/store"

	"github.com/zalando/go-keyring"
)

// who is the specimen that all tests submit; its photographs lie in cards.
var (
	who   = specimen.NewAged(7, 40, idcard.Today(time.Now()))
	cards string
)

// probed, in the environment of a child process, names a file to write when it
// is asked to try an index, as the program would be.
const probed = "TRUENAME_TEST_PROBED"

func TestMain(m *testing.M) {
	if file := os.Getenv(probed); file != "" && len(os.Args) == 3 && os.Args[1] == "-probe-index" {
		w, err := command.ParseWindow(os.Args[1:], os.Stderr)
		if err == nil {
			err = store.Probe(w.Probe)
		}
		os.WriteFile(file, fmt.Append(nil, command.ExitCode(err)), 0o600)
		os.Exit(command.ExitCode(err))
	}
	command.WorkLess()
	keyring.MockInit() // never the keyring of whoever runs the tests
	os.Exit(inFolder(m))
}

func inFolder(m *testing.M) int {
	dir, err := os.MkdirTemp("", "truename-cards-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	cards = dir
	front := specimen.Photograph(specimen.DrawFront(who), 1)
	for name, b := range map[string][]byte{
		"front.jpg": specimen.JPEG(front, 90),
		"back.jpg":  specimen.JPEG(specimen.Photograph(specimen.DrawBack(who), 2), 90),
		"dark.jpg":  specimen.JPEG(specimen.Spoil(front, specimen.Dark), 90),
		"notes.txt": []byte("no photograph"),
		".hidden":   []byte("no photograph"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			panic(err)
		}
	}
	return m.Run()
}

func card(name string) string { return filepath.Join(cards, name) }

// A result is what a command left behind.
type result struct {
	code        int
	out, errors string
}

// run runs a command and makes sure that neither output tells who it is about;
// only read may, which is asked to.
func run(t *testing.T, stdin string, args ...string) result {
	t.Helper()
	var out, errs bytes.Buffer
	code := command.Run(context.Background(), args, command.Env{Stdin: strings.NewReader(stdin), Stdout: &out, Stderr: &errs})
	r := result{code, out.String(), errs.String()}
	for _, private := range []string{who.Name, who.Number, who.Number[6:14], "13800138000"} {
		told := r.errors
		if len(args) == 0 || args[0] != "read" {
			told += r.out
		}
		if strings.Contains(told, private) {
			t.Errorf("%s tells something about the person: %s", args, told)
		}
	}
	return r
}

// lines are the JSON lines of a result.
func (r result) lines(t *testing.T) (all []map[string]any) {
	t.Helper()
	for line := range strings.Lines(r.out) {
		var v map[string]any
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatalf("not JSON: %q", line)
		}
		all = append(all, v)
	}
	return all
}

// one is the only line.
func (r result) one(t *testing.T) map[string]any {
	t.Helper()
	all := r.lines(t)
	if len(all) != 1 {
		t.Fatalf("%d lines, want 1: %+v", len(all), r)
	}
	return all[0]
}

func keys(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }

// typed is what submit reads, with some fields changed.
func typed(t *testing.T, changes map[string]any) string {
	t.Helper()
	until := who.Until.String()
	if who.Long {
		until = "long-term"
	}
	f := map[string]any{
		"name": who.Name, "number": who.Number, "from": who.From.String(), "until": until, "phone": "138 0013 8000",
		"consent": map[string]any{"version": "1", "language": "zh", "at": time.Now().Format(time.RFC3339)},
	}
	maps.Copy(f, changes)
	b, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// submit submits to the demonstration store in dir.
func submit(t *testing.T, dir string, changes map[string]any) result {
	t.Helper()
	return run(t, typed(t, changes), "submit", "-demo", "-data", dir, "-front", card("front.jpg"), "-back", card("back.jpg"))
}

// filled is the folder of a demonstration store with one case, and its
// reference.
func filled(t *testing.T) (dir, reference string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "store")
	r := submit(t, dir, nil)
	if r.code != 0 {
		t.Fatalf("%+v", r)
	}
	return dir, r.one(t)["reference"].(string)
}

func TestExitCodes(t *testing.T) {
	demo, _ := filled(t)
	none := filepath.Join(t.TempDir(), "none")
	front, back := "-front="+card("front.jpg"), "-back="+card("back.jpg")
	config := filepath.Join(t.TempDir(), "truename.toml")
	if err := os.WriteFile(config, []byte("langauge = 'zh'\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args  []string
		stdin string
		code  int
		json  string // the error in it
		says  string
	}{
		"no command":             {nil, "", 2, "", "truename -h"},
		"unknown command":        {[]string{"frobnicate"}, "", 2, "", "truename -h"},
		"unknown flag":           {[]string{"list", "-front", "x"}, "", 2, "", "-front"},
		"name as a flag":         {[]string{"submit", "-name=" + who.Name}, "", 2, "", "-name "},
		"name as a flag's value": {[]string{"list", "-demo=" + who.Name}, "", 2, "", "usage"},
		"too many arguments":     {[]string{"list", who.Name}, "", 2, "", "usage: truename list"},
		"unknown status":         {[]string{"list", "-status", "received", "-data", demo, "-demo"}, "", 2, "", "status"},
		"read without a file":    {[]string{"read"}, "", 2, "", "usage: truename read"},
		"read of three":          {[]string{"read", "a", "b", "c"}, "", 2, "", "usage: truename read"},
		"read of both":           {[]string{"read", "a", "-dir", "b"}, "", 2, "", "usage: truename read"},
		"read of no folder":      {[]string{"read", "-dir", none}, "", 1, "unreadable", "folder of photographs"},
		"submit of one side":     {[]string{"submit", front}, typed(t, nil), 2, "", "-back"},
		"submit of nothing":      {[]string{"submit", front, back}, "", 2, "", "byte 0"},
		"submit of other fields": {[]string{"submit", front, back}, typed(t, map[string]any{who.Name: 1}), 2, "", "byte"},
		"submit of two":          {[]string{"submit", front, back}, typed(t, nil) + typed(t, nil), 2, "", "byte"},
		"another language":       {[]string{"submit", front, back}, typed(t, map[string]any{"consent": map[string]any{"language": "fr"}}), 2, "", "zh or en"},
		"submit of no file":      {[]string{"submit", front, "-back", none}, typed(t, nil), 1, "unreadable", "-back: "},
		"submit of no picture":   {[]string{"submit", "-front", card("notes.txt"), back}, typed(t, nil), 1, "not-a-picture", "-front: "},
		"status of nothing":      {[]string{"status", "-data", demo, "-demo"}, "\n", 2, "", "standard input"},
		"status of no reference": {[]string{"status", "-data", demo, "-demo"}, "K7TM", 1, "not-found", "reference"},
		"another reference":      {[]string{"status", "-data", demo, "-demo"}, "2222-2222-2222-2224", 1, "not-found", "reference"},
		"list":                   {[]string{"list", "-data", demo, "-demo"}, "", 0, "", ""},
		"flags before":           {[]string{"key", "-data", demo, "-demo", "list"}, "", 0, "", ""},
		"flags behind":           {[]string{"key", "list", "-data", demo, "-demo"}, "", 0, "", ""},
		"the other kind":         {[]string{"list", "-data", demo}, "", 1, "wrong-kind", "-demo"},
		"submit to the other":    {[]string{"submit", front, back, "-data", demo}, typed(t, nil), 1, "wrong-kind", "-demo"},
		"no store to verify":     {[]string{"verify", "-data", none}, "", 1, "not-a-store", "no Truename store"},
		"another folder":         {[]string{"submit", front, back, "-data", cards}, typed(t, nil), 1, "not-a-store", "folder"},
		"slip in configuration":  {[]string{"list", "-config", config}, "", 2, "", "langauge"},
		"no configuration":       {[]string{"list", "-config", none}, "", 1, "unreadable", ""},
		"key of nothing":         {[]string{"key"}, "", 2, "", "usage: truename key"},
		"key of something else":  {[]string{"key", "import"}, "", 2, "", "export MONTH"},
		"key of a wrong month":   {[]string{"key", "export", "199901", "-data", demo, "-demo"}, "a passphrase", 1, "not-found", "month"},
		"key without passphrase": {[]string{"key", "export", "199901", "-data", demo, "-demo"}, "", 2, "", "standard input"},
	} {
		t.Run(name, func(t *testing.T) {
			r := run(t, c.stdin, c.args...)
			if r.code != c.code || !strings.Contains(r.errors, c.says) || (r.errors == "") != (c.code == 0) {
				t.Errorf("exit code %d, want %d; says %q, want %q in it", r.code, c.code, r.errors, c.says)
			}
			if c.json != "" && r.one(t)["error"] != c.json {
				t.Errorf("printed %s, want the error %s", r.out, c.json)
			}
			if sentences := strings.Count(r.errors, "\n"); c.code == 1 && sentences != 1 || c.code == 2 && r.out != "" {
				t.Errorf("%d lines on standard error, %q on standard output", sentences, r.out)
			}
		})
	}
	if _, err := os.Stat(none); err == nil {
		t.Error("a folder was made for nothing")
	}
}

// TestInUse: somebody else has the store open.
func TestInUse(t *testing.T) {
	dir, _ := filled(t)
	st := open(t, dir)
	for _, name := range []string{"list", "verify", "rebuild"} {
		if r := run(t, "", name, "-demo", "-data", dir); r.code != 3 || r.one(t)["error"] != "in-use" || r.errors == "" {
			t.Errorf("%s: %+v, want exit code 3", name, r)
		}
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	if r := run(t, "", "list", "-demo", "-data", dir); r.code != 0 {
		t.Errorf("closed again: %+v", r)
	}
}

// open opens the store in dir as the window would, with little work for its
// passphrases.
func open(t *testing.T, dir string) *store.Store {
	t.Helper()
	c := command.Common{Data: dir, Demo: true}
	st, err := c.Open(func(o *store.Options) { o.Work = 8 })
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func TestConfiguredFolder(t *testing.T) {
	dir, _ := filled(t)
	config := filepath.Join(filepath.Dir(dir), "truename.toml")
	if err := os.WriteFile(config, []byte("data = 'store'\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := run(t, "", "list", "-demo", "-config", config); r.code != 0 || len(r.lines(t)) != 1 {
		t.Errorf("%+v, want the case in the configured folder", r)
	}
	if r := run(t, "", "list", "-demo", "-config", config, "-data", t.TempDir()); r.code != 1 {
		t.Errorf("%+v, want -data to win", r)
	}
	t.Setenv("XDG_DATA_HOME", filepath.Dir(dir)) // and where no such variable counts
	c := command.Common{Demo: true}
	if got, err := c.Folder(); err != nil || !strings.HasSuffix(got, "-demo") {
		t.Errorf("%q, %v, want the default folder with -demo behind its name", got, err)
	}
}
