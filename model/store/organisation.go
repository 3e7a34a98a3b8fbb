package store

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"truename/model"
	"truename/model/seal"
)

const (
	organisationName = "organisation"
	listName         = "public.list"
	ahead            = 12 // months after this one that a list has keys for
)

// organisation is keys/organisation.json: who signs this desk's lists and
// certificates. Its
// secret half lies in a folder beside it, wrapped as the months are.
type organisation struct {
	seal.Named
	Before []seal.Endorsement `json:"before,omitempty"` // keys that this one took the place of, oldest first
}

// was reports whether id is, or was, the id of the organisation.
func (o organisation) was(id string) bool {
	return id != "" && (o.ID == id || slices.ContainsFunc(o.Before, func(e seal.Endorsement) bool { return e.ID == id }))
}

// dir is the folder in keys/ with the wraps of the secret half: another one
// for each key, so that a change counts at once.
func (o organisation) dir() string { return numbered(organisationName, len(o.Before)+1) }

// A ListInfo describes a list of public month keys.
type ListInfo struct {
	Organisation string // id of the key that signs it
	Public       string // that key, hexadecimal
	Version      int
	Months       int
	Until        string // last month that it has a key for, as 202711
}

func infoOf(l seal.KeyList) ListInfo {
	until, _ := splitMonth(l.Months[len(l.Months)-1].ID)
	return ListInfo{l.Organisation.ID, hex.EncodeToString(l.Organisation.Public), l.Version, len(l.Months), until}
}

// loadOrganisation reads who signs this desk's lists, and the last list.
func (s *Store) loadOrganisation() error {
	s.organisation, s.list = organisation{}, nil
	if _, err := os.Lstat(s.path("keys", organisationName+".json")); err == nil {
		if err := readJSON(s.path("keys", organisationName+".json"), &s.organisation); err != nil {
			return err
		}
	}
	b, err := os.ReadFile(s.path("keys", listName))
	if errors.Is(err, fs.ErrNotExist) {
		if s.submitOnly() {
			return missing(listName)
		}
		return nil
	}
	if err != nil {
		return err
	}
	l, err := seal.ParseKeyList(b)
	if err != nil {
		return err
	}
	if s.submitOnly() && (!s.trusted.signs(l) || l.Version < s.trusted.Version) {
		return model.Fail(model.CodeDamaged, errString("keys/"+listName+" is not the list that was imported"))
	}
	if s.submitOnly() || s.organisation.was(l.Organisation.ID) { // else its import did not end
		s.list = &l
	}
	return nil
}

// submitOnly reports whether this machine has only an organisation's public
// keys: it submits and never opens.
func (s *Store) submitOnly() bool { return s.trusted.Organisation.ID != "" }

// SubmitsOnly reports whether this machine only submits, with an organisation's
// keys.
func (s *Store) SubmitsOnly() bool { return s.here() != nil }

// listed is the key for a month in the imported list; the last one counts.
func (s *Store) listed(base string) (seal.Month, error) {
	for _, m := range slices.Backward(s.list.Months) {
		if of, _ := splitMonth(m.ID); of == base {
			return m, nil
		}
	}
	return seal.Month{}, model.Fail(model.CodeNoKeys, errString("the list has no key for "+base))
}

// PublicKeys makes and signs a list of the public keys of this month and
// twelve ahead, for machines that submit and never open. Keys that are missing
// are made; the organisation's key is made with the first list or the first
// certificate. It needs a
// supervisor at the open desk and stands in the audit log. Errors: ErrLocked,
// ErrRole, ErrReadOnly, ErrDiskFull.
func (s *Store) PublicKeys(ctx context.Context) ([]byte, ListInfo, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.supervises(); err != nil {
		return nil, ListInfo{}, err
	}
	if err := s.writable(ctx); err != nil {
		return nil, ListInfo{}, err
	}
	b, l, err := s.makeList()
	if err != nil {
		return nil, ListInfo{}, plain(s.doubt(err))
	}
	return b, infoOf(l), nil
}

