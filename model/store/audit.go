package store

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"truename/model"
	"truename/model/seal"

	"github.com/google/uuid"
)

// Actors that are no reviewer.
const (
	actorDevice = "device" // the machine by itself
	actorPerson = "person" // who holds the reference
)

// An entry is one record of the audit log: who did what, when, to which case
// and file. It holds nothing about the person.
type entry struct {
	Seq      uint64    `json:"seq"`
	At       time.Time `json:"at"` // UTC
	Actor    string    `json:"actor"`
	Action   string    `json:"action"`
	Case     uuid.UUID `json:"case,omitzero"`
	Revision int       `json:"revision,omitempty"`
	From     int       `json:"from,omitempty"` // version of the case before
	To       int       `json:"to,omitempty"`   // and after
	Key      string    `json:"key,omitempty"`  // id of the key it is about
	File     string    `json:"file,omitempty"` // the file that was written, inside the data folder, with slashes
	Sum      string    `json:"sum,omitempty"`  // its SHA-256
	Note     string    `json:"note,omitempty"`
	Prev     string    `json:"prev"` // hash of the record before
	Hash     string    `json:"hash"` // SHA-256 of this record without hash and signature
	Sign     []byte    `json:"sign"` // the device's, over the hash
}

// auditContext keeps a signature over a record from being used elsewhere.
const auditContext = "truename audit 1\n"

// hashed is the SHA-256 over e as JSON without its hash and signature.
func (e entry) hashed() [32]byte {
	e.Hash, e.Sign = "", nil
	b, err := json.Marshal(e)
	if err != nil {
		panic("store: an audit record has a JSON form: " + err.Error())
	}
	return sha256.Sum256(b)
}

// seal fills in place in the chain, hash and signature.
func (e *entry) seal(head auditHead, device seal.Device) {
	e.Seq, e.Prev = head.Seq+1, hex.EncodeToString(head.Hash[:])
	sum := e.hashed()
	e.Hash = hex.EncodeToString(sum[:])
	e.Sign = ed25519.Sign(device.Private, append([]byte(auditContext), sum[:]...))
}

// genuine reports whether hash and signature fit.
func (e entry) genuine(device ed25519.PublicKey) bool {
	sum := e.hashed()
	return e.Hash == hex.EncodeToString(sum[:]) &&
		ed25519.Verify(device, append([]byte(auditContext), sum[:]...), e.Sign)
}

// head is e's place in the chain.
func (e entry) head() (h auditHead) {
	h.Seq = e.Seq
	if b, err := hex.DecodeString(e.Hash); err == nil {
		copy(h.Hash[:], b)
	}
	return h
}

// An auditHead is the last record of the log: what later packets repeat.
type auditHead struct {
	Seq  uint64
	Hash [32]byte
}

// segmentSize is where a new segment of the log begins, in bytes: so much is
// read at opening.
const segmentSize = 1 << 20

// An auditLog appends to the last segment of the log. It is guarded by
// Store.mu.
type auditLog struct {
	dir    string
	disk   *disk
	device seal.Device
	file   *os.File
	size   int64
	head   auditHead
}

// openAudit opens the log for appending. A last line that a crash cut short
// is taken off; anything else that is wrong is for Verify to report.
func openAudit(dir string, d *disk, device seal.Device) (*auditLog, error) {
	a := &auditLog{dir: dir, disk: d, device: device}
	segments, err := a.segments()
	if err != nil {
		return nil, err
	}
	if len(segments) == 0 {
		return a, a.begin()
	}
	for i := len(segments) - 1; i >= 0 && a.head.Seq == 0; i-- {
		b, err := os.ReadFile(filepath.Join(dir, segments[i]))
		if err != nil {
			return nil, err
		}
		whole := int64(bytes.LastIndexByte(b, '\n') + 1)
		if i == len(segments)-1 {
			if err := a.resume(segments[i], whole, int64(len(b))); err != nil {
				return nil, err
			}
		}
		a.head = lastHead(b[:whole])
	}
	return a, nil
}

// resume opens the last segment and takes off what follows byte whole.
func (a *auditLog) resume(name string, whole, size int64) error {
	f, err := os.OpenFile(filepath.Join(a.dir, name), os.O_RDWR, fileMode)
	if err != nil {
		return err
	}
	a.file, a.size = f, whole
	if size == whole {
		return nil
	}
	return errors.Join(f.Truncate(whole), f.Sync())
}

// lastHead is the place of the last record in b; lines behind it that cannot
// be read are counted, so that their numbers are not given twice.
func lastHead(b []byte) auditHead {
	lines := bytes.Split(bytes.TrimSuffix(b, []byte("\n")), []byte("\n"))
	for i, line := range slices.Backward(lines) {
		var e entry
		if json.Unmarshal(line, &e) == nil && e.Seq > 0 {
			h := e.head()
			h.Seq += uint64(len(lines) - 1 - i)
			return h
		}
	}
	return auditHead{}
}

// segments lists the log's files, oldest first.
func (a *auditLog) segments() ([]string, error) {
	entries, err := os.ReadDir(a.dir)
	var names []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".log") {
			names = append(names, e.Name())
		}
	}
	return names, err // ReadDir sorts, and the names have a fixed width
}

