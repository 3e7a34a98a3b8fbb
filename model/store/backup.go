package store

import (
	"archive/tar"
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"truename/model"
	"truename/model/idcard"
	"truename/model/seal"

	"github.com/dgraph-io/badger/v4"
	"github.com/google/uuid"
)

// What lies in a backup besides the files of the data folder: the first entry
// and the last one. Without the last it is no backup.
const (
	backupHead = "truename-backup"
	backupSums = "truename-sums"
)

// A Backup says what a backup holds.
type Backup struct {
	Head  seal.BackupHead
	Files int
	Bytes int64        // of the files
	Flaws []model.Flaw // files that the audit log names and that are not whole: the rest is in the backup
}

// Backup writes everything that must survive to file to, which must not be
// there yet, and reads it back: each file's SHA-256 and the head of the audit
// log. Others can use the store meanwhile, but for erasing: what is in the
// backup is the store as it stood at one moment, between two commits. file
// appears whole or not at all. It stands in the audit log. Errors: ErrNotSaved
// (the file is there, or cannot be written), ErrDiskFull, ErrReadOnly,
// ErrDamaged.
func (s *Store) Backup(ctx context.Context, to string) (Backup, error) {
	s.whole.Lock()
	defer s.whole.Unlock()
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return Backup{}, model.Fail(model.CodeNotSaved, errString("the place is taken"))
	}
	w := &backupWriter{s: s, sums: &bytes.Buffer{}}
	if err := w.snapshot(ctx); err != nil {
		return Backup{}, plain(err)
	}
	tmp := to + tmpEnd
	err := w.write(ctx, tmp)
	if err == nil {
		err = checkBackup(ctx, tmp, w.Head)
	}
	if err == nil {
		err = s.disk.step("rename", func() error { return os.Rename(tmp, to) })
	}
	if err != nil {
		os.Remove(tmp)
		return Backup{}, medium(err)
	}
	return w.Backup, medium(s.disk.syncDir(filepath.Dir(to)))
}

// A backupWriter is one backup under way.
type backupWriter struct {
	Backup
	s     *Store
	small []blob    // what changes in place, as it was at the moment of the backup
	logs  []segment // the audit log until then
	tar   *tar.Writer
	sums  *bytes.Buffer
}

type blob struct {
	name string // in the data folder, with slashes
	b    []byte
}

type segment struct {
	name string
	size int64
}

// snapshot notes the backup in the audit log and fixes what is in it. A commit
// holds mu, so every file that the log names until here is synced.
func (w *backupWriter) snapshot(ctx context.Context) error {
	s := w.s
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.writable(ctx); err != nil {
		return err
	}
	id, err := uuid.NewRandom()
	if err != nil {
		return err
	}
	if err := s.note(entry{Actor: actorDevice, Action: "backup", Note: id.String()}); err != nil {
		return err
	}
	w.Head = seal.BackupHead{
		ID: id, Machine: seal.NameKey(s.device.Public()), At: s.now(), Demo: s.o.Demo,
		AuditSeq: s.audit.head.Seq, AuditHead: s.audit.head.Hash,
		Local: s.keep.Keeper, Unclaimed: !s.guarded(), Months: []seal.BackupMonth{}, Holders: []string{},
	}
	for _, h := range s.holders() {
		w.Head.Holders = append(w.Head.Holders, h.id)
	}
	slices.Sort(w.Head.Holders)
	dies, err := s.ends()
	for _, id := range s.living() {
		base, _ := splitMonth(id)
		w.Head.Months = append(w.Head.Months, seal.BackupMonth{ID: id, Dies: dies[base]})
	}
	return errors.Join(err, w.collect())
}

// collect reads the small files and the length of the log.
func (w *backupWriter) collect() error {
	for _, top := range []string{storeName, "keys", carriedName} {
		err := filepath.WalkDir(w.s.path(top), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, tmpEnd) {
				return err
			}
			rel, err := filepath.Rel(w.s.dir, path)
			name := filepath.ToSlash(rel)
			if err != nil || limitOf(name) == 0 { // nothing of ours
				return err
			}
			b, err := os.ReadFile(path)
			w.small = append(w.small, blob{name, b})
			return err
		})
		if err != nil {
			return err
		}
	}
	names, err := w.s.audit.segments()
	for _, name := range names {
		info, serr := os.Stat(w.s.path("audit", name))
		if serr != nil {
			return serr
		}
		w.logs = append(w.logs, segment{name, info.Size()})
	}
	return err
}

// ends is, for each month, the day on which the last of what is sealed to its
// keys is due; months in which something has no end are left out.
func (s *Store) ends() (map[string]idcard.Date, error) {
	last, open := map[string]idcard.Date{}, map[string]bool{}
	err := s.view(func(txn *badger.Txn) error {
		return scan(txn, "s/", nil, func(key []byte) error {
			r, err := getRecord(txn, uuid.UUID(key[len("s/"):]))
			if err != nil {
				return err
			}
			at, ok := s.o.Retention.Ends(r.Head)
			day := idcard.Today(at)
			// Its revisions lie between the month of the first and that of the last change.
			for m := r.Head.Received; m.Format("200601") <= r.Head.Updated.Format("200601"); m = m.AddDate(0, 0, 27) {
				base := m.Format("200601")
				if open[base] = open[base] || !ok; day.After(last[base]) {
					last[base] = day
				}
			}
			return nil
		})
	})
	for base := range open {
		if open[base] {
			delete(last, base)
		}
	}
	return last, err
}

