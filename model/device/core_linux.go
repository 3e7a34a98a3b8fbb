package device

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// NoCore keeps the memory of this process, with keys and photographs in it, out
// of core dumps, and closes it to other programs of the same account
// (PR_SET_DUMPABLE 0: no ptrace, /proc/<pid>/mem belongs to root). The limit
// passes on to what the process starts and cannot be raised again.
//
// A process that is not dumpable is refused by xdg-desktop-portal, which reads
// /proc/<pid>/root of whoever asks: its file dialogs answer with "access
// denied" (flatpak/xdg-desktop-portal#1490). Have another way to choose a file.
func NoCore() error {
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}); err != nil {
		return fmt.Errorf("device: core limit: %w", err)
	}
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return fmt.Errorf("device: dumpable: %w", err)
	}
	return nil
}
