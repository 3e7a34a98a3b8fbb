// Package receipt makes what a person takes home after submitting: the receipt,
// its QR code, and the page with both to keep and to print. None of them holds
// a name, a number or a photograph.
package receipt

import (
	"errors"
	"image"
	"strings"

	"truename/model"
	"truename/model/idcard"

	"github.com/skip2/go-qrcode"
)

// The shape of a reference: four groups of four characters of an alphabet in
// which nothing is mistaken for something else (no 0 O 1 I L U).
const (
	alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
	groups   = 4
	group    = 4
)

// Sides of a QR image, in pixels: the code has 33 modules with its quiet zone,
// and a phone wants a few pixels a module.
const (
	MinSize = 64
	MaxSize = 4096
)

// New is the receipt for the latest revision of case h. Received is when that
// revision arrived; from and until are the working days of the promise.
func New(h model.Head, reference string, from, until idcard.Date) model.Receipt {
	received := h.Received
	if h.Revision > 1 {
		received = h.Updated
	}
	return model.Receipt{
		Reference: reference, ID: h.ID, Status: h.Status, Received: received,
		ExpectedFrom: from, ExpectedUntil: until,
	}
}

// QR draws reference, and nothing else, as a black and white QR code with its
// quiet zone; a quarter of it may be dirty and it still reads. size is the side
// in pixels, MinSize … MaxSize. It refuses what is not a reference, so that
// nothing else can get into a code by mistake; it does not look at the check
// character.
func QR(reference string, size int) (image.Image, error) {
	code, err := encode(reference)
	if err != nil {
		return nil, err
	}
	return drawn(code, size)
}

// KeyQR draws the secret half of a recovery key (AGE-SECRET-KEY-…, as age writes
// it) as QR does a reference, for paper alone. It refuses anything else.
func KeyQR(identity string, size int) (image.Image, error) {
	code, err := encodeKey(identity)
	if err != nil {
		return nil, err
	}
	return drawn(code, size)
}

// encodeKey is the QR code of what is a key.
func encodeKey(identity string) (*qrcode.QRCode, error) {
	if !strings.HasPrefix(identity, "AGE-SECRET-KEY-") {
		return nil, usage("not a key")
	}
	code, err := qrcode.New(identity, qrcode.Medium)
	if err != nil {
		return nil, model.Fail(model.CodeUsage, err)
	}
	return code, nil
}

// encodeCertificate is the QR code of what is a certificate, without the end of
// its last line, which programs that read codes drop. It refuses anything else.
func encodeCertificate(file []byte) (*qrcode.QRCode, error) {
	text := strings.TrimSuffix(string(file), "\n")
	if !strings.HasPrefix(text, "truename certificate ") {
		return nil, usage("not a certificate")
	}
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return nil, model.Fail(model.CodeUsage, err)
	}
	return code, nil
}

func drawn(code *qrcode.QRCode, size int) (image.Image, error) {
	if size < MinSize || size > MaxSize {
		return nil, usage("size of the QR code out of range")
	}
	return code.Image(size), nil
}

// encode is the QR code of what is a reference.
func encode(reference string) (*qrcode.QRCode, error) {
	if !isReference(reference) {
		return nil, usage("not a reference")
	}
	code, err := qrcode.New(reference, qrcode.High)
	if err != nil {
		return nil, model.Fail(model.CodeUsage, err)
	}
	return code, nil
}

// usage is the failure of a caller that asks for what cannot be.
func usage(what string) error {
	return model.Fail(model.CodeUsage, errors.New("receipt: "+what))
}

// isReference reports whether s is K7TM-4M2Q-9XWD-3H8A in form.
func isReference(s string) bool {
	parts := strings.Split(s, "-")
	for _, p := range parts {
		if len(p) != group || strings.Trim(p, alphabet) != "" {
			return false
		}
	}
	return len(parts) == groups
}
