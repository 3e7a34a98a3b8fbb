package store

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"truename/model"

	"github.com/dgraph-io/badger/v4"
	"github.com/google/uuid"
)

// tombstoneName is the file that stays in the folder of an erased case. Once it
// stands nothing else may: what is left is removed at the next opening.
const tombstoneName = "erased"

const actionErase = "erase"

// A tombstone says that a case was erased, and nothing about the person.
type tombstone struct {
	Case uuid.UUID `json:"case"`
	At   time.Time `json:"at"` // UTC
	By   string    `json:"by"` // a reviewer's key id, or "device": its time was over
}

// errErased refuses what belongs to a case that was erased: it does not come
// back.
var errErased = model.Fail(model.CodeErased, errString("the case was erased"))

// An Erased is what somebody can be told about a case that was erased.
type Erased struct {
	Case uuid.UUID
	Tag  string // first four characters of its reference
	At   time.Time
}

// Erase erases the case with this reference for the open desk: its files, its
// entries in the index, this account's copies, and what a restore or a damaged
// index left of it on this machine. With the reference of a request to erase,
// it erases the binding that the request is about and answers the request. A
// tombstone stays, so that no import or restore brings the case back. Errors:
// ErrLocked, ErrNotFound for every wrong reference and for what was erased
// already, ErrReadOnly, ErrDiskFull; of a request also those of Decide.
func (s *Store) Erase(ctx context.Context, reference string) (Erased, error) {
	keys, err := s.find(reference)
	if err != nil {
		return Erased{}, err
	}
	s.whole.Lock()
	defer s.whole.Unlock()
	s.mu.Lock()
	e, err := s.eraseBy(ctx, keys.Lookup)
	s.mu.Unlock()
	if err == nil {
		s.tell()
	}
	return e, plain(err)
}

// eraseBy is Erase with the lookup key. The caller holds mu.
func (s *Store) eraseBy(ctx context.Context, lookup [16]byte) (e Erased, err error) {
	if err := s.decides(); err != nil {
		return e, err
	}
	r, err := s.getBy("f/", lookup[:])
	if err != nil {
		return e, err
	}
	if r.Head.Kind != model.Erase {
		return s.erase(ctx, r, s.desk.id)
	}
	if r.Head.Seconding() { // before anything is erased that cannot be answered
		return e, model.Fail(model.CodeNotAllowed, errString("to refuse it is proposed"))
	}
	opened, err := s.openFields(&r)
	if err != nil {
		return e, err
	}
	about, err := s.get(opened.Fields.Request.About)
	if err != nil {
		return e, err
	}
	if e, err = s.erase(ctx, about, s.desk.id); err != nil || r.Head.Status != model.Waiting {
		return e, err
	}
	d := model.Decision{Case: r.Head.Case, Verb: model.Approve, Version: r.Head.Version, At: s.now(), Reviewer: s.desk.id}
	_, err = s.act(ctx, act{d, r, opened.Capsule, s.desk.sign, opened.Fields})
	return e, err
}

// erase is the commit of one erasure: tombstone, audit record, then the files
// and the index. The caller holds whole and mu.
func (s *Store) erase(ctx context.Context, r record, by string) (Erased, error) {
	e := Erased{r.Head.Case, r.Head.Tag, s.now()}
	if err := s.writable(ctx); err != nil {
		return e, err
	}
	b, err := json.Marshal(tombstone{e.Case, e.At, by})
	if err != nil {
		return e, err
	}
	about := entry{Actor: by, Action: actionErase, Case: e.Case, Revision: r.Head.Revision, From: r.Head.Version, Note: r.Head.Class()}
	if err := s.keepFile(path.Join(r.dir(), tombstoneName), append(b, '\n'), about); err != nil {
		return e, err
	}
	return e, s.bury(place{r.Folder, e.Case.String()}, e.Case)
}

// buried reads the tombstone of a case; ok is false if it has none.
func (s *Store) buried(p place) (ok bool) {
	b, err := os.ReadFile(s.path("cases", p.folder, p.name, tombstoneName))
	return err == nil && isTombstone(b, p.name)
}

// isTombstone reports whether b is the tombstone of the case called name.
func isTombstone(b []byte, name string) bool {
	var t tombstone
	return json.Unmarshal(b, &t) == nil && t.Case.String() == name && !t.At.IsZero()
}

