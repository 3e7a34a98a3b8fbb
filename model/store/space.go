package store

import (
	"fmt"
	"os"

	"truename/model"
)

const (
	// needFree must be free before the index is opened and before each
	// commit: a full disk kills Badger in a goroutine of its own (SIGBUS),
	// and it cannot be opened while the disk is full.
	needFree = 256 << 20
	// ballastSize is given back when the disk is full, so that a store which
	// is short of a little space still opens.
	ballastSize = 64 << 20
)

// room fails with ErrDiskFull if less than needFree bytes are free. At
// opening the ballast is thrown out first.
func (s *Store) room(opening bool) error {
	free, err := s.o.FreeSpace(s.dir)
	if err == nil && free < needFree && opening {
		if os.Remove(s.path("ballast")) == nil {
			free, err = s.o.FreeSpace(s.dir)
		}
	}
	if err != nil {
		return err
	}
	if free < needFree {
		return model.Fail(model.CodeDiskFull, fmt.Errorf("%d MiB free, %d needed", free>>20, needFree>>20))
	}
	return nil
}

// putBallast makes the ballast if there is ample space for it. It is a
// comfort: its failure is only logged.
func (s *Store) putBallast() {
	path := s.path("ballast")
	if info, err := os.Stat(path); err == nil && info.Size() == ballastSize {
		return
	}
	free, err := s.o.FreeSpace(s.dir)
	if err != nil || free < 2*needFree {
		return
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, fileMode)
	if err != nil {
		s.o.Log.Warn("no ballast", "error", pathless(err))
		return
	}
	defer f.Close()
	if err := reserve(f, ballastSize); err != nil {
		s.o.Log.Warn("no ballast", "error", pathless(err))
		os.Remove(path)
	}
}