func (s *Store) makeList() (b []byte, l seal.KeyList, err error) {
	key, err := s.organisationKey()
	if err != nil {
		return nil, l, err
	}
	l = seal.KeyList{Organisation: s.organisation.Named, Before: s.organisation.Before, Version: 1, Made: s.now().Truncate(time.Second), Demo: s.o.Demo}
	if s.list != nil {
		l.Version = s.list.Version + 1
	}
	if l.Months, err = s.monthsAhead(); err != nil {
		return nil, l, err
	}
	for _, known := range []map[string]reviewer{s.people, s.former} {
		for _, r := range known {
			if !r.role().Decides() {
				continue // what they sign counts nowhere
			}
			l.Reviewers = append(l.Reviewers, seal.Signer{Named: seal.NameKey(r.Verify), Removed: r.Removed})
		}
	}
	l.Desks = []seal.Named{seal.NameKey(s.device.Public())}
	if b, err = seal.EncodeKeyList(l, key); err != nil {
		return nil, l, err
	}
	if err := s.note(entry{Actor: s.desk.id, Action: "list", Key: l.Organisation.ID, Note: strconv.Itoa(l.Version)}); err != nil {
		return nil, l, err
	}
	if err := s.disk.write(s.path("keys", listName), b); err != nil {
		return nil, l, err
	}
	s.list = &l
	return b, l, nil
}

// monthsAhead are the keys of this month and those ahead, made where there is
// none.
func (s *Store) monthsAhead() (months []seal.Month, err error) {
	now := s.now()
	for i := range ahead + 1 {
		base := time.Date(now.Year(), now.Month()+time.Month(i), 1, 0, 0, 0, 0, time.UTC).Format("200601")
		m, err := s.monthOf(base)
		if err != nil {
			return nil, err
		}
		months = append(months, m)
	}
	return months, nil
}

// organisationKey is the key that signs lists and certificates. It is made with
// the first of either: wrapped to every holder, and forgotten.
func (s *Store) organisationKey() (ed25519.PrivateKey, error) {
	if s.organisation.ID != "" {
		seed, err := s.unwrap(s.organisation.dir(), s.desk.id, s.desk.secret.Identity)
		if err != nil {
			return nil, err
		}
		return seal.ReviewerSecret{Sign: []byte(seed)}.SigningKey()
	}
	return s.newOrganisation(nil)
}

// newOrganisation makes a key that signs lists from now on. sign is the one
// that it takes the place of; nil if there is none.
func (s *Store) newOrganisation(sign ed25519.PrivateKey) (ed25519.PrivateKey, error) {
	public, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	o := organisation{Named: seal.NameKey(public), Before: slices.Clone(s.organisation.Before)}
	if sign != nil {
		o.Before = append(o.Before, seal.Endorse(sign, public))
	}
	if err := s.note(entry{Actor: s.desk.id, Action: organisationName, Key: o.ID}); err != nil {
		return nil, err
	}
	if err := s.disk.mkdir(s.path("keys", o.dir())); err != nil {
		return nil, err
	}
	for _, h := range s.holders() {
		if err := s.wrapTo(o.dir(), key.Seed(), h); err != nil {
			return nil, err
		}
	}
	if err := s.writeJSON(o, "keys", organisationName+".json"); err != nil { // from here on it counts
		return nil, err
	}
	s.organisation = o
	return key, s.dropOrganisations()
}

// dropOrganisations deletes the secret halves of keys that were replaced.
func (s *Store) dropOrganisations() (err error) {
	dirs, err := s.matching("keys", organisationName+"*")
	for _, dir := range dirs {
		info, serr := os.Stat(dir)
		if serr == nil && info.IsDir() && (s.organisation.ID == "" || filepath.Base(dir) != s.organisation.dir()) {
			err = errors.Join(err, s.disk.remove(dir))
		}
	}
	return err
}

