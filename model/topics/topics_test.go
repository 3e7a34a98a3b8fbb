package topics

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"testing/iotest"

	"truename/model"
)

const texts = "../../assets/text"

func TestBundled(t *testing.T) {
	got, err := Bundled(os.DirFS(texts))
	if err != nil {
		t.Fatal(err)
	}
	if got.Date.String() != "2026-11-23" {
		t.Errorf("date %v", got.Date)
	}
	var rows []string
	for _, topic := range got.Topics {
		row := fmt.Sprintf("%d %s %s %.1f", topic.Rank, topic.Title.EN, topic.Title.ZH, topic.Heat)
		for _, p := range topic.Platforms {
			row += " " + p.EN + " " + p.ZH
		}
		rows = append(rows, row)
	}
	want := []string{
		"1 A celebrity officially announced their relationship 某明星官宣恋情 9.8 Weibo 微博 Douyin 抖音",
		"2 Latest updates on World Cup qualifiers 世预赛最新战况 9.5 Douyin 抖音 Tencent Sports 腾讯体育",
		"3 A brand new product launch conference 某品牌新品发布会 9.2 Weibo 微博 Xiaohongshu 小红书",
		"4 Latest breakthroughs in AI technology 人工智能最新突破 8.9 Zhihu 知乎 Bilibili 哔哩哔哩",
		"5 Sudden natural disaster somewhere 某地突发自然灾害 8.7 Weibo 微博 Toutiao 今日头条",
	}
	if !reflect.DeepEqual(rows, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(rows, "\n"), strings.Join(want, "\n"))
	}
}

func TestBundledMissing(t *testing.T) {
	if _, err := Bundled(fstest.MapFS{}); model.CodeOf(err) != model.CodeUnreadable {
		t.Errorf("no file: %v, want unreadable", err)
	}
}

// row is one good topic; table wraps rows.
func row(rank int, heat string) string {
	return fmt.Sprintf(`{"rank":%d,"title":{"zh":"题","en":"t"},"heat":%s,"platforms":[{"zh":"微博","en":"Weibo"}]}`, rank, heat)
}

func table(rows ...string) string {
	return `{"date":"2026-11-23","topics":[` + strings.Join(rows, ",") + `]}`
}

func many(n int) string {
	rows := make([]string, n)
	for i := range rows {
		rows[i] = row(i+1, "5")
	}
	return table(rows...)
}

