package speech

import "syscall"

// dieWithUs silences the program when this process ends, however that ends: a
// session of a kiosk is killed.
func dieWithUs(a *syscall.SysProcAttr) { a.Pdeathsig = syscall.SIGKILL }
