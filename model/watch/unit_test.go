package watch

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// kiosk holds the files for setting one up.
const kiosk = "../../docs/kiosk"

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(kiosk, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestUnit holds what this package relies on in the unit of a kiosk.
func TestUnit(t *testing.T) {
	lines := strings.Split(read(t, "linux/truename-kiosk.service"), "\n")
	for _, want := range []string{
		"Type=notify", "NotifyAccess=main", "WatchdogSec=30", "Restart=always", "RestartPreventExitStatus=0",
		"StartLimitIntervalSec=0", "LimitCORE=0", "NoNewPrivileges=yes", "ProtectSystem=strict",
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("the unit lacks %s", want)
		}
	}
	if i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "RestartPreventExitStatus=") }); i < 0 || strings.Contains(lines[i], "2") {
		t.Error("a panic must not keep a kiosk down")
	}
}

// TestInstalled: what the script installs is there, and what is there is installed
// or spoken of.
func TestInstalled(t *testing.T) {
	script, page := read(t, "linux/install.sh"), read(t, "../kiosk.md")
	for _, m := range regexp.MustCompile(`(?m)^\s*(?:put|once) (\S+) /`).FindAllStringSubmatch(script, -1) {
		read(t, filepath.Join("linux", m[1]))
	}
	for _, dir := range []string{"linux", "windows"} {
		files, err := os.ReadDir(filepath.Join(kiosk, dir))
		if err != nil || len(files) == 0 {
			t.Fatal(len(files), err)
		}
		for _, f := range files {
			if !strings.Contains(script, f.Name()) && !strings.Contains(page, f.Name()) {
				t.Errorf("%s/%s is not installed, and nobody is told of it", dir, f.Name())
			}
		}
	}
	for _, m := range regexp.MustCompile(`\]\((kiosk[^)#]*)\)`).FindAllStringSubmatch(page, -1) {
		if _, err := os.Stat(filepath.Join(kiosk, "..", m[1])); err != nil {
			t.Errorf("docs/kiosk.md leads to %s: %v", m[1], err)
		}
	}
}
