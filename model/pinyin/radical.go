package pinyin

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

//go:embed radicals.txt
var radicalsText string

// A Radical is one of the 214 that dictionaries sort Han characters by.
type Radical struct {
	Number   int    // 1 to 214
	Text     string // the radical as a character: 水
	Strokes  int    // of that character, as it is written in mainland China
	Variants string // its other forms: 氵氺; "" if it has none
}

// shelf are the radicals, and the characters of each by strokes, as text.
type shelf struct {
	list  []Radical
	lines []string
}

var openRadicals = sync.OnceValue(func() shelf { return readRadicals(radicalsText) })

func readRadicals(text string) (s shelf) {
	for key, value := range textLines(text) {
		f := strings.SplitN(value, " ", 4)
		if len(f) < 3 {
			continue
		}
		n, _ := strconv.Atoi(key) // tests read every line
		strokes, _ := strconv.Atoi(f[1])
		s.list = append(s.list, Radical{n, f[0], strokes, strings.Trim(f[2], "-")})
		s.lines = append(s.lines, strings.Join(f[3:], " "))
	}
	return s
}

// Radicals are all 214 by number, which sorts them by strokes but for a few that
// had one more when they were counted.
// The slice is shared: do not change it.
func Radicals() []Radical { return openRadicals().list }

// ByRadical are the characters of Unihan 15.0 under a radical, 1 to 214, with so
// many strokes besides it; commonest first. With strokes below 0 they are all,
// those of fewest strokes first. It is nil where there are none.
func ByRadical(number, strokes int) []rune {
	s := openRadicals()
	if number < 1 || number > len(s.lines) {
		return nil
	}
	var out []rune
	for field := range strings.SplitSeq(s.lines[number-1], " ") {
		n, text, _ := strings.Cut(field, ":")
		if count, err := strconv.Atoi(n); err == nil && (strokes < 0 || count == strokes) {
			out = append(out, []rune(text)...)
		}
	}
	return out
}

// ByCode is the Han character of a code point in hexadecimal digits, with or
// without "U+" before them: "U+20164", "20164". It is false for what is none.
func ByCode(typed string) (rune, bool) {
	digits := strings.ToLower(strings.TrimSpace(typed))
	digits = strings.TrimPrefix(digits, "u")
	digits = strings.TrimPrefix(digits, "+")
	n, err := strconv.ParseUint(digits, 16, 32)
	if err != nil || n > 0x3FFFF || !han(rune(n)) {
		return 0, false
	}
	return rune(n), true
}
