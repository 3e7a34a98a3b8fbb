package receipt

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Windows does not tell when the program that prints a file has read it. It has
// this long, within printTime; the slowest starts in half of it.
const readTime = 25 * time.Second

// removeTime is how long a file that is still being read is asked for again.
const removeTime = 3 * time.Second

// folder begins the name of the folder that a document is lent in, fileName is
// its only file, and stale is when one that was left behind (the program was
// ended meanwhile) is removed.
const (
	folder   = "truename-print-"
	fileName = "receipt.pdf"
	stale    = 5 * time.Minute
)

// lend writes the document to a file in a folder of its own, which only this
// account can read, as everything in its temporary folder. It gives the file
// to use, waits until it must have been read, and removes both. If ctx ends
// while it waits, the file goes at once.
func lend(ctx context.Context, pdf []byte, wait time.Duration, use func(file string) error) error {
	dir, err := os.MkdirTemp("", folder+"*")
	if err != nil {
		return errors.New("receipt: no folder for the document") // the cause has a path
	}
	defer remove(dir)
	file := filepath.Join(dir, fileName)
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		return errors.New("receipt: the document cannot be written")
	}
	if err := use(file); err != nil {
		return err
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
	return nil
}

// remove removes dir. What another program holds open cannot be removed: it
// tries for a while, and leaves the rest to sweep.
func remove(dir string) {
	for end := time.Now().Add(removeTime); !gone(dir) && time.Now().Before(end); {
		time.Sleep(removeTime / 10)
	}
}

// gone removes a folder with its document, and nothing else.
func gone(dir string) bool {
	_ = os.Remove(filepath.Join(dir, fileName)) // may be gone already; if not, dir stays too
	return os.Remove(dir) == nil
}

// sweep removes what an earlier print left behind.
func sweep() {
	all, _ := os.ReadDir(os.TempDir()) // as far as it can be read
	for _, e := range all {
		if !e.IsDir() || !strings.HasPrefix(e.Name(), folder) {
			continue
		}
		if made, err := e.Info(); err == nil && time.Since(made.ModTime()) > stale {
			gone(filepath.Join(os.TempDir(), e.Name()))
		}
	}
}
