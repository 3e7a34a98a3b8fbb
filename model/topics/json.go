package topics

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"truename/model"
	"truename/model/idcard"
)

// Parse reads a table in JSON:
//
//	{"date":"2026-11-23","topics":[{"rank":1,"title":{"zh":"…","en":"…"},"heat":9.8,
//	 "platforms":[{"zh":"微博","en":"Weibo"}]}]}
//
// The date is a real day, ranks are 1, 2, 3 … in this order, heat is 0 … 10 and
// never rises from one rank to the next, every topic has a title and at least
// one platform. Where a text has one language, that stands for both; it may
// also be given as a plain string: "platforms":["微博"]. Members it does not
// know are passed over, and so is a byte order mark. An error says the line,
// place or rank and what is wrong there; its code is CodeTooLarge or
// CodeUnreadable.
func Parse(r io.Reader) (model.TopicTable, error) {
	b, err := readAll(r)
	if err != nil {
		return model.TopicTable{}, err
	}
	return checked(fromJSON(b))
}

// An entry is one topic as it stands in JSON.
type entry struct {
	Rank      int     `json:"rank"`
	Title     text    `json:"title"`
	Heat      float64 `json:"heat"`
	Platforms []text  `json:"platforms"`
}

// fromJSON takes the topics one by one, so that an error can say which.
func fromJSON(b []byte) (model.TopicTable, error) {
	var file struct {
		Date   string            `json:"date"`
		Topics []json.RawMessage `json:"topics"`
	}
	if err := json.Unmarshal(b, &file); err != nil {
		return model.TopicTable{}, where(b, err)
	}
	date, ok := idcard.ParseDate(file.Date)
	if file.Date != "" && !ok {
		return model.TopicTable{}, errors.New(notADay)
	}
	t := model.TopicTable{Date: date}
	for i, raw := range file.Topics {
		var e entry
		if err := json.Unmarshal(raw, &e); err != nil {
			return model.TopicTable{}, fmt.Errorf("place %d: %w", i+1, wrongKind(err))
		}
		t.Topics = append(t.Topics, e.topic())
	}
	return t, nil
}

func (e entry) topic() model.Topic {
	t := model.Topic{Rank: e.Rank, Title: both(model.Text(e.Title)), Heat: e.Heat}
	for _, p := range e.Platforms {
		t.Platforms = append(t.Platforms, both(model.Text(p)))
	}
	return t
}

// A text is a model.Text that may also be written as a plain string.
type text model.Text

// UnmarshalJSON reads "…" and {"zh":"…","en":"…"}.
func (t *text) UnmarshalJSON(b []byte) error {
	var plain string
	if json.Unmarshal(b, &plain) == nil {
		*t = text{ZH: plain, EN: plain}
		return nil
	}
	var m model.Text
	if json.Unmarshal(b, &m) != nil {
		return errors.New("title or platform is neither text nor zh and en")
	}
	*t = text(m)
	return nil
}

// where adds the line to what is wrong with the JSON in b.
func where(b []byte, err error) error {
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return wrongKind(err)
	}
	before := b[:max(0, min(int(syntax.Offset)-1, len(b)))] // the offset is behind what is wrong
	return fmt.Errorf("line %d: %w", 1+bytes.Count(before, []byte("\n")), err)
}

// wrongKind says which member has a value of the wrong kind, and not the value.
func wrongKind(err error) error {
	var kind *json.UnmarshalTypeError
	switch {
	case !errors.As(err, &kind):
		return err
	case kind.Field == "":
		return errors.New("not an object with the members it should have")
	}
	return fmt.Errorf("the value of %s is of the wrong kind", kind.Field)
}
