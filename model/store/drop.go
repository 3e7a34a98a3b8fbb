package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"truename/model"
	"truename/model/seal"

	"github.com/google/uuid"
)

const actionDrop = "drop"

// dropBodies takes the sealed parts off packets that the desk has signed for
// longer than Retention.Carried ago, on a machine that only submits. Headers and
// decisions stay, so that people see their status; the desk has the rest. The
// header is written as a file of its own first, which counts from then on; what
// is cut short goes on the next time.
func (s *Store) dropBodies(ctx context.Context) (n int, err error) {
	days := s.o.Retention.Carried
	if days == 0 || !s.SubmitsOnly() {
		return 0, nil
	}
	done, err := s.acknowledged()
	until := s.now().AddDate(0, 0, -days)
	for at, when := range done {
		dir, base := path.Split(at)
		id, perr := uuid.Parse(path.Clean(dir))
		if err != nil || perr != nil || when.After(until) || !packetForm.MatchString(base) {
			continue
		}
		s.mu.Lock()
		var dropped bool
		if dropped, err = s.dropBody(ctx, id, base); dropped {
			n++
		}
		s.mu.Unlock()
	}
	return n, err
}

// dropBody drops one packet, called base in the folder of its case. The caller
// holds mu.
func (s *Store) dropBody(ctx context.Context, id uuid.UUID, base string) (dropped bool, err error) {
	r, err := s.get(id)
	if errors.Is(err, model.ErrNotFound) { // erased
		return false, nil
	}
	if err != nil {
		return false, err
	}
	name := path.Join(r.dir(), base)
	file := s.path(filepath.FromSlash(name))
	if _, err := os.Lstat(file); err != nil {
		return false, nil // dropped before
	}
	if err := s.writable(ctx); err != nil {
		return false, err
	}
	h, front, err := s.readFront(file) // the packet itself, or what was written of it before
	if err != nil {
		return false, err
	}
	header := strings.TrimSuffix(name, packetEnd) + headerEnd
	if _, serr := os.Lstat(s.path(filepath.FromSlash(header))); serr != nil {
		e := entry{Actor: actorDevice, Action: actionDrop, Case: id, Revision: h.Revision, From: r.Head.Version, To: r.Head.Version}
		if err := s.keepFile(header, front[:seal.HeaderSize], e); err != nil {
			return false, err
		}
	}
	if _, err := s.indexed(r); err != nil { // the index goes first: what it has are the sealed fields
		return false, err
	}
	if err := s.disk.remove(file); err != nil {
		return false, s.doubt(errors.Join(errUnsure, err))
	}
	return true, nil
}

// dropped reports whether a file is a packet that was dropped: its header, which
// the log names too, stands in its place.
func (s *Store) dropped(file string) bool {
	name, is := strings.CutSuffix(s.path(filepath.FromSlash(file)), packetEnd)
	_, err := os.Lstat(name + packetEnd)
	_, herr := os.Lstat(name + headerEnd)
	return is && errors.Is(err, fs.ErrNotExist) && herr == nil
}