// write makes the file.
func (w *backupWriter) write(ctx context.Context, tmp string) (err error) {
	disk := &w.s.disk
	var f *os.File
	err = disk.step("create", func() error {
		f, err = os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, fileMode)
		return err
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	buf := bufio.NewWriterSize(stepWriter{disk, f}, 1<<20)
	w.tar = tar.NewWriter(buf)
	if err := w.entries(ctx); err != nil {
		return err
	}
	if err := errors.Join(w.tar.Close(), buf.Flush()); err != nil {
		return err
	}
	return disk.step("sync", f.Sync)
}

// A stepWriter asks the disk's hook before each write.
type stepWriter struct {
	disk *disk
	w    io.Writer
}

func (w stepWriter) Write(b []byte) (n int, err error) {
	err = w.disk.step("write", func() error { n, err = w.w.Write(b); return err })
	return n, err
}

// entries writes the head, all files, and the list of their sums.
func (w *backupWriter) entries(ctx context.Context) error {
	head, err := seal.EncodeBackupHead(w.Head, w.s.device)
	if err != nil {
		return err
	}
	if err := w.put(backupHead, head); err != nil {
		return err
	}
	for _, b := range w.small {
		if err := w.file(b.name, b.b); err != nil {
			return err
		}
	}
	if err := w.log(); err != nil {
		return err
	}
	for _, part := range []func(context.Context) error{w.cases, w.mine} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	sums, err := seal.SignSums(bytes.Clone(w.sums.Bytes()), w.s.device)
	if err != nil {
		return err
	}
	return w.put(backupSums, sums)
}

// put writes one entry; its sum goes into the list.
func (w *backupWriter) put(name string, b []byte) error {
	sum := sha256.Sum256(b)
	fmt.Fprintf(w.sums, "%x  %s\n", sum, name)
	if err := w.tar.WriteHeader(&tar.Header{Name: name, Mode: fileMode, Size: int64(len(b)), Format: tar.FormatUSTAR}); err != nil {
		return err
	}
	_, err := w.tar.Write(b)
	return err
}

// file is put for a file of the data folder.
func (w *backupWriter) file(name string, b []byte) error {
	// The disk of the data must not become full by it: that would end the index.
	if err := w.s.room(false); err != nil {
		return err
	}
	w.Files++
	w.Bytes += int64(len(b))
	return w.put(name, b)
}

// log writes the audit log as it was at the moment of the backup.
func (w *backupWriter) log() error {
	for _, l := range w.logs {
		b, err := os.ReadFile(w.s.path("audit", l.name))
		if err == nil && int64(len(b)) < l.size {
			err = model.Fail(model.CodeDamaged, errString("the audit log was cut"))
		}
		if err != nil {
			return err
		}
		if err := w.file("audit/"+l.name, b[:l.size]); err != nil {
			return err
		}
	}
	return nil
}

// cases writes the files that the audit log names, as it names them.
func (w *backupWriter) cases(ctx context.Context) error {
	var all []entry
	err := w.s.audit.read(0, func(l line) error {
		if l.Seq > w.Head.AuditSeq {
			return errEnough
		}
		if l.File != "" {
			all = append(all, l.entry)
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return err
	}
	for _, e := range all {
		if err := ctx.Err(); err != nil {
			return err
		}
		if w.s.hasTombstone(e.File) || w.s.dropped(e.File) {
			continue
		}
		b, err := os.ReadFile(w.s.path(filepath.FromSlash(e.File)))
		if err != nil {
			w.Flaws = append(w.Flaws, model.Flaw{Path: e.File, What: flawMissing})
			continue
		}
		if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != e.Sum {
			w.Flaws = append(w.Flaws, model.Flaw{Path: e.File, What: flawDamaged})
		}
		if err := w.file(e.File, b); err != nil {
			return err
		}
	}
	return nil
}

// mine writes this account's own files. One that goes meanwhile is not needed.
func (w *backupWriter) mine(ctx context.Context) error {
	names, err := w.s.mineFiles()
	for _, name := range names {
		if err != nil || !strings.HasSuffix(name, caseEnd) && !strings.HasSuffix(name, ownEnd) && !strings.HasSuffix(name, draftEnd) {
			continue
		}
		b, rerr := os.ReadFile(w.s.path("mine", name))
		if errors.Is(rerr, fs.ErrNotExist) {
			continue
		}
		if err = errors.Join(rerr, ctx.Err()); err == nil {
			err = w.file(path.Join("mine", name), b)
		}
	}
	return err
}
