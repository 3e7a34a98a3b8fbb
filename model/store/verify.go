package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"

	"truename/model"
	"truename/model/seal"

	"github.com/dgraph-io/badger/v4"
	"github.com/google/uuid"
)

// What Verify finds, as model.Flaw.What.
const (
	flawDamaged    = "damaged"    // the bytes do not match their hash, form or place
	flawSignature  = "signature"  // not signed by the key it names
	flawMissing    = "missing"    // the audit log or a later file knows it, and it is not there
	flawUnlogged   = "unlogged"   // it stands, and the audit log does not know it
	flawUnexpected = "unexpected" // nothing of ours
	flawChain      = "chain"      // a record of the audit log was changed, cut or taken out
	flawIndex      = "index"      // the index says something else than the files
	flawKey        = "key"        // a month that somebody who should cannot open
)

// A verifier collects what is wrong.
type verifier struct {
	s      *Store
	flaws  []model.Flaw
	sums   map[string]string    // of the files found
	heads  map[string]auditHead // what files say about the log
	seen   map[uuid.UUID]bool
	months map[string]bool       // keys that packets need
	roles  map[string]model.Role // by key, as the log says
}

func (v *verifier) flaw(path, what string) {
	v.flaws = append(v.flaws, model.Flaw{Path: path, What: what})
}

