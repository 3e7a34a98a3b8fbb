package device

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// KeepPrivate keeps other programs of this account from reading the memory of
// this process and from following it, and the kernel from dumping it. The
// desktop portal refuses its file dialog to such a process: it is for those that
// have none.
func KeepPrivate() error {
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return fmt.Errorf("device: dumpable: %w", err)
	}
	return nil
}
