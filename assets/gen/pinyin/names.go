package main

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// bySurname are readings of surnames that neither source has, or that the
// source has in one way only and families in several.
var bySurname = map[string]string{
	"黑": "he,hei", "种": "chong,zhong", "秘": "bi,mi", "万俟": "mo,wan qi,si", "尉迟": "yu,wei chi", "长孙": "zhang,chang sun",
	"澹台": "tan,dan tai", "覃": "qin,tan,xun", "盖": "ge,gai", "查": "zha,cha", "曾": "zeng,ceng", "翟": "zhai,di",
	"缪": "miao,miu,mou", "乜": "nie,mie", "隗": "wei,kui", "祭": "zhai,ji", "佴": "nai,er", "冼": "xian,sheng",
	"员": "yun,yuan", "哈": "ha", "洗": "xian,xi", "逄": "pang", "那": "na", "逯": "lu", "繁": "po,fan", "折": "she,zhe",
	"令狐": "ling hu", "独孤": "du gu", "呼延": "hu yan", "拓跋": "tuo ba", "贾": "jia", "宓": "mi,fu", "单": "shan,dan",
	"岩": "ai,yan", // begins names of Dai men
}

const surnamesHead = `# Surnames, those of most people first, and how they are read: a column a
# character, readings divided by commas.
`

var entry = regexp.MustCompile(`(?m)^ +(\p{Han}+): '([^']+)'`)

// surnames is the file of surnames: those listed by hand, then those of
// pinyin-pro, the commonest characters first.
func (k *known) surnames() (string, error) {
	b, err := os.ReadFile(hand + "surnames.txt")
	if err != nil {
		return "", err
	}
	read := map[string]string{}
	var rest []string
	for _, m := range entry.FindAllStringSubmatch(k.s[family], -1) {
		if _, double := read[m[1]]; !double {
			rest = append(rest, m[1])
		}
		var columns []string
		for _, s := range strings.Fields(m[2]) {
			columns = append(columns, toneless(s))
		}
		read[m[1]] = strings.Join(columns, " ")
	}
	slices.SortStableFunc(rest, func(x, y string) int {
		return cmp.Or(utf8.RuneCountInString(x)-utf8.RuneCountInString(y), cmp.Compare(k.common(y), k.common(x)))
	})
	var out strings.Builder
	out.WriteString(surnamesHead + made(fromFamily, fromModule, fromSimp, fromOurselves))
	done := map[string]bool{}
	for _, name := range append(listed(string(b)), rest...) {
		if done[name] {
			continue
		}
		done[name] = true
		s, err := k.surname(name, read[name])
		if err != nil {
			return "", err
		}
		out.WriteString(name + " " + s + "\n")
	}
	return out.String(), nil
}

// listed cuts the list by hand into names: lines of one word are characters.
func listed(text string) (out []string) {
	for line := range lines(text) {
		if f := strings.Fields(line); len(f) > 1 {
			out = append(out, f...)
		} else {
			out = append(out, strings.Split(line, "")...)
		}
	}
	return out
}

// surname is how a surname is read: as the lists say, and a character alone in
// its common ways besides, since those who type often do not know the name.
func (k *known) surname(name, read string) (string, error) {
	if by := bySurname[name]; by != "" {
		return by, nil
	}
	r, size := utf8.DecodeRuneInString(name)
	if size < len(name) {
		if read == "" {
			return "", fmt.Errorf("%s: no reading", name)
		}
		return read, nil
	}
	var all float64
	for _, s := range k.syllables[r] {
		all += k.weight[sound{r, s}]
	}
	out := strings.Fields(read)
	for i, s := range k.syllables[r] {
		if often := k.weight[sound{r, s}] > all/8; (often || i == 0) && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return "", fmt.Errorf("%s: no reading", name)
	}
	return strings.Join(out, ","), nil
}

// common is how often the characters of a text are written, in any reading.
func (k *known) common(text string) (sum float64) {
	for _, r := range text {
		for _, s := range k.syllables[r] {
			sum += k.weight[sound{r, s}]
		}
	}
	return sum
}

const pairsHead = `# Given names of two characters: a line is two syllables and the names read so,
# likeliest first. Letters are as in ranks.txt.
`

// mostWords is how many words of simp stand in the file of given names.
const mostWords = 3500

// pairs is the file of given names of two characters: those listed by hand,
// then words of simp of which both characters are usual in given names.
func (k *known) pairs() (string, error) {
	b, err := os.ReadFile(hand + "pairs.txt")
	if err != nil {
		return "", err
	}
	scores, reads := map[string]float64{}, map[string]string{}
	for line := range lines(string(b)) {
		for _, name := range strings.Fields(line) {
			if reads[name] = k.usual(name); reads[name] == "" {
				return "", fmt.Errorf("pairs.txt: %s has a character that given.txt has not", name)
			}
			scores[name] = max(scores[name], 51-float64(len(scores))/12)
		}
	}
	k.addWords(scores, reads)
	at := map[string][]string{}
	for name, s := range reads {
		at[s] = append(at[s], name)
	}
	var out strings.Builder
	out.WriteString(pairsHead + made(fromSimp, fromOurselves))
	for _, s := range slices.Sorted(maps.Keys(at)) {
		slices.SortFunc(at[s], func(x, y string) int { return cmp.Or(cmp.Compare(scores[y], scores[x]), cmp.Compare(x, y)) })
		out.WriteString(s + " ")
		last := byte(0)
		for _, name := range at[s] {
			if c := class(scores[name]); c != last {
				out.WriteByte(c)
				last = c
			}
			out.WriteString(name)
		}
		out.WriteByte('\n')
	}
	return out.String(), nil
}

// addWords adds the words of simp that are likeliest to be given names.
func (k *known) addWords(scores map[string]float64, reads map[string]string) {
	var found []string
	likely := map[string]float64{}
	for word, of := range k.words {
		if score := k.likely(word, of); score > 0 && reads[word] == "" {
			likely[word] = score
			found = append(found, word)
		}
	}
	slices.SortFunc(found, func(x, y string) int { return cmp.Or(cmp.Compare(likely[y], likely[x]), cmp.Compare(x, y)) })
	for _, word := range found[:min(mostWords, len(found))] {
		scores[word], reads[word] = likely[word], k.words[word].syllables
	}
}

// usual is how the characters of a name are read in names.
func (k *known) usual(name string) string {
	var out []string
	for _, r := range name {
		for _, s := range k.syllables[r] {
			if k.first[sound{r, s}] > 0 {
				out = append(out, s)
				break
			}
		}
	}
	if len(out) != 2 {
		return ""
	}
	return strings.Join(out, " ")
}

// likely says how likely a word is a given name; 0 if a character is not usual
// in given names.
func (k *known) likely(word string, of wordOf) float64 {
	f := strings.Fields(of.syllables)
	sum := math.Log2(of.weight+1) / 4
	for i, r := range []rune(word) {
		if i >= len(f) || k.first[sound{r, f[i]}] == 0 {
			return 0
		}
		if k.many[sound{r, f[i]}] {
			sum += 8
		}
	}
	if sum < 8 {
		return 0
	}
	return sum
}

// sounds is the file of the characters that names of other languages are
// written with, as it is by hand.
func (k *known) sounds() (string, error) {
	b, err := os.ReadFile(hand + "sounds.txt")
	return string(b), err
}
