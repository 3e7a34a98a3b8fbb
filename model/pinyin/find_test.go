package pinyin

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// found are the first n candidates, divided by spaces.
func found(list []Candidate, n int) string {
	var out []string
	for _, c := range list[:min(n, len(list))] {
		out = append(out, c.Text)
	}
	return strings.Join(out, " ")
}

// place of a text among candidates, from 0; -1 for none.
func place(list []Candidate, text string) int {
	return slices.IndexFunc(list, func(c Candidate) bool { return c.Text == text })
}

// The first candidate for what is typed.
func TestFindFirst(t *testing.T) {
	for name, c := range map[string]struct {
		typed string
		o     Options
		want  string
		used  int
	}{
		"a surname":                  {"zhang", Options{}, "张", 5},
		"a surname, begun":           {"zh", Options{}, "张", 2},
		"one letter":                 {"w", Options{}, "王", 1},
		"capitals":                   {"ZHANG", Options{}, "张", 5},
		"a surname and more":         {"zhangwei", Options{}, "张", 5},
		"more, begun":                {"wangxm", Options{}, "王", 4},
		"initials":                   {"oy", Options{}, "欧阳", 2},
		"a compound":                 {"ouyang", Options{}, "欧阳", 6},
		"a compound, begun":          {"ouy", Options{}, "欧阳", 3},
		"a compound, then a name":    {"oyxiu", Options{}, "欧阳", 2},
		"a compound, written out":    {"ouyangxiu", Options{}, "欧阳", 6},
		"sima":                       {"sima", Options{}, "司马", 4},
		"si and mao":                 {"simao", Options{}, "司", 2},
		"尉迟 as families say":         {"yuchi", Options{}, "尉迟", 5},
		"尉迟 as it looks":             {"weichi", Options{}, "尉迟", 6},
		"万俟 as families say":         {"moqi", Options{}, "万俟", 4},
		"万俟 by initials":             {"mq", Options{}, "万俟", 2},
		"a given name":               {"wei", Options{Before: "张"}, "伟", 3},
		"ge is no 个":                 {"ge", Options{}, "葛", 2},
		"de is no 的":                 {"de", Options{Before: "张"}, "德", 2},
		"a given name of two":        {"zhiqiang", Options{Before: "王"}, "志强", 8},
		"the second of a usual name": {"guo", Options{Before: "王爱"}, "国", 3},
		"the second, begun":          {"mi", Options{Before: "王晓"}, "明", 2},
		"no word":                    {"xiang", Options{Before: "王志"}, "祥", 5},
		"after a compound":           {"zhiqiang", Options{Before: "欧阳"}, "志强", 8},
		"v":                          {"lv", Options{}, "吕", 2},
		"yu as in passports":         {"lyu", Options{}, "吕", 3},
		"女":                          {"nv", Options{}, "女", 2},
		"女 as in passports":          {"nyu", Options{}, "女", 3},
		"a tone":                     {"zhang3", Options{Before: "李"}, "长", 6},
		"a surname by its tone":      {"wu3", Options{}, "武", 3},
		"a sign between":             {"xi'an", Options{Before: "李"}, "喜安", 5},
		"no sign between":            {"xian", Options{Before: "李"}, "先", 4},
		"sounds of another language": {"mai", Options{Before: "艾力·"}, "买", 3},
		"no surname before":          {"er", Options{Before: "阿布"}, "尔", 2},
		"fuzzy":                      {"zang", Options{Fuzzy: true}, "张", 4},
		"fuzzy at the end":           {"chen", Options{Fuzzy: true}, "陈", 4},
		"fuzzy n and l":              {"niu", Options{Fuzzy: true}, "刘", 3},
		"fuzzy, not a syllable":      {"suang", Options{Fuzzy: true, Before: "王"}, "双", 5},
		"fuzzy, a compound":          {"sangguan", Options{Fuzzy: true}, "上官", 8},
		"fuzzy, a compound's end":    {"ouyan", Options{Fuzzy: true}, "欧阳", 5},
		"nine keys":                  {"94264", Options{Nine: true}, "张", 5},
		"nine keys, begun":           {"9", Options{Nine: true}, "王", 1},
		"nine keys, a compound":      {"689264", Options{Nine: true}, "欧阳", 6},
		"nine keys, some chosen":     {"zhang934", Options{Nine: true}, "张", 5},
		"nine keys, a given name":    {"934", Options{Nine: true, Before: "张"}, "伟", 3},
		"nine keys, fuzzy":           {"5486", Options{Nine: true, Fuzzy: true}, "刘", 3},
	} {
		list := Find(c.typed, c.o)
		if len(list) == 0 || list[0] != (Candidate{c.want, c.used}) {
			t.Errorf("%s: %s gives %v, want %s of %d first", name, c.typed, list[:min(3, len(list))], c.want, c.used)
		}
	}
}

