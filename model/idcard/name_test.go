package idcard

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/unicode/norm"
)

func TestParseName(t *testing.T) {
	tests := map[string]struct {
		input string
		kind  Kind
		value string
		codes []Code
	}{
		"plain":                {"张三", Resident, "张三", nil},
		"dot":                  {"阿依古丽·买买提", Resident, "阿依古丽·买买提", nil},
		"katakana dot":         {"阿依古丽・买买提", Resident, "阿依古丽·买买提", []Code{NDot}},
		"full stop":            {"阿依古丽.买买提", Resident, "阿依古丽·买买提", []Code{NDot}},
		"bullet":               {"阿依古丽•买买提", Resident, "阿依古丽·买买提", []Code{NDot}},
		"hyphenation point":    {"阿依古丽‧买买提", Resident, "阿依古丽·买买提", []Code{NDot}},
		"bullet operator":      {"阿依古丽∙买买提", Resident, "阿依古丽·买买提", []Code{NDot}},
		"dot operator":         {"阿依古丽⋅买买提", Resident, "阿依古丽·买买提", []Code{NDot}},
		"full-width stop":      {"阿依古丽．买买提", Resident, "阿依古丽·买买提", []Code{NDot}},
		"half-width dot":       {"阿依古丽･买买提", Resident, "阿依古丽·买买提", []Code{NDot}},
		"Ext A":                {"欧阳䶮", Resident, "欧阳䶮", nil},
		"private use":          {"欧阳\uE863", Resident, "欧阳䶮", []Code{NPrivateUse}},
		"private use, plane 2": {"王\uE816", Resident, "王\U00020087", []Code{NPrivateUse}},
		"private use, radical": {"王\uE815", Resident, "王\u2E81", []Code{NPrivateUse, ENameChar}},
		"private use, unknown": {"王\uE000", Resident, "王\uE000", []Code{ENamePrivate}},
		"private use, plane F": {"王\U000F0000", Resident, "王\U000F0000", []Code{ENamePrivate}},
		"Kangxi radical":       {"⾺三", Resident, "馬三", []Code{NRadical}},
		"Ext E":                {"𬤇某", Resident, "𬤇某", nil},
		"Ext G, H, I":          {"\U00030000\U00031350\U0002EBF0", Resident, "\U00030000\U00031350\U0002EBF0", nil},
		"compatibility":        {"凞\uFA11", Resident, "凞\uFA11", nil},
		"dot first":            {"·买买提", Resident, "·买买提", []Code{ENameDot}},
		"dot last":             {"买买提·", Resident, "买买提·", []Code{ENameDot}},
		"dot twice":            {"买··提", Resident, "买··提", []Code{ENameDot}},
		"stop last":            {"买买提.", Resident, "买买提·", []Code{NDot, ENameDot}},
		"inner space":          {"张 三", Resident, "张三", []Code{NInnerSpaces}},
		"wide inner spaces":    {"　张　 三 ", Resident, "张三", []Code{NInnerSpaces}},
		"spaces around dot":    {"阿依 · 买买提", Resident, "阿依·买买提", []Code{NInnerSpaces}},
		"digit":                {"张3", Resident, "张3", []Code{ENameChar}},
		"emoji":                {"张😀", Resident, "张😀", []Code{ENameChar}},
		"zero width":           {"张\u200b三", Resident, "张\u200b三", []Code{ENameChar}},
		"variation selector":   {"葛\U000E0100", Resident, "葛\U000E0100", []Code{ENameChar}},
		"control":              {"张\x00三", Resident, "张\x00三", []Code{ENameChar}},
		"Latin, resident":      {"Zhang San", Resident, "Zhang San", []Code{ENameChar}},
		"Latin, unknown kind":  {"Zhang San", "", "Zhang San", []Code{ENameChar}},
		"Latin, foreigner":     {"Anne-Marie O’Neil", Foreign2023, "Anne-Marie O’Neil", nil},
		"accents":              {"José Núñez", Foreign2017, "José Núñez", nil},
		"many spaces":          {"Jane  Doe", Foreign2023, "Jane Doe", []Code{NInnerSpaces}},
		"foreigner, digit":     {"Jane 2", Foreign2023, "Jane 2", []Code{ENameChar}},
		"initial":              {"J. Doe", Foreign2023, "J. Doe", []Code{ENameChar}},
		"full-width Latin":     {"Ｊａｎｅ", Foreign2023, "Ｊａｎｅ", []Code{ENameChar}},
		"one":                  {"张", Resident, "张", []Code{WNameShort}},
		"25":                   {strings.Repeat("张", 25), Resident, strings.Repeat("张", 25), nil},
		"26":                   {strings.Repeat("张", 26), Resident, strings.Repeat("张", 26), []Code{WNameLong}},
		"60":                   {strings.Repeat("𬤇", 60), Resident, strings.Repeat("𬤇", 60), []Code{WNameLong}},
		"61":                   {strings.Repeat("张", 61), Resident, strings.Repeat("张", 61), []Code{ENameTooLong}},
		"26, foreigner":        {strings.Repeat("a", 26), Foreign2023, strings.Repeat("a", 26), nil},
		"empty":                {" \u3000", Resident, "", []Code{ENameEmpty}},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			n := ParseName(c.input, c.kind)
			if n.Value != c.value || n.Input != c.input || !slices.Equal(n.Codes, c.codes) {
				t.Errorf("got %q %v, want %q %v", n.Value, n.Codes, c.value, c.codes)
			}
		})
	}
}

