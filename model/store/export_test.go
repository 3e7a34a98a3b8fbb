package store

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/model/seal"

	"github.com/dgraph-io/badger/v4"
	"github.com/google/uuid"
)

// FailSteps lets hook fail steps of every durable write of s.
func FailSteps(s *Store, hook func(step string) error) { s.disk.hook = hook }

// CloseIndex closes Badger behind the store's back: every later use of it
// fails.
func CloseIndex(s *Store) error { return s.db.Close() }

// Settle waits for the walk after opening, which has a broken index rebuilt.
func Settle(s *Store) { s.sweeper.Wait() }

// EmptyRecord puts an empty value in the place of what the index holds about a
// case: Badger gives that, without an error, for what it cannot read.
func EmptyRecord(s *Store, id uuid.UUID) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.update(func(txn *badger.Txn) error { return txn.Set(keyOf("s/", id[:]), nil) })
}

// Derive has the keys of a reference ready, as saving a draft would.
func Derive(s *Store, reference string) { s.keysOf(reference) }

// SetKeys gives a reference keys that were not derived from it, so that many
// cases can be made in little time.
func SetKeys(s *Store, reference string, keys seal.RefKeys) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refs[reference] = keys
}

// NoteOpenings appends to the audit log that cases were opened, with one sync
// for all of them, so that a long log can be made in little time.
func NoteOpenings(s *Store, reviewer string, cases ...uuid.UUID) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	entries := make([]entry, len(cases))
	for i, id := range cases {
		entries[i] = entry{At: s.now(), Actor: reviewer, Action: actionOpen, Case: id, Revision: 1, From: 1, To: 1}
	}
	_, err := s.audit.append(entries...)
	return s.doubt(err)
}

// WaitAfter is the throttle's table.
var WaitAfter = after

// Plain is what errors of the system become.
var Plain = plain

// ForgeReceipt leaves a receipt of s for everything in an export that s never
// took in.
func ForgeReceipt(t *testing.T, s *Store, folder string) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(folder, exportList))
	if err != nil {
		t.Fatal(err)
	}
	m, err := seal.ParseManifest(b)
	if err != nil {
		t.Fatal(err)
	}
	r := seal.Receipt{Export: m.ID, From: m.Machine.ID, Machine: seal.NameKey(s.device.Public()), At: s.now()}
	for _, i := range m.Items {
		r.Taken = append(r.Taken, seal.Taken{Place: i.Place, Sum: i.Sum})
	}
	if b, err = seal.EncodeReceipt(r, s.device); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, receiptPrefix+s.device.ID), b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// A Forgery is an export with files by place that need not be its machine's;
// Spoil, if given, changes what the manifest says of each.
type Forgery struct {
	Files map[string][]byte
	Spoil func(*seal.Item)
}

