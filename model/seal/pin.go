package seal

import (
	"crypto/rand"
	"crypto/subtle"
	"strings"

	"golang.org/x/crypto/argon2"
)

// A PIN is what is kept of the operator's of a kiosk. It opens pages of the
// screen and nothing that is sealed: who has the disk needs no PIN.
type PIN struct {
	Salt []byte `json:"salt"`
	Hash []byte `json:"hash"` // argon2id, time 2, 64 MiB, one lane
}

// Limits of a PIN, in digits.
const (
	minPIN = 6
	maxPIN = 12
)

// NewPIN makes one of digits. ErrWeak: fewer than 6 or more than 12, something
// else than digits, fewer than three different ones, or a run such as 123456.
func NewPIN(digits []byte) (PIN, error) {
	if err := checkPIN(string(digits)); err != nil {
		return PIN{}, err
	}
	p := PIN{Salt: make([]byte, 16)}
	rand.Read(p.Salt)
	p.Hash = p.hash(digits)
	return p, nil
}

// Fits reports whether digits are those of the PIN; no digits fit a zero PIN.
func (p PIN) Fits(digits []byte) bool {
	return len(p.Hash) > 0 && subtle.ConstantTimeCompare(p.hash(digits), p.Hash) == 1
}

func (p PIN) hash(digits []byte) []byte {
	return argon2.IDKey(digits, p.Salt, 2, 64<<10, 1, 32)
}

func checkPIN(digits string) error {
	if n := len(digits); n < minPIN || n > maxPIN || strings.Trim(digits, "0123456789") != "" {
		return weak("a PIN has 6 to 12 digits")
	}
	different := map[rune]bool{}
	for _, r := range digits {
		different[r] = true
	}
	if len(different) < 3 || strings.Contains("01234567890123", digits) || strings.Contains("32109876543210", digits) {
		return weak("a PIN that many would try")
	}
	return nil
}
