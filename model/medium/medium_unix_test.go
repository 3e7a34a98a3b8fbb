//go:build unix

package medium

import (
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"truename/model"
)

// TestHostile: links, pipes and devices with the names of pictures are neither
// listed nor opened, and names are made fit to be shown.
func TestHostile(t *testing.T) {
	dir := t.TempDir()
	root := filepath.Join(dir, "stick")
	put(t, dir, "secret/own.jpg", "stick/good.jpg", "stick/evil\u202egpj.exe\x1b[2J.jpg", "stick/folder/in.jpg")
	for name, target := range map[string]string{
		"link.jpg": "../secret/own.jpg", "inside.jpg": "good.jpg", "elsewhere": "../secret", "loop": ".", "zero.jpg": "/dev/zero",
	} {
		if err := os.Symlink(target, filepath.Join(root, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(root, "pipe.jpg"), 0o600); err != nil {
		t.Skip("no pipes here")
	}
	l, paths := find(t, root)
	slices.Sort(paths)
	if want := []string{"evil\u202egpj.exe\x1b[2J.jpg", "folder/in.jpg", "good.jpg"}; !slices.Equal(paths, want) {
		t.Errorf("found %q, want %q", paths, want)
	}
	for _, p := range l.Pictures {
		if p.Path[:4] == "evil" && p.Name != "evilgpj.exe[2J.jpg" {
			t.Errorf("shown as %q", p.Name)
		}
	}
	for _, name := range []string{"link.jpg", "inside.jpg", "elsewhere/own.jpg", "loop/good.jpg", "zero.jpg", "pipe.jpg", "folder"} {
		f, _, err := Open(root, name)
		if err == nil {
			f.Close()
		}
		if code := model.CodeOf(err); code != model.CodeNotAPicture && (name != "elsewhere/own.jpg" || code != model.CodeUnreadable) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSwapped: a file that becomes a link after it was listed is not followed.
func TestSwapped(t *testing.T) {
	dir := t.TempDir()
	root := filepath.Join(dir, "stick")
	put(t, dir, "secret.jpg", "stick/folder/a.jpg")
	_, paths := find(t, root)
	if err := os.Rename(filepath.Join(root, "folder"), filepath.Join(root, "moved")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("moved", filepath.Join(root, "folder")); err != nil {
		t.Fatal(err)
	}
	if f, _, err := Open(root, paths[0]); err == nil {
		f.Close()
		t.Error("a folder that became a link was followed")
	}
}
