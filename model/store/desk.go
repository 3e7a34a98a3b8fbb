package store

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"slices"
	"time"

	"truename/model"
	"truename/model/seal"
)

// DeskState is what the screens show of the desk.
type DeskState struct {
	Claimed  bool       // it has a passphrase, or is on another machine: see ErrElsewhere
	Open     bool       // a reviewer has unlocked it
	Reviewer string     // id of that reviewer's key, as in model.Decision
	Role     model.Role // theirs; "" while it is locked
}

// An openDesk holds a reviewer's secrets while the desk is open.
type openDesk struct {
	id      string
	secret  seal.ReviewerSecret
	sign    ed25519.PrivateKey
	months  map[string]string    // secrets opened so far
	tags    *tags                // of cases; nil until they are compared
	reasons map[verdict][]string // codes opened so far
}

// month is the secret of a month's key.
func (d *openDesk) month(s *Store, id string) (string, error) {
	if s.dead[id] {
		return "", errDestroyed
	}
	if secret, ok := d.months[id]; ok {
		return secret, nil
	}
	secret, err := s.unwrap(monthDir(id), d.id, d.secret.Identity)
	if err == nil {
		d.months[id] = secret
	}
	return secret, err
}

// newDesk opens the desk with a reviewer's secrets.
func newDesk(id string, secret seal.ReviewerSecret) (*openDesk, error) {
	sign, err := secret.SigningKey()
	return &openDesk{id: id, secret: secret, sign: sign, months: map[string]string{}, reasons: map[verdict][]string{}}, err
}

// Desk is the state of the desk. It waits for nothing, so that the window can
// ask while something is written: what changes it publishes it.
func (s *Store) Desk() DeskState { return *s.state.Load() }

// publish says what the desk's state is now. The caller holds mu, or is alone
// with the store.
func (s *Store) publish() {
	d := DeskState{Claimed: s.guarded(), Open: s.desk != nil}
	if d.Open {
		d.Reviewer, d.Role = s.desk.id, s.roleOf(s.desk.id)
	}
	s.state.Store(&d)
}

// Claim makes the first reviewer with passphrase pass, gives them all months,
// deletes the key that needed none, and leaves the desk open. Errors:
// ErrWeak, ErrNotAllowed (claimed already), ErrElsewhere. It takes about a second.
func (s *Store) Claim(ctx context.Context, pass []byte) error {
	s.deskMu.Lock()
	defer s.deskMu.Unlock()
	if err := s.here(); err != nil {
		return err
	}
	if s.Desk().Claimed {
		return model.Fail(model.CodeNotAllowed, errString("the desk has a passphrase already"))
	}
	n, err := s.newcomer(ctx, pass, "claim")
	if err != nil {
		return plain(err)
	}
	if err := s.handOver(ctx, n); err != nil {
		return plain(err)
	}
	s.tell()
	return nil
}

// here fails with ErrElsewhere on a machine that only submits.
func (s *Store) here() error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.submitOnly() {
		return model.ErrElsewhere
	}
	return nil
}

// handOver gives all months to the first reviewer and drops the unclaimed key.
func (s *Store) handOver(ctx context.Context, n newcomer) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	old, err := s.openUnclaimed()
	if err != nil {
		return err
	}
	if err := s.enterBy(ctx, old, n); err != nil {
		return err
	}
	return s.doubt(s.finishKeys())
}

// openUnclaimed opens the key of the time before somebody claimed the desk.
func (s *Store) openUnclaimed() (*openDesk, error) {
	sealed, err := os.ReadFile(s.path("keys", unclaimed))
	if err != nil {
		return nil, missing(unclaimed)
	}
	pass, err := seal.OpenLocal(s.local, sealed, []byte(localAD))
	if err != nil {
		return nil, err
	}
	for id, r := range s.people {
		if r.Unclaimed {
			return s.openReviewer(id, pass)
		}
	}
	return nil, missing("reviewers")
}

// openReviewer opens a reviewer's secrets with a passphrase.
func (s *Store) openReviewer(id string, pass []byte) (*openDesk, error) {
	wrapped, err := os.ReadFile(s.path("keys", "reviewers", id+secretEnd))
	if err != nil {
		return nil, missing(id + secretEnd)
	}
	b, err := seal.OpenPass(wrapped, pass)
	if err != nil {
		return nil, err
	}
	defer clear(b)
	var secret seal.ReviewerSecret
	if json.Unmarshal(b, &secret) != nil {
		return nil, model.Fail(model.CodeDamaged, errString("a reviewer's key"))
	}
	return newDesk(id, secret)
}

// Unlock opens the desk. Errors: ErrUnclaimed, ErrElsewhere, ErrWrongKey, and CodeThrottled
// with the time to wait after several wrong passphrases; there is no
// lock-out. It takes about a second.
func (s *Store) Unlock(ctx context.Context, pass []byte) error {
	s.deskMu.Lock()
	defer s.deskMu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.mayTry(); err != nil {
		return plain(err)
	}
	desk, err := s.tryPass(pass)
	if err := s.judge(desk, err); err != nil {
		return plain(err)
	}
	s.tell()
	return nil
}

