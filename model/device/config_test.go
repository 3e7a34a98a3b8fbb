package device

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"truename/model"
	"truename/model/fetch"

	"github.com/BurntSushi/toml"
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
	c.Services = nil
	if want := (Config{HotTopics: true}); !reflect.DeepEqual(c, want) {
		t.Errorf("the built-in configuration sets %+v, want only services", c)
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
	path := write(t, "language = \"en\"\ndata = \"store\"\nlog = '"+absolute+"'\n"+`
topics = "topics.csv"
calendar = "days/calendar.txt"
update = "updates/truename.json"
theme = "contrast"
size = "double"
blank = true
hot_topics = false
office = { name = { zh = "办", en = "Office" }, contact = { zh = "一楼", en = "Floor 1" } }
`+oneService)
	got, err := LoadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	want := Config{
		Language: "en", Data: filepath.Join(filepath.Dir(path), "store"), Log: absolute,
		Topics:   filepath.Join(filepath.Dir(path), "topics.csv"),
		Calendar: filepath.Join(filepath.Dir(path), "days", "calendar.txt"),
		Update:   filepath.Join(filepath.Dir(path), "updates", "truename.json"),
		Theme:    "contrast", Size: "double", Blank: true,
		Office: Office{Name: model.Text{ZH: "办", EN: "Office"}, Contact: model.Text{ZH: "一楼", EN: "Floor 1"}},
		Services: []Service{{
			Name: model.Text{ZH: "医院", EN: "Hospital"}, Why: model.Text{ZH: "因为", EN: "because"},
			Open: "https://example.org/a?b=c",
		}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// uncommented is default.toml with its examples in force.
func uncommented() string {
	return regexp.MustCompile(`(?m)^# (\[{1,2}[a-z]+\]{1,2}$|[a-z_]+ = )`).ReplaceAllString(string(defaults), "$1")
}

// The examples in default.toml are what an operator copies: they must be read,
// and there must be one of every key.
func TestExampleConfig(t *testing.T) {
	path := write(t, uncommented())
	got, err := LoadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	var keys map[string]any
	if _, err := toml.Decode(uncommented(), &keys); err != nil {
		t.Fatal(err)
	}
	for kind, table := range map[reflect.Type]any{
		reflect.TypeFor[Config](): keys, reflect.TypeFor[Office](): keys["office"],
		reflect.TypeFor[Service]():         keys["service"].([]map[string]any)[1],
		reflect.TypeFor[model.Retention](): keys["retention"], reflect.TypeFor[Trust](): keys["trust"],
		reflect.TypeFor[Review](): keys["review"], reflect.TypeFor[Kiosk](): keys["kiosk"],
		reflect.TypeFor[Source](): keys["source"].([]map[string]any)[0], reflect.TypeFor[Collection](): keys["collection"],
	} {
		for i := range kind.NumField() {
			key := kind.Field(i).Tag.Get("toml")
			if _, ok := table.(map[string]any)[key]; !ok {
				t.Errorf("%v: %q has no example", kind, key)
			}
		}
	}
	got.Services = got.Services[1:2]
	got.Services[0].Name, got.Services[0].Why = model.Text{}, model.Text{}
	five, no := 5, false
	want := Config{
		Language: "zh", Data: "/srv/truename", Log: "/var/log/truename.log", Theme: "light", Size: "standard", Blank: true,
		Topics: filepath.Join(filepath.Dir(path), "topics.csv"), HotTopics: true,
		Questions: filepath.Join(filepath.Dir(path), "questions"), Calendar: filepath.Join(filepath.Dir(path), "calendar.txt"), Update: "https://example.org/truename.json",
		Office: Office{
			Name:    model.Text{ZH: "某某街道办事处", EN: "Example Street Office"},
			Contact: model.Text{ZH: "一楼 3 号窗口，电话 010-0000 0000", EN: "Window 3, ground floor, telephone 010-0000 0000"},
		},
		Retention: model.Retention{Approved: 1095, Returned: 90, Refused: 90, Withdrawn: 30, Requests: 1095, Drafts: 30, Carried: 30},
		Trust:     Trust{Machines: []string{strings.Repeat("6f1c0e5b", 8)}, Organisation: strings.Repeat("9a40d2c7", 8)},
		Review:    Review{Automatic: true, Sample: &five, Second: model.Second{model.Refuse}},
		Services:  []Service{{Open: "https://example.org/mini"}},
		Sources: []Source{{
			ID: "weibo", Name: model.Text{ZH: "微博", EN: "Weibo"}, Kind: "dailyhot", From: "https://hot.example.org/weibo", Weight: 1, Interval: 30,
		}},
		Collection: Collection{From: "https://hot.example.org/topics.truename", Key: strings.Repeat("9a40d2c7f1e3b5a6", 4), Interval: 30},
		Kiosk: Kiosk{
			Idle: 60, Countdown: 20, Monitor: 1, Size: "care", Camera: "HD Webcam", Medium: "/media/visitor", Export: "/media/operator",
			Printer: "escpos:/dev/usb/lp0", Keyboard: true, Speech: true, Fuzzy: &no, Help: model.Text{ZH: "一楼 3 号窗口", EN: "Window 3, ground floor"},
		},
	}
	if filepath.IsAbs("/srv") && !reflect.DeepEqual(got, want) { // Windows has no such folders
		t.Errorf("%+v, want %+v", got, want)
	}
}

// What the keys come to, one by one.
func TestLoadConfigKeys(t *testing.T) {
	absolute := filepath.Join(t.TempDir(), "x.csv")
	for name, c := range map[string]struct {
		text string
		want Config
	}{
		"nothing":         {"", Config{HotTopics: true}},
		"topics hidden":   {"hot_topics = false", Config{}},
		"topics shown":    {"hot_topics = true", Config{HotTopics: true}},
		"dark":            {`theme = "dark"`, Config{HotTopics: true, Theme: "dark"}},
		"care":            {`size = "care"`, Config{HotTopics: true, Size: "care"}},
		"absolute topics": {"topics = '" + absolute + "'", Config{HotTopics: true, Topics: absolute}},
		"absolute update": {"update = '" + absolute + "'", Config{HotTopics: true, Update: absolute}},
		"an address":      {`update = "HTTPS://example.org/a.json"`, Config{HotTopics: true, Update: "HTTPS://example.org/a.json"}},
		"an empty office": {"[office]", Config{HotTopics: true}},
	} {
		got, err := LoadConfig(write(t, c.text))
		got.Services = nil
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, %v, want %+v", name, got, err, c.want)
		}
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

// office is a table with these keys.
func office(keys ...string) string {
	out := "[office]\n"
	for _, key := range keys {
		out += key + " = { zh = \"甲\", en = \"A\" }\n"
	}
	return out
}

// configCases have what the error says.
type configCases map[string]struct{ text, says string }

func (cases configCases) refused(t *testing.T) {
	t.Helper()
	for name, c := range cases {
		got, err := LoadConfig(write(t, c.text))
		if model.CodeOf(err) != model.CodeUsage || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want usage with %q", name, err, c.says)
		}
		if !reflect.DeepEqual(got, Config{}) {
			t.Errorf("%s: refused, and yet %+v", name, got)
		}
	}
}

func TestLoadConfigRefusesKeys(t *testing.T) {
	configCases{
		"another theme":        {"theme = \"blue\"", "theme is light or dark or contrast"},
		"another size":         {"size = \"huge\"", "size is standard or care or double"},
		"a size in capitals":   {"size = \"Care\"", "size is"},
		"a word for yes":       {"hot_topics = \"no\"", "hot_topics"},
		"a number for yes":     {"hot_topics = 1", "hot_topics"},
		"questions elsewhere":  {"questions = \"https://example.org/\"", "questions is a folder"},
		"topics elsewhere":     {"topics = \"https://example.org/t.csv\"", "topics is a file"},
		"a calendar elsewhere": {"calendar = \"https://example.org/c.txt\"", "calendar is a file"},
		"topics as a table":    {"[topics]\nfile = 1", "topics"},
		"an open update":       {"update = \"http://example.org/a.json\"", "update is a file or an address such as https"},
		"an update next door":  {"update = \"http://localhost/a.json\"", "update is"},
		"another update":       {"update = \"ftp://example.org/a.json\"", "update is"},
		"an update by file":    {"update = \"file:///etc/passwd\"", "update is"},
		"an update of nobody":  {"update = \"https:///a.json\"", "update is"},
		"an update of a path":  {"update = \"https:a.json\"", "update is"},
		"an update with a key": {"update = \"https://me:secret@example.org\"", "update is"},
		"an endless update":    {"update = \"https://example.org/" + strings.Repeat("a", fetch.MaxAddress) + "\"", "update is"},
		"an update with space": {"update = \"https://example.org/a b\"", "update is"},
		"office by name":       {"office = \"us\"", "office"},
		"an office unreached":  {office("name"), "office needs"},
		"a contact of nobody":  {office("contact"), "office needs"},
		"half an office":       {strings.Replace(office("name", "contact"), "zh = \"甲\", ", "", 1), "office needs"},
		"an office of spaces":  {strings.Replace(office("name", "contact"), "甲", "　 ", 1), "office needs"},
		"a long office":        {strings.Replace(office("name", "contact"), "甲", strings.Repeat("甲", maxOffice+1), 1), "one line"},
		"an office in lines":   {strings.Replace(office("name", "contact"), "甲", `甲\n乙`, 1), "one line"},
		"an office turned":     {strings.Replace(office("name", "contact"), "甲", `甲\u202E乙`, 1), "one line"},
		"a slip in an office":  {office("name", "contact") + "phone = \"1\"", "office.phone"},
	}.refused(t)
}

func TestLoadConfigRefuses(t *testing.T) {
	open := func(address string) string {
		return strings.Replace(oneService, "https://example.org/a?b=c", address, 1)
	}
	configCases{
		"a slip":               {"langauge = \"zh\"", "langauge"},
		"two slips":            {"dtaa = 1\n[kiosk]\npin = 2", "dtaa, kiosk.pin"},
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
	}.refused(t)
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
	f.Add(uncommented())
	f.Add(office("name", "contact") + "theme = 'dark'\nupdate = 'https://example.org'")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parseConfig([]byte(text))
		if err != nil && model.CodeOf(err) != model.CodeUsage {
			t.Fatalf("%v without a code", err)
		}
		if err == nil && fetch.IsAddress(c.Update) && !strings.HasPrefix(strings.ToLower(c.Update), "https://") {
			t.Fatalf("accepted %q", c.Update)
		}
		if err == nil && (c.Office.Name.ZH == "") != (c.Office.Contact.EN == "") {
			t.Fatalf("accepted %+v", c.Office)
		}
		for _, s := range c.Services {
			if err == nil && (s.Name.ZH == "" || s.Why.EN == "" || strings.HasPrefix(strings.ToLower(s.Open), "file:")) {
				t.Fatalf("accepted %+v", s)
			}
		}
	})
}
