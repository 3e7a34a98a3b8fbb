package command

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"truename/model/device"
)

// TestAnswers: an operator's questions are found, and a file with a mistake is
// said in the log and keeps nobody from the bundled ones.
func TestAnswers(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "en"), 0o700); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "en", "questions.md")
	for name, c := range map[string]struct{ folder, text, says, first string }{
		"bundled":   {"", "", "", "how-long"},
		"own":       {dir, "## When do you open? {id=hours pages=status}\nAt nine.\n", "", "hours"},
		"a mistake": {dir, "## When do you open?\nAt nine.\n", "en/questions.md: line 1: ", "how-long"},
	} {
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		var log bytes.Buffer
		before := slog.Default()
		slog.SetDefault(device.Logger(&log)) // which leaves paths out
		find, guide := Answers(c.folder)
		query := "how long does the review take"
		if c.first == "hours" {
			query = "when do you open"
		}
		got, err := find("en", query, "")
		slog.SetDefault(before)
		if err != nil || len(got) == 0 || got[0].ID != c.first {
			t.Errorf("%s: %v, %v", name, got, err)
		}
		if said := log.String(); !strings.Contains(said, c.says) || c.says == "" && said != "" || strings.Contains(said, dir) {
			t.Errorf("%s: the log says %q", name, said)
		}
		if g, err := guide("en"); err != nil || len(g.Steps) != 7 {
			t.Errorf("%s: the guide has %d steps, %v", name, len(g.Steps), err)
		}
	}
}
