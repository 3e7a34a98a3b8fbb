package device

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"truename/model"

	"github.com/google/uuid"
)

// logged is the one line that write logs, as it stands and parsed.
func logged(t *testing.T, write func(*slog.Logger)) (string, map[string]any) {
	t.Helper()
	var b bytes.Buffer
	write(Logger(&b))
	var m map[string]any
	if err := json.Unmarshal(b.Bytes(), &m); err != nil {
		t.Fatalf("%v in %q", err, b.String())
	}
	return b.String(), m
}

// What may never be seen in the log, whichever way it gets in.
func TestLogLeavesOut(t *testing.T) {
	for name, secret := range map[string]string{
		"a number":                   "440308199506181014",
		"with X":                     "51010419881123102X",
		"with x":                     "51010419881123102x",
		"of 15 digits":               "440308950618101",
		"in groups":                  "110105 19900307 1220",
		"with hyphens":               "110105-19900307-1220",
		"full width":                 "１１０１０５１９９００３０７１２２０",
		"zero-width space in it":     "110105\u200b199003071220",
		"within words":               "x440308199506181014y",
		"of a foreign resident":      "CAN110081080310",
		"a travel permit":            "H1234567800",
		"a telephone":                "13800001234",
		"a telephone in groups":      "138 0000 1234",
		"a reference":                "K7TM-4M2Q-9XWD-3H8A",
		"a reference in small":       "k7tm-4m2q-9xwd-3h8a",
		"a name":                     "张三",
		"a name with a dot":          "阿依古丽·买买提",
		"a name beyond the BMP":      "\U0002C907某",
		"a path":                     "/home/zhangsan/front.jpg",
		"a path of Windows":          `C:\Users\zhangsan\front.jpg`,
		"a path of a share":          `\\server\zhangsan\front.jpg`,
		"an address of a file":       "file:///home/zhangsan/front.jpg",
		"a path at home":             "~/zhangsan/front.jpg",
		"a path with a number in it": "/srv/440308199506181014.jpg/x",
	} {
		for way, write := range map[string]func(*slog.Logger){
			"message":        func(l *slog.Logger) { l.Info("read " + secret + " now") },
			"allowed key":    func(l *slog.Logger) { l.Info("m", "op", "read "+secret+", now") },
			"alone":          func(l *slog.Logger) { l.Info("m", "op", secret) },
			"error":          func(l *slog.Logger) { l.Info("m", "error", fmt.Errorf("x: %s: y", secret)) },
			"other key":      func(l *slog.Logger) { l.Info("m", "name", secret) },
			"group":          func(l *slog.Logger) { l.Info("m", slog.Group("g", "op", secret, "name", secret)) },
			"with":           func(l *slog.Logger) { l.With("op", secret).WithGroup("g").Info("m", "number", secret) },
			"struct":         func(l *slog.Logger) { l.Info("m", "op", struct{ A string }{secret}) },
			"bytes":          func(l *slog.Logger) { l.Info("m", "photo", []byte(secret)) },
			"key":            func(l *slog.Logger) { l.Info("m", secret, 1) },
			"value's own":    func(l *slog.Logger) { l.Info("m", "op", valuer(secret)) },
			"missing value":  func(l *slog.Logger) { l.Info("m", slog.String("!BADKEY", secret)) },
			"beside an id":   func(l *slog.Logger) { l.Info("m", "op", uuid.NewString()+" "+secret) },
			"in a coded one": func(l *slog.Logger) { l.Info("m", "error", model.Fail(model.CodeDamaged, errors.New(secret))) },
		} {
			line, _ := logged(t, write)
			plain, _ := json.Marshal(secret)
			if strings.Contains(line, secret) || strings.Contains(line, strings.Trim(string(plain), `"`)) || strings.Contains(line, "zhangsan") {
				t.Errorf("%s as %s: %s", name, way, line)
			}
		}
	}
}

type valuer string

func (v valuer) LogValue() slog.Value { return slog.StringValue(string(v)) }

