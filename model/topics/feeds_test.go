package topics

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"truename/model"
	"truename/model/plainfile"
)

// A broken feed is made of rows of which each is known to be good for something
// or for nothing, and then perhaps spoilt as a whole. What is read of it must be
// the good rows, all of them and as they are, or nothing at all.
type broken struct {
	kind  Kind
	text  []byte
	rows  []model.TopicRow // what must be read
	fails bool             // nothing may be read
	any   bool             // it was damaged blindly: what is read must only be fit to be shown
}

const feedsEnv = "TRUENAME_FEEDS" // how many broken feeds are read; 10,000 without it

// TestBrokenFeeds reads generated feeds that are broken in all ways we know.
func TestBrokenFeeds(t *testing.T) {
	n := 10000
	if set, err := strconv.Atoi(os.Getenv(feedsEnv)); err == nil {
		n = set
	}
	rows, failed, blind := 0, 0, 0
	for seed := range n {
		f := breakFeed(uint64(seed))
		l, _, err := ParseList(f.kind, f.text)
		var fault model.SourceFault
		switch {
		case err != nil && !errors.As(err, &fault):
			t.Fatalf("seed %d: %v is no fault of a source", seed, err)
		case f.any:
			blind++
			for _, r := range l.Rows {
				if why := unfit(r); why != "" {
					t.Errorf("seed %d: %+v: %s", seed, r, why)
				}
			}
		case f.fails || len(f.rows) == 0:
			failed++
			if err == nil {
				t.Errorf("seed %d: %s with %d rows taken for valid: %.300s", seed, f.kind, len(l.Rows), f.text)
			}
		case err != nil || !slices.Equal(l.Rows, f.rows):
			t.Errorf("seed %d, %s: %+v, %v, want %+v, of %.2000s", seed, f.kind, l.Rows, err, f.rows, f.text)
		}
		rows += len(l.Rows)
	}
	t.Logf("%d feeds: %d rows accepted; %d feeds refused as a whole, %d damaged blindly", n, rows, failed, blind)
}

// unfit says what is wrong with a row that was accepted.
func unfit(r model.TopicRow) string {
	switch {
	case strings.ContainsFunc(r.Title, plainfile.Hides):
		return "hidden characters"
	case len([]rune(r.Title)) < leastWord || len([]rune(r.Title)) > maxWord:
		return "length"
	case strings.TrimSpace(r.Title) != r.Title:
		return "space around it"
	case !(r.Heat >= 0 && r.Heat <= greatest):
		return "heat"
	case r.Link != "" && !strings.HasPrefix(strings.ToLower(r.Link), "http"):
		return "link"
	}
	return ""
}

// A raw is a row as a feed has it; what is nil is missing.
type raw struct{ title, heat, link, flag any }

// breakFeed makes the feed of a seed.
func breakFeed(seed uint64) (f broken) {
	r := rand.New(rand.NewPCG(seed, 7))
	f.kind = Kinds[r.IntN(len(Kinds))]
	csv := f.kind == List && r.IntN(2) == 0
	xml := f.kind == Feed && r.IntN(3) > 0
	var raws []any
	for range r.IntN(12) {
		row, good := makeRow(r, len(raws))
		if f.kind == Feed {
			row.heat, good.Heat = nil, 0
		}
		raws = append(raws, spoil(r, &f, row, good, !csv && !xml, csv))
	}
	f.text = write(f.kind, raws, csv, xml)
	f.damage(r, csv)
	return f
}

