package heat

import (
	_ "embed"
	"hash/fnv"
	"math"
	"strconv"
	"strings"
	"sync"
)

//go:embed words.txt
var wordList string

// A known is what is known of a word.
type known struct {
	kind  byte  // n, v or o: see words.txt
	level uint8 // binary logarithm of how often it was counted
}

// lexicon is words.txt.
var lexicon = sync.OnceValue(func() map[string]known {
	all := make(map[string]known, 60_000)
	for line := range strings.Lines(wordList) {
		f := strings.Fields(line)
		if len(f) < 3 || len(f[0]) != 1 || f[0] == "#" {
			continue
		}
		level, err := strconv.Atoi(f[1])
		if err != nil {
			continue
		}
		for _, w := range f[2:] {
			all[w] = known{f[0][0], uint8(level)}
		}
	}
	return all
})

const (
	allWords = 26 // binary logarithm of all words counted
	longest  = 4  // characters of a word
	seldom   = 11 // level up to which a word of another kind tells as much as a thing: 元宵, 首相
	strange  = 2  // level of a character that is no word
)

// A token is a word of a title.
type token struct {
	text   string
	id     uint32  // stands for text
	way    int     // line of ways, 0 for none
	kind   byte    // n, v, o, or s for a piece of a name that is in no dictionary
	weight float64 // what it tells: rare words tell more
}

// cut cuts Han characters into the words that make the likeliest sentence.
func cut(runes []rune) []token {
	lex := lexicon()
	cost, from := make([]float64, len(runes)+1), make([]int, len(runes)+1)
	for end := 1; end <= len(runes); end++ {
		cost[end] = math.Inf(1)
		for begin := max(0, end-longest); begin < end; begin++ {
			k, ok := lex[string(runes[begin:end])]
			switch {
			case !ok && end-begin > 1:
				continue
			case !ok:
				k.level = strange
			}
			if c := cost[begin] + allWords - float64(k.level); c < cost[end] {
				cost[end], from[end] = c, begin
			}
		}
	}
	var words [][2]int
	for end := len(runes); end > 0; end = from[end] {
		words = append(words, [2]int{from[end], end})
	}
	var out []token
	single := -1 // where a run of single characters begins
	flush := func(end int) {
		if single >= 0 {
			out = append(out, pieces(runes[single:end])...)
		}
		single = -1
	}
	for i := len(words) - 1; i >= 0; i-- {
		begin, end := words[i][0], words[i][1]
		k := lex[string(runes[begin:end])]
		if end-begin == 1 && (k.kind != 'o' && k.kind != 'v' || k.level < 13) {
			if single < 0 {
				single = begin
			}
			continue
		}
		flush(begin)
		if k.kind == 'o' && k.level <= seldom && end-begin > 1 {
			k.kind = 'n'
		}
		out = append(out, newToken(string(runes[begin:end]), k.kind, telling(k)))
	}
	flush(len(runes))
	return out
}

// telling is what a word tells: nearly nothing if it may stand anywhere.
func telling(k known) float64 {
	w := (allWords - float64(k.level)) / 15
	if k.kind == 'o' {
		w *= 0.3
	}
	return w
}

// pieces are the pairs of a run of characters that are no words: names, mostly.
func pieces(run []rune) (out []token) {
	if len(run) == 1 {
		return []token{newToken(string(run), 's', 0.6)}
	}
	for i := range len(run) - 1 {
		out = append(out, newToken(string(run[i:i+2]), 's', 1.3))
	}
	return out
}

func newToken(text string, kind byte, weight float64) token {
	h := fnv.New32a()
	h.Write([]byte(text))
	return token{text, h.Sum32(), wayOf[text], kind, weight}
}
