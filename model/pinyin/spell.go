package pinyin

import (
	"cmp"
	"slices"
	"strings"
)

// A spelling is a way to type a syllable.
type spelling struct {
	key  string // letters, or digits of nine keys
	at   int    // the syllable, by its place in the book
	cost int    // classes that its characters stand behind those typed exactly
}

// spellings are sorted by key.
type spellings []spelling

const (
	fuzzyCost = 1
	aliasCost = 8 // lu for lü, which is lu first
)

// spell makes the ways to type each syllable: letters and digits, exact and
// fuzzy.
func (b *book) spell() {
	for at, name := range b.names {
		keys := map[string]int{}
		for key, cost := range aliases(name) {
			keys[key] = cost
		}
		b.letters[0] = addKeys(b.letters[0], at, keys, same)
		b.digits[0] = addKeys(b.digits[0], at, keys, Digits)
		for key, cost := range aliases(name) {
			for _, k := range blurred(key) {
				if before, ok := keys[k]; !ok || before > cost+fuzzyCost {
					keys[k] = cost + fuzzyCost
				}
			}
		}
		b.letters[1] = addKeys(b.letters[1], at, keys, same)
		b.digits[1] = addKeys(b.digits[1], at, keys, Digits)
	}
	for i := range 2 {
		b.letters[i].sort()
		b.digits[i].sort()
	}
	b.double = [4][]compound{b.compounds(b.letters[0]), b.compounds(b.letters[1]),
		b.compounds(b.digits[0]), b.compounds(b.digits[1])}
}

func same(s string) string { return s }

// addKeys adds what to type, once for each key: the cheapest.
func addKeys(list spellings, at int, keys map[string]int, how func(string) string) spellings {
	from := len(list)
	for key, cost := range keys {
		key = how(key)
		i := slices.IndexFunc(list[from:], func(s spelling) bool { return s.key == key })
		if i < 0 {
			list = append(list, spelling{key, at, cost})
		} else {
			list[from+i].cost = min(list[from+i].cost, cost)
		}
	}
	return list
}

func (s spellings) sort() {
	slices.SortFunc(s, func(x, y spelling) int {
		return cmp.Or(cmp.Compare(x.key, y.key), cmp.Compare(x.cost, y.cost), cmp.Compare(x.at, y.at))
	})
}

// aliases are the spellings of a syllable that are no mistakes: ü is v, yu as in
// passports, and u where people do not know better.
func aliases(name string) map[string]int {
	out := map[string]int{name: 0}
	switch {
	case name == "lv" || name == "nv":
		out[name[:1]+"yu"], out[name[:1]+"u"] = 0, aliasCost
	case name == "lve" || name == "nve":
		out[name[:1]+"yue"], out[name[:1]+"ue"] = 0, 0
	case len(name) > 1 && strings.IndexByte("jqxy", name[0]) >= 0 && name[1] == 'u':
		out[name[:1]+"v"+name[2:]] = 0
	}
	return out
}

// blurred are the spellings of a syllable by people who do not tell zh from z,
// ch from c, sh from s, n from l at the beginning and ng from n at the end.
func blurred(key string) (out []string) {
	ends := []string{key}
	if cut, ok := strings.CutSuffix(key, "ng"); ok {
		ends = append(ends, cut+"n")
	} else if strings.HasSuffix(key, "n") && len(key) > 1 {
		ends = append(ends, key+"g")
	}
	for _, e := range ends {
		out = append(out, e)
		first, second := e[0], byte(0)
		if len(e) > 1 {
			second = e[1]
		}
		switch {
		case strings.IndexByte("zcs", first) >= 0 && second == 'h':
			out = append(out, e[:1]+e[2:])
		case strings.IndexByte("zcs", first) >= 0:
			out = append(out, e[:1]+"h"+e[1:])
		case first == 'n':
			out = append(out, "l"+e[1:])
		case first == 'l':
			out = append(out, "n"+e[1:])
		}
	}
	return out[1:] // the first is the key itself
}

// Digits is what the letters a to z are typed with on nine keys: "zhang" is
// "94264". What is no small letter stays.
func Digits(letters string) string {
	const keys = "22233344455566677778889999"
	out := []byte(letters)
	for i, c := range out {
		if c >= 'a' && c <= 'z' {
			out[i] = keys[c-'a']
		}
	}
	return string(out)
}

// exact are the spellings typed in full, the cheapest first.
func (s spellings) exact(key string) spellings {
	from, ok := slices.BinarySearchFunc(s, key, func(x spelling, key string) int { return cmp.Compare(x.key, key) })
	if !ok {
		return nil
	}
	to := from
	for to < len(s) && s[to].key == key {
		to++
	}
	return s[from:to]
}

// begun are the spellings that go on where key ends.
func (s spellings) begun(key string) spellings {
	from, _ := slices.BinarySearchFunc(s, key, func(x spelling, key string) int { return cmp.Compare(x.key, key) })
	for from < len(s) && s[from].key == key {
		from++
	}
	to := from
	for to < len(s) && strings.HasPrefix(s[to].key, key) {
		to++
	}
	return s[from:to]
}
