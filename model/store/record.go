package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"truename/model"
	"truename/model/seal"

	"github.com/dgraph-io/badger/v4"
	"github.com/google/uuid"
)

// A record is what the index holds about a case. All of it follows from the
// case's files: see readCase.
type record struct {
	Head      model.Head  `json:"head"`
	Folder    string      `json:"folder"` // of its month in cases/: 202611
	Lookup    [16]byte    `json:"lookup"`
	IDs       []uuid.UUID `json:"ids"`       // of the revisions, oldest first
	Decisions []int       `json:"decisions"` // how many, by revision
	sealed    []byte      // header and sealed fields of the last revision, read from its file: not in the index
	history   history     // read from its files: in the index it is the value of the key in q/ or r/
}

// dir is the case's folder in the data folder, with slashes.
func (r record) dir() string { return path.Join("cases", r.Folder, r.Head.Case.String()) }

// packet is the file of revision n (from 1), with slashes.
func (r record) packet(n int) string { return path.Join(r.dir(), strconv.Itoa(n)+packetEnd) }

// header is the file that stays of revision n when its packet is dropped, with
// slashes: see dropBodies.
func (r record) header(n int) string { return path.Join(r.dir(), strconv.Itoa(n)+headerEnd) }

// decision is the file of the k-th decision (from 1) on revision n.
func (r record) decision(n, k int) string {
	return path.Join(r.dir(), fmt.Sprintf("%d.%d%s", n, k, decisionEnd))
}

const (
	packetEnd   = ".packet"
	headerEnd   = ".header"
	decisionEnd = ".decision"
)

var (
	packetForm   = regexp.MustCompile(`^([1-9][0-9]{0,4})\.packet$`)
	headerForm   = regexp.MustCompile(`^([1-9][0-9]{0,4})\.header$`)
	decisionForm = regexp.MustCompile(`^([1-9][0-9]{0,4})\.([1-9][0-9]{0,4})\.decision$`)
	folderForm   = regexp.MustCompile(`^[0-9]{6}$`)
)

// counts is how many decisions each revision in a case's folder has; nil if
// there is none. Names that do not belong there, and gaps, are left out; what a
// commit left that was cut short is removed. Nobody may be writing there. both
// says that a packet stands beside what is to stay of it.
func counts(dir string) (n []int, both bool, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, false, err
	}
	have := map[string]bool{}
	for _, e := range entries {
		have[e.Name()] = true
		if strings.HasSuffix(e.Name(), tmpEnd) {
			err = errors.Join(err, os.Remove(filepath.Join(dir, e.Name())))
		}
	}
	if err != nil {
		return nil, false, err
	}
	if have[tombstoneName] {
		return nil, false, nil
	}
	for have[strconv.Itoa(len(n)+1)+packetEnd] || have[strconv.Itoa(len(n)+1)+headerEnd] {
		k := 0
		for have[fmt.Sprintf("%d.%d%s", len(n)+1, k+1, decisionEnd)] {
			k++
		}
		both = both || have[strconv.Itoa(len(n)+1)+packetEnd] && have[strconv.Itoa(len(n)+1)+headerEnd]
		n = append(n, k)
	}
	return n, both, nil
}

// readCase reads what stands in clear in a case's files and replays it. ok is
// false if the folder holds no packet.
func (s *Store) readCase(folder, name string) (r record, ok bool, err error) {
	dir := s.path("cases", folder, name)
	n, _, err := counts(dir)
	if err != nil || len(n) == 0 {
		return r, false, err
	}
	id, err := uuid.Parse(name)
	if err != nil {
		return r, false, model.Fail(model.CodeDamaged, errString("a folder in cases/ is not a case"))
	}
	r.Folder, r.Decisions, r.Head.Case = folder, n, id
	for i := range n {
		if err := s.replay(&r, i+1); err != nil {
			return r, false, err
		}
	}
	return r, true, nil
}

// replay applies revision n and the decisions on it.
func (s *Store) replay(r *record, n int) error {
	h, sealed, err := s.readFront(s.path(filepath.FromSlash(r.packet(n))))
	if err != nil {
		return err
	}
	if h.Case != r.Head.Case || h.Revision != n || h.Demo != s.o.Demo {
		return model.Fail(model.CodeDamaged, errString("a packet lies in another's place"))
	}
	r.revise(h)
	r.sealed = sealed
	for k := 1; k <= r.Decisions[n-1]; k++ {
		d, err := s.readDecision(r.decision(n, k))
		if err != nil {
			return err
		}
		if d.Head.Case != r.Head.Case || d.Head.ID != h.ID || d.Head.Revision != n || d.Head.Seq != k {
			return model.Fail(model.CodeDamaged, errString("a decision lies in another's place"))
		}
		if err := r.decided(d.Head); err != nil {
			return err
		}
	}
	return nil
}

