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
	w := words{shown: shown}
	s := strings.ToLower(norm.NFKC.String(shown))
	s = thousands.ReplaceAllStringFunc(s, func(n string) string { return strings.ReplaceAll(n, ",", "") })
	w.nums = numbersIn(s)
	w.states, w.places = statesOf(s), placesIn(s)
	w.marks = marksOf(s)
	for _, m := range works.FindAllStringSubmatch(s, -1) {
		w.works = append(w.works, m[1])
	}
	s = strings.TrimRight(frames.Replace(s), "吗呢了?？!！。")
	var word []rune
	set := map[uint64]bool{}
	var han []rune
	told := map[string]bool{}
	tell := func(tokens ...token) {
		for _, t := range tokens {
			if !told[t.text] {
				told[t.text] = true
				w.tokens = append(w.tokens, t)
				w.tells += t.weight
				if t.kind != 'o' {
					w.things = append(w.things, []rune(t.text)...)
				}
				if t.kind == 'n' || t.kind == 's' {
					w.called = append(w.called, []rune(t.text)...)
				}
			}
		}
	}
	flush := func() {
		if len(word) > 0 {
			set[hash(word)] = true
			if word[0] > '9' {
				tell(newToken(string(word), 's', 1.3))
			}
			word = word[:0]
		}
	}
	sentence := func() {
		tell(cut(han)...)
		han = han[:0]
	}
	var before rune
	seen := map[rune]bool{}
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Han, r):
			flush()
			han = append(han, r)
			w.runes = append(w.runes, r)
			if before != 0 {
				set[uint64(before)<<32|uint64(r)] = true
			}
			if !strings.ContainsRune(spread, r) && !seen[r] {
				seen[r] = true
				w.chars = append(w.chars, r)
			}
			before = r
			continue
		case unicode.IsLetter(r) && len(han) > 0, unicode.IsDigit(r) && len(han) > 0:
			sentence()
			fallthrough
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' && len(word) > 0:
			word = append(word, r)
			w.runes = append(w.runes, r)
		default:
			flush()
			sentence()
			if unicode.IsSpace(r) || r == '-' || r == '·' { // marks inside a name
				continue
			}
		}
		before = 0
	}
	flush()
	sentence()
	for g := range set {
		w.grams = append(w.grams, g)
	}
	w.names = namesBefore(w.runes)
	slices.Sort(w.grams)
	slices.Sort(w.chars)
	return w
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
