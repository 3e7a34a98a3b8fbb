package kit_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"truename/assets"
	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"
)

// words loads both languages.
func words(t *testing.T) map[string]*kit.Words {
	t.Helper()
	out := map[string]*kit.Words{}
	for _, lang := range []string{"zh", "en"} {
		w, err := kit.LoadWords(assets.Text, lang)
		if err != nil {
			t.Fatal(err)
		}
		out[lang] = w
	}
	return out
}

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

// TestLanguagesAgree: both have the same keys, with the same placeholders.
func TestLanguagesAgree(t *testing.T) {
	all := words(t)
	for lang, other := range map[string]string{"zh": "en", "en": "zh"} {
		for _, key := range all[lang].Keys() {
			if !all[other].Has(key) {
				t.Errorf("%s has %q, %s does not", lang, key, other)
				continue
			}
			here := slices.Sorted(slices.Values(placeholder.FindAllString(all[lang].T(key), -1)))
			there := slices.Sorted(slices.Values(placeholder.FindAllString(all[other].T(key), -1)))
			if !slices.Equal(slices.Compact(here), slices.Compact(there)) {
				t.Errorf("%s: %v in %s, %v in %s", key, here, lang, there, other)
			}
		}
	}
}

// constants lists the string constants of a Go file whose name has a prefix.
func constants(t *testing.T, file, prefix string) map[string]string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		for i := 0; ok && i < len(spec.Names) && i < len(spec.Values); i++ {
			lit, isLit := spec.Values[i].(*ast.BasicLit)
			if isLit && lit.Kind == token.STRING && strings.HasPrefix(spec.Names[i].Name, prefix) {
				out[spec.Names[i].Name], _ = strconv.Unquote(lit.Value)
			}
		}
		return true
	})
	if len(out) == 0 {
		t.Fatalf("no constants %s… in %s", prefix, file)
	}
	return out
}

// good reports a text that is a sentence: not its own key, no placeholder left.
func good(t *testing.T, lang, what, text, key string) {
	t.Helper()
	if text == "" || text == key || strings.HasPrefix(text, key+".") || placeholder.MatchString(text) {
		t.Errorf("%s: %s: %q", lang, what, text)
	}
}

func TestEveryFailureHasAText(t *testing.T) {
	for lang, w := range words(t) {
		for name, code := range constants(t, "../../model/errors.go", "Code") {
			text := w.Say(&model.Error{Code: model.Code(code), Wait: 1500 * time.Millisecond})
			good(t, lang, name, text, "error."+code)
			if text == w.Say(errors.New("unknown")) {
				t.Errorf("%s: %s is said as an unknown failure", lang, name)
			}
		}
	}
}

// TestEveryNameHasAText: what screens put together from a code of the model or
// of the look.
func TestEveryNameHasAText(t *testing.T) {
	var keys []string
	for _, page := range model.Pages {
		keys = append(keys, "page."+page)
	}
	for _, kind := range model.RequestKinds {
		keys = append(keys, "request."+string(kind)+".title", "request."+string(kind)+".lead", "kind."+string(kind), "status.event.then."+string(kind))
		for _, reason := range model.RequestReasons[kind] {
			keys = append(keys, "request.reason."+reason)
		}
		for _, r := range model.ReasonsFor(kind, model.Refuse) {
			keys = append(keys, "reason."+r.Code)
		}
	}
	for _, field := range []string{model.FieldReason, model.FieldText, model.FieldContact} {
		keys = append(keys, "field."+field)
	}
	for _, tone := range kit.Tones {
		keys = append(keys, "shell.tone."+string(tone))
	}
	for _, scale := range kit.Scales {
		keys = append(keys, "shell.scale."+string(scale))
	}
	for lang, w := range words(t) {
		for _, key := range keys {
			good(t, lang, key, w.T(key), key)
		}
		for _, p := range []model.Problem{
			{Field: model.FieldReason, Code: model.ProblemMissing}, {Field: model.FieldText, Code: model.ProblemTooLong},
			{Field: model.FieldText, Code: model.ProblemControl}, {Field: model.FieldContact, Code: model.ProblemPhone},
		} {
			good(t, lang, p.Field, w.Problem(p), "problem."+p.Code)
		}
	}
}

func TestSay(t *testing.T) {
	w := words(t)["en"]
	if got := w.Say(fmt.Errorf("wrapped: %w", &model.Error{Code: model.CodeThrottled, Wait: 1500 * time.Millisecond})); !strings.Contains(got, "2 seconds") {
		t.Errorf("a wait of 1.5 s is said as %q", got)
	}
	first, second := w.Say(errors.New("some cause")), w.Say(errors.New("other cause"))
	number := regexp.MustCompile(`number \d{6}`)
	if !number.MatchString(first) || first == second {
		t.Errorf("two causes are said as %q and %q", first, second)
	}
	if again := w.Say(errors.New("some cause")); again != first {
		t.Errorf("drawn anew it has another number: %q, %q", first, again)
	}
	if strings.Contains(first, "cause") {
		t.Errorf("the cause is told to people: %q", first)
	}
}

