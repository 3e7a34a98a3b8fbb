package store_test

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
)

// TestSyncFailsOutside lets the system fail the syncs of a process that
// submits, Badger's own too, which our disk does not see: strace injects the
// errors. What was acknowledged is there, whole, and nothing is half.
func TestSyncFailsOutside(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("no strace")
	}
	if out, err := exec.Command(strace, "-f", "-o", "/dev/null", "true").CombinedOutput(); err != nil {
		t.Skipf("strace may not: %s", out)
	}
	for name, inject := range map[string]string{ // counted in each thread
		"badger's msync":              "msync:error=EIO:when=2+",
		"every third fsync":           "fsync:error=EIO:when=3+3",
		"all fsync, later":            "fsync:error=EIO:when=8+",
		"no space when files grow":    "ftruncate:error=ENOSPC:when=2+",
		"no space when files are put": "renameat,rename:error=ENOSPC:when=6+2",
		"no more open files":          "openat:error=EMFILE:when=100+",
	} {
		t.Run(name, func(t *testing.T) {
			dir := claimedFolder(t)
			acked, said := endure(t, strace, inject, dir)
			check(t, dir, acked)
			t.Logf("%d acknowledged and there; the process said: %s", len(acked), said)
		})
	}
}

// endure lets a child submit under strace for a while, or until it gives up.
func endure(t *testing.T, strace, inject, dir string) (acked map[uuid.UUID]int, said string) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	calls, _, _ := strings.Cut(inject, ":")
	cmd := exec.Command(strace, "-f", "-o", "/dev/null", "-e", "trace="+calls, "-e", "inject="+inject, exe)
	cmd.Env = append(os.Environ(), childEnv+"="+dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	end := time.AfterFunc(30*time.Second, func() { syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
	defer end.Stop()
	acked = map[uuid.UUID]int{}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if lines.Text() == "open" {
			end.Reset(2 * time.Second)
		}
		if id, version, ok := strings.Cut(lines.Text(), " "); ok {
			n, _ := strconv.Atoi(version)
			acked[uuid.MustParse(id)] = n
		}
	}
	syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	cmd.Wait()
	first, _, _ := strings.Cut(strings.TrimSpace(stderr.String()), "\n")
	return acked, first
}
