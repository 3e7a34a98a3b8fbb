//go:build !windows && !darwin

package pick

import (
	"bytes"
	"testing"
)

func TestSplitDisplay(t *testing.T) {
	for display, want := range map[string][2]string{
		":0":                {"", "0"},
		":0.0":              {"", "0"},
		":10.2":             {"", "10"},
		"unix:1":            {"", "1"},
		"localhost:10.0":    {"localhost", "10"},
		"[::1]:11":          {"::1", "11"},
		"x.example.org:0.1": {"x.example.org", "0"},
	} {
		host, number, err := splitDisplay(display)
		if err != nil || host != want[0] || number != want[1] {
			t.Errorf("%q: %q, %q, %v", display, host, number, err)
		}
	}
	for _, display := range []string{"", ":", "0", "wayland-0", ":-1", ":x", ":59536", ":../1", ":1/../2"} {
		if host, number, err := splitDisplay(display); err == nil {
			t.Errorf("%q: %q, %q", display, host, number)
		}
	}
}

// entry is one entry of an Xauthority file.
func entry(address, number, name, data string) []byte {
	b := []byte{1, 0}
	for _, f := range []string{address, number, name, data} {
		b = append(append(b, byte(len(f)>>8), byte(len(f))), f...)
	}
	return b
}

func TestCookieIn(t *testing.T) {
	const old = "MIT-MAGIC-COOKIE-0"
	for name, c := range map[string]struct {
		raw  [][]byte
		want string
	}{
		"nothing":            {nil, ""},
		"ours":               {[][]byte{entry("here", "1", authName, "yes")}, "yes"},
		"another number":     {[][]byte{entry("here", "2", authName, "no")}, ""},
		"any number":         {[][]byte{entry("here", "", authName, "yes")}, "yes"},
		"another way":        {[][]byte{entry("here", "1", old, "no")}, ""},
		"another host":       {[][]byte{entry("there", "1", authName, "perhaps")}, "perhaps"},
		"ours after another": {[][]byte{entry("there", "1", authName, "no"), entry("here", "1", authName, "yes")}, "yes"},
		"the first of two":   {[][]byte{entry("there", "1", authName, "yes"), entry("then", "1", authName, "no")}, "yes"},
		"after others":       {[][]byte{entry("here", "0", authName, "no"), entry("here", "1", old, "no"), entry("here", "1", authName, "yes")}, "yes"},
		"cut off":            {[][]byte{entry("here", "1", authName, "yes")[:20]}, ""},
		"whole, then cut":    {[][]byte{entry("there", "1", authName, "yes"), entry("here", "1", authName, "no")[:30]}, "yes"},
	} {
		if got := string(cookieIn(bytes.Join(c.raw, nil), "here", "1")); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func FuzzCookieIn(f *testing.F) {
	f.Add(entry("here", "1", authName, "yes"))
	f.Add([]byte{1, 0, 255, 255})
	f.Fuzz(func(t *testing.T, raw []byte) {
		if got := cookieIn(raw, "here", "1"); len(got) > 0 && !bytes.Contains(raw, got) {
			t.Fatalf("%q came from nowhere", got)
		}
	})
}
