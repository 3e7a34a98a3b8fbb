package kit

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// cells measures a text whose Chinese characters are 2 wide and others 1.
func cells(s string) float32 {
	var w float32
	for _, r := range s {
		if r > 0x2E7F || strings.ContainsRune(notFirst+notLast, r) && r > 0x7F {
			w++
		}
		w++
	}
	return w
}

func TestBreakText(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		width float32
		want  string
	}{
		"fits":                 {"一二三", 7, "一二三"},
		"in the middle":        {"一二三四五六", 7, "一二三|四五六"},
		"no comma first":       {"一二三，四五六", 7, "一二|三，四|五六"},
		"two signs stay":       {"一二三」。四五", 9, "一二|三」。四|五"},
		"no quote last":        {"一二“三四”五", 7, "一二|“三|四”五"},
		"a word stays whole":   {"打开Truename看看", 11, "打开|Truename看|看"},
		"a space ends a line":  {"一二 Truename 三", 11, "一二 |Truename |三"},
		"numbers stay whole":   {"号码有18位数字", 9, "号码有18|位数字"},
		"paragraphs":           {"一二三四\n\n五六", 5, "一二|三四||五六"},
		"English":              {"some plain words", 7, "some |plain |words"},
		"English fits":         {"some plain words", 20, "some plain words"},
		"one long word":        {"ab unbreakable c", 6, "ab |unbrea|kable |c"},
		"narrower than a sign": {"一二", 1, "一|二"},
		"ideographic space":    {"一二　三四", 7, "一二　|三四"},
	} {
		if got := strings.Join(breakText(c.text, c.width, cells), "|"); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func FuzzBreakText(f *testing.F) {
	for _, s := range []string{"一二三，四五六", "打开 Truename 看看。", "“”（）", "a\n\n一"} {
		f.Add(s, 10)
	}
	f.Fuzz(func(t *testing.T, s string, width int) {
		if !utf8.ValidString(s) || width < 0 || width > 1000 || len(s) > 1000 {
			return
		}
		lines := breakText(s, float32(width), cells)
		if got := strings.Join(lines, ""); got != strings.ReplaceAll(s, "\n", "") {
			t.Errorf("%q became %q", s, lines)
		}
		for _, line := range lines {
			signs := strings.ContainsAny(line, notFirst+notLast) // they stick to what stands beside them
			if shown := strings.TrimRight(line, " 　"); !signs && cells(shown) > float32(max(width, 2)) {
				t.Errorf("%q is wider than %d", line, width)
			}
		}
	})
}
