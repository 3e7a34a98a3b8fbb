package heat

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// words are what two titles are compared by.
type words struct {
	shown  string   // as it came
	runes  []rune   // without case, width, punctuation and what every title may say
	grams  []uint64 // pairs of characters, and words of Latin letters; sorted, each once
	tokens []token  // words, each once
	tells  float64  // what they tell together
	called []rune   // characters of names and things
	things []rune   // characters of names, things and what is done
	chars  []rune   // Han characters that say something; sorted, each once
	nums   []number
	states []state // which sides of the opposites it takes: see opposites.go
	places []place
	works  []string          // in 《》
	names  map[string]string // before words such as 大学, by that word
	marks  uint64            // later stages and denials: see opposites.go
}

// A number of a title with what it counts: the character behind it, 0 for none.
type number struct {
	value float64
	unit  rune
}

// frames takes out what a title says around its topic.
var frames = strings.NewReplacer(blanks("如何看待 怎么看待 怎么看 如何评价 怎么评价 怎样评价 如何解读 如何理解 你怎么看 是种什么体验 是一种什么体验 是什么体验 意味着什么 说明了什么 说明什么 值得关注 有何影响 有什么影响 会带来哪些影响 有哪些影响 哪些信息 哪些细节 还有哪些 发生了什么 到底 究竟 为什么 为何 怎么回事 是怎么样的 是怎样的 是真的吗 最新消息 最新进展 刚刚 突发 快讯 官宣 官方 正式 终于 竟然 居然 网友 引热议 引发热议 热议 引发关注 冲上热搜 上热搜 现场 视频 曝光 来了")...)

// blanks pairs words with nothing, longer ones first.
func blanks(words string) (pairs []string) {
	all := strings.Fields(words)
	slices.SortStableFunc(all, func(a, b string) int { return len(b) - len(a) })
	for _, w := range all {
		pairs = append(pairs, w, "")
	}
	return pairs
}

// spread are characters that stand in titles of every kind.
const spread = "的了是在和与及或被把将对从到为于以等个这那有没不也都就又还再要会能可上下中大小多少一二三四五六七八九十两百千万亿点年月日号时分元"

// newWords reads a title.
func newWords(shown string) words {
	s := strings.ToLower(norm.NFKC.String(shown))
	s = thousands.ReplaceAllStringFunc(s, func(n string) string { return strings.ReplaceAll(n, ",", "") })
	w := words{shown: shown, nums: numbersIn(s), states: statesOf(s), places: placesIn(s), marks: marksOf(s)}
	for _, m := range works.FindAllStringSubmatch(s, -1) {
		w.works = append(w.works, m[1])
	}
	c := cutter{w: &w, grams: map[uint64]bool{}, told: map[uint32]bool{}}
	for _, r := range strings.TrimRight(frames.Replace(s), "吗呢了?？!！。") {
		c.take(r)
	}
	c.endWord()
	c.endSentence()
	for g := range c.grams {
		w.grams = append(w.grams, g)
	}
	w.names = namesBefore(w.runes)
	slices.Sort(w.grams)
	slices.Sort(w.chars)
	return w
}

// A cutter cuts a title into what it is compared by, character by character.
type cutter struct {
	w      *words
	word   []rune // of Latin letters and digits, that is not at its end
	han    []rune // Han characters that are not cut yet
	before rune   // the Han character before this one; 0 for none
	grams  map[uint64]bool
	told   map[uint32]bool // tokens
}

func (c *cutter) take(r rune) {
	w := c.w
	latin := unicode.IsLetter(r) || unicode.IsDigit(r)
	switch {
	case unicode.Is(unicode.Han, r):
		c.endWord()
		c.han, w.runes = append(c.han, r), append(w.runes, r)
		if c.before != 0 {
			c.grams[uint64(c.before)<<32|uint64(r)] = true
		}
		if !strings.ContainsRune(spread, r) && !slices.Contains(w.chars, r) {
			w.chars = append(w.chars, r)
		}
		c.before = r
		return
	case latin || r == '.' && len(c.word) > 0:
		if latin {
			c.endSentence()
		}
		c.word, w.runes = append(c.word, r), append(w.runes, r)
	default:
		c.endWord()
		c.endSentence()
		if unicode.IsSpace(r) || r == '-' || r == '·' { // marks inside a name
			return
		}
	}
	c.before = 0
}

