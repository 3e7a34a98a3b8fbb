package kiosk

import (
	"os/exec"
	"syscall"
)

// dieWithUs makes a session end with the supervisor, however that ends: it has
// no window to be closed by. The session also ends when its pipe does.
func dieWithUs(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
