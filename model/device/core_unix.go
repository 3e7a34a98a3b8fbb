//go:build unix && !linux

package device

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// NoCore keeps the memory of this process, with keys and photographs in it, out
// of core dumps. It holds for the whole process and for what it starts.
func NoCore() error {
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}); err != nil {
		return fmt.Errorf("device: core limit: %w", err)
	}
	return nil
}
