package device

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"truename/model"
)

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "Truename.pdf")
	for _, content := range []string{"a longer first version", "second"} {
		if err := WriteFile(path, []byte(content)); err != nil {
			t.Fatal(err)
		}
		if b, err := os.ReadFile(path); err != nil || string(b) != content {
			t.Errorf("holds %q, %v", b, err)
		}
	}
	for name, path := range map[string]string{"a folder": dir, "no such folder": filepath.Join(dir, "gone", "x.pdf")} {
		err := WriteFile(path, []byte("x"))
		if model.CodeOf(err) != model.CodeNotSaved {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && strings.Contains(err.Error(), dir) || errors.Is(err, os.ErrClosed) {
			t.Errorf("%s: the error is %q", name, err)
		}
	}
}
