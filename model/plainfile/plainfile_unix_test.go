//go:build unix

package plainfile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	fifo, file := filepath.Join(dir, "pipe"), filepath.Join(dir, "file")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Skip("no pipes here")
	}
	if err := os.WriteFile(file, []byte("content"), 0o600); err != nil {
		t.Fatal(err)
	}
	zero, link := filepath.Join(dir, "zero"), filepath.Join(dir, "link")
	for name, target := range map[string]string{zero: "/dev/zero", link: file} {
		if err := os.Symlink(target, name); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{dir, fifo, "/dev/zero", "/dev/null", zero} {
		if _, _, err := Open(path); !errors.As(err, new(NotPlain)) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, _, err := Open(file + "-none"); !errors.Is(err, os.ErrNotExist) || strings.Contains(err.Error(), dir) {
		t.Errorf("a missing file: %v", err)
	}
	for _, path := range []string{file, link} {
		f, size, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if b, err := io.ReadAll(f); err != nil || string(b) != "content" || size != int64(len(b)) {
			t.Errorf("%s: %q, size %d, %v", path, b, size, err)
		}
		f.Close()
	}
	// Swapped between the question and the opening, it would still not wait.
	f, err := openFile(fifo)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || plain(info) == nil {
		t.Errorf("the handle of a pipe was taken for a file (%v)", err)
	}
}
