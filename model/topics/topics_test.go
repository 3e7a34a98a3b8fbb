package topics

import (
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
		"no English title":        {strings.Replace(table(good), `"t"`, `""`, 1), model.CodeUnreadable},
		"a title of spaces":       {strings.Replace(table(good), `"t"`, `"  "`, 1), model.CodeUnreadable},
		"a title too long":        {strings.Replace(table(good), "题", strings.Repeat("题", maxTitle+1), 1), model.CodeUnreadable},
		"a title with a new line": {strings.Replace(table(good), `"t"`, `"t\nt"`, 1), model.CodeUnreadable},
		"a title turned round":    {strings.Replace(table(good), `"t"`, `"\u202etxt"`, 1), model.CodeUnreadable},
		"broken UTF-8":            {strings.Replace(table(good), "题", "\xff", 1), model.CodeUnreadable},
		"no platform":             {strings.Replace(table(good), `{"zh":"微博","en":"Weibo"}`, "", 1), model.CodeUnreadable},
		"a platform in Chinese":   {strings.Replace(table(good), `"Weibo"`, `""`, 1), model.CodeUnreadable},
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

func FuzzParse(f *testing.F) {
	b, err := os.ReadFile(texts + "/" + BundledName)
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{string(b), table(row(1, "9")), table(), "{}", "null", `{"topics":[null]}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		table, err := Parse(strings.NewReader(s))
		if err != nil {
			if model.CodeOf(err) == "" {
				t.Fatalf("error without a code: %v", err)
			}
			return
		}
		last := 10.0
		for i, topic := range table.Topics {
			if topic.Rank != i+1 || !(topic.Heat >= 0 && topic.Heat <= last) || topic.Title.ZH == "" || topic.Title.EN == "" || len(topic.Platforms) == 0 {
				t.Fatalf("accepted %+v at place %d", topic, i+1)
			}
			last = topic.Heat
		}
	})
}