// What stands among the first nine, where more than one thing is right.
func TestFindPage(t *testing.T) {
	for typed, want := range map[string]string{
		"shan": "单", "dan": "单", "xie": "谢 解", "jie": "解", "qiu": "邱 仇", "chou": "仇", "ou": "欧 区", "qu": "曲 区",
		"piao": "朴", "pu": "朴", "he": "何 贺 黑", "hei": "黑", "chong": "种", "zhong": "钟 种", "bi": "毕 秘", "mi": "米 秘",
		"lu": "卢 吕", "nu": "女", "zeng": "曾", "ceng": "曾", "zha": "查 张 赵", "cha": "查", "z": "张 赵 周 朱 郑",
		"zh": "张 赵 周 朱 郑 钟", "wang": "王 汪", "li": "李 黎 刘 林", "ren": "任", "yang": "杨 阳", "shang": "尚 商",
		"sg": "上官", "zg": "诸葛", "shangguan": "上官 尚", "guli": "古 顾", "a": "艾 安 阿", "tu": "涂 吐",
	} {
		list := Find(typed, Options{})
		for _, one := range strings.Fields(want) {
			if at := place(list, one); at < 0 || at >= 9 {
				t.Errorf("%s: %s is at %d, the page is %s", typed, one, at, found(list, 9))
			}
		}
	}
}

// Surnames of the public list come in its order, before anything else.
func TestSurnamesFirst(t *testing.T) {
	b := open()
	for at, name := range b.names {
		list := Find(name, Options{})
		last := -1
		for _, c := range list {
			rank := slices.IndexFunc(b.surnames, func(s surname) bool { return s.text == c.Text })
			if rank < 0 || !slices.Contains(b.single[at], rank) {
				break
			}
			if rank < last {
				t.Errorf("%s: %s is behind one of fewer people: %s", name, c.Text, found(list, 9))
			}
			last = rank
		}
		if len(b.single[at]) > 0 && last < 0 && utf8.RuneCountInString(list[0].Text) == 1 && name != "lu" && name != "nu" {
			t.Errorf("%s: %s is first, and no surname", name, list[0].Text)
		}
	}
	if got := len(b.surnames); got < 500 {
		t.Errorf("%d surnames", got)
	}
}

// Words of grammar are never the first.
func TestFunctionWords(t *testing.T) {
	for _, name := range open().names {
		for _, before := range []string{"", "王", "王·"} {
			list := Find(name, Options{Before: before})
			if len(list) > 1 && strings.Contains("的了是", list[0].Text) {
				t.Errorf("%s after %q: %s", name, before, list[0].Text)
			}
		}
	}
}

// A surname is found by every reading it has in the book, on one page with
// those that stand before it.
func TestEverySurname(t *testing.T) {
	b := open()
	for _, s := range b.surnames {
		for _, one := range s.reads[0] {
			typed := b.names[one]
			if len(s.reads) == 2 {
				typed += b.names[s.reads[1][0]]
			}
			if at := place(Find(typed, Options{}), s.text); at < 0 || at > 30 {
				t.Errorf("%s by %s is at %d", s.text, typed, at)
			}
		}
	}
}

// eachOfTable calls f for the 8,105 characters of 通用规范汉字表.
func eachOfTable(t *testing.T, f func(r rune)) {
	t.Helper()
	text, err := os.ReadFile("../../assets/gen/fonts/tgh.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "#") {
			for _, r := range strings.TrimSpace(line) {
				f(r)
			}
		}
	}
}

// Every character of the table is typed by each of its readings, at the
// beginning of a name and after it, in letters and on nine keys.
func TestEveryCharacter(t *testing.T) {
	type key struct {
		typed string
		o     Options
	}
	known := map[key]map[string]int{}
	count := 0
	eachOfTable(t, func(r rune) {
		count++
		for _, s := range Readings(r) {
			if !strings.ContainsAny(s, "aeiouv") {
				continue // hm and ng are no syllables to type
			}
			for _, k := range []key{{s, Options{}}, {s, Options{Before: "王"}}, {Digits(s), Options{Before: "王", Nine: true}}} {
				if known[k] == nil {
					known[k] = map[string]int{}
					for _, c := range Find(k.typed, k.o) {
						known[k][c.Text] = c.Used
					}
				}
				if known[k][string(r)] != len(s) {
					t.Errorf("%c is not found by %s, or of another length: %d", r, k.typed, known[k][string(r)])
				}
			}
		}
	})
	if count != 8105 {
		t.Errorf("%d characters", count)
	}
}

