package topics

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"truename/model"
)

// file writes content to a file called name, in a folder called after a person.
func file(t *testing.T, name, content string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "张三")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoad(t *testing.T) {
	asJSON := table(row(1, "9"))
	for name, c := range map[string]struct {
		file, content string
		want          int // topics
	}{
		"CSV":                      {"topics.csv", spreadsheet, 2},
		"CSV without a name":       {"topics", spreadsheet, 2},
		"CSV as text":              {"topics.txt", european, 2},
		"JSON":                     {"topics.json", asJSON, 1},
		"JSON without a name":      {"topics", asJSON, 1},
		"JSON under another name":  {"topics.csv", "\ufeff \r\n" + asJSON, 1},
		"JSON with a longer name":  {"topics.JSON", asJSON, 1},
		"the largest that is read": {"topics.csv", spreadsheet + strings.Repeat("\n", maxBytes-len(spreadsheet)), 2},
	} {
		got, err := Load(file(t, c.file, c.content))
		if err != nil || len(got.Topics) != c.want {
			t.Errorf("%s: %+v, %v, want %d topics", name, got, err, c.want)
		}
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(file(t, "topics.csv", spreadsheet), link); err != nil {
		t.Skip("no links here")
	}
	if got, err := Load(link); err != nil || !reflect.DeepEqual(rows(got), spread) {
		t.Errorf("a link: %+v, %v", got, err)
	}
}

func TestLoadBundled(t *testing.T) {
	want, err := Bundled(os.DirFS(texts))
	if err != nil {
		t.Fatal(err)
	}
	got, err := Load(filepath.Join(texts, BundledName))
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v, want what Bundled reads", got, err)
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		path string
		code model.Code
		says string
	}{
		"nothing there":       {filepath.Join(t.TempDir(), "张三", "none.csv"), model.CodeUnreadable, ""},
		"a folder":            {filepath.Dir(file(t, "a", "b")), model.CodeUnreadable, "a folder"},
		"an empty file":       {file(t, "张三.csv", ""), model.CodeUnreadable, "an empty file"},
		"a large file":        {file(t, "张三.csv", strings.Repeat("#", maxBytes+1)), model.CodeTooLarge, "1048576 bytes"},
		"a slip in CSV":       {file(t, "张三.csv", "rank,hat\n"), model.CodeUnreadable, "line 1: column 2"},
		"a slip in JSON":      {file(t, "张三.json", "{\n\"date\"\n}"), model.CodeUnreadable, "line 3: "},
		"a list in JSON":      {file(t, "张三.txt", " [1]"), model.CodeUnreadable, "not an object"},
		"called JSON":         {file(t, "张三.json", spreadsheet), model.CodeUnreadable, "line 1: invalid character '#'"},
		"a row in JSON":       {file(t, "张三.json", table(row(1, "11"))), model.CodeUnreadable, "rank 1: heat"},
		"a row in CSV":        {file(t, "张三.csv", strings.Replace(spreadsheet, ",8,", ",9.9,", 1)), model.CodeUnreadable, "rank 2: heat"},
		"a path with a zero":  {"张三\x00.csv", model.CodeUnreadable, ""},
		"a file for a folder": {filepath.Join(file(t, "a", "b"), "张三.csv"), model.CodeUnreadable, ""},
	} {
		got, err := Load(c.path)
		if model.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "张三") {
			t.Errorf("%s: %v, want %s with %q and without the path", name, err, c.code, c.says)
		}
		if len(got.Topics) > 0 {
			t.Errorf("%s: refused, and yet %+v", name, got)
		}
	}
}
