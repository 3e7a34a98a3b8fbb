package store

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"truename/model"
	"truename/model/seal"
)

const recoveryName = "recovery.json"

// recovery is keys/recovery.json: the public half of the key on paper.
type recovery struct {
	seal.Recovery
	Before []string `json:"before,omitempty"` // ids of those it replaced, whose wraps go
}

// loadRecovery reads the recovery key's public half, if there is one.
func (s *Store) loadRecovery() error {
	s.recovery = recovery{}
	if _, err := os.Lstat(s.path("keys", recoveryName)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return readJSON(s.path("keys", recoveryName), &s.recovery)
}

// dropRecovery deletes the wraps of recovery keys that were replaced.
func (s *Store) dropRecovery() error {
	for _, id := range s.recovery.Before {
		if err := s.strip(id); err != nil {
			return err
		}
	}
	return nil
}

// MakeRecovery draws the recovery key, wraps everything to it and gives its
// secret half, which is stored nowhere: show it once. If there is one already
// it fails with ErrNotAllowed, or with replace that one opens nothing here any
// more; in copies of keys/ made before it still does. It needs a
// supervisor at the open desk. Further errors: ErrLocked, ErrRole, ErrReadOnly, ErrDiskFull.
func (s *Store) MakeRecovery(ctx context.Context, replace bool) (seal.RecoverySecret, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	secret, err := s.makeRecovery(ctx, replace)
	if err != nil {
		return seal.RecoverySecret{}, plain(err)
	}
	return secret, nil
}

func (s *Store) makeRecovery(ctx context.Context, replace bool) (secret seal.RecoverySecret, err error) {
	if err := s.supervises(); err != nil {
		return secret, err
	}
	if s.recovery.ID != "" && !replace {
		return secret, model.Fail(model.CodeNotAllowed, errString("there is a recovery key"))
	}
	if err := s.writable(ctx); err != nil {
		return secret, err
	}
	next := recovery{Before: s.recovery.Before}
	if s.recovery.ID != "" {
		next.Before = append(next.Before, s.recovery.ID)
	}
	if next.Recovery, secret, err = seal.NewRecovery(); err != nil {
		return secret, err
	}
	if err := s.note(entry{Actor: s.desk.id, Action: "recovery", Key: next.ID}); err != nil {
		return secret, err
	}
	err = s.giveAll(s.desk, holder{next.ID, next.Recipient})
	if err == nil {
		err = s.writeJSON(next, "keys", recoveryName) // from here on it counts
	}
	if err != nil {
		if cerr := s.undoRecovery(next.ID); cerr != nil {
			s.o.Log.Error("a recovery key that was not given out cannot be removed", "error", pathless(cerr))
		}
		return secret, s.doubt(err)
	}
	s.recovery = next
	return secret, s.doubt(s.dropRecovery())
}

// undoRecovery puts the recovery key back that counted before: nobody has seen
// the new one, and who holds the old one relies on it.
func (s *Store) undoRecovery(id string) (err error) {
	if s.recovery.ID == "" {
		err = s.disk.remove(s.path("keys", recoveryName))
	} else {
		err = s.writeJSON(s.recovery, "keys", recoveryName)
	}
	if err != nil {
		return err
	}
	return s.strip(id)
}

// Recover makes a reviewer with passphrase pass by the recovery key as it was
// typed (see seal.ParseRecovery), gives them all months, and leaves the desk
// open to them. The recovery key stays valid: replace it if others saw it.
// Errors: ErrWrongKey (also if there is no recovery key), ErrWeak,
// ErrReadOnly, ErrDiskFull.
func (s *Store) Recover(ctx context.Context, typed string, pass []byte) (id string, err error) {
	s.deskMu.Lock()
	defer s.deskMu.Unlock()
	by, err := s.byRecovery(typed)
	if err != nil {
		return "", plain(err)
	}
	n, err := s.newcomer(ctx, pass, "recover")
	if err != nil {
		return "", plain(err)
	}
	s.mu.Lock()
	err = s.enterBy(ctx, by, n)
	s.mu.Unlock()
	if err != nil {
		return "", plain(err)
	}
	s.tell()
	return n.ID, nil
}

// enterBy adds a reviewer and opens the desk to them.
func (s *Store) enterBy(ctx context.Context, by *openDesk, n newcomer) error {
	if err := s.enrol(ctx, by, n); err != nil {
		return err
	}
	desk, err := newDesk(n.ID, n.secret)
	if err != nil {
		return err
	}
	if err := s.wait.reset(&s.disk); err != nil {
		return err
	}
	s.desk = desk
	s.publish()
	return nil
}

// byRecovery is the recovery key as somebody who gives months on. A wrong one
// stands in the audit log.
func (s *Store) byRecovery(typed string) (*openDesk, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.audit == nil {
		return nil, errClosed
	}
	public, identity, err := seal.ParseRecovery(typed)
	if err == nil && (s.recovery.ID == "" || public != s.recovery.Recovery) {
		err = model.Fail(model.CodeWrongKey, errString("not the recovery key of this store"))
	}
	if err != nil {
		return nil, errors.Join(err, s.note(entry{Actor: actorDevice, Action: "wrong-recovery"}))
	}
	return &openDesk{id: public.ID, secret: seal.ReviewerSecret{Identity: identity}, months: map[string]string{}}, nil
}
