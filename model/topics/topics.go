// Package topics reads the table of hot topics: the bundled one, or one that an
// operator supplies as JSON or from a spreadsheet (CSV). It shows titles only
// and follows no link; what it reads is treated as hostile.
package topics

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode/utf8"

	"truename/model"
	"truename/model/plainfile"
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
		return model.TopicTable{}, unreadable("the bundled table is missing")
	}
	defer f.Close()
	return Parse(f)
}

// readAll is what comes from r, without a byte order mark, and at most
// maxBytes. An error of r may name a path, which may name a person: it is not
// passed on.
func readAll(r io.Reader) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return nil, unreadable("reading failed")
	}
	if len(b) > maxBytes {
		return nil, tooLarge()
	}
	return bytes.TrimPrefix(b, []byte("\ufeff")), nil
}

func unreadable(format string, args ...any) error {
	return model.Fail(model.CodeUnreadable, fmt.Errorf("topics: "+format, args...))
}

func tooLarge() error {
	return model.Fail(model.CodeTooLarge, fmt.Errorf("topics: more than %d bytes", maxBytes))
}

// checked is t if reading it went well and it passes check.
func checked(t model.TopicTable, err error) (model.TopicTable, error) {
	if err == nil {
		err = check(t)
	}
	if err != nil {
		return model.TopicTable{}, unreadable("%w", err)
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
		if !(topic.Heat >= 0 && topic.Heat <= heat) {
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

// both is t where the language that is there also stands for the one that is
// missing.
func both(t model.Text) model.Text {
	switch {
	case t.ZH == "":
		t.ZH = t.EN
	case t.EN == "":
		t.EN = t.ZH
	}
	return t
}

// fits reports whether both languages of t are there, at most n characters
// long, and free of controls and of marks that turn the direction of writing.
func fits(t model.Text, n int) bool {
	for _, s := range []string{t.ZH, t.EN} {
		if strings.TrimSpace(s) == "" || utf8.RuneCountInString(s) > n || strings.ContainsFunc(s, plainfile.Hides) {
			return false
		}
	}
	return true
}
