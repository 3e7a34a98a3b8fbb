package ocr

import (
	"slices"
	"strings"

	"truename/model"
	"truename/model/idcard"
	"truename/model/ocr/nn"
)

// lookalikes are what the reader takes digits for; in the place of the number
// only digits and X stand.
var lookalikes = map[string]string{
	"O": "0", "o": "0", "D": "0", "Q": "0", "〇": "0", "I": "1", "l": "1", "|": "1", "i": "1", "丨": "1", "Z": "2", "z": "2",
	"S": "5", "s": "5", "B": "8", "b": "6", "G": "6", "g": "9", "q": "9", "x": "X", "×": "X", "T": "7",
}

// number reads the 公民身份号码. birth is the printed date of birth (yyyymmdd)
// or "". A number whose check character does not fit has no text, unless
// exactly one other reading of one digit fits both the check character and
// birth: then Seen is what stood there.
func (r *Reader) number(c *Card, birth string) model.ReadField {
	g := digitsOf(c.in(c.after("公民身份号码", zoneNumber)))
	if len(g) > 18 {
		g = g[len(g)-18:]
	}
	s := text(g)
	f := field(g, "")
	if len(g) != 18 || strings.Contains(s[:17], "X") {
		return f
	}
	if Valid(s) {
		f.Text = s
		return f
	}
	if fixed := r.repairs(g, birth); len(fixed) == 1 {
		f.Text, f.Seen = fixed[0], s
	}
	return f
}

// digitsOf are the digits among glyphs, lookalikes among them.
func digitsOf(glyphs []glyph) (out []glyph) {
	for _, g := range glyphs {
		if d, ok := lookalikes[g.Text]; ok {
			g.Text = d
		}
		if len(g.Text) == 1 && (isDigit(rune(g.Text[0])) || g.Text == "X") {
			out = append(out, g)
		}
	}
	return out
}

// repairs are the numbers that differ from g in one digit, have the right
// check character and the printed date of birth. A digit of the date may be
// anything the print says; another one only what the reader took for possible.
func (r *Reader) repairs(g []glyph, birth string) (out []string) {
	if birth == "" {
		return nil
	}
	s := []byte(text(g))
	for i, c := range g {
		if c.Sure > sureDigit {
			continue
		}
		for d := byte('0'); d <= '9'; d++ {
			if d == s[i] || i < 6 || i > 13 {
				if d == s[i] || !r.possible(c.Also, d) {
					continue
				}
			}
			try := slices.Clone(s)
			try[i] = d
			if Valid(string(try)) && string(try[6:14]) == birth {
				out = append(out, string(try))
			}
		}
	}
	return out
}

// sureDigit is how sure a digit is that is not doubted, whatever else would
// fit.
const sureDigit = 0.95

// leastPossible is how likely another digit must be to come into question.
const leastPossible = 0.01

func (r *Reader) possible(also []nn.Candidate, d byte) bool {
	return slices.ContainsFunc(also, func(k nn.Candidate) bool {
		return k.Prob >= leastPossible && k.Class < len(r.keys) && r.keys[k.Class] == string(d)
	})
}

// Valid reports whether the check character of an 18-character number fits
// (GB 11643-1999: ISO 7064 MOD 11-2) and its date of birth may be one.
func Valid(number string) bool {
	if len(number) != 18 {
		return false
	}
	birth, ok := idcard.ParseDate(number[6:10] + "-" + number[10:12] + "-" + number[12:14])
	return ok && birth.Year >= 1850 && idcard.Check(number[:17]) == number[17]
}
