package specimen

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"truename/assets"
	"truename/model/idcard"
)

func TestCheckCharacter(t *testing.T) {
	for name, c := range map[string]struct {
		digits string
		want   byte
	}{
		"4":              {"44030819950618101", '4'},
		"X":              {"51010419881123102", 'X'},
		"worked by hand": {"11010519900307123", '9'},
		"leap day":       {"31010120000229001", '5'},
		"specimen fpr":   {"91112419810803002", '4'},
		"empty":          {"", '1'},
		"more than 17":   {"440308199506181019", '4'},
	} {
		t.Run(name, func(t *testing.T) {
			if got := CheckCharacter(c.digits); got != c.want {
				t.Errorf("got %c, want %c", got, c.want)
			}
		})
	}
}

func TestNewAged(t *testing.T) {
	for name, today := range map[string]idcard.Date{
		"usual":       Day,
		"leap day":    {Year: 2028, Month: 2, Day: 29},
		"after it":    {Year: 2029, Month: 3, Day: 1},
		"new year":    {Year: 2027, Month: 1, Day: 1},
		"end of year": {Year: 2026, Month: 12, Day: 31},
	} {
		t.Run(name, func(t *testing.T) {
			for age := range 101 {
				for seed := range uint64(12) {
					p := NewAged(seed, age, today)
					if err := wrong(p, age, today); err != nil {
						t.Fatalf("seed %d, age %d: %v", seed, age, err)
					}
				}
			}
		})
	}
}

// wrong says what a made-up person contradicts.
func wrong(p Person, age int, today idcard.Date) error {
	if got := p.Birth.AgeOn(today); got != age {
		return fmt.Errorf("%d years old", got)
	}
	birth := fmt.Sprintf("%04d%02d%02d", p.Birth.Year, p.Birth.Month, p.Birth.Day)
	if len(p.Number) != 18 || p.Number[:2] != "99" || p.Number[6:14] != birth {
		return fmt.Errorf("number %s", p.Number)
	}
	if p.Number[17] != CheckCharacter(p.Number[:17]) {
		return fmt.Errorf("check character of %s", p.Number)
	}
	if n, _ := strconv.Atoi(p.Number[14:17]); n == 0 || (n%2 == 1) != (p.Sex == "男") {
		return fmt.Errorf("sequence of %s for %s", p.Number, p.Sex)
	}
	if p.From.After(today) || p.From.Before(p.Birth) || p.From.Before(today.AddDays(-700)) {
		return fmt.Errorf("issued on %v", p.From)
	}
	years := map[bool]int{true: 5, false: 10}[p.Birth.AgeOn(p.From) < 16]
	if p.Birth.AgeOn(p.From) > 25 {
		years = 20
	}
	if p.Birth.AgeOn(p.From) > 45 {
		if !p.Long || !p.Until.IsZero() {
			return fmt.Errorf("until %v at %d", p.Until, age)
		}
	} else if p.Long || p.Until != p.From.AddYears(years) || !p.Until.After(today) {
		return fmt.Errorf("from %v until %v", p.From, p.Until)
	}
	return nil
}

func TestNew(t *testing.T) {
	var men, dots, rare, long, lines int
	for seed := range uint64(600) {
		p := New(seed)
		if p != New(seed) {
			t.Fatalf("seed %d makes two people", seed)
		}
		if age := p.Birth.AgeOn(Day); age < 18 || age > 79 {
			t.Errorf("seed %d: %d years", seed, age)
		}
		if m := assets.Missing(p.Name + p.Ethnicity + p.Address + p.Authority); m != nil {
			t.Errorf("seed %d: no glyph for %v", seed, m)
		}
		if n := len([]rune(p.Name)); n < 2 || n > 15 || p.Authority == "" {
			t.Errorf("seed %d: name of %d, authority %q", seed, n, p.Authority)
		}
		lines = max(lines, len(values.wrap(p.Address, 548)))
		men += count(p.Sex == "男")
		dots += count(strings.Contains(p.Name, "·"))
		rare += count(strings.ContainsAny(p.Name, string(rareGiven)))
		long += count(p.Long)
	}
	if men < 200 || men > 400 || dots < 20 || rare < 40 || long < 100 || lines > 3 {
		t.Errorf("%d men, %d dots, %d rare, %d long, %d lines", men, dots, rare, long, lines)
	}
}
