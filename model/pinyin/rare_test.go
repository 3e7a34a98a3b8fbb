package pinyin

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestRadicals(t *testing.T) {
	list := Radicals()
	if len(list) != 214 {
		t.Fatalf("%d radicals", len(list))
	}
	for i, r := range list {
		if r.Number != i+1 || utf8.RuneCountInString(r.Text) != 1 || r.Strokes < 1 || r.Strokes > 17 || i > 0 && r.Strokes < list[i-1].Strokes-1 {
			t.Errorf("%+v", r)
		}
		if !slices.Contains(ByRadical(r.Number, 0), []rune(r.Text)[0]) {
			t.Errorf("%s is not under itself", r.Text)
		}
	}
	for number, want := range map[int]Radical{
		1: {1, "一", 1, ""}, 9: {9, "人", 2, "亻"}, 85: {85, "水", 4, "氵氺"}, 149: {149, "言", 7, "讠"}, 167: {167, "金", 8, "钅釒"}, 214: {214, "龠", 17, ""},
	} {
		if got := list[number-1]; got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
}

func TestByRadical(t *testing.T) {
	for _, c := range []struct {
		number, strokes int
		want            string
	}{
		{75, 4, "林"}, {167, 16, "鑫"}, {96, 12, "璟"}, {30, 9, "喆"}, {212, 0, "龙"}, {212, 0, "龍"}, {86, 9, "煜"}, {120, 3, "红"}, {85, 8, "淼"}, {149, 2, "计"},
	} {
		if got := ByRadical(c.number, c.strokes); !slices.Contains(got, []rune(c.want)[0]) {
			t.Errorf("%d with %d: %s is not among %s", c.number, c.strokes, c.want, string(got))
		}
	}
	if got := string(ByRadical(85, 5)[:3]); got != "法油泡" && !strings.ContainsRune(got, '法') {
		t.Errorf("not the commonest first: %s", got)
	}
	for _, c := range [][2]int{{0, 1}, {215, 1}, {-1, -1}, {1, 99}} {
		if got := ByRadical(c[0], c[1]); got != nil {
			t.Errorf("%d: %s", c, string(got))
		}
	}
}

// All unified ideographs that Go knows stand under a radical, each Han
// character once under each: all of URO, the table and the extensions.
func TestAllRadicals(t *testing.T) {
	at := map[rune]int{}
	for n := 1; n <= 214; n++ {
		all, sum := ByRadical(n, -1), 0
		for s := range 80 {
			sum += len(ByRadical(n, s))
		}
		if len(all) != sum {
			t.Errorf("radical %d: %d characters, by strokes %d", n, len(all), sum)
		}
		for _, r := range all {
			if !han(r) {
				t.Errorf("%q is no Han character", r)
			}
			at[r]++
		}
	}
	missing := 0
	for _, r16 := range unicode.Unified_Ideograph.R16 {
		for r := rune(r16.Lo); r <= rune(r16.Hi); r += rune(r16.Stride) {
			if at[r] == 0 {
				missing++
			}
		}
	}
	eachOfTable(t, func(r rune) {
		if at[r] == 0 {
			t.Errorf("%c has no radical", r)
		}
	})
	if missing > 0 || len(at) < 97_000 {
		t.Errorf("%d of the first plane are missing; %d characters", missing, len(at))
	}
}

func TestByParts(t *testing.T) {
	for typed, want := range map[string]string{
		"mumu": "林", "jinjinjin": "鑫", "mumumu": "森", "shuishuishui": "淼", "huohuohuo": "焱", "tutu": "圭", "tututu": "垚", "jiji": "喆", "binbei": "赟",
		"wenwubei": "赟", "longtian": "䶮", "fangfangtu": "堃", "riri": "昌", "nvying": "媖", "wangjing": "璟", "mingkong": "曌", "niuniuniu": "犇",
		"mamama": "骉", "huohuohuohuo": "燚", "shuiqing": "清", "renli": "位", "jinyu": "钰", "MUMU": "林", "mu'mu": "林", "muzi": "李",
	} {
		list := ByParts(typed)
		if at := place(list, want); at < 0 || at >= 9 {
			t.Errorf("%s: %s is at %d of %s", typed, want, at, found(list, 9))
		} else if list[at].Used != len(typed) {
			t.Errorf("%s: %s answers %d letters", typed, want, list[at].Used)
		}
	}
	for _, typed := range []string{"", "'", "m", "1", "94264", "张", strings.Repeat("mu", 40)} {
		if got := ByParts(typed); len(got) > 0 {
			t.Errorf("%q: %s", typed, found(got, 9))
		}
	}
	if got := found(ByParts("mu"), 3); !strings.ContainsAny(got, "权林树楠梅") {
		t.Errorf("of one part: %s", got)
	}
	check(t, "mumu", ByParts("mumu"))
}

func TestByCode(t *testing.T) {
	for typed, want := range map[string]rune{
		"U+20164": 0x20164, "20164": 0x20164, "u+4e00": '一', "4E00": '一', " 9fa5 ": '龥', "U4DAE": '䶮', "3007": '〇', "2CE93": 0x2CE93, "31350": 0x31350, "FA0E": '﨎',
	} {
		if got, ok := ByCode(typed); !ok || got != want {
			t.Errorf("%q: %c %v", typed, got, ok)
		}
	}
	for _, typed := range []string{"", "U+", "41", "U+0041", "D800", "110000", "FFFFFFFFFF", "zz", "-4E00", "U+3105", "AC00", "2F00", "E863", "++4E00", "0x4E00", "1F600"} {
		if got, ok := ByCode(typed); ok {
			t.Errorf("%q: %c", typed, got)
		}
	}
}
