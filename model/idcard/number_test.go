package idcard

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestNumberFacts(t *testing.T) {
	tests := map[string]struct {
		input  string
		birth  Date
		sex    Sex
		region string
		offer  string
	}{
		"man":            {"440308199506181014", Date{1995, time.June, 18}, Male, "广东省深圳市盐田区", ""},
		"woman":          {"51010419881123102X", Date{1988, time.November, 23}, Female, "四川省成都市锦江区", ""},
		"municipality":   {"110105199003071220", Date{1990, time.March, 7}, Female, "北京市朝阳区", ""},
		"retired region": {"41272319700101001X", Date{1970, time.January, 1}, Male, "河南省周口地区商水县", ""},
		"unknown county": {"32111919700101001X", Date{1970, time.January, 1}, Male, "", ""},
		"Taiwan":         {"830000198507041014", Date{1985, time.July, 4}, Male, "台湾省", ""},
		"foreigner":      {"911124198108030024", Date{1981, time.August, 3}, Female, "", ""},
		"wrong check":    {"440308199506181010", Date{1995, time.June, 18}, Male, "广东省深圳市盐田区", ""},
		"no such day":    {"440308199902300011", Date{}, Male, "广东省深圳市盐田区", ""},
		"15 digits":      {"440308950618101", Date{1995, time.June, 18}, Male, "广东省深圳市盐田区", "440308199506181014"},
		"centenarian":    {"110105850301997", Date{}, Male, "北京市朝阳区", ""},
		"letters":        {"11010119900307A679", Date{}, "", "", ""},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			n := ParseNumber(c.input, asOf)
			if n.Birth != c.birth || n.Sex != c.sex || n.Region.Name != c.region || n.Offer != c.offer {
				t.Errorf("got %v %q %q %q", n.Birth, n.Sex, n.Region.Name, n.Offer)
			}
		})
	}
}

func TestNumberCodes(t *testing.T) {
	specimen := "990101" + "19900307" + "001"
	specimen += string(Check(specimen))
	demo := Rules{Today: asOf.Today, Specimens: true}
	tests := map[string]struct {
		input string
		rules Rules
		kind  Kind
		value string
		codes []Code
	}{
		"specimen refused":       {specimen, asOf, SpecimenKind, specimen, []Code{ESpecimen}},
		"specimen accepted":      {specimen, demo, SpecimenKind, specimen, nil},
		"specimen misread":       {specimen[:17] + "0", demo, SpecimenKind, specimen[:17] + "0", []Code{ECheck}},
		"spaces around":          {"\t440308199506181014\n", asOf, Resident, "440308199506181014", nil},
		"dashes":                 {"440308-19950618–1014", asOf, Resident, "440308199506181014", []Code{NSpaces}},
		"pasted marks":           {"440308\u200b19950618\u00a01014", asOf, Resident, "440308199506181014", []Code{NSpaces}},
		"all three":              {"５１０１０４　19881123 102ｘ", asOf, Resident, "51010419881123102X", []Code{NFullwidth, NSpaces, NUpperX}},
		"Arabic-Indic digits":    {"٤٤٠٣٠٨١٩٩٥٠٦١٨١٠١٤", asOf, "", "٤٤٠٣٠٨١٩٩٥٠٦١٨١٠١٤", []Code{EChar}},
		"X too early":            {"4403081995061810X4", asOf, "", "4403081995061810X4", []Code{EChar}},
		"unfinished, 15 digits":  {"110101199003071", asOf, "", "110101199003071", []Code{ELength}},
		"unfinished, ends in X":  {"1101011990030712X", asOf, "", "1101011990030712X", []Code{ELength}},
		"19 digits":              {"4403081995061810144", asOf, "", "4403081995061810144", []Code{ELength}},
		"only spaces":            {" \u3000 ", asOf, "", "", []Code{EEmpty}},
		"small letters, foreign": {"can110081080310", asOf, Foreign2017, "CAN110081080310", []Code{ELegacyFPR}},
		"home return, 9":         {"M12345678", asOf, HomeReturn, "M12345678", []Code{EOtherDoc}},
		"home return, 10":        {"M123456789", asOf, "", "M123456789", []Code{EChar}},
		"two errors":             {"440308199902300010", asOf, Resident, "440308199902300010", []Code{ECheck, EDate}},
		"born today, no day set": {"110101202611240015", Rules{}, Resident, "110101202611240015", nil},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			n := ParseNumber(c.input, c.rules)
			if n.Kind != c.kind || n.Value != c.value || !slices.Equal(n.Codes, c.codes) {
				t.Errorf("got %q %q %v", n.Kind, n.Value, n.Codes)
			}
		})
	}
}

