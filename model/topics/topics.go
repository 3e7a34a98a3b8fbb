// Package topics reads the table of hot topics: the bundled one, or one that an
// operator supplies. It shows titles only and follows no link; what it reads is
// treated as hostile.
package topics

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"

	"truename/model"
)

// BundledName is the file of the bundled table in the folder of texts.
const BundledName = "topics.json"

// Limits of a table. Lengths are in characters.
const (
	maxBytes     = 1 << 20
	maxTopics    = 100
	maxTitle     = 100
	maxPlatforms = 10
	maxPlatform  = 40
	maxHeat      = 10
)

// Bundled is the table that comes with the program; fsys is the folder of texts
// (assets.Text).
func Bundled(fsys fs.FS) (model.TopicTable, error) {
	f, err := fsys.Open(BundledName)
	if err != nil {
		return model.TopicTable{}, model.Fail(model.CodeUnreadable, errors.New("topics: the bundled table is missing"))
	}
	defer f.Close()
	return Parse(f)
}

// Parse reads a table:
//
//	{"date":"2026-11-23","topics":[{"rank":1,"title":{"zh":"…","en":"…"},"heat":9.8,
//	 "platforms":[{"zh":"微博","en":"Weibo"}]}]}
//
// The date is a real day, ranks are 1, 2, 3 … in this order, heat is 0 … 10 and
// never rises from one rank to the next, every topic has a title and at least
// one platform in both languages. Members it does not know are passed over.
// The code of an error is CodeTooLarge or CodeUnreadable.
func Parse(r io.Reader) (model.TopicTable, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return model.TopicTable{}, model.Fail(model.CodeUnreadable, errors.New("topics: reading failed"))
	}
	if len(b) > maxBytes {
		return model.TopicTable{}, model.Fail(model.CodeTooLarge, fmt.Errorf("topics: more than %d bytes", maxBytes))
	}
	var t model.TopicTable
	if err := json.Unmarshal(b, &t); err != nil {
		return model.TopicTable{}, model.Fail(model.CodeUnreadable, fmt.Errorf("topics: %w", err))
	}
	if err := check(t); err != nil {
		return model.TopicTable{}, model.Fail(model.CodeUnreadable, fmt.Errorf("topics: %w", err))
	}
	return t, nil
}

func check(t model.TopicTable) error {
	if t.Date.IsZero() {
		return errors.New("no date")
	}
	if len(t.Topics) == 0 || len(t.Topics) > maxTopics {
		return fmt.Errorf("%d topics, not 1 to %d", len(t.Topics), maxTopics)
	}
	heat := float64(maxHeat)
	for i, topic := range t.Topics {
		if topic.Rank != i+1 {
			return fmt.Errorf("place %d has rank %d", i+1, topic.Rank)
		}
		if topic.Heat < 0 || topic.Heat > heat {
			return fmt.Errorf("rank %d: heat is not between 0 and that of the rank above", topic.Rank)
		}
		heat = topic.Heat
		if err := checkTexts(topic); err != nil {
			return fmt.Errorf("rank %d: %w", topic.Rank, err)
		}
	}
	return nil
}

func checkTexts(t model.Topic) error {
	if !fits(t.Title, maxTitle) {
		return errors.New("title is missing or too long, or has characters that cannot be shown")
	}
	if len(t.Platforms) == 0 || len(t.Platforms) > maxPlatforms {
		return fmt.Errorf("%d platforms, not 1 to %d", len(t.Platforms), maxPlatforms)
	}
	for _, p := range t.Platforms {
		if !fits(p, maxPlatform) {
			return errors.New("a platform is missing or too long, or has characters that cannot be shown")
		}
	}
	return nil
}

// fits reports whether both languages of t are there, at most n characters
// long, and free of controls and of marks that turn the direction of writing.
func fits(t model.Text, n int) bool {
	for _, s := range []string{t.ZH, t.EN} {
		if strings.TrimSpace(s) == "" || utf8.RuneCountInString(s) > n || strings.ContainsFunc(s, hidden) {
			return false
		}
	}
	return true
}

func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' || r == utf8.RuneError
}
