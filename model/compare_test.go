package model_test

import (
	"reflect"
	"strings"
	"testing"

	"truename/model"
)

// field is a reading of text, one place a character; ? is a place that was not
// read.
func field(text string) model.ReadField {
	f := model.ReadField{Text: strings.ReplaceAll(text, "?", ""), Confidence: 0.9}
	for _, c := range text {
		char := model.ReadChar{Text: string(c), Confidence: 0.9}
		if c == '?' {
			char = model.ReadChar{}
		}
		f.Chars = append(f.Chars, char)
	}
	return f
}

// asRead is ready with photographs that say the same.
func asRead() model.Draft {
	d := ready()
	d.Front.Report.Quad, d.Back.Report.Quad = &[4][2]float64{}, &[4][2]float64{}
	d.Front.Reading = model.Reading{
		model.ReadName: field("张三"), model.ReadNumber: field("440308199506181014"), model.ReadSex: field("男"),
		model.ReadBirth: {Text: "1995-06-18"}, model.ReadEthnicity: field("汉"),
	}
	d.Back.Reading = model.Reading{model.ReadFrom: {Text: "2020-06-18"}, model.ReadUntil: {Text: "2030-06-18"}}
	return d
}

// corrected is f with what it looked like.
func corrected(f model.ReadField, seen string) model.ReadField {
	f.Seen = seen
	return f
}

// sided is a notice about one side.
func sided(side model.Side, f model.Finding) model.Finding {
	f.Side = side
	return f
}

// comparisons name for every case what is edited in a draft whose photographs
// say the same.
var comparisons = map[string]struct {
	edit func(*model.Draft)
	want []model.Finding
}{
	"the same": {func(*model.Draft) {}, nil},
	"another order": {func(d *model.Draft) {
		d.Name, d.From, d.Number = " 张 三 ", "2020年6月18日", "440308 19950618 1014"
	}, nil},
	"nothing typed":                    {func(d *model.Draft) { d.Name, d.Number, d.From, d.Until = "", "", "", "" }, nil},
	"a wrong number is said elsewhere": {func(d *model.Draft) { d.Number = "440308199506181015" }, nil},
	"nothing read":                     {func(d *model.Draft) { d.Front.Reading = nil }, []model.Finding{sided("front", notice("not-read", "front", 0, 0))}},
	"never looked at":                  {func(d *model.Draft) { d.Front.Reading, d.Front.Report.Quad = nil, nil }, nil},
	"name":                             {func(d *model.Draft) { d.Name = "张山" }, []model.Finding{sided("front", notice("name-differs", "name", 0, 0))}},
	"longer name":                      {func(d *model.Draft) { d.Name = "张三丰" }, []model.Finding{sided("front", notice("name-differs", "name", 0, 0))}},
	"rare character": {func(d *model.Draft) { d.Front.Reading[model.ReadName] = field("张?") },
		[]model.Finding{sided("front", notice("name-unverified", "name", 0, 0))}},
	"part of the name is another": {func(d *model.Draft) { d.Front.Reading[model.ReadName] = field("李?") },
		[]model.Finding{sided("front", notice("name-differs", "name", 0, 0))}},
	"no name read": {func(d *model.Draft) { delete(d.Front.Reading, model.ReadName) },
		[]model.Finding{sided("front", notice("name-unverified", "name", 0, 0))}},
	"verified": {func(d *model.Draft) {
		d.Front.Reading[model.ReadName] = field("张?")
		d.Front.NameMatch = &model.Match{Typed: "张三", Verdict: model.Same, Score: 0.8}
	}, nil},
	"verified as another": {func(d *model.Draft) {
		d.Front.NameMatch = &model.Match{Typed: "张三", Verdict: model.Differs, Score: 0.1}
	},
		[]model.Finding{sided("front", notice("name-differs", "name", 0.1, 0))}},
	"the verdict is on another name": {func(d *model.Draft) { d.Front.NameMatch = &model.Match{Typed: "张四", Verdict: model.Differs} }, nil},
	"number": {func(d *model.Draft) {
		n := numbered("44030819950618103")
		d.Number = n
	}, []model.Finding{sided("front", notice("number-differs", "number", 2, 0))}},
	"number not wholly read": {func(d *model.Draft) { d.Front.Reading[model.ReadNumber] = field("440308????06181014") },
		[]model.Finding{sided("front", notice("unverified", "number", 14, 18))}},
	"the checks said why": {func(d *model.Draft) {
		d.Front.Reading[model.ReadNumber] = field("440308????06181014")
		d.Front.Report.Findings = []model.Finding{{Code: "glare", Weight: model.Fault, Side: "front", Field: "number"}}
	}, []model.Finding{{Code: "glare", Weight: model.Fault, Side: "front", Field: "number"}}},
	"a corrected digit": {func(d *model.Draft) {
		d.Front.Reading[model.ReadNumber] = corrected(field("440308199506181014"), "440303199506181014")
	}, []model.Finding{{Code: "number-corrected", Weight: model.Notice, Side: "front", Field: "number", Chars: &[2]int{6, 6}, Value: 3, Limit: 8}}},
	"digits not seen": {func(d *model.Draft) {
		d.Front.Reading[model.ReadNumber] = corrected(field("440308199506181014"), "4403081995061810?X")
	}, []model.Finding{
		{Code: "number-corrected", Weight: model.Notice, Side: "front", Field: "number", Chars: &[2]int{17, 17}, Value: -1, Limit: 1},
		{Code: "number-corrected", Weight: model.Notice, Side: "front", Field: "number", Chars: &[2]int{18, 18}, Value: 10, Limit: 4},
	}},
	"a corrected day": {func(d *model.Draft) {
		d.Back.Reading[model.ReadUntil] = model.ReadField{Text: "2030-06-18", Seen: "2030-06-13"}
	}, []model.Finding{sided("back", notice("corrected", "until", 1, 0))}},
	"another length was seen": {func(d *model.Draft) {
		d.Front.Reading[model.ReadNumber] = corrected(field("440308199506181014"), "44030819950618101")
	}, []model.Finding{sided("front", notice("corrected", "number", 1, 0))}},
	"printed birth": {func(d *model.Draft) { d.Front.Reading[model.ReadBirth] = model.ReadField{Text: "1995-06-13"} },
		[]model.Finding{sided("front", notice("birth-differs", "number", 0, 0))}},
	"printed sex": {func(d *model.Draft) { d.Front.Reading[model.ReadSex] = field("女") },
		[]model.Finding{sided("front", notice("sex-differs", "number", 0, 0))}},
	"no sex read": {func(d *model.Draft) { delete(d.Front.Reading, model.ReadSex) }, nil},
	"kind": {func(d *model.Draft) {
		d.Number, d.Until = numbered("81000019950618101"), "2025-06-18"
		d.Front.Reading[model.ReadNumber], d.From = field(d.Number), "2020-06-18"
		d.Back.Reading = model.Reading{model.ReadFrom: {Text: d.From}, model.ReadUntil: {Text: d.Until}}
	}, []model.Finding{
		sided("front", notice("kind-differs", "number", 0, 0)),
		{Code: "expired", Weight: model.Fault, Field: "until", Value: -523},
	}},
	"days": {func(d *model.Draft) { d.From, d.Until = "2020-06-13", "2030-06-13" }, []model.Finding{
		sided("back", notice("from-differs", "from", 0, 0)), sided("back", notice("until-differs", "until", 0, 0)),
	}},
	"a day not read": {func(d *model.Draft) { d.Back.Reading[model.ReadUntil] = field("2030.0?.18") },
		[]model.Finding{sided("back", notice("unverified", "until", 9, 10))}},
	"long-term": {func(d *model.Draft) {
		d.Number, d.Until = numbered("44030819500618101"), "长期"
		d.Front.Reading, d.Back.Reading[model.ReadUntil] = nil, model.ReadField{Text: "long-term"}
		d.Front.Report.Quad = nil
	}, nil},
}

