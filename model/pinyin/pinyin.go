// Package pinyin knows how Han characters are read, without tones. It is a leaf:
// it imports nothing of ours.
package pinyin

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// readings.txt has one line a syllable: the syllable, the characters of which
// it is the first reading, those of which it is the second, and so on; "-" is
// an empty column, "#" begins a comment. It was made by assets/gen/pinyin from
// go-pinyin 0.21.0 (MIT, mozillazg): the 8,105 characters of 通用规范汉字表 and
// nearly all of U+4E00 … U+9FFF.
//
//go:embed readings.txt
var readingText string

// readings is read at the first question, so that a start costs nothing.
var readings = sync.OnceValue(func() map[rune][]string { return parse(readingText) })

// Readings are the syllables that r is read as, in small letters without tones,
// ü written v, the commonest first as far as the source knows: 单 is "dan", "chan"
// and "shan". It is nil for what is no Han character, or not known. The slice is
// shared: do not change it.
func Readings(r rune) []string { return readings()[r] }

// syllables are those that are written with a vowel: not hm, m, n and ng.
var syllables = sync.OnceValue(func() []string {
	var out []string
	for _, f := range split(readingText) {
		if strings.ContainsAny(f[0], "aeiouv") {
			out = append(out, f[0])
		}
	}
	return out // sorted, as the text is
})

// Split cuts what was typed, small letters and spaces, into syllables, long ones
// rather than short ones: "zenmejieb" is zen, me, jie and b. A space is always a
// cut. The last syllable may be unfinished if there is no other way. It is nil
// for what is no pinyin.
func Split(typed string) []string {
	var out []string
	words := strings.Fields(typed)
	for i, word := range words {
		cut := splitWord(word, false)
		if cut == nil && i == len(words)-1 {
			cut = splitWord(word, true)
		}
		if cut == nil {
			return nil
		}
		out = append(out, cut...)
	}
	return out
}

// longest is the number of letters of zhuang and others.
const longest = 6

// splitWord cuts a word, the last syllable perhaps unfinished. It goes from the
// end to the beginning, so that it never tries twice.
func splitWord(word string, unfinished bool) []string {
	size := make([]int, len(word)+1) // of the syllable that begins there; 0 if the rest is no pinyin
	for at := len(word) - 1; at >= 0; at-- {
		for n := min(longest, len(word)-at); n > 0; n-- {
			end := at + n
			whole, begun := look(word[at:end])
			if whole && (end == len(word) || size[end] > 0) || begun && unfinished && end == len(word) {
				size[at] = n
				break
			}
		}
	}
	var out []string
	for at := 0; at < len(word); at += size[at] {
		if size[at] == 0 {
			return nil
		}
		out = append(out, word[at:at+size[at]])
	}
	return out
}

// look says whether s is a syllable, and whether it is the beginning of one.
func look(s string) (whole, begun bool) {
	list := syllables()
	i, whole := slices.BinarySearch(list, s)
	return whole, i < len(list) && strings.HasPrefix(list[i], s)
}

// parse reads the text column by column, so that a character has its first
// reading before its second. Tests read every line.
func parse(text string) map[rune][]string {
	known := make(map[rune][]string, len(text)/4) // three bytes a character, and some stand twice
	lines := split(text)
	for column := 1; len(lines) > 0; column++ {
		rest := lines[:0]
		for _, f := range lines {
			for _, r := range f[column] {
				if r != '-' {
					add(known, r, f[:1:1])
				}
			}
			if len(f) > column+1 {
				rest = append(rest, f)
			}
		}
		lines = rest
	}
	return known
}

// split cuts the text into lines of at least one column, and these at spaces.
func split(text string) (lines [][]string) {
	for line := range strings.Lines(text) {
		if f := strings.Fields(line); len(f) > 1 && f[0] != "#" {
			lines = append(lines, f)
		}
	}
	return lines
}

// add gives r one more reading. Most characters have a single one: they share
// the slice of their line.
func add(known map[rune][]string, r rune, reading []string) {
	if before := known[r]; before == nil {
		known[r] = reading
	} else {
		known[r] = append(before, reading[0])
	}
}
