package seal

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"truename/model"

	"filippo.io/age"
)

// Limits on what is opened, in bytes: more is refused as too large before it
// is held in memory.
const (
	maxWrapped = 1 << 20  // keys
	maxFields  = 1 << 20  // sealed fields
	maxPhotos  = 32 << 20 // both photographs
)

// maxWork is the highest scrypt work factor accepted, as a power of two. age's
// own ceiling of 22 would let a planted file ask for 4 GiB.
const maxWork = 20

// Wrap seals plain to every recipient (age1pq1…) as an age file.
func Wrap(plain []byte, recipients ...string) ([]byte, error) {
	if len(recipients) == 0 {
		return nil, errors.New("seal: no recipient")
	}
	var to []age.Recipient
	for _, s := range recipients {
		r, err := age.ParseHybridRecipient(s)
		if err != nil {
			return nil, fmt.Errorf("seal: recipient: %w", err)
		}
		to = append(to, r)
	}
	return encrypt(plain, to...)
}

// Unwrap opens an age file with identity (AGE-SECRET-KEY-PQ-1…). At most limit
// bytes come out. Errors: model.ErrWrongKey, model.ErrTooLarge,
// model.ErrDamaged; damage in the part of the file that holds the wrapped key
// looks like a wrong key.
func Unwrap(sealed []byte, identity string, limit int64) ([]byte, error) {
	id, err := age.ParseHybridIdentity(identity)
	if err != nil {
		return nil, model.Fail(model.CodeWrongKey, errors.New("seal: not an identity"))
	}
	return decrypt(sealed, id, limit)
}

// WrapPass seals plain with a passphrase as an age file. work is the scrypt
// work factor as a power of two, 1 to 20: 18 in the product.
func WrapPass(plain, pass []byte, work int) ([]byte, error) {
	if work < 1 || work > maxWork {
		return nil, fmt.Errorf("seal: work factor %d", work)
	}
	r, err := age.NewScryptRecipient(string(pass))
	if err != nil {
		return nil, fmt.Errorf("seal: passphrase: %w", err)
	}
	r.SetWorkFactor(work)
	return encrypt(plain, r)
}

// OpenPass opens what WrapPass or stock age sealed with pass. Errors:
// model.ErrWrongKey, and model.ErrDamaged also for a work factor above 20.
func OpenPass(wrapped, pass []byte) ([]byte, error) {
	id, err := age.NewScryptIdentity(string(pass))
	if err != nil { // an empty passphrase
		return nil, model.Fail(model.CodeWrongKey, err)
	}
	id.SetMaxWorkFactor(maxWork)
	return decrypt(wrapped, id, maxWrapped)
}

func encrypt(plain []byte, to ...age.Recipient) ([]byte, error) {
	var out bytes.Buffer
	out.Grow(len(plain) + len(plain)>>12 + 4096) // room for header and tags: no second copy
	w, err := age.Encrypt(&out, to...)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func decrypt(sealed []byte, id age.Identity, limit int64) ([]byte, error) {
	r, err := age.Decrypt(bytes.NewReader(sealed), id)
	if noMatch := (*age.NoIdentityMatchError)(nil); errors.As(err, &noMatch) {
		return nil, model.Fail(model.CodeWrongKey, errors.New("seal: the key does not open it"))
	}
	if err != nil {
		return nil, damaged("%w", err)
	}
	var out bytes.Buffer
	out.Grow(int(min(int64(len(sealed)), limit)) + bytes.MinRead)
	if _, err := out.ReadFrom(io.LimitReader(r, limit+1)); err != nil {
		return nil, damaged("%w", err)
	}
	if int64(out.Len()) > limit {
		return nil, model.Fail(model.CodeTooLarge, fmt.Errorf("seal: more than %d bytes", limit))
	}
	return out.Bytes(), nil
}
