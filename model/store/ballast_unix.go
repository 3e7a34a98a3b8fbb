//go:build !windows && !linux

package store

import "os"

// reserve takes n bytes of the disk for f by writing zeros.
func reserve(f *os.File, n int64) error {
	zeros := make([]byte, 1<<20)
	for ; n > 0; n -= int64(len(zeros)) {
		if _, err := f.Write(zeros[:min(n, int64(len(zeros)))]); err != nil {
			return err
		}
	}
	return nil
}