// Of nothing, and of what is no pinyin, there is nothing.
func TestFindNothing(t *testing.T) {
	for _, typed := range []string{"", " ", "'", "'' ", "1", "94264", "i", "u", "v", "张", "\xff", "?", "-a"} {
		if got := Find(typed, Options{}); got != nil {
			t.Errorf("%q: %v", typed, got[:min(3, len(got))])
		}
	}
	if got := Find("0", Options{Nine: true}); got != nil {
		t.Errorf("0 on nine keys: %v", got)
	}
}

func TestSyllables(t *testing.T) {
	for typed, want := range map[string]string{
		"maiti": "mai'ti", "zhangwei": "zhang'wei", "zh": "zh", "zhangw": "zhang'w", "xian": "xian", "xi'an": "xi'an", "xi an": "xi'an",
		"fangan": "fang'an", "oy": "o'y", "wangxm": "wang'x'm", "zhang1wei3": "zhang1'wei3", "": "", "94264": "94264", "张": "张", "ABC": "A'B'C",
		"zhang?": "zhang'?", "li'": "li", "lyu": "lyu", "xiong": "xiong", "xion": "xion",
	} {
		if got := Syllables(typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func TestSpellings(t *testing.T) {
	for digits, want := range map[string]string{
		"94264": "zhang xiang", "94": "yi xi zi zh", "58": "lu lv", "9": "z y w x", "": "", "1": "", "0": "", "zhang": "zhang",
	} {
		if got := strings.Join(Spellings(digits), " "); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s, want %s", digits, got, want)
		}
	}
	for _, name := range open().names {
		if got := Spellings(Digits(name)); !slices.Contains(got, name) {
			t.Errorf("%s is not among %s", name, got)
		}
	}
}

// check holds candidates to what any answer keeps.
func check(t *testing.T, typed string, list []Candidate) {
	t.Helper()
	seen := map[string]bool{}
	for _, c := range list {
		if n := utf8.RuneCountInString(c.Text); seen[c.Text] || n < 1 || n > 2 || !utf8.ValidString(c.Text) || c.Used < 1 || c.Used > len(typed) {
			t.Fatalf("%q: %q of %d, seen %v", typed, c.Text, c.Used, seen[c.Text])
		}
		seen[c.Text] = true
	}
}

// FuzzFind: what is typed never panics, no candidate stands twice or answers
// more than was typed, and the syllables are what was typed.
func FuzzFind(f *testing.F) {
	for _, s := range []string{"zhangwei", "oy", "xi'an", "lyu3", "94264", "zhang934", "wwwwwwwwwwww", "\xffa", "ang'", "A B"} {
		f.Add(s, "", 0)
		f.Add(s, "张", 3)
		f.Add(s, "艾力·", 2)
	}
	f.Fuzz(func(t *testing.T, typed, before string, how int) {
		o := Options{Before: before, Fuzzy: how&1 != 0, Nine: how&2 != 0}
		check(t, typed, Find(typed, o))
		check(t, typed, ByParts(typed))
		bare := strings.NewReplacer("'", "", " ", "").Replace
		if got := Syllables(typed); bare(got) != bare(typed) {
			t.Fatalf("%q: syllables %q", typed, got)
		}
		for _, s := range Spellings(typed) {
			if s == "" || len(s) > len(typed)+1 {
				t.Fatalf("%q: %q", typed, s)
			}
		}
		if r, ok := ByCode(typed); ok && !han(r) {
			t.Fatalf("%q: %q", typed, r)
		}
	})
}

// A lookup leaves nothing behind: the same question has the same answer after
// any other, from many goroutines.
func TestNothingIsLearned(t *testing.T) {
	want := Find("zhang", Options{})
	done := make(chan bool)
	for _, typed := range []string{"zhan", "zhang", "z", "zhangwei"} {
		go func() {
			Ready()
			for range 20 {
				Find(typed, Options{Fuzzy: true})
				ByParts(typed)
			}
			done <- slices.Equal(Find("zhang", Options{}), want)
		}()
	}
	for range 4 {
		if !<-done {
			t.Error("the answer has changed")
		}
	}
}
