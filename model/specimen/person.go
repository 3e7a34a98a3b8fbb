// Package specimen makes up people, draws specimen identity cards for them and
// photographs of these cards, for tests, the demonstration store and training.
//
// Nobody in it exists: numbers begin with 99, which no region has, places are
// invented, and every card says SPECIMEN 样本 on both sides and carries a
// drawing of its own where the state's emblem would stand. The same seed gives
// the same person, card and photograph.
package specimen

import (
	"fmt"
	"math/rand/v2"

	"truename/model/idcard"
)

// A Person is what a specimen card says.
type Person struct {
	Name        string
	Sex         string // 男 or 女
	Ethnicity   string // as printed: 汉, 维吾尔 …
	Address     string
	Number      string // 18 characters, first two 99
	Authority   string // 签发机关
	Birth       idcard.Date
	From, Until idcard.Date // Until is zero when Long
	Long        bool        // 长期
}

// Day is the day on which the people of New have their age. Their cards were
// issued in the two years before and are valid for eight years and more.
var Day = idcard.Date{Year: 2026, Month: 6, Day: 18}

// New makes up an adult of 18 to 79 years.
func New(seed uint64) Person {
	return NewAged(seed, 18+int(mix(seed)%62), Day)
}

// NewAged makes up a person who is age (0 to 120) full years old on today and
// whose card, issued at most two years earlier, is valid on today.
func NewAged(seed uint64, age int, today idcard.Date) Person {
	r := rand.New(rand.NewPCG(seed, 0x7472756e616d65))
	p := Person{Sex: pick(r, "男", "女")}
	p.Name, p.Ethnicity = name(r, p.Sex)
	p.Birth = today.AddYears(-age).AddDays(-r.IntN(365))
	for p.Birth.AgeOn(today) > age { // 29 February, and years of 365 days
		p.Birth = p.Birth.AddDays(1)
	}
	p.Address, p.Authority = home(r)
	p.Number = number(r, p.Birth, p.Sex)
	p.From = today.AddDays(-r.IntN(700))
	if p.From.Before(p.Birth) {
		p.From = p.Birth
	}
	p.Until, p.Long = term(p.Birth, p.From)
	return p
}

// term is the validity by full years of age on the day of issue
// (居民身份证法 art. 5): under 16 five years, to 25 ten, to 45 twenty, then for good.
func term(birth, from idcard.Date) (until idcard.Date, long bool) {
	switch age := birth.AgeOn(from); {
	case age < 16:
		return from.AddYears(5), false
	case age <= 25:
		return from.AddYears(10), false
	case age <= 45:
		return from.AddYears(20), false
	default:
		return idcard.Date{}, true
	}
}

// number makes up an identity number: region 99xxxx, birth, a sequence that
// tells the sex, check character.
func number(r *rand.Rand, birth idcard.Date, sex string) string {
	seq := 10 + 2*r.IntN(490)
	if sex == "男" {
		seq++
	}
	s := fmt.Sprintf("99%04d%04d%02d%02d%03d", r.IntN(10000), birth.Year, birth.Month, birth.Day, seq)
	return s + string(CheckCharacter(s))
}

// CheckCharacter is the 18th character for the first 17 digits of a number
// (GB 11643-1999: ISO 7064 MOD 11-2). It reads no more than 17 and takes what
// is no digit for 0.
func CheckCharacter(digits string) byte {
	sum := 0
	for i, weight := range [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		if i < len(digits) && digits[i] >= '0' && digits[i] <= '9' {
			sum += weight * int(digits[i]-'0')
		}
	}
	return "10X98765432"[sum%11]
}

// mix spreads the bits of a seed (the finaliser of SplitMix64), so that
// neighbouring seeds have nothing in common.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }
