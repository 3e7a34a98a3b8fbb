package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// TestCut writes a sector and flushes, writes eight over it and behind it, and
// cuts the power: what was flushed stays unless something newer does.
func TestCut(t *testing.T) {
	image := filepath.Join(t.TempDir(), "disk")
	for f, mixed := range map[fate]bool{kept: false, lost: false, some: true} {
		if err := os.WriteFile(image, make([]byte, 9*sector), 0o600); err != nil {
			t.Fatal(err)
		}
		d, err := openDisk(image)
		if err != nil {
			t.Fatal(err)
		}
		old, now := bytes.Repeat([]byte{1}, sector), bytes.Repeat([]byte{2}, 8*sector)
		if err := d.write(0, old); err != nil {
			t.Fatal(err)
		}
		d.sync()
		if err := d.write(0, now); err != nil {
			t.Fatal(err)
		}
		if open, err := d.cut(f, rand.New(rand.NewPCG(1, 1))); err != nil || open != 8*sector {
			t.Fatal(open, err)
		}
		b, err := os.ReadFile(image)
		if err != nil {
			t.Fatal(err)
		}
		stayed := 0
		for i := range 8 {
			switch was := b[i*sector]; {
			case !bytes.Equal(b[i*sector:][:sector], bytes.Repeat([]byte{was}, sector)):
				t.Errorf("%v: sector %d is torn", f, i)
			case was == 2:
				stayed++
			case i == 0 && was != 1:
				t.Errorf("%v: what was flushed is gone: %d", f, was)
			}
		}
		if f == kept && stayed != 8 || f == lost && stayed != 0 || mixed && (stayed == 0 || stayed == 8) {
			t.Errorf("%v: %d of 8 sectors stayed", f, stayed)
		}
	}
}
