package device

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// NoCore keeps the memory of this process, with keys and photographs in it, out
// of core dumps. The limit is 1 byte and not 0: the kernel writes no file below
// one page, and for a limit of exactly 1 it does not start a dump handler
// either, which it would for 0 (fs/coredump.c, core(5)). It passes on to what
// the process starts.
//
// The process stays dumpable in the sense of PR_SET_DUMPABLE: otherwise
// xdg-desktop-portal, which reads /proc/<pid>/root of whoever asks, refuses its
// file dialog (flatpak/xdg-desktop-portal#1490). Programs of the same account
// can read the local key anyway.
func NoCore() error {
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{Cur: 1, Max: 1}); err != nil {
		return fmt.Errorf("device: core limit: %w", err)
	}
	return nil
}
