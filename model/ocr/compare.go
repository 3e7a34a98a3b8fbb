package ocr

import (
	"image"
	"slices"
	"strings"
	"unicode"

	"truename/model"
)

// alikeRare is how alike the drawing of a typed character that the reader does
// not know and what is printed must be.
const alikeRare = 0.70

// Compare holds a typed name against the characters read from the straightened
// picture of a card. Same: each is the one read, or looks like what is printed.
// Differs: at least one was read for certain as another that the reader also
// knows, or there are more or fewer. Unverified: it cannot be told, as with
// characters that the reader does not know. The score is that of the character
// that fits least.
func (r *Reader) Compare(card *image.RGBA, chars []model.ReadChar, name string) (model.Verdict, float64) {
	typed := []rune(name)
	if isLatin(chars) {
		return compareLatin(chars, name)
	}
	c := &Card{Picture: card}
	if len(typed) != len(chars) {
		return lengths(chars), 0
	}
	verdict, score := model.Same, 1.0
	for i, k := range chars {
		v, s := r.compareOne(c, k, typed[i])
		score = min(score, s)
		if v == model.Differs || verdict == model.Same {
			verdict = v
		}
	}
	return verdict, round(score)
}

// isLatin reports whether what was read is a name in Latin letters.
func isLatin(chars []model.ReadChar) bool {
	return slices.ContainsFunc(chars, func(k model.ReadChar) bool { return len(capitals(k.Text)) > 0 })
}

// capitals are the Latin letters of s, as capitals.
func capitals(s string) (out []rune) {
	for _, r := range strings.ToUpper(s) {
		if r >= 'A' && r <= 'Z' {
			out = append(out, r)
		}
	}
	return out
}

// compareLatin compares the letters only: a comma, spaces and small letters are
// left out or put in as one likes. The same letters in another order are most
// likely the same name, and one in another script is perhaps.
func compareLatin(chars []model.ReadChar, name string) (model.Verdict, float64) {
	sure, unread, read := 1.0, false, []rune(nil)
	for _, k := range chars {
		letter := capitals(k.Text)
		read = append(read, letter...)
		if len(letter) > 0 {
			sure = min(sure, k.Confidence)
		}
		unread = unread || k.Text == ""
	}
	typed := capitals(name)
	foreign := strings.ContainsFunc(name, func(r rune) bool { return r > unicode.MaxASCII && unicode.IsLetter(r) })
	if slices.Equal(read, typed) && !unread && !foreign {
		return model.Same, round(sure)
	}
	slices.Sort(read)
	slices.Sort(typed)
	if unread || foreign || sure < leastSure || slices.Equal(read, typed) {
		return model.Unverified, 0
	}
	return model.Differs, 0
}

// lengths is the verdict on a name of another length: what was read for
// certain, all of it, is what stands there.
func lengths(chars []model.ReadChar) model.Verdict {
	for _, k := range chars {
		if k.Text == "" || k.Confidence < leastSure {
			return model.Unverified
		}
	}
	return model.Differs
}

// compareOne compares one character.
func (r *Reader) compareOne(c *Card, k model.ReadChar, typed rune) (model.Verdict, float64) {
	if k.Text == string(typed) || isDot(typed) && k.Text != "" && isDot([]rune(k.Text)[0]) {
		return model.Same, k.Confidence
	}
	seen := c.seenShape(k.Place)
	own, ok := drawn(typed)
	if !ok {
		return model.Unverified, 0
	}
	like := own.like(seen)
	if !r.Knows(typed) {
		if _, rare := closest(seen); like >= alikeRare && like >= rare-0.04 {
			return model.Same, float64(like)
		}
		return model.Unverified, float64(like)
	}
	if k.Text == "" { // 王 and 玉 look much alike: a picture does not tell them apart
		return model.Unverified, float64(like)
	}
	if read, ok := drawn([]rune(k.Text)[0]); ok && k.Confidence >= leastSure && read.like(seen) > like {
		return model.Differs, float64(like)
	}
	return model.Unverified, float64(like)
}

func isDot(r rune) bool { return r == '·' || r == '•' || r == '・' }
