package store

import (
	"encoding/json"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
)

// A mark is what the mark of an orderly stop says of one file of the index. A
// damaged table can kill the process in a goroutine of Badger's, so it must
// be found before Badger sees it.
type mark struct {
	Size int64  `json:"size"`
	Sum  uint32 `json:"crc32c"`
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sumsOf gives the marks of the index's files, and waits for them.
type sumsOf func() (map[string]mark, error)

// sums begins to read the whole index, if it was stopped in order: beside the
// keys, of which it knows nothing, because it takes half of all the time that
// opening a large store does.
func (s *Store) sums() sumsOf {
	sums := sync.OnceValues(func() (map[string]mark, error) { return indexFiles(s.path(indexName), nil) })
	if _, err := os.Stat(s.path(cleanName)); err == nil {
		s.sweeper.Go(func() { sums() })
	}
	return sums
}

// indexFiles lists the files of an index; a folder that is not there has
// none. Tables never change, so sums of those in known are not taken again.
func indexFiles(path string, known map[string]mark) (map[string]mark, error) {
	entries, err := os.ReadDir(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var names []string
	for _, e := range entries {
		if e.Name() != indexLockName {
			names = append(names, e.Name())
		}
	}
	marks, errs := make([]mark, len(names)), make([]error, len(names))
	var next atomic.Int64
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			room := make([]byte, 256<<10)
			for i := int(next.Add(1)) - 1; i < len(names); i = int(next.Add(1)) - 1 {
				var same bool
				if marks[i], same = known[names[i]]; !same || filepath.Ext(names[i]) != ".sst" {
					marks[i], errs[i] = markOf(filepath.Join(path, names[i]), room)
				}
			}
		})
	}
	all.Wait()
	if err := errors.Join(append(errs, err)...); err != nil {
		return nil, err
	}
	files := make(map[string]mark, len(names))
	for i, name := range names {
		files[name] = marks[i]
	}
	return files, nil
}

// markOf reads one file, as much as there is room for at a time.
func markOf(path string, room []byte) (m mark, err error) {
	f, err := os.Open(path)
	if err != nil {
		return m, err
	}
	defer f.Close()
	for {
		n, err := f.Read(room)
		m.Size, m.Sum = m.Size+int64(n), crc32.Update(m.Sum, castagnoli, room[:n])
		switch {
		case errors.Is(err, io.EOF):
			return m, nil
		case err != nil:
			return m, err
		}
	}
}

// takeCleanMark reads and removes the mark of an orderly stop. whole is false
// if the index's files are not those of the mark, or have no manifest: Badger
// would open such an index as an empty one and delete its tables.
func (s *Store) takeCleanMark(sums sumsOf) (orderly, whole bool) {
	var then map[string]mark
	b, err := os.ReadFile(s.path(cleanName))
	if err != nil || json.Unmarshal(b, &then) != nil {
		_, err := os.Stat(s.path(indexName, manifestName))
		return false, err == nil
	}
	if err := s.disk.remove(s.path(cleanName)); err != nil {
		return false, false
	}
	now, err := sums()
	same := err == nil && maps.Equal(now, then)
	if same {
		s.marks = now
	}
	return same, same
}
