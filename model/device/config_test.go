package device

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"truename/model"
)

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "truename.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestBuiltInConfig(t *testing.T) {
	c, err := LoadConfig("")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range c.Services {
		names = append(names, s.Name.ZH+" "+s.Name.EN)
	}
	want := []string{"支付 Payment", "小程序 Mini programs", "公众号 Official accounts"}
	if !reflect.DeepEqual(names, want) {
		t.Errorf("services %q, want %q", names, want)
	}
	if c.Language != "" || c.Data != "" || c.Log != "" {
		t.Errorf("the built-in configuration sets %+v", c)
	}
}

const oneService = `
[[service]]
name = { zh = "医院", en = "Hospital" }
why = { zh = "因为", en = "because" }
open = "https://example.org/a?b=c"
`

func TestLoadConfig(t *testing.T) {
	absolute := filepath.Join(t.TempDir(), "t.log")
	path := write(t, "language = \"en\"\ndata = \"store\"\nlog = '"+absolute+"'\n"+oneService)
	got, err := LoadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	want := Config{
		Language: "en", Data: filepath.Join(filepath.Dir(path), "store"), Log: absolute,
		Services: []Service{{
			Name: model.Text{ZH: "医院", EN: "Hospital"}, Why: model.Text{ZH: "因为", EN: "because"},
			Open: "https://example.org/a?b=c",
		}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestLoadConfigKeepsServices(t *testing.T) {
	built, err := LoadConfig("")
	if err != nil {
		t.Fatal(err)
	}
	got, err := LoadConfig(write(t, "language = \"zh\"\n"))
	if err != nil || !reflect.DeepEqual(got.Services, built.Services) || got.Language != "zh" {
		t.Errorf("%+v, %v; want the built-in services", got, err)
	}
}

func TestLoadConfigRefuses(t *testing.T) {
	open := func(address string) string {
		return strings.Replace(oneService, "https://example.org/a?b=c", address, 1)
	}
	for name, c := range map[string]struct {
		text string
		says string // in the error
	}{
		"a slip":               {"langauge = \"zh\"", "langauge"},
		"two slips":            {"dtaa = 1\n[kiosk]\npin = 2", "dtaa, kiosk, kiosk.pin"},
		"a slip in a service":  {oneService + "opne = 1", "service.opne"},
		"a slip in a language": {strings.Replace(oneService, "en =", "fr =", 1), "service.name.fr"},
		"another language":     {"language = \"fr\"", "zh or en"},
		"not TOML":             {"language = ", "line 1"},
		"a key twice":          {"log = \"a\"\nlog = \"b\"", "line 2"},
		"a number for a text":  {"data = 3", "data"},
		"no name":              {strings.Replace(oneService, "医院", "", 1), "service 1"},
		"no reason":            {strings.Replace(oneService, "because", "", 1), "service 1"},
		"too many services":    {strings.Repeat(oneService, maxServices+1), "51 services"},
		"a program":            {open("calc.exe"), "service 1"},
		"a file":               {open("file:///etc/passwd"), "service 1"},
		"a drive":              {open(`C:\\calc.exe`), "service 1"},
		"a script":             {open("javascript:alert(1)"), "service 1"},
		"no host":              {open("https:///x"), "service 1"},
	} {
		got, err := LoadConfig(write(t, c.text))
		if model.CodeOf(err) != model.CodeUsage || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want usage with %q", name, err, c.says)
		}
		if !reflect.DeepEqual(got, Config{}) {
			t.Errorf("%s: refused, and yet %+v", name, got)
		}
	}
	for _, address := range []string{"", "weixin://", "https://example.org", "mailto:a@example.org"} {
		if _, err := LoadConfig(write(t, open(address))); err != nil {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestLoadConfigFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "张三")
	for name, c := range map[string]struct {
		path string
		code model.Code
	}{
		"missing":  {filepath.Join(dir, "none.toml"), model.CodeUnreadable},
		"a folder": {t.TempDir(), model.CodeUnreadable},
		"too long": {write(t, strings.Repeat("#", maxConfig+1)), model.CodeTooLarge},
	} {
		_, err := LoadConfig(c.path)
		if model.CodeOf(err) != c.code || strings.Contains(err.Error(), filepath.Dir(c.path)) {
			t.Errorf("%s: %v, want %s without the path", name, err, c.code)
		}
	}
}

func FuzzConfig(f *testing.F) {
	f.Add(string(defaults))
	f.Add(oneService)
	f.Add("a.b.c = [1, {x = 2}]")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parseConfig([]byte(text))
		if err != nil && model.CodeOf(err) != model.CodeUsage {
			t.Fatalf("%v without a code", err)
		}
		for _, s := range c.Services {
			if err == nil && (s.Name.ZH == "" || s.Why.EN == "" || strings.HasPrefix(strings.ToLower(s.Open), "file:")) {
				t.Fatalf("accepted %+v", s)
			}
		}
	})
}
