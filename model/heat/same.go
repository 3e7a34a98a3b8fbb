package heat

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"truename/model/idcard"
)

// How much two titles must have in common to be the same, if nothing tells them
// apart: one of these is enough. They were chosen on testdata/pairs-tuned.tsv;
// docs/heat.md has the figures of pairs that they were not made by.
const (
	heldAdded  = 0.65 // of the words of the title that tells less, where the other only adds to it
	heldLittle = 0.75 // of the same, where each has a word of its own
	heldMuch   = 0.6  // of the same, where each has much of its own
	heldChars  = 0.45 // of the same, where charsMost are in common too
	charsAlone = 0.75 // of the characters of the one with fewer
	charsMost  = 0.6  //
	charsCount = 0.45 // of the same, where both count the same thing alike
)

// What the words that a title has alone tell: up to here nothing, or little.
const nothing, little = 0.3, 1.6

// judge reports whether two titles tell of one topic, and how alike they are: 2 at
// most. What takes longest is looked at last: most pairs do not come so far.
func judge(a, b *words) (alike float64, same bool) {
	if slices.Compare(a.runes, b.runes) > 0 { // it does not matter which came first
		a, b = b, a
	}
	var held float64
	if least := min(a.tells, b.tells); least > 0 {
		held = common(a, b) / least
	}
	chars := portion(a.chars, b.chars)
	if held < heldAdded && chars < charsCount || a.marks != b.marks || apart(a, b) {
		return 0, false
	}
	enough := heldMuch
	switch own := min(left(a, b), left(b, a)); {
	case own < nothing:
		enough = heldAdded
	case own <= little:
		enough = heldLittle
	}
	switch {
	case held >= enough, chars >= charsAlone, held >= heldChars && chars >= charsMost:
	case chars >= charsCount && countAlike(a.nums, b.nums):
	default:
		return 0, false
	}
	return held + chars, !otherWord(a, b)
}

// common is what those words tell that both titles have, or say in another way: in
// the mean of the two.
func common(a, b *words) float64 {
	var tells float64
	var said [64]bool // of b
	for i := range a.tokens {
		t, found := &a.tokens[i], false
		for j := range b.tokens {
			if t.like(&b.tokens[j]) {
				found = true
				if j < len(said) && !said[j] {
					said[j] = true
					tells += b.tokens[j].weight
				}
			}
		}
		if found {
			tells += t.weight
		}
	}
	return tells / 2
}

// like reports whether u says what t says.
func (t *token) like(u *token) bool { return t.id == u.id || t.way != 0 && t.way == u.way }

// in reports whether a title says what t says.
func (t *token) in(w *words) bool {
	for i := range w.tokens {
		if t.like(&w.tokens[i]) {
			return true
		}
	}
	return false
}

// portion is how many of the fewer elements are in the other list, as a part of 1.
func portion(a, b []rune) float64 {
	n := min(len(a), len(b))
	if n == 0 {
		return 0
	}
	return float64(shared(a, b)) / float64(n)
}

// left is what those words of a tell of which b has neither the word, nor another
// way to say it, nor its characters.
func left(a, b *words) (tells float64) {
	for i := range a.tokens {
		t := &a.tokens[i]
		if t.kind == 'o' || t.in(b) {
			continue
		}
		missing, n := 0, 0
		for _, r := range t.text {
			n++
			if !slices.Contains(b.runes, r) {
				missing++
			}
		}
		if missing*2 <= n && n > 1 && t.kind != 's' {
			continue
		}
		tells += t.weight * float64(missing) / float64(n)
	}
	return tells
}

