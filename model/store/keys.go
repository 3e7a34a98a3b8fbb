package store

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

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
	Unclaimed bool `json:"unclaimed,omitempty"` // wrapped with a passphrase that is kept like the local key
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
	if err := s.loadMonths(); err != nil {
		return err
	}
	if err := s.loadReviewers(); err != nil {
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

// loadMonths reads the public halves of the months' keys.
func (s *Store) loadMonths() error {
	s.months = map[string]seal.Month{}
	entries, err := os.ReadDir(s.path("keys", "months"))
	if errors.Is(err, fs.ErrNotExist) {
		return missing("months")
	}
	for _, e := range entries {
		var m seal.Month
		path := s.path("keys", "months", e.Name(), monthFile)
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			continue // it was being made: nothing was sealed to it
		}
		if err := readJSON(path, &m); err != nil {
			return err
		}
		s.months[m.ID] = m
	}
	return err
}

// loadReviewers reads the reviewers' public halves, and ends a claiming that
// a crash cut short.
func (s *Store) loadReviewers() error {
	s.people = map[string]reviewer{}
	entries, err := os.ReadDir(s.path("keys", "reviewers"))
	if errors.Is(err, fs.ErrNotExist) {
		return missing("reviewers")
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".json") {
			continue
		}
		var r reviewer
		if err := readJSON(s.path("keys", "reviewers", e.Name()), &r); err != nil {
			return err
		}
		s.people[r.ID] = r
	}
	if err != nil {
		return err
	}
	if len(s.people) == 0 {
		return missing("reviewers")
	}
	if s.claimed() {
		return s.dropUnclaimed()
	}
	return nil
}

// claimed reports whether a reviewer with a passphrase exists.
func (s *Store) claimed() bool {
	for _, r := range s.people {
		if !r.Unclaimed {
			return true
		}
	}
	return false
}

// dropUnclaimed deletes the key that nobody had to type anything for.
func (s *Store) dropUnclaimed() error {
	for id, r := range s.people {
		if !r.Unclaimed {
			continue
		}
		for month := range s.months {
			if err := s.disk.remove(s.path("keys", "months", month, id+wrapEnd)); err != nil {
				return err
			}
		}
		for _, name := range []string{unclaimed, filepath.Join("reviewers", id+secretEnd), filepath.Join("reviewers", id+".json")} {
			if err := s.disk.remove(s.path("keys", name)); err != nil {
				return err
			}
		}
		delete(s.people, id)
	}
	return nil
}

// month is the key packets are sealed to now. It is made if this is the
// month's first packet: its secret is wrapped to every reviewer and
// forgotten. The caller holds mu for writing.
func (s *Store) month() (seal.Month, error) {
	id := s.now().Format("200601")
	for _, known := range []string{id + afterClaim, id} {
		if m, ok := s.months[known]; ok {
			return m, nil
		}
	}
	return s.newMonth(id)
}

// afterClaim marks the second key of the month in which the desk was claimed.
// Whoever copied the folder before, local key included, can open the first one
// for ever; what comes after the claim is sealed to one he never held.
const afterClaim = "-2"

func (s *Store) newMonth(id string) (seal.Month, error) {
	m, secret, err := seal.NewMonth(id)
	if err != nil {
		return m, err
	}
	if err := s.disk.mkdir(s.path("keys", "months", id)); err != nil {
		return m, err
	}
	for _, r := range s.people {
		if err := s.wrapMonth(id, secret, r); err != nil {
			return m, err
		}
	}
	if err := s.writeJSON(m, "keys", "months", id, monthFile); err != nil {
		return m, err
	}
	s.months[id] = m
	return m, s.note(entry{Actor: actorDevice, Action: "month", Key: id})
}

// wrapMonth gives a reviewer the secret of a month.
func (s *Store) wrapMonth(id, secret string, r reviewer) error {
	wrap, err := seal.Wrap([]byte(secret), r.Recipient)
	if err != nil {
		return err
	}
	return s.disk.write(s.path("keys", "months", id, r.ID+wrapEnd), wrap)
}

// unwrapMonth opens the secret of a month with a reviewer's identity.
// ErrWrongKey says that the reviewer does not hold it.
func (s *Store) unwrapMonth(id, reviewer, identity string) (string, error) {
	b, err := os.ReadFile(s.path("keys", "months", id, reviewer+wrapEnd))
	if errors.Is(err, fs.ErrNotExist) {
		return "", model.Fail(model.CodeWrongKey, errString("the month's key is not wrapped to this reviewer"))
	}
	if err != nil {
		return "", err
	}
	secret, err := seal.Unwrap(b, identity, secretLimit)
	return string(secret), err
}

// KeyInfo describes one key of a store.
type KeyInfo struct {
	ID     string
	Kind   string // device, local, month, reviewer, unclaimed
	Public string // hexadecimal Ed25519 key, age recipient, or for the local key where it is kept
}

// Keys lists the keys, without any secret: device, local key, then months
// and reviewers by id.
func (s *Store) Keys() []KeyInfo {
	s.mu.RLock()
	defer s.mu.RUnlock()
	infos := []KeyInfo{
		{s.device.ID, "device", hex.EncodeToString(s.device.Public())},
		{s.keep.ID, "local", s.keep.Keeper},
	}
	var rest []KeyInfo
	for _, m := range s.months {
		rest = append(rest, KeyInfo{m.ID, "month", m.Recipient})
	}
	for _, r := range s.people {
		kind := "reviewer"
		if r.Unclaimed {
			kind = "unclaimed"
		}
		rest = append(rest, KeyInfo{r.ID, kind, r.Recipient})
	}
	slices.SortFunc(rest, func(a, b KeyInfo) int {
		return strings.Compare(a.Kind+a.ID, b.Kind+b.ID)
	})
	return append(infos, rest...)
}

// signer is the key that must have signed a decision.
func (s *Store) signer(h seal.DecisionHead) (ed25519.PublicKey, error) {
	if h.Reviewer == "" && h.Device == s.device.ID {
		return s.device.Public(), nil
	}
	if r, ok := s.people[h.Reviewer]; ok {
		return r.Verify, nil
	}
	return nil, model.Fail(model.CodeDamaged, errString("decided by a key that is not known"))
}
