package plainfile

import (
	"strings"
	"testing"
)

func TestClean(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"usual":         {"身份证 1.jpg", "身份证 1.jpg"},
		"control":       {"a\x1b[31m\nb\x00.jpg", "a[31m b.jpg"},
		"bidi":          {"card\u202egpj.exe", "cardgpj.exe"},
		"isolates":      {"\u2066a\u2069\u200f\u200b.png", "a.png"},
		"damaged":       {"a\xff\xfe.jpg", "a??.jpg"},
		"private use":   {"a\ue000.jpg", "a.jpg"},
		"long":          {strings.Repeat("长", 300) + ".jpg", strings.Repeat("长", 9) + "…" + strings.Repeat("长", 6) + ".jpg"},
		"only controls": {"\x01\u202e", ""},
	} {
		if got := Clean(c.in, 20); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
