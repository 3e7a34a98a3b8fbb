package main

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
)

// sound is a character read in one way, without its tone.
type sound struct {
	r        rune
	syllable string
}

// known is what all files are made of.
type known struct {
	s         map[source]string
	table     map[rune]bool     // of 通用规范汉字表
	daily     map[rune]bool     // of its first level, which is for every day
	fine      map[rune]bool     // of the table, not of that level, and under one of fineRadicals
	syllables map[rune][]string // syllables, the commonest first
	tones     map[sound]string  // digits 0 (none) to 4
	weight    map[sound]float64 // how often it is written, of simp; no entry: not there
	words     map[string]wordOf // of two characters
	first     map[sound]int     // place in the line of given.txt written by hand, from 1
	many      map[sound]bool    // it stands before the bar there
}

// wordOf is how a word is read and how often it is written.
type wordOf struct {
	syllables string
	weight    float64
}

// collect reads the sources and the lists.
func collect(s map[source]string, tgh string) (*known, error) {
	k := &known{s: s, table: map[rune]bool{}, daily: map[rune]bool{}, fine: map[rune]bool{}, syllables: map[rune][]string{}, tones: map[sound]string{},
		weight: map[sound]float64{}, words: map[string]wordOf{}, first: map[sound]int{}, many: map[sound]bool{}}
	for line := range lines(tgh) {
		for _, r := range line {
			k.table[r] = true
			if len(k.table) <= 3500 {
				k.daily[r] = true
			}
		}
	}
	if err := k.readFine(); err != nil {
		return nil, err
	}
	k.readModule()
	if err := k.readSimp(); err != nil {
		return nil, err
	}
	return k, k.readGiven()
}

// lines are those of a text that are neither empty nor a comment.
func lines(text string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); line != "" && line[0] != '#' && !yield(line) {
				return
			}
		}
	}
}

// fineRadicals are those of jade, sun, woman, fire, spirit and feather. What
// stands under them and is not written every day is, in most cases, written in
// names: the table has it for that.
var fineRadicals = []int{96, 72, 38, 86, 113, 124}

func (k *known) readFine() error {
	at, _, err := k.places()
	for p, list := range at {
		for _, r := range list {
			if slices.Contains(fineRadicals, p.radical) && k.table[r] && !k.daily[r] {
				k.fine[r] = true
			}
		}
	}
	return err
}

// readModule takes every reading that go-pinyin has, with its tone. Sounds that
// are written without a vowel cannot be typed as others are.
func (k *known) readModule() {
	for code, list := range pinyin.PinyinDict {
		for _, s := range strings.Split(list, ",") {
			if t := toneless(s); unified(rune(code)) && strings.ContainsAny(t, "aeiouv") {
				k.add(sound{rune(code), t}, tone(s))
			}
		}
	}
}

// add notes a reading and its tone, "" if that is not known.
func (k *known) add(at sound, tone string) {
	if !slices.Contains(k.syllables[at.r], at.syllable) {
		k.syllables[at.r] = append(k.syllables[at.r], at.syllable)
	}
	if !strings.Contains(k.tones[at], tone) {
		k.tones[at] += tone
	}
}

// tone is the digit of a syllable's mark.
func tone(s string) string {
	for _, r := range norm.NFD.String(s) {
		if i := strings.IndexRune("\u0304\u0301\u030c\u0300", r); i >= 0 {
			return strconv.Itoa(i/2 + 1) // two bytes each
		}
	}
	return "0"
}

// readSimp takes weights, and readings that go-pinyin does not have.
func (k *known) readSimp() error {
	for line := range lines(k.s[simp]) {
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			continue // the head
		}
		w, err := strconv.ParseFloat(f[2], 64)
		if err != nil {
			return err
		}
		reading := strings.NewReplacer("lue", "lve", "nue", "nve").Replace(f[1])
		switch runes := []rune(f[0]); {
		case len(runes) == 2:
			if w >= k.words[f[0]].weight {
				k.words[f[0]] = wordOf{reading, w}
			}
		case len(runes) == 1 && strings.ContainsAny(reading, "aeiouv"):
			at := sound{runes[0], reading}
			k.add(at, "")
			k.weight[at] = w
		}
	}
	return nil
}

