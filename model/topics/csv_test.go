package topics

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"truename/model"
)

// The example of the doc comment, with a second row.
const spreadsheet = `# date: 2026-11-23
rank,title_zh,title_en,heat,platforms_zh,platforms_en
1,某品牌新品发布会,A brand new product launch,9.2,微博;小红书,Weibo;Xiaohongshu
2,人工智能最新突破,Latest breakthroughs in AI,8,知乎,Zhihu
`

// rows is a table, one line a topic, in short.
func rows(t model.TopicTable) []string {
	out := []string{t.Date.String()}
	for _, topic := range t.Topics {
		row := fmt.Sprintf("%d|%s|%s|%v", topic.Rank, topic.Title.ZH, topic.Title.EN, topic.Heat)
		for _, p := range topic.Platforms {
			row += "|" + p.ZH + "=" + p.EN
		}
		out = append(out, row)
	}
	return out
}

// spread is what spreadsheet holds.
var spread = []string{
	"2026-11-23",
	"1|某品牌新品发布会|A brand new product launch|9.2|微博=Weibo|小红书=Xiaohongshu",
	"2|人工智能最新突破|Latest breakthroughs in AI|8|知乎=Zhihu",
}

// The same table in all the ways in which spreadsheets and people write it.
func TestParseCSV(t *testing.T) {
	_, body, _ := strings.Cut(spreadsheet, "\n")
	dated := "date," + strings.Replace(strings.Replace(body, "\n1,", "\n2026-11-23,1,", 1), "\n2,", "\n,2,", 1)
	for name, in := range map[string]string{
		"as documented":         spreadsheet,
		"a byte order mark":     "\ufeff" + spreadsheet,
		"Windows":               strings.ReplaceAll(spreadsheet, "\n", "\r\n"),
		"an old Mac":            strings.ReplaceAll(spreadsheet, "\n", "\r"),
		"no end of line":        strings.TrimSuffix(spreadsheet, "\n"),
		"tabs":                  strings.ReplaceAll(spreadsheet, ",", "\t"),
		"tabs and decimals":     strings.ReplaceAll(strings.ReplaceAll(spreadsheet, ",", "\t"), "9.2", "9,2"),
		"names in capitals":     strings.Replace(spreadsheet, "rank,title_zh", " Rank ,TITLE_ZH", 1),
		"spaces around cells":   strings.ReplaceAll(spreadsheet, ",", " , "),
		"everything in quotes":  "# date: 2026-11-23\n" + quoted(body, ","),
		"saved again":           "# date: 2026-11-23,,,,,\n" + body + ",,,,,\n,,,,,\n",
		"saved again in quotes": "\"# date: 2026-11-23\",,,,,\r\n" + body,
		"the day in a cell":     "# date,2026-11-23,,,,\n" + body,
		"the day in quotes":     "\"# Date\",\"2026-11-23\",,,,\n" + body,
		"the day with slashes":  "#date：2026/11/23\n" + body,
		"the day in Chinese":    "# date: 2026年11月23日\n" + body,
		"notes above":           "# made by \"the desk\", daily\n#\n\n# date: 2026-11-23\n# dated: never\n" + body,
		"a column of days":      dated,
		"the day in all rows":   strings.Replace(dated, "\n,2,", "\n2026/11/23,2,", 1),
		"the day twice":         "# date: 2026-11-23\n" + dated,
		"empty columns":         strings.ReplaceAll(spreadsheet, "\n", ",,\n"),
		"an empty first column": "# date: 2026-11-23\n," + strings.ReplaceAll(strings.TrimSuffix(body, "\n"), "\n", "\n,"),
		"Chinese marks":         strings.Replace(spreadsheet, "微博;", "微博；", 1),
		"marks of a list":       strings.Replace(spreadsheet, "微博;小红书", "微博、小红书、", 1),
		"a mark too many":       strings.Replace(spreadsheet, "Weibo;Xiaohongshu", "Weibo; Xiaohongshu; ", 1),
		"European":              european,
		"another order":         reordered,
	} {
		got, err := ParseCSV(strings.NewReader(in))
		if err != nil || !reflect.DeepEqual(rows(got), spread) {
			t.Errorf("%s: %q, %v, want %q", name, rows(got), err, spread)
		}
	}
}

