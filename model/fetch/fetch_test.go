package fetch

import (
	"errors"
	"strings"
	"testing"
)

func TestSecure(t *testing.T) {
	for address, want := range map[string]bool{
		"https://example.org/a.json":        true,
		"HTTPS://example.org":               true,
		"https://[::1]:8443/weibo?limit=50": true,
		"http://example.org":                false,
		"https://":                          false,
		"https:///etc/passwd":               false,
		"https://user@example.org":          false,
		"https://example.org/ a":            false,
		"https://example.org/\u202ea":       false,
		"file:///etc/passwd":                false,
		"example.org":                       false,
		"https://example.org/" + strings.Repeat("a", MaxAddress):    false,
		"https://example.org/" + strings.Repeat("a", MaxAddress-20): true,
	} {
		if got := Secure(address); got != want {
			t.Errorf("%.60s: %v", address, got)
		}
	}
	for s, want := range map[string]bool{"https://a": true, "mailto:x": true, `C:\lists`: false, "/srv/lists": false, "lists.csv": false} {
		if got := IsAddress(s); got != want {
			t.Errorf("%s: %v", s, got)
		}
	}
}

func TestAtMost(t *testing.T) {
	if b, err := AtMost(strings.NewReader("abc"), 3); err != nil || string(b) != "abc" {
		t.Errorf("%q, %v", b, err)
	}
	if _, err := AtMost(strings.NewReader("abcd"), 3); !errors.Is(err, ErrTooLarge) {
		t.Errorf("%v", err)
	}
}
