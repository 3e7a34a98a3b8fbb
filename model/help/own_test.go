package help

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"truename/model"
)

// folder makes an operator's folder of files.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestOwn: an entry with an id that exists takes its place, whichever file it
// stands in; others are added, in the languages that have them.
func TestOwn(t *testing.T) {
	own, err := ReadOwn(folder(t, map[string]string{
		"zh/questions.md": "\ufeff# 我们的\r\n\r\n## 窗口在哪里？ {id=where pages=status also=地址}\r\n\r\n一楼三号。\r\n\r\n## 审核多久 {id=how-long pages=status}\r\n当天。\r\n",
		"en/fixes.md":     "## Glare at our lamps {id=fix-glare pages=bind/front}\nUse the left desk.\n## Ours {id=ours}\nText\n",
		"zh/readme.txt":   "nothing of ours",
	}))
	if err != nil {
		t.Fatal(err)
	}
	plain := load(t, "zh")
	h, err := own.Load(texts, "zh")
	if err != nil {
		t.Fatal(err)
	}
	if want := append(ids(plain.Questions), "where"); !slices.Equal(ids(h.Questions), want) {
		t.Errorf("questions are %v", ids(h.Questions))
	}
	if !slices.Equal(ids(h.Fixes), ids(plain.Fixes)) {
		t.Errorf("fixes are %v", ids(h.Fixes))
	}
	for query, want := range map[string]string{"地址": "where", "chuangkouzainali": "where", "当天": "how-long"} {
		if got := h.Search(query, "", 1); !slices.Equal(ids(got), []string{want}) {
			t.Errorf("%s finds %v", query, ids(got))
		}
	}
	en, err := own.Load(texts, "en")
	if err != nil {
		t.Fatal(err)
	}
	if got := en.Search("", "fix-glare", 1); len(got) != 1 || got[0].Answer != "Use the left desk." {
		t.Errorf("the fix for glare is %v", got)
	}
	if !slices.Contains(ids(en.Fixes), "ours") || slices.Contains(ids(en.Questions), "where") {
		t.Errorf("in English: %v %v", ids(en.Questions), ids(en.Fixes))
	}
	if again := load(t, "zh"); slices.Contains(ids(again.Questions), "where") {
		t.Error("they stay where nobody has any")
	}
}

// TestOwnRefuses: a file with a mistake is left out whole and named with its
// line, and never with its path; the others count.
func TestOwnRefuses(t *testing.T) {
	good := "## Q {id=mine}\nA\n"
	for name, c := range map[string]struct{ text, says string }{
		"no id":            {good + "\n## Another\nB\n", "zh/questions.md: line 4: "},
		"no answer":        {good + "## Another {id=b}\n", "zh/questions.md: line 3: "},
		"an id twice":      {good + good, "zh/questions.md: line 3: "},
		"a heading alone":  {"# Ours\n", "zh/questions.md: no questions"},
		"text before":      {"Hello\n" + good, "zh/questions.md: line 1: "},
		"not UTF-8":        {good + "\xb3\xf6\n", "zh/questions.md: line 3: not UTF-8"},
		"a line too long":  {good + strings.Repeat("a", 1<<17), "zh/questions.md: line 3: "},
		"a file too long":  {good + strings.Repeat("a\n", 1<<19), "zh/questions.md: more than 1048576 bytes"},
		"an empty file":    {"", "zh/questions.md: no questions"},
		"a wrong heading":  {"#### Q {id=a}\nA\n", "zh/questions.md: line 1: "},
		"an attribute bad": {"## Q {id=a pages}\nA\n", "zh/questions.md: line 1: "},
	} {
		dir := folder(t, map[string]string{"zh/questions.md": c.text, "en/questions.md": good})
		own, err := ReadOwn(dir)
		if model.CodeOf(err) != model.CodeUnreadable || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), dir) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
		if len(own) != 1 || own["en/questions.md"] != good {
			t.Errorf("%s: %v is used", name, own)
		}
	}
}

// TestOwnFolder: nothing but ordinary files is opened, and a folder with none of
// them is told.
func TestOwnFolder(t *testing.T) {
	dir := folder(t, map[string]string{"zh/questions.md/x": "", "en/questions.md": "## Q {id=mine}\nA\n"})
	if own, err := ReadOwn(dir); err == nil || !strings.Contains(err.Error(), "zh/questions.md: a folder") || len(own) != 1 {
		t.Errorf("a folder for a file: %v, %v", own, err)
	}
	for name, dir := range map[string]string{"empty": t.TempDir(), "missing": filepath.Join(t.TempDir(), "no")} {
		if own, err := ReadOwn(dir); model.CodeOf(err) != model.CodeUnreadable || len(own) > 0 || strings.Contains(err.Error(), dir) {
			t.Errorf("%s: %v, %v", name, own, err)
		}
	}
	if _, err := Own(nil).Load(texts, "zh"); err != nil {
		t.Error(err)
	}
}
