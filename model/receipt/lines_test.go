package receipt

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// em measures with a font in which Chinese is twice as wide as the rest.
func em(s string) (w float64) {
	for _, r := range s {
		w++
		if r >= firstWide {
			w++
		}
	}
	return w
}

func TestLines(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		width float64
		want  []string
	}{
		"nothing":                 {"", 10, []string{""}},
		"fits":                    {"审核", 4, []string{"审核"}},
		"Chinese anywhere":        {"审核员对照照片", 6, []string{"审核员", "对照照", "片"}},
		"no comma first":          {"审核员，对照", 6, []string{"审核", "员，对", "照"}},
		"no two marks first":      {"编号。”他说", 6, []string{"编", "号。”", "他说"}},
		"no bracket last":         {"编号（回执）", 6, []string{"编号", "（回", "执）"}},
		"a bracket, then a space": {"a ( b", 3, []string{"a", "( b"}},
		"a quote stays whole":     {"在“进度”里", 4, []string{"在", "“进", "度”", "里"}},
		"an ellipsis is one":      {"进度……看", 4, []string{"进", "度……", "看"}},
		"Latin words whole":       {"打开 Truename 看", 9, []string{"打开", "Truename", "看"}},
		"no space needed":         {"打开Truename看", 9, []string{"打开", "Truename", "看"}},
		"a number with its sign":  {"约50%的人", 4, []string{"约", "50%", "的人"}},
		"English at spaces":       {"the result is under Status", 13, []string{"the result is", "under Status"}},
		"an apostrophe":           {"it doesn’t matter", 10, []string{"it doesn’t", "matter"}},
		"a full stop stays":       {"you hear it.", 9, []string{"you hear", "it."}},
		"a dash is not first":     {"Tue 24 – Thu 26", 7, []string{"Tue", "24 –", "Thu 26"}},
		"its own lines":           {"one\ntwo\n\nthree", 9, []string{"one", "two", "", "three"}},
		"spaces at the ends":      {"  one   two  ", 4, []string{"one", "two"}},
		"a full-width space":      {"一　二三", 4, []string{"一", "二三"}},
		"a space that holds":      {"3\u00a0days more", 6, []string{"3\u00a0days", "more"}},
		"it holds a mark, too":    {"号。\u00a0.进", 6, []string{"号。\u00a0.", "进"}},
		"also behind a bracket":   {"号〈\u2007 进度", 6, []string{"号", "〈\u2007 进", "度"}},
		"a long word after":       {"   abcdef", 4, []string{"abcd", "ef"}},
		"a word that is too long": {"see abcdefghij now", 4, []string{"see", "abcd", "efgh", "ij", "now"}},
		"a line of one":           {"审核", 1, []string{"审", "核"}},
		"no room at all":          {"ab", 0, []string{"a", "b"}},
	} {
		if got := lines(c.text, c.width, em); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func FuzzLines(f *testing.F) {
	f.Add("有要改的，会告诉您是哪一处，只改那一处。", 12.0)
	f.Add("If something needs a change, you hear which (and why).", 17.0)
	f.Add("，。“”\n（（（《》", 2.0)
	f.Add("aaaaaaaaaaaaaaaaaaaaaaaa\u00a0 b　\n\n", 3.0)
	f.Fuzz(func(t *testing.T, text string, width float64) {
		if len(text) > 2000 || !utf8.ValidString(text) || !(width >= 4) {
			t.Skip() // the caller has seen to it; four fits any character with a mark
		}
		got := lines(text, width, em)
		if a, b := squeeze(strings.Join(got, "")), squeeze(text); a != b {
			t.Errorf("%q became %q", b, a)
		}
		for i, l := range got {
			if em(l) > width {
				t.Errorf("%q is longer than %v", l, width)
			}
			if strings.TrimSpace(l) != l {
				t.Errorf("%q has a space at an end", l)
			}
			if i > 0 && forbidden(got[i-1], l) && breakable(text, width) {
				t.Errorf("%q begins with a mark after %q", l, got[i-1])
			}
		}
	})
}

// squeeze is s without what may be lost.
func squeeze(s string) string {
	return strings.Join(strings.Fields(s), "")
}

// forbidden reports whether one line may not follow the other.
func forbidden(one, other string) bool {
	a, _ := utf8.DecodeLastRuneInString(one)
	b, _ := utf8.DecodeRuneInString(other)
	return other != "" && (strings.ContainsRune(notFirst, b) || one != "" && strings.ContainsRune(notLast, a))
}

// breakable reports whether text is one paragraph whose pieces all fit on a
// line: else the rule of marks cannot be kept.
func breakable(text string, width float64) bool {
	return !strings.Contains(text, "\n") && !slices.ContainsFunc(pieces(text), func(p string) bool {
		return em(strings.TrimSpace(p)) > width
	})
}
