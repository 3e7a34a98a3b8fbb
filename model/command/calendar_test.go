package command_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"truename/model/idcard"
)

// TestCalendarFile: the configuration names one, it counts, and a mistake in it
// is refused with its line.
func TestCalendarFile(t *testing.T) {
	dir := t.TempDir()
	config, data := filepath.Join(dir, "truename.toml"), filepath.Join(dir, "store")
	today := idcard.Today(time.Now())
	off := ""
	for n := range 40 { // the next weeks are off, and then there is a Sunday or another day that is worked
		off += today.AddDays(n).String() + " off\n"
	}
	off += today.AddDays(40).String() + " work\n"
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("truename.toml", "calendar = 'calendar.txt'\n")
	write("calendar.txt", off)
	args := []string{"-demo", "-data", data, "-config", config}
	submitted := run(t, typed(t, nil), append([]string{"submit", "-front", card("front.jpg"), "-back", card("back.jpg")}, args...)...)
	if got := submitted.one(t); got["expected_from"] != today.AddDays(40).String() {
		t.Errorf("%v, want the first day that is worked", got)
	}
	for name, c := range map[string]struct {
		text, says string
		code       int
	}{
		"a slip":    {"# 2027\n2027-02-06 of\n", "line 2: a line is a day and off or work", 2},
		"too long":  {strings.Repeat("#", 70_000), "more than", 2},
		"not there": {"", "cannot be read", 1},
	} {
		if write("calendar.txt", c.text); c.text == "" {
			os.Remove(filepath.Join(dir, "calendar.txt"))
		}
		r := run(t, "", append([]string{"list"}, args...)...)
		if r.code != c.code || !strings.Contains(r.errors, c.says) || strings.Contains(r.errors, dir) {
			t.Errorf("%s: %+v, want exit code %d and %q", name, r, c.code, c.says)
		}
	}
}
