package main

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

const partsHead = `# What characters are put together from. A line is the first part, and then,
# divided by spaces, the characters that begin with it, each with its other parts.
# After "=" stand parts that have no reading of their own and how people call them.
`

// called are parts that stand alone in no text, and how people call them. They
// are typed by these names; other readings that sources have hold too.
var called = map[string]string{
	"氵": "shui", "亻": "ren", "艹": "cao", "扌": "shou,ti", "钅": "jin", "讠": "yan", "纟": "si", "糹": "si", "忄": "xin", "辶": "zou", "阝": "er",
	"犭": "quan", "饣": "shi", "飠": "shi", "衤": "yi", "礻": "shi", "宀": "bao,mian", "冖": "mi", "冫": "bing", "囗": "wei,guo", "彳": "chi,ren", "刂": "dao",
	"灬": "huo,dian", "疒": "bing", "攵": "wen,pu", "覀": "xi", "⺮": "zhu", "罒": "si,wang", "⺼": "yue,rou", "⺩": "wang,yu", "虍": "hu", "耂": "lao",
	"爫": "zhao", "丬": "jiang", "釒": "jin", "牜": "niu", "⻊": "zu", "亠": "tou", "匚": "kuang", "凵": "kuang", "勹": "bao", "卩": "er,jie", "廴": "jian",
	"廾": "nong,gong", "彡": "shan,san", "彐": "xue,ji", "夂": "zhe,wen", "尢": "you", "屮": "cao", "巛": "chuan", "癶": "deng", "訁": "yan", "王": "wang,yu",
	"玊": "yu", "㐱": "zhen", "咅": "pou", "龷": "gong", "龶": "zhu", "⺌": "xiao", "⺍": "xue", "丷": "ba", "丶": "dian", "丿": "pie", "丨": "shu", "乛": "zhe", "㇏": "na",
	"飞": "fei", "𠂉": "ren", "𧾷": "zu", "𤣩": "wang,yu", "𥫗": "zhu", "⺗": "xin", "㣺": "xin", "氺": "shui", "朩": "mu", "糸": "si,mi", "隹": "zhui", "卄": "cao", "䒑": "cao",
}

// repeats say how often a part stands in a character.
var repeats = map[string]int{"r3": 3, "r4": 4, "r5": 5, "ra": 2, "rd": 2, "rs": 2, "rr": 2, "rw": 2}

// parts is the file of parts.
func (k *known) parts() (string, error) {
	of := map[string][]string{} // by what is made, a character or a number: the parts
	for line := range strings.Lines(k.s[decomp]) {
		line = strings.Trim(strings.TrimSpace(line), "`;")
		if _, after, head := strings.Cut(line, "`"); head {
			line = after
		}
		name, value, _ := strings.Cut(line, ":")
		how, list, _ := strings.Cut(strings.TrimSuffix(value, ")"), "(")
		if list != "" {
			of[name] = repeat(how, strings.Split(list, ","))
		}
	}
	at := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(of)) {
		r, size := utf8.DecodeRuneInString(name)
		if size < 3 || size < len(name) {
			continue // a number, or a stroke with one
		}
		list := expand(of, name, 0)
		if len(list) < 2 || len(list) > 5 {
			continue
		}
		if rest := string(r) + strings.Join(list[1:], ""); !slices.Contains(at[list[0]], rest) {
			at[list[0]] = append(at[list[0]], rest)
		}
	}
	return k.renderParts(at), nil
}

// repeat gives a part as often as it stands there.
func repeat(how string, list []string) []string {
	if n := repeats[how[:min(2, len(how))]]; n > 0 && len(list) == 1 && !strings.HasPrefix(how, "rot") && !strings.HasPrefix(how, "ref") {
		return slices.Repeat(list, n)
	}
	return list
}

// expand replaces numbers, which are parts that no character is, by their own
// parts. It gives nothing for what is nested deeper than any character is.
func expand(of map[string][]string, name string, depth int) (out []string) {
	if depth > 8 {
		return nil
	}
	for _, p := range of[name] {
		if p[0] < '0' || p[0] > '9' {
			out = append(out, p)
			continue
		}
		inner := expand(of, p, depth+1)
		if len(inner) == 0 {
			return nil
		}
		out = append(out, inner...)
	}
	return out
}

// renderParts writes the lines, the characters of each commonest first.
func (k *known) renderParts(at map[string][]string) string {
	var b strings.Builder
	b.WriteString(partsHead + made(fromDecomp, fromSimp, fromOurselves))
	for _, c := range slices.Sorted(maps.Keys(called)) {
		b.WriteString("= " + c + " " + called[c] + "\n")
	}
	usable := func(s string) float64 {
		r, _ := utf8.DecodeRuneInString(s)
		return k.usable(r)
	}
	for _, first := range slices.Sorted(maps.Keys(at)) {
		slices.SortStableFunc(at[first], func(x, y string) int { return cmp.Compare(usable(y), usable(x)) })
		b.WriteString(first + " " + strings.Join(at[first], " ") + "\n")
	}
	return b.String()
}
