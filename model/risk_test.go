package model

import (
	"slices"
	"testing"
)

func TestRisk(t *testing.T) {
	notice := func(code string) Finding { return Finding{Code: code, Weight: Notice} }
	fault := func(code string) Finding { return Finding{Code: code, Weight: Fault} }
	passed := Finding{Code: FindingDark, Weight: Passed}
	for name, c := range map[string]struct {
		findings []Finding
		alike    bool
		weight   int
		level    RiskLevel
		concerns []Concern
	}{
		"nothing":           {nil, false, 0, RiskNone, nil},
		"all passed":        {[]Finding{passed, passed}, false, 0, RiskNone, nil},
		"a notice":          {[]Finding{passed, notice(FindingGlare)}, false, 1, RiskSome, []Concern{ConcernPhoto}},
		"a fault":           {[]Finding{fault(FindingBlur)}, false, 3, RiskSome, []Concern{ConcernPhoto}},
		"a difference":      {[]Finding{notice(FindingNameDiffers)}, false, 4, RiskGreat, []Concern{ConcernDiffers}},
		"a graver one":      {[]Finding{fault(FindingNumberDiffers)}, false, 6, RiskGreat, []Concern{ConcernDiffers}},
		"alike":             {nil, true, 5, RiskGreat, []Concern{ConcernAlike}},
		"one on each side":  {[]Finding{notice(FindingFar), notice(FindingFar)}, false, 2, RiskSome, []Concern{ConcernPhoto}},
		"expired and child": {[]Finding{notice(FindingUnder14), fault(FindingExpired)}, false, 4, RiskGreat, []Concern{ConcernTerm, ConcernPerson}},
		"very many":         {slices.Repeat([]Finding{fault(FindingBlur)}, 50), true, 99, RiskGreat, []Concern{ConcernAlike, ConcernPhoto}},
	} {
		r := RiskOf(c.findings)
		r.Alike = c.alike
		if got := r.Weight(); got != c.weight {
			t.Errorf("%s: weight %d, want %d", name, got, c.weight)
		}
		if got := r.Level(); got != c.level {
			t.Errorf("%s: level %s, want %s", name, got, c.level)
		}
		if got := r.Concerns(); !slices.Equal(got, c.concerns) {
			t.Errorf("%s: concerns %v, want %v", name, got, c.concerns)
		}
	}
}

// TestConcerns: every code has a concern of the list, and each concern but
// Alike has a code.
func TestConcerns(t *testing.T) {
	seen := map[Concern]bool{ConcernAlike: true}
	for _, code := range FindingCodes() {
		c := ConcernOf(code)
		if !slices.Contains(Concerns, c) {
			t.Errorf("%s: %q", code, c)
		}
		seen[c] = true
	}
	if len(seen) != len(Concerns) {
		t.Errorf("%d concerns are used: %v", len(seen), seen)
	}
	for code, want := range map[string]Concern{
		FindingSexDiffers: ConcernDiffers, FindingSamePhoto: ConcernCard, FindingCopy: ConcernPhoto,
		FindingUnreadable: ConcernUnread, FindingAge: ConcernNumber, FindingManual: ConcernPerson, FindingExpiring: ConcernTerm,
	} {
		if got := ConcernOf(code); got != want {
			t.Errorf("%s: %s, want %s", code, got, want)
		}
	}
}

func TestLook(t *testing.T) {
	for typed, want := range map[string]Wanted{
		"":                     {},
		" ":                    {},
		"张":                    {Name: "张"},
		" 张 伟 ":                {Name: "张伟"},
		"阿卜杜拉·买买提·吐尔逊":         {Name: "阿卜杜拉买买提吐"},
		"阿卜杜拉•买":               {Name: "阿卜杜拉买"},
		"s":                    {},
		"smith j":              {Name: "SMITHJ", Tag: "SMIT"},
		"11010119900307447x":   {Number: "11010119900307447X", Tag: "1101"},
		"110101 19900307 4477": {Number: "110101199003074477", Tag: "1101"},
		"１１０１０１１９９００３０７４４７７": {Number: "110101199003074477"},
		"4477":                         {Last: "4477", Tag: "4477"},
		"447x":                         {Last: "447X", Tag: "447X"},
		"44":                           {},
		"k7tm-4m2q-9xwd-3h8a":          {Tag: "K7TM"},
		"110101199003074477 and more ": {Tag: "1101"},
	} {
		if got := Look(typed); got != want {
			t.Errorf("%q: %+v, want %+v", typed, got, want)
		}
	}
}
