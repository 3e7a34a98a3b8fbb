package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"math"
	"time"

	"truename/model"
	"truename/model/seal"

	"github.com/dgraph-io/badger/v4"
)

// Lists of hot topics live in the index alone: they are about nobody, and can be
// had again. A list is a key with its time and platform, and a row of it is a
// title's number and a heat, 16 bytes: most titles stay in a list for hours, and
// each is kept once.
const (
	topicPrefix = "t/"
	listPrefix  = "t/l/" // and seconds since 1970, big-endian, and the platform
	titlePrefix = "t/n/" // and the title's number
	daysKey     = "t/d"  // what the first of each day reached
	rowBytes    = 16
)

// inOneGo is how many entries are read or written under one lock: a commit of a
// submission waits no longer than that takes, a few milliseconds.
const inOneGo = 200

// titleNumber stands for a title on a platform.
func titleNumber(platform, title string) []byte {
	h := sha256.Sum256([]byte(platform + "\x00" + title))
	return h[:8]
}

// KeepList keeps a list; when it returns without an error it is synced. A list
// of the same platform and second is replaced. It is in no way part of a case
// and changes no record.
func (s *Store) KeepList(ctx context.Context, l model.TopicList) error {
	rows := make([]byte, 0, len(l.Rows)*rowBytes)
	return s.changeTopics(ctx, func(txn *badger.Txn) error {
		for _, r := range l.Rows {
			number := titleNumber(l.Platform, r.Title)
			if err := setIfOther(txn, append([]byte(titlePrefix), number...), r.Link+"\n"+r.Title); err != nil {
				return err
			}
			rows = append(rows, number...)
			rows = binary.BigEndian.AppendUint64(rows, math.Float64bits(r.Heat))
		}
		return txn.Set(listKey(l.At, l.Platform), rows)
	})
}

// changeTopics changes entries of topics in one transaction.
func (s *Store) changeTopics(ctx context.Context, f func(*badger.Txn) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.writable(ctx)
	if err == nil {
		err = s.update(f)
	}
	return plain(err)
}

// setIfOther writes what is not there already.
func setIfOther(txn *badger.Txn, key []byte, value string) error {
	item, err := txn.Get(key)
	if err == nil {
		same := false
		err = item.Value(func(b []byte) error {
			same = string(b) == value
			return nil
		})
		if same || err != nil {
			return err
		}
	} else if err != badger.ErrKeyNotFound {
		return err
	}
	return txn.Set(key, []byte(value))
}

func listKey(at time.Time, platform string) []byte {
	return append(binary.BigEndian.AppendUint64([]byte(listPrefix), uint64(at.Unix())), platform...)
}

// Lists calls f with every list from since on, by time. What f keeps of a list
// is its own. A row whose title is not there is left out.
func (s *Store) Lists(ctx context.Context, since time.Time, f func(model.TopicList) error) error {
	type title struct{ link, text string }
	titles := map[[8]byte]title{}
	err := s.stroll(ctx, titlePrefix, nil, func(key, value []byte) {
		for i, c := range value {
			if c == '\n' {
				titles[[8]byte(key)] = title{string(value[:i]), string(value[i+1:])}
				return
			}
		}
	})
	if err != nil {
		return err
	}
	var failed error
	err = s.stroll(ctx, listPrefix, binary.BigEndian.AppendUint64(nil, uint64(max(0, since.Unix()))), func(key, value []byte) {
		if failed != nil || len(key) < 8 {
			return
		}
		l := model.TopicList{Platform: string(key[8:]), At: time.Unix(int64(binary.BigEndian.Uint64(key)), 0).UTC()}
		l.Rows = make([]model.TopicRow, 0, len(value)/rowBytes)
		for ; len(value) >= rowBytes; value = value[rowBytes:] {
			if t, ok := titles[[8]byte(value)]; ok {
				l.Rows = append(l.Rows, model.TopicRow{Title: t.text, Link: t.link, Heat: math.Float64frombits(binary.BigEndian.Uint64(value[8:]))})
			}
		}
		failed = f(l)
	})
	if failed != nil {
		return failed
	}
	return err
}

// stroll calls f with the rest of each key behind prefix, from from on, and its
// value; both are f's only until it returns.
func (s *Store) stroll(ctx context.Context, prefix string, from []byte, f func(key, value []byte)) error {
	at := append([]byte(prefix), from...)
	for at != nil {
		if err := ctx.Err(); err != nil {
			return err
		}
		s.mu.RLock()
		err := s.view(func(txn *badger.Txn) (err error) {
			at, err = piece(txn, prefix, at, f)
			return err
		})
		s.mu.RUnlock()
		if err != nil {
			return plain(err)
		}
	}
	return nil
}