// endWord takes the word of Latin letters that ends here.
func (c *cutter) endWord() {
	if len(c.word) == 0 {
		return
	}
	c.grams[hash(c.word)] = true
	if c.word[0] > '9' {
		c.tell(newToken(string(c.word), 's', 1.3))
	}
	c.word = c.word[:0]
}

// endSentence cuts the Han characters that stand together.
func (c *cutter) endSentence() {
	for _, t := range cut(c.han) {
		c.tell(t)
	}
	c.han = c.han[:0]
}

// tell adds a token, once.
func (c *cutter) tell(t token) {
	if c.told[t.id] {
		return
	}
	c.told[t.id] = true
	w := c.w
	w.tokens, w.tells = append(w.tokens, t), w.tells+t.weight
	if t.kind != 'o' {
		w.things = append(w.things, []rune(t.text)...)
	}
	if t.kind == 'n' || t.kind == 's' {
		w.called = append(w.called, []rune(t.text)...)
	}
}

var thousands = regexp.MustCompile(`[0-9]{1,3}(,[0-9]{3})+`)

// hash is what stands for a word of Latin letters and digits; its highest bit
// tells it from a pair of characters.
func hash(word []rune) uint64 {
	h := uint64(14695981039346656037)
	for _, r := range word {
		h = (h ^ uint64(r)) * 1099511628211
	}
	return h | 1<<63
}

var digits = regexp.MustCompile(`[0-9]+(\.[0-9]+)?|[零一二两三四五六七八九十百千]*[一二两三四五六七八九十百千][零一二两三四五六七八九十百千]*`)

// numbersIn are the numbers of a title. Those in Chinese count with a unit
// behind them, or as part of 第…: many words have a 一 that counts nothing.
func numbersIn(s string) (nums []number) {
	for _, at := range digits.FindAllStringIndex(s, -1) {
		text, rest := s[at[0]:at[1]], []rune(s[at[1]:])
		n := number{value: valueOf(text)}
		if len(rest) > 0 {
			switch rest[0] {
			case '万':
				n.value *= 1e4
				rest = rest[1:]
			case '亿':
				n.value *= 1e8
				rest = rest[1:]
			}
		}
		if len(rest) > 0 && unicode.Is(unicode.Han, rest[0]) || len(rest) > 0 && strings.ContainsRune("%℃", rest[0]) {
			n.unit = rest[0]
		}
		if n.unit == 0 && n.value >= 1e4 { // 10亿 is not 15亿, whatever is counted
			n.unit = '万'
		}
		if text[0] > '9' && !strings.ContainsRune(counted, n.unit) && !strings.HasSuffix(s[:at[0]], "第") {
			continue
		}
		if n.unit == '名' || n.unit == '位' || n.unit == '死' || n.unit == '伤' {
			n.unit = '人'
		}
		nums = append(nums, n)
	}
	return nums
}

// counted are the units that Chinese numbers are taken for numbers before.
const counted = "人名位死岁年月天小分元块价级度强连胜冠轮届期批季集部场次座家只辆起吨米公斤倍成艘架所城省站楼层张枚颗连号日"

// valueOf reads a number in digits or characters.
func valueOf(text string) float64 {
	var n, section, total float64
	if text[0] <= '9' {
		whole, fraction, _ := strings.Cut(text, ".")
		for _, r := range whole {
			n = n*10 + float64(r-'0')
		}
		for i, r := range fraction {
			n += float64(r-'0') * math.Pow10(-i-1)
		}
		return n
	}
	for _, r := range text {
		switch r {
		case '十', '百', '千':
			unit := map[rune]float64{'十': 10, '百': 100, '千': 1000}[r]
			section += max(n, 1) * unit
			n = 0
		default:
			n = map[rune]float64{'一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}[r]
		}
	}
	return total + section + n
}

var works = regexp.MustCompile(`《([^》]+)》`)
