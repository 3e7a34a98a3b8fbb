package store_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unsafe"

	"truename/model"
	"truename/model/store"
	"truename/model/store/storetest"

	"github.com/google/uuid"
	"golang.org/x/sys/unix"
)

const (
	powerEnv   = "TRUENAME_POWER_CHILD"   // the data folder; set in the virtual machine of .ci/power
	ackedEnv   = "TRUENAME_POWER_ACKED"   // a file or disk with the lines that earlier runs wrote
	withoutEnv = "TRUENAME_POWER_WITHOUT" // fsync,msync: which syncs shall do nothing; the control
)

func init() { roles[powerEnv] = power }

// power is the life of a store between two power cuts: it opens what the last
// one left, compares it with what was acknowledged, says "whole" or "harmed",
// and works until the next one. Whoever cuts the power has read a line "ack …"
// only if what it is about was acknowledged.
func power(dir string) error {
	claimed, acked, err := readAcked(os.Getenv(ackedEnv))
	if err != nil {
		return err
	}
	o := light
	o.Log = slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{Level: slog.LevelWarn}))
	s, err := store.Open(dir, o)
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	fmt.Println("open")
	lost, err := harm(s, acked)
	if err != nil {
		return fmt.Errorf("compare: %w", err)
	}
	if claimed && !s.Desk().Claimed {
		lost = append(lost, "lost: the desk was claimed")
	}
	for _, line := range lost {
		fmt.Println(line)
	}
	if len(lost) > 0 {
		fmt.Println("harmed")
		return nil
	}
	fmt.Println("whole")
	if err := withoutSyncs(os.Getenv(withoutEnv)); err != nil {
		return err
	}
	if s.Desk().Claimed {
		err = s.Unlock(context.Background(), []byte(storetest.Pass))
	} else {
		err = s.Claim(context.Background(), []byte(storetest.Pass))
	}
	if err != nil {
		return fmt.Errorf("desk: %w", err)
	}
	fmt.Println("ack desk")
	return work(s, func(head model.Head) { fmt.Println("ack", head.Case, head.Version) })
}

// readAcked reads the lines "ack …" of earlier runs. A disk has bytes 0 behind
// them.
func readAcked(path string) (claimed bool, acked map[uuid.UUID]int, err error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return false, nil, err
	}
	acked = map[uuid.UUID]int{}
	b, _, _ = bytes.Cut(b, []byte{0})
	for lines := bufio.NewScanner(bytes.NewReader(b)); lines.Scan(); {
		switch words := strings.Fields(lines.Text()); {
		case len(words) == 2:
			claimed = true
		case len(words) == 3:
			id, ierr := uuid.Parse(words[1])
			n, nerr := strconv.Atoi(words[2])
			if ierr != nil || nerr != nil {
				return false, nil, fmt.Errorf("no acknowledgement: %q", lines.Text())
			}
			acked[id] = n
		}
	}
	return claimed, acked, nil
}

// withoutSyncs lets every fsync, msync or both of this process succeed without
// being done, whoever calls them: a filter in the kernel answers with error 0.
// So the control needs no switch in what is built into the product.
func withoutSyncs(names string) error {
	if names == "" {
		return nil
	}
	var calls []uint32
	for name := range strings.SplitSeq(names, ",") {
		switch name {
		case "fsync":
			calls = append(calls, unix.SYS_FSYNC, unix.SYS_FDATASYNC)
		case "msync":
			calls = append(calls, unix.SYS_MSYNC)
		default:
			return fmt.Errorf("no sync: %q", name)
		}
	}
	filter := []unix.SockFilter{{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS}} // the number of the call
	for _, call := range calls {
		filter = append(filter,
			unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jf: 1, K: call},
			unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ERRNO})
	}
	filter = append(filter, unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW})
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&program)))
	for _, call := range calls {
		if errno == 0 { // of nothing: that would be an error, were it done
			_, _, errno = unix.Syscall(uintptr(call), ^uintptr(0), 0, 0)
		}
	}
	if errno != 0 {
		return fmt.Errorf("syncs are not taken out: %w", errno)
	}
	return nil
}

// TestPower runs what the virtual machine of make power runs, without one: it
// works, finds again what it acknowledged, and misses what it never had.
func TestPower(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	var acked []string
	for _, without := range []string{"", "fsync,msync", "msync"} { // a kill alone loses nothing that was not synced
		said := onePower(t, dir, acked, without)
		for _, line := range said {
			if strings.HasPrefix(line, "ack ") {
				acked = append(acked, line)
			}
		}
		if !slices.Contains(said, "whole") || len(acked) < 3 {
			t.Fatalf("without %q: %q", without, said)
		}
	}
	acked = append(acked, fmt.Sprintf("ack %s 1", uuid.New()))
	if said := onePower(t, dir, acked, ""); !slices.Contains(said, "harmed") {
		t.Errorf("one case was never there: %q", said)
	}
}

// onePower lets a child live until it acknowledged three times or ended, and
// gives what it said.
func onePower(t *testing.T, dir string, acked []string, without string) (said []string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "acked")
	if err := os.WriteFile(file, []byte(strings.Join(acked, "\n")+"\x00\x00"), 0o600); err != nil {
		t.Fatal(err)
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), powerEnv+"="+dir, ackedEnv+"="+file, withoutEnv+"="+without)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	acks := 0
	for lines := bufio.NewScanner(out); acks < 4 && lines.Scan(); {
		said = append(said, lines.Text())
		if strings.HasPrefix(lines.Text(), "ack ") {
			acks++
		}
	}
	cmd.Process.Kill()
	cmd.Wait()
	return said
}
