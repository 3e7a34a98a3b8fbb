//go:build unix

package topics

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"truename/model"
)

func TestDevicesAndPipes(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "pipe.csv")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Skip("no pipes here")
	}
	link := filepath.Join(t.TempDir(), "zero.csv")
	if err := os.Symlink("/dev/zero", link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{fifo, "/dev/zero", "/dev/null", link} {
		if _, err := Load(path); model.CodeOf(err) != model.CodeUnreadable {
			t.Errorf("%s: %v", path, err)
		}
	}
}
