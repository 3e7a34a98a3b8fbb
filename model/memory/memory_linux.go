package memory

import "golang.org/x/sys/unix"

// expect asks for large pages for b, which is whole ones. Where the system has
// none to give, all stays as it was.
func expect(b []byte) {
	_ = unix.Madvise(b, unix.MADV_HUGEPAGE)
}
