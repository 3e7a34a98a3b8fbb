package seal

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// hex16 and hex32 are written as hexadecimal text, not as lists of numbers.
type (
	hex16 [16]byte
	hex32 [32]byte
)

func (h hex16) MarshalText() ([]byte, error)  { return hex.AppendEncode(nil, h[:]), nil }
func (h hex32) MarshalText() ([]byte, error)  { return hex.AppendEncode(nil, h[:]), nil }
func (h *hex16) UnmarshalText(b []byte) error { return unhex(h[:], b) }
func (h *hex32) UnmarshalText(b []byte) error { return unhex(h[:], b) }

func unhex(dst, src []byte) error {
	if len(src) != hex.EncodedLen(len(dst)) {
		return fmt.Errorf("seal: %d hexadecimal digits", len(src))
	}
	_, err := hex.Decode(dst, src)
	return err
}

// oneLine encodes v as JSON in one line, without the line's end.
func oneLine(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// A signature stands at the end of a header or decision as one line.
const signatureLine = 2*ed25519.SignatureSize + 1

// sign appends the line with the signature of text.
func sign(text []byte, key ed25519.PrivateKey) ([]byte, error) {
	if len(key) != ed25519.PrivateKeySize {
		return nil, fmt.Errorf("seal: signing key of %d bytes", len(key))
	}
	return append(hex.AppendEncode(text, ed25519.Sign(key, text)), '\n'), nil
}

// splitSignature cuts the line with the signature off b. ok is false if there
// is none in the one form that sign writes.
func splitSignature(b []byte) (text, signature []byte, ok bool) {
	if len(b) < signatureLine {
		return nil, nil, false
	}
	text, line := b[:len(b)-signatureLine], b[len(b)-signatureLine:]
	signature = make([]byte, ed25519.SignatureSize)
	if _, err := hex.Decode(signature, line[:len(line)-1]); err != nil {
		return nil, nil, false
	}
	again := append(hex.AppendEncode(nil, signature), '\n')
	return text, signature, bytes.Equal(again, line)
}

// signed checks b, which ends in the line of its signature.
func signed(b []byte, key ed25519.PublicKey) error {
	text, signature, ok := splitSignature(b)
	if !ok || len(key) != ed25519.PublicKeySize || !ed25519.Verify(key, text, signature) {
		return damaged("%w", ErrSignature)
	}
	return nil
}

// isName reports whether s may name a machine or reviewer: 1 to 64 bytes of
// printable text that is safe as part of a path.
func isName(s string) bool {
	if s == "" || len(s) > 64 || s[0] == '.' || !utf8.ValidString(s) {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsPrint(r) || strings.ContainsRune(`/\:"`, r)
	})
}