// bury removes what there is of a case with a tombstone. It can be done again.
func (s *Store) bury(p place, id uuid.UUID) error {
	if err := s.clearCase(p, id); err != nil {
		return s.doubt(errors.Join(errUnsure, err)) // the next opening goes on
	}
	err := s.update(func(txn *badger.Txn) error {
		if err := s.forget(txn, id, uuid.Nil); err != nil {
			return err
		}
		if err := txn.Set(keyOf("x/", id[:]), []byte(p.folder)); err != nil {
			return err
		}
		return s.putHead(txn)
	})
	if err != nil {
		s.o.Log.Error("the index failed and is rebuilt", "error", s.without(err))
		err = s.again(s.o.Progress)
	}
	return err
}

// clearCase removes the files of a case with a tombstone, and copies of it.
func (s *Store) clearCase(p place, id uuid.UUID) error {
	dir := s.path("cases", p.folder, p.name)
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if e.Name() != tombstoneName {
			err = errors.Join(err, s.disk.step("remove", func() error { return os.RemoveAll(filepath.Join(dir, e.Name())) }))
		}
	}
	err = errors.Join(err, s.disk.syncDir(dir), s.clearMine(id), s.dropAside(id))
	// Indexes of earlier versions hold sealed fields; what a restore replaced holds all.
	old, gerr := s.matching("quarantine", "index-*")
	aside, aerr := s.matching(replacedPrefix+"*", "cases", p.folder, p.name)
	err = errors.Join(err, gerr, aerr)
	for _, path := range append(old, aside...) {
		err = errors.Join(err, s.disk.remove(path))
	}
	clear(s.refs)
	return err
}

// clearMine removes this account's entry, own copy and draft of a case.
func (s *Store) clearMine(id uuid.UUID) error {
	delete(s.mine, id)
	err := errors.Join(s.removeMine(id.String()+caseEnd), s.removeMine(id.String()+ownEnd))
	names, lerr := s.mineFiles()
	for _, name := range names {
		var d model.Draft
		if strings.HasSuffix(name, draftEnd) && s.openLocal(name, &d) == nil && d.Case == id {
			err = errors.Join(err, s.removeMine(name))
		}
	}
	return errors.Join(err, lerr)
}

// gone reports with errErased that a case was erased. The caller holds mu.
func (s *Store) gone(id uuid.UUID) error {
	err := s.view(func(txn *badger.Txn) error {
		_, err := getBytes(txn, keyOf("x/", id[:]))
		return err
	})
	if err == nil {
		return errErased
	}
	if errors.Is(err, model.ErrNotFound) {
		return nil
	}
	return err
}

// maxJump is how long nothing may have happened before the clock is doubted.
const maxJump = 60 * 24 * time.Hour

// doubtName is the file that stands while the clock is doubted: what is written
// under a wrong clock must not make it right.
const doubtName = "clock.json"

// doubted is clock.json.
type doubted struct {
	Last time.Time `json:"last"` // the last time that was believed
}

// EraseDue erases the cases and drafts whose time is over by Options.Retention.
// If the last record of the audit log is over 60 days old, or lies ahead, the
// clock may be wrong: then nothing is erased (ErrNotAllowed), now and later,
// until the clock is back or sure is set. On a machine that only submits, what the
// other side has not signed for stays. Errors: ErrReadOnly, ErrDiskFull.
func (s *Store) EraseDue(ctx context.Context, sure bool) (n model.Ended, err error) {
	s.whole.Lock()
	defer s.whole.Unlock()
	if err := s.clock(sure); err != nil {
		return n, plain(err)
	}
	ids, err := s.due()
	if err == nil {
		ids, err = s.handedOver(ids)
	}
	for _, id := range ids {
		if err != nil {
			break
		}
		s.mu.Lock()
		var r record
		if r, err = s.get(id); err == nil && s.isDue(r.Head) {
			if _, err = s.erase(ctx, r, actorDevice); err == nil {
				n.Cases++
			}
		}
		s.mu.Unlock()
	}
	if err == nil {
		n.Drafts, err = s.eraseDrafts(ctx)
	}
	if err == nil {
		n.Carried, err = s.dropBodies(ctx)
	}
	if n != (model.Ended{}) {
		s.tell()
	}
	return n, plain(err)
}

// handedOver leaves out the cases of a machine that only submits of which the
// other side has not everything yet.
func (s *Store) handedOver(ids []uuid.UUID) (all []uuid.UUID, err error) {
	if len(ids) == 0 || s.here() == nil {
		return ids, nil
	}
	done, err := s.acknowledged()
	for _, id := range ids {
		var r record
		if err == nil {
			r, err = s.getLocked(id)
		}
		var out []parcel
		if err == nil {
			out, err = s.outgoingOf(place{r.Folder, id.String()})
		}
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(out, func(p parcel) bool { return done[p.place].IsZero() }) {
			all = append(all, id)
		}
	}
	return all, nil
}