// european is spreadsheet as Excel writes it where the comma is for decimals.
const european = "\ufeff# date: 2026-11-23;;;;;\r\n" +
	"rank;title_zh;title_en;heat;platforms_zh;platforms_en\r\n" +
	"1;某品牌新品发布会;A brand new product launch;9,2;\"微博;小红书\";\"Weibo;Xiaohongshu\"\r\n" +
	"2;人工智能最新突破;Latest breakthroughs in AI;8;知乎;Zhihu\r\n"

const reordered = `# date: 2026-11-23
platforms_en,heat,title_en,rank,platforms_zh,title_zh
Weibo;Xiaohongshu,9.2,A brand new product launch,1,微博;小红书,某品牌新品发布会
Zhihu,8.0,Latest breakthroughs in AI,2,知乎,人工智能最新突破
`

// quoted puts all cells in quotes.
func quoted(text, mark string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		out.WriteString(`"` + strings.ReplaceAll(strings.TrimSuffix(line, "\n"), mark, `"`+mark+`"`) + "\"\n")
	}
	return out.String()
}

func TestParseCSVOneLanguage(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		want []string
	}{
		"Chinese columns": {
			"rank,title_zh,heat,platforms_zh,date\n1,题,9,微博;抖音,2026-11-23\n",
			[]string{"2026-11-23", "1|题|题|9|微博=微博|抖音=抖音"},
		},
		"English columns": {
			"rank,title_en,heat,platforms_en,date\n1,t,9,Weibo,2026-11-23\n",
			[]string{"2026-11-23", "1|t|t|9|Weibo=Weibo"},
		},
		"cells": {
			"# date: 2026-11-23\nrank,title_zh,title_en,heat,platforms_zh,platforms_en\n1,题,,9,,Weibo\n2,,t,8,微博;;知乎,Weibo;Douyin;\n",
			nil, // two and three platforms
		},
		"cells in both": {
			"# date: 2026-11-23\nrank,title_zh,title_en,heat,platforms_zh,platforms_en\n1,题,,9,,Weibo\n2, ,t,8,微博;;知乎,Weibo;Douyin;Zhihu\n",
			[]string{"2026-11-23", "1|题|题|9|Weibo=Weibo", "2|t|t|8|微博=Weibo|Douyin=Douyin|知乎=Zhihu"},
		},
		"short rows": {
			"# date: 2026-11-23\nrank,heat,platforms_zh,title_zh,title_en\n1,9,微博,题\n",
			[]string{"2026-11-23", "1|题|题|9|微博=微博"},
		},
		"a title with a mark": {
			"# date: 2026-11-23\ntitle_zh,rank,heat,platforms_zh\n#题#,1,9,微博\n\"他说,\"\"好\"\"\",2,8,微博\n",
			[]string{"2026-11-23", "1|#题#|#题#|9|微博=微博", `2|他说,"好"|他说,"好"|8|微博=微博`},
		},
	} {
		got, err := ParseCSV(strings.NewReader(c.in))
		if (err == nil) != (c.want != nil) || err == nil && !reflect.DeepEqual(rows(got), c.want) {
			t.Errorf("%s: %q, %v, want %q", name, rows(got), err, c.want)
		}
	}
}

func manyRows(n int) string {
	var b strings.Builder
	b.WriteString("# date: 2026-11-23\nrank,title_zh,heat,platforms_zh\n")
	for i := range n {
		fmt.Fprintf(&b, "%d,题,5,微博\n", i+1)
	}
	return b.String()
}

// change is spreadsheet with new for old.
func change(old, new string) string { return strings.Replace(spreadsheet, old, new, 1) }

// csvCases have what the error says.
type csvCases map[string]struct{ in, says string }

func (cases csvCases) refused(t *testing.T) {
	t.Helper()
	for name, c := range cases {
		got, err := ParseCSV(strings.NewReader(c.in))
		if model.CodeOf(err) != model.CodeUnreadable || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
		if !reflect.DeepEqual(got, model.TopicTable{}) {
			t.Errorf("%s: refused, and yet %+v", name, got)
		}
	}
}

