package store

import (
	"context"
	"encoding/hex"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"truename/model"
	"truename/model/seal"
	"truename/model/workday"

	"github.com/dgraph-io/badger/v4"
	"github.com/gofrs/flock"
	"github.com/google/uuid"
)

// Options say how to open a store. The zero value opens a real store with
// the local key in a file.
type Options struct {
	Demo      bool                             // a demonstration store
	Now       func() time.Time                 // nil: time.Now
	Log       *slog.Logger                     // nil: nothing is logged
	Progress  func(done, total int)            // of a rebuild at opening; may be nil
	LocalKey  KeyKeeper                        // nil: the 0600 file keys/local.key
	Work      int                              // scrypt log2 N for passphrases; 0: 18
	FreeSpace func(dir string) (uint64, error) // bytes free; nil: the real one
	Retention model.Retention                  // how long cases and drafts are kept: see EraseDue
	Trust     []string                         // public keys of machines that packets come from: see Trust
	Calendar  workday.Calendar                 // working days; zero: the notices alone
	Second    model.Second                     // what needs a second reviewer
	Probe     func(dir string) error           // after an unclean stop: opens the index in another process (see the function Probe); nil: none

	hook func(step string) error // of the disk; tests fail steps with it
}

// A KeyKeeper keeps secrets outside of the data folder: the keyring of the
// operating system. It is chosen at the first start and recorded.
type KeyKeeper interface {
	Name() string
	Get(id string) ([]byte, error)
	Set(id string, key []byte) error
}

// A Store is an open data folder. All methods may be called from any
// goroutine.
type Store struct {
	dir   string
	o     Options
	disk  disk
	lock  *flock.Flock
	local [32]byte // seals what lies in mine/
	keep  keeping  // where the local key is kept

	state atomic.Pointer[DeskState] // of what mu guards, for whoever cannot wait

	mu           sync.RWMutex // guards what follows; held for writing during a commit
	db           *badger.DB
	marks        map[string]mark // of the index's files, as they were at opening
	audit        *auditLog
	device       seal.Device
	people       map[string]reviewer // by id; who decides
	former       map[string]reviewer // by id; who once did
	months       map[string]seal.Month
	dead         map[string]bool // months whose key was destroyed
	trusted      trusted
	organisation organisation  // its ID is "" until a list was made
	list         *seal.KeyList // the last list of public keys, made or imported; nil if there is none
	recovery     recovery      // its ID is "" if there is none
	tagsID       string        // of the key of the tags that cases are compared by; "" if there is none
	mine         map[uuid.UUID]mineEntry
	refs         map[string]seal.RefKeys // references derived in this run
	broken       error                   // a write failed in a way that only opening again can judge
	sweeper      sync.WaitGroup          // reading the index at opening, and the walk after it
	stop         context.CancelFunc      // ends it

	whole sync.Mutex // held while a backup is made or a case erased, before mu

	tagMu  sync.Mutex // one comparison at a time; before mu
	deskMu sync.Mutex // one passphrase at a time

	contestMu sync.Mutex // before mu
	contests  contests   // as far as the audit log was read for them

	desk *openDesk // nil while locked; guarded by mu
	wait throttle

	hearMu sync.Mutex
	hear   map[int]func()
	nextID int
}

// Open opens the data folder dir, or makes a store in it if it is empty or
// not there. It fails with ErrInUse, ErrWrongKind, ErrNotAStore, ErrReadOnly,
// ErrDiskFull, ErrNewer, ErrKeyring or ErrDamaged, and then changes nothing
// that is stored. A damaged index is no error: it is rebuilt.
func Open(dir string, o Options) (*Store, error) {
	o = defaults(o)
	s := &Store{dir: dir, o: o, refs: map[string]seal.RefKeys{}, hear: map[int]func(){}}
	s.disk = disk{hook: o.hook, home: dir}
	if err := s.open(); err != nil {
		s.sweeper.Wait()
		s.release()
		return nil, plain(err)
	}
	s.publish()
	s.trustConfigured()
	return s, nil
}

// defaults fills in what o leaves open.
func defaults(o Options) Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Work == 0 {
		o.Work = 18
	}
	if o.FreeSpace == nil {
		o.FreeSpace = freeSpace
	}
	return o
}

