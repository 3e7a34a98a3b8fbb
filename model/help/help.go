// Package help holds the guide, the questions with their answers, and how to
// fix what a finding or a reason names, and searches the latter two. They are
// Markdown files in the folder of texts, zh/guide.md, zh/questions.md,
// zh/fixes.md and the same under en; see markdown.go for the little of Markdown
// that they use. An operator's own questions come over those, see ReadOwn.
package help

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"truename/model"
)

// maxBytes is more than any of the files will ever need.
const maxBytes = 1 << 20

// Languages are those in which the texts exist.
var Languages = []string{"zh", "en"}

// The files of questions in each language: those that people ask, and how to
// fix what was found wrong.
var files = [2]string{"questions.md", "fixes.md"}

// A Help is the guide and the questions in one language. The Help of one text
// may be shared: do not change what is in it.
type Help struct {
	Guide     model.Guide
	Questions []model.Question // in the order of the file
	// Fixes tell how to fix what a finding or a reason names: the id is "fix-" and
	// the code of the finding, or "reason-" and that of the reason.
	Fixes []model.Question

	index func() [2]*index // of Questions and of Fixes; nil: Search makes them
}

// An entry is a question with what else it is found by, which is not shown.
type entry struct {
	model.Question
	also []string // words of the attribute also
}

// Load reads the texts of language lang ("zh" or "en") from the folder of texts
// (assets.Text). The questions of the other language are read too: Search finds
// a question by the words of either.
//
// It may be called at every key that is pressed: as long as the texts are the
// same, it gives what it gave before, and Search has its index ready.
//
// Errors: model.CodeUsage for a language that is not there, CodeUnreadable for
// a text that is missing or wrong.
func Load(fsys fs.FS, lang string) (Help, error) { return Own(nil).Load(fsys, lang) }

// Load is the function Load with the questions of an operator over those of the
// folder.
func (o Own) Load(fsys fs.FS, lang string) (Help, error) {
	if !slices.Contains(Languages, lang) {
		return Help{}, model.Fail(model.CodeUsage, errors.New("help: no such language"))
	}
	texts, err := read(fsys, lang)
	if err != nil {
		return Help{}, err
	}
	for name, text := range o {
		texts[ownPrefix+name] = text
	}
	return loaded.help(lang, texts)
}

// sources are files by name.
type sources map[string]string

// read reads the guide in lang and the questions in every language.
func read(fsys fs.FS, lang string) (sources, error) {
	names := []string{lang + "/guide.md"}
	for _, l := range Languages {
		for _, file := range files {
			names = append(names, l+"/"+file)
		}
	}
	out := sources{}
	for _, name := range names {
		b, err := readFile(fsys, name)
		if err != nil {
			return nil, model.Fail(model.CodeUnreadable, fmt.Errorf("help: %s cannot be read", name))
		}
		out[name] = string(b)
	}
	return out, nil
}

func readFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxBytes))
}

// parse makes a Help in lang of the texts. The index waits for the first search.
func (t sources) parse(lang string) (h Help, err error) {
	more := map[string]words{}
	for _, l := range Languages {
		lists, err := t.entries(l)
		if err != nil {
			return Help{}, err
		}
		for _, e := range slices.Concat(lists[0], lists[1]) {
			w := more[e.ID]
			w.title += strings.Join(e.also, "\n") + "\n"
			if l != lang {
				w.title += e.Title + "\n"
				w.answer += e.Answer + "\n"
			}
			more[e.ID] = w
		}
		if l == lang {
			h.Questions, h.Fixes = asked(lists[0]), asked(lists[1])
		}
	}
	h.index = sync.OnceValue(func() [2]*index { return h.newIndexes(more) })
	h.Guide, err = take(t, lang+"/guide.md", ParseGuide)
	return h, err
}

func (h Help) newIndexes(more map[string]words) [2]*index {
	return [2]*index{newIndex(h.Questions, more), newIndex(h.Fixes, more)}
}

// entries are those of a language by file, with the operator's over them.
func (t sources) entries(lang string) (lists [2][]entry, err error) {
	for i, file := range files {
		if lists[i], err = take(t, lang+"/"+file, parseQuestions); err != nil {
			return lists, err
		}
	}
	for i, file := range files {
		name := ownPrefix + lang + "/" + file
		if t[name] == "" {
			continue
		}
		own, err := take(t, name, parseQuestions)
		if err != nil {
			return lists, err
		}
		for _, e := range own {
			overlay(&lists, i, e)
		}
	}
	return lists, nil
}

