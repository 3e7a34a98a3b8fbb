package store

import (
	"context"
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

// A holder is who secrets are wrapped to: a reviewer or the recovery key.
type holder struct{ id, recipient string }

// holders are all that hold every living month. An auditor is none: what is not
// wrapped to them they do not open, whatever program they use.
func (s *Store) holders() (all []holder) {
	for id, r := range s.people {
		if r.role().Decides() {
			all = append(all, holder{id, r.Recipient})
		}
	}
	if s.recovery.ID != "" {
		all = append(all, holder{s.recovery.ID, s.recovery.Recipient})
	}
	return all
}

// wrapTo gives a holder a secret that lies in folder dir of keys/.
func (s *Store) wrapTo(dir string, secret []byte, h holder) error {
	wrap, err := seal.Wrap(secret, h.recipient)
	if err != nil {
		return err
	}
	return s.disk.write(s.path("keys", dir, h.id+wrapEnd), wrap)
}

// unwrap opens the secret in folder dir of keys/ for a holder. ErrWrongKey
// says that it is not wrapped to them.
func (s *Store) unwrap(dir, id, identity string) (string, error) {
	b, err := os.ReadFile(s.path("keys", dir, id+wrapEnd))
	if errors.Is(err, fs.ErrNotExist) {
		return "", model.Fail(model.CodeWrongKey, errString("the key is not wrapped to this reviewer"))
	}
	if err != nil {
		return "", err
	}
	secret, err := seal.Unwrap(b, identity, secretLimit)
	return string(secret), err
}

// wrapped lists the folders of keys/ whose secret every holder has.
func (s *Store) wrapped() (dirs []string) {
	for _, id := range s.living() {
		dirs = append(dirs, monthDir(id))
	}
	if s.organisation.ID != "" {
		dirs = append(dirs, s.organisation.dir())
	}
	if s.tagsID != "" {
		dirs = append(dirs, duplicatesName)
	}
	return dirs
}

// giveAll wraps everything that by holds to a new holder. What by does not
// hold cannot be given: it is logged, and Verify names it.
func (s *Store) giveAll(by *openDesk, to holder) error {
	for _, dir := range s.wrapped() {
		secret, err := s.unwrap(dir, by.id, by.secret.Identity)
		if errors.Is(err, model.ErrWrongKey) || errors.Is(err, model.ErrDamaged) {
			s.o.Log.Error("a key cannot be given on: run verify", "key", filepath.Base(dir), "error", pathless(err))
			continue
		}
		if err == nil {
			err = s.wrapTo(dir, []byte(secret), to)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// loadReviewers reads the reviewers' public halves, and those of former ones.
func (s *Store) loadReviewers() error {
	s.people, s.former = map[string]reviewer{}, map[string]reviewer{}
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
		if r.Removed.IsZero() {
			s.people[r.ID] = r
		} else {
			s.former[r.ID] = r
		}
	}
	if err == nil && len(s.people) == 0 && !s.submitOnly() {
		err = missing("reviewers")
	}
	return err
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

// guarded reports whether nothing can be opened without a passphrase.
func (s *Store) guarded() bool { return s.claimed() || s.submitOnly() }

// finishKeys ends what a crash cut short: the key of the unclaimed desk,
// removed reviewers, a recovery key that was replaced, destroyed months. The
// caller holds mu, or is alone with the store.
func (s *Store) finishKeys() error {
	if s.guarded() {
		for id, r := range s.people {
			if !r.Unclaimed {
				continue
			}
			delete(s.people, id)
			if err := s.expel(id); err != nil {
				return err
			}
		}
	}
	for id := range s.former {
		if _, err := os.Lstat(s.path("keys", "reviewers", id+secretEnd)); err != nil {
			continue // finished: the secret goes last
		}
		if err := s.expel(id); err != nil {
			return err
		}
	}
	for id := range s.dead {
		if err := s.dropWraps(id); err != nil {
			return err
		}
	}
	if err := s.dropOrganisations(); err != nil {
		return err
	}
	if _, err := os.Lstat(s.path("keys", duplicatesName)); err == nil && s.tagsID == "" {
		if err := s.dropTags(); err != nil {
			return err
		}
	}
	return s.dropRecovery()
}

// expel takes from a former holder all that lies here, after new keys for what
// is to come: what they hold may have been copied. An auditor held nothing. Of
// the unclaimed desk nothing stays, of a reviewer the public half.
func (s *Store) expel(id string) error {
	if s.roleOf(id) != model.Auditor {
		if err := s.rotate(); err != nil {
			return err
		}
	}
	if err := s.strip(id); err != nil {
		return err
	}
	if _, stays := s.former[id]; !stays {
		for _, name := range []string{unclaimed, filepath.Join("reviewers", id+".json")} {
			if err := s.disk.remove(s.path("keys", name)); err != nil {
				return err
			}
		}
	}
	return s.disk.remove(s.path("keys", "reviewers", id+secretEnd))
}

// strip deletes every wrap of one holder.
func (s *Store) strip(id string) error {
	for _, dir := range s.wrapped() {
		path := s.path("keys", dir, id+wrapEnd)
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		err := s.disk.remove(path)
		if dir == duplicatesName && err == nil { // a copy of it opens tags: there is no new one by itself
			err = s.dropTags()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// discard removes what there is of a reviewer who was not added. What makes
// them count goes first: without it the rest is nobody's, and without the rest
// they would hold nothing.
func (s *Store) discard(id string) error {
	if err := s.disk.remove(s.path("keys", "reviewers", id+".json")); err != nil {
		return err
	}
	return errors.Join(s.strip(id), s.disk.remove(s.path("keys", "reviewers", id+secretEnd)))
}

// A newcomer is a reviewer who is about to be added.
type newcomer struct {
	reviewer
	secret seal.ReviewerSecret
	action string // for the audit log
}

// actionAdd says that a reviewer was added; its note is their role.
const actionAdd = "reviewer-add"

// enrol lets by give all months to a new reviewer, who counts from then on; to
// an auditor nothing.
// If it fails, nothing of them stays. The caller holds mu.
func (s *Store) enrol(ctx context.Context, by *openDesk, n newcomer) error {
	err := s.writable(ctx)
	if err == nil {
		actor := by.id
		if n.action == "claim" {
			actor = n.ID
		}
		err = s.note(entry{Actor: actor, Action: n.action, Key: n.ID, Note: string(n.Role)})
	}
	if err == nil && n.role().Decides() {
		err = s.giveAll(by, holder{n.ID, n.Recipient})
	}
	if err == nil {
		err = s.writeJSON(n.reviewer, "keys", "reviewers", n.ID+".json")
	}
	if err != nil {
		if cerr := s.discard(n.ID); cerr != nil {
			s.o.Log.Error("a reviewer's key that was not added cannot be removed", "error", pathless(cerr))
		}
		return s.doubt(err)
	}
	s.people[n.ID] = n.reviewer
	s.publish()
	return nil
}

// newcomer makes the keys of a reviewer with passphrase pass. Nobody may have
// the passphrase of another: decisions would be signed by the wrong one.
func (s *Store) newcomer(ctx context.Context, pass []byte, action string) (newcomer, error) {
	if err := seal.CheckPassphrase(string(pass)); err != nil {
		return newcomer{}, err
	}
	if other, err := s.tryPass(pass); err == nil {
		clear(other.sign)
		return newcomer{}, model.Fail(model.CodeWeak, errString("it is another reviewer's passphrase"))
	}
	if err := ctx.Err(); err != nil {
		return newcomer{}, err
	}
	r, secret, err := s.makeReviewer("desk", pass, s.o.Work, false)
	return newcomer{r, secret, action}, err
}

// AddReviewer adds somebody with a role and a passphrase of their own, who holds
// all months from then on unless they are an auditor, and gives the id of their
// key. It needs a supervisor at the open desk. Errors: ErrLocked, ErrRole,
// CodeUsage (no such role), ErrWeak (also if another reviewer has this
// passphrase), ErrReadOnly, ErrDiskFull. It takes about a second for each
// reviewer.
func (s *Store) AddReviewer(ctx context.Context, role model.Role, pass []byte) (id string, err error) {
	if !slices.Contains(model.Roles, role) {
		return "", model.Fail(model.CodeUsage, errString("there is no such role"))
	}
	s.deskMu.Lock()
	defer s.deskMu.Unlock()
	s.mu.RLock()
	err = s.supervises()
	s.mu.RUnlock()
	if err != nil {
		return "", err
	}
	n, err := s.newcomer(ctx, pass, actionAdd)
	if err != nil {
		return "", plain(err)
	}
	n.Role = role
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.supervises(); err != nil {
		return "", errors.Join(err, s.disk.remove(s.path("keys", "reviewers", n.ID+secretEnd)))
	}
	return n.ID, plain(s.enrol(ctx, s.desk, n))
}

// RemoveReviewer takes all keys from a reviewer and makes new ones for this
// month and those ahead: what was sealed before opens for ever to a copy that
// they made. Their decisions stay valid. It needs a supervisor at the open desk,
// and closes it if it is their own. Errors: ErrLocked, ErrRole, ErrNotFound,
// ErrNotAllowed (no other supervisor could open everything), ErrReadOnly,
// ErrDiskFull.
func (s *Store) RemoveReviewer(ctx context.Context, id string) error {
	s.deskMu.Lock()
	defer s.deskMu.Unlock()
	s.mu.Lock()
	err := s.removeReviewer(ctx, id)
	s.mu.Unlock()
	if err == nil {
		s.tell()
	}
	return plain(err)
}

func (s *Store) removeReviewer(ctx context.Context, id string) error {
	if err := s.supervises(); err != nil {
		return err
	}
	r, ok := s.people[id]
	if !ok {
		return model.ErrNotFound
	}
	if err := s.spare(id); err != nil {
		return err
	}
	if err := s.writable(ctx); err != nil {
		return err
	}
	if err := s.note(entry{Actor: s.desk.id, Action: "reviewer-remove", Key: id}); err != nil {
		return err
	}
	r.Removed = s.now()
	if err := s.writeJSON(r, "keys", "reviewers", id+".json"); err != nil { // from here on it counts
		return s.doubt(err)
	}
	delete(s.people, id)
	s.former[id] = r
	s.publish()
	if s.desk.id == id {
		s.closeDesk()
	}
	return s.doubt(s.expel(id))
}

// spare fails with ErrNotAllowed if without reviewer id something could be
// opened by no supervisor, or there were none. An auditor can always go.
func (s *Store) spare(id string) error {
	if s.roleOf(id) == model.Auditor {
		return nil
	}
	for other, r := range s.people {
		if other == id || !r.role().Supervises() {
			continue
		}
		all := true
		for _, dir := range s.wrapped() {
			_, err := os.Lstat(s.path("keys", dir, other+wrapEnd))
			all = all && err == nil
		}
		if all {
			return nil
		}
	}
	return model.Fail(model.CodeNotAllowed, errString("no other supervisor holds all months"))
}

// ChangePassphrase gives the reviewer whose passphrase is old the passphrase
// pass, and leaves the desk open to them. A copy of their key made before
// still opens with the old one: who fears that adds a reviewer and removes
// this one. Wrong attempts count as in Unlock. Errors: those of Unlock,
// ErrWeak, ErrReadOnly, ErrDiskFull.
func (s *Store) ChangePassphrase(ctx context.Context, old, pass []byte) error {
	if err := seal.CheckPassphrase(string(pass)); err != nil {
		return err
	}
	if err := s.Unlock(ctx, old); err != nil {
		return err
	}
	s.deskMu.Lock()
	defer s.deskMu.Unlock()
	if other, err := s.tryPass(pass); err == nil {
		clear(other.sign)
		return model.Fail(model.CodeWeak, errString("it is in use already"))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.desk == nil {
		return model.ErrLocked
	}
	b, err := json.Marshal(s.desk.secret)
	if err != nil {
		return err
	}
	defer clear(b)
	wrapped, err := seal.WrapPass(b, pass, s.o.Work)
	if err == nil {
		err = s.writable(ctx)
	}
	if err == nil {
		err = s.note(entry{Actor: s.desk.id, Action: "passphrase", Key: s.desk.id})
	}
	if err == nil {
		err = s.doubt(s.disk.write(s.path("keys", "reviewers", s.desk.id+secretEnd), wrapped))
	}
	return plain(err)
}
