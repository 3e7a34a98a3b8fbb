// Package help holds the guide and the questions with their answers, and
// searches them. Both are Markdown files in the folder of texts,
// zh/guide.md, zh/questions.md and the same under en; see markdown.go for the
// little of Markdown that they use.
package help

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"truename/model"
)

// maxBytes is more than any of the files will ever need.
const maxBytes = 1 << 20

// Languages are those in which the texts exist.
var Languages = []string{"zh", "en"}

// A Help is the guide and the questions in one language.
type Help struct {
	Guide     model.Guide
	Questions []model.Question // in the order of the file

	other map[string]string // by id: the same in the other languages, for Search alone
}

// Load reads the texts of language lang ("zh" or "en") from the folder of texts
// (assets.Text). The questions of the other language are read too: Search finds
// a question by the words of either.
func Load(fsys fs.FS, lang string) (Help, error) {
	h := Help{other: map[string]string{}}
	found := false
	for _, l := range Languages {
		questions, err := read(fsys, l+"/questions.md", ParseQuestions)
		if err != nil {
			return Help{}, err
		}
		if l == lang {
			h.Questions, found = questions, true
			continue
		}
		for _, q := range questions {
			h.other[q.ID] += q.Title + "\n" + q.Answer + "\n"
		}
	}
	if !found {
		return Help{}, model.Fail(model.CodeUsage, errors.New("help: no such language"))
	}
	var err error
	h.Guide, err = read(fsys, lang+"/guide.md", ParseGuide)
	return h, err
}

func read[T any](fsys fs.FS, name string, parse func(io.Reader) (T, error)) (T, error) {
	var none T
	f, err := fsys.Open(name)
	if err != nil {
		return none, model.Fail(model.CodeUnreadable, fmt.Errorf("help: %s cannot be opened", name))
	}
	defer f.Close()
	v, err := parse(f)
	if err != nil {
		return none, model.Fail(model.CodeUnreadable, fmt.Errorf("help: %s: %w", name, err))
	}
	return v, nil
}

// ParseQuestions reads questions: each heading of the second level is one, with
// a stable id and the pages it is related to; the text below is the answer. The
// heading of the first level is for who reads the file.
//
//	## How long does the review take? {id=how-long pages=status,bind/check}
func ParseQuestions(r io.Reader) ([]model.Question, error) {
	sections, err := parse(r)
	if err != nil {
		return nil, err
	}
	var out []model.Question
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
		out = append(out, model.Question{ID: id, Title: s.title, Answer: s.body, Pages: list(s.attr["pages"])})
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
