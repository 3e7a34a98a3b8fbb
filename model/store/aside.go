package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"truename/model"

	"github.com/google/uuid"
)

// What was refused is kept in quarantine/, for whoever wants to know what it
// was, under refused-<case>-<file>: at most so much of it, since whoever brings
// a medium could fill the disk.
const (
	refusedPrefix = "refused-"
	refusedFiles  = 100
	refusedBytes  = 64 << 20
)

// actionAside says that something was refused and is kept in quarantine/.
const actionAside = "quarantine"

// setAside keeps b, refused as file name of a case, in quarantine/, if there is
// room and nothing of that name yet. It is a comfort: a failure is only
// logged. The caller holds mu.
func (s *Store) setAside(id uuid.UUID, name string, b []byte) (kept bool) {
	old, err := s.matching("quarantine", refusedPrefix+"*")
	size := int64(len(b))
	for _, path := range old {
		if info, serr := os.Stat(path); serr == nil {
			size += info.Size()
		}
	}
	to := s.path("quarantine", refusedPrefix+id.String()+"-"+path.Base(name))
	if _, serr := os.Lstat(to); serr == nil || len(old) >= refusedFiles || size > refusedBytes {
		return serr == nil
	}
	if err == nil {
		err = s.writable(context.Background())
	}
	if err == nil {
		err = s.disk.put(to, b)
	}
	if err == nil {
		err = s.note(entry{Actor: actorDevice, Action: actionAside, Case: id, Note: path.Base(name)})
	}
	if err != nil {
		s.o.Log.Error("what was refused cannot be kept", "error", pathless(err))
	}
	return err == nil
}

// dropAside removes what was refused of a case.
func (s *Store) dropAside(id uuid.UUID) error {
	old, err := s.matching("quarantine", refusedPrefix+id.String()+"-*")
	for _, path := range old {
		err = errors.Join(err, s.disk.remove(path))
	}
	return err
}

// expose takes out of a case's folder what the audit log does not know and
// nobody who counts here has signed: somebody planted it, and the case could
// not be read for it. What the log knows stays where it is, damaged or not.
func (s *Store) expose(p place, known logged) (moved bool, err error) {
	id, err := uuid.Parse(p.name)
	if err != nil {
		return false, nil
	}
	dir := path.Join("cases", p.folder, p.name)
	entries, err := os.ReadDir(s.path(filepath.FromSlash(dir)))
	if err != nil {
		return false, err
	}
	logged, err := known()
	if err != nil {
		return false, err
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		if logged[name] || !packetForm.MatchString(e.Name()) && !decisionForm.MatchString(e.Name()) {
			continue
		}
		file := s.path(filepath.FromSlash(name))
		b, rerr := os.ReadFile(file)
		if rerr != nil || s.genuine(p, e.Name(), b) {
			continue
		}
		s.o.Log.Error("a file that nobody who counts has signed is taken out of a case", "file", name)
		if s.setAside(id, e.Name(), b) {
			moved = true
			err = errors.Join(err, s.disk.remove(file))
		}
	}
	return moved, err
}

// genuine reports whether b is the packet or decision of that name and case,
// whole and signed.
func (s *Store) genuine(p place, name string, b []byte) bool {
	v := &verifier{s: s, sums: map[string]string{}, heads: map[string]auditHead{}, months: map[string]bool{}}
	check := v.decision
	if strings.HasSuffix(name, packetEnd) {
		check = v.packet
	}
	ok, err := check(p, name, b)
	return ok && err == nil
}

// reread reads a case that could not be read once more, without what somebody
// planted in its folder.
func (s *Store) reread(p place, known logged, cause error) (r record, ok bool, err error) {
	moved, err := s.expose(p, known)
	if err == nil && moved {
		r, ok, cause = s.readCase(p.folder, p.name)
	}
	if cause != nil {
		s.o.Log.Error("a case cannot be read", "case", p.name, "error", pathless(cause))
	}
	return r, ok && cause == nil, err
}

// keepRefused keeps a file of an export that is not what its manifest says, or
// that nobody who counts has signed.
func (in *importer) keepRefused(place string, b []byte, err error) {
	id, perr := uuid.Parse(path.Dir(place))
	if len(b) == 0 || perr != nil || !errors.Is(err, model.ErrDamaged) && !errors.Is(err, model.ErrUntrusted) {
		return
	}
	in.s.mu.Lock()
	defer in.s.mu.Unlock()
	if !in.s.setAside(id, fmt.Sprintf("%s.%s", path.Base(in.folder), path.Base(place)), b) {
		in.s.o.Log.Warn("a refused file is not kept: see quarantine/")
	}
}