// revise is what a packet's header means for the head: the counterpart of
// model.NewHead and Head.Revise, from what stands in clear.
func (r *record) revise(h seal.Header) {
	if h.Revision == 1 {
		r.Head = model.Head{Case: h.Case, Kind: h.Kind, Received: h.Created, Tag: h.Tag, Demo: h.Demo}
		r.Lookup = h.Lookup
	}
	r.Head.ID, r.Head.Revision, r.Head.Status = h.ID, h.Revision, model.Waiting
	r.Head.Version++
	r.Head.Updated, r.Head.Due, r.Head.Weight, r.Head.Machine = h.Created, h.Due, h.Weight, h.Machine
	r.IDs = append(r.IDs, h.ID)
	r.history = append(r.history, stamp{at: h.Created, due: h.Due})
}

// readFront reads a packet without its photographs: the header, with its
// signature checked, and header and sealed fields as they stand. Of a packet
// that was dropped, or is about to be, it is the header alone.
func (s *Store) readFront(path string) (h seal.Header, front []byte, err error) {
	if h, front, err = s.readHeader(path); !errors.Is(err, fs.ErrNotExist) {
		return h, front, err
	}
	f, err := os.Open(path)
	if err != nil {
		return h, nil, err
	}
	defer f.Close()
	front = make([]byte, seal.HeaderSize)
	if _, err := io.ReadFull(f, front); err != nil {
		return h, nil, model.Fail(model.CodeDamaged, errString("a packet is cut short"))
	}
	if h, err = s.header(front); err != nil {
		return h, nil, err
	}
	front = slices.Grow(front, int(h.FieldsLen))[:seal.HeaderSize+h.FieldsLen]
	if _, err := io.ReadFull(f, front[seal.HeaderSize:]); err != nil {
		return h, nil, model.Fail(model.CodeDamaged, errString("a packet is cut short"))
	}
	return h, front, nil
}

// readHeader reads what stays of the packet at path.
func (s *Store) readHeader(path string) (h seal.Header, b []byte, err error) {
	if b, err = os.ReadFile(strings.TrimSuffix(path, packetEnd) + headerEnd); err != nil {
		return h, nil, err
	}
	if len(b) != seal.HeaderSize {
		return h, nil, model.Fail(model.CodeDamaged, errString("what stays of a packet is its header"))
	}
	h, err = s.header(b)
	return h, b, err
}

// header reads a packet's header and checks that the machine it names signed
// it, and is this one or a trusted one.
func (s *Store) header(b []byte) (seal.Header, error) {
	h, err := seal.ParseHeader(b)
	if err != nil {
		return seal.Header{}, err
	}
	key, ok := s.deviceKey(h.Machine)
	if !ok {
		return seal.Header{}, model.Fail(model.CodeDamaged, errString("a packet names another machine"))
	}
	if err := seal.SignedHeader(b, key); err != nil {
		return seal.Header{}, err
	}
	return h, nil
}

// readDecision reads a decision file and checks its signature.
func (s *Store) readDecision(name string) (seal.DecisionFile, error) {
	b, err := os.ReadFile(s.path(filepath.FromSlash(name)))
	if err != nil {
		return seal.DecisionFile{}, s.coded(err)
	}
	return s.checkDecision(b)
}

// checkDecision reads a decision and checks its signature.
func (s *Store) checkDecision(b []byte) (seal.DecisionFile, error) {
	d, err := seal.ParseDecision(b)
	if err != nil {
		return d, err
	}
	key, err := s.signer(d.Head)
	if err != nil {
		return d, err
	}
	return seal.VerifyDecision(b, key)
}

