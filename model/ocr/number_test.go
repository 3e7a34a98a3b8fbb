package ocr

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"truename/model"
	"truename/model/idcard"
	"truename/model/ocr/nn"
	"truename/model/specimen"
)

// made is a random number with a check character that fits.
func made(rnd *rand.Rand) string {
	day := idcard.Date{Year: 1920 + rnd.IntN(100), Month: 1, Day: 1}.AddDays(rnd.IntN(365))
	s := fmt.Sprintf("%06d%04d%02d%02d%03d", 110000+rnd.IntN(540000), day.Year, day.Month, day.Day, rnd.IntN(1000))
	return s + string(idcard.Check(s))
}

// numberCard is a card on which s was read for its number.
func numberCard(s string) *Card {
	return cardWith(model.Front, written(78, 691, 42, "公民身份号码"), written(460, 691, 79, s))
}

func TestValid(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		if s := made(rnd); !Valid(s) {
			t.Errorf("%s is refused", s)
		}
	}
	for _, s := range []string{
		"", "11010519491231002", "11010519491231002Y", "11010519491231002x", "110105194912310021", "11010519491331002X",
		"1101051949123100２X", "11010519491231002XX", "110105184912310026", "X10105194912310020",
	} {
		if Valid(s) {
			t.Errorf("%q is taken", s)
		}
	}
}

// What the reader takes digits for is read as digits in the number's place,
// and only 18 of them that fit are a number.
func TestNumber(t *testing.T) {
	for print, want := range map[string]string{
		"11010519491231002X": "11010519491231002X", "11010519491231002x": "11010519491231002X", "11010519491231002×": "11010519491231002X",
		"1101O5194912310O2X": "11010519491231002X", "110lO519491231002X": "11010519491231002X", "1101051949I23I002X": "11010519491231002X",
		"110105 19491231 002X": "11010519491231002X", "311010519491231002X": "11010519491231002X",
		"1010519491231002X": "", "110105194912310021": "", "X1010519491231002X": "", "11010519491231X02X": "", "公民身份": "",
		"11010519491231002": "", "110105194912310022X": "",
	} {
		f := wordsOnly().number(numberCard(print), "")
		if f.Text != want || f.Seen != "" {
			t.Errorf("%s is read as %q (seen %q)", print, f.Text, f.Seen)
		}
	}
}

func TestLookalikes(t *testing.T) {
	for from, to := range lookalikes {
		if len(to) != 1 || !strings.Contains("0123456789X", to) {
			t.Errorf("%s becomes %q", from, to)
		}
		if got := text(digitsOf([]glyph{{Char: Char{Text: from}}})); got != to {
			t.Errorf("%s is read as %q", from, got)
		}
	}
	if got := digitsOf([]glyph{{Char: Char{Text: "王"}}, {Char: Char{Text: "-"}}, {Char: Char{Text: "A"}}}); len(got) != 0 {
		t.Errorf("%q", text(got))
	}
}

// misread is a number read with one character wrong. also tells what else the
// reader thought of there.
func misread(c *Card, number string, at int, as string, also []nn.Candidate) {
	k := 0
	for i := range c.glyphs {
		if g := &c.glyphs[i]; isDigit(rune(g.Text[0])) || g.Text == "X" {
			g.Text, g.Also, g.Sure = string(number[k]), nil, 0.99
			if k == at {
				g.Text, g.Also, g.Sure = as, also, 0.7
			}
			k++
		}
	}
}

// Of every number that is misread in any one place as anything, what is read
// is the true number or nothing; in the date, where the printed birth tells, it
// is the true one.
func TestOneWrongDigitNeverGivesAnotherNumber(t *testing.T) {
	rnd := rand.New(rand.NewPCG(2, 3))
	r := wordsOnly()
	for n := range 12 {
		number := made(rnd)
		if n < 4 {
			number = specimen.New(uint64(n)).Number
		}
		c := numberCard(number)
		for at := range 18 {
			truth := []nn.Candidate{{Class: r.class[rune(number[at])], Prob: 0.2}}
			for _, as := range "0123456789X" {
				if byte(as) == number[at] {
					continue
				}
				for _, also := range [][]nn.Candidate{nil, truth} {
					misread(c, number, at, string(as), also)
					f := r.number(c, number[6:14])
					if f.Text != "" && f.Text != number {
						t.Fatalf("%s with %c at %d is read as %s", number, as, at, f.Text)
					}
					if told := at >= 6 && at < 14 || also != nil && at != 17; told && as != 'X' && f.Text != number {
						t.Errorf("%s with %c at %d is not put right", number, as, at)
					}
					if f.Text == number && (f.Seen == "" || f.Seen == number) {
						t.Errorf("%s is put right, and what stood there is %q", number, f.Seen)
					}
				}
				misread(c, number, at, string(as), truth)
				if f := r.number(c, ""); f.Text != "" {
					t.Fatalf("%s with %c at %d is read as %s without a date of birth", number, as, at, f.Text)
				}
			}
		}
	}
}

// Of two readings that fit, neither is taken; what the reader hardly thought of
// does not count, nor do classes that it does not have.
func TestRepairsMustBeTheOnlyOne(t *testing.T) {
	r := wordsOnly()
	digit := func(d rune, p float32) nn.Candidate { return nn.Candidate{Class: r.class[d], Prob: p} }
	const number = "11010519491231002X"
	birth := number[6:14]
	// A 3 in place of the 0 at 15; and another digit, elsewhere, that fits too.
	wrong := number[:14] + "032X"
	other, place, fits := byte(0), 0, ""
	for _, at := range []int{0, 1, 2, 3, 4, 5, 16} {
		for d := byte('0'); d <= '9'; d++ {
			if try := wrong[:at] + string(d) + wrong[at+1:]; Valid(try) {
				other, place, fits = d, at, try
			}
		}
	}
	if fits == "" || fits == number {
		t.Fatal("there is no other reading")
	}
	for name, k := range map[string]struct {
		first, second []nn.Candidate
		want          string
	}{
		"one":             {[]nn.Candidate{digit('0', 0.3)}, nil, number},
		"two":             {[]nn.Candidate{digit('0', 0.3)}, []nn.Candidate{digit(rune(other), 0.3)}, ""},
		"a very unlikely": {[]nn.Candidate{digit('0', 0.3)}, []nn.Candidate{digit(rune(other), 0.005)}, number},
		"hardly any":      {[]nn.Candidate{digit('0', 0.005)}, nil, ""},
		"none":            {nil, nil, ""},
		"no such class":   {[]nn.Candidate{{Class: 1 << 30, Prob: 0.9}}, nil, ""},
	} {
		c := numberCard(number)
		misread(c, wrong, 15, "3", k.first)
		n := -1
		for i := range c.glyphs {
			if g := &c.glyphs[i]; isDigit(rune(g.Text[0])) || g.Text == "X" {
				if n++; n == place && k.second != nil {
					g.Also, g.Sure = k.second, 0.7
				}
			}
		}
		if got := r.number(c, birth).Text; got != k.want {
			t.Errorf("%s: %q, want %q", name, got, k.want)
		}
	}
}
