package store

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"

	"truename/model"
	"truename/model/seal"

	"github.com/google/uuid"
)

// Files in mine/, sealed to the local key. Names are ids.
const (
	caseEnd  = ".case"  // mineEntry: stays
	ownEnd   = ".own"   // the draft as it was submitted: until approved, refused or withdrawn
	draftEnd = ".draft" // the draft being written; one at most
)

// A mineEntry is what this account keeps of a case, with the reference's keys
// so that nothing has to be derived.
type mineEntry struct {
	model.Mine
	Lookup  [16]byte `json:"lookup"`
	Capsule [32]byte `json:"capsule"`
}

// mineOf is the entry of a submission.
func mineOf(sub model.Submission, keys seal.RefKeys) mineEntry {
	ref, _ := seal.ParseReference(sub.Reference)
	m := mineEntry{
		Mine: model.Mine{
			Reference: ref, Case: sub.Case, Kind: sub.Kind,
			MaskedName: maskName(sub.Fields.Name), MaskedNum: maskNumber(sub.Fields.Number),
			Until: sub.Fields.Until, LongTerm: sub.Fields.LongTerm,
		},
		Lookup: keys.Lookup, Capsule: keys.Capsule,
	}
	if q := sub.Fields.Request; q != nil {
		m.About, m.MaskedName = q.About, q.MaskedName
	}
	return m
}

// maskName shows the last character: *三.
func maskName(name string) string {
	r := []rune(name)
	if len(r) == 0 {
		return ""
	}
	return "*" + string(r[len(r)-1:])
}

// maskNumber shows the first three and the last four characters.
func maskNumber(number string) string {
	if len(number) <= 7 {
		return strings.Repeat("*", len(number))
	}
	return number[:3] + strings.Repeat("*", len(number)-7) + number[len(number)-4:]
}

// saveLocal seals v to the local key and replaces a file in mine/.
func (s *Store) saveLocal(name string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	sealed, err := seal.SealLocal(s.local, b, []byte(name))
	if err != nil {
		return err
	}
	return s.disk.write(s.path("mine", name), sealed)
}

// openLocal reads what saveLocal wrote; ErrNotFound if there is no such file.
func (s *Store) openLocal(name string, v any) error {
	sealed, err := os.ReadFile(s.path("mine", name))
	if errors.Is(err, fs.ErrNotExist) {
		return model.ErrNotFound
	}
	if err != nil {
		return err
	}
	b, err := seal.OpenLocal(s.local, sealed, []byte(name))
	if err != nil {
		return err
	}
	if json.Unmarshal(b, v) != nil {
		return model.Fail(model.CodeDamaged, errString("a file in mine/"))
	}
	return nil
}

// loadMine reads this account's entries, and removes own copies of cases that
// were closed when a crash came between.
func (s *Store) loadMine() error {
	s.mine = map[uuid.UUID]mineEntry{}
	names, err := s.mineFiles()
	for _, name := range names {
		if strings.HasSuffix(name, caseEnd) {
			var m mineEntry
			if err := s.openLocal(name, &m); err != nil {
				s.o.Log.Error("an entry of this account cannot be read", "error", pathless(err))
				continue
			}
			s.mine[m.Case] = m
		}
		if id, ok := strings.CutSuffix(name, ownEnd); ok {
			if of, err := uuid.Parse(id); err == nil {
				if r, err := s.get(of); err == nil {
					s.closeOwn(r.Head)
				}
			}
		}
	}
	return err
}

// mineFiles lists mine/.
func (s *Store) mineFiles() ([]string, error) {
	entries, err := os.ReadDir(s.path("mine"))
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names, err
}

// keepOwn keeps this account's copy of a submission, and drops the draft it
// was made from.
func (s *Store) keepOwn(m mineEntry, own model.Draft, head model.Head) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := m.Case.String()
	if head.Open() {
		if err := s.saveLocal(id+ownEnd, own); err != nil {
			return err
		}
	}
	if err := s.keepEntry(m); err != nil {
		return err
	}
	return s.removeMine(own.ID.String() + draftEnd)
}