// judge opens the desk or logs the failure to.
func (s *Store) judge(desk *openDesk, err error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.audit == nil {
		return errClosed
	}
	if err != nil {
		if errors.Is(err, model.ErrWrongKey) {
			err = errors.Join(err, s.note(entry{Actor: actorDevice, Action: "wrong-passphrase"}))
		}
		return err
	}
	if err := s.wait.reset(&s.disk); err != nil {
		return err
	}
	if err := s.note(entry{Actor: desk.id, Action: "unlock"}); err != nil {
		return err
	}
	s.desk = desk
	s.publish()
	return nil
}

// mayTry counts an attempt before it is made, so that killing the program in
// the middle of one does not make it free.
func (s *Store) mayTry() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.audit == nil {
		return errClosed
	}
	if s.submitOnly() {
		return model.ErrElsewhere
	}
	if !s.claimed() {
		return model.ErrUnclaimed
	}
	left, err := s.wait.left(&s.disk, s.o.Now())
	if err != nil {
		return err
	}
	if left > 0 {
		return &model.Error{Code: model.CodeThrottled, Wait: left}
	}
	return s.wait.count(&s.disk, s.o.Now())
}

// tryPass tries pass on every reviewer.
func (s *Store) tryPass(pass []byte) (desk *openDesk, err error) {
	s.mu.RLock()
	var ids []string
	for id := range s.people {
		ids = append(ids, id)
	}
	s.mu.RUnlock()
	slices.Sort(ids)
	err = model.ErrWrongKey
	for _, id := range ids {
		desk, oerr := s.openReviewer(id, pass)
		if oerr == nil {
			return desk, nil
		}
		if !errors.Is(oerr, model.ErrWrongKey) {
			err = errors.Join(oerr, err) // it could have been this one
		}
	}
	return nil, err
}

// Lock closes the desk and forgets its secrets.
func (s *Store) Lock() {
	s.mu.Lock()
	open := s.desk != nil
	s.closeDesk()
	s.mu.Unlock()
	if open {
		s.tell()
	}
}

// closeDesk forgets the open desk's secrets. The caller holds mu.
func (s *Store) closeDesk() {
	if s.desk == nil {
		return
	}
	clear(s.desk.sign)
	clear(s.desk.secret.Sign)
	s.desk = nil
	s.publish()
}

// ExportMonth is the secret of a month's key, for opening packets with other
// tools. It needs a supervisor at the open desk and stands in the audit log.
// Errors: ErrLocked, ErrRole, ErrNotFound, ErrDestroyed, ErrReadOnly.
func (s *Store) ExportMonth(ctx context.Context, id string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.supervises(); err != nil {
		return "", err
	}
	if _, ok := s.months[id]; !ok {
		return "", model.ErrNotFound
	}
	if s.dead[id] {
		return "", errDestroyed
	}
	if s.broken != nil {
		return "", model.Fail(model.CodeReadOnly, s.broken)
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if err := s.note(entry{Actor: s.desk.id, Action: "export", Key: id}); err != nil {
		return "", err
	}
	secret, err := s.desk.month(s, id)
	return secret, plain(err)
}

const throttleName = "throttle.json"

// A throttle slows the guessing of passphrases: after failures it makes wait
// 0, 0, 0, 1, 2, 4 … 60 seconds. It is kept on disk and survives restarts.
// It only guards the screen; against a stolen file the scrypt work counts.
type throttle struct {
	Failures int       `json:"failures"`
	Until    time.Time `json:"until"`
	path     string
}

const maxWait = 60 * time.Second

// after is the time to wait after n failures.
func after(n int) time.Duration {
	if n <= 3 {
		return 0
	}
	return min(maxWait, time.Second<<min(n-4, 10))
}

// load reads the throttle; without a file there were no failures. What cannot
// be read counts as many.
func (t *throttle) load(path string) error {
	b, err := os.ReadFile(path)
	*t = throttle{path: path}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && json.Unmarshal(b, t) != nil {
		t.Failures = 10
	}
	return err
}

// left is how long to wait at time now. A clock that was set back does not
// make it longer than it was.
func (t *throttle) left(d *disk, now time.Time) (time.Duration, error) {
	left := t.Until.Sub(now)
	if most := after(t.Failures); left > most {
		t.Until, left = now.Add(most), most
		return left, t.save(d)
	}
	return max(0, left), nil
}

// count adds a failure.
func (t *throttle) count(d *disk, now time.Time) error {
	t.Failures++
	t.Until = now.Add(after(t.Failures))
	return t.save(d)
}

// reset forgets the failures.
func (t *throttle) reset(d *disk) error {
	t.Failures, t.Until = 0, time.Time{}
	return t.save(d)
}

func (t *throttle) save(d *disk) error {
	b, err := json.Marshal(t)
	if err != nil {
		return err
	}
	return d.write(t.path, b)
}