func TestParse(t *testing.T) {
	good := row(1, "9")
	for name, c := range map[string]struct {
		in   string
		code model.Code // "" if it is read
	}{
		"one":                     {table(good), ""},
		"equal heat":              {table(good, row(2, "9")), ""},
		"the ends of the scale":   {table(row(1, "10"), row(2, "0")), ""},
		"as many as fit":          {many(maxTopics), ""},
		"a member of tomorrow":    {strings.Replace(table(good), `"rank"`, `"trend":1,"rank"`, 1), ""},
		"a title that just fits":  {strings.Replace(table(good), "题", strings.Repeat("题", maxTitle), 1), ""},
		"nothing":                 {"", model.CodeUnreadable},
		"not JSON":                {"<html>", model.CodeUnreadable},
		"two values":              {table(good) + table(good), model.CodeUnreadable},
		"no topics":               {table(), model.CodeUnreadable},
		"one too many":            {many(maxTopics + 1), model.CodeUnreadable},
		"no date":                 {strings.Replace(table(good), "2026-11-23", "", 1), model.CodeUnreadable},
		"30 February":             {strings.Replace(table(good), "2026-11-23", "2026-02-30", 1), model.CodeUnreadable},
		"ranks from 0":            {table(row(0, "9")), model.CodeUnreadable},
		"ranks the wrong way":     {table(row(2, "9"), row(1, "8")), model.CodeUnreadable},
		"a rank twice":            {table(good, row(1, "8")), model.CodeUnreadable},
		"a rank left out":         {table(good, row(3, "8")), model.CodeUnreadable},
		"too hot":                 {table(row(1, "10.01")), model.CodeUnreadable},
		"below nothing":           {table(row(1, "-0.1")), model.CodeUnreadable},
		"not a number":            {table(row(1, "NaN")), model.CodeUnreadable},
		"beyond any number":       {table(row(1, "1e999")), model.CodeUnreadable},
		"hotter than the first":   {table(row(1, "8"), row(2, "8.1")), model.CodeUnreadable},
		"no English title":        {strings.Replace(table(good), `"t"`, `""`, 1), ""},
		"no title":                {strings.Replace(table(good), `{"zh":"题","en":"t"}`, `{}`, 1), model.CodeUnreadable},
		"a title that is null":    {strings.Replace(table(good), `{"zh":"题","en":"t"}`, `null`, 1), model.CodeUnreadable},
		"a title that is a list":  {strings.Replace(table(good), `{"zh":"题","en":"t"}`, `["t"]`, 1), model.CodeUnreadable},
		"a title of numbers":      {strings.Replace(table(good), `"t"`, `7`, 1), model.CodeUnreadable},
		"a plain title":           {strings.Replace(table(good), `{"zh":"题","en":"t"}`, `"题"`, 1), ""},
		"a plain title too long":  {strings.Replace(table(good), `{"zh":"题","en":"t"}`, `"`+strings.Repeat("题", maxTitle+1)+`"`, 1), model.CodeUnreadable},
		"a byte order mark":       {"\ufeff" + table(good), ""},
		"two byte order marks":    {"\ufeff\ufeff" + table(good), model.CodeUnreadable},
		"a title of spaces":       {strings.Replace(table(good), `"t"`, `"  "`, 1), model.CodeUnreadable},
		"a title too long":        {strings.Replace(table(good), "题", strings.Repeat("题", maxTitle+1), 1), model.CodeUnreadable},
		"a title with a new line": {strings.Replace(table(good), `"t"`, `"t\nt"`, 1), model.CodeUnreadable},
		"a title turned round":    {strings.Replace(table(good), `"t"`, `"\u202etxt"`, 1), model.CodeUnreadable},
		"broken UTF-8":            {strings.Replace(table(good), "题", "\xff", 1), model.CodeUnreadable},
		"no platform":             {strings.Replace(table(good), `{"zh":"微博","en":"Weibo"}`, "", 1), model.CodeUnreadable},
		"a platform in Chinese":   {strings.Replace(table(good), `"Weibo"`, `""`, 1), ""},
		"a plain platform":        {strings.Replace(table(good), `{"zh":"微博","en":"Weibo"}`, `"微博"`, 1), ""},
		"a platform of nothing":   {strings.Replace(table(good), `{"zh":"微博","en":"Weibo"}`, `""`, 1), model.CodeUnreadable},
		"a platform that is null": {strings.Replace(table(good), `{"zh":"微博","en":"Weibo"}`, `null`, 1), model.CodeUnreadable},
		"platforms as one text":   {strings.Replace(table(good), `[{"zh":"微博","en":"Weibo"}]`, `"微博"`, 1), model.CodeUnreadable},
		"eleven platforms": {strings.Replace(table(good), `"platforms":[`,
			`"platforms":[`+strings.Repeat(`{"zh":"a","en":"a"},`, maxPlatforms), 1), model.CodeUnreadable},
		"a megabyte too much": {table(good) + strings.Repeat(" ", maxBytes), model.CodeTooLarge},
	} {
		got, err := Parse(strings.NewReader(c.in))
		if model.CodeOf(err) != c.code || (err == nil) != (c.code == "") {
			t.Errorf("%s: %v, want code %q", name, err, c.code)
		}
		if (err == nil) != (len(got.Topics) > 0) {
			t.Errorf("%s: %d topics with error %v", name, len(got.Topics), err)
		}
	}
}

func TestParseBrokenReader(t *testing.T) {
	_, err := Parse(iotest.ErrReader(errors.New("/home/张三/topics.json: input/output error")))
	if model.CodeOf(err) != model.CodeUnreadable || strings.Contains(err.Error(), "张三") {
		t.Errorf("%v, want unreadable without a path", err)
	}
}

