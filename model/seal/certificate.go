package seal

import (
	"crypto/ed25519"
	"regexp"

	"truename/model"

	"github.com/google/uuid"
)

// certificateMagic begins every certificate: see headerMagic.
const certificateMagic = "truename certificate 1\n"

// certificate is a model.Certificate as it is signed: a document between
// machines, though people carry it.
type certificate struct {
	Issuer Named `json:"office"` // the organisation whose key signs it
	model.Certificate
}

func (c certificate) signer() ed25519.PublicKey { return c.Issuer.Public }

// What a certificate may tell of a person: no form of it holds a whole name of
// two characters or more, or a whole number.
var (
	maskedName   = regexp.MustCompile(`^\*[^*\pC\pZ]?$`)
	maskedNumber = regexp.MustCompile(`^(\*{1,7}|[0-9A-Z]{3}\*{1,25}[0-9A-Z]{4})$`)
)

func (c certificate) check() error {
	switch {
	case c.Case == uuid.Nil || !isTag(c.Tag):
		return damaged("certificate: case or tag")
	case !maskedName.MatchString(c.Name) || !maskedNumber.MatchString(c.Number):
		return damaged("certificate: not masked")
	case c.Approved.IsZero() || !isDay(c.Approved) || !isDay(c.From) || !isDay(c.Until):
		return damaged("certificate: a day")
	}
	return c.Issuer.check()
}

// EncodeCertificate signs c with the organisation's key; what c says of office
// and file does not count. The same certificate gives the same bytes. The error
// is model.ErrDamaged for what no certificate may say.
func EncodeCertificate(c model.Certificate, key ed25519.PrivateKey) ([]byte, error) {
	if len(key) != ed25519.PrivateKeySize {
		return nil, damaged("certificate: signing key of %d bytes", len(key))
	}
	public, _ := key.Public().(ed25519.PublicKey)
	return encodeDocument(certificateMagic, certificate{NameKey(public), c}, key)
}

// ParseCertificate reads a certificate and checks its signature with the key
// that stands in it and is given; whether that is the office's, the caller
// says. The error is model.ErrDamaged, with ErrSignature in its chain if the
// form is right.
func ParseCertificate(b []byte) (model.Certificate, ed25519.PublicKey, error) {
	c, err := parseDocument[certificate](certificateMagic, b)
	if err != nil {
		return model.Certificate{}, nil, err
	}
	c.Office, c.File = c.Issuer.ID, b
	return c.Certificate, c.Issuer.Public, nil
}
