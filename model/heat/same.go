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

// features are what two titles have in common and what tells them apart, in
// numbers from 0 to about 1: see docs/heat.md.
type features [nFeatures]float64

const (
	fAdded     = iota // of what the shorter title tells: how much is in the longer, where neither or one only has more to tell
	fTwin             // the same, where each has a word that the other has not
	fFar              // the same, where each has much that the other has not
	fIsAdded          // which of these it is
	fIsTwin           //
	fChars            // of single characters: how many of the fewer are in the other
	fGrams            // of pairs of characters: Dice
	fEvidence         // what the common words tell, however long the titles
	fNumber           // they count the same thing alike
	fLatin            // a word of Latin letters in common
	fMark             // one is a later stage, or denies
	fSwap             // one has a word where the other has another one
	fName             // a name in common
	fOtherName        // names, and none in common
	fVerb             // what is done, in common
	fOtherVerb        // what is done, and nothing in common
	fRare             // what the rarest common word tells
	fPlace            // a place in common
	fOne              // one word in common that is no place and may not stand anywhere
	fTwo              // two or more
	fTwinName         // each has a name or thing that the other has not, and little else
	nFeatures
)

// A word that is left is one that the other title has not; what is left on the
// side that has less is little up to here.
const little = 1.6

func compare(a, b *words) (f features) {
	var common float64
	alike := 0
	var both [256]bool // kinds of words in common
	for _, t := range a.tokens {
		for _, u := range b.tokens {
			if t.id == u.id || t.way != 0 && t.way == u.way {
				common += t.weight
				both[t.kind] = true
				if _, place := atlas()[t.text]; !place && t.kind != 'o' && len(t.text) > 1 {
					f[fRare] = max(f[fRare], t.weight)
					if t.weight > 0.6 {
						alike++
					}
				}
				if t.text[0] < 0x80 {
					f[fLatin] = 1
				}
				break
			}
		}
	}
	wa, wb := a.tells, b.tells
	for _, k := range [...]struct {
		kind        byte
		same, other int
	}{{'s', fName, fOtherName}, {'v', fVerb, fOtherVerb}} {
		switch {
		case both[k.kind]:
			f[k.same] = 1
		case a.has(k.kind) && b.has(k.kind):
			f[k.other] = 1
		}
	}
	if m := min(wa, wb); m > 0 {
		held := common / m
		leftA, thingA := left(a, b)
		leftB, thingB := left(b, a)
		switch least := min(leftA, leftB); {
		case least < 0.3:
			f[fAdded], f[fIsAdded] = held, 1
		case least <= little:
			f[fTwin], f[fIsTwin] = held, 1
			if thingA && thingB {
				f[fTwinName] = 1
			}
		default:
			f[fFar] = held
		}
	}
	switch {
	case alike == 1:
		f[fOne] = 1
	case alike > 1:
		f[fTwo] = 1
	}
	f[fEvidence] = min(1, common/5)
	if n := len(a.grams) + len(b.grams); n > 0 {
		f[fGrams] = 2 * float64(shared(a.grams, b.grams)) / float64(n)
	}
	if n := min(len(a.chars), len(b.chars)); n > 0 {
		f[fChars] = float64(shared(a.chars, b.chars)) / float64(n)
	}
	for _, m := range a.nums {
		for _, n := range b.nums {
			if m.value == n.value && (m.value > 9 || m.unit == n.unit && m.unit != 0) {
				f[fNumber] = 1
			}
		}
	}
	if a.marks != b.marks {
		f[fMark] = 1
	}
	if len(a.places) > 0 && len(b.places) > 0 {
		f[fPlace] = 1
	}
	return f
}

// left is what those words of a tell of which b has neither the word, nor another
// way to say it, nor its characters; and whether one is a name or a thing.
func left(a, b *words) (tells float64, thing bool) {
	for _, t := range a.tokens {
		if t.kind == 'o' || slices.ContainsFunc(b.tokens, func(u token) bool { return t.id == u.id || t.way != 0 && t.way == u.way }) {
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
		thing = thing || missing > 0 && t.kind != 'v'
	}
	return tells, thing
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

// weigh are what the features count, found by logistic regression over the
// tuning half of testdata/pairs.tsv.
var weigh = features{}

const bias = 0.07

// score is how likely two titles tell of one topic, as log odds.
func (f features) score() float64 {
	s := bias
	for i, w := range weigh {
		s += w * f[i]
	}
	return s
}

const sameFrom = 1.36

// like is how alike two titles are, as log odds that they tell of one topic.
func like(a, b *words) float64 {
	f := compare(a, b)
	f.swap(a, b)
	return f.score()
}

// judge reports whether two titles tell of one topic, and how alike they are.
// What takes longest is looked at last: most pairs do not come so far.
func judge(a, b *words) (score float64, same bool) {
	f := compare(a, b)
	if f.score() < sameFrom || apart(a, b) != "" {
		return 0, false
	}
	f.swap(a, b)
	score = f.score()
	return score, score >= sameFrom
}

// swap adds whether one title has a word where the other has another one, which
// can only tell them apart.
func (f *features) swap(a, b *words) {
	if otherWord(a, b) {
		f[fSwap] = 1
	}
}

// apart names what tells two titles apart, however much they have in common.
func apart(a, b *words) string {
	switch {
	case otherState(a.states, b.states):
		return "state"
	case otherNumber(a.nums, b.nums):
		return "number"
	case otherPlace(a.places, b.places):
		return "place"
	case otherName(a, b):
		return "name"
	case len(a.works) > 0 && len(b.works) > 0 && !slices.ContainsFunc(a.works, func(w string) bool { return slices.Contains(b.works, w) }):
		return "work"
	}
	return ""
}

// A state is the sides of one group of opposites that a title takes.
type state struct{ group, sides int }

// statesOf finds them.
func statesOf(s string) (found []state) {
	for _, side := range sides {
		if !strings.Contains(s, side.word) {
			continue
		}
		i := slices.IndexFunc(found, func(f state) bool { return f.group == side.group })
		if i < 0 {
			i = len(found)
			found = append(found, state{group: side.group})
		}
		found[i].sides |= 1 << side.place
	}
	return found
}

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

// ordinal are units whose numbers are names: the 99th is not about the 100th.
const ordinal = "届轮期批季集号次"

// otherNumber reports whether the titles count the same thing differently.
func otherNumber(a, b []number) bool {
	equal := func(m, n number) bool {
		if m.value == n.value {
			return true
		}
		return !strings.ContainsRune(ordinal, m.unit) && math.Abs(m.value-n.value) < 0.02*max(m.value, n.value)
	}
	for _, m := range a {
		if m.unit == 0 {
			continue
		}
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