func TestParseCSVRefusesSheets(t *testing.T) {
	csvCases{
		"nothing":               {"", "no header"},
		"only a date":           {"# date: 2026-11-23\n", "no header"},
		"only a header":         {"# date: 2026-11-23\nrank,heat,title_zh,platforms_zh\n", "0 topics"},
		"no date":               {change("# date: 2026-11-23\n", ""), "no date"},
		"a day unlike ours":     {change("2026-11-23", "23/11/2026"), "line 1: " + notADay},
		"30 February":           {change("2026-11-23", "2026-02-30"), "line 1: " + notADay},
		"a date left empty":     {change(" 2026-11-23", ""), "line 1: " + notADay},
		"two days above":        {"# date: 2026-11-22\n" + spreadsheet, "line 2: another date"},
		"two days in a column":  {"rank,title_zh,heat,platforms_zh,date\n1,题,9,微博,2026-11-23\n2,题,9,微博,2026-11-24\n", "line 3: another date"},
		"no header":             {"# date: 2026-11-23\n1,题,t,9,微博,Weibo\n", "line 2: column 1 is none of rank"},
		"a slip in a name":      {change("title_en", "title_em"), "line 2: column 3 is none of rank"},
		"a column twice":        {change("title_en", "title_zh"), "line 2: column title_zh is there twice"},
		"no rank":               {change("rank,", ","), "line 2: no column rank"},
		"no heat":               {change("heat,", ","), "line 2: no column heat"},
		"no title column":       {change("title_zh,title_en", ","), "line 2: no column title_zh or title_en"},
		"no platform column":    {change("platforms_zh,platforms_en", ","), "line 2: no column platforms_zh or platforms_en"},
		"a cell too many":       {change(",Zhihu", ",Zhihu,Weibo"), "line 4: more cells"},
		"platforms as cells":    {strings.ReplaceAll(spreadsheet, ",", ";"), "line 3: more cells"},
		"a quote left open":     {change(",Zhihu", ",\"Zhihu"), "line 4: extraneous or missing"},
		"a quote in the middle": {change("Latest", "La\"test"), "line 4: bare"},
		"a quote in the header": {change("title_en", "title\"_en"), "line 2: bare"},
		"GBK":                   {change("人工智能", "\xc8\xcb\xb9\xa4"), "not UTF-8"},
		"UTF-16":                {"\xff\xfer\x00a\x00n\x00k\x00", "not UTF-8"},
		"a note below":          {spreadsheet + "# the end\n", "line 5: rank"},
		"a page":                {"<html><body>rank, heat</body></html>", "line 1: column 1"},
		"another table":         {"姓名,身份证号\n张三,110105199003071239\n", "line 1: column 1 is none of rank"},
	}.refused(t)
}

func TestParseCSVRefusesTopics(t *testing.T) {
	csvCases{
		"a rank in words":         {change("\n2,", "\ntwo,"), "line 4: rank"},
		"a rank left out":         {change("\n2,", "\n3,"), "place 2 has rank 3"},
		"no rank in a row":        {change("\n2,", "\n,"), "line 4: rank"},
		"not a heat":              {change(",8,", ",hot,"), "line 4: heat is not a number"},
		"no heat in a row":        {change(",8,", ",,"), "line 4: heat is not a number"},
		"a heat that is none":     {change(",8,", ",NaN,"), "line 4: heat is not a number"},
		"a heat in hexadecimals":  {change(",8,", ",0x1p-2,"), "line 4: heat is not a number"},
		"a heat beyond all":       {change(",8,", ",1e999,"), "line 4: heat is not a number"},
		"a heat below zero":       {change(",8,", ",-1,"), "line 4: heat is not a number"},
		"a decimal comma":         {change(",8,", ",\"8,1\","), "line 4: heat is not a number"},
		"too hot":                 {change(",9.2,", ",10.01,"), "rank 1: heat"},
		"hotter than above":       {change(",8,", ",9.3,"), "rank 2: heat"},
		"no title":                {change("人工智能最新突破,Latest breakthroughs in AI", " ,"), "rank 2: title"},
		"a title too long":        {change("人工智能最新突破", strings.Repeat("题", maxTitle+1)), "rank 2: title"},
		"a title of two lines":    {change("Latest breakthroughs", "\"Latest\nbreakthroughs\""), "line 5: extraneous or missing"},
		"two lines in quotes":     {change("Latest breakthroughs in AI", "\"Latest\nbreakthroughs\""), "rank 2: title"},
		"a title turned round":    {change("人工智能", "人工\u202e智能"), "rank 2: title"},
		"a byte order mark in it": {change("人工智能", "人工\ufeff智能"), "rank 2: title"},
		"a zero":                  {change("人工智能", "人工\x00智能"), "rank 2: title"},
		"no platform":             {change(",知乎,Zhihu", ",;,;"), "rank 2: 0 platforms"},
		"a hole in the platforms": {change(",知乎,Zhihu", ",知乎;;微博,Zhihu;;Weibo"), "rank 2: a platform"},
		"unequal platforms":       {change(",Zhihu", ",Zhihu;Weibo"), "line 4: 1 platforms in Chinese and 2 in English"},
		"eleven platforms":        {change(",知乎,Zhihu", ","+strings.Repeat("知乎;", maxPlatforms+1)+","), "rank 2: 11 platforms"},
		"a platform too long":     {change(",Zhihu", ","+strings.Repeat("Z", maxPlatform+1)), "rank 2: a platform"},
		"one too many":            {manyRows(maxTopics + 1), "101 topics"},
	}.refused(t)
	if got, err := ParseCSV(strings.NewReader(manyRows(maxTopics))); err != nil || len(got.Topics) != maxTopics {
		t.Errorf("as many as fit: %d topics, %v", len(got.Topics), err)
	}
}

