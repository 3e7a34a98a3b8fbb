package speech

import (
	"encoding/base64"
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"已经提交":                   "已经提交",
		"  a\tb\n\nc  ":          "a b c",
		"a[[volm 9]]b":           "a volm 9 b",
		"<break time='9s'/> x":   "break time='9s'/ x",
		"\x1b[2J\x00\u0085":      "2J",
		"-o file --version":      "-o file --version", // standard input: no options there
		"":                       "",
		" \n":                    "",
		strings.Repeat("审", 9e3): strings.Repeat("审", maxText),
	} {
		if got := plain(text); got != want {
			t.Errorf("%.40q: %.40q, want %.40q", text, got, want)
		}
	}
}

// TestSayVoices reads a list as macOS 12 to 15 write it.
func TestSayVoices(t *testing.T) {
	const list = `Alex                en_US    # Most people recognize me by my voice.
Daniel              en_GB    # Hello, my name is Daniel.
Eddy (中文（中国大陆）)     zh_CN    # 你好！我叫Eddy。
Mei-Jia             zh_TW    # 您好，我叫美佳。
Tingting            zh_CN    # 你好！我叫婷婷。
`
	for name, c := range map[string]struct {
		list string
		want map[string]string
	}{
		"all":       {list, map[string]string{"zh": "Eddy (中文（中国大陆）)", "en": "Alex"}},
		"Taiwan":    {"Mei-Jia  zh_TW    # x\nDaniel  en-GB   # y\n", map[string]string{"zh": "Mei-Jia", "en": "Daniel"}},
		"mainland":  {"Mei-Jia  zh_TW    # x\nTingting  zh-CN   # y\n", map[string]string{"zh": "Tingting"}},
		"nothing":   {"", map[string]string{}},
		"no voices": {"Anna  de_DE  # Hallo\nzh_CN en_US\n", map[string]string{}},
	} {
		if got := sayVoices(c.list); !maps.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	args := sayArgs(map[string]string{"zh": "Tingting"})
	if got := args("zh"); !slices.Equal(got, []string{"-v", "Tingting", "-f", "-"}) {
		t.Errorf("zh: %q", got)
	}
	if got := args("en"); !slices.Equal(got, []string{"-f", "-"}) {
		t.Errorf("en: %q", got)
	}
}

func TestSAPI(t *testing.T) {
	zh, en := sapiArgs("zh"), sapiArgs("en")
	if last := zh[len(zh)-1]; !strings.Contains(last, "Language=804'") || !strings.Contains(en[len(en)-1], "Language=409'") {
		t.Errorf("the languages: %q, %q", zh, en)
	}
	line, ok := strings.CutSuffix(sapiInput("“审核”\nnot over"), "\n")
	b, err := base64.StdEncoding.DecodeString(line)
	if !ok || err != nil || string(b) != "“审核”\nnot over" {
		t.Errorf("%q, %v", b, err)
	}
}