// What must stay: a log that says nothing is of no use.
func TestLogKeeps(t *testing.T) {
	id := uuid.MustParse("12345678-1234-4123-8123-123456789012") // digits alone
	at := time.Date(2026, 11, 23, 6, 2, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		key   string
		value any
		want  any
	}{
		"an id":           {"case", id, id.String()},
		"an id in words":  {"op", "case " + id.String() + " stored", "case " + id.String() + " stored"},
		"a code":          {"code", model.CodeDiskFull, "disk-full"},
		"a small number":  {"count", 128, 128.0},
		"a size":          {"bytes", int64(20 << 20), float64(20 << 20)},
		"a part":          {"ms", 0.25, 0.25},
		"no number":       {"ms", math.NaN(), "NaN"},
		"an identity one": {"count", 440308199506181014, hidden},
		"unsigned":        {"count", uint64(440308199506181014), hidden},
		"as a float":      {"count", 440308199506181014.0, hidden},
		"of 15 digits":    {"count", 440308950618101, hidden},
		"a telephone":     {"count", 13800001234, hidden},
		"a duration":      {"took", 90 * time.Hour, float64(90 * time.Hour)},
		"yes":             {"demo", true, true},
		"a time":          {"op", at, "2026-11-23T06:02:00Z"},
		"a page":          {"page", "bind/front", "bind/front"},
		"a version":       {"version", "2.8.1", "2.8.1"},
		"nothing":         {"error", nil, "<nil>"},
		"other keys":      {"colour", "red", hidden},
	} {
		line, m := logged(t, func(l *slog.Logger) { l.Info("m", c.key, c.value) })
		if m[c.key] != c.want {
			t.Errorf("%s: %v, want %v in %s", name, m[c.key], c.want, line)
		}
	}
	_, m := logged(t, func(l *slog.Logger) { l.Warn("store rebuilt") })
	if m["msg"] != "store rebuilt" || m["level"] != "WARN" || m["time"] == nil {
		t.Errorf("message, level or time is missing: %v", m)
	}
}

func TestLogErrors(t *testing.T) {
	path := &fs.PathError{Op: "open", Path: "/home/zhang san/a.jpg", Err: fs.ErrNotExist}
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"a path with a space": {path, "open [redacted]: file does not exist"},
		"wrapped":             {fmt.Errorf("photo: %w", path), "photo: open [redacted]: file does not exist"},
		"joined":              {errors.Join(errors.New("first"), path), "first\nopen [redacted]: file does not exist"},
		"coded":               {model.Fail(model.CodeUnreadable, path), "unreadable: open [redacted]: file does not exist"},
		"coded further in":    {fmt.Errorf("import: %w", model.ErrTooLarge), "too-large: import: too-large"},
		"two paths": {
			&os.LinkError{Op: "rename", Old: "/a b/c", New: "d e/f", Err: fs.ErrPermission},
			"rename [redacted] [redacted]: permission denied",
		},
		"a short path": {&fs.PathError{Op: "stat", Path: ".", Err: errors.New("v1.2 is old")}, "stat .: v1.2 is old"},
	} {
		if _, m := logged(t, func(l *slog.Logger) { l.Error("m", "error", c.err) }); m["error"] != c.want {
			t.Errorf("%s: %q, want %q", name, m["error"], c.want)
		}
	}
}

// FuzzLog hides a number in any text and looks for it in the log.
func FuzzLog(f *testing.F) {
	for _, s := range []string{"", "x", "1", "-", " ", "\u200b", "/a/", "张", "é", "\xff"} {
		f.Add(s, s)
	}
	const number = "440308199506181014"
	f.Fuzz(func(t *testing.T, before, after string) {
		var b bytes.Buffer
		Logger(&b).Info(before+number+after, "op", before+number+after, "error", errors.New(before+number+after))
		if bytes.Contains(b.Bytes(), []byte(number)) {
			t.Fatalf("%q is in %s", number, b.String())
		}
	})
}
