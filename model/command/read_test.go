package command_test

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
)

func TestRead(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	r := run(t, "", "read", card("front.jpg"), card("back.jpg"), "-data", data)
	got := r.lines(t)
	if r.code != 0 || r.errors != "" || len(got) != 2 {
		t.Fatalf("%+v", r)
	}
	for i, name := range []string{"front.jpg", "back.jpg"} {
		l := got[i]
		if want := []string{"fields", "file", "findings", "grade", "ms", "quad", "side"}; !slices.Equal(keys(l), want) {
			t.Errorf("%s has %q, want %q", name, keys(l), want)
		}
		if l["file"] != card(name) || l["grade"] != "good" || l["quad"] != nil || !reflect.DeepEqual(l["fields"], map[string]any{}) {
			t.Errorf("%v", l)
		}
		if ms := l["ms"].(map[string]any); ms["total"].(float64) < ms["open"].(float64) || ms["open"] == 0.0 {
			t.Errorf("%s took %v", name, ms)
		}
		checkFindings(t, l["findings"].([]any))
	}
	if _, err := os.Stat(data); err == nil {
		t.Error("a store was opened")
	}
}

func checkFindings(t *testing.T, findings []any) {
	t.Helper()
	if len(findings) == 0 {
		t.Error("nothing was checked")
	}
	for _, f := range findings {
		for _, key := range []string{"code", "value", "limit", "field"} {
			if _, ok := f.(map[string]any)[key]; !ok {
				t.Errorf("%v has no %s", f, key)
			}
		}
	}
}

// TestReadFolder: sorted, and a line for those that cannot be used too.
func TestReadFolder(t *testing.T) {
	r := run(t, "", "read", "-dir", cards)
	var names []string
	for _, l := range r.lines(t) {
		names = append(names, filepath.Base(l["file"].(string))+" "+l["grade"].(string)+" "+text(l["error"]))
		if _, ok := l["findings"].([]any); !ok {
			t.Errorf("%v: findings are no list", l)
		}
	}
	want := []string{"back.jpg good ", "dark.jpg retake ", "front.jpg good ", "notes.txt retake not-a-picture"}
	if !slices.Equal(names, want) || r.code != 1 || r.errors != "1 of 4 photographs cannot be used: see their lines.\n" {
		t.Errorf("%q, want %q; %+v", names, want, r)
	}
	if r := run(t, "", "read", "--", "-none.jpg"); r.code != 1 || r.one(t)["error"] != "unreadable" {
		t.Errorf("a name like a flag: %+v", r)
	}
	if r := run(t, "", "read", "-dir", t.TempDir()); r.code != 0 || r.out != "" {
		t.Errorf("an empty folder: %+v", r)
	}
}

func text(v any) string { s, _ := v.(string); return s }
