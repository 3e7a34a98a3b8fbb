//go:build window && linux

package screens

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"truename/model"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestWindowRefuses starts on folders that cannot be used: a window says why
// and what to do, so does standard error, and the exit code tells them apart.
func TestWindowRefuses(t *testing.T) {
	d := openDisplay(t)
	for name, c := range map[string]struct {
		folder func(t *testing.T) string
		err    error
		said   string
		code   int
	}{
		"already open": {func(t *testing.T) string {
			dir := filepath.Join(t.TempDir(), "data")
			first := open(t, d, dir)
			t.Cleanup(func() {
				if code := first.quit("the first window"); code != 0 {
					t.Errorf("the first window: exit code %d\n%s", code, first.errs)
				}
			})
			first.opened(dir)
			return dir
		}, model.ErrInUse, "already open", 3},
		"a real store": {func(t *testing.T) string {
			dir := filepath.Join(t.TempDir(), "data")
			makeReal(t, dir)
			return dir
		}, model.ErrWrongKind, "", 1},
		"other files": {func(t *testing.T) string {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "letter.txt"), []byte("Dear"), 0o600); err != nil {
				t.Fatal(err)
			}
			return dir
		}, model.ErrNotAStore, "", 1},
		"read only": {func(t *testing.T) string {
			at := mounted(t, "size=64m")
			if err := os.WriteFile(filepath.Join(at, "store.json"), []byte(`{"format":1,"kind":"demonstration"}`), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := syscall.Mount("tmpfs", at, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
				t.Skip("not mounted read only:", err)
			}
			return at
		}, model.ErrReadOnly, "", 1},
		"disk full": {func(t *testing.T) string { return filepath.Join(mounted(t, "size=64m"), "data") }, model.ErrDiskFull, "", 1},
	} {
		t.Run(name, func(t *testing.T) {
			surround(t, t.TempDir())
			dir := c.folder(t)
			before := names(t, dir)
			w := fatalTwin(open(t, d, dir), c.err, dir)
			w.tap("fatal.quit")
			if code := w.end("after its button"); code != c.code {
				t.Errorf("exit code %d, want %d", code, c.code)
			}
			want := w.twin.bench.T("error." + string(model.CodeOf(c.err)))
			if said := w.errs.String(); !strings.Contains(said, want) && (c.said == "" || !strings.Contains(said, c.said)) {
				t.Errorf("standard error says %q, want %q", said, want)
			}
			if after := names(t, dir); !slices.Equal(before, after) && name != "already open" && name != "disk full" {
				t.Errorf("the folder holds %q, held %q", after, before)
			}
		})
	}
}

// opened waits until the store in dir is there.
func (p *real) opened(dir string) {
	p.Helper()
	eventually(p.T, "a store in the folder", func() bool {
		_, err := os.Stat(filepath.Join(dir, "store.json"))
		return err == nil
	})
}

// names lists what is in a folder, if it is there.
func names(t *testing.T, dir string) (out []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		out = append(out, path)
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return out
}

// fatalTwin is a twin that shows only why the program cannot start.
func fatalTwin(p *real, err error, dir string) *twins {
	p.Helper()
	test.NewCanvas().Capture() // as in twinOf
	r := &rig{T: p.T, dir: dir, posts: make(chan func(), 1), shell: &Shell{}}
	r.bench = kittest.NewBench(p.T, "en", func(f func()) { r.posts <- f }, nil)
	r.bench.Window.SetPadded(false)
	Fatal(r.bench, err, dir, func() {})
	r.bench.Window.Resize(fyne.NewSize(windowWidth, windowHeight))
	return &twins{p, r}
}

// mounted is a folder with a file system of its own.
func mounted(t *testing.T, options string) string {
	t.Helper()
	at := t.TempDir()
	if err := syscall.Mount("tmpfs", at, "tmpfs", 0, options); err != nil {
		t.Skip("this account may not mount:", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(at, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return at
}

// TestWindowDamagedIndex overwrites bytes in every file of the index: the
// window opens all the same, and everything is there.
func TestWindowDamagedIndex(t *testing.T) {
	c, d := card(t), openDisplay(t)
	surround(t, t.TempDir())
	for name, spoil := range map[string]func(b []byte) []byte{
		"the middle of what is written": func(b []byte) []byte {
			n := len(bytes.TrimRight(b, "\x00"))
			clear(b[n/2 : min(n, n/2+512)])
			return b
		},
		"the start": func(b []byte) []byte {
			for i := range min(len(b), 64) {
				b[i] ^= 0xa5
			}
			return b
		},
		"cut short": func(b []byte) []byte { return b[:len(bytes.TrimRight(b, "\x00"))/2] },
	} {
		t.Run(name, func(t *testing.T) {
			draft := filled(t, c, model.PageCheck)
			dir, twin := withDraft(t, draft), withDraft(t, draft)
			submitted := filled(t, c, model.PageCheck)
			submitIn(t, dir, submitted)
			spoiled := 0
			for _, path := range names(t, filepath.Join(dir, "index")) {
				if b, err := os.ReadFile(path); err == nil && len(b) > 0 {
					if err := os.WriteFile(path, spoil(b), 0o600); err != nil {
						t.Fatal(err)
					}
					spoiled++
				}
			}
			if spoiled < 2 {
				t.Fatalf("only %d files in the index", spoiled)
			}
			w := twinOf(open(t, d, dir), twin)
			w.tapText(w.twin.goOn(model.PageCheck))
			w.agree("the page of the draft", same)
			if code := w.quit("with a damaged index"); code != 0 {
				t.Errorf("exit code %d\n%s", code, w.errs)
			}
			if heads := list(t, dir); len(heads) != 1 || heads[0].Case != submitted.Case {
				t.Errorf("the store lists %+v", heads)
			}
			if out, code := run(t, "verify", "-demo", "-data", dir); code != 0 {
				t.Errorf("the store is not in order: %s", out)
			}
			if got := draftIn(t, dir); got.ID != draft.ID || got.Name != draft.Name {
				t.Error("the draft is another")
			}
		})
	}
}

// TestWindowDiskFills fills the disk while the window is open: sending is
// refused with what to do, and works when there is room.
func TestWindowDiskFills(t *testing.T) {
	d, draft := openDisplay(t), filled(t, card(t), model.PageCheck)
	surround(t, t.TempDir())
	at := mounted(t, "size=420m")
	dir := filepath.Join(at, "data")
	stored(t, dir, true, keep(t, draft))
	w := twinOf(open(t, d, dir), withDraft(t, draft))
	w.tapText(w.twin.goOn(model.PageCheck))
	filler := filepath.Join(at, "film.mp4")
	if err := os.WriteFile(filler, make([]byte, 200<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	w.twin.full.Store(true)
	w.tap("bind.check.submit")
	w.twin.hear(w.twin.bench.T("error.disk-full"))
	w.agree("the refusal", same)
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	w.twin.full.Store(false)
	w.tap("bind.check.submit")
	w.twin.receipt()
	w.agree("the receipt", similar)
	if code := w.quit("after the receipt"); code != 0 {
		t.Errorf("exit code %d\n%s", code, w.errs)
	}
	if heads := list(t, dir); len(heads) != 1 || heads[0].ID != draft.ID {
		t.Errorf("the store lists %+v", heads)
	}
}
