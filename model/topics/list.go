package topics

import (
	"bytes"
	"encoding/json"
	"math"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"truename/model"
	"truename/model/plainfile"

	"golang.org/x/net/html"
)

// Limits of a list. Lengths are in characters.
const (
	maxRows     = 100
	leastWord   = 2
	maxWord     = 120
	maxLink     = 2000
	greatest    = 1e15 // heat
	earliestRow = 2015
)

// ParseList reads a list of that kind, and tells how many rows were left out.
// The time in it is zero if it names none. Its error is a model.SourceFault.
func ParseList(k Kind, b []byte) (l model.TopicList, left int, err error) {
	defer func() { // the parsers of others meet what nobody thought of
		if recover() != nil {
			l, left, err = model.TopicList{}, 0, model.SourceBroken
		}
	}()
	b = bytes.TrimSpace(bytes.TrimPrefix(b, []byte("\ufeff")))
	if page(b) {
		return l, 0, model.SourceWrongType
	}
	raw, at, err := map[Kind]func([]byte) ([]rawRow, any, error){
		DailyHot: dailyHot, NewsNow: newsNow, Feed: feed, List: ownList,
	}[k](b)
	if err != nil {
		return l, 0, err
	}
	seen := map[string]bool{}
	for _, r := range raw {
		row, ok := r.tidy()
		if !ok || len(l.Rows) == maxRows || seen[row.Title] {
			left++
			continue
		}
		seen[row.Title] = true
		l.Rows = append(l.Rows, row)
	}
	if len(l.Rows) == 0 {
		return model.TopicList{}, 0, model.SourceEmpty
	}
	l.At = moment(at)
	return l, left, nil
}

// page reports whether b is a web page, as of a server that asks for a login.
func page(b []byte) bool {
	start := strings.ToLower(string(b[:min(len(b), 200)]))
	return strings.HasPrefix(start, "<!doctype html") || strings.HasPrefix(start, "<html")
}

// A rawRow is a row as it came.
type rawRow struct {
	title, link any
	heat        any
	paid        bool // advertising, or pinned by somebody
}

// tidy is the row as it can be shown; ok is false if it cannot, or should not be.
func (r rawRow) tidy() (row model.TopicRow, ok bool) {
	title, isText := r.title.(string)
	if !isText || r.paid {
		return row, false
	}
	if row.Title, ok = Tidy(title); !ok {
		return row, false
	}
	row.Link, row.Heat = link(r.link), Heat(r.heat)
	return row, true
}

// advert stands before titles that somebody paid for or pinned.
var advert = regexp.MustCompile(`(?i)^[\[【(（「]\s*(广告|推广|赞助|置顶|商业推广|ad|ads|sponsored|promoted|pinned)\s*[\]】)）」]`)

// labels of such rows.
var labels = map[string]bool{"广告": true, "推广": true, "商": true, "荐": true, "推荐": true, "赞助": true, "置顶": true, "ad": true, "ads": true, "sponsored": true, "promoted": true, "pinned": true}

// tag is markup, or what looks like it.
var tag = regexp.MustCompile(`</?[A-Za-z!][^<>]*>`)

// Tidy is a title that a stranger wrote, fit for one line: without markup,
// control characters and the marks of a tag around it. ok is false if nothing
// readable is left, if it is damaged, too long, or says that it is advertising.
func Tidy(title string) (tidied string, ok bool) {
	if len(title) > maxList {
		return "", false
	}
	for range 2 { // feeds escape what was escaped already
		if tag.MatchString(title) {
			title = textOf(title)
		}
		title = html.UnescapeString(title)
	}
	if strings.ContainsRune(title, utf8.RuneError) || !utf8.ValidString(title) {
		return "", false
	}
	title = tag.ReplaceAllString(title, "")
	title = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case plainfile.Hides(r) || unicode.Is(unicode.Co, r):
			return -1
		}
		return r
	}, title)
	title = strings.Join(strings.Fields(title), " ")
	if advert.MatchString(title) {
		return "", false
	}
	if inner, found := strings.CutPrefix(title, "#"); found && strings.HasSuffix(inner, "#") {
		title = strings.TrimSpace(strings.TrimSuffix(inner, "#"))
	}
	n := utf8.RuneCountInString(title)
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
	return title, n >= leastWord && n <= maxWord && strings.ContainsFunc(title, word)
}

