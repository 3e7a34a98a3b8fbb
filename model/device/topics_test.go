package device

import (
	"strings"
	"testing"
	"time"

	"truename/model"
)

const oneSource = `[[source]]
id = "weibo"
name = { zh = "微博", en = "Weibo" }
kind = "dailyhot"
from = "https://hot.example.org/weibo"
`

func TestSources(t *testing.T) {
	key := strings.Repeat("9a40d2c7", 8)
	for name, c := range map[string]struct{ text, says string }{
		"as documented":       {oneSource, ""},
		"a folder":            {strings.Replace(oneSource, "https://hot.example.org/weibo", "lists", 1), ""},
		"everything":          {oneSource + "weight = 0.1\ninterval = 1440\noff = true\n", ""},
		"no id":               {strings.Replace(oneSource, `"weibo"`, `""`, 1), "id is"},
		"an id with a space":  {strings.Replace(oneSource, `"weibo"`, `"we ibo"`, 1), "id is"},
		"an id twice":         {oneSource + oneSource, "source 2: id is"},
		"one language":        {strings.Replace(oneSource, `, en = "Weibo"`, "", 1), "name needs"},
		"an unseen name":      {strings.Replace(oneSource, `"Weibo"`, `"Wei\u202ebo"`, 1), "name needs"},
		"no kind":             {strings.Replace(oneSource, "dailyhot", "rss", 1), "kind is"},
		"not encrypted":       {strings.Replace(oneSource, "https:", "http:", 1), "from is"},
		"a password":          {strings.Replace(oneSource, "hot.example", "a:b@hot.example", 1), "from is"},
		"nowhere":             {strings.Replace(oneSource, "https://hot.example.org/weibo", "", 1), "from is"},
		"too heavy":           {oneSource + "weight = 11.0\n", "weight is"},
		"not a weight":        {oneSource + "weight = nan\n", "weight is"},
		"too often":           {oneSource + "interval = 5\n", "interval is"},
		"unknown":             {oneSource + "url = \"x\"\n", "unknown"},
		"a collection":        {"[collection]\nfrom = \"topics.truename\"\nkey = \"" + key + "\"\n", ""},
		"a collection's key":  {"[collection]\nfrom = \"topics.truename\"\nkey = \"x\"\n", "key is"},
		"nowhere to collect":  {"[collection]\nkey = \"" + key + "\"\n", "from is"},
		"collected in clear":  {"[collection]\nfrom = \"http://example.org/x\"\nkey = \"" + key + "\"\n", "from is"},
		"collected too often": {"[collection]\nfrom = \"x\"\ninterval = 1\nkey = \"" + key + "\"\n", "interval is"},
	} {
		path := write(t, c.text)
		_, err := LoadConfig(path)
		if c.says == "" && err != nil || c.says != "" && (model.CodeOf(err) != model.CodeUsage || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
	if s := (Source{}); s.Heaviness() != 1 || s.Every() != 30*time.Minute || (Collection{Interval: 60}).Every() != time.Hour {
		t.Error("what holds where nothing is said")
	}
	many := ""
	for i := range maxSources + 1 {
		many += strings.Replace(oneSource, "weibo\"", "w"+strings.Repeat("x", i%30)+string(rune('a'+i/30))+"\"", 1)
	}
	if _, err := LoadConfig(write(t, many)); err == nil {
		t.Error("more sources than there may be")
	}
}
