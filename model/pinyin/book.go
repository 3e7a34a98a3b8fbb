package pinyin

import (
	_ "embed"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// What typing a name needs, made by assets/gen/pinyin; the head of each file
// says how it is written, NOTICE.md there whose it is. Candidates are pieces of
// these texts, so that a lookup copies no characters.
var (
	//go:embed ranks.txt
	ranksText string
	//go:embed surnames.txt
	surnamesText string
	//go:embed pairs.txt
	pairsText string
	//go:embed sounds.txt
	soundsText string
)

// classes is the number of letters, A to Z and a to z, that say how likely a
// character is: 0 is likeliest.
const classes = 52

// A group is a piece of text of which all characters are as likely.
type group struct {
	class int
	text  string
}

// A surname and the syllables, of the book, that each character is read as.
type surname struct {
	text  string
	reads [][]int
}

// A sound is a character that names of other languages are written with, and
// its place among them.
type sound struct {
	place int
	text  string
}

// A meaning is one syllable that a character is read as; next is the place of
// another, 0 for none.
type meaning struct {
	next  int32
	at    int16
	class int8
	usual bool // it is not far less likely than another reading
}

// lastHan is behind the last code point that a Han character may have.
const lastHan = 0x33480

// A book is what the texts say.
type book struct {
	names    []string           // syllables, sorted
	groups   [][]group          // the characters of each, with their tones
	given    map[[2]int][]group // names of two characters by their syllables
	surnames []surname          // those of most people first
	single   [][]int            // of each syllable, the surnames of one character
	double   [4][]compound      // in letters, exact and fuzzy, and in digits, exact and fuzzy
	family   map[string]bool    // all surnames
	weight   []float64          // of each syllable, how likely it is in names
	meanings []meaning          // of all characters; the first is none
	meant    []int32            // the place of the first of each character
	foreign  [][]sound          // of each syllable, characters for names of other languages
	letters  [2]spellings       // exact and fuzzy
	digits   [2]spellings
}

// open is the book, read at the first question.
var open = sync.OnceValue(readBook)

// Ready reads the data of Find, ByRadical and ByParts, about 1.3 MB of embedded
// text, so that the first question after it is as quick as others. Any goroutine
// may call it, at any time, and as often as it likes.
func Ready() {
	open()
	openRadicals()
	openParts()
	openParts()
}

func readBook() *book {
	b := &book{given: map[[2]int][]group{}, family: map[string]bool{}}
	b.readRanks(ranksText)
	b.readMeanings()
	b.markUsual()
	b.readSurnames(surnamesText)
	for key, value := range textLines(pairsText) {
		second, names, _ := strings.Cut(value, " ")
		b.given[[2]int{b.syllable(key), b.syllable(second)}] = readGroups(names)
	}
	b.readSounds(soundsText)
	b.spell()
	return b
}

// textLines are the lines of a text that are no comments, cut at the first space.
func textLines(text string) func(func(string, string) bool) {
	return func(yield func(string, string) bool) {
		for line := range strings.Lines(text) {
			if line[0] == '#' {
				continue
			}
			key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
			if !yield(key, value) {
				return
			}
		}
	}
}

func (b *book) readRanks(text string) {
	for key, value := range textLines(text) {
		b.names = append(b.names, key)
		b.groups = append(b.groups, readGroups(value))
	}
	b.single = make([][]int, len(b.names))
	b.weight = make([]float64, len(b.names))
	for at, list := range b.groups {
		for _, g := range list {
			b.weight[at] += float64(len(g.text)) * math.Exp2(-float64(g.class)/3)
		}
	}
}

// readGroups cuts a text at its letters.
func readGroups(text string) (out []group) {
	begin, letter := 0, byte(0)
	for i := 0; i <= len(text); i++ {
		if i < len(text) && !isLetter(text[i]) {
			continue
		}
		if i > begin {
			out = append(out, group{classOf(letter), text[begin:i]})
		}
		if i < len(text) {
			begin, letter = i+1, text[i]
		}
	}
	return out
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func classOf(letter byte) int {
	if letter >= 'a' {
		return int(letter-'a') + 26
	}
	return int(letter - 'A')
}

// syllable is the place of a syllable in the book, -1 for none.
func (b *book) syllable(s string) int {
	if i, ok := slices.BinarySearch(b.names, s); ok {
		return i
	}
	return -1
}

func (b *book) readSurnames(text string) {
	for key, value := range textLines(text) {
		s := surname{text: key}
		for column := range strings.SplitSeq(value, " ") {
			var reads []int
			for one := range strings.SplitSeq(column, ",") {
				if at := b.syllable(one); at >= 0 {
					reads = append(reads, at)
				}
			}
			s.reads = append(s.reads, reads)
		}
		b.family[key] = true
		b.surnames = append(b.surnames, s)
		if rank := len(b.surnames) - 1; len(s.reads) == 1 {
			for _, at := range s.reads[0] {
				b.single[at] = append(b.single[at], rank)
				b.weight[at] += surnameWeight / float64(rank+3) // about how many people have it
			}
		}
	}
}

// readMeanings turns the lists of characters round. Arrays are quicker made
// than maps, and there are 50,000.
func (b *book) readMeanings() {
	b.meanings, b.meant = make([]meaning, 1, len(ranksText)/4), make([]int32, lastHan)
	for at := len(b.groups) - 1; at >= 0; at-- {
		for _, g := range b.groups[at] {
			for i := 0; i < len(g.text); {
				r, size := utf8.DecodeRuneInString(g.text[i:])
				i += size
				if r > '9' && r < lastHan {
					b.meanings = append(b.meanings, meaning{b.meant[r], int16(at), int8(g.class), false})
					b.meant[r] = int32(len(b.meanings) - 1)
				}
			}
		}
	}
}

// rare is how many classes behind the best reading of a character one stands that
// few people know.
const rare = 16

// markUsual says which readings people know.
func (b *book) markUsual() {
	for _, first := range b.meant {
		best := int8(classes)
		for i := first; i > 0; i = b.meanings[i].next {
			best = min(best, b.meanings[i].class)
		}
		for i := first; i > 0; i = b.meanings[i].next {
			b.meanings[i].usual = b.meanings[i].class <= best+rare
		}
	}
}

// marks are characters that were seen, a bit each.
type marks [lastHan / 64]uint64

// add marks a character, and says whether it is new.
func (m *marks) add(r rune) bool {
	word, bit := &m[r/64], uint64(1)<<(r%64)
	fresh := *word&bit == 0
	*word |= bit
	return fresh
}

// means yields the syllables that a character is read as.
func (b *book) means(r rune) func(func(meaning) bool) {
	return func(yield func(meaning) bool) {
		if r < 0 || r >= lastHan {
			return
		}
		for i := b.meant[r]; i > 0; i = b.meanings[i].next {
			if !yield(b.meanings[i]) {
				return
			}
		}
	}
}

// readSounds finds the characters that names of other languages are written with.
func (b *book) readSounds(text string) {
	b.foreign = make([][]sound, len(b.names))
	seen := map[rune]bool{}
	for key := range textLines(text) {
		for i, r := range key {
			if seen[r] {
				continue
			}
			for m := range b.means(r) {
				b.foreign[m.at] = append(b.foreign[m.at], sound{len(seen), key[i : i+utf8.RuneLen(r)]})
			}
			seen[r] = true
		}
	}
}

// surnameWeight makes surnames count for a third of all characters of names.
const surnameWeight = 600

// place says what the characters already written make of the next one: the
// beginning of a name, or a name of another language, of which characters are
// chosen by sound.
func (b *book) place(before string) (first, foreign bool) {
	if before == "" {
		return true, true
	}
	runes := []rune(before)
	limit := 3
	if len(runes) > 1 && b.family[string(runes[:2])] {
		limit = 4
	} else if !b.family[string(runes[:1])] {
		limit = 0
	}
	return false, len(runes) >= limit || strings.ContainsRune(before, '·')
}

// han reports whether r is a Han character, not a stroke or a radical beside
// the text.
func han(r rune) bool {
	return unicode.Is(unicode.Unified_Ideograph, r) || r == '〇' || r >= 0x2EBF0 && r <= 0x2EE5D || // not yet in the tables of Go
		unicode.Is(unicode.Han, r) && (r >= 0xF900 && r <= 0xFAFF || r >= 0x2F800 && r <= 0x2FA1F)
}

// each yields the characters of a group as pieces of its text, with their tones.
func (g group) each(yield func(text, tones string) bool) {
	for t := g.text; t != ""; {
		_, size := utf8.DecodeRuneInString(t)
		end := size
		for end < len(t) && t[end] <= '9' {
			end++
		}
		if !yield(t[:size], t[size:end]) {
			return
		}
		t = t[end:]
	}
}
