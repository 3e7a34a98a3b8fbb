package kit

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"log/slog"
	"math"
	"path"
	"strconv"
	"strings"
	"time"

	"truename/model"
	"truename/model/idcard"
)

// Words are the texts of one language. Who hears what: people read a sentence
// from here, operators read the cause in the log; never the same text for
// both.
type Words struct {
	Lang  string // zh or en
	texts map[string]string
}

// LoadWords reads every <lang>/*.json of fsys (assets.Text).
func LoadWords(fsys fs.FS, lang string) (*Words, error) {
	files, err := fs.Glob(fsys, path.Join(lang, "*.json"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no texts for language %q: %w", lang, fs.ErrNotExist)
	}
	w := &Words{Lang: lang, texts: map[string]string{}}
	for _, name := range files {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(b, &w.texts); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return w, nil
}

// T is the text of key, with {name} replaced by the value that follows name in
// pairs. A missing key shows itself: a test makes sure that none is missing.
func (w *Words) T(key string, pairs ...any) string {
	s, ok := w.texts[key]
	if !ok {
		return key
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		s = strings.ReplaceAll(s, "{"+fmt.Sprint(pairs[i])+"}", fmt.Sprint(pairs[i+1]))
	}
	return s
}

// Has reports whether there is a text for key.
func (w *Words) Has(key string) bool { _, ok := w.texts[key]; return ok }

// Keys lists all keys, in no order.
func (w *Words) Keys() []string {
	keys := make([]string, 0, len(w.texts))
	for k := range w.texts {
		keys = append(keys, k)
	}
	return keys
}

// Say is the sentence for a failure. One without a code gets a number under
// which the operator finds the cause in the log: always the same number for
// the same cause, since a page says it again whenever it is drawn anew.
func (w *Words) Say(err error) string {
	code := model.CodeOf(err)
	if code == "" || !w.Has("error."+string(code)) {
		sum := fnv.New32a()
		sum.Write([]byte(err.Error())) // never fails
		ref := fmt.Sprintf("%06d", sum.Sum32()%1e6)
		slog.Error("unexpected failure", "ref", ref, "error", err)
		return w.T("error.unknown", "ref", ref)
	}
	wait := 0
	var e *model.Error
	if errors.As(err, &e) {
		wait = int((e.Wait + time.Second - 1) / time.Second)
	}
	slog.Warn("failure shown", "code", string(code), "error", err)
	return w.T("error."+string(code), "wait", wait)
}

// Status is a status as people call it: a card is bound, a request is done.
func (w *Words) Status(kind model.Kind, status model.Status) string {
	if kind.IsRequest() && status == model.Approved {
		return w.T("status.done." + string(kind))
	}
	return w.T("status." + string(status))
}

// years is a validity in years, where 0 stands for long-term.
func (w *Words) years(n float64) string {
	if n == 0 {
		return w.T("long-term")
	}
	return w.T("term.years", "n", number(n))
}

// Problem is the sentence for a problem.
func (w *Words) Problem(p model.Problem) string {
	if key := "problem." + p.Field + "." + p.Code; w.Has(key) {
		return w.T(key)
	}
	return w.T("problem." + p.Code)
}

// Reason is the sentence for a reason, the reviewer's own words first.
func (w *Words) Reason(r model.Reason) string {
	if r.Text != "" {
		return r.Text
	}
	return w.T("reason." + r.Code)
}

// Day writes a day with its weekday, as people say it.
func (w *Words) Day(d idcard.Date) string {
	if d.IsZero() {
		return "—"
	}
	weekday := w.T(fmt.Sprintf("weekday.%d", d.Time().Weekday()))
	month := w.T("month." + d.Month.String())
	return w.T("date.day", "weekday", weekday, "month", month, "day", d.Day)
}

// Date writes a day with its year.
func (w *Words) Date(d idcard.Date) string {
	if d.IsZero() {
		return "—"
	}
	return w.T("date.full", "year", d.Year, "month", w.T("month."+d.Month.String()), "day", d.Day)
}

// Moment writes a day and time of day in China.
func (w *Words) Moment(t time.Time) string {
	t = t.In(idcard.China)
	return w.Day(idcard.Today(t)) + " " + t.Format("15:04")
}

// number writes a measure with as many digits as people care for: two, and
// all that stand before the point.
func number(f float64) string {
	decimals := 1
	switch size := math.Abs(f); {
	case f == math.Trunc(f) || size >= 10:
		decimals = 0
	case size < 1:
		decimals = 2
	}
	return strconv.FormatFloat(f, 'f', decimals, 64)
}
