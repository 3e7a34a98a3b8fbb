package pinyin

import (
	"cmp"
	"slices"
	"strings"
)

// Spellings are the letters that the digits of nine keys may mean at their
// beginning, likeliest in names first: "94264" is "zhang", "xiang" and then
// shorter ones, and what is unfinished. Where all digits are the beginning of one syllable its letters so
// far are there too: "94" is "xi", "yi" and "zh".
func Spellings(digits string) []string {
	b := open()
	t := b.typing(digits, Options{Nine: true})
	var out []string
	for _, k := range t.tokens(t.skip(0)) {
		for _, s := range b.lettersOf(k, t.run(k.from)) {
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// lettersOf are the letters that a token may mean, at most n of them where its
// syllable goes on.
func (b *book) lettersOf(k token, n int) (out []string) {
	weights := map[string]float64{}
	for _, m := range k.means {
		name := b.names[m.at]
		for alias := range aliases(name) {
			if key := Digits(alias); key != m.key && alias != m.key || alias != name && Digits(name) == m.key {
				continue // typed otherwise, or jv where ju is as good
			}
			if k.begun {
				alias = alias[:min(n, len(alias))]
			}
			weights[alias] += b.weight[m.at] / float64(1+m.cost)
		}
	}
	for s := range weights {
		out = append(out, s)
	}
	slices.SortFunc(out, func(x, y string) int { return cmp.Or(cmp.Compare(weights[y], weights[x]), strings.Compare(x, y)) })
	return out
}
