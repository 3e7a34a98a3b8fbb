package medium

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"truename/model"
)

// put writes files into a folder, each a minute older than the one before.
func put(t *testing.T, root string, names ...string) {
	t.Helper()
	for i, name := range names {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("content of "+name), 0o600); err != nil {
			t.Fatal(err)
		}
		at := time.Date(2026, 11, 23, 12, -i, 0, 0, time.UTC)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
}

func find(t *testing.T, root string) (l model.Shelf, paths []string) {
	t.Helper()
	l, err := Find(t.Context(), root)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range l.Pictures {
		paths = append(paths, p.Path)
	}
	return l, paths
}

func TestFind(t *testing.T) {
	root := t.TempDir()
	put(t, root, "c.JPG", "a.png", "DCIM/100/b.heic", "a/b/c/d.webp", "letter.txt", ".hidden.jpg", ".Trash/x.jpg", "noend")
	l, paths := find(t, root)
	if want := []string{"c.JPG", "a.png", "DCIM/100/b.heic", "a/b/c/d.webp"}; !slices.Equal(paths, want) || l.More {
		t.Errorf("found %q, more %v; want %q, the newest first", paths, l.More, want)
	}
	if p := l.Pictures[0]; p.Name != "c.JPG" || p.Size != int64(len("content of c.JPG")) || p.At.Minute() != 0 {
		t.Errorf("%+v", p)
	}
	for _, path := range paths {
		f, size, err := Open(root, path)
		if err != nil {
			t.Fatal(err)
		}
		if b, err := io.ReadAll(f); err != nil || string(b) != "content of "+path || size != int64(len(b)) {
			t.Errorf("%s: %q, %d, %v", path, b, size, err)
		}
		f.Close()
	}
}

func TestTooDeep(t *testing.T) {
	root := t.TempDir()
	put(t, root, "a/b/c/near.jpg", "a/b/c/d/far.jpg")
	if l, paths := find(t, root); !slices.Equal(paths, []string{"a/b/c/near.jpg"}) || !l.More {
		t.Errorf("%q, more %v", paths, l.More)
	}
}

func TestEnormous(t *testing.T) {
	root := t.TempDir()
	var names []string
	for i := range MostPictures + 40 {
		names = append(names, fmt.Sprintf("p%03d.jpg", i))
	}
	put(t, root, names...)
	if l, paths := find(t, root); len(paths) != MostPictures || !l.More || paths[0] != "p000.jpg" {
		t.Errorf("%d pictures, more %v", len(paths), l.More)
	}
	for i := range mostEntries {
		if err := os.WriteFile(filepath.Join(root, fmt.Sprintf("z%05d.txt", i)), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	begun := time.Now()
	l, _ := find(t, root)
	if took := time.Since(begun); !l.More || took > mostTime+time.Second {
		t.Errorf("more %v after %v", l.More, took)
	}
}

func TestGivenUp(t *testing.T) {
	root := t.TempDir()
	put(t, root, "a.jpg")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Find(ctx, root); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestNoMedium(t *testing.T) {
	root := filepath.Join(t.TempDir(), "none")
	if l, paths := find(t, root); len(paths) > 0 || l.More {
		t.Errorf("%+v", l)
	}
	if _, _, err := Open(root, "a.jpg"); model.CodeOf(err) != model.CodeUnreadable || strings.Contains(err.Error(), root) {
		t.Errorf("%v", err)
	}
}

// TestOutside asks for names that lead out of the medium.
func TestOutside(t *testing.T) {
	dir := t.TempDir()
	root := filepath.Join(dir, "stick")
	put(t, dir, "secret.jpg", "stick/a.jpg")
	for _, name := range []string{"../secret.jpg", "/etc/passwd", filepath.Join(dir, "secret.jpg"), "a/../../secret.jpg", "", ".", "a.jpg/", "none.jpg"} {
		if f, _, err := Open(root, name); err == nil {
			f.Close()
			t.Errorf("%q was opened", name)
		}
	}
}