// getLocked is get for who does not hold mu.
func (s *Store) getLocked(id uuid.UUID) (record, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.get(id)
}

// eraseDrafts removes drafts that nobody changed for too long.
func (s *Store) eraseDrafts(ctx context.Context) (n int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	names, err := s.mineFiles()
	for _, name := range names {
		if at, ok := s.draftEnds(name); !ok || at.After(s.now()) || err != nil {
			continue
		}
		if err = s.writable(ctx); err == nil {
			err = s.note(entry{Actor: actorDevice, Action: actionErase, Note: model.ClassDrafts})
		}
		if err == nil {
			err = s.removeMine(name)
		}
		if err == nil {
			n++
		}
	}
	return n, err
}

// draftEnds is when the time of a file in mine/ is over, if it is a draft and
// drafts have an end.
func (s *Store) draftEnds(name string) (at time.Time, ok bool) {
	saved := s.saved(name)
	days := s.o.Retention.Drafts
	if days == 0 || saved.IsZero() || !strings.HasSuffix(name, draftEnd) {
		return at, false
	}
	return saved.AddDate(0, 0, days), true
}

// clock fails with ErrNotAllowed if the time is not to be believed.
func (s *Store) clock(sure bool) error {
	last, err := s.lastBelieved()
	if err != nil {
		return err
	}
	since := s.now().Sub(last)
	if !sure && (since > maxJump || since < -time.Hour) {
		err := model.Fail(model.CodeNotAllowed, errString("the clock may be wrong"))
		return errors.Join(err, s.writeJSON(doubted{last}, doubtName))
	}
	if _, err := os.Lstat(s.path(doubtName)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return s.disk.remove(s.path(doubtName))
}

// lastBelieved is the time of the last record in the audit log, or of that
// before the clock was doubted.
func (s *Store) lastBelieved() (last time.Time, err error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.audit == nil {
		return last, errClosed
	}
	var d doubted
	if _, err := os.Lstat(s.path(doubtName)); err == nil && readJSON(s.path(doubtName), &d) == nil {
		return d.Last, nil
	}
	err = s.audit.read(s.audit.head.Seq, func(l line) error { last = l.At; return nil })
	return last, err
}

// isDue reports whether a case's time is over.
func (s *Store) isDue(h model.Head) bool {
	at, ok := s.o.Retention.Ends(h)
	return ok && !at.After(s.now())
}

// due lists the cases whose time is over, from the index.
func (s *Store) due() (ids []uuid.UUID, err error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for class, days := range s.o.Retention.Classes() {
		if days == 0 || err != nil {
			continue
		}
		until := s.now().AddDate(0, 0, -days).Unix()
		prefix := "r/" + class + "/"
		err = s.view(func(txn *badger.Txn) error {
			return scan(txn, prefix, nil, func(key []byte) error {
				rest := key[len(prefix):]
				if len(rest) != 24 || int64(binary.BigEndian.Uint64(rest)) > until {
					return errEnough
				}
				ids = append(ids, uuid.UUID(rest[8:]))
				return nil
			})
		})
	}
	return ids, err
}

// found brings the index up to date with a tombstone that it does not know.
func (s *Store) found(p place, id uuid.UUID, logged logged) error {
	known, err := logged()
	name := path.Join("cases", p.folder, p.name, tombstoneName)
	if err != nil || known[name] {
		return err
	}
	sum, err := sumOf(s.path(filepath.FromSlash(name)))
	if err != nil {
		return err
	}
	_, err = s.audit.append(entry{At: s.now(), Actor: actorDevice, Action: "found", Case: id, File: name, Sum: sum})
	return s.doubt(err)
}

// onlyTombstone reports whether nothing but its tombstone stands of a case, in
// files and index.
func (s *Store) onlyTombstone(p place, id uuid.UUID) bool {
	entries, err := os.ReadDir(s.path("cases", p.folder, p.name))
	_, gerr := s.get(id)
	return err == nil && len(entries) == 1 && errors.Is(gerr, model.ErrNotFound) && s.gone(id) != nil
}

// hasTombstone reports whether the case that a file belongs to was erased.
func (s *Store) hasTombstone(file string) bool {
	_, err := os.Lstat(s.path(filepath.FromSlash(path.Dir(file)), tombstoneName))
	return path.Base(file) != tombstoneName && !errors.Is(err, fs.ErrNotExist)
}