// textOf is what a browser would show of markup, without what scripts and
// styles say.
func textOf(markup string) string {
	var out strings.Builder
	z, silent := html.NewTokenizer(strings.NewReader(markup)), 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out.String()
		case html.TextToken:
			if silent == 0 {
				out.Write(z.Text())
			}
		case html.StartTagToken:
			if name, _ := z.TagName(); mute(string(name)) {
				silent++
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); mute(string(name)) && silent > 0 {
				silent--
			}
		}
	}
}

func mute(element string) bool { return element == "script" || element == "style" }

// link is an address of the web that may be shown and opened, else "".
func link(v any) string {
	s, _ := v.(string)
	s = strings.TrimSpace(s)
	unseen := func(r rune) bool { return plainfile.Hides(r) || unicode.IsSpace(r) }
	if utf8.RuneCountInString(s) > maxLink || strings.ContainsFunc(s, unseen) {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil {
		return ""
	}
	return s
}

// A number of people, as platforms write it: "4,550,000", "455 万热度", "1.2亿",
// "热度：98w", "12.3k views".
var counted = regexp.MustCompile(`(?i)^(?:热度值?|热搜|热|hot|heat)?[\s:：]*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(\.[0-9]{1,9})?\s*(亿|千万|百万|万|千|w|k|m)?\+?\s*(?:热度值?|热|次?播放|次?阅读|讨论|浏览|次?观看|人?在看|views?|points?|votes?|stars?|hot)?$`)

var units = map[string]float64{"": 1, "亿": 1e8, "千万": 1e7, "百万": 1e6, "万": 1e4, "千": 1e3, "w": 1e4, "k": 1e3, "m": 1e6}

// Heat is a number of people as platforms write it; 0 for what is none.
func Heat(v any) float64 {
	var n float64
	switch v := v.(type) {
	case json.Number:
		n, _ = v.Float64()
	case float64:
		n = v
	case string:
		m := counted.FindStringSubmatch(strings.TrimSpace(v))
		if m == nil {
			return 0
		}
		n, _ = strconv.ParseFloat(strings.ReplaceAll(m[1], ",", "")+m[2], 64)
		n *= units[strings.ToLower(m[3])]
	}
	if math.IsNaN(n) || n <= 0 || n > greatest {
		return 0
	}
	return n
}

// moment is a time as servers write it: seconds or milliseconds since 1970 as a
// number or text, or a date with a time, in China where no zone is named. Zero
// for what is none.
func moment(v any) time.Time {
	var t time.Time
	switch v := v.(type) {
	case time.Time:
		t = v
	case json.Number:
		t = since(v.String())
	case string:
		v = strings.TrimSpace(v)
		t = since(v)
		for _, form := range []string{time.RFC3339Nano, "2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006/01/02 15:04:05", "2006-01-02 15:04", time.RFC1123Z, time.RFC1123} {
			if !t.IsZero() {
				break
			}
			t, _ = time.ParseInLocation(form, v, china)
		}
	}
	if t.Year() < earliestRow || t.Year() > 2200 {
		return time.Time{}
	}
	return t
}

var china = time.FixedZone("", 8*60*60)

// since reads a number of seconds or milliseconds.
func since(digits string) time.Time {
	n, err := strconv.ParseFloat(digits, 64)
	switch {
	case err != nil || math.IsNaN(n) || n < 1e8 || n > 1e14:
		return time.Time{}
	case n > 1e11:
		return time.UnixMilli(int64(n))
	}
	return time.Unix(int64(n), 0)
}