// readGiven takes the list of characters of given names. What stands there
// under a syllable must be read so.
func (k *known) readGiven() error {
	b, err := os.ReadFile(hand + "given.txt")
	if err != nil {
		return err
	}
	var errs []error
	for line := range lines(string(b)) {
		syllable, rest, _ := strings.Cut(line, " ")
		place, many := 0, true
		for _, r := range rest {
			at := sound{r, syllable}
			if r == '|' {
				many = false
			} else if !slices.Contains(k.syllables[r], syllable) {
				errs = append(errs, fmt.Errorf("given.txt: %c is not read %s but %s", r, syllable, k.syllables[r]))
			} else if k.first[at] == 0 {
				place++
				k.first[at], k.many[at] = place, many
			}
		}
	}
	return errors.Join(errs...)
}

// nowhere are words of grammar and of evil that no one is named with: they
// stand behind the other characters of the table.
const nowhere = "的了是在不我们你他她它这那个吗呢吧啊把被没就都很得着过地死尸屎尿鬼贱奸娼妓屁病癌骂杀臭蠢傻呆坏丑恶懒贪淫毒祸灾丧葬坟墓哭痛疼狗猪鼠蛇虫"

// score says how likely a character is in a given name, from 0 to 51.
func (k *known) score(at sound) float64 {
	w, written := k.weight[at]
	much := math.Log2(w + 1) // up to 19
	later := float64(min(slices.Index(k.syllables[at.r], at.syllable), 3))
	switch {
	case k.many[at]:
		return 41 + much/2
	case k.first[at] > 0:
		return 29 + much/2
	case strings.ContainsRune(nowhere, at.r):
		return 6
	case k.fine[at.r]:
		return 22 + much/3 - later
	case k.table[at.r] && written:
		return 8 + much
	case k.table[at.r]:
		return 9 - later
	case at.r >= 0x4E00 && at.r <= 0x9FFF:
		return 4 + min(much/6, 1) - later
	}
	return 0
}

const ranksHead = `# Characters by how they are read, likeliest in a given name first. A line is a
# syllable, then letters, characters and digits: the letter says how likely those
# after it are, A to Z and then a to z; digits are the tones of the character
# before them, 0 is none.
`

// ranks is the file of characters by syllable.
func (k *known) ranks() (string, error) {
	of := map[string][]sound{}
	for r, list := range k.syllables {
		for _, s := range list {
			of[s] = append(of[s], sound{r, s})
		}
	}
	var b strings.Builder
	b.WriteString(ranksHead + made(fromModule, fromSimp, fromUnicode, fromOurselves))
	for _, s := range slices.Sorted(maps.Keys(of)) {
		b.WriteString(s + " ")
		k.line(&b, of[s])
		b.WriteByte('\n')
	}
	return b.String(), nil
}

// line writes the characters of a syllable. The order written by hand holds,
// so that those before another are not less likely.
func (k *known) line(b *strings.Builder, list []sound) {
	scores := map[sound]float64{}
	for _, at := range list {
		scores[at] = k.score(at)
	}
	for _, at := range list {
		for _, other := range list {
			if k.first[at] > 0 && k.first[other] > k.first[at] {
				scores[at] = max(scores[at], k.score(other))
			}
		}
	}
	slices.SortFunc(list, func(x, y sound) int {
		if k.first[x] > 0 && k.first[y] > 0 {
			return k.first[x] - k.first[y]
		}
		if scores[x] != scores[y] {
			return int(math.Copysign(1, scores[y]-scores[x]))
		}
		return int(x.r - y.r)
	})
	last := byte(0)
	for _, at := range list {
		if c := class(scores[at]); c != last {
			b.WriteByte(c)
			last = c
		}
		b.WriteString(string(at.r) + k.tones[at])
	}
}

// class is the letter of a score.
func class(score float64) byte {
	i := 51 - int(min(max(score, 0), 51))
	if i < 26 {
		return 'A' + byte(i)
	}
	return 'a' + byte(i-26)
}

// What the heads of the files say of their sources.
const (
	fromModule    = "go-pinyin " + version + ", (c) 2016 mozillazg, MIT"
	fromSimp      = "rime-pinyin-simp, GONG Chen,\n# derived from the Pinyin IME of the Android Open Source Project, Apache-2.0"
	fromFamily    = "pinyin-pro 3.29.4, (c) 2022-present zh-lx, MIT"
	fromDecomp    = "the CJK decomposition data of Gavin Grover, Apache-2.0"
	fromUnicode   = "Unihan 15.0, (c) Unicode, Inc., Unicode licence"
	fromOurselves = "lists of our own"
)

// made ends the head of a file.
func made(from ...string) string {
	return "# Made by assets/gen/pinyin, changed and put together, from\n# " + strings.Join(from, ";\n# ") + ".\n# Licences: assets/gen/pinyin/NOTICE.md.\n"
}