// open does the steps of Open in order; release undoes them.
func (s *Store) open() error {
	fresh, err := s.take()
	if err != nil {
		return err
	}
	if err := s.room(true); err != nil {
		return err
	}
	if err := s.finishRestore(); err != nil {
		return err
	}
	if fresh {
		err = s.create()
	} else {
		err = s.identify()
	}
	if err != nil {
		return err
	}
	if err := s.mend(); err != nil {
		return err
	}
	sums := s.sums()
	if err := s.loadKeys(); err != nil {
		return err
	}
	if s.audit, err = openAudit(s.path("audit"), &s.disk, s.device); err != nil {
		return err
	}
	if err := s.sweepTmp(); err != nil {
		return err
	}
	if err := s.finishKeys(); err != nil {
		return err
	}
	return s.start(fresh, sums)
}

// start opens what is derived from the files and begins the walk over them.
func (s *Store) start(fresh bool, sums sumsOf) error {
	if fresh {
		if _, err := s.audit.append(entry{At: s.now(), Actor: actorDevice, Action: "create"}); err != nil {
			return err
		}
	}
	walked, err := s.openIndex(sums)
	if err != nil {
		return err
	}
	if err := s.loadMine(); err != nil {
		return err
	}
	s.putBallast()
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	s.sweeper.Go(func() {
		if !walked {
			s.sweep(ctx)
		}
		s.checkTail()
	})
	return nil
}

// Close waits for what is being written, closes the store and marks it as
// closed in order. The desk is locked.
func (s *Store) Close() error {
	if s.stop != nil {
		s.stop()
	}
	s.sweeper.Wait()
	s.Lock()
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	if s.db != nil {
		err = s.closeIndex()
	}
	s.release()
	return plain(err)
}

// release gives up what open took.
func (s *Store) release() {
	if s.db != nil {
		s.db.Close()
		s.db = nil
	}
	if s.audit != nil {
		s.audit.close()
		s.audit = nil
	}
	clear(s.local[:])
	if s.lock != nil {
		s.lock.Close()
		s.lock = nil
	}
}

// Demo reports whether this is a demonstration store.
func (s *Store) Demo() bool { return s.o.Demo }

// Machine is the id of this machine's key, which stands in every packet.
func (s *Store) Machine() string { return s.device.ID }

// MachineKey is the public key of this machine, in hexadecimal.
func (s *Store) MachineKey() string { return hex.EncodeToString(s.device.Public()) }

// Dir is the data folder.
func (s *Store) Dir() string { return s.dir }

// Calendar is the calendar that the store counts working days by.
func (s *Store) Calendar() workday.Calendar { return s.o.Calendar }

// Changed calls f after every change of a case, the desk or the topics (not
// of a draft: who saves it knows), on any goroutine and without a lock held, until stop is called.
func (s *Store) Changed(f func()) (stop func()) {
	s.hearMu.Lock()
	defer s.hearMu.Unlock()
	id := s.nextID
	s.nextID++
	s.hear[id] = f
	return func() {
		s.hearMu.Lock()
		defer s.hearMu.Unlock()
		delete(s.hear, id)
	}
}

// tell calls everyone who listens.
func (s *Store) tell() {
	s.hearMu.Lock()
	all := make([]func(), 0, len(s.hear))
	for _, f := range s.hear {
		all = append(all, f)
	}
	s.hearMu.Unlock()
	for _, f := range all {
		f()
	}
}

// now is the time in UTC, as it is stored.
func (s *Store) now() time.Time { return s.o.Now().UTC() }

// closed is what a store says that is used after Close.
var errClosed = model.Fail(model.CodeInUse, errString("the store is closed"))

// errString is an error that is a constant sentence.
type errString string

// Error is the sentence.
func (e errString) Error() string { return string(e) }

// writable fails if nothing may be written now: the store is closed, an
// earlier write ended in doubt, or the disk is nearly full.
func (s *Store) writable(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.audit == nil {
		return errClosed
	}
	if s.broken != nil {
		return model.Fail(model.CodeReadOnly, s.broken)
	}
	return s.room(false)
}
