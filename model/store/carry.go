package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"truename/model"
	"truename/model/seal"

	"github.com/google/uuid"
)

// What lies in an export's folder besides the files that its manifest names.
const (
	exportPrefix  = "truename-" // and the export's id
	exportList    = "manifest"
	receiptPrefix = "receipt-" // and the id of the machine that took it in
)

// Exported says what was written to a medium.
type Exported struct {
	Folder    string // in the medium's folder; "" if there was nothing to export
	Packets   int
	Decisions int
	Left      int // files that did not go into this export: export again
}

// A parcel is one file that goes out.
type parcel struct {
	place string // <case>/<name>, as in the manifest
	file  string // in the data folder, with slashes
}

// Export writes to folder dir, which must be there, what the other side has not
// acknowledged: from a machine that only submits its packets and withdrawals,
// from a desk its decisions on cases that were imported, and its newest list
// of public keys. It appears there whole or not at all. Nothing here is
// deleted. Errors: ErrNotSaved (the medium cannot be written), ErrDamaged,
// ErrReadOnly, ErrDiskFull.
func (s *Store) Export(ctx context.Context, dir string) (Exported, error) {
	all, err := s.outgoing(ctx)
	if err != nil {
		return Exported{}, plain(err)
	}
	if len(all) == 0 {
		return Exported{}, nil
	}
	now := all[:min(len(all), seal.MaxFiles)]
	id, err := uuid.NewRandom()
	if err != nil {
		return Exported{}, err
	}
	m := seal.Manifest{
		ID: id, Machine: seal.NameKey(s.device.Public()), At: s.now(), Demo: s.o.Demo,
		Organisation: s.organised(),
	}
	if err := s.noteExport(ctx, m, len(now)); err != nil {
		return Exported{}, plain(err)
	}
	out := Exported{Folder: exportPrefix + id.String(), Left: len(all) - len(now)}
	for _, p := range now {
		if strings.HasSuffix(p.place, packetEnd) {
			out.Packets++
		} else {
			out.Decisions++
		}
	}
	return out, s.writeExport(ctx, filepath.Join(dir, out.Folder), m, now)
}

// organised is the id of the organisation that this store belongs to: the one
// it submits to, or its own.
func (s *Store) organised() string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.submitOnly() {
		return s.trusted.Organisation.ID
	}
	return s.organisation.ID
}

// formerly reports whether id was that of this store's own organisation: what
// machines export before they have the newest list is still for it.
func (s *Store) formerly(id string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.organisation.was(id)
}

// noteExport writes to the audit log that files go out.
func (s *Store) noteExport(ctx context.Context, m seal.Manifest, n int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.writable(ctx); err != nil {
		return err
	}
	return s.note(entry{Actor: actorDevice, Action: "hand-out", Note: fmt.Sprintf("%s %d", m.ID, n)})
}

// outgoing lists what the other side has not acknowledged, in the order in
// which it can be taken in.
func (s *Store) outgoing(ctx context.Context) (all []parcel, err error) {
	done, err := s.acknowledged()
	if err != nil {
		return nil, err
	}
	places, err := s.places()
	for _, p := range places {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		more, err := s.outgoingOf(p)
		if err != nil { // the others are not held up by it
			s.o.Log.Error("a case cannot be exported: run verify", "case", p.name, "error", pathless(err))
		}
		for _, one := range more {
			if done[one.place].IsZero() {
				all = append(all, one)
			}
		}
	}
	return all, err
}

// outgoingOf lists the files of one case that were made here for the other
// side.
func (s *Store) outgoingOf(p place) (all []parcel, err error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	r, ok, err := s.readCase(p.folder, p.name)
	if err != nil || !ok || (r.Head.Machine == s.device.ID) != s.submitOnly() {
		return nil, err
	}
	add := func(file string) {
		all = append(all, parcel{path.Join(r.Head.Case.String(), path.Base(file)), file})
	}
	for i, n := range r.Decisions {
		if _, err := os.Lstat(s.path(filepath.FromSlash(r.packet(i + 1)))); s.submitOnly() && err == nil {
			add(r.packet(i + 1))
		}
		for k := range n {
			d, err := s.readDecision(r.decision(i+1, k+1))
			if err != nil {
				return nil, err
			}
			if d.Head.Device == s.device.ID {
				add(r.decision(i+1, k+1))
			}
		}
	}
	return all, nil
}