func asked(entries []entry) (out []model.Question) {
	for _, e := range entries {
		out = append(out, e.Question)
	}
	return out
}

// take parses the text of that name.
func take[T any](t sources, name string, parse func(io.Reader) (T, error)) (T, error) {
	v, err := parse(strings.NewReader(t[name]))
	if err != nil {
		var none T
		return none, model.Fail(model.CodeUnreadable, fmt.Errorf("help: %s: %w", name, err))
	}
	return v, nil
}

// loaded is what Load gave last, by language.
var loaded cache

// A cache keeps one Help a language, with the texts it was made of.
type cache struct {
	mu   sync.Mutex
	from map[string]sources
	made map[string]Help
}

func (c *cache) help(lang string, t sources) (Help, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if maps.Equal(c.from[lang], t) {
		return c.made[lang], nil
	}
	h, err := t.parse(lang)
	if err != nil {
		return Help{}, err
	}
	if c.from == nil {
		c.from, c.made = map[string]sources{}, map[string]Help{}
	}
	c.from[lang], c.made[lang] = t, h
	return h, nil
}

// ParseQuestions reads questions: each heading of the second level is one, with
// a stable id, the pages it is related to, and words that are not in the text
// but lead to it in a search, in any language; the text below is the answer. The
// heading of the first level is for who reads the file.
//
//	## How long does the review take? {id=how-long pages=status,bind/check also=days,wait}
func ParseQuestions(r io.Reader) ([]model.Question, error) {
	entries, err := parseQuestions(r)
	return asked(entries), err
}

func parseQuestions(r io.Reader) ([]entry, error) {
	sections, err := parse(r)
	if err != nil {
		return nil, err
	}
	var out []entry
	seen := map[string]bool{}
	for _, s := range sections {
		if s.level == 1 && len(out) == 0 {
			continue
		}
		id := s.attr["id"]
		if s.level != 2 || id == "" || seen[id] || s.body == "" {
			return nil, fmt.Errorf("line %d: a question needs ##, an id of its own and an answer", s.line)
		}
		seen[id] = true
		q := model.Question{ID: id, Title: s.title, Answer: s.body, Pages: list(s.attr["pages"])}
		out = append(out, entry{q, list(s.attr["also"])})
	}
	if len(out) == 0 {
		return nil, errors.New("no questions")
	}
	return out, nil
}

// ParseGuide reads the guide: the text under the first heading is the intro;
// the headings of the second level have the ids steps, notes, why and summary;
// those of the third are the steps, notes and reasons, a step with the page
// where it can be done.
//
//	### Go to Payment {goto=me/services}
func ParseGuide(r io.Reader) (model.Guide, error) {
	sections, err := parse(r)
	if err != nil {
		return model.Guide{}, err
	}
	var g model.Guide
	part := ""
	for _, s := range sections {
		if s.level == 2 {
			part = s.attr["id"]
		}
		if err := put(&g, part, s); err != nil {
			return model.Guide{}, fmt.Errorf("line %d: %w", s.line, err)
		}
	}
	if g.Intro == "" || g.Summary == "" || len(g.Steps) == 0 || len(g.Notes) == 0 || len(g.Why) == 0 {
		return model.Guide{}, errors.New("intro, steps, notes, why or summary is missing")
	}
	return g, nil
}

// put adds section s, found in part, to g.
func put(g *model.Guide, part string, s section) error {
	lists := map[string]*[]model.Step{"steps": &g.Steps, "notes": &g.Notes, "why": &g.Why}
	steps := lists[part]
	switch {
	case s.level == 1 && part == "" && g.Intro == "":
		g.Intro = s.body
	case s.level == 2 && part == "summary" && g.Summary == "":
		g.Summary = s.body
	case s.level == 2 && steps != nil && len(*steps) == 0 && s.body == "":
	case s.level == 3 && steps != nil && s.body != "":
		*steps = append(*steps, model.Step{Title: s.title, Body: s.body, Goto: s.attr["goto"]})
	default:
		return errors.New("this heading does not belong here, or its text is missing")
	}
	return nil
}

func list(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' })
}