// What somebody else's file holds stays out of the error.
func TestParseCSVKeepsQuiet(t *testing.T) {
	for _, in := range []string{
		"张三,110105199003071239\n", "# date: 张三 110105199003071239\n",
		"rank,heat,title_zh,platforms_zh\n张三,9,110105199003071239,x\n",
		"rank,heat,title_zh,platforms_zh\n1,张三 110105199003071239,题,x\n",
		"rank,heat,title_zh,platforms_zh\n1,9,题,x,张三,110105199003071239\n",
		"rank,heat,title_zh,platforms_zh,date\n1,9,题,x,张三110105199003071239\n",
	} {
		_, err := ParseCSV(strings.NewReader(in))
		if err == nil || strings.Contains(err.Error(), "张三") || strings.Contains(err.Error(), "1101") {
			t.Errorf("%q: %v", in, err)
		}
	}
}

func TestParseCSVReader(t *testing.T) {
	_, err := ParseCSV(iotest.ErrReader(errors.New("/home/张三/topics.csv: input/output error")))
	if model.CodeOf(err) != model.CodeUnreadable || strings.Contains(err.Error(), "张三") {
		t.Errorf("%v, want unreadable without a path", err)
	}
	fits := spreadsheet + strings.Repeat("\n", maxBytes-len(spreadsheet))
	if got, err := ParseCSV(strings.NewReader(fits)); err != nil || len(got.Topics) != 2 {
		t.Errorf("a megabyte: %+v, %v", got, err)
	}
	if _, err := ParseCSV(strings.NewReader(fits + "\n")); model.CodeOf(err) != model.CodeTooLarge {
		t.Errorf("a megabyte and one: %v, want too-large", err)
	}
	if got, err := ParseCSV(iotest.OneByteReader(strings.NewReader(european))); err != nil || !reflect.DeepEqual(rows(got), spread) {
		t.Errorf("byte by byte: %+v, %v", got, err)
	}
}

// written is t as CSV, cells separated by mark.
func written(t model.TopicTable, mark rune) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = mark
	names := func(of func(model.Text) string, all []model.Text) string {
		var out []string
		for _, p := range all {
			out = append(out, of(p))
		}
		return strings.Join(out, ";")
	}
	zh := func(t model.Text) string { return t.ZH }
	en := func(t model.Text) string { return t.EN }
	w.Write(columns)
	for _, o := range t.Topics {
		w.Write([]string{
			strconv.Itoa(o.Rank), o.Title.ZH, o.Title.EN, strconv.FormatFloat(o.Heat, 'f', -1, 64),
			names(zh, o.Platforms), names(en, o.Platforms), t.Date.String(),
		})
	}
	w.Flush() // a buffer takes everything
	return b.Bytes()
}

func FuzzParseCSV(f *testing.F) {
	for _, s := range []string{
		spreadsheet, european, reordered, manyRows(3), "", "#date:2026-11-23\n\"", "rank;heat;title_en;platforms_en;date\n1;0,5;\"a;\"\"b\";x;2026年1月2日",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParseCSV(strings.NewReader(s))
		if err != nil {
			if code := model.CodeOf(err); code != model.CodeUnreadable && code != model.CodeTooLarge {
				t.Fatalf("error with code %q: %v", code, err)
			}
			return
		}
		sound(t, got)
		for _, mark := range ",;\t" {
			again, err := ParseCSV(bytes.NewReader(written(got, mark)))
			if err != nil || !reflect.DeepEqual(again, got) {
				t.Fatalf("%+v, written and read again: %+v, %v", got, again, err)
			}
		}
	})
}