// ReplaceOrganisation makes another key that signs lists, signed by the one
// before, and a list by it: machines that have the one before take that list,
// and from then on nothing that the one before signs. Do it when somebody who
// held the key must not sign any more. It needs a supervisor at the open
// desk. Errors: ErrLocked, ErrRole, ErrNotAllowed (there is none yet: the first
// list or certificate makes it), ErrReadOnly, ErrDiskFull.
func (s *Store) ReplaceOrganisation(ctx context.Context) ([]byte, ListInfo, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.supervises(); err != nil {
		return nil, ListInfo{}, err
	}
	if s.organisation.ID == "" {
		return nil, ListInfo{}, model.Fail(model.CodeNotAllowed, errString("there is no organisation's key yet"))
	}
	if err := s.writable(ctx); err != nil {
		return nil, ListInfo{}, err
	}
	old, err := s.organisationKey()
	if err != nil {
		return nil, ListInfo{}, plain(err)
	}
	defer clear(old)
	if _, err := s.newOrganisation(old); err != nil {
		return nil, ListInfo{}, plain(s.doubt(err))
	}
	b, l, err := s.makeList()
	if err != nil {
		return nil, ListInfo{}, plain(s.doubt(err))
	}
	return b, infoOf(l), nil
}

// ImportPublic takes an organisation's list of public month keys: from then on
// this machine submits and never opens. The first list needs trust, the
// organisation's public key in hexadecimal as its desk shows it, and a store
// without submissions and without a passphrase; the desk's key made at the
// first start is deleted. Later lists must be newer and signed by the same key, or
// by one that took its place: see ReplaceOrganisation. The same
// list again is fine. Errors: ErrDamaged, ErrWrongKind,
// ErrUntrusted, ErrOutdated, ErrNotAllowed, ErrReadOnly, ErrDiskFull.
func (s *Store) ImportPublic(ctx context.Context, b []byte, trust string) (ListInfo, error) {
	l, err := seal.ParseKeyList(b)
	if err != nil {
		return ListInfo{}, err
	}
	s.mu.Lock()
	err = s.importList(ctx, l, b, trust)
	s.mu.Unlock()
	if err == nil {
		s.tell()
	}
	return infoOf(l), plain(err)
}

func (s *Store) importList(ctx context.Context, l seal.KeyList, b []byte, trust string) error {
	if l.Demo != s.o.Demo {
		return model.Fail(model.CodeWrongKind, errString("a list of the other kind"))
	}
	same, err := s.follows(l, b, trust)
	if err != nil || same {
		return err
	}
	if err := s.writable(ctx); err != nil {
		return err
	}
	if err := s.note(entry{Actor: actorDevice, Action: "list", Key: l.Organisation.ID, Note: strconv.Itoa(l.Version)}); err != nil {
		return err
	}
	next := s.trusted
	if changes := s.submitOnly() && next.Organisation.ID != l.Organisation.ID; changes {
		next.Before, next.Organisation, next.Version = next.Organisation, l.Organisation, 0
		if err := s.saveTrusted(next); err != nil { // from here on it is the other one's machine, with the list it has
			return s.doubt(err)
		}
	}
	if err := s.disk.write(s.path("keys", listName), b); err != nil {
		return s.doubt(err)
	}
	next.Organisation, next.Version = l.Organisation, l.Version
	if err := s.saveTrusted(next); err != nil { // from here on the machine only submits
		return s.doubt(err)
	}
	s.list = &l
	return s.doubt(s.finishKeys())
}

// follows judges whether a list may take the place of the one that is here;
// same says that it is that one.
func (s *Store) follows(l seal.KeyList, b []byte, trust string) (same bool, err error) {
	if !s.submitOnly() {
		if trust != hex.EncodeToString(l.Organisation.Public) {
			return false, model.Fail(model.CodeUntrusted, errString("the organisation's key was not named"))
		}
		if s.claimed() || len(s.months) > 0 {
			return false, model.Fail(model.CodeNotAllowed, errString("this store has keys of its own"))
		}
		return false, nil
	}
	if of := s.trusted.Organisation.Public; !l.Organisation.Public.Equal(of) && !l.Succeeds(of) {
		return false, model.Fail(model.CodeUntrusted, errString("another organisation"))
	}
	if l.Version > s.list.Version {
		return false, nil
	}
	now, err := os.ReadFile(s.path("keys", listName))
	if err == nil && !bytes.Equal(now, b) {
		err = model.Fail(model.CodeOutdated, errString("a list that is not newer"))
	}
	return err == nil, err
}
