package device

import (
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"truename/model"

	"github.com/google/uuid"
	"github.com/zalando/go-keyring"
)

// How long the keyring may take. Reading or writing may wait for a person who
// types the password of the keyring; the first look may not hold up the start.
const (
	probeTime  = 2 * time.Second
	answerTime = time.Minute
)

// service is the name under which the keyring lists our keys.
const service = "Truename"

// A Keyring keeps keys in the keyring of the account: Secret Service on Linux,
// Keychain on macOS, Credential Manager on Windows. The zero Keyring is ready
// to use. Keys have up to 1 KiB.
type Keyring struct{}

// Name is what kind of place for keys this is, as it is recorded in the store.
func (Keyring) Name() string { return "keyring" }

// Get is the key with this id. The code of an error is CodeNotFound if the
// keyring answers and has no such key, CodeDamaged if it holds something else
// under that id, and CodeKeyring if it does not answer: then nobody may make
// another key, the one that opens the data is still in there.
func (Keyring) Get(id string) ([]byte, error) {
	text, err := within(answerTime, func() (string, error) { return keyring.Get(service, id) })
	if errors.Is(err, keyring.ErrNotFound) {
		return nil, model.ErrNotFound
	}
	if err != nil {
		return nil, unreachable(err)
	}
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, model.Fail(model.CodeDamaged, errors.New("device: what the keyring holds is not a key"))
	}
	return key, nil
}

// maxKey keeps a key, in base64, below what Windows accepts (2,560 bytes).
const maxKey = 1024

// Set keeps key under id, in place of what was there.
func (Keyring) Set(id string, key []byte) error {
	if len(key) > maxKey {
		return model.Fail(model.CodeTooLarge, errors.New("device: the key is too long for a keyring"))
	}
	text := base64.StdEncoding.EncodeToString(key)
	_, err := within(answerTime, func() (string, error) { return "", keyring.Set(service, id, text) })
	if err != nil {
		return unreachable(err)
	}
	return nil
}

// KeyringAvailable reports whether the account has a keyring that keeps what it
// is given: it sets, reads and deletes a random probe. It answers within two
// seconds; a keyring that waits for its password is not available.
func KeyringAvailable() bool {
	id := "probe-" + uuid.NewString()
	got, err := within(probeTime, func() (string, error) {
		if err := keyring.Set(service, id, id); err != nil {
			return "", err
		}
		got, err := keyring.Get(service, id)
		return got, errors.Join(err, keyring.Delete(service, id))
	})
	return err == nil && got == id
}

var errSlow = errors.New("no answer in time")

// within gives f at most d. Where it takes longer its result is dropped, and
// its goroutine lives until the keyring answers or the program ends: there is
// no way to break off a call to the keyring.
func within(d time.Duration, f func() (string, error)) (string, error) {
	if err := reachable(); err != nil {
		return "", err
	}
	type result struct {
		text string
		err  error
	}
	done := make(chan result, 1)
	go func() {
		text, err := f()
		done <- result{text, err}
	}()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case r := <-done:
		return r.text, r.err
	case <-timer.C:
		return "", errSlow
	}
}

func unreachable(err error) error {
	return model.Fail(model.CodeKeyring, fmt.Errorf("device: keyring: %w", err))
}
