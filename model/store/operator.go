package store

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"truename/model"
	"truename/model/seal"
)

// The PIN of a kiosk's operator, and the throttle of its guesses.
const (
	pinName         = "pin.json"
	pinThrottleName = "pin-throttle.json"
)

// Actions of the operator in the audit log.
const (
	actionPIN      = "pin"
	actionOperator = "operator"
	actionWrongPIN = "wrong-pin"
	actionEnd      = "kiosk-end"
)

// SetPIN keeps the PIN of the operator of a kiosk, in place of the one before,
// and forgets wrong guesses. ErrWeak: see seal.NewPIN. Further errors:
// ErrReadOnly, ErrDiskFull. It takes 0.1 s.
func (s *Store) SetPIN(ctx context.Context, digits []byte) error {
	pin, err := seal.NewPIN(digits)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.writable(ctx); err != nil {
		return plain(err)
	}
	if err := s.note(entry{Actor: actorDevice, Action: actionPIN}); err != nil {
		return plain(err)
	}
	if err := s.writeJSON(pin, "keys", pinName); err != nil {
		return plain(s.doubt(err))
	}
	wait, err := s.pinThrottle()
	if err == nil {
		err = wait.reset(&s.disk)
	}
	return plain(err)
}

// HasPIN reports whether there is a PIN.
func (s *Store) HasPIN() bool {
	pin, err := s.pin()
	return err == nil && len(pin.Hash) > 0
}

// CheckPIN is nil for the operator's PIN. Otherwise it is ErrWrongKey, or
// CodeThrottled with the time to wait, which grows with every wrong guess and
// outlives a restart; ErrNotAllowed if there is no PIN. Right and wrong guesses
// stand in the audit log.
func (s *Store) CheckPIN(ctx context.Context, digits []byte) error {
	pin, err := s.guess(ctx)
	if err != nil {
		return plain(err)
	}
	fits := pin.Fits(digits)
	s.mu.Lock()
	defer s.mu.Unlock()
	if !fits {
		return plain(errors.Join(model.ErrWrongKey, s.note(entry{Actor: actorDevice, Action: actionWrongPIN})))
	}
	wait, err := s.pinThrottle()
	if err == nil {
		err = errors.Join(wait.reset(&s.disk), s.note(entry{Actor: actorDevice, Action: actionOperator}))
	}
	return plain(err)
}

// guess counts a guess before it is made, so that pulling the plug in the
// middle of one does not make it free.
func (s *Store) guess(ctx context.Context) (seal.PIN, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.writable(ctx); err != nil {
		return seal.PIN{}, err
	}
	pin, err := s.pin()
	if err != nil {
		return pin, err
	}
	if len(pin.Hash) == 0 {
		return pin, model.Fail(model.CodeNotAllowed, errString("no PIN is set"))
	}
	wait, err := s.pinThrottle()
	if err != nil {
		return pin, err
	}
	left, err := wait.left(&s.disk, s.o.Now())
	if err != nil {
		return pin, err
	}
	if left > 0 {
		return pin, &model.Error{Code: model.CodeThrottled, Wait: left}
	}
	return pin, wait.count(&s.disk, s.o.Now())
}

// EndKiosk writes into the audit log that the operator ended the kiosk.
func (s *Store) EndKiosk() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.audit == nil {
		return errClosed
	}
	return plain(s.note(entry{Actor: actorDevice, Action: actionEnd}))
}

func (s *Store) pin() (pin seal.PIN, err error) {
	path := s.path("keys", pinName)
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return seal.PIN{}, nil
	}
	return pin, readJSON(path, &pin)
}

func (s *Store) pinThrottle() (wait throttle, err error) {
	return wait, wait.load(s.path("keys", pinThrottleName))
}

// SubmitOnly reports whether the desk is on another machine: this one has
// public keys alone.
func (s *Store) SubmitOnly() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.submitOnly()
}

// Outgoing is how many files the other side has not acknowledged: see Export.
func (s *Store) Outgoing(ctx context.Context) (int, error) {
	all, err := s.outgoing(ctx)
	return len(all), plain(err)
}

// FreeSpace is the number of bytes that may still be written where the data
// lies.
func (s *Store) FreeSpace() (uint64, error) {
	free, err := s.o.FreeSpace(s.dir)
	return free, plain(err)
}
