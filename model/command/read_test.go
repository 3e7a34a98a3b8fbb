package command_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
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
		if l["file"] != card(name) || l["grade"] != "good" || l["side"] != strings.TrimSuffix(name, ".jpg") {
			t.Errorf("%s: %v, %v", name, l["side"], l["grade"])
		}
		checkTimes(t, l["ms"].(map[string]any))
		checkQuad(t, l["quad"].([]any))
		checkFindings(t, l["findings"].([]any))
	}
	checkFields(t, got[0], map[string]string{"name": who.Name, "number": who.Number, "birth": who.Number[6:10] + "-" + who.Number[10:12] + "-" + who.Number[12:14]})
	checkFields(t, got[1], map[string]string{"from": who.From.String(), "until": who.Until.String()})
	if _, err := os.Stat(data); err == nil {
		t.Error("a store was opened")
	}
}

func checkTimes(t *testing.T, ms map[string]any) {
	t.Helper()
	if want := []string{"check", "find", "open", "read", "straighten", "text", "total"}; !slices.Equal(keys(ms), want) {
		t.Errorf("times of %q, want %q", keys(ms), want)
	}
	if ms["total"].(float64) < ms["open"].(float64)+ms["read"].(float64) || ms["open"] == 0.0 || ms["read"] == 0.0 {
		t.Errorf("it took %v", ms)
	}
}

// checkQuad: corners are told in pixels, in the order of the card's own.
func checkQuad(t *testing.T, quad []any) {
	t.Helper()
	at := func(i, j int) float64 { return quad[i].([]any)[j].(float64) }
	if len(quad) != 4 || at(1, 0)-at(0, 0) < 800 || at(2, 1)-at(1, 1) < 500 || at(2, 0) > 1600 || at(2, 1) > 1200 {
		t.Errorf("corners %v", quad)
	}
}

func checkFields(t *testing.T, line map[string]any, want map[string]string) {
	t.Helper()
	fields := line["fields"].(map[string]any)
	for name, text := range want {
		f, _ := fields[name].(map[string]any)
		if sure, _ := f["confidence"].(float64); f["text"] != text || sure < 0.5 || sure > 1 {
			t.Errorf("%s is %v, %v; want %s", name, f["text"], f["confidence"], text)
		}
	}
}

// codes are the faults of a line.
func codes(line map[string]any) (out []string) {
	for _, f := range line["findings"].([]any) {
		if f := f.(map[string]any); f["weight"] == "fault" {
			out = append(out, text(f["code"]))
		}
	}
	return out
}

// TestReadPair: two photographs are held against the order they are named in,
// and against each other; one, or those of a folder, may show either side.
func TestReadPair(t *testing.T) {
	front, back := card("front.jpg"), card("back.jpg")
	for name, c := range map[string]struct {
		args []string
		want [][]string
	}{
		"mixed up":  {[]string{back, front}, [][]string{{"wrong-side"}, {"wrong-side"}}},
		"one twice": {[]string{front, front}, [][]string{nil, {"wrong-side", "same-photo"}}},
		"one alone": {[]string{back}, [][]string{nil}},
	} {
		got := run(t, "", append([]string{"read"}, c.args...)...).lines(t)
		for i, l := range got {
			if !slices.Equal(codes(l), c.want[i]) {
				t.Errorf("%s: %d has faults %q, want %q", name, i, codes(l), c.want[i])
			}
			if (l["grade"] == "retake") != (len(c.want[i]) > 0) {
				t.Errorf("%s: %d is %v", name, i, l["grade"])
			}
		}
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