func TestCompare(t *testing.T) {
	for name, c := range comparisons {
		d := asRead()
		c.edit(&d)
		if got := model.CrossCheck(d, rules); len(got)+len(c.want) > 0 && !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestCompareSubmission(t *testing.T) {
	d := asRead()
	d.Front.Reading[model.ReadNumber] = field("4403081995????1014")
	d.Front.Reading[model.ReadSex] = field("女")
	s, err := model.Seal(d, model.Sealing{At: noon, Language: "zh", Due: rules.Today, Rules: rules})
	if err != nil {
		t.Fatal(err)
	}
	for read, want := range map[string]model.Comparison{
		model.ReadName:    {Read: "张三", Verdict: model.Same},
		model.ReadNumber:  {Read: "4403081995????1014", Verdict: model.Unverified},
		model.ReadBirth:   {Read: "1995-06-18", Verdict: model.Same},
		model.ReadSex:     {Read: "女", Verdict: model.Differs},
		model.ReadFrom:    {Read: "2020-06-18", Verdict: model.Same},
		model.ReadUntil:   {Read: "2030-06-18", Verdict: model.Same},
		model.ReadAddress: {},
	} {
		if got := s.Compare(read); got != want {
			t.Errorf("%s: %+v, want %+v", read, got, want)
		}
	}
	s.Front.Reading, s.Fields.Number = nil, ""
	if got := s.Compare(model.ReadNumber); got != (model.Comparison{}) {
		t.Errorf("nothing read: %+v", got)
	}
}