// makeRow is a good row, and what is to be read of it.
func makeRow(r *rand.Rand, n int) (raw, model.TopicRow) {
	words := []string{"油价", "今晚", "上调", "台风", "登陆", "高考", "GPT", "发布", "演唱会", "3.5级", "“热搜”", "，", "A&B", "é", "𠮷"}
	title := fmt.Sprintf("第%d条", n)
	for range 1 + r.IntN(6) {
		title += words[r.IntN(len(words))]
	}
	people := []float64{0, 4_550_000, 120_000_000, 98_000, 1234}[r.IntN(5)]
	forms := map[float64][]any{
		0:           {nil, "", "新", "abc", -5, "-5", "NaN", json.Number("1e400"), true, "3小时前", "12:30", "万", []any{1}},
		4_550_000:   {4550000, "4550000", "455 万热度", "4,550,000", "455万", "热度：455万", 4550000.0},
		120_000_000: {"1.2亿", 120000000, "120,000,000 views"},
		98_000:      {"98k", "9.8w", "9.8万+", 98000},
		1234:        {"1234", 1234, "1,234 points"},
	}[people]
	link := fmt.Sprintf("https://example.org/t/%d?q=a%%20b&n=1", n)
	return raw{title: title, heat: forms[r.IntN(len(forms))], link: link}, model.TopicRow{Title: title, Heat: people, Link: link}
}

// spoil gives the row a malady or none, and notes what is to be read of it.
func spoil(r *rand.Rand, f *broken, row raw, good model.TopicRow, structured, csv bool) any {
	title := row.title.(string)
	refuse := false
	switch r.IntN(20) {
	case 0:
		row.title, refuse = "", true
	case 1:
		row.title, refuse = []any{nil, "　 ", "!?…", "、", "\u200b\u200b"}[r.IntN(5)], true
	case 2:
		row.title, refuse = strings.Repeat("长", maxWord+1), true
	case 3:
		row.title, refuse = "坏"+string('\ufffd')+title, true
	case 4:
		row.title, refuse = "【广告】"+title, true
	case 5:
		row.title = "<b>" + strings.ReplaceAll(title, "&", "&amp;") + "</b><script>alert(1)</script>"
	case 6:
		row.title = " " + title + "\u202e\u200b\t \n"
	case 7:
		row.title = strings.ReplaceAll(title, "&", "&amp;")
	case 8:
		row.link, good.Link = []any{nil, "javascript:alert(1)", "file:///etc/passwd", "https://", "https://a:b@example.org", "https://example.org/ x", 7}[r.IntN(7)], ""
		if row.link == 7 && f.kind == Feed { // there it is no feed any more
			row.link = nil
		}
	case 9:
		row.title = "#" + title + "#"
	case 10:
		if structured && f.kind != Feed {
			row.title, refuse = []any{7, true, []any{"x"}, map[string]any{"a": 1}}[r.IntN(4)], true
		}
	case 11:
		if structured && f.kind != Feed {
			row.flag, refuse = []any{true, 1, "1", "广告"}[r.IntN(4)], true
		}
	case 12:
		if structured && f.kind != Feed {
			return []any{nil, 7, "row", []any{"a"}}[r.IntN(4)]
		}
	case 13:
		if len(f.rows) > 0 {
			row.title, refuse = f.rows[0].Title, true // once more
		}
	}
	if csv { // a cell has text and nothing else
		for _, v := range []*any{&row.title, &row.heat, &row.link} {
			*v = cellOf(*v)
		}
	}
	if !refuse {
		f.rows = append(f.rows, good)
	}
	return row
}