// ForgeExport writes a forged export, signed by s.
func ForgeExport(t *testing.T, s *Store, dir string, f Forgery) {
	t.Helper()
	id := uuid.New()
	m := seal.Manifest{ID: id, Machine: seal.NameKey(s.device.Public()), At: s.now(), Organisation: s.organised()}
	folder := filepath.Join(dir, exportPrefix+id.String())
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for i, place := range slices.Backward(slices.Sorted(maps.Keys(f.Files))) {
		b := f.Files[place]
		item := seal.Item{File: fmt.Sprintf("%05d%s", i+1, path.Ext(place)), Place: place, Size: int64(len(b)), Sum: sha256.Sum256(b)}
		if f.Spoil != nil {
			f.Spoil(&item)
		}
		m.Items = append(m.Items, item)
		if err := os.WriteFile(filepath.Join(folder, item.File), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b, err := seal.EncodeManifest(m, s.device)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, exportList), b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// WithSteps lets hook fail steps of a store from its opening on.
func WithSteps(o Options, hook func(step string) error) Options {
	o.hook = hook
	return o
}

// CheckBackup fails unless bad is refused or holds the same files as good.
func CheckBackup(t *testing.T, bad, good []byte) error {
	t.Helper()
	read := func(b []byte) (map[string]string, error) {
		file, files := filepath.Join(t.TempDir(), "backup"), map[string]string{}
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := readBackup(t.Context(), file, func(name string, b []byte) error { files[name] = string(b); return nil })
		return files, err
	}
	got, err := read(bad)
	want, werr := read(good)
	if werr != nil || err == nil && !maps.Equal(got, want) {
		return fmt.Errorf("it passes for whole: %w", werr)
	}
	return nil
}

// Tags are the cases that the index has tags of.
func Tags(s *Store) map[uuid.UUID]bool {
	all := map[uuid.UUID]bool{}
	s.view(func(txn *badger.Txn) error {
		return scan(txn, "d/", nil, func(key []byte) error {
			all[uuid.UUID(key[2:])] = true
			return nil
		})
	})
	return all
}

// TagSizes are the lengths of the sealed tags.
func TagSizes(s *Store) (all []int) {
	s.view(func(txn *badger.Txn) error {
		return scan(txn, "d/", nil, func(key []byte) error {
			b, err := getBytes(txn, key)
			all = append(all, len(b))
			return err
		})
	})
	return all
}

// TagParts are the key of the tags and what stands in that of a case.
func TagParts(s *Store, id uuid.UUID) [][]byte {
	t := s.desk.tags.of[id]
	return [][]byte{s.desk.tags.key[:], t.Number[:], t.Front[:], t.Back[:], t.Last[:], t.Names[0][:]}
}

// AgeIndex makes the index in a closed data folder one of the version before
// there were histories.
func AgeIndex(dir string) error {
	db, err := openBadger(indexOptions(filepath.Join(dir, indexName), nil, false))
	if err != nil {
		return err
	}
	err = db.Update(func(txn *badger.Txn) error {
		err := scan(txn, "q/", nil, func(key []byte) error { return txn.Set(key, nil) })
		return errors.Join(err, txn.Set([]byte(keyVersion), []byte{3}))
	})
	return errors.Join(err, db.Close(), os.Remove(filepath.Join(dir, cleanName)))
}

// CheckHistory fails if b is taken for a history that is written otherwise.
func CheckHistory(b []byte) error {
	kind, h, err := decodeHistory(b, nil)
	if err != nil {
		return nil
	}
	again := record{Head: model.Head{Kind: kind}, history: h}.encodeHistory()
	_, twice, err := decodeHistory(again, nil)
	if err != nil || !slices.Equal(h, twice) || len(slices.Collect(h.deeds(kind))) != len(h) {
		return fmt.Errorf("%x is read as %v, and then as %v: %w", b, h, twice, err)
	}
	return nil
}

// FillIndex puts n cases into the index that stand in no file, spread over ten
// years: every fiftieth came in the last 40 days and waits, the others were
// approved after a day, every second after it had been returned.
func FillIndex(s *Store, n int, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	batch := s.db.NewWriteBatch()
	defer batch.Cancel()
	for i := range n {
		at := now.AddDate(0, 0, -5-i*3600/n)
		if i%50 == 0 {
			at = now.AddDate(0, 0, -1-i/50%40)
		}
		r := record{Head: model.Head{Case: uuid.New(), ID: uuid.New(), Kind: model.Binding, Status: model.Waiting}}
		revision := func() { r.history = append(r.history, stamp{at: at, due: idcard.Today(at).AddDays(5)}) }
		decide := func(v model.Verb) {
			at = at.Add(24 * time.Hour)
			r.history = append(r.history, stamp{verb: v, at: at})
		}
		revision()
		if i%2 == 0 {
			decide(model.Return)
			revision()
		}
		if i%50 != 0 {
			decide(model.Approve)
			r.Head.Status = model.Approved
		}
		r.Head.Updated, r.IDs, r.Decisions = at, []uuid.UUID{r.Head.ID}, []int{1}
		keys, values, err := r.pairs()
		if err := errors.Join(err, setAll(batch, keys, values)); err != nil {
			return err
		}
	}
	return batch.Flush()
}

// FillQueue puts n waiting cases into the index that stand in no file, with the
// tags that the open desk makes of them: three characters of a name each, a
// number of their own, and every third with something found.
func FillQueue(s *Store, n int, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	key, err := s.tagsKey()
	if err != nil {
		return err
	}
	batch := s.db.NewWriteBatch()
	defer batch.Cancel()
	k := hasher(key)
	for i := range n {
		at := now.Add(-time.Duration(n-i) * time.Minute)
		id := uuid.Must(uuid.NewV7())
		r := record{Head: model.Head{
			Case: id, ID: id, Kind: model.Binding, Status: model.Waiting, Revision: 1, Version: 1, Received: at, Updated: at,
			Due: idcard.Today(at).AddDays(5), Machine: s.device.ID, Tag: fmt.Sprintf("%04d", i%10000),
		}}
		r.history = history{{at: at, due: r.Head.Due}}
		r.IDs, r.Decisions = []uuid.UUID{id}, []int{0}
		number := fmt.Sprintf("1101011990%08d", i)
		is := tag{Number: k.number(number), Last: k.last(number[14:]), Print: uint64(i) << 20, Front: mac(id[8:]), Back: mac(id[:8])}
		for j := range 3 {
			is.Names[j] = k.name(fmt.Sprintf("%d", i%50*100+j))
		}
		copy(is.Tag[:], r.Head.Tag)
		if i%3 == 0 {
			is.weigh(model.RiskOf([]model.Finding{{Code: findingCodes[i%len(findingCodes)], Weight: model.Notice}}))
		}
		sealed, err := seal.SealTags(key, is.encode(), tagAD(id))
		if err != nil {
			return err
		}
		keys, values, err := r.pairs()
		keys, values = append(keys, keyOf("d/", id[:])), append(values, sealed)
		if err := errors.Join(err, setAll(batch, keys, values)); err != nil {
			return err
		}
	}
	return batch.Flush()
}

// Word is how the beginning of the name of case i of FillQueue is looked for.
func Word(s *Store, i int) (w [5]byte) {
	return hasher(s.desk.tags.key).name(fmt.Sprintf("%d", i%50*100))
}

// SearchWord is Search for a word of a name as it stands in tags.
func SearchWord(s *Store, w [5]byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, err := s.searchTags(wanted{name: w})
	return found.Total, err
}

// CertificateIn is the certificate of a decision about a case whose capsule
// holds text for one.
func CertificateIn(s *Store, about uuid.UUID, text string) (*model.Certificate, error) {
	var key [32]byte
	d := seal.DecisionFile{Head: seal.DecisionHead{Case: about}}
	plain, err := json.Marshal(capsule{Certificate: text})
	if err == nil {
		d.Capsule, err = seal.SealCapsule(key, plain, capsuleAD(d.Head))
	}
	if err != nil {
		return nil, err
	}
	return s.certificateOf(d, key)
}

func setAll(batch *badger.WriteBatch, keys, values [][]byte) (err error) {
	for i := range keys {
		err = errors.Join(err, batch.Set(keys[i], values[i]))
	}
	return err
}
