package device

import (
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"truename/model"
)

func TestDataDirOfEachSystem(t *testing.T) {
	for name, c := range map[string]struct {
		system string
		env    map[string]string
		want   string // with forward slashes; "" if there is none
	}{
		"linux":                {"linux", map[string]string{"HOME": "/home/a"}, "/home/a/.local/share/truename"},
		"linux with XDG":       {"linux", map[string]string{"HOME": "/home/a", "XDG_DATA_HOME": "/d"}, "/d/truename"},
		"a relative XDG":       {"linux", map[string]string{"HOME": "/home/a", "XDG_DATA_HOME": "d"}, "/home/a/.local/share/truename"},
		"XDG without home":     {"linux", map[string]string{"XDG_DATA_HOME": "/d"}, "/d/truename"},
		"freebsd":              {"freebsd", map[string]string{"HOME": "/home/a"}, "/home/a/.local/share/truename"},
		"macOS":                {"darwin", map[string]string{"HOME": "/Users/a", "XDG_DATA_HOME": "/d"}, "/Users/a/Library/Application Support/Truename"},
		"windows":              {"windows", map[string]string{"LocalAppData": "/L", "AppData": "/R"}, "/L/Truename"},
		"linux without home":   {"linux", nil, ""},
		"windows without home": {"windows", map[string]string{"HOME": "/h"}, ""},
	} {
		got, err := dataDir(c.system, func(key string) string { return c.env[key] })
		if filepath.ToSlash(got) != c.want || (err != nil) != (c.want == "") {
			t.Errorf("%s: %q, %v; want %q", name, got, err, c.want)
		}
		if err != nil && model.CodeOf(err) != model.CodeUsage {
			t.Errorf("%s: %v, want usage", name, err)
		}
	}
}

func TestDataDir(t *testing.T) {
	if runtime.GOOS == "linux" {
		t.Setenv("XDG_DATA_HOME", t.TempDir())
	}
	dir, err := DataDir(false)
	if err != nil {
		t.Fatal(err)
	}
	demo, err := DataDir(true)
	if err != nil {
		t.Fatal(err)
	}
	if !filepath.IsAbs(dir) || !strings.EqualFold(filepath.Base(dir), "truename") || demo != dir+"-demo" {
		t.Errorf("%q and %q", dir, demo)
	}
}
