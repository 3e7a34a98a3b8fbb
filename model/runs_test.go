package model

import (
	"strings"
	"testing"
)

// shown writes runs with brackets around what differs.
func shown(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		if r.Differs {
			b.WriteString("[" + r.Text + "]")
			continue
		}
		b.WriteString(r.Text)
	}
	return b.String()
}

func TestRuns(t *testing.T) {
	for name, c := range map[string]struct{ typed, read, ofTyped, ofRead string }{
		"the same":            {"林新", "林新", "林新", "林新"},
		"nothing":             {"", "", "", ""},
		"nothing read":        {"林新", "", "[林新]", ""},
		"nothing typed":       {"", "林新", "", "[林新]"},
		"another character":   {"王大明", "王天明", "王[大]明", "王[天]明"},
		"left out":            {"欧阳明", "欧阳小明", "欧阳明", "欧阳[小]明"},
		"put in":              {"阿里·买买提", "阿里买买提", "阿里[·]买买提", "阿里买买提"},
		"a digit":             {"994758 19920507 6743", "994758 19920807 6743", "994758 19920[5]07 6743", "994758 19920[8]07 6743"},
		"two in wrong order":  {"1243", "1423", "1[24]3", "1[42]3"},
		"moved by one":        {"12345678", "2345678", "[1]2345678", "2345678"},
		"first and last":      {"甲乙丙", "子乙丑", "[甲]乙[丙]", "[子]乙[丑]"},
		"all":                 {"长期", "2034", "[长期]", "[2034]"},
		"not read":            {"994758199205076743", "994758????05076743", "994758199205076743", "994758????05076743"},
		"not read and wrong":  {"994758199205076743", "994758????05076749", "99475819920507674[3]", "994758????0507674[9]"},
		"question typed":      {"王?", "王明", "王[?]", "王[明]"},
		"beyond the plane":    {"𠮷田", "吉田", "[𠮷]田", "[吉]田"},
		"forms of one sign":   {"吴昊", "吳昊", "[吴]昊", "[吳]昊"},
		"a combining mark":    {"e\u0301a", "ea", "e[\u0301]a", "ea"},
		"case of letters":     {"Li Ming", "LI MING", "L[i] M[ing]", "L[I] M[ING]"},
		"bytes that are none": {"林\xff", "林", "林[\uFFFD]", "林"},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := Runs(c.typed, c.read)
			if shown(a) != c.ofTyped || shown(b) != c.ofRead {
				t.Errorf("%q, %q, want %q, %q", shown(a), shown(b), c.ofTyped, c.ofRead)
			}
		})
	}
}

// FuzzRuns: the parts are the whole of each text, no two neighbours could be
// one part, and without what differs both texts are the same.
func FuzzRuns(f *testing.F) {
	f.Add("林新", "林?新")
	f.Add("994758199205076743", "99475819920576743X")
	f.Add("", "?")
	f.Fuzz(func(t *testing.T, typed, read string) {
		if len(typed)*len(read) > 1<<16 {
			t.Skip()
		}
		typed, read = strings.ToValidUTF8(typed, ""), strings.ToValidUTF8(read, "")
		a, b := Runs(typed, read)
		var same [2]string
		for i, runs := range [][]Run{a, b} {
			whole := ""
			for j, r := range runs {
				whole += r.Text
				if r.Text == "" || j > 0 && r.Differs == runs[j-1].Differs {
					t.Fatalf("%q and %q: %+v", typed, read, runs)
				}
				if !r.Differs {
					same[i] += r.Text
				}
			}
			if whole != [2]string{typed, read}[i] {
				t.Fatalf("%q and %q: the parts are %q", typed, read, whole)
			}
		}
		left, right := []rune(same[0]), []rune(same[1])
		if len(left) != len(right) {
			t.Fatalf("%q and %q: %q is the same as %q", typed, read, same[0], same[1])
		}
		for i := range left {
			if left[i] != right[i] && right[i] != notRead {
				t.Fatalf("%q and %q: %q is the same as %q", typed, read, same[0], same[1])
			}
		}
	})
}
