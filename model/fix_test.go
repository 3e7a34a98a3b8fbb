package model_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"truename/model"
	"truename/model/idcard"
)

// editable are the fields a person can edit on a page of a revision.
var editable = []string{
	model.FieldFront, model.FieldBack, model.FieldName, model.FieldPhone, model.FieldNumber,
	model.FieldFrom, model.FieldUntil, model.FieldTerm, model.FieldGuardian,
}

// answers change what each reason can be answered with.
var answers = map[string]func(*model.Draft){
	"front":  func(d *model.Draft) { d.Front = model.Photo{JPEG: []byte("new portrait"), Print: 1} },
	"back":   func(d *model.Draft) { d.Back = model.Photo{JPEG: []byte("new emblem"), Print: 1 << 40} },
	"name":   func(d *model.Draft) { d.Name = "张山" },
	"number": func(d *model.Draft) { d.Number = numbered("44030819950618103") },
	"term":   func(d *model.Draft) { d.From, d.Until = "2020-07-18", "2030-07-18" },
	"phone":  func(d *model.Draft) { d.Phone = "13800138000" },
}

func TestFix(t *testing.T) {
	term := []string{"from", "until", "term"}
	for name, c := range map[string]struct {
		codes   []string
		page    string
		open    []string
		want    []string // problems before anything is changed
		answers []string // one of which is enough for a single reason
	}{
		"front":  {[]string{"front-blur"}, "front", []string{"front"}, []string{"front front unchanged"}, []string{"front"}},
		"back":   {[]string{"back-cut"}, "back", []string{"back"}, []string{"back back unchanged"}, []string{"back"}},
		"name":   {[]string{"name-differs"}, "name", []string{"name"}, []string{"name name unchanged"}, []string{"name"}},
		"number": {[]string{"number-differs"}, "number", []string{"number", "guardian"}, []string{"number number unchanged"}, []string{"number"}},
		"term":   {[]string{"term-differs"}, "term", term, []string{"term until unchanged"}, []string{"term"}},
		"expired": {[]string{"expired"}, "term", append([]string{"back"}, term...), []string{"term until unchanged"},
			[]string{"term", "back"}},
		"one field twice": {[]string{"front-blur", "front-glare"}, "front", []string{"front"}, []string{"front front unchanged"}, []string{"front"}},
	} {
		old := ready()
		d := old.Fix(nextID, reasons(c.codes))
		if d.ID != nextID || d.Case != caseID || d.Reference != reference || d.Revision != 2 || d.Page != c.page {
			t.Errorf("%s: %+v", name, d)
		}
		for _, field := range editable {
			if d.Open(field) != slices.Contains(c.open, field) || !old.Open(field) {
				t.Errorf("%s: %s is open: %v, before %v", name, field, d.Open(field), old.Open(field))
			}
		}
		if got := short(d.Problems(rules)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		for field, change := range answers {
			e := d
			change(&e)
			if got := len(e.Problems(rules)) == 0; got != slices.Contains(c.answers, field) {
				t.Errorf("%s answered by %s: %v, %q", name, field, got, short(e.Problems(rules)))
			}
		}
	}
}

// reasons has only codes, as a decision may: the fields follow from them.
func reasons(codes []string) (out []model.Reason) {
	for _, c := range codes {
		out = append(out, model.Reason{Code: c})
	}
	return out
}

func TestEveryReasonLeadsSomewhere(t *testing.T) {
	for _, r := range model.Reasons {
		d := ready().Fix(nextID, []model.Reason{r})
		if d.Page == model.PageCheck || !d.Open(r.Field) || len(d.Problems(rules)) != 1 {
			t.Errorf("%s: page %s, open %v, %q", r.Code, d.Page, d.Open(r.Field), short(d.Problems(rules)))
		}
	}
}

func TestFixOfSeveral(t *testing.T) {
	given := []model.Reason{{Code: "term-differs"}, {Code: "front-blur", Field: "front"}, {Code: "name-differs"}}
	d := ready().Fix(nextID, given)
	if want := []string{"front front unchanged", "name name unchanged", "term until unchanged"}; d.Page != "front" || !slices.Equal(short(d.Problems(rules)), want) {
		t.Errorf("%s %q, want %q", d.Page, short(d.Problems(rules)), want)
	}
	if given[0].Field != "" {
		t.Error("the caller's reasons were changed")
	}
	for _, field := range []string{"term", "front", "name"} {
		answers[field](&d)
	}
	if got := short(d.Problems(rules)); len(got) != 0 {
		t.Errorf("all answered: %q", got)
	}
}

// TestSameInOtherWords: writing a value differently is no change.
func TestSameInOtherWords(t *testing.T) {
	for name, c := range map[string]struct {
		code string
		edit func(*model.Draft)
	}{
		"name":                   {"name-differs", func(d *model.Draft) { d.Name = " 张 三 " }},
		"number":                 {"number-differs", func(d *model.Draft) { d.Number = "440308 19950618 1014" }},
		"term":                   {"term-differs", func(d *model.Draft) { d.From, d.Until = "2020.6.18", "2030年6月18日" }},
		"hyphens and full width": {"number-differs", func(d *model.Draft) { d.Number = "４４０３０８-19950618-1014" }},
		"long-term":              {"term-differs", func(d *model.Draft) { d.Until = " long-term" }},
		"photo":                  {"front-blur", func(d *model.Draft) { d.Front.JPEG = slices.Clone(d.Front.JPEG) }},
	} {
		d := ready()
		if name == "long-term" {
			d.Until = "长期"
		}
		d = d.Fix(nextID, reasons([]string{c.code}))
		c.edit(&d)
		if got := d.Problems(rules); len(got) != 1 || got[0].Code != model.ProblemUnchanged {
			t.Errorf("%s: %v, want unchanged", name, got)
		}
	}
}

func TestOneSentenceAField(t *testing.T) {
	d := ready().Fix(nextID, reasons([]string{"front-blur", "name-differs"}))
	d.Front, d.Name = model.Photo{}, "张3"
	if got, want := short(d.Problems(rules)), []string{"front front missing", "name name E_NAME_CHAR"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestSamePhotoInARevision(t *testing.T) {
	d := ready().Fix(nextID, reasons([]string{"front-blur"}))
	d.Front = model.Photo{JPEG: []byte("the emblem again"), Print: d.Back.Print}
	if got, want := short(d.Problems(rules)), []string{"front front same-photo"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q: the emblem side is not open", got, want)
	}
}

// TestReturnedTelephone: no code of ours returns it, but a reason may.
func TestReturnedTelephone(t *testing.T) {
	for typed, want := range map[string]string{
		"13800138000": "name phone unchanged", "138-0013 8000": "name phone unchanged", "13800138001": "", "138": "name phone phone", "": "",
	} {
		d := ready()
		d.Phone = "138 0013 8000"
		d = d.Fix(nextID, []model.Reason{{Code: "other", Field: model.FieldPhone}})
		d.Phone = typed
		if got := strings.Join(short(d.Problems(rules)), ", "); got != want || d.Page != model.PageName {
			t.Errorf("%q: %q on page %s, want %q", typed, got, d.Page, want)
		}
	}
}

func TestReasonsWithoutAField(t *testing.T) {
	d := ready().Fix(nextID, []model.Reason{{Code: "other"}})
	if d.Page != model.PageCheck || len(d.Problems(rules)) != 0 || d.Open(model.FieldName) || d.Open("") {
		t.Errorf("page %s, %q", d.Page, short(d.Problems(rules)))
	}
}

// TestWiden: what became a problem while the desk worked can be put right.
func TestWiden(t *testing.T) {
	d := ready()
	d.Number, d.From, d.Until = numbered("44030819950618101"), "2016-12-01", "2026-12-01"
	d = d.Fix(nextID, reasons([]string{"name-differs"}))
	later := idcard.Rules{Today: idcard.Date{Year: 2026, Month: 12, Day: 2}}
	if d.Widen(rules).Open("until") {
		t.Error("open although nothing is wrong with it yet")
	}
	w := d.Widen(later)
	if !w.Open("until") || !w.Open("term") || w.Open("front") || !w.Open("name") || d.Open("until") {
		t.Errorf("opened %q", w.Also)
	}
	if again := w.Widen(later); !slices.Equal(again.Also, w.Also) {
		t.Errorf("opened again %q", again.Also)
	}
	if first := ready().Widen(later); len(first.Also) != 0 {
		t.Errorf("a first draft is open as it is: %q", first.Also)
	}
}

// TestReturnFixRevise goes round twice.
func TestReturnFixRevise(t *testing.T) {
	d := ready()
	s, err := model.Seal(d, model.Sealing{At: noon, Rules: rules})
	if err != nil {
		t.Fatal(err)
	}
	head := model.NewHead(s, "m1", false)
	for i, code := range []string{"front-blur", "name-differs"} {
		back := reasons([]string{code})
		head, err = head.Decide(model.Decision{Case: caseID, Verb: model.Return, Version: head.Version, At: noon, Reasons: back})
		if err != nil {
			t.Fatal(err)
		}
		d = d.Fix(nextID, back)
		if _, err := model.Seal(d, model.Sealing{At: noon, Rules: rules}); err == nil {
			t.Errorf("round %d: sealed although nothing was changed", i)
		}
		answers[d.Only[0].Field](&d)
		if s, err = model.Seal(d, model.Sealing{At: noon, Rules: rules}); err != nil {
			t.Fatal(err)
		}
		if head, err = head.Revise(s); err != nil {
			t.Fatal(err)
		}
	}
	if head.Status != model.Waiting || head.Revision != 3 || head.Version != 5 || head.Tag != "K7TM" {
		t.Errorf("%+v", head)
	}
	if keys := slices.Collect(maps.Keys(d.Returned)); !slices.Equal(keys, []string{"name"}) || d.Open("front") {
		t.Errorf("of the first return is left: %q", keys)
	}
}
