//go:build unix

package device

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestDevicesAndPipes(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "pipe.json")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Skip("no pipes here")
	}
	link := filepath.Join(t.TempDir(), "zero.json")
	if err := os.Symlink("/dev/zero", link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{fifo, "/dev/zero", "/dev/null", link} {
		r, newer, err := Newest(t.Context(), path, "0.1.0")
		refused(t, path, r, newer, err)
	}
}
