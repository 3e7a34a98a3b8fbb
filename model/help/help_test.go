package help

import (
	"io/fs"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"unicode"
	"unicode/utf8"

	"truename/model"
)

// texts is the real folder of texts.
var texts = os.DirFS("../../assets/text")

func load(t *testing.T, lang string) Help {
	t.Helper()
	h, err := Load(texts, lang)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestBothLanguagesAgree(t *testing.T) {
	zh, en := load(t, "zh"), load(t, "en")
	if len(zh.Questions) < 15 || len(zh.Questions) != len(en.Questions) {
		t.Fatalf("%d and %d questions, want the same and at least 15", len(zh.Questions), len(en.Questions))
	}
	for i, q := range zh.Questions {
		if e := en.Questions[i]; q.ID != e.ID || !slices.Equal(q.Pages, e.Pages) {
			t.Errorf("question %d is %s %v in zh and %s %v in en", i+1, q.ID, q.Pages, e.ID, e.Pages)
		}
	}
	gotos := func(s []model.Step) (out []string) {
		for _, step := range s {
			out = append(out, step.Goto)
		}
		return out
	}
	want := []string{"me", "me", "me/services", "me/services", "me/more", "bind/start", "status"}
	for lang, h := range map[string]Help{"zh": zh, "en": en} {
		if got := gotos(h.Guide.Steps); !slices.Equal(got, want) {
			t.Errorf("%s: steps go to %v, want %v", lang, got, want)
		}
		if len(h.Guide.Notes) != 3 || len(h.Guide.Why) != 3 {
			t.Errorf("%s: %d notes and %d reasons, want 3 and 3", lang, len(h.Guide.Notes), len(h.Guide.Why))
		}
	}
}

func TestAnswersAreShort(t *testing.T) {
	for _, q := range load(t, "zh").Questions {
		if n := utf8.RuneCountInString(q.Answer); n > 80 {
			t.Errorf("zh %s: %d characters, at most 80", q.ID, n)
		}
	}
	for _, q := range load(t, "en").Questions {
		if n := len(strings.Fields(q.Answer)); n > 60 {
			t.Errorf("en %s: %d words, at most 60", q.ID, n)
		}
	}
}

func TestLanguagesAreNotMixed(t *testing.T) {
	for _, q := range load(t, "zh").Questions {
		if !strings.ContainsFunc(q.Title+q.Answer, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("zh %s has no Chinese", q.ID)
		}
	}
	en := load(t, "en")
	all := en.Guide.Intro + en.Guide.Summary
	for _, s := range slices.Concat(en.Guide.Steps, en.Guide.Notes, en.Guide.Why) {
		all += s.Title + s.Body
	}
	for _, q := range en.Questions {
		all += strings.ReplaceAll(q.Title, "长期", "") + q.Answer // the word as it is printed on the card
	}
	if i := strings.IndexFunc(all, func(r rune) bool { return unicode.Is(unicode.Han, r) }); i >= 0 {
		t.Errorf("en has Chinese: …%s", all[i:min(i+12, len(all))])
	}
}

// WeChat's name stands where the guide tells its steps, and where we say that
// we are not it. Nothing may read as if we were.
func TestWhereWeChatIsNamed(t *testing.T) {
	for lang, names := range map[string][]string{"zh": {"微信", "腾讯"}, "en": {"WeChat", "Tencent"}} {
		for _, q := range load(t, lang).Questions {
			for _, name := range names {
				if strings.Contains(q.Title+q.Answer, name) != (q.ID == "is-this-wechat") {
					t.Errorf("%s %s: %s is named where it should not be, or not where it should", lang, q.ID, name)
				}
			}
		}
		g := load(t, lang).Guide
		if !strings.Contains(g.Intro, names[0]) || !strings.Contains(g.Intro, names[1]) {
			t.Errorf("%s: the intro does not say that we are independent", lang)
		}
		for _, s := range slices.Concat(g.Why, []model.Step{{Body: g.Summary}}) {
			if strings.Contains(s.Title+s.Body, names[0]) {
				t.Errorf("%s: %q names %s", lang, s.Title, names[0])
			}
		}
		for i, s := range g.Steps {
			if !strings.Contains(s.Body, names[0]) {
				t.Errorf("%s: step %d does not say where it is in %s", lang, i+1, names[0])
			}
		}
	}
}

// small are texts that load, to break one at a time.
func small() fstest.MapFS {
	guide := "# G\n\nIntro\n\n## S {id=steps}\n### One {goto=me}\nBody\n## N {id=notes}\n### N\nb\n## W {id=why}\n### W\nb\n## Sum {id=summary}\nEnd\n"
	return fstest.MapFS{
		"zh/guide.md":     {Data: []byte(guide)},
		"en/guide.md":     {Data: []byte(guide)},
		"zh/questions.md": {Data: []byte("# Q\n\n## 题 {id=a pages=me,bind/front}\n\n甲\n\n\n乙\n")},
		"en/questions.md": {Data: []byte("## T {id=a}\r\nA\r\n")},
		"zh/fixes.md":     {Data: []byte("## 修 {id=fix-x pages=bind/front}\n丁\n")},
		"en/fixes.md":     {Data: []byte("## F {id=fix-x pages=bind/front}\nB\n")},
	}
}

func TestLoad(t *testing.T) {
	h, err := Load(small(), "zh")
	if err != nil {
		t.Fatal(err)
	}
	one := func(title, goal string) []model.Step { return []model.Step{{Title: title, Body: "b", Goto: goal}} }
	want := model.Guide{
		Intro: "Intro", Steps: []model.Step{{Title: "One", Body: "Body", Goto: "me"}},
		Notes: one("N", ""), Why: one("W", ""), Summary: "End",
	}
	if !reflect.DeepEqual(h.Guide, want) {
		t.Errorf("guide %+v, want %+v", h.Guide, want)
	}
	q := model.Question{ID: "a", Title: "题", Answer: "甲\n\n乙", Pages: []string{"me", "bind/front"}}
	if !reflect.DeepEqual(h.Questions, []model.Question{q}) {
		t.Errorf("questions %+v, want %+v", h.Questions, q)
	}
}

// What the attribute also names is found, and shown nowhere.
func TestLoadAlso(t *testing.T) {
	fsys := small()
	fsys["zh/questions.md"].Data = []byte("## 题 {id=a also=失败,驳回}\n甲\n## 问 {id=b}\n乙\n")
	fsys["en/questions.md"].Data = []byte("## T {id=a}\nA\n## U {id=b also=wifi pages=me}\nB\n")
	for _, lang := range Languages {
		h, err := Load(fsys, lang)
		if err != nil {
			t.Fatal(err)
		}
		for query, want := range map[string]string{"失败": "a", "驳回": "a", "bohui": "a", "sb": "a", "wifi": "b", "Wi": "b"} {
			if got := ids(h.Search(query, "", 0)); !slices.Equal(got, []string{want}) {
				t.Errorf("%s %s: %v, want %s", lang, query, got, want)
			}
		}
		for _, q := range h.Questions {
			if strings.Contains(q.Title+q.Answer, "失败") || strings.Contains(q.Title+q.Answer, "wifi") {
				t.Errorf("%s: %+v", lang, q)
			}
		}
	}
}

// Load gives the same while the texts are the same, and not when they change.
func TestLoadAgain(t *testing.T) {
	fsys := small()
	first, again := mustLoad(t, fsys), mustLoad(t, fsys)
	if &first.Questions[0] != &again.Questions[0] || first.index() != again.index() {
		t.Error("loaded again, it was parsed again")
	}
	if got := ids(first.Search("xin", "", 0)); len(got) > 0 {
		t.Errorf("xin finds %v", got)
	}
	fsys["zh/questions.md"] = &fstest.MapFile{Data: []byte("## 新 {id=new}\n丙\n")}
	if got := mustLoad(t, fsys); !slices.Equal(ids(got.Search("xin", "", 0)), []string{"new"}) {
		t.Errorf("after a change: %+v", got.Questions)
	}
	fsys["zh/questions.md"].Data = []byte("nothing")
	if _, err := Load(fsys, "zh"); model.CodeOf(err) != model.CodeUnreadable {
		t.Errorf("after damage: %v", err)
	}
	if got := ids(first.Questions); !slices.Equal(got, []string{"a"}) {
		t.Errorf("what was loaded first is now %v", got)
	}
}

func mustLoad(t *testing.T, fsys fs.FS) Help {
	t.Helper()
	h, err := Load(fsys, "zh")
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// Two screens may search at once.
func TestSearchAtOnce(t *testing.T) {
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			h, err := Load(texts, Languages[i%2])
			if err != nil {
				t.Error(err)
				return
			}
			if got := ids(h.Search("jiebang", "", 1)); !slices.Equal(got, []string{"unbind"}) {
				t.Errorf("jiebang finds %v", got)
			}
		})
	}
	wg.Wait()
}

