package device

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"truename/model"

	"golang.org/x/sys/unix"
)

// childMode names what the test binary does instead of testing when a test
// starts it again: things that last for a whole process.
const childMode = "TRUENAME_DEVICE_TEST"

func TestMain(m *testing.M) {
	switch os.Getenv(childMode) {
	case "core":
		childCore()
	case "keyring":
		childKeyring()
	default:
		os.Exit(m.Run())
	}
}

// child runs this binary again in mode, with env, and returns what it prints.
func child(t *testing.T, mode string, env ...string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(append(os.Environ(), childMode+"="+mode), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return strings.TrimSpace(string(out))
}

func childCore() {
	err := NoCore()
	var limit unix.Rlimit
	limitErr := unix.Getrlimit(unix.RLIMIT_CORE, &limit)
	dumpable, dumpErr := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
	fmt.Println(errors.Join(err, limitErr, dumpErr), limit.Cur, limit.Max, dumpable)
}

func TestNoCore(t *testing.T) {
	if got := child(t, "core"); got != "<nil> 1 1 1" {
		t.Errorf("error, soft limit, hard limit, dumpable: %s, want <nil> 1 1 1", got)
	}
}

func childKeyring() {
	start := time.Now()
	available := KeyringAvailable()
	fmt.Println(available, time.Since(start) < probeTime+time.Second)
}

// A bus that accepts and never answers may not hold up the start.
func TestKeyringOnASilentBus(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "bus")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	accepted := make(chan struct{}, 1)
	go func() {
		if c, err := l.Accept(); err == nil {
			defer c.Close()
			accepted <- struct{}{}
			<-t.Context().Done()
		}
	}()
	if got := child(t, "keyring", "DBUS_SESSION_BUS_ADDRESS=unix:path="+socket); got != "false true" {
		t.Errorf("available, in time: %s, want false true", got)
	}
	select {
	case <-accepted:
	default:
		t.Error("the bus was never called: the test shows nothing")
	}
}

func TestKeyringOnADeadBus(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "none")
	if got := child(t, "keyring", "DBUS_SESSION_BUS_ADDRESS=unix:path="+socket); got != "false true" {
		t.Errorf("available, in time: %s, want false true", got)
	}
}

// Without a bus nothing may start one: a dbus-launch on the path must not run.
func TestKeyringStartsNoBus(t *testing.T) {
	if _, err := os.Stat(fmt.Sprintf("/run/user/%d/bus", os.Getuid())); err == nil {
		t.Skip("this account has a bus in its fixed place")
	}
	dir := t.TempDir()
	ran := filepath.Join(dir, "ran")
	script := "#!/bin/sh\n: > '" + ran + "'\n"
	if err := os.WriteFile(filepath.Join(dir, "dbus-launch"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	path := "PATH=" + dir + string(os.PathListSeparator) + os.Getenv("PATH")
	for _, address := range []string{"", "autolaunch:"} {
		if got := child(t, "keyring", path, "DBUS_SESSION_BUS_ADDRESS="+address); got != "false true" {
			t.Errorf("%q: available, in time: %s, want false true", address, got)
		}
	}
	if _, err := os.Stat(ran); err == nil {
		t.Error("a bus was started")
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	if _, err := (Keyring{}).Get("local"); model.CodeOf(err) != model.CodeKeyring {
		t.Errorf("%v, want keyring: no bus is not \"no key\"", err)
	}
}