func cellOf(v any) any {
	switch v := v.(type) {
	case string:
		return v
	case int, json.Number:
		return fmt.Sprint(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// write writes rows in the format.
func write(k Kind, rows []any, csv, isXML bool) []byte {
	switch {
	case csv:
		return writeCSV(rows)
	case isXML:
		return writeXML(rows)
	}
	items := []any{}
	for _, row := range rows {
		x, ok := row.(raw)
		if !ok {
			items = append(items, row)
			continue
		}
		o := object{"id": 1, "desc": "描述"}
		for key, v := range map[string]any{"title": x.title, "url": x.link} {
			if v != nil {
				o[key] = v
			}
		}
		switch k {
		case NewsNow:
			o["extra"] = object{"info": x.heat, "is_ad": x.flag}
		case DailyHot, List:
			key := map[Kind]string{DailyHot: "hot", List: "heat"}[k]
			o[key], o["isAd"] = x.heat, x.flag
		}
		if s, label := x.flag.(string); label && s != "1" {
			o["label"] = s
		}
		items = append(items, o)
	}
	top := map[Kind]object{
		DailyHot: {"code": 200, "name": "weibo", "data": items, "updateTime": "2026-11-28T06:00:00Z"},
		NewsNow:  {"status": "success", "items": items, "updatedTime": 1795845600000},
		List:     {"updated": 1795845600, "rows": items},
		Feed:     {"version": "https://jsonfeed.org/version/1.1", "title": "热榜", "items": items},
	}[k]
	b, err := json.Marshal(top)
	if err != nil {
		panic(err)
	}
	return b
}

func writeCSV(rows []any) []byte {
	var out bytes.Buffer
	out.WriteString("title,heat,url\n")
	for _, row := range rows {
		x := row.(raw)
		for i, v := range []any{x.title, x.heat, x.link} {
			if i > 0 {
				out.WriteByte(',')
			}
			fmt.Fprintf(&out, `"%s"`, strings.ReplaceAll(v.(string), `"`, `""`))
		}
		out.WriteByte('\n')
	}
	return out.Bytes()
}

func writeXML(rows []any) []byte {
	var out bytes.Buffer
	out.WriteString(`<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>热榜</title>`)
	for _, row := range rows {
		x := row.(raw)
		out.WriteString("<item>")
		for name, v := range map[string]any{"title": x.title, "link": x.link} {
			if s, ok := v.(string); ok {
				out.WriteString("<" + name + ">")
				xml.EscapeText(&out, []byte(s))
				out.WriteString("</" + name + ">")
			}
		}
		out.WriteString("</item>")
	}
	out.WriteString("</channel></rss>")
	return out.Bytes()
}

// damage spoils a third of the feeds as a whole.
func (f *broken) damage(r *rand.Rand, csv bool) {
	switch r.IntN(15) {
	case 0: // cut off
		if !csv { // a sheet that ends at the end of a row is a shorter sheet
			f.text, f.fails = f.text[:r.IntN(len(f.text))], true
		}
	case 1:
		f.text, f.fails = []byte("<!DOCTYPE html><html><body>登录</body></html>"), true
	case 2:
		f.text, f.fails = bytes.Replace(f.text, []byte(`":`), []byte(`";`), 1), !csv && f.text[0] == '{'
	case 3:
		f.text, f.any = slices.Clone(f.text), true
		for range 1 + r.IntN(8) {
			f.text[r.IntN(len(f.text))] ^= 1 << r.IntN(8)
		}
	case 4:
		if f.text[0] == '{' {
			f.text, f.fails = append(slices.Clone(f.text), "}{"...), true
		}
	case 5:
		f.text = append([]byte("\ufeff"), f.text...)
	case 6:
		if f.kind == DailyHot {
			f.text, f.fails = bytes.Replace(f.text, []byte(`"code":200`), []byte(`"code":500`), 1), true
		}
		if f.kind == NewsNow {
			f.text, f.fails = bytes.Replace(f.text, []byte(`"success"`), []byte(`"error"`), 1), true
		}
	case 7:
		f.text, f.fails = []byte(strings.Repeat("[", 1+r.IntN(20000))), true
	}
}

// FuzzParseList: whatever comes, nothing crashes, and what is accepted can be
// shown.
func FuzzParseList(f *testing.F) {
	for seed := range uint64(60) {
		b := breakFeed(seed)
		f.Add(slices.Index(Kinds, b.kind), b.text)
	}
	f.Fuzz(func(t *testing.T, kind int, text []byte) {
		k := Kinds[uint(kind)%uint(len(Kinds))]
		l, _, err := ParseList(k, text)
		if (err == nil) != (len(l.Rows) > 0) {
			t.Errorf("%d rows, %v", len(l.Rows), err)
		}
		for _, r := range l.Rows {
			if why := unfit(r); why != "" {
				t.Errorf("%+v: %s", r, why)
			}
		}
	})
}
