package device

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"math"
	"os"
	"regexp"
	"strings"
	"time"
	"unicode"

	"truename/model"

	"github.com/google/uuid"
)

// hidden stands where something was left out.
const hidden = "[redacted]"

// allowed are the keys whose values may stand in the log. Everything else is
// left out: a new key has to be thought about here first.
var allowed = map[string]bool{
	slog.TimeKey: true, slog.LevelKey: true, slog.MessageKey: true,
	"error": true, "code": true, "ref": true, // ref: the number of an error, shown to the person
	"op": true, "screen": true, "page": true, "job": true, "side": true, "field": true, "grade": true,
	"case": true, "id": true, "kind": true, "status": true, "verb": true, "revision": true, "version": true,
	"weight": true, "machine": true, "reviewer": true, "demo": true,
	"count": true, "bytes": true, "width": true, "height": true, "ms": true, "took": true, "seq": true,
	"app": true, "os": true, "arch": true, "go": true, "language": true, "theme": true, "driver": true,
}

// Logger writes JSON lines to w, from level Info up. It is the last line of
// defence, not the first: what it gets should hold nothing about a person.
//
// A value whose key is not in the list of allowed ones is left out. In the
// others, and in messages, it leaves out: numbers of identity cards and
// telephones, runs of 15 digits or more, references, Han characters (the log is
// written in English, so these can only be somebody's), and paths. An error is
// written with its code and without paths.
func Logger(w io.Writer) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{ReplaceAttr: redact}))
}

func redact(_ []string, a slog.Attr) slog.Attr {
	if !allowed[a.Key] {
		return slog.String(scrub(a.Key), hidden)
	}
	a.Value = redactValue(a.Value.Resolve())
	return a
}

func redactValue(v slog.Value) slog.Value {
	switch v.Kind() {
	case slog.KindBool, slog.KindTime, slog.KindDuration:
		return v
	case slog.KindInt64, slog.KindUint64, slog.KindFloat64:
		return redactNumber(v)
	case slog.KindString:
		return slog.StringValue(scrub(v.String()))
	}
	switch x := v.Any().(type) {
	case uuid.UUID, slog.Level, time.Time:
		return v
	case error:
		return slog.StringValue(errorText(x))
	default:
		return slog.StringValue(scrub(fmt.Sprint(x)))
	}
}

// longNumber is the smallest with 15 digits.
const longNumber = 1e14

func redactNumber(v slog.Value) slog.Value {
	var f float64
	switch v.Kind() {
	case slog.KindInt64:
		f = float64(v.Int64())
	case slog.KindUint64:
		f = float64(v.Uint64())
	default:
		f = v.Float64()
	}
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return slog.StringValue(fmt.Sprint(f)) // JSON has no such number
	}
	if math.Abs(f) >= longNumber || phone.MatchString(fmt.Sprintf("%.0f", f)) {
		return slog.StringValue(hidden)
	}
	return v
}

// errorText is err with its code and without the paths it names.
func errorText(err error) string {
	text := err.Error()
	for _, path := range paths(err) {
		if len(path) > 1 {
			text = strings.ReplaceAll(text, path, hidden)
		}
	}
	text = scrub(text)
	if code := string(model.CodeOf(err)); code != "" && !strings.HasPrefix(text, code) {
		text = code + ": " + text
	}
	return text
}

// paths are those that err, and what it wraps, name.
func paths(err error) []string {
	switch e := err.(type) {
	case nil:
		return nil
	case *fs.PathError:
		return append(paths(e.Err), e.Path)
	case *os.LinkError:
		return append(paths(e.Err), e.Old, e.New)
	case interface{ Unwrap() []error }:
		var out []string
		for _, one := range e.Unwrap() {
			out = append(out, paths(one)...)
		}
		return out
	}
	return paths(errors.Unwrap(err))
}

// What may not stand in a log. Digits may be full-width and in groups.
var (
	digits     = regexp.MustCompile(`[0-9０-９](?:[ \-]?[0-9０-９]){13,}[ \-]?[0-9０-９xXｘＸ]`)
	otherCards = regexp.MustCompile(`\b(?:[A-Za-z]{3}[0-9]{12}|[HMhm][0-9]{8,10})\b`)
	phone      = regexp.MustCompile(`\b1[3-9][0-9](?:[ \-]?[0-9]{4}){2}\b`)
	reference  = regexp.MustCompile(`(?i)\b[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}\b`)
	path       = regexp.MustCompile(`(?:\b[A-Za-z]:[\\/]|\\\\|file://|~/|/)[^\s"':;,]*[\\/][^\s"':;,]*`)
	han        = regexp.MustCompile(`\p{Han}+(?:[·・•]\p{Han}+)*`)
	someUUID   = regexp.MustCompile(`\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`)
)

// scrub takes out of s what may not stand in a log. Ids of cases stay, although
// a run of digits may be in them.
func scrub(s string) string {
	var out strings.Builder
	last := 0
	for _, at := range someUUID.FindAllStringIndex(s, -1) {
		out.WriteString(scrubText(s[last:at[0]]))
		out.WriteString(s[at[0]:at[1]])
		last = at[1]
	}
	out.WriteString(scrubText(s[last:]))
	return out.String()
}

func scrubText(s string) string {
	s = strings.Map(visible, s)
	for _, what := range []*regexp.Regexp{path, reference, digits, otherCards, phone, han} {
		s = what.ReplaceAllString(s, hidden)
	}
	return s
}

// visible drops what could hide a number from the patterns.
func visible(r rune) rune {
	if unicode.Is(unicode.Cf, r) {
		return -1
	}
	return r
}