// keepEntry keeps the entry of a case. The caller holds mu.
func (s *Store) keepEntry(m mineEntry) error {
	if err := s.saveLocal(m.Case.String()+caseEnd, m); err != nil {
		return err
	}
	s.mine[m.Case] = m
	return nil
}

// removeMine deletes a file in mine/; one that is not there costs nothing.
func (s *Store) removeMine(name string) error {
	path := s.path("mine", name)
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return s.disk.remove(path)
}

// closeOwn deletes the own copy of a case that is closed. The decision
// stands, so a failure is only logged; the next opening tries again.
func (s *Store) closeOwn(head model.Head) {
	if head.Open() {
		return
	}
	if err := s.removeMine(head.Case.String() + ownEnd); err != nil {
		s.o.Log.Error("an own copy cannot be removed", "error", pathless(err))
	}
}

// Mine lists this account's cases and requests, newest first, with their heads
// as the index has them now. A binding has ended if a request of this account
// to unbind or erase it was approved.
func (s *Store) Mine(ctx context.Context) ([]model.Mine, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	list := make([]model.Mine, 0, len(s.mine))
	ended := map[uuid.UUID]bool{}
	for id, m := range s.mine {
		r, err := s.get(id)
		if err != nil && !errors.Is(err, model.ErrNotFound) {
			return nil, err
		}
		m.Head = r.Head
		list = append(list, m.Mine)
		if (m.Kind == model.Unbind || m.Kind == model.Erase) && r.Head.Status == model.Approved {
			ended[m.About] = true
		}
	}
	for i, m := range list {
		list[i].Ended = m.Kind == model.Binding && ended[m.Case]
	}
	slices.SortFunc(list, func(a, b model.Mine) int {
		if c := b.Head.Received.Compare(a.Head.Received); c != 0 {
			return c
		}
		return strings.Compare(b.Case.String(), a.Case.String())
	})
	return list, ctx.Err()
}

// Own is this account's own copy of a case as it was last submitted. After
// approval, refusal or withdrawal it is gone: ErrNotFound.
func (s *Store) Own(ctx context.Context, caseID uuid.UUID) (d model.Draft, err error) {
	if err := ctx.Err(); err != nil {
		return d, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	r, err := s.get(caseID)
	if err != nil {
		return d, err
	}
	if !r.Head.Open() {
		return d, model.ErrNotFound
	}
	err = s.openLocal(caseID.String()+ownEnd, &d)
	return d, plain(err)
}

// SaveDraft replaces the current draft; it is synced when this returns.
// Errors: ErrDiskFull, ErrReadOnly, ErrTooLarge.
func (s *Store) SaveDraft(ctx context.Context, d model.Draft) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.writable(ctx); err != nil {
		return plain(err)
	}
	name := d.ID.String() + draftEnd
	if err := s.saveLocal(name, d); err != nil {
		return plain(err)
	}
	return plain(s.dropDrafts(name))
}

// dropDrafts removes all drafts but one.
func (s *Store) dropDrafts(but string) error {
	names, err := s.mineFiles()
	for _, name := range names {
		if strings.HasSuffix(name, draftEnd) && name != but {
			err = errors.Join(err, s.removeMine(name))
		}
	}
	return err
}

// Draft is the current draft; ok is false if there is none.
func (s *Store) Draft(ctx context.Context) (d model.Draft, ok bool, err error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	names, err := s.mineFiles()
	if err != nil {
		return d, false, plain(err)
	}
	for _, name := range slices.Backward(names) { // ids are in the order of time
		if strings.HasSuffix(name, draftEnd) {
			err := s.openLocal(name, &d)
			return d, err == nil, plain(errors.Join(err, ctx.Err()))
		}
	}
	return d, false, ctx.Err()
}

// DropDraft removes the current draft.
func (s *Store) DropDraft(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	return plain(s.dropDrafts(""))
}