// Another decoder must agree on all of FE50 … FEA0 that it does not itself
// leave in the private-use area or refuse.
func TestPrivateUseTable(t *testing.T) {
	if len(privateUse) != 80 {
		t.Fatalf("%d characters, want 80", len(privateUse))
	}
	i, agreed := 0, 0
	for b := byte(0x50); b <= 0xA0; b++ {
		if b == 0x7F {
			continue
		}
		s, err := simplifiedchinese.GB18030.NewDecoder().String(string([]byte{0xFE, b}))
		if err != nil {
			t.Fatal(err)
		}
		c, _ := utf8.DecodeRuneInString(s)
		if c != utf8.RuneError && (c < 0xE000 || c > 0xF8FF) {
			if c != privateUse[i] {
				t.Errorf("FE%X: the table has %U, the decoder %U", b, privateUse[i], c)
			}
			agreed++
		}
		i++
	}
	if agreed < 66 {
		t.Errorf("only %d could be compared", agreed)
	}
	for private, want := range map[rune]rune{'\uE863': '䶮', '\uE81F': '㖞', '\uE844': '䜣', '\uE816': 0x20087, '\uE855': 0x241FE, '\uE864': 0x9FBB} {
		if got, ok := fold(private, firstPrivate, privateUse); !ok || got != want {
			t.Errorf("%U: got %U, want %U", private, got, want)
		}
	}
}

func TestRadicalTable(t *testing.T) {
	if len(radicals) != 214 {
		t.Fatalf("%d radicals, want 214", len(radicals))
	}
	for i, c := range radicals {
		if want := norm.NFKC.String(string(firstRadical + rune(i))); string(c) != want {
			t.Errorf("%U: got %c, want %s", firstRadical+rune(i), c, want)
		}
	}
}

func FuzzParseName(f *testing.F) {
	for _, s := range []string{"张三", "阿依古丽・买买提", "欧阳\uE863", "Jane  Doe", "· ·", "\xff\xfe", " 张 ", "⾺.三"} {
		f.Add(s, false)
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, input string, foreign bool) {
		kind := Resident
		if foreign {
			kind = Foreign2023
		}
		n := ParseName(input, kind)
		if n.Input != input {
			t.Fatalf("%q: the input was changed to %q", input, n.Input)
		}
		again := ParseName(n.Value, kind)
		if n.OK() && (again.Value != n.Value || !again.OK()) {
			t.Fatalf("%q: its normal form %q becomes %q %v", input, n.Value, again.Value, again.Codes)
		}
		for _, c := range n.Value {
			if n.OK() && !foreign && c != '·' && !slowHan(c) {
				t.Fatalf("%q: %U was accepted", input, c)
			}
		}
	})
}
