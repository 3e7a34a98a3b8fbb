package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"slices"

	"truename/model"
	"truename/model/idcard"

	"github.com/dgraph-io/badger/v4"
)

// keptTopics is how many days of topics are kept.
const keptTopics = 30

// SaveTopics keeps the table of a day, which from now on is the newest: it
// forgets later days, as of a table that came with the program when an operator
// gives an older one, and the oldest beyond 30 days. Topics live in the index
// alone: they can be fetched again.
func (s *Store) SaveTopics(ctx context.Context, t model.TopicTable) error {
	s.mu.Lock()
	err := s.writable(ctx)
	if err == nil {
		err = s.putTopics(t)
	}
	s.mu.Unlock()
	if err == nil {
		s.tell()
	}
	return err
}

func (s *Store) putTopics(t model.TopicTable) error {
	b, err := json.Marshal(t)
	if err != nil {
		return err
	}
	return s.update(func(txn *badger.Txn) error {
		key := topicsKey(t.Date)
		if err := txn.Set(key, b); err != nil {
			return err
		}
		return dropTopics(txn, key)
	})
}

func topicsKey(d idcard.Date) []byte {
	day := uint32(d.Year*10000 + int(d.Month)*100 + d.Day)
	return binary.BigEndian.AppendUint32([]byte("t/"), day)
}

// dropTopics removes the days after newest, and all but the newest days.
func dropTopics(txn *badger.Txn, newest []byte) error {
	keys, err := topicDays(txn)
	at := slices.IndexFunc(keys, func(key []byte) bool { return bytes.Equal(key, newest) })
	for i, key := range keys {
		if i <= at && i > at-keptTopics {
			continue
		}
		if err := txn.Delete(key); err != nil {
			return err
		}
	}
	return err
}

// topicDays lists the keys of all days, oldest first.
func topicDays(txn *badger.Txn) (keys [][]byte, err error) {
	err = scan(txn, "t/", nil, func(key []byte) error {
		keys = append(keys, key)
		return nil
	})
	return keys, err
}

// Topics is the newest table; ok is false if there is none.
func (s *Store) Topics(ctx context.Context) (t model.TopicTable, ok bool, err error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	err = s.view(func(txn *badger.Txn) error {
		keys, err := topicDays(txn)
		if err != nil || len(keys) == 0 {
			return err
		}
		b, err := getBytes(txn, keys[len(keys)-1])
		if err != nil {
			return err
		}
		ok = json.Unmarshal(b, &t) == nil
		return ctx.Err()
	})
	return t, ok && err == nil, err
}
