package store

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"slices"

	"truename/model"
	"truename/model/seal"
)

const trustedName = "trusted.json"

// trusted is keys/trusted.json: whose signatures count here, besides those of
// this store.
type trusted struct {
	Organisation seal.Named   `json:"organisation,omitzero"` // whose lists; with one, this machine only submits
	Version      int          `json:"version,omitempty"`     // of the newest list: never goes back
	Devices      []seal.Named `json:"devices,omitempty"`     // machines that packets come from
}

// loadTrusted reads whose signatures count.
func (s *Store) loadTrusted() error {
	s.trusted = trusted{}
	if _, err := os.Lstat(s.path("keys", trustedName)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return readJSON(s.path("keys", trustedName), &s.trusted)
}

// saveTrusted writes whose signatures count.
func (s *Store) saveTrusted(t trusted) error {
	if err := s.writeJSON(t, "keys", trustedName); err != nil {
		return err
	}
	s.trusted = t
	s.publish()
	return nil
}

// Trust lets packets in that the machine with this public key (hexadecimal, as
// truename key list shows it there) signs. It stands in the audit log; the same
// key again is fine. Errors: ErrUntrusted (no such key), ErrReadOnly,
// ErrDiskFull.
func (s *Store) Trust(ctx context.Context, public string) error {
	b, err := hex.DecodeString(public)
	if err != nil || len(b) != ed25519.PublicKeySize {
		return model.Fail(model.CodeUntrusted, errString("it is no public key"))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	machine := seal.NameKey(b)
	if _, known := s.deviceKey(machine.ID); known {
		return nil
	}
	if err := s.writable(ctx); err != nil {
		return err
	}
	if err := s.note(entry{Actor: actorDevice, Action: "trust", Key: machine.ID}); err != nil {
		return plain(err)
	}
	next := s.trusted
	next.Devices = append(slices.Clone(next.Devices), machine)
	return plain(s.doubt(s.saveTrusted(next)))
}

// deviceKey is the key of a machine whose signatures count: this one, one that
// was trusted, or a desk in the organisation's list.
func (s *Store) deviceKey(id string) (ed25519.PublicKey, bool) {
	if id == s.device.ID {
		return s.device.Public(), true
	}
	known := s.trusted.Devices
	if s.list != nil {
		known = slices.Concat(known, s.list.Desks)
	}
	for _, d := range known {
		if d.ID == id && seal.KeyID(d.Public) == id {
			return d.Public, true
		}
	}
	return nil, false
}

// packetKey is the key that must have signed the packet that begins with b.
func (s *Store) packetKey(b []byte) (ed25519.PublicKey, error) {
	h, err := seal.ParseHeader(b)
	if err != nil {
		return nil, err
	}
	key, ok := s.deviceKey(h.Machine)
	if !ok {
		return nil, model.Fail(model.CodeDamaged, errString("a packet names another machine"))
	}
	return key, nil
}

// signer is the key that must have signed a decision.
func (s *Store) signer(h seal.DecisionHead) (ed25519.PublicKey, error) {
	if h.Reviewer == "" {
		if key, ok := s.deviceKey(h.Device); ok {
			return key, nil
		}
	}
	for _, known := range []map[string]reviewer{s.people, s.former} {
		if r, ok := known[h.Reviewer]; ok {
			return r.Verify, nil
		}
	}
	if s.list != nil {
		for _, r := range s.list.Reviewers {
			if r.ID == h.Reviewer {
				return r.Public, nil
			}
		}
	}
	return nil, model.Fail(model.CodeDamaged, errString("decided by a key that is not known"))
}