func TestLoadRefuses(t *testing.T) {
	if _, err := Load(small(), "fr"); model.CodeOf(err) != model.CodeUsage {
		t.Errorf("French: %v, want usage", err)
	}
	for name := range small() {
		fsys := small()
		delete(fsys, name)
		_, zh := Load(fsys, "zh")
		_, en := Load(fsys, "en")
		if zh == nil && en == nil {
			t.Errorf("loads without %s", name)
		}
	}
	for name, c := range map[string]struct{ file, old, new string }{
		"no summary":               {"guide", "## Sum {id=summary}\nEnd", ""},
		"an empty summary":         {"guide", "End", ""},
		"no intro":                 {"guide", "Intro", ""},
		"a step without text":      {"guide", "Body", ""},
		"an unknown part":          {"guide", "id=notes", "id=note"},
		"a part twice":             {"guide", "id=why", "id=steps"},
		"an attribute twice":       {"guide", "{goto=me}", "{goto=me goto=me}"},
		"an attribute of nothing":  {"guide", "{goto=me}", "{goto=}"},
		"a heading without a name": {"guide", "### One {goto=me}", "### {goto=me}"},
		"a heading too deep":       {"guide", "### One", "#### One"},
		"braces that do not close": {"guide", "{goto=me}", "{goto=me"},
		"text before all":          {"guide", "# G", "Hello\n# G"},
		"not UTF-8":                {"guide", "Body", "\xff"},
		"a question without id":    {"questions", "id=a ", ""},
		"an id twice":              {"questions", "# Q", "# Q\n## 二 {id=a}\n丙"},
		"a question at the third":  {"questions", "## 题", "### 题"},
		"no answer":                {"questions", "甲\n\n\n乙", ""},
		"a file of headings alone": {"questions", "## 题 {id=a pages=me,bind/front}\n\n甲\n\n\n乙\n", ""},
	} {
		fsys := small()
		file := "zh/" + c.file + ".md"
		s := string(fsys[file].Data)
		if !strings.Contains(s, c.old) {
			t.Fatalf("%s: nothing to replace", name)
		}
		fsys[file] = &fstest.MapFile{Data: []byte(strings.Replace(s, c.old, c.new, 1))}
		if h, err := Load(fsys, "zh"); model.CodeOf(err) != model.CodeUnreadable {
			t.Errorf("%s: %v, want unreadable; got %+v", name, err, h)
		}
	}
}

// FuzzParse feeds both readers: they never panic, and what they accept is whole.
func FuzzParse(f *testing.F) {
	for _, file := range slices.Sorted(maps.Keys(small())) {
		f.Add(string(small()[file].Data))
	}
	f.Add("## a {id=b}\n## ")
	f.Fuzz(func(t *testing.T, s string) {
		questions, err := ParseQuestions(strings.NewReader(s))
		for _, q := range questions {
			if q.ID == "" || q.Title == "" || q.Answer == "" || strings.TrimSpace(q.Title) != q.Title {
				t.Fatalf("accepted %+v", q)
			}
		}
		if err == nil && len(questions) == 0 {
			t.Fatal("accepted no questions")
		}
		guide, err := ParseGuide(strings.NewReader(s))
		if err == nil && (guide.Intro == "" || guide.Summary == "" || len(guide.Steps) == 0) {
			t.Fatalf("accepted %+v", guide)
		}
		Help{Questions: questions}.Search(s, s, 3)
	})
}
