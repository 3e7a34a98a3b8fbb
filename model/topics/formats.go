package topics

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"truename/model"

	"github.com/mmcdole/gofeed"
)

// object is a JSON object whose numbers stay as they are written.
type object = map[string]any

// decode reads one JSON value and nothing behind it.
func decode(b []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if d.Decode(into) != nil {
		return model.SourceBroken
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return model.SourceBroken
	}
	return nil
}

// dailyHot reads {"code":200,"data":[{"title","hot","url","mobileUrl"}],"updateTime"}.
func dailyHot(b []byte) ([]rawRow, any, error) {
	var answer struct {
		Code       json.Number `json:"code"`
		Data       []any       `json:"data"`
		UpdateTime any         `json:"updateTime"`
	}
	if err := decode(b, &answer); err != nil {
		return nil, nil, err
	}
	if answer.Code != "200" {
		return nil, nil, model.SourceRefused
	}
	return rowsOf(answer.Data, "hot"), answer.UpdateTime, nil
}

// newsNow reads {"status":"success","items":[{"title","url","extra":{"info"}}],"updatedTime"}.
func newsNow(b []byte) ([]rawRow, any, error) {
	var answer struct {
		Status      string `json:"status"`
		Items       []any  `json:"items"`
		UpdatedTime any    `json:"updatedTime"`
	}
	if err := decode(b, &answer); err != nil {
		return nil, nil, err
	}
	if answer.Status != "success" && answer.Status != "cache" {
		return nil, nil, model.SourceRefused
	}
	return rowsOf(answer.Items, ""), answer.UpdatedTime, nil
}

// rowsOf takes the rows out of what was decoded. What is no object stays, to be
// counted.
func rowsOf(items []any, heat string) []rawRow {
	rows := make([]rawRow, len(items))
	for i, item := range items {
		o, _ := item.(object)
		extra, _ := o["extra"].(object)
		r := rawRow{title: o["title"], link: o["url"], heat: o[heat], paid: paid(o) || paid(extra)}
		if link(r.link) == "" {
			r.link = o["mobileUrl"]
		}
		if heat == "" {
			r.heat = extra["info"]
		}
		rows[i] = r
	}
	return rows
}

// paid reports whether a row says of itself that somebody paid for it or pinned
// it.
func paid(o object) bool {
	for _, k := range []string{"isAd", "is_ad", "ad", "isTop", "is_top", "is_commercial", "promotion", "pinned"} {
		switch v := o[k].(type) {
		case bool:
			if v {
				return true
			}
		case json.Number:
			if n, _ := v.Float64(); n != 0 {
				return true
			}
		case string:
			if v == "1" || strings.EqualFold(v, "true") {
				return true
			}
		}
	}
	return slices.ContainsFunc([]string{"label", "label_name", "icon_desc", "flag_desc", "tag", "info"}, func(k string) bool {
		s, _ := o[k].(string)
		return labels[strings.ToLower(strings.TrimSpace(s))]
	})
}

// feed reads RSS, Atom and JSON Feed, whose order is the rank. They tell no heat.
func feed(b []byte) ([]rawRow, any, error) {
	if !whole(b) {
		return nil, nil, model.SourceBroken
	}
	f, err := gofeed.NewParser().Parse(bytes.NewReader(b))
	if err != nil {
		return nil, nil, model.SourceBroken
	}
	rows := make([]rawRow, len(f.Items))
	for i, item := range f.Items {
		rows[i] = rawRow{title: item.Title, link: item.Link, paid: slices.ContainsFunc(item.Categories, func(c string) bool { return labels[strings.ToLower(c)] })}
	}
	if at := cmp.Or(f.UpdatedParsed, f.PublishedParsed); at != nil {
		return rows, *at, nil
	}
	return rows, nil, nil
}

// whole reports whether a feed goes to its end: the parser takes half of one for
// a short one.
func whole(b []byte) bool {
	if bytes.HasPrefix(b, []byte("{")) {
		return json.Valid(b)
	}
	for bytes.HasSuffix(b, []byte("-->")) { // caches leave their marks behind
		at := bytes.LastIndex(b, []byte("<!--"))
		if at < 0 {
			break
		}
		b = bytes.TrimSpace(b[:at])
	}
	end := strings.ToLower(string(b[max(0, len(b)-len("</rdf:rdf>")):]))
	return strings.HasSuffix(end, "</rss>") || strings.HasSuffix(end, "</feed>") || strings.HasSuffix(end, "</rdf:rdf>")
}

// ownList reads our own lists, {"updated":"…","rows":[{"rank","title","heat","url"}]}
// or CSV with these columns.
func ownList(b []byte) ([]rawRow, any, error) {
	if !bytes.HasPrefix(b, []byte("{")) {
		return listCSV(b)
	}
	var answer struct {
		Updated any   `json:"updated"`
		Rows    []any `json:"rows"`
	}
	if err := decode(b, &answer); err != nil {
		return nil, nil, err
	}
	rows := rowsOf(answer.Rows, "heat")
	ranks := make([]any, len(rows))
	for i, r := range answer.Rows {
		o, _ := r.(object)
		ranks[i] = o["rank"]
	}
	return ranked(rows, ranks), answer.Updated, nil
}

// ranked puts rows in the order of their ranks, where all have one. A rank that
// is no number, or that two have, makes a list whose order nobody knows: it
// stays as it is written.
func ranked(rows []rawRow, ranks []any) []rawRow {
	at := map[int]rawRow{}
	for i, r := range rows {
		n, err := strconv.Atoi(plainText(ranks[i]))
		if _, taken := at[n]; err != nil || taken {
			return rows
		}
		at[n] = r
	}
	order := make([]int, 0, len(at))
	for n := range at {
		order = append(order, n)
	}
	slices.Sort(order)
	for i, n := range order {
		rows[i] = at[n]
	}
	return rows
}

// plainText is a number or text as it is written, "" for anything else.
func plainText(v any) string {
	switch v := v.(type) {
	case json.Number:
		return v.String()
	case string:
		return strings.TrimSpace(v)
	}
	return ""
}

// listCSV reads a sheet with a column title, and perhaps rank, heat and url.
func listCSV(b []byte) ([]rawRow, any, error) {
	s := sheet{text: lines(b), known: []string{"rank", "title", "heat", "url"}}
	if s.preamble() != nil || s.header() != nil {
		return nil, nil, model.SourceBroken
	}
	if _, ok := s.columns["title"]; !ok {
		return nil, nil, model.SourceBroken
	}
	var rows []rawRow
	var ranks []any
	for {
		record, err := s.read()
		if err == io.EOF {
			return ranked(rows, ranks), nil, nil
		}
		if err != nil || len(record) > s.width {
			return nil, nil, model.SourceBroken
		}
		cell := func(name string) any {
			if i, ok := s.columns[name]; ok && i < len(record) {
				return record[i]
			}
			return ""
		}
		rows = append(rows, rawRow{title: cell("title"), link: cell("url"), heat: cell("heat")})
		ranks = append(ranks, cell("rank"))
	}
}