// One language stands for both, whichever it is and however it is written.
func TestParseOneLanguage(t *testing.T) {
	got, err := Parse(strings.NewReader(`{"date":"2026-11-23","topics":[
		{"rank":1,"title":{"zh":"题"},"heat":9,"platforms":["微博",{"en":"Douyin"}]},
		{"rank":2,"title":"t","heat":8,"platforms":[{"zh":"微博","en":"Weibo"}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	want := []model.Topic{
		{Rank: 1, Title: model.Text{ZH: "题", EN: "题"}, Heat: 9, Platforms: []model.Text{{ZH: "微博", EN: "微博"}, {ZH: "Douyin", EN: "Douyin"}}},
		{Rank: 2, Title: model.Text{ZH: "t", EN: "t"}, Heat: 8, Platforms: []model.Text{{ZH: "微博", EN: "Weibo"}}},
	}
	if !reflect.DeepEqual(got.Topics, want) {
		t.Errorf("%+v, want %+v", got.Topics, want)
	}
}

// An error must lead an operator to the place.
func TestParseSays(t *testing.T) {
	for name, c := range map[string]struct{ in, says string }{
		"a slip of the pen":   {"{\n\n\"date\" \"2026-11-23\"}", "line 3: invalid character"},
		"a line that ends":    {"{\n\"date\": \"20\n", "line 2: invalid character"},
		"an end too early":    {"{\n\"date\":", "line 2: unexpected end"},
		"a list":              {"[]", "not an object"},
		"a date of numbers":   {`{"date":20261123}`, "value of date"},
		"topics by name":      {`{"date":"2026-11-23","topics":{}}`, "value of topics"},
		"a day that is none":  {`{"date":"23.11.2026"}`, notADay},
		"a rank in words":     {table(row(1, "9"), strings.Replace(row(2, "8"), "2", `"two"`, 1)), "place 2: the value of rank"},
		"half a rank":         {table(strings.Replace(row(1, "9"), "1", "1.5", 1)), "place 1: the value of rank"},
		"a topic that is one": {table(row(1, "9"), "7"), "place 2: not an object"},
		"a title in a list":   {table(strings.Replace(row(1, "9"), `"题"`, `["题"]`, 1)), "place 1: title or platform"},
		"a heat":              {table(row(1, "5"), row(2, "6")), "rank 2: heat"},
		"a platform":          {table(row(1, "5"), strings.Replace(row(2, "5"), "Weibo", "\\u202e", 1)), "rank 2: a platform"},
	} {
		if _, err := Parse(strings.NewReader(c.in)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
}

// sound fails unless got, which a parser accepted, passes check and is the same
// after it was written and read again.
func sound(t *testing.T, got model.TopicTable) {
	t.Helper()
	if err := check(got); err != nil {
		t.Fatalf("accepted %+v: %v", got, err)
	}
	b, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Parse(bytes.NewReader(b))
	if err != nil || !reflect.DeepEqual(again, got) {
		t.Fatalf("%+v, written and read again: %+v, %v", got, again, err)
	}
}

func FuzzParse(f *testing.F) {
	b, err := os.ReadFile(texts + "/" + BundledName)
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{
		string(b), table(row(1, "9")), table(), "{}", "null", `{"topics":[null]}`, table(row(1, "-0")),
		`{"date":"2026-11-23","topics":[{"rank":1,"title":"<a>","heat":1e-300,"platforms":["微博",{"en":"D"}]}]}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := Parse(strings.NewReader(s))
		if err != nil {
			if code := model.CodeOf(err); code != model.CodeUnreadable && code != model.CodeTooLarge {
				t.Fatalf("error with code %q: %v", code, err)
			}
			return
		}
		sound(t, got)
		last := 10.0
		for i, topic := range got.Topics {
			if topic.Rank != i+1 || !(topic.Heat >= 0 && topic.Heat <= last) || topic.Title.ZH == "" || topic.Title.EN == "" || len(topic.Platforms) == 0 {
				t.Fatalf("accepted %+v at place %d", topic, i+1)
			}
			last = topic.Heat
		}
	})
}
