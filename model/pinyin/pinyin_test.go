package pinyin

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

func TestReadings(t *testing.T) {
	for r, want := range map[rune][]string{
		'中': {"zhong"},
		'重': {"zhong", "chong"},
		'长': {"zhang", "chang"},
		'单': {"dan", "shan", "chan"},
		'解': {"jie", "xie"},
		'行': {"xing", "hang"},
		'乐': {"le", "yue"},
		'女': {"nv"},
		'绿': {"lv", "lu"},
		'略': {"lve"},
		'覃': {"tan", "qin"},
		'䶮': {"yan"}, // outside the block, in the table
		'𬤇': {"yin"}, // beyond the first plane
		'龘': {"da"},  // in the block, not in the table
	} {
		got := Readings(r)
		for _, reading := range want {
			if !slices.Contains(got, reading) {
				t.Errorf("%c: %q, want %s among them", r, got, reading)
			}
		}
		if len(got) > 0 && got[0] != want[0] {
			t.Errorf("%c: %q, want %s first", r, got, want[0])
		}
	}
}

func TestReadingsOfNothing(t *testing.T) {
	for _, r := range "aZ5 ·，“😀あ가\n-#\u0000\uFFFD\uE863" {
		if got := Readings(r); got != nil {
			t.Errorf("%q: %q, want none", r, got)
		}
	}
	if Readings(-1) != nil || Readings(unicode.MaxRune+1) != nil {
		t.Error("what is no code point has a reading")
	}
}

// All of 通用规范汉字表, which names are written with.
func TestTable(t *testing.T) {
	b, err := os.ReadFile("../../assets/gen/fonts/tgh.txt")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for line := range strings.Lines(string(b)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, r := range strings.TrimSpace(line) {
			seen++
			if len(Readings(r)) == 0 {
				t.Errorf("%c is not known", r)
			}
		}
	}
	if seen != 8105 {
		t.Errorf("%d characters, want 8105", seen)
	}
}

// Every character is Han and has each of its readings once; there is no
// syllable that Chinese has not.
func TestAllReadings(t *testing.T) {
	syllable := regexp.MustCompile(`^((zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?[aeiouv]{1,3}(n|ng|r|o)?|hm|hng|m|n|ng)$`)
	seen := map[string]bool{}
	for r, list := range readings() {
		if !unicode.Is(unicode.Han, r) {
			t.Errorf("%q is not Han", r)
		}
		for i, s := range list {
			seen[s] = true
			if !syllable.MatchString(s) || slices.Contains(list[:i], s) {
				t.Errorf("%c: %q", r, list)
			}
		}
	}
	if n := len(readings()); n < 20_924 || len(seen) < 400 || len(seen) > 430 {
		t.Errorf("%d characters, %d syllables", n, len(seen))
	}
}

func TestParse(t *testing.T) {
	got := parse("# a c\n\na 丁 乙\nb 一乙 - 丁\nc - 丁\nd\n")
	want := map[rune][]string{'丁': {"a", "c", "b"}, '乙': {"b", "a"}, '一': {"b"}}
	if len(got) != len(want) {
		t.Fatalf("got %q", got)
	}
	for r, list := range want {
		if !slices.Equal(got[r], list) {
			t.Errorf("%c: %q, want %q", r, got[r], list)
		}
	}
	if len(parse("")) != 0 {
		t.Error("something in nothing")
	}
}

func TestSplit(t *testing.T) {
	for typed, want := range map[string]string{
		"zenmejieb":   "zen me jie b", // the last is begun
		"zhuang":      "zhuang",
		"zh":          "zh",
		"xian":        "xian", // long ones rather than short ones
		"xi an":       "xi an",
		"xia n":       "xia n",
		"fangan":      "fang an",
		"danganju":    "dang an ju", // dan gan ju is as good
		"ganga":       "gang a",
		"nver":        "nv er", // not nve and the beginning of another
		"shenhe b":    "shen he b",
		"  shen  he ": "shen he",
		"sh en":       "", // only the last may be begun
		"glare":       "",
		"ing":         "",
		"shenhe1":     "",
		"审核":          "",
		"Shen":        "",
		"hm":          "", // a sound
		"":            "",
	} {
		if got := strings.Join(Split(typed), " "); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

// Each syllable is cut as itself, or into shorter ones that stand for the same.
func TestSplitEverySyllable(t *testing.T) {
	list := syllables()
	if !slices.IsSorted(list) {
		t.Fatal("not sorted")
	}
	for _, s := range list {
		if len(s) > longest {
			t.Errorf("%s has more than %d letters", s, longest)
		}
		if got := Split(s); !slices.Equal(got, []string{s}) {
			t.Errorf("%s: %q", s, got)
		}
	}
}

// FuzzSplit: the parts are what was typed, and all but the last are syllables.
func FuzzSplit(f *testing.F) {
	f.Add("zenmejieb")
	f.Add("xi an  n")
	f.Fuzz(func(t *testing.T, typed string) {
		cut := Split(typed)
		if cut == nil {
			return
		}
		if strings.Join(cut, "") != strings.Join(strings.Fields(typed), "") {
			t.Fatalf("%q is cut into %q", typed, cut)
		}
		for _, s := range cut[:len(cut)-1] {
			if whole, _ := look(s); !whole {
				t.Fatalf("%q: %s is no syllable", typed, s)
			}
		}
	})
}

// Who appends to what it got does not change what others get.
func TestSharedReadings(t *testing.T) {
	_ = append(Readings('一'), "x")
	_ = append(Readings('长'), "x")
	if a, b := Readings('一'), Readings('长'); len(a) != 1 || slices.Contains(b, "x") {
		t.Errorf("%q %q", a, b)
	}
}

// FuzzParse: the parser takes any text, and gives no character an empty list.
func FuzzParse(f *testing.F) {
	f.Add("a 丁 乙\nb 一乙 - 丁\n")
	f.Add("#\n-\n- -\na -\xff a")
	f.Fuzz(func(t *testing.T, s string) {
		for r, list := range parse(s) {
			if len(list) == 0 || list[0] == "" || r == '-' {
				t.Fatalf("%q: %q", r, list)
			}
		}
	})
}

// BenchmarkLoad is what the first question costs.
func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		parse(readingText)
	}
}

func BenchmarkReadings(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Readings('长')
	}
}

func BenchmarkSplit(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Split("shenfenzhengguoqilezenmeban")
	}
}
