package model_test

import (
	"encoding/json"
	"maps"
	"testing"

	"truename/model"
)

// filledIn are the four fields that a photograph can fill.
func filledIn(d model.Draft) [4]string { return [4]string{d.Name, d.Number, d.From, d.Until} }

func TestFill(t *testing.T) {
	const number = "440308199506181014"
	all := [4]string{"张三", number, "2020.06.18", "2030.06.18"}
	for name, c := range map[string]struct {
		edit func(*model.Draft)
		want [4]string
	}{
		"all read":          {func(*model.Draft) {}, all},
		"typed before":      {func(d *model.Draft) { d.Name, d.Until = "张山", "2040.06.18" }, [4]string{"张山", number, "2020.06.18", "2040.06.18"}},
		"blank is empty":    {func(d *model.Draft) { d.Name = " " }, all},
		"nothing read":      {func(d *model.Draft) { d.Front.Reading, d.Back.Reading = nil, nil }, [4]string{}},
		"a rare character":  {func(d *model.Draft) { d.Front.Reading[model.ReadName] = field("张?") }, [4]string{"", number, all[2], all[3]}},
		"no name on cards":  {func(d *model.Draft) { d.Front.Reading[model.ReadName] = field("张3") }, [4]string{"", number, all[2], all[3]}},
		"a hidden digit":    {func(d *model.Draft) { d.Front.Reading[model.ReadNumber] = field("44030819950618101?") }, [4]string{"张三", "", all[2], all[3]}},
		"a wrong number":    {func(d *model.Draft) { d.Front.Reading[model.ReadNumber] = field("440308199506181015") }, [4]string{"张三", "", all[2], all[3]}},
		"a specimen":        {func(d *model.Draft) { d.Front.Reading[model.ReadNumber] = field("997374199106053395") }, [4]string{"张三", "", all[2], all[3]}},
		"long-term":         {func(d *model.Draft) { d.Back.Reading[model.ReadUntil] = model.ReadField{Text: "long-term"} }, [4]string{"张三", number, all[2], "长期"}},
		"one day only":      {func(d *model.Draft) { delete(d.Back.Reading, model.ReadFrom) }, [4]string{"张三", number, "", all[3]}},
		"no term of a card": {func(d *model.Draft) { d.Back.Reading[model.ReadUntil] = model.ReadField{Text: "2030-06-19"} }, [4]string{"张三", number}},
		"the wrong side":    {func(d *model.Draft) { d.Front.Reading, d.Back.Reading = d.Back.Reading, d.Front.Reading }, [4]string{}},
		"only the term is open": {func(d *model.Draft) {
			d.Revision, d.Only = 2, []model.Reason{{Code: "term-differs", Field: model.FieldTerm}}
		}, [4]string{"", "", all[2], all[3]}},
	} {
		d := asRead()
		d.Name, d.Number, d.From, d.Until = "", "", "", ""
		c.edit(&d)
		before := filledIn(d)
		front, back := d.Fill(model.Front, rules), d.Fill(model.Back, rules)
		if got := filledIn(d); got != c.want || (front || back) != (got != before) {
			t.Errorf("%s: %q %v %v, want %q", name, got, front, back, c.want)
		}
		if d.Fill(model.Front, rules) || d.Fill(model.Back, rules) {
			t.Errorf("%s: the same again is a change", name)
		}
	}
}

// TestFillAgain: a new photograph replaces what the former one said, and
// nothing that a person has touched.
func TestFillAgain(t *testing.T) {
	d := asRead()
	d.Name, d.Number = "", ""
	d.Fill(model.Front, rules)
	kept := maps.Clone(d.FromPhoto)
	shared := d.FromPhoto
	d.Front.Reading = model.Reading{model.ReadName: field("李四")}
	d.Fill(model.Front, rules)
	if d.Name != "李四" || d.Number != "" || !d.Filled(model.FieldName) || d.Filled(model.FieldNumber) {
		t.Errorf("a new photograph: %q %q %v", d.Name, d.Number, d.FromPhoto)
	}
	if !maps.Equal(shared, kept) {
		t.Error("a copy of the draft was changed with it")
	}
	d.Typed(model.FieldName)
	d.Typed(model.FieldPhone)
	if d.Filled(model.FieldName) || d.FromPhoto != nil {
		t.Errorf("edited, and still marked: %v", d.FromPhoto)
	}
	d.Front.Reading = asRead().Front.Reading
	if d.Fill(model.Front, rules); d.Name != "李四" || d.Number == "" {
		t.Errorf("after an edit: %q %q", d.Name, d.Number)
	}
}

func TestFilledSurvivesKeeping(t *testing.T) {
	d := asRead()
	d.From, d.Until = "", ""
	d.Fill(model.Back, rules)
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	var again model.Draft
	if err := json.Unmarshal(b, &again); err != nil || !again.Filled(model.FieldFrom) || !again.Filled(model.FieldUntil) {
		t.Errorf("%v %v", again.FromPhoto, err)
	}
	if again.Filled(model.FieldPhone) {
		t.Error("a field that no photograph fills")
	}
	fixed := again.Fix(nextID, []model.Reason{{Code: "term-differs"}})
	if !fixed.Filled(model.FieldFrom) || len(fixed.Problems(rules)) != 1 {
		t.Errorf("taken up again: %v %v", fixed.FromPhoto, fixed.Problems(rules))
	}
}

func TestTakeRead(t *testing.T) {
	d := asRead()
	d.Name = "张山"
	d.TakeRead(model.FieldName, model.Front, rules)
	d.TakeRead(model.FieldPhone, model.Front, rules)
	if d.Name != "张三" || !d.Filled(model.FieldName) {
		t.Errorf("%q %v", d.Name, d.FromPhoto)
	}
	d.Only = []model.Reason{{Code: "front-blur", Field: model.FieldFront}}
	d.Number = ""
	if d.TakeRead(model.FieldNumber, model.Front, rules); d.Number != "" {
		t.Error("a closed field was changed")
	}
}

func TestOn(t *testing.T) {
	wrong := model.Finding{Code: model.FindingWrongSide, Weight: model.Fault, Side: model.Front}
	dark := model.Finding{Code: model.FindingDark, Weight: model.Notice, Side: model.Front}
	cut := model.Finding{Code: model.FindingCut, Weight: model.Fault, Side: model.Front}
	for name, c := range map[string]struct {
		findings []model.Finding
		grade    model.Grade
		left     int
	}{
		"nothing else": {[]model.Finding{wrong}, model.Good, 0},
		"a notice":     {[]model.Finding{wrong, dark}, model.Flagged, 1},
		"a fault":      {[]model.Finding{wrong, cut, dark}, model.Retake, 2},
	} {
		r := model.Report{Side: model.Back, Grade: model.Retake, Findings: c.findings}
		got := r.On(model.Back)
		if got.Grade != c.grade || len(got.Findings) != c.left || c.left > 0 && got.Findings[0].Side != model.Back {
			t.Errorf("%s: %+v", name, got)
		}
		if stays := r.On(model.Front); stays.Grade != model.Retake || len(stays.Findings) != len(c.findings) || r.Findings[0].Side != model.Front {
			t.Errorf("%s, still wrong: %+v", name, stays)
		}
	}
}
