package seal

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"math/big"
	"strings"
	"unicode"

	"golang.org/x/crypto/argon2"
)

// alphabet of references: no 0 O, 1 I L or U, which are misread.
const alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	base      = len(alphabet)
	drawn     = 15 // random characters
	refLength = drawn + 1
	group     = 4
)

// NewReference draws a reference: 15 random characters (73 bits) and a check
// character after ISO 7064 hybrid MOD 31,30, as K7TM-4M2Q-9XWD-3H8A. Every
// single wrong character and every swap of two neighbours in it is noticed.
func NewReference() (string, error) {
	for {
		s, err := draw()
		if err != nil {
			return "", err
		}
		if !swapUnseen(s) {
			return grouped(s), nil
		}
	}
}

func draw() (string, error) {
	s := make([]byte, drawn, refLength)
	for i := range s {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(base)))
		if err != nil {
			return "", err
		}
		s[i] = alphabet[n.Int64()]
	}
	return string(append(s, checkCharacter(string(s)))), nil
}

// swapUnseen reports whether swapping two neighbours in s gives another valid
// reference. The hybrid systems of ISO 7064 miss 1 swap in 435; drawing again
// costs 0.05 bits and leaves none.
func swapUnseen(s string) bool {
	for i := range len(s) - 1 {
		swapped := []byte(s)
		swapped[i], swapped[i+1] = s[i+1], s[i]
		if s[i] != s[i+1] && checks(swapped) {
			return true
		}
	}
	return false
}

// checks reports whether the last of s is the check character.
func checks(s []byte) bool { return s[drawn] == checkCharacter(string(s[:drawn])) }

// carry is the state of ISO 7064 hybrid MOD 31,30 after s.
func carry(s string) int {
	p := base
	for i := range len(s) {
		p = (p + strings.IndexByte(alphabet, s[i])) % base
		if p == 0 {
			p = base
		}
		p = 2 * p % (base + 1)
	}
	return p
}

func checkCharacter(s string) byte { return alphabet[(base+1-carry(s))%base] }

func grouped(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i += group {
		if i > 0 {
			b.WriteByte('-')
		}
		b.WriteString(s[i : i+group])
	}
	return b.String()
}

// ParseReference reads a reference as a person types or pastes it: either
// case, any spaces and dashes or none, full-width forms. ok is false if a
// character is missing, too many or not in the alphabet, or if the check
// character does not fit.
func ParseReference(typed string) (reference string, ok bool) {
	s := make([]byte, 0, refLength)
	for _, r := range typed {
		if r >= '！' && r <= '～' { // full-width forms of ASCII
			r += '!' - '！'
		}
		r = unicode.ToUpper(r)
		switch {
		case r < 0x80 && strings.IndexByte(alphabet, byte(r)) >= 0 && len(s) < refLength:
			s = append(s, byte(r))
		case !ignored(r):
			return "", false
		}
	}
	if len(s) != refLength || !checks(s) {
		return "", false
	}
	return grouped(string(s)), true
}

// ignored reports whether r only separates: spaces, dashes of all kinds, marks
// that cannot be seen.
func ignored(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || unicode.Is(unicode.Cf, r) || r == '−' || r == 'ー'
}

// Tag is the first group of a reference, which stands in clear, or "" if
// reference is none.
func Tag(reference string) string {
	s, ok := ParseReference(reference)
	if !ok {
		return ""
	}
	return s[:group]
}

func isTag(s string) bool {
	return len(s) == group && strings.Trim(s, alphabet) == ""
}

// RefKeys are the keys that follow from a reference.
type RefKeys struct {
	Lookup  [16]byte // finds the case; stands in clear
	Capsule [32]byte // opens its status capsules
}

// refSalt is fixed for the product: a reference must lead to its case on any
// machine, and has 73 bits of its own.
const refSalt = "truename reference 1"

// DeriveRef derives the keys of a reference: argon2id with time 2, 64 MiB and
// one lane, then HKDF-SHA-256. It takes about 0.1 s: run it in a job. The form
// in which the reference is typed does not matter; what is no reference gives
// keys that fit nothing.
func DeriveRef(reference string) RefKeys {
	if s, ok := ParseReference(reference); ok {
		reference = s
	}
	root := argon2.IDKey([]byte(reference), []byte(refSalt), 2, 64<<10, 1, 32)
	var k RefKeys
	derive(k.Lookup[:], root, "truename lookup 1")
	derive(k.Capsule[:], root, "truename capsule 1")
	return k
}

// derive fills dst from key for one purpose.
func derive(dst, key []byte, purpose string) {
	b, err := hkdf.Key(sha256.New, key, nil, purpose, len(dst))
	if err != nil {
		panic("seal: HKDF gives up to 8,160 bytes: " + err.Error())
	}
	copy(dst, b)
}
