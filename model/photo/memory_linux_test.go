//go:build !race

// The race detector takes memory of its own: the limits hold without it.

package photo

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// memoryEnv is the file for the child; filesEnv names more files to measure,
// and has the slow ones measured too.
const (
	memoryEnv = "TRUENAME_PHOTO_MEMORY"
	filesEnv  = "TRUENAME_PHOTO_FILES"
)

// TestMemory opens pictures in a process of their own and holds what the
// process took at most, above what it had, against the limits, in MB.
func TestMemory(t *testing.T) {
	deep := image.NewNRGBA64(image.Rect(0, 0, 5400, 5400))
	for name, c := range map[string]struct {
		make  func() []byte
		limit int
		slow  bool
	}{
		"JPEG of 12 megapixels": {camera, 150, false},
		"JPEG of 48 megapixels": {func() []byte { return encoded(t, desk(8000, 6000, 1), 85) }, 300, true},
		"PNG of 12 megapixels":  {func() []byte { return asPNG(t, corners(4000, 3000)) }, 150, false},
		"PNG of 222 MB":         {func() []byte { return asPNG(t, deep) }, 300, true},
		"WebP of 12 megapixels": {func() []byte { return lossless(4000, 3000, color.NRGBA{9, 9, 9, 255}) }, 150, false},
		"HEIC of 12 megapixels": {func() []byte { return gridOf(t, 5) }, 150, false},
		"HEIC of 48 megapixels": {func() []byte { return gridOf(t, 10) }, 300, true},
	} {
		t.Run(name, func(t *testing.T) {
			if c.slow && os.Getenv(filesEnv) == "" {
				t.Skip("only with " + filesEnv)
			}
			if took := childMemory(t, file(t, "a", c.make())); took > c.limit {
				t.Errorf("%d MB, limit %d", took, c.limit)
			} else {
				t.Logf("%d MB", took)
			}
		})
	}
	for _, path := range filepath.SplitList(os.Getenv(filesEnv)) {
		t.Logf("%s: %d MB", filepath.Base(path), childMemory(t, path))
	}
}

func childMemory(t *testing.T, path string) int {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestMemoryChild$", "-test.v")
	cmd.Env = append(os.Environ(), memoryEnv+"="+path)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	_, rest, _ := bytes.Cut(out, []byte("took "))
	mb, err := strconv.Atoi(string(bytes.Fields(append(rest, " ?"...))[0]))
	if err != nil {
		t.Fatalf("%s", out)
	}
	return mb
}

// TestMemoryChild is what runs in the process of TestMemory.
func TestMemoryChild(t *testing.T) {
	path := os.Getenv(memoryEnv)
	if path == "" {
		t.Skip("for TestMemory")
	}
	before := peak(t)
	start := time.Now()
	src, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	took := time.Since(start)
	src.Preview()
	fmt.Printf("took %d MB, %v\n", (peak(t)-before)>>10, took)
}

// peak is the most memory the process had so far, in KB.
func peak(t *testing.T) int {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("no /proc here")
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kb, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return kb
}
