//go:build unix

package speech

import (
	"os/exec"
	"syscall"
)

// alone gives the program a group of processes of its own, so that whatever it
// starts is ended with it.
func alone(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	dieWithUs(cmd.SysProcAttr)
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
