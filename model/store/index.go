package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"truename/model"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
)

const (
	indexName     = "index"
	cleanName     = "clean"
	keptIndexes   = 2 // damaged indexes in quarantine
	indexVersion  = 5
	keyVersion    = "m/ver"
	keyAuditHead  = "m/audit-head"
	manifestName  = "MANIFEST"
	indexLockName = "LOCK"
)

// indexOptions are measured: 52 MB of memory and 0.2 s to open with 100,000
// cases, every commit synced. OnTableRead finds a damaged table at opening;
// OnTableAndBlockRead would panic in a goroutine. Where the sums of an orderly
// stop fit, all was read and checked already: doing it again takes as long
// once more, and the memory of every table.
func indexOptions(dir string, log badger.Logger, checked bool) badger.Options {
	mode := options.OnTableRead
	if checked {
		mode = options.NoVerification
	}
	return badger.DefaultOptions(dir).WithSyncWrites(true).
		WithMemTableSize(8 << 20).WithNumMemtables(2).
		WithNumLevelZeroTables(2).WithNumLevelZeroTablesStall(6).WithNumCompactors(2).
		WithValueThreshold(64 << 10).WithValueLogFileSize(16 << 20).
		WithCompression(options.None).WithBlockCacheSize(0).WithIndexCacheSize(4 << 20).
		WithChecksumVerificationMode(mode).
		WithVerifyValueChecksum(true).WithMetricsEnabled(false).WithLogger(log)
}

// Probe opens the index in data folder dir and closes it. A damaged table can
// kill the process in a goroutine of Badger's, so after an unclean stop this
// is run in a process of its own: see Options.Probe.
func Probe(dir string) error {
	path := filepath.Join(dir, indexName)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	db, err := openBadger(indexOptions(path, indexLog{slog.New(slog.DiscardHandler), dir}, false))
	if err != nil {
		return model.Fail(model.CodeDamaged, errString("the index does not open"))
	}
	return plain(db.Close())
}

// openBadger opens an index. Files of 0 bytes, which a kill between creating
// and sizing leaves behind, hold nothing and are removed; opening is tried
// twice for the same reason.
func openBadger(o badger.Options) (db *badger.DB, err error) {
	if err := dropEmpty(o.Dir); err != nil {
		return nil, err
	}
	for range 2 {
		if db, err = tryBadger(o); err == nil {
			return db, nil
		}
	}
	return nil, err
}

// tryBadger turns a panic on this goroutine into an error.
func tryBadger(o badger.Options) (db *badger.DB, err error) {
	defer func() {
		if p := recover(); p != nil {
			db, err = nil, fmt.Errorf("panic at opening: %v", p)
		}
	}()
	return badger.Open(o)
}

// dropEmpty removes *.mem and *.vlog of 0 bytes.
func dropEmpty(path string) error {
	entries, err := os.ReadDir(path)
	for _, e := range entries {
		info, ierr := e.Info()
		err = errors.Join(err, ierr)
		if ext := filepath.Ext(e.Name()); ierr == nil && info.Size() == 0 && (ext == ".mem" || ext == ".vlog") {
			err = errors.Join(err, os.Remove(filepath.Join(path, e.Name())))
		}
	}
	return err
}

// openIndex opens the index, or builds it anew where it shows damage, and
// brings it up to date with the files. walked is true if all folders of cases
// were looked at.
func (s *Store) openIndex(sums sumsOf) (walked bool, err error) {
	orderly, whole := s.takeCleanMark(sums)
	if !whole || !orderly && s.o.Probe != nil && !s.probed() {
		if err := s.quarantine(); err != nil {
			return false, err
		}
	}
	if err := s.openDB(); err != nil {
		s.o.Log.Warn("the index does not open", "error", err)
		if err := s.quarantine(); err != nil {
			return false, err
		}
		if err := s.openDB(); err != nil {
			return false, err
		}
	}
	return s.settle(orderly)
}

