package seal

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"regexp"

	"truename/model"

	"filippo.io/age"
)

// A Device is the key with which a machine signs its packets and its audit
// log.
type Device struct {
	ID      string // first 16 hexadecimal digits of the SHA-256 of the public key
	Private ed25519.PrivateKey
}

// NewDevice draws a device key.
func NewDevice() (Device, error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return Device{}, err
	}
	return deviceOf(private), nil
}

func deviceOf(private ed25519.PrivateKey) Device {
	d := Device{Private: private}
	d.ID = KeyID(d.Public())
	return d
}

// KeyID names a public Ed25519 key: the first 16 hexadecimal digits of its
// SHA-256.
func KeyID(public ed25519.PublicKey) string {
	sum := sha256.Sum256(public)
	return hex.EncodeToString(sum[:8])
}

const pemDevice = "PRIVATE KEY"

// ParseDevice reads what Marshal wrote. The error is model.ErrDamaged.
func ParseDevice(b []byte) (Device, error) {
	block, _ := pem.Decode(b)
	if block == nil || block.Type != pemDevice {
		return Device{}, damaged("device key: no PEM block")
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return Device{}, damaged("device key: not PKCS #8")
	}
	private, ok := key.(ed25519.PrivateKey)
	if !ok {
		return Device{}, damaged("device key: not Ed25519")
	}
	return deviceOf(private), nil
}

// Marshal writes d as PEM with PKCS #8, which other tools read too. It is a
// secret: keep it in a file of mode 0600.
func (d Device) Marshal() []byte {
	der, err := x509.MarshalPKCS8PrivateKey(d.Private)
	if err != nil {
		panic("seal: an Ed25519 key has a PKCS #8 form: " + err.Error())
	}
	return pem.EncodeToMemory(&pem.Block{Type: pemDevice, Bytes: der})
}

// Public is the half that checks signatures.
func (d Device) Public() ed25519.PublicKey {
	public, _ := d.Private.Public().(ed25519.PublicKey)
	return public
}

// A Month is the public half of a month's key: packets are sealed to it.
type Month struct {
	ID        string `json:"id"`        // 202611, or 202611-2 for the second key of that month
	Recipient string `json:"recipient"` // age1pq1…
}

var monthID = regexp.MustCompile(`^[0-9]{4}(0[1-9]|1[0-2])(-[1-9][0-9]?)?$`)

// NewMonth draws the key of month id. secret is an age identity
// (AGE-SECRET-KEY-PQ-1…): wrap it to the reviewers and forget it.
func NewMonth(id string) (m Month, secret string, err error) {
	if !monthID.MatchString(id) {
		return Month{}, "", fmt.Errorf("seal: %q is no month", id)
	}
	identity, err := age.GenerateHybridIdentity()
	if err != nil {
		return Month{}, "", err
	}
	return Month{ID: id, Recipient: identity.Recipient().String()}, identity.String(), nil
}

// A Reviewer is the public half of a reviewer's keys.
type Reviewer struct {
	ID        string `json:"id"`        // KeyID of Verify
	Name      string `json:"name"`      // as the desk shows it
	Recipient string `json:"recipient"` // age1pq1…: months are wrapped to it
	Verify    []byte `json:"verify"`    // Ed25519 public key: checks decisions
}

// A ReviewerSecret is the secret half. It is stored only wrapped with the
// reviewer's passphrase.
type ReviewerSecret struct {
	Identity string `json:"identity"` // AGE-SECRET-KEY-PQ-1…
	Sign     []byte `json:"sign"`     // Ed25519 seed, 32 bytes
}

// NewReviewer draws the keys of a reviewer called name.
func NewReviewer(name string) (Reviewer, ReviewerSecret, error) {
	identity, err := age.GenerateHybridIdentity()
	if err != nil {
		return Reviewer{}, ReviewerSecret{}, err
	}
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return Reviewer{}, ReviewerSecret{}, err
	}
	r := Reviewer{ID: KeyID(public), Name: name, Recipient: identity.Recipient().String(), Verify: public}
	return r, ReviewerSecret{Identity: identity.String(), Sign: private.Seed()}, nil
}

// SigningKey is the key for EncodeDecision. The error is model.ErrDamaged.
func (s ReviewerSecret) SigningKey() (ed25519.PrivateKey, error) {
	if len(s.Sign) != ed25519.SeedSize {
		return nil, damaged("reviewer's key: seed of %d bytes", len(s.Sign))
	}
	return ed25519.NewKeyFromSeed(s.Sign), nil
}

// ErrSignature is in the chain of a model.ErrDamaged that comes from a
// signature: the bytes were changed, or another key signed them.
var ErrSignature = errors.New("signature does not fit")

func damaged(format string, a ...any) error {
	return model.Fail(model.CodeDamaged, fmt.Errorf("seal: "+format, a...))
}
