package kit_test

import (
	"strings"
	"testing"

	"truename/model"
)

// passing are the codes of checks of a photograph that can be in order.
var passing = []string{
	"card", "several", "both-sides", "wrong-side", "cut", "far", "resolution", "oblique", "dark", "bright", "contrast",
	"blur", "motion", "glare", "covered", "copy", "screen", "unreadable",
}

// TestEveryFindingHasAText: for the desk and for the person, about the whole
// photograph, a field, one character and several.
func TestEveryFindingHasAText(t *testing.T) {
	for lang, w := range words(t) {
		for _, code := range model.FindingCodes() {
			for _, f := range []model.Finding{
				{}, {Field: "number"}, {Field: "name", Chars: &[2]int{2, 2}}, {Field: "number", Chars: &[2]int{7, 10}, Side: model.Front},
			} {
				f.Code, f.Weight, f.Value, f.Limit = code, model.Notice, 3.14159, 25
				for _, text := range []string{w.Finding(f), w.Told(f)} {
					good(t, lang, code, text, "finding."+code)
					if strings.Contains(text, "3.14") || strings.Contains(text, "hidden.") {
						t.Errorf("%s: %s has too many digits or no name: %q", lang, code, text)
					}
				}
			}
		}
		for _, code := range passing {
			f := model.Finding{Code: code, Weight: model.Passed}
			good(t, lang, code, w.Finding(f), "finding."+code)
			if !w.Passes(f) {
				t.Errorf("%s: %s has nothing to say", lang, code)
			}
		}
		if w.Passes(model.Finding{Code: "no-card", Weight: model.Passed}) || w.Passes(model.Finding{Code: "blur", Weight: model.Notice}) {
			t.Errorf("%s: what cannot pass passes", lang)
		}
	}
}

// TestPersonsAreToldWhatToDo: every fault of a photograph has two sentences
// for its person, and no measure.
func TestPersonsAreToldWhatToDo(t *testing.T) {
	for lang, w := range words(t) {
		stop := map[string]string{"zh": "。", "en": "."}[lang]
		for _, code := range model.FindingCodes()[1:24] { // after card, to the last of the photographs'
			for _, field := range []string{"", "number"} {
				text := w.Told(model.Finding{Code: code, Weight: model.Fault, Field: field, Value: 71, Limit: 93, Side: model.Front})
				if strings.Count(text, stop) < 2 || strings.Contains(text, "71") || strings.Contains(text, "93") {
					t.Errorf("%s: %s: %q", lang, code, text)
				}
			}
		}
	}
}

func TestFindings(t *testing.T) {
	all := words(t)
	digits := &[2]int{7, 10}
	for name, c := range map[string]struct {
		lang    string
		finding model.Finding
		desk    string
		person  string
	}{
		"two digits":    {"en", model.Finding{Code: "blur", Value: 2.149, Limit: 4}, "(sharpness 2.1, needed 4)", "blurred"},
		"hundreds":      {"en", model.Finding{Code: "dark", Value: 123.4, Limit: 45}, "(brightness 123, needed 45)", "too dark"},
		"parts of one":  {"en", model.Finding{Code: "contrast", Value: 0.126, Limit: 0.2}, "(contrast 0.13, needed 0.20)", "pale"},
		"years":         {"en", model.Finding{Code: model.FindingTermAge, Value: 20, Limit: 10}, "valid 20 years; for the age at issue it would be 10 years", ""},
		"long-term":     {"en", model.Finding{Code: model.FindingTermAge, Value: 0, Limit: 10}, "valid long-term; ", ""},
		"expected":      {"en", model.Finding{Code: model.FindingTermAge, Value: 10, Limit: 0}, "would be long-term.", ""},
		"shares":        {"en", model.Finding{Code: "glare", Value: 0.407, Limit: 0.05}, "(41 %, at most 5 %)", "Light is reflected on the card."},
		"digits en":     {"en", model.Finding{Code: "glare", Field: "number", Chars: digits}, "Glare hides digits 7–10 of the number", "Glare hides digits 7–10 of the number. Tilt"},
		"digits zh":     {"zh", model.Finding{Code: "glare", Field: "number", Chars: digits}, "反光挡住了号码的第7到10位", "反光挡住了号码的第7到10位。"},
		"one digit":     {"zh", model.Finding{Code: "covered", Field: "number", Chars: &[2]int{7, 7}}, "号码的第7位被挡住了", "手指或别的东西挡住了号码的第7位。"},
		"field en":      {"en", model.Finding{Code: "glare", Field: "name"}, "Glare hides the name", "Glare hides the name. Tilt"},
		"characters":    {"zh", model.Finding{Code: "blur", Field: "address", Chars: &[2]int{3, 5}}, "住址的第3到5个字模糊", "住址的第3到5个字模糊。"},
		"other field":   {"en", model.Finding{Code: "cut", Field: "seal"}, "The photo cuts off part of the card", ""},
		"expired":       {"en", model.Finding{Code: model.FindingExpired, Value: -12}, "(days since then: 12, at most 0)", "The card has expired."},
		"expiring":      {"zh", model.Finding{Code: model.FindingExpiring, Value: 12, Limit: 60}, "还有12天到期（60天内提示）", "证件还有12天到期。"},
		"one character": {"en", model.Finding{Code: model.FindingNameShort, Value: 1, Limit: 2}, "(characters: 1, usually 2 or more)", "one character only"},
		"wrong side":    {"en", model.Finding{Code: "wrong-side", Side: model.Front}, "The photo shows the emblem side, not the portrait side.", "This is the emblem side. Choose a photo of the portrait side."},
		"either side":   {"zh", model.Finding{Code: "wrong-side"}, "照片是另一面，不是另一面。", ""},
		"corrected":     {"en", model.Finding{Code: model.FindingNumberCorrected, Field: "number", Chars: &[2]int{18, 18}, Value: 4, Limit: 10}, "Digit 18 of the number looks like 4; by the rule for numbers it is X.", "with your card"},
		"not seen":      {"zh", model.Finding{Code: model.FindingNumberCorrected, Field: "number", Chars: &[2]int{5, 5}, Value: -1, Limit: 3}, "号码第5位看不清，按编码规则是3。", "对照证件看看"},
	} {
		c.finding.Weight = model.Notice
		w := all[c.lang]
		if got := w.Finding(c.finding); !strings.Contains(got, c.desk) {
			t.Errorf("%s: the desk reads %q, not %q", name, got, c.desk)
		}
		if got := w.Told(c.finding); !strings.Contains(got, c.person) {
			t.Errorf("%s: the person reads %q, not %q", name, got, c.person)
		}
	}
}
