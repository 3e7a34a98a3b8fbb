package pick

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestAwait(t *testing.T) {
	broken, other := errors.New("broken"), errors.New("other")
	for name, c := range map[string]struct {
		do   func() (string, error)
		want string
		err  error
	}{
		"an answer": {func() (string, error) { return "here", nil }, "here", nil},
		"a failure": {func() (string, error) { return "", other }, "", other},
		"a panic":   {func() (string, error) { panic("no such procedure") }, "", broken},
	} {
		if got, err := await(t.Context(), broken, c.do); got != c.want || err != c.err {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// TestAwaitEnds: what cannot be stopped holds nobody up.
func TestAwaitEnds(t *testing.T) {
	never := make(chan struct{})
	defer close(never)
	ctx, end := context.WithCancel(t.Context())
	began := time.Now()
	time.AfterFunc(20*time.Millisecond, end)
	got, err := await(ctx, ErrNoDialog, func() (string, error) { <-never; return "late", nil })
	if took := time.Since(began); got != "" || !errors.Is(err, context.Canceled) || took > 5*time.Second {
		t.Errorf("%q, %v after %v", got, err, took)
	}
}

// TestAwaitFails: what fails because ctx ended says so, whoever is first.
func TestAwaitFails(t *testing.T) {
	for range 100 {
		ctx, end := context.WithCancel(t.Context())
		_, err := await(ctx, ErrNoDialog, func() (string, error) { end(); return "", ErrNoDialog })
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
}

// TestCancelled: a job that ended before it began asks nobody.
func TestCancelled(t *testing.T) {
	ctx, end := context.WithCancel(t.Context())
	end()
	for name, do := range map[string]func() (string, error){
		"open":  func() (string, error) { return Open(ctx, "Choose a photograph") },
		"save":  func() (string, error) { return Save(ctx, "Save the receipt", "receipt.pdf") },
		"image": func() (string, error) { p, err := Image(ctx); return string(p), err },
		"await": func() (string, error) {
			return await(ctx, ErrNoDialog, func() (string, error) { t.Error("asked"); return "", nil })
		},
	} {
		if got, err := do(); got != "" || !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// TestBare: a failure can still be told apart, and names no path.
func TestBare(t *testing.T) {
	_, missing := os.Open(filepath.Join(t.TempDir(), "card.jpg"))
	for name, c := range map[string]struct {
		err, want error
	}{
		"none":       {nil, nil},
		"missing":    {missing, fs.ErrNotExist},
		"no right":   {&fs.PathError{Op: "open", Path: "/home/a/card.jpg", Err: syscall.EACCES}, fs.ErrPermission},
		"who knows":  {errors.New("no repository for /home/a/card.jpg"), ErrNotAFile},
		"both ways ": {errors.Join(missing, errors.New("/home/a/card.jpg")), fs.ErrNotExist},
	} {
		got := bare(c.err)
		if !errors.Is(got, c.want) || got != nil && strings.Contains(got.Error(), "card") {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestSuggested(t *testing.T) {
	for name, want := range map[string]string{
		"":                    "",
		"receipt.pdf":         "receipt.pdf",
		"回执.pdf":              "回执.pdf",
		"../../etc/passwd":    "passwd",
		"/home/a/receipt.pdf": "receipt.pdf",
	} {
		if got := suggested(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
