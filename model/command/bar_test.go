package command

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestBar(t *testing.T) {
	var out bytes.Buffer
	b := &bar{w: &out, all: 8, n: 2}
	b.draw(4 * time.Second)
	const line = "[#####...............] 2 of 8, 0.5 a second, 12s left"
	if out.String() != line {
		t.Errorf("%q", out.String())
	}
	out.Reset()
	b.clear()
	b.clear()
	if got := out.String(); len(got) != len(line)+2 || got[0] != '\r' || got[len(got)-1] != '\r' {
		t.Errorf("cleared with %q", got)
	}
	out.Reset()
	b.n, b.start = 7, time.Now()
	if b.step(); out.Len() > 0 {
		t.Errorf("after the last: %q", out.String())
	}
}

// TestNoBar: only a terminal gets one.
func TestNoBar(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, b := range []*bar{newBar(&bytes.Buffer{}, 9), newBar(f, 9), newBar(os.Stderr, 1)} {
		if b != nil {
			t.Error("a bar where nobody sees it")
		}
		b.step()
		b.clear()
	}
}