// openDB opens Badger in index/.
func (s *Store) openDB() error {
	if err := s.disk.mkdir(s.path(indexName)); err != nil {
		return err
	}
	db, err := openBadger(indexOptions(s.path(indexName), indexLog{s.o.Log, s.dir}, s.marks != nil))
	if err != nil {
		return s.without(err)
	}
	s.db = db
	return nil
}

// probed reports whether the index opens in another process.
func (s *Store) probed() bool {
	err := s.o.Probe(s.dir)
	if err != nil {
		s.o.Log.Warn("the index failed its probe", "error", pathless(err))
	}
	return err == nil
}

// closeIndex notes the audit log's head, closes Badger and leaves the mark of
// an orderly stop. The caller holds mu.
func (s *Store) closeIndex() error {
	err := s.db.Update(s.putHead)
	err = errors.Join(err, s.db.Close())
	s.db = nil
	if err != nil || s.broken != nil {
		return err
	}
	files, err := indexFiles(s.path(indexName), s.marks)
	if err != nil {
		return err
	}
	return s.writeJSON(files, cleanName)
}

// quarantine moves the index out of the way, and forgets the oldest ones.
func (s *Store) quarantine() error {
	if s.db != nil {
		s.db.Close()
		s.db = nil
	}
	s.marks = nil
	name := fmt.Sprintf("index-%019d", time.Now().UnixNano())
	err := os.Rename(s.path(indexName), s.path("quarantine", name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	s.o.Log.Warn("the index is rebuilt; the old one is in quarantine")
	entries, err := os.ReadDir(s.path("quarantine"))
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return !strings.HasPrefix(e.Name(), "index-") })
	for _, e := range entries[:max(0, len(entries)-keptIndexes)] {
		err = errors.Join(err, os.RemoveAll(s.path("quarantine", e.Name())))
	}
	return err
}

// putHead writes the audit log's head into the index.
func (s *Store) putHead(txn *badger.Txn) error {
	if err := txn.Set([]byte(keyVersion), []byte{indexVersion}); err != nil {
		return err
	}
	b := binary.BigEndian.AppendUint64(nil, s.audit.head.Seq)
	return txn.Set([]byte(keyAuditHead), append(b, s.audit.head.Hash[:]...))
}

// indexHead is the audit log's head as the index has it; ok is false if the
// index is empty, unfinished or of another version.
func (s *Store) indexHead() (h auditHead, ok bool) {
	err := s.db.View(func(txn *badger.Txn) error {
		version, err := getBytes(txn, []byte(keyVersion))
		if err != nil || len(version) != 1 || version[0] != indexVersion {
			return err
		}
		b, err := getBytes(txn, []byte(keyAuditHead))
		if err == nil && len(b) == 8+len(h.Hash) {
			h.Seq = binary.BigEndian.Uint64(b)
			copy(h.Hash[:], b[8:])
			ok = true
		}
		return err
	})
	return h, ok && err == nil
}

// getBytes is the value at key. An empty one is damage: Badger gives it, with
// no error, for what it cannot read.
func getBytes(txn *badger.Txn, key []byte) ([]byte, error) {
	item, err := txn.Get(key)
	if errors.Is(err, badger.ErrKeyNotFound) {
		return nil, model.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	b, err := item.ValueCopy(nil)
	if err == nil && len(b) == 0 {
		err = model.Fail(model.CodeDamaged, errString("an empty value in the index"))
	}
	return b, err
}

// indexLog gives Badger's warnings to our log, without the folder's name.
type indexLog struct {
	log *slog.Logger
	dir string
}

// Errorf logs an error.
func (l indexLog) Errorf(format string, a ...any) { l.log.Error(l.line(format, a)) }

// Warningf logs a warning.
func (l indexLog) Warningf(format string, a ...any) { l.log.Warn(l.line(format, a)) }

// Infof drops what is only of interest to Badger.
func (l indexLog) Infof(string, ...any) {}

// Debugf drops what is only of interest to Badger.
func (l indexLog) Debugf(string, ...any) {}

func (l indexLog) line(format string, a []any) string {
	text := strings.TrimSpace(fmt.Sprintf(format, a...))
	return "index: " + strings.ReplaceAll(text, l.dir, "<data>")
}
