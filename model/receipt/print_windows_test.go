package receipt

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"truename/model"
)

// temporary makes a temporary folder for this test and tells what is in it.
func temporary(t *testing.T) (left func() []string) {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("TMP", dir)
	return func() []string {
		t.Helper()
		all, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
}

// TestPrintersOfTheMachine holds only that the spooler is asked well: which
// printers there are is the machine's business.
func TestPrintersOfTheMachine(t *testing.T) {
	got, err := Printers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range got {
		if !isPrinter(name) {
			t.Errorf("%q cannot be one", name)
		}
	}
	if first := defaultPrinter(); first != "" && len(got) > 0 && got[0] != first {
		t.Errorf("the first of %q is not the default %q", got, first)
	}
}

func TestLend(t *testing.T) {
	left := temporary(t)
	pdf := []byte("%PDF-1.7\n")
	var lent string
	use := func(file string) error {
		lent = file
		got, err := os.ReadFile(file)
		if err != nil || string(got) != string(pdf) {
			t.Errorf("the file holds %q, %v", got, err)
		}
		return nil
	}
	if err := lend(t.Context(), pdf, time.Millisecond, use); err != nil {
		t.Fatal(err)
	}
	if filepath.Base(lent) != fileName || len(left()) > 0 {
		t.Errorf("lent %s, left behind %q", lent, left())
	}
}

func TestLendToNobody(t *testing.T) {
	left := temporary(t)
	broken := errors.New("no program")
	begun := time.Now()
	err := lend(t.Context(), []byte("%PDF-"), time.Minute, func(string) error { return broken })
	if !errors.Is(err, broken) || len(left()) > 0 || time.Since(begun) > 10*time.Second {
		t.Errorf("%v after %v, left behind %q", err, time.Since(begun), left())
	}
}

// TestLendAtTheEnd holds that the file goes with the program, although it may
// not have been read yet.
func TestLendAtTheEnd(t *testing.T) {
	left := temporary(t)
	ctx, stop := context.WithCancel(t.Context())
	err := lend(ctx, []byte("%PDF-"), time.Minute, func(string) error { stop(); return nil })
	if err != nil || len(left()) > 0 {
		t.Errorf("%v, left behind %q", err, left())
	}
}

func TestLendWithoutRoom(t *testing.T) {
	t.Setenv("TMP", filepath.Join(t.TempDir(), "张三", "none"))
	err := lend(t.Context(), []byte("%PDF-"), 0, func(string) error { return nil })
	if err == nil || strings.Contains(err.Error(), "张三") {
		t.Errorf("%v, want a failure without the path", err)
	}
}

func TestSweep(t *testing.T) {
	left := temporary(t)
	make1 := func(name string, age time.Duration) {
		t.Helper()
		dir := filepath.Join(os.TempDir(), name)
		at := time.Now().Add(-age)
		if err := errors.Join(os.Mkdir(dir, 0o700), os.WriteFile(filepath.Join(dir, fileName), nil, 0o600), os.Chtimes(dir, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	make1(folder+"old", time.Hour)
	make1(folder+"new", time.Second)
	make1("another", time.Hour)
	sweep()
	for _, dir := range left() {
		if strings.HasSuffix(dir, "old") {
			t.Error("the old folder is still there")
		}
	}
	if n := len(left()); n != 2 {
		t.Errorf("%d folders are left, want 2", n)
	}
}

// TestHandNowhere hands over a file that no program can print.
func TestHandNowhere(t *testing.T) {
	err := hand(t.Context(), filepath.Join(t.TempDir(), "张三.no-such-kind"), "No such printer")
	if err == nil || strings.Contains(err.Error(), "张三") {
		t.Errorf("%v, want a failure without the path", err)
	}
	if err := refused(err); model.CodeOf(err) != model.CodePrinter {
		t.Error(err)
	}
}