// shared is how many elements two sorted lists have in common.
func shared[T cmp.Ordered](a, b []T) (n int) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch c := cmp.Compare(a[i], b[j]); {
		case c < 0:
			i++
		case c > 0:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// apart reports whether something tells two titles apart, however much they have
// in common.
func apart(a, b *words) bool {
	return otherState(a.states, b.states) || otherNumber(a.nums, b.nums) || otherPlace(a.places, b.places) ||
		otherLatin(a, b) || otherName(a, b) || otherWork(a.works, b.works)
}

// otherWork reports whether the titles name works, and none in common.
func otherWork(a, b []string) bool {
	return len(a) > 0 && len(b) > 0 && !slices.ContainsFunc(a, func(w string) bool { return slices.Contains(b, w) })
}

// countAlike reports whether the titles count one thing alike; small numbers are
// in too many titles to tell anything without what they count.
func countAlike(a, b []number) bool {
	return slices.ContainsFunc(a, func(m number) bool {
		return slices.ContainsFunc(b, func(n number) bool {
			return m.value == n.value && (m.value > 9 || m.unit == n.unit && m.unit != 0)
		})
	})
}

// A state is the sides of one group of opposites that a title takes.
type state struct{ group, sides int }

func otherState(a, b []state) bool {
	for _, s := range a {
		for _, t := range b {
			if s.group == t.group && s.sides&t.sides == 0 {
				return true
			}
		}
	}
	return false
}

// otherNumber reports whether the titles count the same thing differently.
func otherNumber(a, b []number) bool {
	equal := func(m, n number) bool {
		if m.value == n.value {
			return true
		}
		rough := m.value != math.Trunc(m.value) || n.value != math.Trunc(n.value) || strings.ContainsRune("万度%℃", m.unit)
		return rough && math.Abs(m.value-n.value) < 0.02*max(m.value, n.value)
	}
	for _, m := range a {
		met, agreed := false, false
		for _, n := range b {
			if n.unit == m.unit {
				met = true
				agreed = agreed || equal(m, n)
			}
		}
		if met && !agreed {
			return true
		}
	}
	return false
}

// A place is a province or prefecture, by the first four digits of its code; a
// province ends in 00.
type place int

// How many characters names of places have.
const shortestPlace, longestPlace = 2, 5

// placesIn finds those that a title names.
func placesIn(s string) (found []place) {
	runes, known := []rune(s), atlas()
	for i := range runes {
		for n := shortestPlace; n <= longestPlace && i+n <= len(runes); n++ {
			if at, ok := known[string(runes[i:i+n])]; ok && !slices.Contains(found, at) {
				found = append(found, at)
			}
		}
	}
	return found
}

// otherPlace reports whether the titles name places of which none lies in
// another.
func otherPlace(a, b []place) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	for _, p := range a {
		for _, q := range b {
			if p == q || p/100 == q/100 && (p%100 == 0 || q%100 == 0) {
				return false
			}
		}
	}
	return true
}

// suffix is what names of places end in when they are written in full.
var suffix = regexp.MustCompile(`(特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|省|市|地区|盟|林区)$`)

// people are those that prefectures are named after besides their place.
var people = regexp.MustCompile(`(土家族|苗族|彝族|藏族|羌族|布依族|侗族|哈尼族|傣族|白族|壮族|景颇族|傈僳族|朝鲜族|回族|蒙古族?|哈萨克|柯尔克孜)+自治州$`)

// atlas is the provinces and prefectures by their names without what kind of
// place they are.
var atlas = sync.OnceValue(func() map[string]place {
	found := map[string]place{}
	for code := 1100; code < 6600; code++ {
		r, ok := idcard.RegionOf(strconv.Itoa(code) + "00")
		if !ok || r.To != 0 {
			continue
		}
		name := r.Name
		if code%100 != 0 {
			above, _ := idcard.RegionOf(strconv.Itoa(code/100) + "0000")
			name = strings.TrimPrefix(name, above.Name)
		}
		name = people.ReplaceAllString(suffix.ReplaceAllString(name, ""), "")
		if len([]rune(name)) >= 2 && !strings.ContainsAny(name, "县辖") {
			found[name] = place(code)
		}
	}
	for name, at := range abroad {
		found[name] = at
	}
	return found
})

// abroad are places that titles name in the same way, each a land of its own.
var abroad = map[string]place{"香港": 8100, "澳门": 8200, "台湾": 7100}