// Verify checks every packet and decision (hash, signature, place), the audit
// chain and that it fits the files, the months' keys and the index. It needs
// no key. Flaws are in the order they were found; progress, if given, is
// called after each case. Others can use the store meanwhile.
func (s *Store) Verify(ctx context.Context, progress func(done, total int)) ([]model.Flaw, error) {
	v := &verifier{s: s, sums: map[string]string{}, heads: map[string]auditHead{}, seen: map[uuid.UUID]bool{}, months: map[string]bool{}, roles: map[string]model.Role{}}
	s.sweeper.Wait() // what was cut short is no flaw
	all, err := s.places()
	if err != nil {
		return nil, plain(err)
	}
	for i, p := range all {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := v.place(p); err != nil {
			return nil, plain(err)
		}
		if progress != nil {
			progress(i+1, len(all))
		}
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.db == nil {
		return nil, errClosed
	}
	if err := v.copies(); err != nil {
		return nil, plain(err)
	}
	v.keys()
	v.own()
	v.receipts()
	if err := v.log(); err != nil {
		return nil, plain(err)
	}
	return v.flaws, v.index()
}

// place checks the folder of one case.
func (v *verifier) place(p place) error {
	v.s.mu.RLock()
	defer v.s.mu.RUnlock()
	dir := path.Join("cases", p.folder, p.name)
	entries, err := os.ReadDir(v.s.path(filepath.FromSlash(dir)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	before := len(v.flaws)
	if v.s.buried(p) {
		return v.tombstone(p, dir, entries)
	}
	for _, e := range entries {
		v.file(p, path.Join(dir, e.Name()))
	}
	if err != nil || len(v.flaws) > before || len(entries) == 0 { // empty: a commit that failed made the folder
		return err
	}
	return v.record(p, dir)
}

// tombstone checks the folder of an erased case: nothing else may be left.
func (v *verifier) tombstone(p place, dir string, entries []fs.DirEntry) error {
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		if e.Name() != tombstoneName {
			v.flaw(name, flawUnexpected)
			continue
		}
		sum, err := sumOf(v.s.path(filepath.FromSlash(name)))
		if err != nil {
			v.flaw(name, flawDamaged)
		}
		v.sums[name] = sum
	}
	id, err := uuid.Parse(p.name)
	if err != nil || !v.s.onlyTombstone(p, id) {
		v.flaw(dir, flawIndex)
	}
	v.seen[id] = true
	return nil
}

// file checks one file in a case's folder.
func (v *verifier) file(p place, name string) {
	base := path.Base(name)
	packet, decision := packetForm.FindStringSubmatch(base), decisionForm.FindStringSubmatch(base)
	header := headerForm.MatchString(base)
	if packet == nil && decision == nil && !header {
		v.flaw(name, flawUnexpected)
		return
	}
	b, err := os.ReadFile(v.s.path(filepath.FromSlash(name)))
	if err != nil {
		v.flaw(name, flawDamaged)
		return
	}
	sum := sha256.Sum256(b)
	v.sums[name] = hex.EncodeToString(sum[:])
	var ok bool
	if packet != nil || header {
		ok, err = v.packet(p, name, b)
	} else {
		ok, err = v.decision(p, name, b)
	}
	switch {
	case errors.Is(err, seal.ErrSignature):
		v.flaw(name, flawSignature)
	case err != nil || !ok:
		v.flaw(name, flawDamaged)
	}
}

// packet checks one packet, or the header that stays of one; ok is false if it
// belongs somewhere else.
func (v *verifier) packet(p place, name string, b []byte) (ok bool, err error) {
	key, err := v.s.packetKey(b)
	if err != nil {
		return false, err
	}
	whole := seal.VerifyPacket
	if path.Ext(name) == headerEnd {
		whole = seal.VerifyHeader
	}
	h, err := whole(b, key)
	if err != nil {
		return false, err
	}
	if h.Machine == v.s.device.ID { // else the head is of another log
		v.heads[name] = auditHead{h.AuditSeq, h.AuditHead}
	}
	v.months[h.Month] = true
	return h.Case.String() == p.name && strconv.Itoa(h.Revision)+path.Ext(name) == path.Base(name) && h.Demo == v.s.o.Demo, nil
}

// decision checks one decision; ok is false if it belongs somewhere else.
func (v *verifier) decision(p place, name string, b []byte) (ok bool, err error) {
	d, err := v.s.checkDecision(b)
	if err != nil {
		return false, err
	}
	if d.Head.Device == v.s.device.ID {
		v.heads[name] = auditHead{d.AuditSeq, d.AuditHead}
	}
	place := fmt.Sprintf("%d.%d%s", d.Head.Revision, d.Head.Seq, decisionEnd)
	return d.Head.Case.String() == p.name && place == path.Base(name) && v.s.paired(d.Head), nil
}

// record compares what a case's files say with the index.
func (v *verifier) record(p place, dir string) error {
	r, ok, err := v.s.readCase(p.folder, p.name)
	if err != nil || !ok {
		v.flaw(dir, flawDamaged)
		return nil
	}
	v.seen[r.Head.Case] = true
	stored, err := v.s.get(r.Head.Case)
	if errors.Is(err, errClosed) {
		return err
	}
	a, aerr := json.Marshal(r)
	b, berr := json.Marshal(stored)
	if err != nil || aerr != nil || berr != nil || string(a) != string(b) {
		v.flaw(dir, flawIndex)
	}
	return nil
}

// keys checks that every holder has every living month, that nobody has a
// destroyed one, and that nobody else has anything.
func (v *verifier) keys() {
	for id := range v.months {
		if _, ok := v.s.months[id]; !ok && !v.s.submitOnly() {
			v.flaw("keys/months/"+id, flawKey)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(v.s.months)) {
		v.wraps("keys/months/"+id, v.s.dead[id])
	}
	if v.s.organisation.ID != "" {
		v.wraps("keys/"+v.s.organisation.dir(), false)
	}
	if v.s.tagsID != "" {
		v.wraps("keys/"+duplicatesName, false)
	}
}

// wraps checks the wraps in one folder.
func (v *verifier) wraps(dir string, dead bool) {
	found := map[string]bool{}
	names, err := v.s.matching(dir, "*"+wrapEnd)
	for _, name := range names {
		found[filepath.Base(name)] = true
	}
	for _, h := range v.s.holders() {
		if name := h.id + wrapEnd; !dead {
			if !found[name] || err != nil {
				v.flaw(path.Join(dir, name), flawKey)
			}
			delete(found, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		v.flaw(path.Join(dir, name), flawUnexpected)
	}
}

// own checks that the local key opens what it sealed.
func (v *verifier) own() {
	names, err := v.s.mineFiles()
	if err != nil {
		v.flaw("mine", flawDamaged)
	}
	for _, name := range names {
		var any json.RawMessage
		if err := v.s.openLocal(name, &any); err != nil && !errors.Is(err, model.ErrNotFound) {
			v.flaw("mine/"+name, flawDamaged)
		}
	}
}

// receipts checks what other machines signed for.
func (v *verifier) receipts() {
	names, err := v.s.matching(carriedName, "*"+receiptEnd)
	for _, name := range names {
		b, rerr := os.ReadFile(name)
		if _, perr := seal.ParseReceipt(b); err != nil || rerr != nil || perr != nil {
			v.flaw(carriedName+"/"+filepath.Base(name), flawDamaged)
		}
	}
}

// log checks the chain, and the files against it.
func (v *verifier) log() error {
	at := map[uint64][32]byte{0: {}}
	named := map[string]bool{}
	var head auditHead
	err := v.s.audit.read(0, func(l line) error {
		prev := hex.EncodeToString(head.Hash[:])
		if !l.ok || l.Seq != head.Seq+1 || l.Prev != prev || !l.genuine(v.s.device.Public()) || l.Action == actionBreak {
			v.flaw(fmt.Sprintf("audit/%s#%d", l.segment, head.Seq+1), flawChain)
		}
		if !l.ok {
			head.Seq++
			return nil
		}
		head = l.head()
		at[head.Seq] = head.Hash
		v.enrols(l.entry)
		if l.File != "" {
			named[l.File] = true
			v.logged(l.entry)
		}
		return nil
	})
	if head != v.s.audit.head {
		v.flaw(fmt.Sprintf("audit#%d", min(head.Seq, v.s.audit.head.Seq)+1), flawChain)
	}
	v.crossed(at, named)
	v.people()
	return err
}

// tailLength is how many records of the audit log every opening checks.
const tailLength = 1000

// checkTail checks the end of the audit log after opening, and logs what is
// wrong; Verify checks all of it.
func (s *Store) checkTail() {
	s.mu.RLock()
	defer s.mu.RUnlock()
	from := uint64(1)
	if s.audit.head.Seq > tailLength {
		from = s.audit.head.Seq - tailLength
	}
	var last entry
	err := s.audit.read(from, func(l line) error {
		follows := last.Seq == 0 || l.Seq == last.Seq+1 && l.Prev == last.Hash
		if !l.ok || !follows || !l.genuine(s.device.Public()) {
			s.o.Log.Error("the audit log is damaged: run verify", "after", last.Seq)
			return errEnough
		}
		last = l.entry
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		s.o.Log.Error("the audit log cannot be read", "error", pathless(err))
	}
}

// logged checks a file that the log speaks of.
func (v *verifier) logged(e entry) {
	sum, ok := v.sums[e.File]
	if !ok {
		// It may have come after the walk had passed.
		now, err := sumOf(v.s.path(filepath.FromSlash(e.File)))
		if err != nil && (v.s.hasTombstone(e.File) || v.s.dropped(e.File)) {
			return
		}
		if err != nil {
			v.flaw(e.File, flawMissing)
			return
		}
		sum = now
	}
	if sum != e.Sum && !v.has(e.File) {
		v.flaw(e.File, flawDamaged)
	}
}

// has reports whether a flaw of a file was found before.
func (v *verifier) has(path string) bool {
	for _, f := range v.flaws {
		if f.Path == path {
			return true
		}
	}
	return false
}

// crossed checks what files say about the log, and that it knows them.
func (v *verifier) crossed(at map[uint64][32]byte, named map[string]bool) {
	for name := range v.sums {
		if !named[name] {
			v.flaw(name, flawUnlogged)
		}
		head, ok := v.heads[name]
		if !ok {
			continue
		}
		if hash, ok := at[head.Seq]; !ok || hash != head.Hash {
			v.flaw(name, flawChain)
		}
	}
}

// index finds cases that the index has and the files have not.
func (v *verifier) index() error {
	return v.s.view(func(txn *badger.Txn) error {
		err := scan(txn, "d/", nil, func(key []byte) error {
			if _, err := getBytes(txn, keyOf("s/", key[len("d/"):])); errors.Is(err, model.ErrNotFound) {
				v.flaw("index/"+hex.EncodeToString(key), flawIndex)
			}
			return nil
		})
		if err != nil {
			return err
		}
		return scan(txn, "s/", nil, func(key []byte) error {
			id, err := uuid.FromBytes(key[len("s/"):])
			if err != nil || v.seen[id] {
				return err
			}
			r, err := getRecord(txn, id)
			if err != nil {
				v.flaw("index/"+id.String(), flawIndex)
				return nil
			}
			if _, err := os.Stat(v.s.path(filepath.FromSlash(r.dir()))); err != nil {
				v.flaw(r.dir(), flawIndex)
			}
			return nil
		})
	})
}

// Rebuild builds the index anew from the files. Topics are carried over. ctx
// is looked at before it begins, not later: half an index is of no use.
func (s *Store) Rebuild(ctx context.Context, progress func(done, total int)) error {
	s.mu.Lock()
	topics, err := s.topicEntries()
	if err != nil {
		s.o.Log.Warn("topics are lost with the index", "error", err)
	}
	err = s.writable(ctx)
	if err == nil {
		err = s.note(entry{Actor: actorDevice, Action: "rebuild"})
	}
	if err == nil {
		err = s.again(progress)
	}
	for from := 0; err == nil && from < len(topics); from += inOneGo {
		err = s.update(pieceOf(from, len(topics), func(txn *badger.Txn, i int) error { return txn.Set(topics[i].key, topics[i].value) }))
	}
	s.mu.Unlock()
	if err == nil {
		s.tell()
	}
	return plain(err)
}
