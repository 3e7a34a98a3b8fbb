package store

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"sync"

	"github.com/google/uuid"
)

// build fills an empty index from the files. A case that cannot be read is
// left out, logged, and named by Verify; the others are not held up by it.
// The audit log's head goes in last: without it the index counts as
// unfinished.
func (s *Store) build(progress func(done, total int)) error {
	all, err := s.places()
	if err != nil {
		return err
	}
	known := s.logged()
	batch := s.db.NewWriteBatch()
	defer batch.Cancel()
	ctx, stop := context.WithCancel(context.Background())
	read := s.readAll(ctx, all)
	defer func() {
		stop()
		for range read { // until nobody reads any more
		}
	}()
	done := 0
	for pile := range piles(read) {
		if err := s.adopt(pile, known, batch.Set); err != nil {
			return err
		}
		for range pile {
			if done++; progress != nil {
				progress(done, len(all))
			}
		}
	}
	if err := batch.Flush(); err != nil {
		return s.coded(err)
	}
	return s.update(s.putHead)
}

// A reading is what was read of one case.
type reading struct {
	place
	record
	ok     bool
	buried bool // it was erased
	err    error
}

// readAll reads cases ahead, on every processor, until ctx ends: the signatures
// are most of the work.
func (s *Store) readAll(ctx context.Context, all []place) <-chan reading {
	next, out := make(chan place), make(chan reading, pileSize)
	go func() {
		defer close(next)
		for _, p := range all {
			select {
			case next <- p:
			case <-ctx.Done():
				return
			}
		}
	}()
	var readers sync.WaitGroup
	for range runtime.NumCPU() {
		readers.Go(func() {
			for p := range next {
				r := reading{place: p, buried: s.buried(p)}
				if !r.buried {
					r.record, r.ok, r.err = s.readCase(p.folder, p.name)
					r.sealed = nil
				}
				select {
				case out <- r:
				case <-ctx.Done():
					return
				}
			}
		})
	}
	go func() {
		readers.Wait()
		close(out)
	}()
	return out
}

// pileSize is how many cases share one sync of the audit log.
const pileSize = 256

// piles gathers what comes.
func piles(in <-chan reading) iter.Seq[[]reading] {
	return func(yield func([]reading) bool) {
		var pile []reading
		for r := range in {
			if pile = append(pile, r); len(pile) == pileSize {
				if !yield(pile) {
					return
				}
				pile = pile[:0]
			}
		}
		if len(pile) > 0 {
			yield(pile)
		}
	}
}

// adopt indexes cases from their files, through set. Files that the audit log
// does not know (a crash came between) get their record first.
func (s *Store) adopt(pile []reading, known logged, set func(k, v []byte) error) error {
	var unknown []entry
	for _, r := range pile {
		if !r.ok {
			continue
		}
		add, err := s.unknown(r.record, known)
		if err != nil {
			return err
		}
		unknown = append(unknown, add...)
	}
	if err := s.logAll(unknown); err != nil {
		return err
	}
	for _, r := range pile {
		if err := s.adoptOne(r, known, set); err != nil {
			return err
		}
	}
	return nil
}

// adoptOne is adopt for one case, whose files the log knows.
func (s *Store) adoptOne(r reading, known logged, set func(k, v []byte) error) error {
	if r.buried {
		id, err := uuid.Parse(r.name)
		if err == nil {
			err = errors.Join(s.clearCase(r.place, id), s.found(r.place, id, known), set(keyOf("x/", id[:]), []byte(r.folder)))
		}
		return err
	}
	if r.err != nil {
		var err error
		if r.record, r.ok, err = s.reread(r.place, known, r.err); err != nil {
			return err
		}
	}
	if !r.ok {
		return nil
	}
	keys, values, err := r.pairs()
	for i := range keys {
		err = errors.Join(err, set(keys[i], values[i]))
	}
	return err
}
