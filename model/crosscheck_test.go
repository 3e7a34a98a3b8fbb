package model_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"truename/model"
)

// notice is a finding of CrossCheck's own.
func notice(code, field string, value, limit float64) model.Finding {
	return model.Finding{Code: code, Weight: model.Notice, Field: field, Value: value, Limit: limit}
}

// crossChecks names for every case what is edited in a draft that is in order.
var crossChecks = map[string]struct {
	edit func(*model.Draft)
	want []model.Finding
}{
	"nothing": {func(*model.Draft) {}, nil},
	"short name": {func(d *model.Draft) { d.Name = "张" },
		[]model.Finding{notice("name-short", "name", 1, 2)}},
	"long name": {func(d *model.Draft) { d.Name = strings.Repeat("张", 26) },
		[]model.Finding{notice("name-long", "name", 26, 25)}},
	"unknown county": {func(d *model.Draft) { d.Number = numbered("32111919950618001") },
		[]model.Finding{notice("region-unknown", "number", 0, 0)}},
	"old": {func(d *model.Draft) { d.Number, d.Until = numbered("44030819200618101"), "长期" },
		[]model.Finding{notice("age-over-100", "number", 106, 100)}},
	"sequence": {func(d *model.Draft) { d.Number = numbered("44030819950618000") },
		[]model.Finding{notice("sequence-000", "number", 0, 0)}},
	"centenarian": {func(d *model.Draft) { d.Number = "110105850301997" },
		[]model.Finding{notice("sequence-centenarian", "number", 0, 996)}},
	"child": {func(d *model.Draft) { child(d, "20121124") },
		[]model.Finding{notice("under-14", "number", 13, 14)}},
	"14 today": {func(d *model.Draft) { child(d, "20121123") }, nil},
	"term too long": {func(d *model.Draft) { d.Until = "2040-06-18" },
		[]model.Finding{notice("term-age", "until", 20, 10)}},
	"long-term too early": {func(d *model.Draft) { d.Until = "长期" },
		[]model.Finding{notice("term-age", "until", 0, 10)}},
	"years where long-term is due": {func(d *model.Draft) { d.Number = numbered("44030819700618101") },
		[]model.Finding{notice("term-age", "until", 10, 0)}},
	"issued early": {func(d *model.Draft) {
		d.Number, d.From, d.Until = numbered("44030819500618101"), "2003-06-18", "长期"
	},
		[]model.Finding{notice("term-early", "from", 2003, 2004)}},
	"expiring": {func(d *model.Draft) { d.From, d.Until = "2016-12-23", "2026-12-23" },
		[]model.Finding{notice("expiring", "until", 30, 60)}},
	"last day": {func(d *model.Draft) { d.From, d.Until = "2016-11-23", "2026-11-23" },
		[]model.Finding{notice("expiring", "until", 0, 60)}},
	"expired": {func(d *model.Draft) { d.From, d.Until = "2016-11-22", "2026-11-22" },
		[]model.Finding{{Code: "expired", Weight: model.Fault, Field: "until", Value: -1}}},
	"same picture": {func(d *model.Draft) { d.Back.Print = d.Front.Print ^ 0x7 },
		[]model.Finding{{Code: "same-photo", Weight: model.Fault, Side: model.Back, Field: "back", Value: 3, Limit: 6}}},
	"empty": {func(d *model.Draft) { *d = model.NewDraft(firstID, caseID, reference) }, nil},
}

func TestCrossCheck(t *testing.T) {
	for name, c := range crossChecks {
		d := ready()
		c.edit(&d)
		if got := model.CrossCheck(d, rules); len(got)+len(c.want) > 0 && !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestCrossCheckMergesPhotographs(t *testing.T) {
	d := ready()
	place := &model.Place{X0: 0.1, Y0: 0.2, X1: 0.3, Y1: 0.4}
	d.Front.Report.Findings = []model.Finding{
		{Code: "resolution", Weight: model.Passed, Value: 900, Limit: 600},
		{Code: "blur", Weight: model.Fault, Field: "number", Value: 2, Limit: 4, Place: place},
		{Code: "dark", Weight: model.Fault},
	}
	d.Front.Manual = true
	d.Back.Report.Findings = []model.Finding{{Code: "bright", Weight: model.Notice}}
	d.Name = "张"
	want := []model.Finding{
		{Code: "resolution", Weight: model.Passed, Side: model.Front, Value: 900, Limit: 600},
		{Code: "blur", Weight: model.Fault, Side: model.Front, Field: "number", Value: 2, Limit: 4, Place: place},
		{Code: "dark", Weight: model.Fault, Side: model.Front},
		{Code: "manual", Weight: model.Notice, Side: model.Front, Field: "front", Value: 2},
		{Code: "bright", Weight: model.Notice, Side: model.Back},
		notice("name-short", "name", 1, 2),
	}
	if got := model.CrossCheck(d, rules); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if d.Front.Report.Findings[0].Side != "" {
		t.Error("the draft's own report was changed")
	}
}

// photographs are the codes that the checks of a photograph give.
var photographs = []string{
	"card", "no-card", "other-card", "other-insurance", "other-driving", "other-bank", "other-travel", "several",
	"both-sides", "wrong-side", "cut", "far", "resolution", "oblique", "dark", "bright", "contrast", "blur", "motion",
	"glare", "covered", "copy", "screen", "unreadable",
}

// TestFindingCodes: the list has every code once, and CrossCheck's own are all
// seen in the table above.
func TestFindingCodes(t *testing.T) {
	codes := model.FindingCodes()
	seen := append([]string{"manual"}, photographs...)
	for _, c := range crossChecks {
		for _, f := range c.want {
			seen = append(seen, f.Code)
		}
	}
	for _, c := range comparisons {
		for _, f := range c.want {
			seen = append(seen, f.Code)
		}
	}
	for i, code := range codes {
		if slices.Contains(codes[:i], code) || !slices.Contains(seen, code) {
			t.Errorf("%s is listed twice or never seen", code)
		}
	}
	for _, code := range seen {
		if !slices.Contains(codes, code) {
			t.Errorf("%s is not listed", code)
		}
	}
}

func TestWorst(t *testing.T) {
	passed, notice, fault := model.Finding{Weight: model.Passed}, model.Finding{Code: "n", Weight: model.Notice}, model.Finding{Code: "f", Weight: model.Fault}
	for name, c := range map[string]struct {
		findings []model.Finding
		want     string
		ok       bool
	}{
		"none": {nil, "", false}, "passed": {[]model.Finding{passed}, "", false},
		"a notice": {[]model.Finding{passed, notice}, "n", true}, "the fault first": {[]model.Finding{notice, fault}, "f", true},
	} {
		if got, ok := (model.Report{Findings: c.findings}).Worst(); got.Code != c.want || ok != c.ok {
			t.Errorf("%s: %v %v", name, got, ok)
		}
	}
}
