package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"truename/model"
	"truename/model/idcard"
	"truename/model/seal"

	"github.com/google/uuid"
)

// Submit seals and stores one revision of a case. When it returns without an
// error everything is synced. The same sub.ID again gives the stored head. If
// own is given, this account's copy is kept for "fix this", and the draft
// with the ID of the submission is dropped. Errors: ErrDiskFull, ErrReadOnly,
// ErrTooLarge, ErrNotReady (no reference or time), ErrNotAllowed (a request:
// see File), ErrWrongKind (a specimen in a real store); for revisions also
// ErrNotFound, ErrNotAllowed, ErrConflict. It takes 0.1 s once for a
// reference: run it in a job.
func (s *Store) Submit(ctx context.Context, sub model.Submission, own *model.Draft) (model.Head, error) {
	if err := s.acceptable(sub); err != nil {
		return model.Head{}, err
	}
	if sub.Kind != model.Binding {
		return model.Head{}, model.Fail(model.CodeNotAllowed, errString("a request is filed, not submitted"))
	}
	keys := s.keysOf(sub.Reference)
	r, err := s.submit(ctx, sub, keys, seal.RefKeys{})
	if err == nil && own != nil {
		err = s.keepOwn(mineOf(sub, keys), *own, r.Head)
	}
	if err != nil {
		return model.Head{}, plain(err)
	}
	s.tell()
	return r.Head, nil
}

// acceptable refuses what must not be stored here.
func (s *Store) acceptable(sub model.Submission) error {
	if _, ok := seal.ParseReference(sub.Reference); !ok || sub.At.IsZero() || sub.ID == uuid.Nil || sub.Case == uuid.Nil {
		return model.Fail(model.CodeNotReady, errString("no reference, time or id"))
	}
	if sub.Fields.NumberKind == idcard.SpecimenKind && !s.o.Demo {
		return model.Fail(model.CodeWrongKind, errString("a specimen"))
	}
	return nil
}

// keysOf derives a reference's keys, once in a run.
func (s *Store) keysOf(reference string) seal.RefKeys {
	s.mu.RLock()
	keys, ok := s.refs[reference]
	s.mu.RUnlock()
	if ok {
		return keys
	}
	keys = seal.DeriveRef(reference)
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.refs) >= 16 {
		clear(s.refs)
	}
	s.refs[reference] = keys
	return keys
}

// submit is the commit of one packet. about are the keys of the case that a
// request is about.
func (s *Store) submit(ctx context.Context, sub model.Submission, keys, about seal.RefKeys) (record, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.getBy("p/", sub.ID[:])
	if !errors.Is(err, model.ErrNotFound) {
		return r, err
	}
	if err := s.writable(ctx); err != nil {
		return r, err
	}
	if err := s.holds(sub, about); err != nil {
		return r, err
	}
	r, in, err := s.prepare(sub, keys)
	if err != nil {
		return r, err
	}
	packet, err := seal.EncodePacket(in)
	if err != nil {
		return r, err
	}
	return s.commit(r, packet)
}

// commit keeps the packet of a record as it will be, and brings the index up to
// date. The caller holds mu.
func (s *Store) commit(r record, packet []byte) (record, error) {
	h := r.Head
	e := entry{Actor: actorDevice, Action: "submit", Case: h.Case, Revision: h.Revision, From: h.Version - 1, To: h.Version}
	if h.Kind.IsRequest() {
		e.Note = string(h.Kind)
	}
	if err := s.keepFile(r.packet(h.Revision), packet, e); err != nil {
		return r, err
	}
	return s.indexed(r)
}

// errTaken keeps a reference with the one case it was drawn for.
var errTaken = model.Fail(model.CodeNotAllowed, errString("the reference is another case's"))

// prepare checks that sub follows what is stored, and gives the record as it
// will be and what the packet is made from.
func (s *Store) prepare(sub model.Submission, keys seal.RefKeys) (r record, in seal.PacketInput, err error) {
	if err := s.gone(sub.Case); err != nil {
		return r, in, err
	}
	r, err = s.get(sub.Case)
	var previous uuid.UUID
	switch {
	case errors.Is(err, model.ErrNotFound) && sub.Revision == 1:
		if _, err := s.getBy("f/", keys.Lookup[:]); !errors.Is(err, model.ErrNotFound) {
			return r, in, errors.Join(err, errTaken)
		}
		r = record{Head: model.NewHead(sub, s.device.ID, s.o.Demo), Folder: sub.At.UTC().Format("200601")}
	case err != nil:
		return r, in, err
	default:
		if r.Lookup != keys.Lookup {
			return r, in, errTaken
		}
		previous = r.Head.ID
		if r.Head, err = r.Head.Revise(sub); err != nil {
			return r, in, err
		}
	}
	month, err := s.month()
	in = seal.PacketInput{Submission: sub, Month: month, Device: s.device, Keys: keys}
	in.Header = seal.Header{
		Weight: r.Head.Weight, Machine: s.device.ID, Demo: s.o.Demo, Previous: previous,
		AuditSeq: s.audit.head.Seq, AuditHead: s.audit.head.Hash,
	}
	return r, in, err
}

// keepFile writes one file of a case durably, and the audit record e about
// it. name has slashes. After an error nothing of it stands on disk, or the
// store takes no more writes until it was opened again.
func (s *Store) keepFile(name string, b []byte, e entry) error {
	file := s.path(filepath.FromSlash(name))
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return model.Fail(model.CodeDamaged, errString("the place of a new file is taken"))
	}
	for _, dir := range []string{path.Dir(path.Dir(name)), path.Dir(name)} {
		if err := s.disk.mkdir(s.path(filepath.FromSlash(dir))); err != nil {
			return err
		}
	}
	if err := s.disk.write(file, b); err != nil {
		return s.doubt(err)
	}
	sum := sha256.Sum256(b)
	e.File, e.Sum = name, hex.EncodeToString(sum[:])
	err := s.note(e)
	if err != nil && s.broken == nil { // the log does not have it: it must not stand either
		if rerr := s.disk.remove(file); rerr != nil {
			err = s.doubt(errors.Join(errUnsure, err, rerr))
		}
	}
	return err
}

// indexed brings the index up to date with a case's files, which are synced
// and logged: whatever the index does, they are received. If it fails it is
// built anew; if even that fails, what was written now is still true, and the
// next opening builds it.
func (s *Store) indexed(r record) (record, error) {
	now, ok, err := s.readCase(r.Folder, r.Head.Case.String())
	if err != nil || !ok {
		s.broken = errors.New("a file cannot be read back")
		return r, errors.Join(s.broken, err)
	}
	if err := s.put(now); err != nil {
		s.o.Log.Error("the index failed and is rebuilt", "error", s.without(err))
		if err := s.again(s.o.Progress); err != nil {
			s.broken = fmt.Errorf("the index cannot be rebuilt: %w", pathless(err))
			s.o.Log.Error(s.broken.Error())
		}
	}
	return now, nil
}
