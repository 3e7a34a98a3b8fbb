package seal

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"truename/model"

	"filippo.io/age"
)

//go:embed words.txt
var wordFile string

// words is the English list of BIP 39: 2048 words, told apart by their first
// four letters, sorted.
var words = strings.Fields(wordFile)

const (
	recoverySeed  = 32 // bytes
	recoveryWords = 24 // of 11 bits: the seed and 8 bits of its SHA-256
	wordBits      = 11
	identityHRP   = "age-secret-key-pq-"
)

// A Recovery is the public half of the recovery key: every month is wrapped to
// it.
type Recovery struct {
	ID        string `json:"id"`        // first 16 hexadecimal digits of the SHA-256 of the recipient
	Recipient string `json:"recipient"` // age1pq1…
}

// A RecoverySecret is the secret half, for paper alone.
type RecoverySecret struct {
	Identity string // AGE-SECRET-KEY-PQ-1…: what a QR code carries; stock age takes it too
	Words    string // the same as 24 words with spaces between
}

// NewRecovery draws a recovery key. The secret half is shown once and stored
// nowhere.
func NewRecovery() (Recovery, RecoverySecret, error) {
	identity, err := age.GenerateHybridIdentity()
	if err != nil {
		return Recovery{}, RecoverySecret{}, err
	}
	seed, ok := bech32Decode(identityHRP, identity.String())
	if !ok || len(seed) != recoverySeed {
		return Recovery{}, RecoverySecret{}, errors.New("seal: an identity of another form")
	}
	return recoveryOf(identity), RecoverySecret{Identity: identity.String(), Words: toWords(seed)}, nil
}

func recoveryOf(identity *age.HybridIdentity) Recovery {
	recipient := identity.Recipient().String()
	sum := sha256.Sum256([]byte(recipient))
	return Recovery{ID: hex.EncodeToString(sum[:8]), Recipient: recipient}
}

// ParseRecovery reads a recovery key as somebody types or scans it: the 24
// words in either case (their first four letters are enough), or the text of
// the QR code. It gives both halves. Everything else is model.ErrWrongKey.
func ParseRecovery(typed string) (Recovery, string, error) {
	text := strings.ToUpper(strings.TrimSpace(typed))
	if seed, ok := fromWords(strings.Fields(strings.ToLower(typed))); ok {
		text = strings.ToUpper(bech32Encode(identityHRP, seed))
	}
	identity, err := age.ParseHybridIdentity(text)
	if err != nil { // the cause would repeat what was typed
		return Recovery{}, "", model.Fail(model.CodeWrongKey, errors.New("seal: no recovery key"))
	}
	return recoveryOf(identity), identity.String(), nil
}

// toWords writes seed and its check bits as words.
func toWords(seed []byte) string {
	sum := sha256.Sum256(seed)
	values := regroup(append(slices.Clone(seed), sum[0]), 8, wordBits)
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = words[v]
	}
	return strings.Join(out, " ")
}

// fromWords reads what toWords wrote; ok is false unless the check bits fit.
func fromWords(typed []string) (seed []byte, ok bool) {
	if len(typed) != recoveryWords {
		return nil, false
	}
	bits := 0
	acc, out := 0, []byte(nil)
	for _, word := range typed {
		v := wordIndex(word)
		if v < 0 {
			return nil, false
		}
		acc, bits = acc<<wordBits|v, bits+wordBits
		for bits >= 8 {
			bits -= 8
			out = append(out, byte(acc>>bits))
			acc &= 1<<bits - 1
		}
	}
	sum := sha256.Sum256(out[:recoverySeed])
	return out[:recoverySeed], out[recoverySeed] == sum[0]
}

// wordIndex is the place of a word, or of the one that begins with its four
// letters or more; -1 if there is none.
func wordIndex(word string) int {
	i, exact := slices.BinarySearch(words, word)
	if exact || len(word) >= 4 && i < len(words) && strings.HasPrefix(words[i], word) {
		return i
	}
	return -1
}

// regroup splits b, read as groups of from bits, into groups of to bits; what
// is left at the end is filled up with zeros.
func regroup(b []byte, from, to int) (out []int) {
	acc, bits := 0, 0
	for _, v := range b {
		acc, bits = acc<<from|int(v), bits+from
		for bits >= to {
			bits -= to
			out = append(out, acc>>bits)
			acc &= 1<<bits - 1
		}
	}
	if bits > 0 {
		out = append(out, acc<<(to-bits))
	}
	return out
}