// begin starts a new segment.
func (a *auditLog) begin() error {
	path := filepath.Join(a.dir, fmt.Sprintf("%016d.log", a.head.Seq+1))
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, fileMode)
	if err != nil {
		return err
	}
	if err := a.disk.syncDir(a.dir); err != nil {
		return errors.Join(err, f.Close())
	}
	if a.file != nil {
		a.file.Close()
	}
	a.file, a.size = f, 0
	return nil
}

// append chains, signs, writes and syncs records. After an error nothing of
// them stands in the log, or the error has errUnsure in its chain.
func (a *auditLog) append(entries ...entry) (auditHead, error) {
	if a.size >= segmentSize {
		if err := a.begin(); err != nil {
			return a.head, err
		}
	}
	head, buf := a.head, []byte(nil)
	for _, e := range entries {
		e.seal(head, a.device)
		head = e.head()
		line, err := json.Marshal(e)
		if err != nil {
			return a.head, err
		}
		buf = append(append(buf, line...), '\n')
	}
	if err := a.put(buf); err != nil {
		return a.head, err
	}
	a.head = head
	return head, nil
}

// put writes b at the end and syncs it.
func (a *auditLog) put(b []byte) error {
	err := a.disk.step("audit-write", func() error { _, err := a.file.WriteAt(b, a.size); return err })
	if err == nil {
		err = a.disk.step("audit-sync", a.file.Sync)
		if err != nil { // the kernel may have dropped the pages: only opening again can tell
			err = errors.Join(errUnsure, err)
		}
	}
	if err != nil {
		if terr := a.file.Truncate(a.size); terr != nil {
			err = errors.Join(errUnsure, err, terr)
		}
		return err
	}
	a.size += int64(len(b))
	return nil
}

// close closes the last segment.
func (a *auditLog) close() {
	if a.file != nil {
		a.file.Close()
	}
}

// A line is one line of the log as it was found.
type line struct {
	entry
	segment string
	ok      bool // it is the one form in which entry is written
}

// read calls f with every line from record number from on, oldest first,
// until f returns an error.
func (a *auditLog) read(from uint64, f func(line) error) error {
	return a.lines(from, func(segment string, raw []byte) error {
		l := parseLine(raw)
		l.segment = segment
		if l.ok && l.Seq < from {
			return nil
		}
		return f(l)
	})
}

// lines calls f with every line of the segment with record number from, and of
// those that follow, oldest first, until f returns an error. It needs no lock:
// a line that is being written has no end yet.
func (a *auditLog) lines(from uint64, f func(segment string, raw []byte) error) error {
	segments, err := a.segments()
	if err != nil {
		return err
	}
	for i, name := range segments {
		if i+1 < len(segments) && segments[i+1] <= fmt.Sprintf("%016d.log", from) {
			continue
		}
		b, err := os.ReadFile(filepath.Join(a.dir, name))
		if err != nil {
			return err
		}
		for raw := range bytes.Lines(b) {
			if err := f(name, raw); err != nil {
				return err
			}
		}
	}
	return nil
}

// parseLine reads one line.
func parseLine(raw []byte) (l line) {
	if json.Unmarshal(raw, &l.entry) != nil {
		return line{}
	}
	again, err := json.Marshal(l.entry)
	l.ok = err == nil && bytes.Equal(append(again, '\n'), raw)
	return l
}

// files lists the files that the log speaks of.
func (a *auditLog) files() (map[string]bool, error) {
	known := map[string]bool{}
	err := a.lines(0, func(_ string, raw []byte) error {
		var of struct {
			File string `json:"file"`
		}
		if bytes.Contains(raw, fileSays) && json.Unmarshal(raw, &of) == nil && of.File != "" {
			known[of.File] = true
		}
		return nil
	})
	return known, err
}

var fileSays = []byte(`"file":`)

// hashAt is the hash of record seq; ok is false if the log has none.
func (a *auditLog) hashAt(seq uint64) (hash [32]byte, ok bool) {
	if seq == a.head.Seq {
		return a.head.Hash, true
	}
	done := errors.New("found")
	err := a.read(seq, func(l line) error {
		if l.ok && l.Seq == seq {
			hash, ok = l.head().Hash, true
		}
		return done
	})
	return hash, ok && errors.Is(err, done)
}

// note appends one record about something that is not a file. The caller
// holds mu.
func (s *Store) note(e entry) error {
	e.At = s.now()
	_, err := s.audit.append(e)
	return s.doubt(err)
}

// noteSeen is note, with one sync, for what persons can ask about: the index
// knows the records at once, so that the log cannot lose them unseen, killed or
// not.
func (s *Store) noteSeen(all ...entry) error {
	for i := range all {
		all[i].At = s.now()
	}
	if _, err := s.audit.append(all...); err != nil {
		return s.doubt(err)
	}
	if err := s.update(s.putHead); err != nil {
		s.o.Log.Error("the index does not take the audit log's head", "error", s.without(err))
	}
	return nil
}

// doubt keeps err if it leaves open what stands on disk: nothing is written
// any more until the store is opened again.
func (s *Store) doubt(err error) error {
	if errors.Is(err, errUnsure) {
		s.broken = pathless(err)
	}
	if err != nil && model.CodeOf(err) == "" {
		return plain(err)
	}
	return err
}
