package device

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"truename/model"

	"github.com/zalando/go-keyring"
)

// useRing puts the library's in-memory keyring, or one that fails with err, in
// place of the machine's.
func useRing(t *testing.T, err error) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
	if err != nil {
		keyring.MockInitWithError(err)
	} else {
		keyring.MockInit()
	}
}

func TestKeyring(t *testing.T) {
	useRing(t, nil)
	var k Keyring
	if _, err := k.Get("local"); !errors.Is(err, model.ErrNotFound) {
		t.Errorf("before Set: %v, want not found", err)
	}
	for name, key := range map[string][]byte{
		"any byte": {0, 1, 0xFF, '\n', 0x80}, "32 bytes": bytes.Repeat([]byte{7}, 32), "the longest": make([]byte, maxKey),
	} {
		if err := k.Set("local", key); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, err := k.Get("local"); err != nil || !bytes.Equal(got, key) {
			t.Errorf("%s: %x, %v; want %x", name, got, err, key)
		}
	}
	if _, err := k.Get("other"); !errors.Is(err, model.ErrNotFound) {
		t.Errorf("another id: %v, want not found", err)
	}
	if err := k.Set("local", make([]byte, maxKey+1)); model.CodeOf(err) != model.CodeTooLarge {
		t.Errorf("too long: %v", err)
	}
	if k.Name() != "keyring" {
		t.Errorf("name %q: it stands in stores and may not change", k.Name())
	}
}

func TestKeyringHoldsSomethingElse(t *testing.T) {
	useRing(t, nil)
	if err := keyring.Set(service, "local", "not base64!"); err != nil {
		t.Fatal(err)
	}
	if _, err := (Keyring{}).Get("local"); model.CodeOf(err) != model.CodeDamaged {
		t.Errorf("%v, want damaged", err)
	}
}

// A keyring that fails must never look like one without the key: the caller
// would make another key.
func TestKeyringFails(t *testing.T) {
	useRing(t, errors.New("the collection is locked"))
	if _, err := (Keyring{}).Get("local"); model.CodeOf(err) != model.CodeKeyring {
		t.Errorf("Get: %v, want keyring", err)
	}
	if err := (Keyring{}).Set("local", []byte{1}); model.CodeOf(err) != model.CodeKeyring {
		t.Errorf("Set: %v, want keyring", err)
	}
	if KeyringAvailable() {
		t.Error("it is said to be available")
	}
}

func TestKeyringAvailable(t *testing.T) {
	useRing(t, nil)
	if !KeyringAvailable() {
		t.Error("a working keyring is said not to be available")
	}
}

func TestWithinGivesUp(t *testing.T) {
	useRing(t, nil)
	block := make(chan struct{})
	defer close(block)
	start := time.Now()
	_, err := within(20*time.Millisecond, func() (string, error) { <-block; return "late", nil })
	if !errors.Is(err, errSlow) || time.Since(start) > time.Second {
		t.Errorf("%v after %v, want no answer in time", err, time.Since(start))
	}
}
