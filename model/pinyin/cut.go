package pinyin

import "strings"

// A typing is what was typed and where it may be cut into syllables.
type typing struct {
	b     *book
	text  string // letters are small
	nine  bool
	fuzzy int    // 0 or 1
	rest  []bool // what begins here is pinyin to its end, the last syllable perhaps unfinished
}

// A token is one syllable of what was typed: what it may mean, and where the next
// begins.
type token struct {
	from, end int // of its letters or digits, and of what was typed with them
	means     spellings
	begun     bool // the syllable goes on
	tone      byte // '1' to '4', 0 for any
}

// longestKey is the number of letters of zhuang, and of fuzzy ones.
const longestKey = 6

func (b *book) typing(typed string, o Options) *typing {
	t := &typing{b: b, text: lower(typed), nine: o.Nine}
	if o.Fuzzy {
		t.fuzzy = 1
	}
	t.rest = make([]bool, len(t.text)+1)
	t.rest[len(t.text)] = true
	for i := len(t.text) - 1; i >= 0; i-- {
		if t.separates(i) {
			t.rest[i] = t.rest[i+1]
			continue
		}
		for n := t.run(i); n > 0 && !t.rest[i]; n-- {
			k, ok := t.whole(i, n)
			t.rest[i] = ok && t.rest[k.end]
		}
		if !t.rest[i] {
			_, t.rest[i] = t.unfinished(i)
		}
	}
	return t
}

// lower makes capital letters small, and leaves bytes where they are.
func lower(s string) string {
	out := []byte(s)
	for i, c := range out {
		if c >= 'A' && c <= 'Z' {
			out[i] = c | 0x20
		}
	}
	return string(out)
}

// separates reports whether a sign stands there that parts syllables.
func (t *typing) separates(i int) bool {
	c := t.text[i]
	return c == '\'' || c == ' ' || t.nine && c == '1'
}

// run is how many letters, or how many digits, stand there that may be one
// syllable.
func (t *typing) run(i int) (n int) {
	for i+n < len(t.text) && n < longestKey && t.kind(i+n) != 0 && t.kind(i+n) == t.kind(i) {
		n++
	}
	return n
}

// kind is 'a' for a letter, '2' for a digit of nine keys, 0 for anything else.
func (t *typing) kind(i int) byte {
	switch c := t.text[i]; {
	case c >= 'a' && c <= 'z':
		return 'a'
	case t.nine && c >= '2' && c <= '9':
		return '2'
	}
	return 0
}

// ways are the spellings of letters or digits, as they stand there.
func (t *typing) ways(i int) spellings {
	if t.kind(i) == '2' {
		return t.b.digits[t.fuzzy]
	}
	return t.b.letters[t.fuzzy]
}

// whole is the token of n letters there, if they are a syllable.
func (t *typing) whole(i, n int) (k token, ok bool) {
	k = token{from: i, end: i + n, means: t.ways(i).exact(t.text[i : i+n])}
	if len(k.means) == 0 {
		return k, false
	}
	if k.end < len(t.text) && !t.nine && t.text[k.end] >= '1' && t.text[k.end] <= '4' {
		k.tone = t.text[k.end]
		k.end++
	}
	k.end = t.skip(k.end)
	return k, true
}

// skip goes over signs that part syllables.
func (t *typing) skip(i int) int {
	for i < len(t.text) && t.separates(i) {
		i++
	}
	return i
}

// unfinished is the token of everything from there, if it begins a syllable.
func (t *typing) unfinished(i int) (k token, ok bool) {
	if n := t.run(i); n == 0 || t.skip(i+n) < len(t.text) {
		return k, false
	} else {
		k = token{from: i, end: len(t.text), begun: true, means: t.ways(i).begun(t.text[i : i+n])}
	}
	return k, len(k.means) > 0
}

// tokens are the syllables that may stand there, likeliest first: the longest of
// those after which the rest is pinyin, then what they may go on to, then
// shorter ones. Where the rest is none, the longest alone.
func (t *typing) tokens(i int) (out []token) {
	if i >= len(t.text) {
		return nil
	}
	var longest []token
	for n := t.run(i); n > 0; n-- {
		if k, ok := t.whole(i, n); ok && t.rest[k.end] {
			out = append(out, k)
		} else if ok && longest == nil {
			longest = []token{k}
		}
	}
	if k, ok := t.unfinished(i); ok {
		at := min(1, len(out))
		if len(out) > 0 && out[0].end < len(t.text) {
			at = 0 // "xiang" is not done, "xian" and "g" is less likely
		}
		out = append(out[:at:at], append([]token{k}, out[at:]...)...)
	}
	switch {
	case len(out) > 0:
		return out
	case longest != nil:
		return longest
	}
	return t.begins(i)
}

// begins is the longest beginning of a syllable there, whatever follows.
func (t *typing) begins(i int) []token {
	for n := t.run(i); n > 0; n-- {
		if means := t.ways(i).begun(t.text[i : i+n]); len(means) > 0 {
			return []token{{from: i, end: t.skip(i + n), begun: true, means: means}}
		}
	}
	return nil
}

// preferred are the ends of the syllables that the whole of what was typed is
// cut into first.
func (t *typing) preferred() (ends []int) {
	for i := t.skip(0); i < len(t.text); {
		list := t.tokens(i)
		if len(list) == 0 {
			return ends
		}
		i = list[0].end
		ends = append(ends, i)
	}
	return ends
}

// Syllables writes what was typed with ' between the syllables, for the line
// above the candidates: "maiti" is "mai'ti". The last may be unfinished. What is
// no pinyin, and the digits of nine keys, stay as they are.
func Syllables(typed string) string {
	t := open().typing(typed, Options{})
	var out strings.Builder
	from := 0
	for _, end := range t.preferred() {
		out.WriteString(strings.TrimRight(typed[from:end], "' "))
		if end < len(typed) {
			out.WriteByte('\'')
		}
		from = end
	}
	out.WriteString(typed[from:])
	return out.String()
}