// TestEveryProblemHasAText: each code where it can stand.
func TestEveryProblemHasAText(t *testing.T) {
	var problems []model.Problem
	for _, code := range idcard.Codes() {
		if code.IsError() {
			problems = append(problems, model.Problem{Field: model.FieldNumber, Code: string(code)}, model.Problem{Field: model.FieldGuardian, Code: string(code)})
		}
	}
	for _, field := range constants(t, "../../model/draft.go", "Field") {
		for _, code := range []string{model.ProblemMissing, model.ProblemUnchanged} {
			problems = append(problems, model.Problem{Field: field, Code: code})
		}
	}
	known := slices.Collect(maps.Values(constants(t, "../../model/draft.go", "Problem")))
	for _, p := range []model.Problem{
		{Field: model.FieldFront, Code: model.ProblemRetake}, {Field: model.FieldBack, Code: model.ProblemRetake},
		{Field: model.FieldBack, Code: model.ProblemSamePhoto}, {Field: model.FieldFront, Code: model.ProblemSamePhoto},
		{Field: model.FieldPhone, Code: model.ProblemPhone},
	} {
		problems = append(problems, p)
	}
	for _, code := range known {
		if !slices.ContainsFunc(problems, func(p model.Problem) bool { return p.Code == code }) {
			t.Errorf("the problem %s is not tested", code)
		}
	}
	for lang, w := range words(t) {
		for _, p := range problems {
			good(t, lang, p.Field+" "+p.Code, w.Problem(p), "problem."+p.Code)
		}
	}
}

func TestEveryReasonHasAText(t *testing.T) {
	for lang, w := range words(t) {
		for _, r := range append(slices.Clone(model.Reasons), model.RefusalReasons...) {
			good(t, lang, r.Code, w.Reason(r), "reason."+r.Code)
			if r.Field != "" {
				good(t, lang, r.Field, w.T("field."+r.Field), "field."+r.Field)
			}
		}
		if got := w.Reason(model.Reason{Code: "front-blur", Text: "own words"}); got != "own words" {
			t.Errorf("%s: the reviewer's words are %q", lang, got)
		}
		for _, s := range model.Statuses {
			good(t, lang, string(s), w.T("status."+string(s)), "status."+string(s))
		}
		for _, what := range []string{"received", "corrected", "approved", "returned", "refused", "withdrawn"} {
			good(t, lang, what, w.T("status.event."+what), "status.event."+what)
		}
	}
}

func TestDates(t *testing.T) {
	all := words(t)
	day := idcard.Date{Year: 2026, Month: time.November, Day: 23}
	night := time.Date(2026, 11, 23, 22, 30, 0, 0, time.UTC) // already the 24th in China
	for name, c := range map[string]struct{ got, want string }{
		"day zh":    {all["zh"].Day(day), "11月23日（周一）"},
		"day en":    {all["en"].Day(day), "Mon 23 November"},
		"date zh":   {all["zh"].Date(day), "2026年11月23日"},
		"date en":   {all["en"].Date(day), "23 November 2026"},
		"moment zh": {all["zh"].Moment(night), "11月24日（周二） 06:30"},
		"moment en": {all["en"].Moment(night), "Tue 24 November 06:30"},
		"no day":    {all["zh"].Day(idcard.Date{}), "—"},
		"no date":   {all["en"].Date(idcard.Date{}), "—"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", name, c.got, c.want)
		}
	}
	for lang, w := range all {
		for d := range 366 {
			for _, text := range []string{w.Day(day.AddDays(d)), w.Date(day.AddDays(d))} {
				if strings.Contains(text, "month.") || strings.Contains(text, "weekday.") || strings.Contains(text, "{") {
					t.Fatalf("%s: %s", lang, text)
				}
			}
		}
	}
}

func TestT(t *testing.T) {
	w, err := kit.LoadWords(fstest.MapFS{"zh/a.json": {Data: []byte(`{"a":"{x}{y}{x}"}`)}, "zh/b.json": {Data: []byte(`{"b":"b"}`)}}, "zh")
	if err != nil {
		t.Fatal(err)
	}
	if got := w.T("a", "x", 1, "y", "二"); got != "1二1" {
		t.Errorf("filled in: %q", got)
	}
	if got := w.T("missing"); got != "missing" || w.Has("missing") || !w.Has("b") || len(w.Keys()) != 2 {
		t.Errorf("missing is %q among %q", got, w.Keys())
	}
	for name, fsys := range map[string]fstest.MapFS{
		"no language": {"en/a.json": {Data: []byte(`{}`)}}, "not JSON": {"zh/a.json": {Data: []byte(`{`)}}, "not texts": {"zh/a.json": {Data: []byte(`{"a":1}`)}},
	} {
		if _, err := kit.LoadWords(fsys, "zh"); err == nil {
			t.Errorf("%s: no failure", name)
		}
	}
}
