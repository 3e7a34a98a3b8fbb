package help

import (
	"slices"
	"strings"
	"unicode"

	"truename/model/pinyin"

	"golang.org/x/text/unicode/norm"
)

// A speech is a text as it is read aloud: the readings of each Han character
// and digit (a digit is read as itself). nil is where the reader stops: at
// punctuation, words in letters, and the end of a line.
type speech [][]string

func speak(text string) speech {
	var out speech
	for _, r := range norm.NFKC.String(text) {
		switch {
		case unicode.Is(unicode.Han, r):
			out = append(out, pinyin.Readings(r))
		case r >= '0' && r <= '9':
			out = append(out, []string{string(r)})
		case r != ' ':
			out = append(out, nil)
		}
	}
	return out
}

// maxLetters is more than anyone types: a pasted text is no pinyin.
const maxLetters = 100

// letters is what of a folded query may be pinyin: "" if there is anything in it
// but letters and digits, or no letter, or a single character, or too much.
// Syllables that were typed apart stay apart.
func letters(folded string) string {
	s := strings.ReplaceAll(strings.TrimSpace(folded), "ü", "v")
	some := false
	for _, r := range s {
		letter := r >= 'a' && r <= 'z'
		some = some || letter
		if !letter && r != ' ' && (r < '0' || r > '9') {
			return ""
		}
	}
	if !some || len(s) < 2 || len(s) > maxLetters {
		return ""
	}
	return s
}

// How well a speech fits, as a factor of its weight: the last syllable may be
// unfinished, initials fit much by accident, and so do readings that are not a
// character's first.
const (
	finished   = 1
	unfinished = 0.9
	initials   = 0.6
	otherwise  = 0.8
)

// heard is how something was found in a speech.
type heard struct {
	clear float64 // 0: it was not
	short bool    // less than two whole syllables or three initials
}

// hear finds the best place of what was typed, from letters.
func (s speech) hear(typed string) heard {
	var best heard
	together := strings.ReplaceAll(typed, " ", "")
	if together == "" {
		return best
	}
	short := !strings.ContainsAny(together, "iuv") // no syllable begins with these
	for i := range s {
		if begun(s[i], together[:1]) < 0 {
			continue
		}
		best = best.or(spell(s[i:], typed).spelled())
		if short {
			best = best.or(abbreviate(s[i:], together).abbreviated())
		}
	}
	return best
}

// or is the better of two.
func (a heard) or(b heard) heard {
	if b.clear > 0 && (a.clear == 0 || a.short && !b.short || a.short == b.short && b.clear > a.clear) {
		return b
	}
	return a
}

// A stretch is how much of a speech was typed.
type stretch struct {
	n     int  // characters; 0 if it is not what was typed
	whole bool // the last syllable is finished
	odd   bool // one of them is not read as it usually is
}

func (s stretch) spelled() heard {
	switch {
	case s.n == 0:
		return heard{}
	case s.whole:
		return heard{s.usual(finished), s.n < 2}
	}
	return heard{s.usual(unfinished), s.n < 3}
}

func (s stretch) abbreviated() heard {
	if s.n < 2 {
		return heard{}
	}
	return heard{s.usual(initials), s.n < 3}
}

func (s stretch) usual(clear float64) float64 {
	if s.odd {
		return clear * otherwise
	}
	return clear
}

// A reach is a way to read a speech so far.
type reach struct {
	at  int // letters typed that it takes
	odd bool
}

// extend adds a reach to others, where two that take as much are the same.
func extend(list []reach, r reach) []reach {
	for i := range list {
		if list[i].at == r.at {
			list[i].odd = list[i].odd && r.odd
			return list
		}
	}
	return append(list, r)
}

// spell reads from the beginning of s what was typed, syllable by syllable, in
// all ways at once: no text takes long.
func spell(s speech, typed string) (best stretch) {
	front := []reach{{}}
	for n := 0; n < len(s) && len(front) > 0; n++ {
		var next []reach
		for _, f := range front {
			for i, reading := range s[n] {
				odd := f.odd || i > 0
				rest, ok := strings.CutPrefix(typed[f.at:], reading)
				switch rest = strings.TrimLeft(rest, " "); {
				case ok && rest == "":
					return stretch{n + 1, true, odd}
				case ok:
					next = extend(next, reach{len(typed) - len(rest), odd})
				case best.n == 0 && strings.HasPrefix(reading, typed[f.at:]):
					best = stretch{n + 1, false, odd}
				}
			}
		}
		front = next
	}
	return best
}

// abbreviate reads from the beginning of s what was typed as the initials of its
// characters, zh, ch and sh with one letter or two.
func abbreviate(s speech, typed string) stretch {
	front := []reach{{}}
	for n := 0; n < len(s) && len(front) > 0; n++ {
		var next []reach
		for _, f := range front {
			for end := f.at + 1; end <= min(f.at+2, len(typed)); end++ {
				i := begun(s[n], typed[f.at:end])
				if i >= 0 {
					next = extend(next, reach{end, f.odd || i > 0})
				}
			}
		}
		for _, f := range next {
			if f.at == len(typed) {
				return stretch{n + 1, true, f.odd}
			}
		}
		front = next
	}
	return stretch{}
}

// begun is the first reading with that initial, or with its first letter; -1 if
// there is none.
func begun(readings []string, initial string) int {
	return slices.IndexFunc(readings, func(r string) bool {
		return strings.HasPrefix(r, initial) && (len(initial) == 1 || initial[1] == 'h')
	})
}

// pairs cuts pinyin of three syllables or more into pairs of neighbours, as Han
// characters are; nil for anything else.
func pairs(typed string) (out []string) {
	cut := pinyin.Split(typed)
	for i := range max(0, len(cut)-1) {
		out = append(out, cut[i]+cut[i+1])
	}
	if len(out) < 2 {
		return nil
	}
	return out
}