// piece is a part of a stroll, and where the next begins; nil at the end.
func piece(txn *badger.Txn, prefix string, at []byte, f func(key, value []byte)) ([]byte, error) {
	o := badger.DefaultIteratorOptions
	o.Prefix, o.PrefetchValues = []byte(prefix), false // they lie beside the keys
	it := txn.NewIterator(o)
	defer it.Close()
	n := 0
	for it.Seek(at); it.Valid(); it.Next() {
		if n == inOneGo {
			return it.Item().KeyCopy(nil), nil
		}
		n++
		key := it.Item().Key()
		if err := it.Item().Value(func(b []byte) error { f(key[len(prefix):], b); return nil }); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// DropLists removes the lists before one moment and after another, and the titles
// that are in none any more.
func (s *Store) DropLists(ctx context.Context, before, after time.Time) error {
	var old [][]byte
	first, last, used := uint64(max(0, before.Unix())), uint64(max(0, after.Unix())), map[[8]byte]bool{}
	err := s.stroll(ctx, listPrefix, nil, func(key, value []byte) {
		if len(key) < 8 || binary.BigEndian.Uint64(key) < first || binary.BigEndian.Uint64(key) > last {
			old = append(old, append([]byte(listPrefix), key...))
			return
		}
		for ; len(value) >= rowBytes; value = value[rowBytes:] {
			used[[8]byte(value)] = true
		}
	})
	if err != nil || len(old) == 0 {
		return err
	}
	if err := s.stroll(ctx, titlePrefix, nil, func(key, _ []byte) {
		if len(key) != 8 || !used[[8]byte(key)] {
			old = append(old, append([]byte(titlePrefix), key...))
		}
	}); err != nil {
		return err
	}
	return s.inPieces(ctx, len(old), func(txn *badger.Txn, i int) error { return txn.Delete(old[i]) })
}

// inPieces changes n entries of topics, some in each transaction.
func (s *Store) inPieces(ctx context.Context, n int, f func(txn *badger.Txn, i int) error) error {
	for from := 0; from < n; from += inOneGo {
		if err := s.changeTopics(ctx, pieceOf(from, n, f)); err != nil {
			return err
		}
	}
	return nil
}

// pieceOf does f for the entries from one on that go into one transaction.
func pieceOf(from, n int, f func(txn *badger.Txn, i int) error) func(*badger.Txn) error {
	return func(txn *badger.Txn) error {
		for i := from; i < min(from+inOneGo, n); i++ {
			if err := f(txn, i); err != nil {
				return err
			}
		}
		return nil
	}
}

// KeepTopicDays keeps what the first of each day reached, by day since 1970.
func (s *Store) KeepTopicDays(ctx context.Context, days map[int]float64) error {
	b, err := json.Marshal(days)
	if err != nil {
		return err
	}
	return s.changeTopics(ctx, func(txn *badger.Txn) error { return setIfOther(txn, []byte(daysKey), string(b)) })
}

// TopicDays is what was kept of that.
func (s *Store) TopicDays(ctx context.Context) (map[int]float64, error) {
	days := map[int]float64{}
	err := s.stroll(ctx, daysKey, nil, func(_, value []byte) {
		if json.Unmarshal(value, &days) != nil {
			days = map[int]float64{} // they can be counted again
		}
	})
	return days, err
}

// An indexEntry is one of the index as it is.
type indexEntry struct{ key, value []byte }

// topicEntries are all of topics, to be carried over to another index. The caller
// holds mu.
func (s *Store) topicEntries() (all []indexEntry, err error) {
	err = s.view(func(txn *badger.Txn) (err error) {
		for at := []byte(topicPrefix); at != nil && err == nil; {
			at, err = piece(txn, topicPrefix, at, func(key, value []byte) {
				all = append(all, indexEntry{append([]byte(topicPrefix), key...), append([]byte{}, value...)})
			})
		}
		return err
	})
	return all, err
}

// Collect signs what was made of the topics, for machines that ask no source
// themselves.
func (s *Store) Collect(b model.Board) ([]byte, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.audit == nil {
		return nil, errClosed
	}
	c := seal.Collection{Machine: seal.NameKey(s.device.Public()), At: s.now().UTC().Truncate(time.Second), Board: b}
	out, err := seal.EncodeCollection(c, s.device)
	return out, plain(err)
}