// writeExport writes all files and the manifest into a folder beside its
// place, and renames that.
func (s *Store) writeExport(ctx context.Context, folder string, m seal.Manifest, all []parcel) error {
	tmp := folder + tmpEnd
	err := s.fillExport(ctx, tmp, m, all)
	if err == nil {
		err = s.disk.syncDir(tmp)
	}
	if err == nil {
		err = s.disk.step("rename", func() error { return os.Rename(tmp, folder) })
	}
	if err != nil {
		os.RemoveAll(tmp)
		return medium(err)
	}
	return medium(s.disk.syncDir(filepath.Dir(folder)))
}

func (s *Store) fillExport(ctx context.Context, tmp string, m seal.Manifest, all []parcel) error {
	if err := s.disk.step("mkdir", func() error { return os.Mkdir(tmp, dirMode) }); err != nil {
		return err
	}
	for i, p := range all {
		if err := ctx.Err(); err != nil {
			return err
		}
		b, err := os.ReadFile(s.path(filepath.FromSlash(p.file)))
		if err != nil {
			return model.Fail(model.CodeDamaged, pathless(err))
		}
		item := seal.Item{File: fmt.Sprintf("%05d%s", i+1, path.Ext(p.file)), Place: p.place, Size: int64(len(b)), Sum: sha256.Sum256(b)}
		m.Items = append(m.Items, item)
		if err := s.disk.fill(filepath.Join(tmp, item.File), b); err != nil {
			return err
		}
	}
	if err := s.addList(tmp); err != nil {
		return err
	}
	b, err := seal.EncodeManifest(m, s.device)
	if err != nil {
		return err
	}
	return s.disk.fill(filepath.Join(tmp, exportList), b)
}

// addList adds the newest list of public keys, so that machines that submit
// know new reviewers and do not run out of keys.
func (s *Store) addList(tmp string) error {
	s.mu.RLock()
	own := s.list != nil && !s.submitOnly()
	s.mu.RUnlock()
	if !own {
		return nil
	}
	b, err := os.ReadFile(s.path("keys", listName))
	if err != nil {
		return err
	}
	return s.disk.fill(filepath.Join(tmp, listName), b)
}

// medium is an error of a medium: nothing is wrong with the store.
func medium(err error) error {
	if err == nil || model.CodeOf(err) != "" || errors.Is(err, context.Canceled) {
		return err
	}
	return model.Fail(model.CodeNotSaved, pathless(err))
}

// carriedName is the folder of receipts: what the other side has.
const carriedName = "carried"

// acknowledged lists the places of files that the other side signed for, and
// when it did so first.
func (s *Store) acknowledged() (map[string]time.Time, error) {
	done := map[string]time.Time{}
	entries, err := os.ReadDir(s.path(carriedName))
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), receiptEnd) {
			continue
		}
		b, err := os.ReadFile(s.path(carriedName, e.Name()))
		if err != nil {
			return nil, err
		}
		r, err := seal.ParseReceipt(b)
		if err != nil { // what it says goes out once more
			s.o.Log.Error("a receipt is damaged: run verify", "error", pathless(err))
			continue
		}
		for _, t := range r.Taken {
			if t.Error == "" || t.Error == string(model.CodeErased) { // it would be refused for ever
				if at, ok := done[t.Place]; !ok || r.At.Before(at) {
					done[t.Place] = r.At
				}
			}
		}
	}
	return done, err
}

const receiptEnd = ".receipt"

// packetPlace and decisionPlace are how a manifest names files.
func packetPlace(h seal.Header) string {
	return h.Case.String() + "/" + strconv.Itoa(h.Revision) + packetEnd
}

func decisionPlace(h seal.DecisionHead) string {
	return fmt.Sprintf("%s/%d.%d%s", h.Case, h.Revision, h.Seq, decisionEnd)
}
