package model_test

import (
	"strings"
	"testing"
	"time"

	"truename/model"
)

// passing is a submission of asRead with photographs in order, edited before it
// is sealed.
func passing(t *testing.T, edit func(*model.Draft)) model.Submission {
	t.Helper()
	d := asRead()
	d.Front.Report.Findings = []model.Finding{{Code: "blur", Weight: model.Passed, Value: 2.5, Limit: 1.25}}
	d.Back.Report.Findings = []model.Finding{{Code: "cut", Weight: model.Passed, Value: 0, Limit: 0.004}}
	edit(&d)
	s, err := model.Seal(d, model.Sealing{At: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC), Language: "zh", Rules: rules})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A binding is clear if nothing was found and each field was read as it was
// typed; whatever else is for a person.
func TestAutoCheck(t *testing.T) {
	finding := func(w model.Weight) func(*model.Draft) {
		return func(d *model.Draft) {
			d.Front.Report.Findings = append(d.Front.Report.Findings, model.Finding{Code: "copy", Weight: w})
		}
	}
	for name, c := range map[string]struct {
		edit  func(*model.Draft)
		clear bool
	}{
		"all in order":          {func(*model.Draft) {}, true},
		"one more check passes": {finding(model.Passed), true},
		"a notice":              {finding(model.Notice), false},
		"a fault":               {finding(model.Fault), false},
		"manual review":         {func(d *model.Draft) { d.Back.Manual = true }, false},
		"never looked at":       {func(d *model.Draft) { d.Front.Report.Findings = nil }, false},
		"the name was not read": {func(d *model.Draft) { delete(d.Front.Reading, model.ReadName) }, false},
		"another name":          {func(d *model.Draft) { d.Name = "张山" }, false},
		"a rare character":      {func(d *model.Draft) { d.Front.Reading[model.ReadName] = field("张?") }, false},
		"the number was not":    {func(d *model.Draft) { delete(d.Front.Reading, model.ReadNumber) }, false},
		"the sex was not":       {func(d *model.Draft) { delete(d.Front.Reading, model.ReadSex) }, false},
		"the birth was not":     {func(d *model.Draft) { delete(d.Front.Reading, model.ReadBirth) }, false},
		"the first day was not": {func(d *model.Draft) { delete(d.Back.Reading, model.ReadFrom) }, false},
		"the last day was not":  {func(d *model.Draft) { delete(d.Back.Reading, model.ReadUntil) }, false},
		"another last day":      {func(d *model.Draft) { d.Back.Reading[model.ReadUntil] = model.ReadField{Text: "2031-06-18"} }, false},
		"a digit was corrected": {func(d *model.Draft) {
			d.Front.Reading[model.ReadNumber] = corrected(field("440308199506181014"), "44030819950618I014")
		}, false},
	} {
		s := passing(t, c.edit)
		if found, clear := model.AutoCheck(s, rules); clear != c.clear {
			t.Errorf("%s: clear %v, found %+v", name, clear, found)
		}
	}
	s := passing(t, func(*model.Draft) {})
	late := rules
	late.Today = rules.Today.AddDays(20 * 365)
	if _, clear := model.AutoCheck(s, late); clear {
		t.Error("a card that has expired since is clear")
	}
	s.Kind = model.Unbind
	if _, clear := model.AutoCheck(s, rules); clear {
		t.Error("a request is clear")
	}
}

// The protocol names each check with its value and limit, and each field that
// was read as typed, and nothing of what was typed.
func TestProtocol(t *testing.T) {
	s := passing(t, func(*model.Draft) {})
	found, _ := model.AutoCheck(s, rules)
	text := model.Protocol(found)
	for _, want := range []string{"front blur 2.5 1.25", "back cut 0 0.004", "read-as-typed name", "read-as-typed number", "read-as-typed until"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q lacks %q", text, want)
		}
	}
	if strings.Contains(text, s.Fields.Name) || strings.Contains(text, s.Fields.Number) {
		t.Errorf("%q tells who it is", text)
	}
}