func TestAgeBounds(t *testing.T) {
	for birth, want := range map[string][]Code{
		"19261123": nil, // 100 today
		"19251123": {WAge},
		"19061124": {WAge}, // 119
		"19051124": {WAge}, // 120
		"19051123": {EAge}, // 121
		"20261123": nil,
		"20261124": {EFuture},
	} {
		body := "110101" + birth + "001"
		if n := ParseNumber(body+string(Check(body)), asOf); !slices.Equal(n.Codes, want) {
			t.Errorf("born %s: got %v, want %v", birth, n.Codes, want)
		}
	}
}

func TestCheck(t *testing.T) {
	for body, want := range map[string]byte{
		"11010519900307123": '9', "11010519491231002": 'X', "1101051990030712": 0, "1101051990030712A": 0,
	} {
		if got := Check(body); got != want {
			t.Errorf("%s: got %q, want %q", body, got, want)
		}
	}
}

func TestParseNumberAllocatesNothing(t *testing.T) {
	RegionOf("110101")
	if n := testing.AllocsPerRun(100, func() { ParseNumber("440308199506181014", asOf) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestRepairs(t *testing.T) {
	const right = "440308199506181014"
	birth := Date{1995, time.June, 18}
	tests := map[string]struct {
		input string
		hint  RepairHint
		want  []string
	}{
		"right already":         {right, RepairHint{}, nil},
		"letter O":              {"44O3O81995O618101４", RepairHint{}, []string{right}},
		"letters I, l, B":       {"44030Bl99506I8l0l4", RepairHint{}, []string{right}},
		"letters S, Z":          {"31OlO1ZOOOOZZ9OO1S", RepairHint{}, []string{"310101200002290015"}},
		"letter, contradicted":  {"44O308199506181014", RepairHint{Birth: Date{1995, time.June, 19}}, nil},
		"swapped, two would do": {"440308199506181041", RepairHint{Birth: birth, Region: "440308"}, []string{"440308199506181401", right}},
		"swapped in the day":    {"440308199506811014", RepairHint{}, []string{right}},
		"swapped in the region": {"443008199506181014", RepairHint{Birth: birth, Region: "44"}, []string{right}},
		"wrong digit of region": {"440908199506181014", RepairHint{Birth: birth, Region: "440308"}, []string{right}},
		"wrong digit of day":    {"440308199506381014", RepairHint{Birth: birth}, []string{right}},
		"several would fit":     {"440308199506181010", RepairHint{Birth: birth, Region: "440308"}, nil},
		"too short":             {"44030819950618101", RepairHint{Birth: birth}, nil},
		"empty":                 {"", RepairHint{}, nil},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Repairs(c.input, asOf, c.hint); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// Every swap of unequal neighbours must be found again, unless it left the
// number valid or came out as one that fits as well.
func TestRepairsFindSwaps(t *testing.T) {
	const right = "51010419881123102X"
	hint := RepairHint{Birth: Date{1988, time.November, 23}, Region: "510104"}
	for i := range 16 {
		b := []byte(right)
		b[i], b[i+1] = b[i+1], b[i]
		got := Repairs(string(b), asOf, hint)
		if string(b) != right && !slices.Contains(got, right) {
			t.Errorf("swap at %d: got %v", i, got)
		}
		if len(got) > 3 {
			t.Errorf("swap at %d: %d repairs", i, len(got))
		}
	}
}

func TestMasks(t *testing.T) {
	for v, want := range map[string][3]string{
		"11010519900307123X": {"110***********123X", "*****************X", "110105 19900307 123X"},
		"440308950618101":    {"440********8101", "**************1", "440308950618101"},
		"H1234567800":        {"H********00", "**********0", "H1234567800"},
		"12345":              {"*****", "****5", "12345"},
		"张三":                 {"**", "*三", "张三"},
		"阿依古丽·买买提":           {"阿*****买提", "*******提", "阿依古丽·买买提"},
		"张":                  {"*", "*", "张"},
		"":                   {"", "", ""},
	} {
		if got := [3]string{MaskNumber(v), MaskName(v), Group(v)}; got != want {
			t.Errorf("%q: got %q", v, got)
		}
	}
	if got := Group(strings.Repeat("三", 6)); got != "三三三三三三" {
		t.Errorf("18 bytes of Han were grouped: %q", got)
	}
}
