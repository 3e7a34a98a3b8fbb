package store

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"truename/model"
	"truename/model/seal"
)

// keeping is keys/local.json: where the local key lies. It is chosen at the
// first start and never changed.
type keeping struct {
	Keeper string `json:"keeper"` // "file", or the keyring's name
	ID     string `json:"id"`     // of the key in the keyring
}

const keeperFile = "file"

// A reviewer is keys/reviewers/<id>.json.
type reviewer struct {
	seal.Reviewer
	Unclaimed bool       `json:"unclaimed,omitempty"` // wrapped with a passphrase that is kept like the local key
	Removed   time.Time  `json:"removed,omitzero"`    // since when they decide nothing; the public half stays, for what they signed
	Role      model.Role `json:"role,omitempty"`      // "" is a supervisor: see role
}

// public is keys/device.json: what an auditor needs.
type public struct {
	ID     string `json:"id"`
	Public []byte `json:"public"`
}

const (
	localAD     = "truename unclaimed"
	deviceFile  = "device.key"
	monthFile   = "month.json"
	wrapEnd     = ".wrap"
	secretEnd   = ".secret"
	unclaimed   = "unclaimed.pass"
	lightWork   = 10   // for a passphrase of 256 random bits: stretching adds nothing
	secretLimit = 4096 // bytes of a wrapped secret
)

// makeKeys makes what a new store needs, without asking.
func (s *Store) makeKeys() error {
	for _, name := range []string{"months", "reviewers"} {
		if err := s.disk.mkdir(s.path("keys", name)); err != nil {
			return err
		}
	}
	device, err := seal.NewDevice()
	if err != nil {
		return err
	}
	if err := s.disk.write(s.path("keys", deviceFile), device.Marshal()); err != nil {
		return err
	}
	if err := s.writeJSON(public{device.ID, device.Public()}, "keys", "device.json"); err != nil {
		return err
	}
	if err := s.makeLocal(); err != nil {
		return err
	}
	return s.makeUnclaimed()
}

// makeLocal draws the local key and puts it into the keyring, or else into a
// file.
func (s *Store) makeLocal() error {
	key, id := make([]byte, 32), make([]byte, 8)
	rand.Read(key)
	rand.Read(id)
	k := keeping{Keeper: keeperFile, ID: "truename-" + hex.EncodeToString(id)}
	if s.o.LocalKey != nil {
		if err := s.o.LocalKey.Set(k.ID, key); err == nil {
			k.Keeper = s.o.LocalKey.Name()
		} else {
			s.o.Log.Warn("no keyring: the local key goes into a file", "error", pathless(err))
		}
	}
	if k.Keeper == keeperFile {
		if err := s.disk.write(s.path("keys", "local.key"), key); err != nil {
			return err
		}
	}
	copy(s.local[:], key)
	return s.writeJSON(k, "keys", "local.json")
}

// makeUnclaimed makes the desk's key for the time until somebody claims it.
func (s *Store) makeUnclaimed() error {
	pass := make([]byte, 32)
	rand.Read(pass)
	sealed, err := seal.SealLocal(s.local, pass, []byte(localAD))
	if err != nil {
		return err
	}
	if err := s.disk.write(s.path("keys", unclaimed), sealed); err != nil {
		return err
	}
	_, _, err = s.makeReviewer("desk", pass, lightWork, true)
	return err
}

// makeReviewer makes a reviewer's keys; the caller writes <id>.json, which
// makes the reviewer count, unless it is the unclaimed one.
func (s *Store) makeReviewer(name string, pass []byte, work int, open bool) (reviewer, seal.ReviewerSecret, error) {
	pub, secret, err := seal.NewReviewer(name)
	if err != nil {
		return reviewer{}, secret, err
	}
	b, err := json.Marshal(secret)
	if err != nil {
		return reviewer{}, secret, err
	}
	wrapped, err := seal.WrapPass(b, pass, work)
	if err != nil {
		return reviewer{}, secret, err
	}
	r := reviewer{Reviewer: pub, Unclaimed: open}
	if err := s.disk.write(s.path("keys", "reviewers", pub.ID+secretEnd), wrapped); err != nil {
		return r, secret, err
	}
	if open {
		err = s.writeJSON(r, "keys", "reviewers", pub.ID+".json")
	}
	return r, secret, err
}

// writeJSON writes v durably.
func (s *Store) writeJSON(v any, parts ...string) error {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return err
	}
	return s.disk.write(s.path(parts...), append(b, '\n'))
}

// readJSON reads what writeJSON wrote; a key file that is missing or not
// understood is damage.
func readJSON(path string, v any) error {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return missing(path)
	}
	if err != nil {
		return err
	}
	if json.Unmarshal(b, v) != nil {
		return model.Fail(model.CodeDamaged, errString("keys/"+filepath.Base(path)))
	}
	return nil
}

// missing is the damage of a key file that is not there.
func missing(path string) error {
	return model.Fail(model.CodeDamaged, errString("keys/: "+filepath.Base(path)+" is missing"))
}

// loadKeys reads all that is needed without a passphrase.
func (s *Store) loadKeys() error {
	b, err := os.ReadFile(s.path("keys", deviceFile))
	if errors.Is(err, fs.ErrNotExist) {
		return missing(deviceFile)
	}
	if err != nil {
		return err
	}
	if s.device, err = seal.ParseDevice(b); err != nil {
		return err
	}
	if err := s.loadLocal(); err != nil {
		return err
	}
	if err := s.loadTrusted(); err != nil {
		return err
	}
	if err := s.loadOrganisation(); err != nil {
		return err
	}
	if err := s.loadTagging(); err != nil {
		return err
	}
	if err := s.loadMonths(); err != nil {
		return err
	}
	if err := s.loadReviewers(); err != nil {
		return err
	}
	if err := s.loadRecovery(); err != nil {
		return err
	}
	return s.wait.load(s.path("keys", throttleName))
}

// loadLocal fetches the local key from where the first start put it, and
// from nowhere else.
func (s *Store) loadLocal() error {
	if err := readJSON(s.path("keys", "local.json"), &s.keep); err != nil {
		return err
	}
	var key []byte
	var err error
	switch {
	case s.keep.Keeper == keeperFile:
		if key, err = os.ReadFile(s.path("keys", "local.key")); errors.Is(err, fs.ErrNotExist) {
			return missing("local.key")
		}
	case s.o.LocalKey == nil || s.o.LocalKey.Name() != s.keep.Keeper:
		return model.Fail(model.CodeKeyring, errString("the local key lies in another keyring"))
	default:
		if key, err = s.o.LocalKey.Get(s.keep.ID); err != nil {
			return model.Fail(model.CodeKeyring, pathless(err))
		}
	}
	if err != nil {
		return err
	}
	if len(key) != len(s.local) {
		return model.Fail(model.CodeDamaged, errString("the local key has a wrong length"))
	}
	copy(s.local[:], key)
	return nil
}
