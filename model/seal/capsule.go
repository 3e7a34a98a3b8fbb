package seal

import (
	"bytes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"

	"truename/model"

	"golang.org/x/crypto/chacha20poly1305"
)

// A box is one use of the symmetric seal. A sealed box is: 8 bytes that name
// the key (so that a wrong key and damage are told apart), the nonce, the
// ciphertext of length (4 bytes), text and zeros up to a multiple of pad.
type box struct {
	purpose string // what is sealed for one purpose does not open for another
	pad     int    // bytes
}

var (
	capsuleBox = box{"truename status capsule 1", 256}
	localBox   = box{"truename local file 1", 4 << 10}
	tagBox     = box{"truename tags 1", 64}
)

const (
	boxKeyID  = 8
	boxHeader = boxKeyID + chacha20poly1305.NonceSizeX
)

// SealCapsule seals what a person is told of a decision with a reference's capsule key, padded
// to a multiple of 256 bytes. ad is what the capsule belongs to (ids): it is
// not stored, and opening needs the same.
func SealCapsule(key [32]byte, plain, ad []byte) ([]byte, error) {
	return capsuleBox.seal(key, plain, ad)
}

// OpenCapsule opens what SealCapsule sealed. Errors: model.ErrWrongKey, and
// model.ErrDamaged also if ad differs.
func OpenCapsule(key [32]byte, sealed, ad []byte) ([]byte, error) {
	return capsuleBox.open(key, sealed, ad)
}

// SealLocal seals a draft or own copy with the local key, padded to a multiple
// of 4 KiB. ad is what the file belongs to: it is not stored.
func SealLocal(key [32]byte, plain, ad []byte) ([]byte, error) {
	return localBox.seal(key, plain, ad)
}

// OpenLocal opens what SealLocal sealed. Errors: model.ErrWrongKey, and
// model.ErrDamaged also if ad differs.
func OpenLocal(key [32]byte, sealed, ad []byte) ([]byte, error) {
	return localBox.open(key, sealed, ad)
}

// SealTags seals what a case is told from others by, with the key that desks
// have for it, padded to a multiple of 64 bytes. ad is the case: it is not
// stored, and opening needs the same.
func SealTags(key [32]byte, plain, ad []byte) ([]byte, error) { return tagBox.seal(key, plain, ad) }

// OpenTags opens what SealTags sealed. Errors: model.ErrWrongKey, and
// model.ErrDamaged also if ad differs.
func OpenTags(key [32]byte, sealed, ad []byte) ([]byte, error) { return tagBox.open(key, sealed, ad) }

// keyed derives the key of this purpose and its name.
func (x box) keyed(key [32]byte) (aead cipher.AEAD, id []byte) {
	both := make([]byte, chacha20poly1305.KeySize+boxKeyID)
	derive(both, key[:], x.purpose)
	aead, err := chacha20poly1305.NewX(both[:chacha20poly1305.KeySize])
	if err != nil {
		panic("seal: the key has 32 bytes: " + err.Error())
	}
	return aead, both[chacha20poly1305.KeySize:]
}

func (x box) seal(key [32]byte, plain, ad []byte) ([]byte, error) {
	aead, id := x.keyed(key)
	size := 4 + len(plain)
	size += padding(size, x.pad)
	if size > maxLocal {
		return nil, model.Fail(model.CodeTooLarge, errors.New("seal: too much for one file"))
	}
	out := make([]byte, boxHeader, boxHeader+size+aead.Overhead())
	copy(out, id)
	if _, err := rand.Read(out[boxKeyID:]); err != nil {
		return nil, err
	}
	text := make([]byte, size)
	binary.BigEndian.PutUint32(text, uint32(len(plain)))
	copy(text[4:], plain)
	return aead.Seal(out, out[boxKeyID:], text, ad), nil
}

// maxLocal bounds one file: a draft holds two photographs, in base64.
const maxLocal = 2 * maxPhotos

func (x box) open(key [32]byte, sealed, ad []byte) ([]byte, error) {
	aead, id := x.keyed(key)
	if len(sealed) < boxHeader {
		return nil, damaged("sealed file: %d bytes", len(sealed))
	}
	if !bytes.Equal(sealed[:boxKeyID], id) {
		return nil, model.Fail(model.CodeWrongKey, errors.New("seal: sealed with another key"))
	}
	text, err := aead.Open(nil, sealed[boxKeyID:boxHeader], sealed[boxHeader:], ad)
	if err != nil || len(text) < 4 {
		return nil, damaged("sealed file: changed, or another's")
	}
	n := binary.BigEndian.Uint32(text)
	if uint64(n) > uint64(len(text)-4) {
		return nil, damaged("sealed file: length")
	}
	return text[4 : 4+n : 4+n], nil
}
