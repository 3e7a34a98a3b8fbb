package store

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"slices"
	"time"

	"truename/model"
	"truename/model/seal"
)

const trustedName = "trusted.json"

// trusted is keys/trusted.json: whose signatures count here, besides those of
// this store.
type trusted struct {
	Organisation seal.Named `json:"organisation,omitzero"` // whose lists; with one, this machine only submits
	Before       seal.Named `json:"before,omitzero"`       // the organisation before: the list may still be its
	Version      int        `json:"version,omitempty"`     // of the newest list: never goes back
	Devices      []machine  `json:"devices,omitempty"`     // machines that packets come from
}

// signs reports whether l can be the list that was imported.
func (t trusted) signs(l seal.KeyList) bool {
	return l.Organisation.Public.Equal(t.Organisation.Public) || t.Version == 0 && l.Organisation.Public.Equal(t.Before.Public)
}

// A machine is one whose packets are, or were, taken in.
type machine struct {
	seal.Named
	Withdrawn time.Time `json:"withdrawn,omitzero"` // since when nothing new is taken in; what was taken in before stays
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
// truename key list shows it there) signs, also if trust in it was withdrawn. It
// stands in the audit log; the same key again is fine. Errors: ErrUntrusted (no
// such key), ErrReadOnly, ErrDiskFull.
func (s *Store) Trust(ctx context.Context, public string) error {
	b, err := hex.DecodeString(public)
	if err != nil || len(b) != ed25519.PublicKeySize {
		return model.Fail(model.CodeUntrusted, errString("it is no public key"))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	named := seal.NameKey(b)
	if _, known := s.deviceKey(named.ID); known && !s.withdrawn(named.ID) {
		return nil
	}
	return plain(s.setTrust(ctx, machine{Named: named}, entry{Actor: actorDevice, Action: "trust", Key: named.ID}))
}

// Distrust lets nothing in any more that the machine with this id signs. What
// was taken in stays and is checked by its key as before. It needs a
// supervisor at the open desk and stands in the audit log; Trust undoes it, a
// configuration does not. A machine that is withdrawn already is fine. Errors:
// ErrLocked, ErrRole, ErrNotFound (no machine that was trusted here),
// ErrReadOnly, ErrDiskFull.
func (s *Store) Distrust(ctx context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.supervises(); err != nil {
		return err
	}
	i := slices.IndexFunc(s.trusted.Devices, func(m machine) bool { return m.ID == id })
	if i < 0 {
		return model.ErrNotFound
	}
	m := s.trusted.Devices[i]
	if !m.Withdrawn.IsZero() {
		return nil
	}
	m.Withdrawn = s.now()
	return plain(s.setTrust(ctx, m, entry{Actor: s.desk.id, Action: "distrust", Key: id}))
}

// setTrust notes e and keeps m in place of what is known of that machine.
func (s *Store) setTrust(ctx context.Context, m machine, e entry) error {
	if err := s.writable(ctx); err != nil {
		return err
	}
	if err := s.note(e); err != nil {
		return err
	}
	next := s.trusted
	next.Devices = slices.DeleteFunc(slices.Clone(next.Devices), func(d machine) bool { return d.ID == m.ID })
	next.Devices = append(next.Devices, m)
	return s.doubt(s.saveTrusted(next))
}

// trustConfigured trusts the machines of Options.Trust. One that trust was
// withdrawn from stays so. That the store opens matters more: a failure is
// logged, and the next opening tries again.
func (s *Store) trustConfigured() {
	for _, public := range s.o.Trust {
		b, err := hex.DecodeString(public)
		if err == nil && s.withdrawn(seal.KeyID(b)) {
			s.o.Log.Warn("trust in a machine of the configuration was withdrawn", "machine", seal.KeyID(b))
			continue
		}
		if err := s.Trust(context.Background(), public); err != nil {
			s.o.Log.Error("a machine of the configuration is not trusted", "error", pathless(err))
		}
	}
}

// withdrawn reports whether trust in a machine was withdrawn.
func (s *Store) withdrawn(id string) bool {
	return slices.ContainsFunc(s.trusted.Devices, func(m machine) bool { return m.ID == id && !m.Withdrawn.IsZero() })
}

// deviceKey is the key of a machine whose signatures count on what is stored:
// this one, one that is or was trusted, or a desk in the organisation's list.
func (s *Store) deviceKey(id string) (ed25519.PublicKey, bool) {
	if id == s.device.ID {
		return s.device.Public(), true
	}
	for _, d := range s.machines() {
		if d.ID == id && seal.KeyID(d.Public) == id {
			return d.Public, true
		}
	}
	return nil, false
}

// machines are the others that are known.
func (s *Store) machines() []machine {
	known := slices.Clone(s.trusted.Devices)
	if s.list != nil {
		for _, d := range s.list.Desks {
			known = append(known, machine{Named: d})
		}
	}
	return known
}

// sender is deviceKey for what arrives: a machine that trust was withdrawn from
// has none.
func (s *Store) sender(id string) (ed25519.PublicKey, bool) {
	if s.withdrawn(id) {
		return nil, false
	}
	return s.deviceKey(id)
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
		if r, ok := known[h.Reviewer]; ok && r.role().Decides() {
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
