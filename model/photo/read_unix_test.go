//go:build unix

package photo

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"truename/model"
)

func TestDevicesAndPipes(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "pipe.jpg")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Skip("no pipes here")
	}
	link := filepath.Join(t.TempDir(), "zero.jpg")
	if err := os.Symlink("/dev/zero", link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{fifo, "/dev/zero", "/dev/null", link} {
		if _, err := Open(t.Context(), path); model.CodeOf(err) != model.CodeNotAPicture {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestNoPermission(t *testing.T) {
	path := file(t, "closed.jpg", encoded(t, corners(20, 20), 90))
	if err := os.Chmod(path, 0); err != nil || os.Getuid() == 0 {
		t.Skip("root reads everything")
	}
	if _, err := Open(t.Context(), path); model.CodeOf(err) != model.CodeUnreadable {
		t.Errorf("got %v", err)
	}
}
