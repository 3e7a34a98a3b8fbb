//go:build window && linux

package screens

import (
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// tourLimit is how long the whole journey with pictures may take.
const tourLimit = 5 * time.Minute

// tour lets a program walk through the whole journey and looks at the pictures
// it leaves.
func tour(t *testing.T, name, lang string) (stderr string) {
	t.Helper()
	surround(t, t.TempDir())
	out := t.TempDir()
	p := launch(t, openDisplay(t), name, "-tour", out, "-lang", lang, "-width", "1024", "-height", "700")
	select {
	case <-p.ended:
	case <-time.After(tourLimit):
		t.Fatalf("the tour takes more than %v\n%s", tourLimit, p.errs)
	}
	if code := p.cmd.ProcessState.ExitCode(); code != 0 {
		t.Fatalf("exit code %d\n%s", code, p.errs)
	}
	pictures, err := filepath.Glob(filepath.Join(out, "*.png"))
	if err != nil || len(pictures) < 56 {
		t.Errorf("%d pictures, %v", len(pictures), err)
	}
	if report, err := os.ReadFile(filepath.Join(out, ReportName)); err != nil || strings.Count(string(report), " ms  ") < 10 {
		t.Errorf("the timings are %q, %v", report, err)
	}
	for _, path := range pictures {
		if n := colours(t, path); n < 10 {
			t.Errorf("%s has %d colours", filepath.Base(path), n)
		}
	}
	return p.errs.String()
}

// colours counts the colours of a picture, up to a hundred.
func colours(t *testing.T, path string) int {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[[3]uint32]bool{}
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y && len(seen) < 100; y++ {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
			r, g, b, _ := img.At(x, y).RGBA()
			seen[[3]uint32{r, g, b}] = true
		}
	}
	return len(seen)
}

func TestWindowTour(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		t.Run(lang, func(t *testing.T) { tour(t, program(t), lang) })
	}
}

// TestWindowThreads walks through the journey with a program that Fyne watches:
// built without the tag for migrated programs, Fyne says on standard error when
// something is called on the wrong goroutine.
func TestWindowThreads(t *testing.T) {
	name := filepath.Join(t.TempDir(), "truename")
	build := exec.Command("go", "build", "-tags", "no_emoji,no_metadata", "-o", name, "truename")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	said := tour(t, name, "zh")
	for _, bad := range []string{"Error in Fyne call thread", "not been migrated to the fyne.Do"} {
		if strings.Contains(said, bad) {
			t.Errorf("%s", said)
		}
	}
}