// Keys of the index. Times and days are big-endian, so that a plain forward
// scan gives the order; newest first is the complement.
//
//	s/<case>                          record
//	p/<submission>                    case
//	f/<lookup>                        case
//	i/<status>/<received><case>       the list, newest first; i//… is all
//	q/<due><received><case>           history of what waits, due first
//	r/<class>/<updated><case>         history of what does not wait, by when it was last changed
//	x/<case>                          folder of an erased case
//	a/<case>                          what a policy did with a case that waits: see markLeft
//	d/<case>                          sealed tag that the case is compared by: see tag
//	t/                                hot topics, see topics.go
func (r record) pairs() (keys, values [][]byte, err error) {
	value, err := json.Marshal(r)
	if err != nil {
		return nil, nil, err
	}
	id := r.Head.Case[:]
	add := func(key, value []byte) { keys, values = append(keys, key), append(values, value) }
	add(keyOf("s/", id), value)
	for _, sub := range r.IDs {
		add(keyOf("p/", sub[:]), id)
	}
	add(keyOf("f/", r.Lookup[:]), id)
	received := binary.BigEndian.AppendUint64(nil, uint64(r.Head.Received.Unix()))
	newest := complement(append(received, id...))
	add(keyOf("i//", newest), nil)
	add(keyOf("i/"+string(r.Head.Status)+"/", newest), nil)
	if r.Head.Status == model.Waiting {
		due := binary.BigEndian.AppendUint32(nil, uint32(dayOf(r.Head)))
		add(keyOf("q/", append(append(due, received...), id...)), r.encodeHistory())
	}
	if class := r.Head.Class(); class != "" {
		updated := binary.BigEndian.AppendUint64(nil, uint64(r.Head.Updated.Unix()))
		add(keyOf("r/"+class+"/", append(updated, id...)), r.encodeHistory())
	}
	return keys, values, nil
}

// dayOf orders days: 20261124. A case without one comes last.
func dayOf(h model.Head) int {
	if h.Due.IsZero() {
		return 99991231
	}
	return h.Due.Year*10000 + int(h.Due.Month)*100 + h.Due.Day
}

func keyOf(prefix string, b []byte) []byte { return append([]byte(prefix), b...) }

func complement(b []byte) []byte {
	out := bytes.Clone(b)
	for i := range out {
		out[i] = ^out[i]
	}
	return out
}

// put replaces what the index holds about a case. The audit log's head goes
// into the same transaction.
func (s *Store) put(r record) error {
	return s.update(func(txn *badger.Txn) error {
		if err := s.forget(txn, r.Head.Case, r.Head.ID); err != nil {
			return err
		}
		keys, values, err := r.pairs()
		if err != nil {
			return err
		}
		for i := range keys {
			if err := txn.Set(keys[i], values[i]); err != nil {
				return err
			}
		}
		return s.putHead(txn)
	})
}

// forget takes a case out of the index; one that is not there is fine. Its tag
// stays if it is of this revision: a decision changes nothing of what was
// submitted.
func (s *Store) forget(txn *badger.Txn, id, revision uuid.UUID) error {
	if err := txn.Delete(keyOf("a/", id[:])); err != nil {
		return err
	}
	old, err := getRecord(txn, id)
	if err == nil && old.Head.ID != revision || errors.Is(err, model.ErrNotFound) {
		s.retag(id)
		if err := txn.Delete(keyOf("d/", id[:])); err != nil {
			return err
		}
	}
	if errors.Is(err, model.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	keys, _, err := old.pairs()
	for _, key := range keys {
		err = errors.Join(err, txn.Delete(key))
	}
	return err
}

// getRecord is the index's record of a case, or ErrNotFound.
func getRecord(txn *badger.Txn, id uuid.UUID) (r record, err error) {
	b, err := getBytes(txn, keyOf("s/", id[:]))
	if err != nil {
		return r, err
	}
	if json.Unmarshal(b, &r) != nil || r.Head.Case != id {
		return r, model.Fail(model.CodeDamaged, errString("a record of the index"))
	}
	return r, nil
}

// get is the index's record of a case. The caller holds mu.
func (s *Store) get(id uuid.UUID) (r record, err error) {
	err = s.view(func(txn *badger.Txn) error {
		r, err = getRecord(txn, id)
		return err
	})
	return r, err
}

// getBy is the record of the case that key leads to: p/… or f/….
func (s *Store) getBy(prefix string, id []byte) (r record, err error) {
	err = s.view(func(txn *badger.Txn) error {
		b, err := getBytes(txn, keyOf(prefix, id))
		if err != nil {
			return err
		}
		of, err := uuid.FromBytes(b)
		if err != nil {
			return model.Fail(model.CodeDamaged, errString("an entry of the index"))
		}
		r, err = getRecord(txn, of)
		return err
	})
	return r, err
}

// view reads the index. The caller holds mu.
func (s *Store) view(f func(*badger.Txn) error) error {
	if s.db == nil {
		return errClosed
	}
	return s.coded(s.db.View(f))
}

// update changes the index in one transaction. The caller holds mu.
func (s *Store) update(f func(*badger.Txn) error) error {
	if s.db == nil {
		return errClosed
	}
	return s.coded(s.db.Update(f))
}

// coded leaves errors with a code alone, and that a job was stopped, and takes
// paths out of the others.
func (s *Store) coded(err error) error {
	if err == nil || model.CodeOf(err) != "" || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return model.Fail(model.CodeDamaged, s.without(err))
}
