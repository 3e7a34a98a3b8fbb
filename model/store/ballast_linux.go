package store

import (
	"os"

	"golang.org/x/sys/unix"
)

// reserve takes n bytes of the disk for f without writing them.
func reserve(f *os.File, n int64) error { return unix.Fallocate(int(f.Fd()), 0, 0, n) }
